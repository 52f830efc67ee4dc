"""Asking structures: requests, their e-mails, and taking both back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from maillage.accounts.models import User
from maillage.contributions.emails.campaigns import UPDATE_REQUEST
from maillage.contributions.enums import OPEN_REQUESTS, RequestCause, RequestStatus
from maillage.contributions.links import (
    address_mark,
    link_of,
    new_nonce,
    new_public_id,
    stop_link_of,
)
from maillage.contributions.models import Campaign, UpdateRequest
from maillage.contributions.queries.campaigns import recipients_of, section_labels
from maillage.core.enums import EmailStatus
from maillage.core.errors import DomainError
from maillage.core.journal import Actor, record
from maillage.core.mail import Letter, cancel_email, queue_emails
from maillage.core.models import OutgoingEmail
from maillage.directory.enums import ESSENTIAL_SECTIONS
from maillage.directory.models import Lieu

LINK_DAYS = 30
"""How long a link lives that no campaign made."""
CAMPAIGN_LINK_DAYS = 15
"""How long the links of a campaign live after its last day."""


@dataclass(slots=True)
class Envelope:
    """One address and the requests whose links it receives."""

    address: str
    requests: list[UpdateRequest] = field(default_factory=list)


def new_request(
    *,
    lieu_id: str,
    email: str,
    cause: RequestCause,
    sections: Sequence[str],
    expires_at: datetime,
    campaign: Campaign | None = None,
) -> UpdateRequest:
    """A request with its own link, not stored yet."""
    return UpdateRequest(
        lieu_id=lieu_id,
        campaign=campaign,
        cause=cause,
        sections=list(sections),
        public_id=new_public_id(),
        nonce=new_nonce(),
        email=email,
        expires_at=expires_at,
    )


def envelopes_of(*, requests: Iterable[UpdateRequest]) -> list[Envelope]:
    """Requests by address, in a stable order; their places must be loaded.

    Somebody who keeps several places gets one e-mail with all the links.
    """
    rows = list(requests)
    addresses = recipients_of(lieux=[request.lieu for request in rows])
    found: dict[str, Envelope] = {}
    for request in rows:
        for address in addresses[request.lieu_id]:
            envelope = found.setdefault(address.lower(), Envelope(address))
            envelope.requests.append(request)
    return [found[key] for key in sorted(found)]


def letter_of(
    *,
    envelope: Envelope,
    dedupe_key: str,
    reminder: int = 0,
    message: str = "",
    not_before: datetime | None = None,
) -> Letter:
    """The e-mail of one envelope."""
    first = envelope.requests[0]
    return Letter(
        kind=UPDATE_REQUEST,
        to=envelope.address,
        context={
            "lieux": [mail_entry(request) for request in envelope.requests],
            "cause": first.cause,
            "reminder": reminder,
            "message": message,
            "sections": section_labels(sections=first.sections),
            "answer_before": timezone.localdate(first.expires_at),
            "stop_url": stop_link_of(
                public_id=first.public_id, nonce=first.nonce, address=envelope.address
            ),
        },
        dedupe_key=dedupe_key,
        not_before=not_before,
    )


def mail_entry(request: UpdateRequest) -> Mapping[str, str]:
    """One place as e-mails print it, with its personal link."""
    return {
        "nom": request.lieu.nom,
        "commune": request.lieu.commune,
        "url": link_of(public_id=request.public_id, nonce=request.nonce),
    }


@transaction.atomic
def ask_for_confirmation(
    *,
    lieux: Sequence[Lieu],
    by: User | None,
    cause: RequestCause = RequestCause.COORDINATION,
    not_before: datetime | None = None,
    sections: Sequence[str] = tuple(section.value for section in ESSENTIAL_SECTIONS),
    now: datetime | None = None,
) -> list[UpdateRequest]:
    """Ask places outside campaigns; returns the new requests, those without address included.

    A place that an open request already asks is left out. `not_before` keeps the e-mails in the
    queue, so that cancel_requests can still take them back. The caller checks the rights.
    """
    moment = now or timezone.now()
    busy = set(
        UpdateRequest.objects.filter(
            lieu__in=lieux, status__in=OPEN_REQUESTS, expires_at__gt=moment
        ).values_list("lieu_id", flat=True)
    )
    wanted = [lieu for lieu in lieux if lieu.pk not in busy]
    addresses = recipients_of(lieux=wanted)
    requests = []
    for lieu in wanted:
        request = new_request(
            lieu_id=lieu.pk,
            email=next(iter(addresses[lieu.pk]), ""),
            cause=cause,
            sections=sections,
            expires_at=(not_before or moment) + timedelta(days=LINK_DAYS),
        )
        request.lieu = lieu
        request.created_at = moment
        request.sent_at = (not_before or moment) if request.email else None
        requests.append(request)
    _close_ended(requests, moment)
    # Somebody else may ask the same places at this very moment: their request wins.
    UpdateRequest.objects.bulk_create(requests, batch_size=200, ignore_conflicts=True)
    stored = dict(
        UpdateRequest.objects.filter(
            public_id__in=[request.public_id for request in requests]
        ).values_list("public_id", "pk")
    )
    requests = [request for request in requests if request.public_id in stored]
    for request in requests:
        request.pk = stored[request.public_id]
    letters = []
    for request in requests:
        letters += _letters(request, step="0", not_before=not_before)
    queue_emails(letters=letters)
    for request in requests:
        if request.email:
            record(
                verb="request.sent",
                by=Actor.of(by),
                on=request.lieu,
                detail={"cause": cause.value, "request": request.pk},
            )
    return requests


def _close_ended(requests: Sequence[UpdateRequest], moment: datetime) -> None:
    """Close the former requests of the same cause whose link ended without an answer."""
    for cause in {request.cause for request in requests}:
        UpdateRequest.objects.filter(
            lieu__in=[request.lieu_id for request in requests if request.cause == cause],
            campaign__isnull=True,
            cause=cause,
            status__in=OPEN_REQUESTS,
            expires_at__lte=moment,
        ).update(status=RequestStatus.REVOQUEE)


def _letters(
    request: UpdateRequest,
    *,
    step: str,
    reminder: int = 0,
    message: str = "",
    not_before: datetime | None = None,
) -> list[Letter]:
    """The e-mails of one request alone, one by address."""
    return [
        letter_of(
            envelope=envelope,
            dedupe_key=f"request:{request.pk}:{step}:{address_mark(envelope.address)}",
            reminder=reminder,
            message=message,
            not_before=not_before,
        )
        for envelope in envelopes_of(requests=[request])
    ]


@transaction.atomic
def remind(*, request: UpdateRequest, step: int, now: datetime) -> bool:
    """Ask again, once for each step; False when it was answered or reminded meanwhile."""
    moved = UpdateRequest.objects.filter(
        pk=request.pk, status__in=OPEN_REQUESTS, reminders__lt=step, expires_at__gt=now
    ).update(reminders=step, last_reminder_at=now)
    if moved:
        queue_emails(letters=_letters(request, step=str(step), reminder=step))
    return bool(moved)


@transaction.atomic
def cancel_requests(*, requests: Iterable[UpdateRequest], by: User | None) -> int:
    """Take requests back; returns how many had not left yet.

    E-mails still in the queue never leave; the links of the others answer nothing any more.
    Answered requests stay.
    """
    untouched = 0
    for request in requests:
        moved = UpdateRequest.objects.filter(pk=request.pk, status__in=OPEN_REQUESTS).update(
            status=RequestStatus.REVOQUEE, nonce=new_nonce()
        )
        if not moved:
            continue
        cancelled, left = _cancel_waiting(f"request:{request.pk}:")
        untouched += bool(cancelled or not request.email) and not left
        record(
            verb="request.revoked",
            by=Actor.of(by),
            on=request.lieu,
            detail={"request": request.pk},
        )
    return untouched


def _cancel_waiting(prefix: str) -> tuple[int, int]:
    """Cancel the waiting e-mails of a key; (cancelled, already gone)."""
    rows = list(OutgoingEmail.objects.filter(dedupe_key__startswith=prefix))
    cancelled = sum(cancel_email(email=row) for row in rows if row.status == EmailStatus.EN_ATTENTE)
    return cancelled, len(rows) - cancelled


def cancel_emails_of_campaign(*, campaign: Campaign) -> int:
    """Cancel what a campaign still has in the queue; how many e-mails never leave."""
    return _cancel_waiting(f"campaign:{campaign.pk}:")[0]


@transaction.atomic
def revoke_request(*, request: UpdateRequest, by: User) -> None:
    """Make one link answer nothing: it went to the wrong person."""
    moved = (
        UpdateRequest.objects.filter(pk=request.pk)
        .exclude(status__in=[RequestStatus.REVOQUEE, RequestStatus.TERMINEE])
        .update(status=RequestStatus.REVOQUEE, nonce=new_nonce())
    )
    if not moved:
        raise DomainError("closed", "Cette demande est déjà terminée ou annulée.")
    _cancel_waiting(f"request:{request.pk}:")
    record(verb="request.revoked", by=Actor.of(by), on=request.lieu, detail={"request": request.pk})


@transaction.atomic
def resend_request(*, request: UpdateRequest, by: User, now: datetime | None = None) -> int:
    """Send the link of one place again, with a new life if it was revoked; how many e-mails.

    Once a day at most for one address. DomainError when there is nobody to write to.
    """
    moment = now or timezone.now()
    stored = UpdateRequest.objects.select_related("lieu", "campaign").get(pk=request.pk)
    if stored.status == RequestStatus.TERMINEE:
        raise DomainError("closed", "Cette structure a déjà répondu.")
    if stored.status == RequestStatus.REVOQUEE:
        stored.status = (
            RequestStatus.COMMENCEE if stored.answers.exists() else RequestStatus.A_FAIRE
        )
    addresses = recipients_of(lieux=[stored.lieu])[stored.lieu_id]
    if not addresses:
        raise DomainError(
            "no_address",
            "Cette fiche n’a pas d’adresse électronique, ou la structure ne veut plus de "
            "courriel : appelez-la.",
        )
    stored.email = addresses[0]
    stored.sent_at = stored.sent_at or moment
    stored.expires_at = max(stored.expires_at, moment + timedelta(days=CAMPAIGN_LINK_DAYS))
    stored.save()
    message = stored.campaign.message if stored.campaign else ""
    day = timezone.localdate(moment).isoformat()
    queued = queue_emails(
        letters=_letters(stored, step=f"renvoi-{day}", reminder=0, message=message)
    )
    if not queued:
        raise DomainError("twice", "Le lien a déjà été renvoyé aujourd’hui.")
    record(
        verb="request.sent",
        by=Actor.of(by),
        on=stored.lieu,
        detail={"request": stored.pk, "again": True},
    )
    return len(queued)
