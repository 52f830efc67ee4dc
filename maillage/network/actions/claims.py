"""« C’est ma structure »: claims received, accepted, refused."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.actions import create_account, reactivate_account
from maillage.accounts.enums import Profession
from maillage.accounts.models import User
from maillage.core.errors import DomainError
from maillage.core.journal import Actor, record
from maillage.core.journal.writing import LINK, VISITOR
from maillage.core.mail import Letter, queue_email
from maillage.core.saving import save_checked
from maillage.directory.actions import HAND_ORIGIN, save_lieu, save_structure
from maillage.directory.models import Lieu, Structure
from maillage.network import emails, queries, rules
from maillage.network.actions.digests import send_digests
from maillage.network.actions.people import add_member
from maillage.network.enums import ClaimStatus, MembershipRole
from maillage.network.links import new_secret
from maillage.network.models import Claim

# Two places of one mailbox may claim within this delay; the same person is heard once.
SAME_CLAIM = timedelta(days=queries.CLAIM_LINK_DAYS)
_IDENTIFIER_LENGTHS = {9, 14}
LISTED = 10


@transaction.atomic
def create_claim(
    *, lieu: Lieu, email: str, display_name: str, profession: str, message: str = ""
) -> Claim:
    """Keep a claim, and ask the public mailbox of the sheet when it may answer for it.

    The same person claiming the same sheet again gets the waiting claim: the mailbox of the
    place is not written to twice. Raises ValidationError for a refused value.
    """
    twin = Claim.objects.filter(
        lieu=lieu,
        email=email.lower(),
        status=ClaimStatus.RECUE,
        created_at__gt=timezone.now() - SAME_CLAIM,
    ).first()
    if twin is not None:
        return twin
    mailbox = queries.address_speaks_for(lieu=lieu)
    secret = new_secret()
    claim = Claim(
        lieu=lieu,
        email=email.lower(),
        display_name=display_name,
        profession=profession,
        message=message,
        token_hash=secret.token_hash if mailbox else "",
    )
    save_checked(claim)
    record(verb="claim.received", by=VISITOR, on=claim, detail={"mailbox": bool(mailbox)})
    if mailbox:
        address = reverse("network:claim_confirm", kwargs={"token": secret.token})
        queue_email(
            kind=emails.CLAIM_TO_CONFIRM,
            to=mailbox,
            context={
                "lieu": lieu.nom,
                "name": display_name,
                "profession": Profession(profession).label if profession else "",
                "url": f"{settings.SITE_URL}{address}",
                "days": queries.CLAIM_LINK_DAYS,
            },
        )
    announce_claims(now=timezone.now())
    return claim


@transaction.atomic
def announce_claims(*, now: datetime) -> int:
    """Tell the coordination of the claims that it does not know; returns the number of letters.

    At most one letter a day and a person: what is not told to everybody waits for tomorrow.
    """
    rows = list(
        Claim.objects.filter(status=ClaimStatus.RECUE, told_at__isnull=True)
        .select_related("lieu")
        .order_by("created_at", "pk")
    )
    communes = {row.lieu.code_insee for row in rows}
    people = {code: queries.coordinators_of_commune(code_insee=code) for code in communes}
    today = timezone.localdate(now)
    told, letters = send_digests(
        rows=rows,
        readers={row.pk: people[row.lieu.code_insee] for row in rows},
        letter_of=lambda person, found: _waiting_letter(person, found, today),
    )
    Claim.objects.filter(pk__in=[row.pk for row in told]).update(told_at=now)
    return letters


def _waiting_letter(person: User, found: Sequence[Claim], today: date) -> Letter:
    # The page lists them all: a longer letter is not read to its end.
    items = [
        {
            "lieu": row.lieu.nom,
            "commune": row.lieu.commune,
            "url": settings.SITE_URL + reverse("network:claim_detail", kwargs={"pk": row.pk}),
        }
        for row in found[:LISTED]
    ]
    context = {
        "count": len(found),
        "items": items,
        "list_url": settings.SITE_URL + reverse("network:claim_list"),
    }
    key = f"network.claims_waiting:{person.pk}:{today}"
    return Letter(emails.CLAIMS_WAITING, person.email, context, dedupe_key=key)


@transaction.atomic
def confirm_claim(*, token: str) -> Claim:
    """The mailbox of the place accepts: the person becomes referent, or member when the
    structure has a referent, who alone makes others.

    DomainError, the same for a link used, expired, unknown, or whose mailbox no longer speaks
    for the structure.
    """
    claim = queries.claim_of(token=token)
    if claim is None or not queries.address_speaks_for(lieu=claim.lieu):
        raise DomainError("dead_link", "Ce lien ne fonctionne plus.")
    return _accept(claim, _role_by_mailbox(claim.lieu), LINK, None)


def _role_by_mailbox(lieu: Lieu) -> MembershipRole:
    known = {lieu.structure_id} if lieu.structure_id is not None else set()
    has_referent = bool(queries.referent_addresses(structures=known))
    return MembershipRole.MEMBRE if has_referent else MembershipRole.REFERENT


@transaction.atomic
def accept_claim(*, claim: Claim, role: str, by: User) -> Claim:
    """The coordination accepts, with a role; DomainError without the right or when closed."""
    if not rules.can_answer_claim(by, claim):
        raise DomainError("no_right", "Vous ne pouvez pas répondre à cette demande.")
    if role not in MembershipRole.values:
        raise DomainError("unknown_role", "Choisissez un rôle : membre ou référent.")
    return _accept(claim, MembershipRole(role), Actor.of(by), by)


@transaction.atomic
def refuse_claim(*, claim: Claim, reason: str, by: User) -> Claim:
    """The coordination refuses, with a reason that the person receives."""
    if not rules.can_answer_claim(by, claim):
        raise DomainError("no_right", "Vous ne pouvez pas répondre à cette demande.")
    if not reason.strip():
        raise DomainError("reason_missing", "Un refus donne sa raison : écrivez-la.")
    email = claim.email
    _close(claim, ClaimStatus.REFUSEE, by, reason.strip())
    record(verb="claim.refused", by=Actor.of(by), on=claim)
    if email:
        queue_email(
            kind=emails.CLAIM_REFUSED,
            to=email,
            context={"lieu": claim.lieu.nom, "reason": reason.strip()},
        )
    return claim


def _accept(claim: Claim, role: MembershipRole, actor: Actor, by: User | None) -> Claim:
    """Close the claim, make the account, its structure when the sheet has none, its role."""
    email, name, profession = claim.email, claim.display_name, claim.profession
    _close(claim, ClaimStatus.ACCEPTEE, by, "")
    user = create_account(email=email, display_name=name, profession=profession)
    if not user.is_active and rules.can_reopen(by or AnonymousUser(), user):
        reactivate_account(user=user, by=by)
    structure = _structure_of(claim.lieu, by)
    record(
        verb="claim.accepted",
        by=actor,
        on=claim,
        detail={"account": user.pk, "structure": structure.pk, "role": role.value},
    )
    add_member(user=user, structure=structure, role=role, by=actor)
    queue_email(
        kind=emails.CLAIM_ACCEPTED,
        to=email,
        context={
            "lieu": claim.lieu.nom,
            "role": role.label.lower(),
            "url": f"{settings.SITE_URL}{resolve_url(settings.LOGIN_URL)}",
        },
    )
    return claim


def _close(claim: Claim, status: ClaimStatus, by: User | None, answer: str) -> None:
    """Close a waiting claim once, and erase what is no longer needed of the person."""
    changed = Claim.objects.filter(pk=claim.pk, status=ClaimStatus.RECUE).update(
        status=status,
        answered_at=timezone.now(),
        answered_by=by,
        answer=answer,
        email="",
        message="",
        token_hash="",
    )
    if not changed:
        raise DomainError("closed", "Cette demande a déjà reçu sa réponse.")
    claim.refresh_from_db()


def _structure_of(lieu: Lieu, by: User | None) -> Structure:
    """The structure behind a sheet; made from the sheet when there is none."""
    stored = Lieu.objects.select_for_update().get(pk=lieu.pk)
    if stored.structure is not None:
        return stored.structure
    is_number = stored.pivot.isdigit() and len(stored.pivot) in _IDENTIFIER_LENGTHS
    structure = save_structure(
        structure=Structure(
            nom=(stored.structure_parente or stored.nom)[:200],
            siret=stored.pivot if is_number else "",
            commune=stored.territory_commune,
            source=f"fiche {stored.pk}"[:200],
        ),
        origin=f"{HAND_ORIGIN}:rattachement",
        by=by,
    )
    stored.structure = structure
    save_lieu(lieu=stored, modalites=None, origin=f"{HAND_ORIGIN}:rattachement", by=by)
    return structure
