"""Opening a campaign: thousands of requests and e-mails, in pieces that survive a cut.

Requests are stored first, all of them, in batches; then e-mails are queued by address, in
batches, each under a key of (campaign, step, address). A process killed anywhere is started
again from the beginning: what exists is found, what misses is made, nothing is made twice.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from maillage.contributions.actions.update_requests import (
    CAMPAIGN_LINK_DAYS,
    Envelope,
    envelopes_of,
    letter_of,
    new_request,
)
from maillage.contributions.enums import OPEN_REQUESTS, CampaignStatus, RequestCause
from maillage.contributions.links import address_mark
from maillage.contributions.models import Campaign, UpdateRequest
from maillage.contributions.queries.campaigns import first_sending, plan_of
from maillage.core.journal import record
from maillage.core.journal.writing import SYSTEM
from maillage.core.mail import queue_emails
from maillage.core.models import OutgoingEmail

BATCH = 200

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Opening:
    """What one run of the opening added: requests, e-mails."""

    requests: int = 0
    emails: int = 0


def batches_of(rows: Sequence[_T], size: int) -> Iterator[Sequence[_T]]:
    """Rows by groups of `size` at most."""
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def prepare_campaign(*, campaign_id: int, batch: int = BATCH) -> Opening:
    """Make what misses of the requests and first e-mails of an open campaign.

    Does nothing for a campaign that is not open, or wholly prepared.
    """
    campaign = Campaign.objects.filter(
        pk=campaign_id, status=CampaignStatus.EN_COURS, prepared_at__isnull=True
    ).first()
    if campaign is None:
        return Opening()
    before = campaign.requests.count()
    _store_requests(campaign, batch)
    emails = _queue_first_emails(campaign, batch)
    asked = campaign.requests.count()
    with transaction.atomic():
        finished = Campaign.objects.filter(
            pk=campaign.pk, status=CampaignStatus.EN_COURS, prepared_at__isnull=True
        ).update(prepared_at=timezone.now(), planned=asked)
        if finished:
            written = campaign.requests.filter(sent_at__isnull=False).count()
            record(
                verb="request.sent",
                by=SYSTEM,
                on=campaign,
                detail={"asked": asked, "written_to": written},
            )
    return Opening(requests=asked - before, emails=emails)


def end_of_links(*, campaign: Campaign) -> datetime:
    """When the links of a campaign die: some days after its last evening."""
    last_day = datetime.combine(campaign.ends_on, time(23, 59))
    return timezone.make_aware(last_day) + timedelta(days=CAMPAIGN_LINK_DAYS)


def _store_requests(campaign: Campaign, batch: int) -> None:
    known = set(campaign.requests.values_list("lieu_id", flat=True))
    expires_at = end_of_links(campaign=campaign)
    missing = [
        new_request(
            lieu_id=item.id,
            email=next(iter(item.addresses), ""),
            cause=RequestCause.CAMPAGNE,
            sections=campaign.sections,
            expires_at=expires_at,
            campaign=campaign,
        )
        for item in plan_of(campaign=campaign).planned
        if item.id not in known
    ]
    for rows in batches_of(missing, batch):
        # A second process at the same work meets the unique constraint, in silence.
        UpdateRequest.objects.bulk_create(rows, ignore_conflicts=True)


def _queue_first_emails(campaign: Campaign, batch: int) -> int:
    """Queue one e-mail by address; those queued already cost one query together."""
    prefix = f"campaign:{campaign.pk}:0:"
    queued = set(
        OutgoingEmail.objects.filter(dedupe_key__startswith=prefix).values_list(
            "dedupe_key", flat=True
        )
    )
    requests = (
        campaign.requests.filter(status__in=OPEN_REQUESTS)
        .exclude(email="")
        .select_related("lieu")
        .order_by("pk")
    )
    envelopes = [
        envelope
        for envelope in envelopes_of(requests=requests)
        if prefix + address_mark(envelope.address) not in queued
    ]
    moment = first_sending(campaign=campaign, now=timezone.now())
    count = 0
    for some in batches_of(envelopes, batch):
        count += _queue_some(campaign, some, prefix, moment)
    return count


@transaction.atomic
def _queue_some(
    campaign: Campaign, envelopes: Sequence[Envelope], prefix: str, moment: datetime
) -> int:
    """Queue one batch and mark its requests, together or not at all."""
    if not Campaign.objects.filter(pk=campaign.pk, status=CampaignStatus.EN_COURS).exists():
        return 0
    letters = [
        letter_of(
            envelope=envelope,
            dedupe_key=prefix + address_mark(envelope.address),
            message=campaign.message,
            not_before=moment,
        )
        for envelope in envelopes
    ]
    new = queue_emails(letters=letters)
    asked = [request.pk for envelope in envelopes for request in envelope.requests]
    UpdateRequest.objects.filter(pk__in=asked, sent_at__isnull=True).update(sent_at=moment)
    return len(new)
