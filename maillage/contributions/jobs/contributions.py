"""Daily work of the contributions: hand over, tell, forget."""

from datetime import timedelta

from django.utils import timezone

from maillage.contributions.actions.contributions import (
    announce_untold,
    escalate_contributions,
    purge_reports,
)
from maillage.core.jobs import declare_job


def follow_contributions() -> str:
    """Hand over what waited 10 days, then tell by e-mail what nobody was told yet."""
    now = timezone.now()
    escalated = escalate_contributions(now=now)
    letters = announce_untold(now=now)
    return f"escalated={escalated} letters={letters}"


def purge_contributions() -> str:
    """Apply the retention rules."""
    purge = purge_reports(now=timezone.now())
    return f"emails={purge.emails} contributions={purge.reports}"


def declare() -> None:
    """Add the jobs; called once, when the app is ready."""
    declare_job(name="contributions.follow", every=timedelta(days=1), run=follow_contributions)
    declare_job(name="contributions.purge", every=timedelta(days=1), run=purge_contributions)
