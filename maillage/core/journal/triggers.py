"""Triggers that make the journal append-only, on SQLite and PostgreSQL.

UPDATE is refused; DELETE too, unless the line is older than KEPT_DAYS (retention must be
possible); TRUNCATE is refused on PostgreSQL, and on SQLite an INSERT OR REPLACE over a line,
which fires no trigger of deletion. Installed after each migration (core/apps.py), because
SQLite drops triggers with a table that a migration builds anew.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "core_journalentry"
KEPT_DAYS = 365
"""CNIL, délibération 2021-122: logs are kept from six months to one year."""
MESSAGE = "Le journal ne se modifie pas."


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers, or create them anew."""
    remove(connection)
    with connection.cursor() as cursor:
        for statement in _statements(connection.vendor):
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers; harmless when there is none (tests that empty every table need it)."""
    on_table = f' ON "{TABLE}"' if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in _names(connection.vendor):
            cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"{on_table}')


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The triggers that should be there and are not, or are switched off."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled <> 'D'",
                [TABLE],
            )
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        present = {row[0] for row in cursor.fetchall()}
    return [name for name in _names(connection.vendor) if name not in present]


def _names(vendor: str) -> list[str]:
    last = "truncate" if vendor == "postgresql" else "replace"
    return [f"{TABLE}_no_{event}" for event in ("update", "delete", last)]


def _statements(vendor: str) -> list[str]:
    update, delete, last = _names(vendor)
    if vendor == "postgresql":
        refuse = f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';"
        recent = f"OLD.at > now() - interval '{KEPT_DAYS} days'"
        run = f"EXECUTE FUNCTION {TABLE}_refuse()"
        return [
            (
                f"CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger AS $$ "
                f"BEGIN {refuse} END; $$ LANGUAGE plpgsql"
            ),
            f'CREATE TRIGGER "{update}" BEFORE UPDATE ON "{TABLE}" FOR EACH ROW {run}',
            (
                f'CREATE TRIGGER "{delete}" BEFORE DELETE ON "{TABLE}" FOR EACH ROW '
                f"WHEN ({recent}) {run}"
            ),
            f'CREATE TRIGGER "{last}" BEFORE TRUNCATE ON "{TABLE}" FOR EACH STATEMENT {run}',
        ]
    refuse = f"SELECT RAISE(ABORT, '{MESSAGE}');"
    recent = f"OLD.at > strftime('%Y-%m-%d %H:%M:%f', 'now', '-{KEPT_DAYS} days')"
    same = f'EXISTS (SELECT 1 FROM "{TABLE}" WHERE id = NEW.id)'  # noqa: S608 - constants
    return [
        f'CREATE TRIGGER "{update}" BEFORE UPDATE ON "{TABLE}" BEGIN {refuse} END',
        f'CREATE TRIGGER "{delete}" BEFORE DELETE ON "{TABLE}" WHEN {recent} BEGIN {refuse} END',
        f'CREATE TRIGGER "{last}" BEFORE INSERT ON "{TABLE}" WHEN {same} BEGIN {refuse} END',
    ]
