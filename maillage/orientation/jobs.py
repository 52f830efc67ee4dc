"""Periodic work of the orientation."""

from datetime import timedelta

from django.utils import timezone

from maillage.core.jobs import declare_job
from maillage.orientation.actions import forget_old_demand


def declare() -> None:
    """Add the jobs; called once, when the app is ready."""
    declare_job(name="orientation.forget_demand", every=timedelta(days=1), run=forget)


def forget() -> str:
    """Delete the counts of unmet demands that are too old; returns the line of the log."""
    return f"demands={forget_old_demand(now=timezone.now())}"
