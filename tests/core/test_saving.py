"""The database holds the rules, and the person reads why."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maillage.core.saving import save_checked
from maillage.territory.models import Region

pytestmark = pytest.mark.django_db


def test_a_good_row_is_saved() -> None:
    save_checked(Region(code="24", nom="Centre-Val de Loire", slug="centre-val-de-loire"))
    assert Region.objects.get().nom == "Centre-Val de Loire"


def test_a_broken_rule_is_said_and_nothing_is_lost_of_the_rest() -> None:
    save_checked(Region(code="24", nom="Centre-Val de Loire", slug="centre-val-de-loire"))
    with pytest.raises(ValidationError, match="Le code d’une région a deux chiffres"):
        save_checked(Region(code="Sud", nom="Sud", slug="sud"))
    # The transaction of the caller goes on, on PostgreSQL too.
    assert [region.code for region in Region.objects.all()] == ["24"]


def test_an_empty_field_is_said_before_the_database_is_asked() -> None:
    with pytest.raises(ValidationError) as caught, CaptureQueriesContext(connection) as queries:
        save_checked(Region(code="24", nom="", slug="x"), validate_unique=False)
    assert list(caught.value.message_dict) == ["nom"]
    assert len(queries) == 0
