"""Periodic work of the network."""

from datetime import timedelta

from django.utils import timezone

from maillage.core.jobs import declare_job
from maillage.network.actions.retention import purge_network


def declare() -> None:
    """Add the jobs; called once, when the app is ready."""
    declare_job(name="network.purge", every=timedelta(days=1), run=run_purge)


def run_purge() -> str:
    """Apply the retention rules; returns the line of the log."""
    done = purge_network(now=timezone.now())
    return f"addresses={done.addresses} invitations={done.invitations} claims={done.claims}"
