from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate

JOURNAL_KEPT_DAYS = 365
"""CNIL, délibération 2021-122: logs are kept from six months to one year."""


def protect_journal(*, using: str, **_kwargs: Any) -> None:
    """Install the triggers of the journal after each migration."""
    from maillage.core.journal import triggers  # noqa: PLC0415
    from maillage.core.models import JournalEntry  # noqa: PLC0415

    connection = connections[using]
    table = JournalEntry._meta.db_table
    if table in connection.introspection.table_names():
        triggers.install(connection, table=table, date_column="at", kept_days=JOURNAL_KEPT_DAYS)


class CoreConfig(AppConfig):
    name = "maillage.core"
    verbose_name = "Socle"

    def ready(self) -> None:
        post_migrate.connect(protect_journal, sender=self)
