"""Who belongs to what: roles given and withdrawn; what people show; what they write."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from maillage.accounts.actions import reactivate_account
from maillage.accounts.models import User
from maillage.core.errors import DomainError
from maillage.core.journal import Actor, record
from maillage.core.mail import queue_email
from maillage.core.saving import save_checked
from maillage.directory.models import Structure
from maillage.network import emails, rules
from maillage.network.enums import MembershipRole
from maillage.network.models import Coordination, MemberProfile, Membership


@transaction.atomic
def add_member(*, user: User, structure: Structure, role: str, by: Actor) -> Membership:
    """Give a role in a structure; a role already held is raised, never lowered."""
    held = Membership.objects.select_for_update().filter(user=user, structure=structure).first()
    if held is None:
        held = Membership(user=user, structure=structure, role=role)
        save_checked(held)
        _tell("membership.added", by, structure, user, role)
    elif role == MembershipRole.REFERENT and held.role != role:
        held.role = role
        held.save(update_fields=["role"])
        _tell("membership.role_changed", by, structure, user, role)
    return held


@transaction.atomic
def change_role(*, membership: Membership, role: str, by: User) -> Membership:
    """Make a member a referent, or a referent a member; DomainError without the right."""
    if not rules.can_manage_structure(by, membership.structure):
        raise DomainError("no_right", "Vous ne pouvez pas changer les rôles de cette structure.")
    if role not in MembershipRole.values:
        raise DomainError("unknown_role", "Ce rôle n’existe pas : membre ou référent.")
    if membership.role != role:
        membership.role = role
        membership.save(update_fields=["role"])
        _tell("membership.role_changed", Actor.of(by), membership.structure, membership.user, role)
    return membership


@transaction.atomic
def remove_member(*, membership: Membership, by: User) -> None:
    """Withdraw a role; oneself may always leave. DomainError without the right."""
    is_oneself = membership.user_id == by.pk
    if not is_oneself and not rules.can_manage_structure(by, membership.structure):
        raise DomainError("no_right", "Vous ne pouvez pas retirer une personne de cette structure.")
    _tell(
        "membership.removed",
        Actor.of(by),
        membership.structure,
        membership.user,
        membership.role,
    )
    membership.delete()


@transaction.atomic
def reactivate_member(*, membership: Membership, by: User) -> User:
    """Open the closed account of a member again; DomainError without the right."""
    if not rules.can_reactivate(by, membership):
        raise DomainError("no_right", "Vous ne pouvez pas rouvrir ce compte.")
    return reactivate_account(user=membership.user, by=by)


@transaction.atomic
def add_coordination(*, user: User, kind: str, code: str, by: Actor) -> Coordination:
    """Name somebody coordinator of a territory; nothing new when already so."""
    held = Coordination.objects.filter(user=user, kind=kind, code=code).first()
    if held is None:
        held = Coordination(user=user, kind=kind, code=code)
        save_checked(held)
        detail = {"account": user.pk, "territory": f"{kind}:{code}"}
        record(verb="coordination.added", by=by, on=held, detail=detail)
    return held


@transaction.atomic
def remove_coordination(*, coordination: Coordination, by: User) -> None:
    """End a coordination; DomainError without the right."""
    if not rules.can_remove_coordination(by, coordination):
        raise DomainError("no_right", "Vous ne pouvez pas retirer cette coordination.")
    detail = {
        "account": coordination.user_id,
        "territory": f"{coordination.kind}:{coordination.code}",
    }
    record(verb="coordination.removed", by=Actor.of(by), on=coordination, detail=detail)
    coordination.delete()


def save_profile(*, user: User, is_listed: bool, teaches: str, seeks: str) -> MemberProfile:
    """Write what a person shows to the other members; ValidationError for a text too long."""
    profile = MemberProfile.objects.filter(user=user).first() or MemberProfile(user=user)
    profile.is_listed, profile.teaches, profile.seeks = is_listed, teaches, seeks
    profile.updated_at = timezone.now()
    save_checked(profile)
    return profile


def send_message(*, sender: User, to: User, message: str) -> None:
    """Write to a listed member; the reader sees the sender's address, not the reverse."""
    context: Mapping[str, object] = {
        "sender": str(sender),
        "profession": sender.get_profession_display() or "métier non précisé",
        "sender_email": sender.email,
        "message": message,
    }
    queue_email(kind=emails.MEMBER_MESSAGE, to=to.email, context=context)


def _tell(verb: str, by: Actor, structure: Structure, user: User, role: str) -> None:
    record(verb=verb, by=by, on=structure, detail={"account": user.pk, "role": role})
