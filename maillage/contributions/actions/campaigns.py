"""Writes of the campaigns: prepare, open, close; and the doors of the other page groups."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from maillage.accounts.models import User
from maillage.contributions.actions.update_requests import (
    ask_for_confirmation,
    cancel_emails_of_campaign,
    cancel_requests,
    resend_request,
)
from maillage.contributions.enums import CallOutcome, CampaignStatus, RequestStatus
from maillage.contributions.models import Campaign, UpdateRequest
from maillage.contributions.queries.campaigns import plan_of
from maillage.core.errors import DomainError
from maillage.core.journal import Actor, record
from maillage.core.saving import save_checked
from maillage.directory.enums import Section

__all__ = [
    "CampaignDraft",
    "ask_for_confirmation",
    "cancel_requests",
    "close_campaign",
    "delete_campaign",
    "open_campaign",
    "record_call",
    "save_campaign",
]


@dataclass(frozen=True, slots=True)
class CampaignDraft:
    """What the form of a campaign says."""

    nom: str
    territory_kind: str
    territory_code: str
    typologies: tuple[str, ...]
    sections: tuple[Section, ...]
    starts_on: date
    ends_on: date
    message: str
    reminder_days: tuple[int, ...]


@transaction.atomic
def save_campaign(*, draft: CampaignDraft, by: User, campaign: Campaign | None = None) -> Campaign:
    """Create a campaign, or change one that is not open yet.

    Raises DomainError for one that is open, ValidationError for a refused value. The caller
    checks the rights on the territory.
    """
    row = campaign or Campaign(created_by=by)
    if row.status != CampaignStatus.BROUILLON:
        raise DomainError("open", "Cette campagne est ouverte : elle ne se change plus.")
    row.nom = draft.nom
    row.territory_kind, row.territory_code = draft.territory_kind, draft.territory_code
    row.typologies = list(draft.typologies)
    row.sections = [section.value for section in draft.sections]
    row.starts_on, row.ends_on = draft.starts_on, draft.ends_on
    row.message = draft.message
    row.reminder_days = sorted(set(draft.reminder_days))
    save_checked(row)
    return row


@transaction.atomic
def delete_campaign(*, campaign: Campaign) -> None:
    """Throw away a campaign that never opened; DomainError for the others."""
    deleted, _ = Campaign.objects.filter(pk=campaign.pk, status=CampaignStatus.BROUILLON).delete()
    if not deleted:
        raise DomainError("open", "Cette campagne a été ouverte : elle se ferme, sans s’effacer.")


@transaction.atomic
def open_campaign(*, campaign: Campaign, by: User, now: datetime | None = None) -> Campaign:
    """Open a campaign; actions.campaign_opening then makes its requests, in a task.

    DomainError when it is open already, over, or asks nobody.
    """
    moment = now or timezone.now()
    if campaign.ends_on < timezone.localdate(moment):
        raise DomainError("over", "Le dernier jour de la campagne est passé : changez les dates.")
    planned = len(plan_of(campaign=campaign, now=moment).planned)
    if not planned:
        raise DomainError(
            "nobody", "Personne à interroger : toutes les fiches sont fraîches, ou il n’y en a pas."
        )
    opened = Campaign.objects.filter(pk=campaign.pk, status=CampaignStatus.BROUILLON).update(
        status=CampaignStatus.EN_COURS, started_at=moment, planned=planned
    )
    if not opened:
        raise DomainError("open", "Cette campagne est déjà ouverte.")
    record(
        verb="campaign.opened",
        by=Actor.of(by),
        on=campaign,
        detail={
            "territory": f"{campaign.territory_kind}:{campaign.territory_code}",
            "asked": planned,
        },
    )
    campaign.refresh_from_db()
    return campaign


@transaction.atomic
def close_campaign(
    *, campaign: Campaign, by: User | None = None, now: datetime | None = None
) -> Campaign:
    """Close a campaign: no reminder leaves any more, links live on until their date.

    DomainError when it is not open.
    """
    closed = Campaign.objects.filter(pk=campaign.pk, status=CampaignStatus.EN_COURS).update(
        status=CampaignStatus.TERMINEE, ended_at=now or timezone.now()
    )
    if not closed:
        raise DomainError("not_open", "Cette campagne n’est pas ouverte.")
    cancelled = cancel_emails_of_campaign(campaign=campaign)
    record(verb="campaign.closed", by=Actor.of(by), on=campaign, detail={"cancelled": cancelled})
    campaign.refresh_from_db()
    return campaign


@transaction.atomic
def record_call(
    *,
    request: UpdateRequest,
    outcome: CallOutcome,
    by: User,
    again_on: date | None = None,
    now: datetime | None = None,
) -> UpdateRequest:
    """Keep what a call gave; « préfère le lien » sends it at once.

    DomainError for a day to call again that is missing or past, or a link that cannot be sent.
    """
    moment = now or timezone.now()
    if outcome == CallOutcome.RAPPELER and (
        again_on is None or again_on < timezone.localdate(moment)
    ):
        raise DomainError("again_on", "Donnez le jour où rappeler : aujourd’hui ou plus tard.")
    if request.status == RequestStatus.REVOQUEE:
        raise DomainError("revoked", "Cette demande est annulée.")
    UpdateRequest.objects.filter(pk=request.pk).update(
        calls=F("calls") + 1,
        last_call_at=moment,
        call_outcome=outcome,
        call_again_on=again_on if outcome == CallOutcome.RAPPELER else None,
    )
    record(
        verb="call.recorded",
        by=Actor.of(by),
        on=request.lieu,
        detail={"request": request.pk, "outcome": outcome.value},
    )
    if outcome == CallOutcome.LIEN:
        resend_request(request=request, by=by, now=moment)
    request.refresh_from_db()
    return request
