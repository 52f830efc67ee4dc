"""Periodic work and tasks of the campaigns."""

from datetime import timedelta

from django_tasks import task

from maillage.contributions.actions.archiving import archive_stale
from maillage.contributions.actions.campaign_opening import prepare_campaign
from maillage.contributions.actions.reminders import (
    ask_by_frequency,
    forget_ended_requests,
    send_reminders,
)
from maillage.contributions.actions.update_links import collect_answers
from maillage.contributions.enums import CampaignStatus
from maillage.contributions.models import Campaign
from maillage.core.jobs import declare_job


@task()
def prepare_opened_campaign(campaign_id: int) -> int:
    """Make the requests and e-mails of an open campaign; how many e-mails."""
    return prepare_campaign(campaign_id=campaign_id).emails


def _resume() -> str:
    """Finish the openings that a crash interrupted."""
    keys = Campaign.objects.filter(
        status=CampaignStatus.EN_COURS, prepared_at__isnull=True
    ).values_list("pk", flat=True)
    emails = sum(prepare_campaign(campaign_id=pk).emails for pk in keys)
    return f"campaigns={len(keys)} emails={emails}"


def _collect() -> str:
    return f"answers={collect_answers()}"


def _remind() -> str:
    return f"reminders={send_reminders()}"


def _ask() -> str:
    return f"asked={ask_by_frequency()}"


def _archive() -> str:
    done = archive_stale()
    return (
        f"first={done.first} second={done.second} archived={done.archived} revived={done.revived}"
    )


def _forget() -> str:
    return f"forgotten={forget_ended_requests()}"


def declare() -> None:
    """Declare the jobs of this module; called once, when the app is ready."""
    day = timedelta(days=1)
    declare_job(name="contributions.resume_campaigns", every=timedelta(minutes=5), run=_resume)
    declare_job(name="contributions.collect_answers", every=timedelta(hours=1), run=_collect)
    declare_job(name="contributions.send_reminders", every=day, run=_remind)
    declare_job(name="contributions.ask_by_frequency", every=day, run=_ask)
    declare_job(name="contributions.archive_stale", every=day, run=_archive)
    declare_job(name="contributions.forget_ended_requests", every=day, run=_forget)
