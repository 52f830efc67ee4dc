"""Periodic work of the accounts."""

from datetime import timedelta

from maillage.accounts.actions.purge import purge_accounts
from maillage.core.jobs import declare_job


def declare() -> None:
    """Once, when the site starts."""
    declare_job(name="accounts.purge", every=timedelta(days=1), run=lambda: str(purge_accounts()))
