from typing import Any

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db import connections
from django.db.models.signals import post_migrate


def protect_journal(*, using: str, **_kwargs: Any) -> None:
    """Install the triggers of the journal after each migration."""
    from maillage.core.journal import triggers  # noqa: PLC0415

    connection = connections[using]
    if triggers.TABLE in connection.introspection.table_names():
        triggers.install(connection)


class CoreConfig(AppConfig):
    name = "maillage.core"
    verbose_name = "Socle"

    def ready(self) -> None:
        from maillage.core import checks, retention  # noqa: PLC0415

        post_migrate.connect(protect_journal, sender=self)
        register(checks.check_journal_triggers, Tags.database)
        register(checks.check_mail_server, deploy=True)
        retention.declare_jobs()
