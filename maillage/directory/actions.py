"""Writes of the directory. Every one bumps the revision that search indexes follow."""

import time
from collections.abc import Collection, Mapping, Sequence

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.text import slugify

from maillage.accounts.models import User
from maillage.core.errors import DomainError
from maillage.core.saving import save_checked
from maillage.core.text import normalize
from maillage.directory.enums import LieuStatus
from maillage.directory.models import (
    DirectoryRevision,
    Equipment,
    ExceptionalPeriod,
    Lieu,
    LieuSlug,
    Modalite,
    Passage,
    Structure,
)
from maillage.directory.quality_store import COLUMNS, refresh_quality
from maillage.directory.sections import IMPORTED_FIELDS
from maillage.directory.vocabularies import VOCABULARIES
from maillage.territory.models import Commune

SLUG_LENGTH = 120
# Origin of what a person wrote; an import never overwrites a version that begins with it.
HAND_ORIGIN = "saisie"


def next_revision() -> int:
    """The next value of the directory's counter: the clock in microseconds, always growing.

    The clock, because a value must not come back after a rollback or a restored backup: an
    index would take it for the state that it knows. Inside a transaction the row stays
    locked until the end (PostgreSQL) or the whole database is (SQLite), so that values become
    visible in order.
    """
    following = Greatest(F("value") + 1, Value(time.time_ns() // 1000))
    if not DirectoryRevision.objects.filter(pk=1).update(value=following):
        DirectoryRevision.objects.get_or_create(pk=1)
        DirectoryRevision.objects.filter(pk=1).update(value=following)
    return DirectoryRevision.objects.values_list("value", flat=True).get(pk=1)


def next_epoch() -> None:
    """Tell every index to read the whole directory again (sheets were deleted in bulk)."""
    next_revision()
    DirectoryRevision.objects.filter(pk=1).update(epoch=F("epoch") + 1)


@transaction.atomic
def sync_modalites() -> int:
    """Write the vocabularies into the table; values that left stay (sheets may hold them).

    Returns the number of rows created or changed.
    """
    existing = {(row.field, row.value): row for row in Modalite.objects.all()}
    created: list[Modalite] = []
    changed: list[Modalite] = []
    for field, entries in VOCABULARIES.items():
        for position, entry in enumerate(entries):
            row = existing.get((field, entry.value))
            if row is None:
                created.append(
                    Modalite(
                        field=field,
                        value=entry.value,
                        code=entry.code,
                        label=entry.label,
                        position=position,
                    )
                )
            elif (row.code, row.label, row.position) != (entry.code, entry.label, position):
                row.code, row.label, row.position = entry.code, entry.label, position
                changed.append(row)
    Modalite.objects.bulk_create(created)
    Modalite.objects.bulk_update(changed, ["code", "label", "position"])
    return len(created) + len(changed)


def slug_base(*, nom: str, commune: str) -> str:
    """« bibliotheque-de-gallardon », with the commune when it says more; perhaps taken."""
    base = slugify(nom)[:SLUG_LENGTH].strip("-") or "lieu"
    town = slugify(commune)
    if town and town not in base:
        base = f"{base[: SLUG_LENGTH - len(town) - 1].strip('-')}-{town}"[:SLUG_LENGTH].strip("-")
    return base


def build_slug(*, nom: str, commune: str, taken: Collection[str] = ()) -> str:
    """A free page address for one sheet.

    `taken` adds addresses that a bulk write has given but not stored yet.
    """
    base = slug_base(nom=nom, commune=commune)
    pattern = {
        *Lieu.objects.filter(slug__startswith=base).values_list("slug", flat=True),
        *LieuSlug.objects.filter(slug__startswith=base).values_list("slug", flat=True),
    }
    candidate, number = base, 2
    while candidate in pattern or candidate in taken:
        candidate, number = f"{base}-{number}", number + 1
    return candidate


def search_text_of(*, lieu: Lieu) -> str:
    """What words are looked for in: name, commune, kind of help, description; normalised."""
    return normalize(
        " ".join(
            (
                lieu.nom,
                lieu.commune,
                lieu.presentation_resume,
                lieu.presentation_detail,
                lieu.activities,
                lieu.autres_formations_labels.replace("|", " "),
                lieu.access_note,
                lieu.publics_note,
            )
        )
    )


def prepare_lieu(*, lieu: Lieu, revision: int) -> None:
    """Fill what every write fills: search text, revision, date, link to the commune."""
    lieu.search_text = search_text_of(lieu=lieu)
    lieu.revision = revision
    lieu.updated_at = timezone.now()
    if lieu.code_insee and lieu.territory_commune_id != lieu.code_insee:
        lieu.territory_commune = Commune.objects.filter(pk=lieu.code_insee).first()


@transaction.atomic
def save_lieu(
    *,
    lieu: Lieu,
    modalites: Mapping[str, Collection[str]] | None,
    origin: str,
    equipments: Sequence[Equipment] | None = None,
    exceptional_periods: Sequence[ExceptionalPeriod] | None = None,
    passages: Sequence[Passage] | None = None,
    by: User | None = None,
) -> Lieu:
    """Create or change one sheet, its lists and its parts, as one version of its history.

    `modalites` maps field names to short codes; a field that is absent keeps its values,
    None keeps them all. A sequence of parts replaces all the parts of that kind. `origin` is
    kept with the version (HAND_ORIGIN and what follows it, « demonstration », « import:SLUG »).
    Raises DomainError for an unknown code, django's ValidationError for a refused value.
    """
    is_new = lieu._state.adding
    if not lieu.slug:
        lieu.slug = build_slug(nom=lieu.nom, commune=lieu.commune)
    prepare_lieu(lieu=lieu, revision=next_revision())
    if origin.startswith(HAND_ORIGIN):
        lieu.reviewed_on = timezone.localdate()
        _note_hand_fields(lieu=lieu, modalites=modalites or {}, is_new=is_new)
    # One version for the whole change: silent until the lists are in, then recorded.
    lieu.skip_history_when_saving = True  # type: ignore[attr-defined]
    save_checked(lieu, validate_unique=is_new)
    if modalites is not None:
        _set_modalites(lieu=lieu, wanted=modalites)
    if equipments is not None:
        lieu.equipments.all().delete()
        for equipment in equipments:
            _save_part(lieu=lieu, part=equipment)
    if exceptional_periods is not None:
        lieu.exceptional_periods.all().delete()
        for period in exceptional_periods:
            _save_part(lieu=lieu, part=period)
    if passages is not None:
        lieu.passages.all().delete()
        for passage in passages:
            _save_part(lieu=lieu, part=passage)
    del lieu.skip_history_when_saving  # type: ignore[attr-defined]
    record_version(lieu=lieu, origin=origin, by=by, is_new=is_new)
    quality = refresh_quality(ids=[lieu.pk])[lieu.pk]
    for name in COLUMNS:
        setattr(lieu, name, getattr(quality, name))
    return lieu


def _note_hand_fields(
    *, lieu: Lieu, modalites: Mapping[str, Collection[str]], is_new: bool
) -> None:
    """Remember which fields a person wrote, and when: imports leave them alone."""
    blank = Lieu()
    stored = None if is_new else Lieu.objects.filter(pk=lieu.pk).values(*IMPORTED_FIELDS).first()
    lists: dict[str, set[str]] = {name: set() for name in modalites}
    if not is_new:
        for row in lieu.modalites.filter(field__in=modalites):
            lists[row.field].add(row.code)
    written = [
        name
        for name in IMPORTED_FIELDS
        if getattr(lieu, name) != (stored[name] if stored else getattr(blank, name))
    ]
    written += [name for name, codes in modalites.items() if set(codes) != lists[name]]
    today = timezone.localdate().isoformat()
    lieu.hand_fields = {**lieu.hand_fields, **dict.fromkeys(written, today)}


def _save_part(*, lieu: Lieu, part: Equipment | ExceptionalPeriod | Passage) -> None:
    """Store one part anew under the sheet."""
    part.pk = None
    part.lieu = lieu
    save_checked(part, force_insert=True)


def _set_modalites(*, lieu: Lieu, wanted: Mapping[str, Collection[str]]) -> None:
    """Replace the values of the fields given; the other fields keep theirs."""
    known = {(row.field, row.code): row for row in Modalite.objects.filter(field__in=wanted)}
    rows: list[Modalite] = []
    for field, codes in wanted.items():
        for code in codes:
            row = known.get((field, code))
            if row is None:
                raise DomainError(
                    "unknown_modalite", f"« {code} » n’est pas une valeur connue de « {field} »."
                )
            rows.append(row)
    kept = [row for row in lieu.modalites.all() if row.field not in wanted]
    lieu.modalites.set([*kept, *rows])


def record_version(*, lieu: Lieu, origin: str, by: User | None, is_new: bool) -> None:
    """Write the version that the history shows: all fields, lists included, and its origin."""
    lieu._history_user = by  # type: ignore[attr-defined]
    lieu.history_origin = origin  # type: ignore[attr-defined]
    lieu.history_is_first = is_new  # type: ignore[attr-defined]
    lieu.save(update_fields=["revision"])


@transaction.atomic
def save_structure(
    *,
    structure: Structure,
    origin: str,
    passages: Sequence[Passage] | None = None,
    by: User | None = None,
) -> Structure:
    """Create or change an organisation, as one version of its history.

    `passages` replaces all of its own. Raises ValidationError for a refused value.
    """
    if not structure.slug:
        base = slugify(structure.nom)[:SLUG_LENGTH] or "structure"
        taken = set(Structure.objects.filter(slug__startswith=base).values_list("slug", flat=True))
        candidate, number = base, 2
        while candidate in taken:
            candidate, number = f"{base}-{number}", number + 1
        structure.slug = candidate
    structure._history_user = by  # type: ignore[attr-defined]
    structure._change_reason = origin  # type: ignore[attr-defined]
    structure.history_is_first = structure._state.adding  # type: ignore[attr-defined]
    if passages is None:
        save_checked(structure)
        return structure
    # One version for the whole change: silent until the passages are in, then recorded.
    structure.skip_history_when_saving = True  # type: ignore[attr-defined]
    save_checked(structure)
    structure.passages.all().delete()
    for passage in passages:
        passage.pk, passage.structure = None, structure
        save_checked(passage, force_insert=True)
    del structure.skip_history_when_saving  # type: ignore[attr-defined]
    structure.save()
    return structure


@transaction.atomic
def archive_lieu(*, lieu: Lieu, origin: str, by: User | None = None) -> Lieu:
    """Take a sheet out of the public pages; its address then answers 410."""
    if lieu.status == LieuStatus.FUSIONNE:
        raise DomainError("merged", "Cette fiche est fusionnée dans une autre : rien à archiver.")
    lieu.status = LieuStatus.ARCHIVE
    return save_lieu(lieu=lieu, modalites=None, origin=origin, by=by)


@transaction.atomic
def rename_slug(*, lieu: Lieu, slug: str, origin: str, by: User | None = None) -> Lieu:
    """Change the address of a sheet; the former one redirects for ever."""
    wanted = slugify(slug)[:SLUG_LENGTH]
    if not wanted or Lieu.objects.filter(slug=wanted).exclude(pk=lieu.pk).exists():
        raise DomainError("slug_taken", f"L’adresse « {wanted} » est déjà prise ou vide.")
    if lieu.slug != wanted:
        LieuSlug.objects.get_or_create(slug=lieu.slug, defaults={"lieu": lieu})
        lieu.slug = wanted
    return save_lieu(lieu=lieu, modalites=None, origin=origin, by=by)
