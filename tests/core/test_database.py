"""The planner of queries knows the size of the tables after a bulk write."""

import pytest
from django.db import connection

from maillage.core.database import refresh_statistics
from tests.factories.directory import make_lieu


@pytest.mark.django_db(transaction=True)
def test_the_planner_knows_the_size_of_tables() -> None:
    make_lieu()
    refresh_statistics()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'directory_lieu'")
        else:
            cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'directory_lieu'")
        assert cursor.fetchone()[0] >= 1


@pytest.mark.django_db
def test_nothing_is_counted_inside_a_transaction() -> None:
    with connection.execute_wrapper(lambda *_arguments: pytest.fail("a query was made")):
        refresh_statistics()
