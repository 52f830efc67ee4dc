"""Writes of one section of a sheet: save it, confirm it, undo nothing that somebody else wrote."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from maillage.accounts.models import User
from maillage.core.errors import DomainError
from maillage.core.journal import Actor, record
from maillage.core.journal.writing import LINK
from maillage.directory.actions import HAND_ORIGIN, next_revision, save_lieu
from maillage.directory.enums import (
    ESSENTIAL_SECTIONS,
    ConfirmationChannel,
    ConfirmationKind,
    Section,
)
from maillage.directory.models import (
    Equipment,
    ExceptionalPeriod,
    Lieu,
    Passage,
    SectionConfirmation,
)
from maillage.directory.quality_store import refresh_freshness, refresh_sayings
from maillage.directory.section_queries import (
    FieldDifference,
    differences,
    fingerprint,
    read_values,
)
from maillage.directory.sections import PROFESSIONAL, SECTIONS, SectionValues

# The weakest voucher of the essential sections is the voucher of the sheet.
_STRENGTH = {
    ConfirmationKind.SOURCE: 0,
    ConfirmationKind.COORDINATION: 1,
    ConfirmationKind.STRUCTURE: 2,
}


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes: for whom (`kind`), how (`channel`), with which account if any."""

    kind: ConfirmationKind
    channel: ConfirmationChannel
    user: User | None = None
    profession: str = ""

    @property
    def actor(self) -> Actor:
        return Actor.of(self.user) if self.user is not None else LINK

    @property
    def origin(self) -> str:
        """Origin of the versions of the history that this author writes."""
        return f"{HAND_ORIGIN}:{self.channel}"


class SectionConflictError(DomainError):
    """Somebody else saved the section since it was read; `current` is what it says now."""

    def __init__(self, current: SectionValues) -> None:
        super().__init__(
            "section_conflict",
            "Quelqu’un d’autre a modifié cette partie pendant ce temps. Rien n’est perdu : "
            "comparez, puis choisissez.",
        )
        self.current = current


@dataclass(frozen=True, slots=True)
class SavedSection:
    """The sheet after the write, and what changed (nothing: the section is only confirmed)."""

    lieu: Lieu
    changes: tuple[FieldDifference, ...]


@transaction.atomic
def save_section(
    *,
    lieu: Lieu,
    section: Section,
    values: Mapping[str, Any],
    author: Author,
    expected: str | None = None,
    at: datetime | None = None,
) -> SavedSection:
    """Write values of one section (sections.SectionValues, whole or in part) and confirm it.

    `expected` is the fingerprint of the section as its editor read it; SectionConflictError
    when it says something else now. Raises ValidationError for a refused value, DomainError for
    an unknown code or a field of another section. Fields absent from `values` stay.
    """
    # PostgreSQL waits here for a concurrent writer; SQLite waited at the transaction's start.
    stored = Lieu.objects.select_for_update().get(pk=lieu.pk)
    current = read_values(lieu=stored, section=section)
    if set(values) - set(current):
        raise DomainError("wrong_section", "Ce champ n’est pas de cette partie de la fiche.")
    changes = differences(before=current, after=values)
    if changes and expected is not None and fingerprint(values=current) != expected:
        raise SectionConflictError(current)
    if changes:
        _write(stored, section, {**current, **values}, author)
        record(
            verb="sheet.section_saved",
            by=author.actor,
            on=stored,
            detail={"section": section.value, "channel": author.channel.value},
        )
    confirm_sections(lieu=stored, sections=[section], author=author, at=at)
    return SavedSection(stored, changes)


def _write(lieu: Lieu, section: Section, values: SectionValues, author: Author) -> None:
    content = SECTIONS[section]
    hidden = set(values.get(PROFESSIONAL, [])) & set(content.hideable)
    kept = {
        name: value
        for name, value in lieu.professional_values.items()
        if name not in content.hideable
    }
    for name in content.fields:
        value = values[name]
        if name in hidden and value:
            Lieu._meta.get_field(name).clean(value, lieu)  # type: ignore[union-attr]
            kept[name] = value
            value = ""
        setattr(lieu, name, value)
    lieu.professional_values = kept
    if not lieu.code_insee:
        lieu.territory_commune = None
    parts: dict[str, Any] = {}
    for name in content.parts:
        parts[name] = [_PART_BUILDERS[name](row) for row in values[name]]
    save_lieu(
        lieu=lieu,
        modalites={field.value: values[field.value] for field in content.modalites} or None,
        origin=author.origin,
        by=author.user,
        **parts,
    )


def _exceptional_period(row: Mapping[str, Any]) -> ExceptionalPeriod:
    days = {name: date.fromisoformat(str(row[name])) for name in ("first_day", "last_day")}
    return ExceptionalPeriod(**{**row, **days})


_PART_BUILDERS: dict[str, Any] = {
    "equipments": lambda row: Equipment(**row),
    "exceptional_periods": _exceptional_period,
    "passages": lambda row: Passage(**row),
}


@transaction.atomic
def confirm_sections(
    *,
    lieu: Lieu,
    sections: Collection[Section],
    author: Author,
    at: datetime | None = None,
) -> None:
    """Say that sections are true today (« rien n’a changé »): dates move, the sheet does not."""
    if not sections:
        return
    moment = at or timezone.now()
    _keep_former_confirmation(lieu)
    for section in sections:
        SectionConfirmation.objects.update_or_create(
            lieu=lieu,
            section=section,
            defaults={
                "confirmed_at": moment,
                "kind": author.kind,
                "channel": author.channel,
                "profession": author.profession,
                "by": author.user,
            },
        )
    record(
        verb="sheet.sections_confirmed",
        by=author.actor,
        on=lieu,
        detail={
            "sections": [section.value for section in sections],
            "channel": author.channel.value,
        },
    )
    refresh_confirmation(lieu=lieu)


def _keep_former_confirmation(lieu: Lieu) -> None:
    """A sheet confirmed as a whole, before its sections were dated, keeps that date for each."""
    kind = ConfirmationKind(lieu.confirmed_by)
    if lieu.confirmed_at is None or SectionConfirmation.objects.filter(lieu=lieu).exists():
        return
    SectionConfirmation.objects.bulk_create(
        SectionConfirmation(
            lieu=lieu,
            section=section,
            confirmed_at=lieu.confirmed_at,
            kind=kind,
            channel=ConfirmationChannel.IMPORT,
        )
        for section in ESSENTIAL_SECTIONS
    )


ConfirmationState = list[dict[str, Any]]
"""Confirmations of some sections as JSON: section, confirmed_at (ISO), kind, channel… None of
the other keys when the section was never confirmed."""
_KEPT = ("kind", "channel", "profession", "by_id")


def confirmation_state(*, lieu: Lieu, sections: Collection[Section]) -> ConfirmationState:
    """What is said of the confirmation of sections now, to come back to it later."""
    rows = {row.section: row for row in SectionConfirmation.objects.filter(lieu=lieu)}
    state: ConfirmationState = []
    for section in sections:
        row = rows.get(section.value)
        found: dict[str, Any] = {"section": section.value}
        if row is not None:
            found["confirmed_at"] = row.confirmed_at.isoformat()
            found |= {name: getattr(row, name) for name in _KEPT}
        state.append(found)
    return state


@transaction.atomic
def restore_confirmations(
    *, lieu: Lieu, before: ConfirmationState, after: ConfirmationState, by: User
) -> bool:
    """Undo a confirmation: sections still in the state `after` come back to `before`.

    A section that somebody confirmed since stays as it is. Whether all of them came back.
    """
    Lieu.objects.select_for_update().get(pk=lieu.pk)
    sections = [Section(row["section"]) for row in before]
    now = {row["section"]: row for row in confirmation_state(lieu=lieu, sections=sections)}
    expected = {row["section"]: row for row in after}
    undone = [row for row in before if now[row["section"]] == expected.get(row["section"])]
    for row in undone:
        mine = SectionConfirmation.objects.filter(lieu=lieu, section=row["section"])
        if "confirmed_at" in row:
            moment = datetime.fromisoformat(row["confirmed_at"])
            kept = {name: row[name] for name in _KEPT}
            mine.update(**kept, confirmed_at=moment)
        else:
            mine.delete()
    if undone:
        record(
            verb="sheet.confirmation_undone",
            by=Actor.of(by),
            on=lieu,
            detail={"sections": [row["section"] for row in undone]},
        )
        refresh_confirmation(lieu=lieu)
    return len(undone) == len(before)


def refresh_confirmation(*, lieu: Lieu) -> None:
    """Bring `Lieu.confirmed_at` and `confirmed_by` in line with the essential sections.

    The date is the oldest of theirs; none when one of them was never confirmed.
    """
    rows = list(
        SectionConfirmation.objects.filter(lieu=lieu, section__in=ESSENTIAL_SECTIONS).values_list(
            "confirmed_at", "kind"
        )
    )
    if len(rows) == len(ESSENTIAL_SECTIONS):
        lieu.confirmed_at = min(moment for moment, _ in rows)
        lieu.confirmed_by = min(
            (ConfirmationKind(kind) for _, kind in rows), key=lambda kind: _STRENGTH[kind]
        )
    else:
        lieu.confirmed_at, lieu.confirmed_by = None, ConfirmationKind.AUCUNE
    # The last day of any part, which exports give as the date of last update.
    latest = SectionConfirmation.objects.filter(lieu=lieu).aggregate(day=Max("confirmed_at"))["day"]
    if latest is not None:
        day = timezone.localdate(latest)
        lieu.reviewed_on = max(day, lieu.reviewed_on or day)
    lieu.revision = next_revision()
    Lieu.objects.filter(pk=lieu.pk).update(
        confirmed_at=lieu.confirmed_at,
        confirmed_by=lieu.confirmed_by,
        reviewed_on=lieu.reviewed_on,
        revision=lieu.revision,
    )
    refresh_freshness(ids=[lieu.pk])
    # Whoever confirms answers what its sources say against each other.
    refresh_sayings(ids=[lieu.pk])
