"""Periodic work of the desk."""

from datetime import timedelta

from maillage.core.jobs import declare_job
from maillage.directory.quality_store import refresh_quality


def declare() -> None:
    """Once, when the app starts."""
    declare_job(name="desk.measure", every=timedelta(days=1), run=measure)


def measure() -> str:
    """Measure every sheet again: the communes, or a rule, may have changed."""
    refresh_quality()
    return "sheets measured"
