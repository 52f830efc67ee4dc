"""What leaves by itself: reminders, questions at the chosen rhythm, the end of campaigns."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from maillage.contributions.actions.campaign_opening import BATCH, batches_of
from maillage.contributions.actions.campaigns import close_campaign
from maillage.contributions.actions.update_links import collect_answers
from maillage.contributions.actions.update_requests import (
    ask_for_confirmation,
    envelopes_of,
    letter_of,
    remind,
)
from maillage.contributions.enums import OPEN_REQUESTS, CampaignStatus, RequestCause
from maillage.contributions.links import address_mark
from maillage.contributions.models import Campaign, SectionAnswer, UpdateRequest
from maillage.contributions.queries.campaigns import recipients_of
from maillage.contributions.queries.stale import due_by_frequency
from maillage.core.mail import queue_emails

ALONE_REMINDER_DAYS = (7, 21)
"""Reminders of a request that no campaign made, in days after it."""
MIN_GAP = timedelta(days=2)
"""Never two e-mails about one request within this time."""
EMAIL_KEPT = timedelta(days=365)
"""How long after the end of its link a request keeps the address written to."""
FREQUENCY_LIMIT = 500
"""Places asked at their rhythm in one day, at most."""


def send_campaign_reminders(*, campaign: Campaign, now: datetime | None = None) -> int:
    """Ask again those who have not answered, once for each day of the campaign's list.

    Days missed (a stopped server) are not made up for one by one: one reminder leaves. Returns
    how many e-mails were queued; none for a campaign that is not open.
    """
    moment = now or timezone.now()
    today = timezone.localdate(moment)
    if campaign.status != CampaignStatus.EN_COURS or today > campaign.ends_on:
        return 0
    started = timezone.localdate(campaign.started_at or moment)
    elapsed = (today - max(campaign.starts_on, started)).days
    step = sum(elapsed >= days for days in campaign.reminder_days)
    if not step:
        return 0
    waiting = (
        campaign.requests.filter(
            status__in=OPEN_REQUESTS, reminders__lt=step, sent_at__lt=moment - MIN_GAP
        )
        .exclude(email="")
        .exclude(last_reminder_at__gt=moment - MIN_GAP)
        .select_related("lieu")
        .order_by("pk")
    )
    queued = 0
    for envelopes in batches_of(envelopes_of(requests=waiting), BATCH):
        with transaction.atomic():
            keys = {request.pk for some in envelopes for request in some.requests}
            still = set(
                UpdateRequest.objects.filter(pk__in=keys, status__in=OPEN_REQUESTS).values_list(
                    "pk", flat=True
                )
            )
            letters = []
            for envelope in envelopes:
                envelope.requests = [row for row in envelope.requests if row.pk in still]
                if envelope.requests:
                    key = f"campaign:{campaign.pk}:{step}:{address_mark(envelope.address)}"
                    letters.append(
                        letter_of(
                            envelope=envelope,
                            dedupe_key=key,
                            reminder=step,
                            message=campaign.message,
                        )
                    )
            queued += len(queue_emails(letters=letters))
            UpdateRequest.objects.filter(pk__in=still).update(
                reminders=step, last_reminder_at=moment
            )
    return queued


def send_reminders(*, now: datetime | None = None) -> int:
    """Close the campaigns that are over, then send every reminder that is due."""
    moment = now or timezone.now()
    collect_answers(now=moment)
    today = timezone.localdate(moment)
    sent = 0
    for campaign in Campaign.objects.filter(status=CampaignStatus.EN_COURS):
        if campaign.ends_on < today:
            close_campaign(campaign=campaign, now=moment)
        elif campaign.prepared_at is not None:
            sent += send_campaign_reminders(campaign=campaign, now=moment)
    return sent + _remind_alone(moment)


def _remind_alone(moment: datetime) -> int:
    """Reminders of requests outside campaigns; silent while a campaign asks the same place."""
    in_campaign = Campaign.objects.filter(status=CampaignStatus.EN_COURS)
    waiting = (
        UpdateRequest.objects.filter(
            cause__in=[RequestCause.FREQUENCE, RequestCause.COORDINATION],
            status__in=OPEN_REQUESTS,
            expires_at__gt=moment,
            sent_at__isnull=False,
            reminders__lt=len(ALONE_REMINDER_DAYS),
        )
        .exclude(email="")
        .exclude(last_reminder_at__gt=moment - MIN_GAP)
        .exclude(lieu__update_requests__campaign__in=in_campaign)
        .select_related("lieu")
    )
    sent = 0
    for request in waiting:
        elapsed = (moment - (request.sent_at or moment)).days
        step = sum(elapsed >= days for days in ALONE_REMINDER_DAYS)
        if step > request.reminders:
            sent += remind(request=request, step=step, now=moment)
    return sent


def ask_by_frequency(*, now: datetime | None = None, limit: int = FREQUENCY_LIMIT) -> int:
    """Ask the places whose rhythm has come; how many. None when the setting says no."""
    if not settings.ASK_BY_FREQUENCY:
        return 0
    due = list(due_by_frequency(now=now)[: limit * 2])
    addresses = recipients_of(lieux=due)
    reachable = [lieu for lieu in due if addresses[lieu.pk]][:limit]
    return len(
        ask_for_confirmation(lieux=reachable, by=None, cause=RequestCause.FREQUENCE, now=now)
    )


def forget_ended_requests(*, now: datetime | None = None) -> int:
    """Erase what an undo needed once its link has ended, and addresses a year later.

    Returns how many answers and requests were changed.
    """
    moment = now or timezone.now()
    over = SectionAnswer.objects.filter(request__expires_at__lte=moment)
    answers = over.exclude(before={}).update(before={}, after_fingerprint="")
    old = UpdateRequest.objects.filter(expires_at__lte=moment - EMAIL_KEPT)
    return answers + old.exclude(email="").update(email="")
