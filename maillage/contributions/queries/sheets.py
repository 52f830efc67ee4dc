"""Reads of « my sheets »: places of somebody, their drafts, what waits for an answer."""

from collections.abc import Collection

from django.db.models import QuerySet
from django.utils import timezone

from maillage.accounts.models import User
from maillage.contributions.models import SectionDraft
from maillage.directory.enums import LieuStatus, Section
from maillage.directory.models import Lieu, Structure
from maillage.network.enums import InvitationStatus
from maillage.network.models import Invitation
from maillage.network.rules import Roles


def lieux_of_member(*, roles: Roles) -> QuerySet[Lieu]:
    """The places of all the structures of somebody, archives last."""
    return (
        Lieu.objects.filter(structure_id__in=roles.member_of)
        .exclude(status=LieuStatus.FUSIONNE)
        .select_related("structure")
        .order_by("status", "structure__nom", "nom", "id")
    )


def structures_of_member(*, roles: Roles) -> list[Structure]:
    """The structures of somebody, by name."""
    return list(Structure.objects.filter(pk__in=roles.member_of).order_by("nom"))


def draft_of(*, lieu: Lieu, section: Section) -> SectionDraft | None:
    """What was typed in a section and not saved, with its author."""
    return (
        SectionDraft.objects.select_related("by").filter(lieu=lieu, section=section.value).first()
    )


def drafts_of(*, ids: Collection[str]) -> dict[str, list[SectionDraft]]:
    """The drafts of sheets, by identifier of the sheet."""
    found: dict[str, list[SectionDraft]] = {}
    for draft in SectionDraft.objects.select_related("by").filter(lieu_id__in=ids):
        found.setdefault(draft.lieu_id, []).append(draft)
    return found


def invitations_to(*, user: User) -> list[Invitation]:
    """Invitations sent to this person's address and not answered yet."""
    return list(
        Invitation.objects.select_related("structure").filter(
            email__iexact=user.email,
            status=InvitationStatus.ENVOYEE,
            expires_at__gt=timezone.now(),
        )
    )
