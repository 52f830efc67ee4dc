"""Invitations: sent, sent again, cancelled, accepted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from maillage.accounts.actions import create_account, reactivate_account
from maillage.accounts.models import User
from maillage.core.errors import DomainError
from maillage.core.journal import Actor, record
from maillage.core.journal.writing import LINK
from maillage.core.mail import Letter, queue_emails
from maillage.core.saving import save_checked
from maillage.network import emails, queries, rules
from maillage.network.actions.people import add_coordination, add_member
from maillage.network.enums import InvitationStatus, MembershipRole
from maillage.network.links import Secret, new_secret
from maillage.network.models import Invitation
from maillage.network.queries import Purpose

INVITATION_DAYS = 30


@dataclass(frozen=True, slots=True)
class InvitationOrder:
    """One invitation to write: to whom, for what; name and profession only prefill the page."""

    email: str
    purpose: Purpose
    display_name: str = ""
    profession: str = ""


@transaction.atomic
def send_invitations(*, by: User, orders: Sequence[InvitationOrder]) -> list[Invitation]:
    """Write invitations and queue their e-mails; who is in or already invited is passed over.

    All or nothing: DomainError for one that the author may not write, or an address that no
    mail can reach; ValidationError for a value too long.
    """
    known = queries.known_people(purposes=[order.purpose for order in orders])
    done = set(known.members | known.waiting)
    sent: list[Invitation] = []
    letters: list[Letter] = []
    for order in orders:
        mark = (order.purpose.key, order.email.lower())
        if mark in done:
            continue
        done.add(mark)
        secret = new_secret()
        invitation = Invitation(
            email=order.email.lower(),
            display_name=order.display_name,
            profession=order.profession,
            structure=order.purpose.structure,
            role=order.purpose.role,
            coordination_kind=order.purpose.kind,
            coordination_code=order.purpose.code,
            token_hash=secret.token_hash,
            invited_by=by,
            expires_at=_end(),
        )
        if not rules.can_manage_invitation(by, invitation):
            raise DomainError("no_right", "Vous ne pouvez pas inviter dans cette structure.")
        save_checked(invitation)
        record(
            verb="invitation.sent",
            by=Actor.of(by),
            on=invitation,
            detail={"purpose": order.purpose.key},
        )
        letters.append(_letter(invitation, secret))
        sent.append(invitation)
    queue_emails(letters=letters)
    return sent


@transaction.atomic
def send_again(*, invitation: Invitation, by: User) -> Invitation:
    """A new link, for 30 days, signed by whoever sends it; the former link stops at once."""
    if not rules.can_manage_invitation(by, invitation):
        raise DomainError("no_right", "Vous ne pouvez pas envoyer cette invitation.")
    if not invitation.email:
        raise DomainError("erased", "Cette adresse a été effacée : écrivez une autre invitation.")
    secret = new_secret()
    changed = Invitation.objects.filter(pk=invitation.pk, status=InvitationStatus.ENVOYEE).update(
        token_hash=secret.token_hash, expires_at=_end(), invited_by=by
    )
    if not changed:
        raise DomainError("closed", "Cette invitation est déjà acceptée ou annulée.")
    invitation.refresh_from_db()
    detail = {"purpose": queries.purpose_of(invitation=invitation).key, "again": True}
    record(verb="invitation.sent", by=Actor.of(by), on=invitation, detail=detail)
    queue_emails(letters=[_letter(invitation, secret)])
    return invitation


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: User) -> None:
    """Cancel a waiting invitation: its link stops at once."""
    if not rules.can_manage_invitation(by, invitation):
        raise DomainError("no_right", "Vous ne pouvez pas annuler cette invitation.")
    if not _close(invitation, InvitationStatus.REVOQUEE):
        raise DomainError("closed", "Cette invitation est déjà acceptée ou annulée.")
    record(verb="invitation.revoked", by=Actor.of(by), on=invitation)


@transaction.atomic
def accept_invitation(*, token: str, display_name: str, profession: str) -> User:
    """Turn a link into an account and its role. Nobody is signed in by it.

    A closed account opens again when the author of the invitation may (rules.can_reopen).
    DomainError, the same for a link used, expired, revoked, unknown, or whose author lost the
    right to invite.
    """
    invitation = queries.invitation_of(token=token)
    if (
        invitation is None
        or not rules.is_honoured(invitation)
        or not _close(invitation, InvitationStatus.ACCEPTEE)
    ):
        raise DomainError("dead_link", "Ce lien ne fonctionne plus.")
    user = create_account(email=invitation.email, display_name=display_name, profession=profession)
    author = invitation.invited_by
    if author is not None and not user.is_active and rules.can_reopen(author, user):
        reactivate_account(user=user, by=None)
    record(verb="invitation.accepted", by=LINK, on=invitation, detail={"account": user.pk})
    if invitation.structure is not None:
        add_member(user=user, structure=invitation.structure, role=invitation.role, by=LINK)
    else:
        add_coordination(
            user=user,
            kind=invitation.coordination_kind,
            code=invitation.coordination_code,
            by=LINK,
        )
    return user


def _close(invitation: Invitation, status: InvitationStatus) -> bool:
    """Close a waiting invitation once: of two answers at the same time, one wins."""
    return bool(
        Invitation.objects.filter(
            pk=invitation.pk,
            token_hash=invitation.token_hash,
            status=InvitationStatus.ENVOYEE,
        ).update(status=status, answered_at=timezone.now())
    )


def _end() -> datetime:
    return timezone.now() + timedelta(days=INVITATION_DAYS)


def _letter(invitation: Invitation, secret: Secret) -> Letter:
    structure = invitation.structure
    address = reverse("network:invitation_accept", kwargs={"token": secret.token})
    return Letter(
        kind=emails.INVITATION,
        to=invitation.email,
        context={
            "inviter": str(invitation.invited_by),
            "structure": structure.nom if structure else "",
            "role": MembershipRole(invitation.role).label.lower() if invitation.role else "",
            "territory": ""
            if structure
            else queries.territory_words(
                kind=invitation.coordination_kind, code=invitation.coordination_code
            ),
            "url": f"{settings.SITE_URL}{address}",
            "expires_at": date_format(timezone.localtime(invitation.expires_at), "j F Y"),
        },
    )
