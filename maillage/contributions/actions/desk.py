"""Bulk actions of the desk: each is kept with what undoing it needs, and undone exactly.

The caller has checked that every place is in the territory (rules). What somebody else changed
since the action stays as they left it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from maillage.accounts.models import User
from maillage.contributions.actions.update_requests import ask_for_confirmation, cancel_requests
from maillage.contributions.enums import OPEN_REQUESTS, DeskOperationKind
from maillage.contributions.models import DeskOperation, UpdateRequest
from maillage.core.errors import DomainError
from maillage.core.journal import Actor, record
from maillage.directory.actions import HAND_ORIGIN, archive_lieu, save_lieu
from maillage.directory.enums import (
    ESSENTIAL_SECTIONS,
    ConfirmationChannel,
    ConfirmationKind,
    LieuStatus,
)
from maillage.directory.models import Lieu, SectionConfirmation
from maillage.directory.section_actions import Author, confirm_sections, refresh_confirmation

MAX_PLACES = 300
UNDO_DELAY = timedelta(minutes=2)
"""E-mails of a bulk action wait that long, so that undoing takes them back."""
OPERATION_KEPT = timedelta(days=90)
ARCHIVE_ORIGIN = f"{HAND_ORIGIN}:bureau"
UNDO_ORIGIN = f"{HAND_ORIGIN}:annulation"
CHANNELS = (ConfirmationChannel.APPEL, ConfirmationChannel.VISITE)


@dataclass(frozen=True, slots=True)
class Undone:
    """How many places are as before, and how many somebody changed since."""

    restored: int
    kept: int


def _check(lieux: Sequence[Lieu]) -> None:
    if not lieux:
        raise DomainError("nothing_chosen", "Cochez au moins une fiche.")
    if len(lieux) > MAX_PLACES:
        raise DomainError(
            "too_many",
            f"Une action groupée porte sur {MAX_PLACES} fiches au plus. Pour davantage, ouvrez "
            "une campagne.",
        )


def _keep(kind: DeskOperationKind, by: User, before: Mapping[str, Any]) -> DeskOperation:
    operation = DeskOperation.objects.create(kind=kind, by=by, before=dict(before))
    record(
        verb="desk.acted",
        by=Actor.of(by),
        on=operation,
        detail={"kind": kind.value, "places": len(before)},
    )
    return operation


@transaction.atomic
def ask_places(*, lieux: Sequence[Lieu], by: User) -> DeskOperation:
    """Ask the structures whether their sheets are still true; the e-mails leave in two minutes.

    DomainError when nothing is chosen, too much, or when all were asked already.
    """
    _check(lieux)
    requests = ask_for_confirmation(lieux=lieux, by=by, not_before=timezone.now() + UNDO_DELAY)
    if not requests:
        raise DomainError("already_asked", "Ces structures ont déjà une demande en cours.")
    before = {request.lieu_id: {"request": request.pk} for request in requests}
    return _keep(DeskOperationKind.DEMANDER, by, before)


@transaction.atomic
def confirm_places(
    *, lieux: Sequence[Lieu], by: User, channel: ConfirmationChannel
) -> DeskOperation:
    """Confirm the essential sections in the name of the structures, after a call or a visit."""
    _check(lieux)
    if channel not in CHANNELS:
        raise DomainError("channel", "Dites comment vous avez confirmé : appel ou visite.")
    moment = timezone.now()
    author = Author(ConfirmationKind.COORDINATION, channel, by, by.profession)
    former: dict[str, dict[str, Any]] = {lieu.pk: {} for lieu in lieux}
    for row in SectionConfirmation.objects.filter(lieu__in=lieux, section__in=ESSENTIAL_SECTIONS):
        former[row.lieu_id][row.section] = {
            "confirmed_at": row.confirmed_at.isoformat(),
            "kind": row.kind,
            "channel": row.channel,
            "profession": row.profession,
            "by_id": row.by_id,
        }
    before = {}
    for lieu in lieux:
        before[lieu.pk] = {
            "sections": former[lieu.pk],
            "at": moment.isoformat(),
            "reviewed_on": _day_text(lieu),
        }
        confirm_sections(lieu=lieu, sections=ESSENTIAL_SECTIONS, author=author, at=moment)
    return _keep(DeskOperationKind.CONFIRMER, by, before)


@transaction.atomic
def archive_places(*, lieux: Sequence[Lieu], by: User) -> DeskOperation:
    """Take sheets out of the public pages."""
    _check(lieux)
    before = {}
    for lieu in lieux:
        before[lieu.pk] = {"status": lieu.status, "reviewed_on": _day_text(lieu)}
        archive_lieu(lieu=lieu, origin=ARCHIVE_ORIGIN, by=by)
        record(verb="sheet.archived", by=Actor.of(by), on=lieu)
    return _keep(DeskOperationKind.ARCHIVER, by, before)


def _day_text(lieu: Lieu) -> str:
    return lieu.reviewed_on.isoformat() if lieu.reviewed_on else ""


@transaction.atomic
def undo_operation(*, operation: DeskOperation, lieux: Sequence[Lieu], by: User) -> Undone:
    """Bring the places of an operation back to what they were; DomainError when it was undone.

    `lieux`: those of the operation that the person may still change.
    """
    moved = DeskOperation.objects.filter(pk=operation.pk, undone_at__isnull=True).update(
        undone_at=timezone.now()
    )
    if not moved:
        raise DomainError("undone", "Cette action est déjà annulée.")
    undo = _UNDO[DeskOperationKind(operation.kind)]
    before: dict[str, dict[str, Any]] = operation.before
    restored = undo([lieu for lieu in lieux if lieu.pk in before], before, by)
    record(
        verb="desk.undone",
        by=Actor.of(by),
        on=operation,
        detail={"kind": operation.kind, "places": restored},
    )
    return Undone(restored, len(before) - restored)


def forget_operations(*, now: datetime) -> int:
    """Erase the bulk actions of long ago, and what undoing them needed; how many."""
    return DeskOperation.objects.filter(at__lt=now - OPERATION_KEPT).delete()[0]


def _undo_asking(lieux: Sequence[Lieu], before: Mapping[str, Any], by: User) -> int:
    """How many structures will not hear of it: the e-mail had not left."""
    keys = [before[lieu.pk]["request"] for lieu in lieux]
    requests = UpdateRequest.objects.filter(pk__in=keys, status__in=OPEN_REQUESTS)
    return cancel_requests(requests=list(requests.select_related("lieu")), by=by)


def _undo_confirming(lieux: Sequence[Lieu], before: Mapping[str, Any], by: User) -> int:
    restored = 0
    for lieu in lieux:
        kept = before[lieu.pk]
        moment = datetime.fromisoformat(kept["at"])
        # Only what this operation wrote: a later confirmation is somebody else's word.
        ours = list(
            SectionConfirmation.objects.filter(
                lieu=lieu, confirmed_at=moment, section__in=ESSENTIAL_SECTIONS
            )
        )
        for row in ours:
            _restore(row, kept["sections"].get(row.section))
        if not ours:
            continue
        stored = Lieu.objects.get(pk=lieu.pk)
        if len(ours) == len(ESSENTIAL_SECTIONS) and _is_of(stored, moment):
            stored.reviewed_on = parse_date(kept["reviewed_on"]) if kept["reviewed_on"] else None
        Lieu.objects.filter(pk=lieu.pk).update(reviewed_on=stored.reviewed_on)
        refresh_confirmation(lieu=stored)
        record(verb="sheet.confirmation_undone", by=Actor.of(by), on=stored)
        restored += len(ours) == len(ESSENTIAL_SECTIONS)
    return restored


def _is_of(lieu: Lieu, moment: datetime) -> bool:
    """Whether nobody wrote the sheet by hand on a later day than the operation."""
    return lieu.reviewed_on == timezone.localdate(moment)


def _restore(row: SectionConfirmation, former: Mapping[str, Any] | None) -> None:
    if former is None:
        row.delete()
        return
    moment = parse_datetime(former["confirmed_at"])
    SectionConfirmation.objects.filter(pk=row.pk).update(**{**former, "confirmed_at": moment})


def _undo_archiving(lieux: Sequence[Lieu], before: Mapping[str, Any], by: User) -> int:
    restored = 0
    for lieu in lieux:
        kept = before[lieu.pk]
        if lieu.status != LieuStatus.ARCHIVE:
            continue
        lieu.status = LieuStatus(kept["status"])
        save_lieu(lieu=lieu, modalites=None, origin=UNDO_ORIGIN, by=by)
        day = parse_date(kept["reviewed_on"]) if kept["reviewed_on"] else None
        Lieu.objects.filter(pk=lieu.pk).update(reviewed_on=day)
        record(verb="sheet.unarchived", by=Actor.of(by), on=lieu)
        restored += 1
    return restored


_UNDO = {
    DeskOperationKind.DEMANDER: _undo_asking,
    DeskOperationKind.CONFIRMER: _undo_confirming,
    DeskOperationKind.ARCHIVER: _undo_archiving,
}
