"""Writes of « my sheets »: drafts, the life of a sheet, its rhythm."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.accounts.models import User
from maillage.contributions.models import SectionDraft
from maillage.core.errors import DomainError
from maillage.core.journal import Actor, record
from maillage.directory.actions import archive_lieu, build_slug, save_lieu, slug_base
from maillage.directory.enums import AskFrequency, LieuStatus, ModaliteField, Section
from maillage.directory.history_queries import parts_of_lieux
from maillage.directory.models import Equipment, Lieu, Passage, Structure
from maillage.directory.section_actions import (
    Author,
    ConfirmationState,
    confirmation_state,
    restore_confirmations,
    save_section,
)
from maillage.directory.section_queries import fingerprint
from maillage.directory.sections import SectionValues

DRAFT_KEPT = timedelta(days=90)
# What a copy does not take: what is of one sheet only, and who vouched for it.
_NOT_COPIED = frozenset(
    {
        "id",
        "slug",
        "status",
        "merged_into",
        "source",
        "import_source",
        "date_maj",
        "confirmed_at",
        "confirmed_by",
        "reviewed_on",
        "created_at",
        "updated_at",
        "revision",
        "search_text",
        "completeness",
        "contradictions",
        "score",
        "score_freshness",
        "score_position",
        "score_contact",
        "score_hours",
        "score_data_inclusion",
    }
)


# --- drafts -------------------------------------------------------------------------------
def save_draft(
    *,
    lieu: Lieu,
    section: Section,
    typed: Mapping[str, Sequence[str]],
    base: SectionValues,
    by: User,
) -> SectionDraft:
    """Keep what was typed, right or wrong, for all who may edit the sheet; one per section.

    `base` is what the section said when its editor opened it.
    """
    kept = {name: list(values) for name, values in typed.items()}
    draft, _created = SectionDraft.objects.update_or_create(
        lieu=lieu,
        section=section.value,
        defaults={
            "values": {"typed": kept, "base": base},
            "base_fingerprint": fingerprint(values=base),
            "by": by,
        },
    )
    return draft


def delete_draft(*, lieu: Lieu, section: Section) -> None:
    """Forget what was typed; nothing happens when there is none."""
    SectionDraft.objects.filter(lieu=lieu, section=section.value).delete()


def purge_drafts(*, now: datetime | None = None) -> int:
    """Erase the drafts that nobody touched for 90 days; how many."""
    before = (now or timezone.now()) - DRAFT_KEPT
    return SectionDraft.objects.filter(updated_at__lt=before).delete()[0]


# --- undo ---------------------------------------------------------------------------------
@transaction.atomic
def undo_section(
    *,
    lieu: Lieu,
    section: Section,
    before: SectionValues,
    after: str,
    confirmations: ConfirmationState,
    author: Author,
) -> None:
    """Bring back what a section said before a save, with its former confirmation.

    `after` is the fingerprint of what that save wrote: SectionConflictError when somebody
    changed the section since.
    """
    saved = save_section(lieu=lieu, section=section, values=before, author=author, expected=after)
    if author.user is not None:
        now = confirmation_state(lieu=saved.lieu, sections=[section])
        restore_confirmations(lieu=saved.lieu, before=confirmations, after=now, by=author.user)


# --- life of a sheet ----------------------------------------------------------------------
@transaction.atomic
def create_lieu(*, structure: Structure, values: SectionValues, author: Author) -> Lieu:
    """A new place of a structure, as a draft; `values` are those of the section of contacts.

    Raises ValidationError for a refused value.
    """
    blank = Lieu(
        id=f"maillage-{uuid4().hex}",
        nom=values["nom"],
        commune=values["commune"],
        code_postal=values["code_postal"],
        adresse=values["adresse"],
        structure=structure,
        status=LieuStatus.BROUILLON,
        date_maj=timezone.localdate(),
    )
    lieu = save_lieu(lieu=blank, modalites=None, origin=author.origin, by=author.user)
    record(verb="sheet.created", by=author.actor, on=lieu)
    return save_section(lieu=lieu, section=Section.CONTACTS, values=values, author=author).lieu


@transaction.atomic
def duplicate_lieu(*, lieu: Lieu, author: Author) -> Lieu:
    """A draft with the same content, closures and photo apart, to describe another place."""
    copied = {
        field.attname: getattr(lieu, field.attname)
        for field in Lieu._meta.concrete_fields
        if field.name not in _NOT_COPIED
    }
    copied["nom"] = _("%(nom)s (copie)") % {"nom": lieu.nom[:240]}
    copy = Lieu(
        **copied,
        id=f"maillage-{uuid4().hex}",
        status=LieuStatus.BROUILLON,
        date_maj=timezone.localdate(),
    )
    lists: dict[str, list[str]] = {field.value: [] for field in ModaliteField}
    for row in lieu.modalites.all():
        lists[row.field].append(row.code)
    parts = parts_of_lieux(ids=[lieu.pk])[lieu.pk]
    copy = save_lieu(
        lieu=copy,
        modalites=lists,
        equipments=[Equipment(**row) for row in parts.get("equipments", [])],
        passages=[Passage(**row) for row in parts.get("passages", [])],
        origin=author.origin,
        by=author.user,
    )
    record(verb="sheet.duplicated", by=author.actor, on=lieu)
    record(verb="sheet.created", by=author.actor, on=copy)
    return copy


def missing_to_publish(*, lieu: Lieu) -> list[tuple[Section, str]]:
    """What a draft lacks before the public may read it: section, and what to do."""
    missing = []
    for name in ("nom", "adresse", "code_postal", "commune"):
        if not getattr(lieu, name).strip():
            missing.append((Section.CONTACTS, _("Complétez le nom et l’adresse.")))
            break
    if not any(row.field == ModaliteField.SERVICES for row in lieu.modalites.all()):
        missing.append((Section.SERVICES, _("Dites sur quoi vous aidez.")))
    return missing


@transaction.atomic
def publish_lieu(*, lieu: Lieu, author: Author) -> Lieu:
    """Show a draft or an archive to the public; DomainError when something essential lacks."""
    if lieu.status == LieuStatus.FUSIONNE:
        raise DomainError("merged", _("Cette fiche est fusionnée dans une autre."))
    missing = missing_to_publish(lieu=lieu)
    if missing:
        raise DomainError("incomplete", " ".join(sentence for _section, sentence in missing))
    if lieu.status == LieuStatus.BROUILLON:
        # Nobody has its address yet: it follows the name that the draft came to have.
        base = slug_base(nom=lieu.nom, commune=lieu.commune)
        if not lieu.slug.startswith(base):
            lieu.slug = build_slug(nom=lieu.nom, commune=lieu.commune)
    verb = "sheet.unarchived" if lieu.status == LieuStatus.ARCHIVE else "sheet.published"
    lieu.status = LieuStatus.PUBLIE
    lieu = save_lieu(lieu=lieu, modalites=None, origin=author.origin, by=author.user)
    record(verb=verb, by=author.actor, on=lieu)
    return lieu


@transaction.atomic
def archive_sheet(*, lieu: Lieu, reason: str, author: Author) -> Lieu:
    """Take a sheet out of the public pages. `reason`: a code of ArchiveReason."""
    lieu = archive_lieu(lieu=lieu, origin=author.origin, by=author.user)
    record(verb="sheet.archived", by=author.actor, on=lieu, detail={"reason": reason})
    return lieu


@transaction.atomic
def unarchive_to(*, lieu: Lieu, status: str, author: Author) -> Lieu:
    """Bring an archived sheet back to the state that it had."""
    if lieu.status != LieuStatus.ARCHIVE or status not in (
        LieuStatus.PUBLIE,
        LieuStatus.BROUILLON,
    ):
        raise DomainError("not_archived", _("Cette fiche n’est pas dans les archives."))
    lieu.status = status
    lieu = save_lieu(lieu=lieu, modalites=None, origin=author.origin, by=author.user)
    record(verb="sheet.unarchived", by=author.actor, on=lieu)
    return lieu


@transaction.atomic
def set_rhythm(*, lieux: Collection[Lieu], months: int, by: User) -> None:
    """How often structures accept to be asked about these sheets; DomainError for another
    number of months than AskFrequency's."""
    if months not in AskFrequency.values:
        raise DomainError("rhythm", _("La fréquence est de 1, 3, 6 ou 12 mois."))
    for lieu in lieux:
        if lieu.ask_every_months != months:
            lieu.ask_every_months = months
            Lieu.objects.filter(pk=lieu.pk).update(ask_every_months=months)
            detail: dict[str, Any] = {"months": months}
            record(verb="sheet.rhythm_changed", by=Actor.of(by), on=lieu, detail=detail)
