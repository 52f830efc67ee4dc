"""Periodic work of the desk."""

from datetime import timedelta

from django.utils import timezone

from maillage.contributions.actions.desk import forget_operations
from maillage.core.jobs import declare_job
from maillage.directory.quality_store import refresh_quality


def declare() -> None:
    """Once, when the app starts."""
    declare_job(name="contributions.measure_sheets", every=timedelta(days=1), run=measure)
    declare_job(name="contributions.forget_operations", every=timedelta(days=1), run=forget)


def forget() -> str:
    """Erase the bulk actions that nobody takes back any more."""
    return f"operations={forget_operations(now=timezone.now())}"


def measure() -> str:
    """Measure every sheet again: a day has passed, the communes or a rule may have changed."""
    refresh_quality()
    return "sheets measured"
