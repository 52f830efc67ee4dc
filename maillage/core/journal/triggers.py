"""Triggers that make a table append-only, on SQLite and PostgreSQL.

UPDATE is refused; DELETE too, unless the line is older than `kept_days` (retention must be
possible); TRUNCATE is refused on PostgreSQL. Installed after each migration (core/apps.py),
because SQLite drops triggers with a table that a migration builds anew.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

MESSAGE = "Le journal ne se modifie pas."


def install(
    connection: BaseDatabaseWrapper, *, table: str, date_column: str, kept_days: int
) -> None:
    """Create the triggers of one table; harmless when they exist."""
    with connection.cursor() as cursor:
        for statement in _statements(connection.vendor, table, date_column, kept_days):
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper, *, table: str) -> None:
    """Drop the triggers of one table (tests that empty every table need it)."""
    with connection.cursor() as cursor:
        for event in ("update", "delete", "truncate"):
            if connection.vendor == "postgresql":
                cursor.execute(f'DROP TRIGGER IF EXISTS "{table}_no_{event}" ON "{table}"')
            else:
                cursor.execute(f'DROP TRIGGER IF EXISTS "{table}_no_{event}"')


def _statements(vendor: str, table: str, date_column: str, kept_days: int) -> list[str]:
    if vendor == "postgresql":
        refuse = f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';"
        old = f"OLD.{date_column} > now() - interval '{kept_days} days'"
        return [
            (
                f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger AS $$ "
                f"BEGIN {refuse} END; $$ LANGUAGE plpgsql"
            ),
            (
                f'CREATE OR REPLACE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}" '
                f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()"
            ),
            (
                f'CREATE OR REPLACE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" '
                f"FOR EACH ROW WHEN ({old}) EXECUTE FUNCTION {table}_refuse()"
            ),
            (
                f'CREATE OR REPLACE TRIGGER "{table}_no_truncate" BEFORE TRUNCATE ON "{table}" '
                f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()"
            ),
        ]
    refuse = f"SELECT RAISE(ABORT, '{MESSAGE}');"
    old = f"OLD.{date_column} > strftime('%Y-%m-%d %H:%M:%f', 'now', '-{kept_days} days')"
    return [
        (
            f'CREATE TRIGGER IF NOT EXISTS "{table}_no_update" BEFORE UPDATE ON "{table}" '
            f"BEGIN {refuse} END"
        ),
        (
            f'CREATE TRIGGER IF NOT EXISTS "{table}_no_delete" BEFORE DELETE ON "{table}" '
            f"WHEN {old} BEGIN {refuse} END"
        ),
    ]
