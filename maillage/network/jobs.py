"""Periodic work of the network."""

from datetime import timedelta

from django.utils import timezone

from maillage.core.jobs import declare_job
from maillage.network.actions.claims import announce_claims
from maillage.network.actions.retention import purge_network


def declare() -> None:
    """Add the jobs; called once, when the app is ready."""
    declare_job(name="network.claims", every=timedelta(days=1), run=run_claims)
    declare_job(name="network.purge", every=timedelta(days=1), run=run_purge)


def run_claims() -> str:
    """Tell the coordination of the claims that yesterday's letter left out."""
    return f"letters={announce_claims(now=timezone.now())}"


def run_purge() -> str:
    """Apply the retention rules; returns the line of the log."""
    done = purge_network(now=timezone.now())
    return f"addresses={done.addresses} invitations={done.invitations} claims={done.claims}"
