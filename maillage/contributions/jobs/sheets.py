"""Periodic work of the sheets."""

from datetime import timedelta

from maillage.contributions.actions.sheets import purge_drafts
from maillage.core.jobs import declare_job


def _purge() -> str:
    return f"drafts_erased={purge_drafts()}"


def declare() -> None:
    """Called once, by the app's configuration."""
    declare_job(name="contributions.purge_drafts", every=timedelta(days=1), run=_purge)
