"""What may be wrong at run time: `manage.py check --deploy --database default`."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import checks
from django.db import connections

from maillage.core.journal import triggers


def check_journal_triggers(
    *, databases: Sequence[str] | None = None, **_kwargs: Any
) -> list[checks.CheckMessage]:
    """core.W001: somebody dropped the triggers of the journal.

    A warning, because `migrate`, which mends it, refuses to start on an error.
    """
    found: list[checks.CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        if triggers.TABLE not in connection.introspection.table_names():
            continue
        if missing := triggers.missing(connection):
            found.append(
                checks.Warning(
                    f"Le journal n’est plus protégé (déclencheurs absents : {', '.join(missing)}).",
                    hint="Lancez « manage.py migrate », qui les remet.",
                    id="core.W001",
                )
            )
    return found


def check_mail_server(**_kwargs: Any) -> list[checks.CheckMessage]:
    """core.W002: nobody can sign in without a code by e-mail."""
    if settings.EMAIL_HOST:
        return []
    return [
        checks.Warning(
            "Aucun serveur d’envoi : les courriels attendent, personne ne reçoit de code.",
            hint="Réglez EMAIL_HOST (docs/reference/configuration.md).",
            id="core.W002",
        )
    ]
