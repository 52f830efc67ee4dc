"""What a database needs after a large write, and what it does while another one lasts."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection


def is_busy(error: BaseException | None) -> bool:
    """Whether a write was refused because another one has the database (SQLite), for too long."""
    return isinstance(error, OperationalError) and "locked" in str(error)


@contextmanager
def brief_wait(milliseconds: int = 200) -> Iterator[None]:
    """Inside, a write that SQLite keeps waiting gives up soon: for what can be done later.

    The error is one of `is_busy`. PostgreSQL, where writers do not wait for each other, keeps
    its own rules.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        former = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {milliseconds:d}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {former:d}")


def refresh_statistics() -> None:
    """Count the tables again, so that the planner of queries chooses its indexes well.

    Needed after a bulk write: with the figures of an empty table SQLite reads whole tables
    where an index would do. About 50 ms on 15,000 places (a sample of each index is read).
    Does nothing inside a transaction, where figures would be undone with it.
    """
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA analysis_limit=1000")
        cursor.execute("ANALYZE")
