"""Two sheets side by side, field by field, in words; what each decision would do."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from maillage.contributions.queries.duplicates import likelihood_of
from maillage.core.errors import DomainError
from maillage.core.geo import distance_in_words, haversine_m
from maillage.core.text import normalize
from maillage.directory.claim_queries import origins_of
from maillage.directory.dedupe_actions import may_merge
from maillage.directory.enums import WELL_PLACED, LieuStatus, ModaliteField, PairVerdict
from maillage.directory.field_words import (
    date_in_words,
    label_of_field,
    words_of_field,
    words_of_part,
)
from maillage.directory.history_queries import PART_FIELDS, Parts, parts_of_lieux
from maillage.directory.merging import preview_join
from maillage.directory.models import DuplicatePair, Lieu, Source
from maillage.directory.provenance import SAISIE, Origin
from maillage.directory.sections import IMPORTED_FIELDS, SECTIONS
from maillage.directory.vocabularies import VOCABULARIES

_LEFT_OUT = frozenset({"latitude", "longitude", "code_insee", "professional_note"})
_SILENT = _LEFT_OUT | {"position_precision", "territory_commune_id", "date_maj", "source"}
MOVED_M = 5.0
"""A point that moves by less stays where it is, for people."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One field of two sheets, in words; empty for what is not known. Origins: source, date."""

    label: str
    one: str
    other: str
    one_origin: str = ""
    other_origin: str = ""

    @property
    def is_different(self) -> bool:
        return bool(self.one and self.other) and normalize(self.one) != normalize(self.other)

    @property
    def verdict(self) -> str:
        if not self.one or not self.other:
            return _("une seule fiche le dit")
        return _("différent") if self.is_different else pgettext("deux valeurs", "identique")


def compare(*, one: Lieu, other: Lieu) -> list[Compared]:
    """The fields that at least one sheet fills, in the order of the sections."""
    parts = parts_of_lieux(ids=[one.pk, other.pk])
    origins = [_origin_words(lieu) for lieu in (one, other)]
    rows: list[Compared] = []
    for section in SECTIONS.values():
        for name in section.fields:
            if name not in _LEFT_OUT:
                values = [words_of_field(name, getattr(lieu, name)) for lieu in (one, other)]
                rows.append(_compared(name, values, origins))
        for field in section.modalites:
            lists = [words_of_field(field.value, _codes(lieu, field)) for lieu in (one, other)]
            rows.append(_compared(field.value, lists, origins))
        for name in section.parts:
            words = [words_of_part(name, parts[lieu.pk].get(name, [])) for lieu in (one, other)]
            rows.append(Compared(_label_of_part(name), *words))
    structures = [str(lieu.structure or "") for lieu in (one, other)]
    rows.append(Compared(_("structure qui tient la fiche"), *structures))
    return [row for row in rows if row.one or row.other]


def _compared(name: str, values: list[str], origins: list[dict[str, str]]) -> Compared:
    said = [
        found.get(name, "") if value else "" for value, found in zip(values, origins, strict=True)
    ]
    return Compared(label_of_field(name), *values, *said)


def _codes(lieu: Lieu, field: ModaliteField) -> list[str]:
    return [row.code for row in lieu.modalites_of(field)]


def _label_of_part(name: str) -> str:
    return str(PART_FIELDS[name][0]._meta.verbose_name_plural)


def _origin_words(lieu: Lieu) -> dict[str, str]:
    """Field → « Hub-LO, 3 janvier 2025 »."""
    origins = origins_of(lieu=lieu)
    slugs = {origin.source for origin in origins.values()}
    names = dict(Source.objects.filter(slug__in=slugs).values_list("slug", "nom"))
    return {field: _origin_of(origin, names) for field, origin in origins.items()}


def _origin_of(origin: Origin, names: Mapping[str, str]) -> str:
    by_hand = _("écrit ou confirmé ici")
    who = by_hand if origin.source == SAISIE else names.get(origin.source, origin.source)
    return f"{who}, {date_in_words(origin.date)}" if origin.date else who


def distance_words(*, one: Lieu, other: Lieu) -> str:
    """« 35 m » between two exact positions; empty otherwise."""
    metres = _metres(one, other)
    return "" if metres is None else distance_in_words(metres)


def _metres(one: Lieu, other: Lieu) -> float | None:
    points: list[tuple[float, float]] = [
        (lieu.latitude, lieu.longitude)
        for lieu in (one, other)
        if lieu.latitude is not None
        and lieu.longitude is not None
        and lieu.position_precision in WELL_PLACED
    ]
    return haversine_m(*points[0], *points[1]) if len(points) == 2 else None


@dataclass(frozen=True, slots=True)
class Changed:
    """One field of the sheet that stays: what it says, what it would say."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Merge:
    """« Le même lieu, garder celle-ci »: what would change in it; `refusal` when one may not.

    `lost`: names of what only the other sheet says and that does not pass; `warning`: somebody
    who loses a sheet.
    """

    kept: Lieu
    merged: Lieu
    changes: list[Changed]
    lost: list[str]
    warning: str = ""
    refusal: str = ""


def merges_between(*, one: Lieu, other: Lieu) -> list[Merge]:
    """Both ways to make one sheet of two open ones."""
    return [_merge(kept=one, merged=other), _merge(kept=other, merged=one)]


def _merge(*, kept: Lieu, merged: Lieu) -> Merge:
    try:
        may_merge(kept=kept, merged=merged)
    except DomainError as error:
        return Merge(kept, merged, [], [], refusal=error.message_fr)
    comparison = preview_join(kept=kept, merged=merged)
    changes = [
        Changed(
            label_of_field(name),
            words_of_field(name, getattr(kept, name)),
            words_of_field(name, value),
        )
        for name, value in comparison.changes.items()
        if name not in _SILENT
    ]
    changes += [
        Changed(
            label_of_field(name),
            words_of_field(name, _codes(kept, ModaliteField(name))),
            _list_words(name, values),
        )
        for name, values in comparison.lists.items()
    ]
    moved = _moved(kept, comparison.changes)
    warning = ""
    if merged.structure is not None and merged.structure != kept.structure:
        warning = _("La structure « %(nom)s » ne tiendra plus cette fiche.") % {
            "nom": merged.structure.nom
        }
    return Merge(kept, merged, [*changes, *moved], _lost(kept, merged), warning)


def _list_words(name: str, values: Collection[str]) -> str:
    """Official values, as a comparison has them, in the words and the order of the standard."""
    codes = [entry.code for entry in VOCABULARIES[name] if entry.value in values]
    return words_of_field(name, codes)


def _moved(kept: Lieu, changes: Mapping[str, Any]) -> list[Changed]:
    if not changes.keys() & {"latitude", "longitude"}:
        return []
    label = _("point sur la carte")
    latitude = changes.get("latitude", kept.latitude)
    longitude = changes.get("longitude", kept.longitude)
    if latitude is None or longitude is None:
        return [Changed(label, _("placé"), "")]
    if kept.latitude is None or kept.longitude is None:
        return [Changed(label, "", _("placé"))]
    metres = haversine_m(kept.latitude, kept.longitude, latitude, longitude)
    if metres < MOVED_M:
        return []
    words = _("déplacé : %(distance)s") % {"distance": distance_in_words(metres)}
    return [Changed(label, _("placé"), words)]


def _lost(kept: Lieu, merged: Lieu) -> list[str]:
    """What only the sheet that stops says, among what no source gives."""
    parts: dict[str, Parts] = parts_of_lieux(ids=[kept.pk, merged.pk])
    found: list[str] = []
    for section in SECTIONS.values():
        found += [
            label_of_field(name)
            for name in section.fields
            if name not in IMPORTED_FIELDS
            and words_of_field(name, getattr(merged, name))
            and not words_of_field(name, getattr(kept, name))
        ]
        found += [
            _label_of_part(name)
            for name in section.parts
            if parts[merged.pk].get(name) and not parts[kept.pk].get(name)
        ]
    if hasattr(merged, "photo") and not hasattr(kept, "photo"):
        found.append(_("photo"))
    return found


@dataclass(frozen=True, slots=True)
class PairRow:
    """A pair of the list."""

    pair: DuplicatePair
    likelihood: str

    @classmethod
    def of(cls, pair: DuplicatePair) -> "PairRow":
        return cls(pair, likelihood_of(probability=pair.probability))


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision in words; `by` « décidé par le programme », or the name of a person."""

    pk: int
    first: Lieu
    second: Lieu
    words: str
    at: datetime
    by: str
    why: list[str]


def decision_row(*, pair: DuplicatePair) -> DecisionRow:
    """« A » mène à « B », or two different places; who decided."""
    first, second = pair.first, pair.second
    ended = next((lieu for lieu in (first, second) if lieu.merged_into_id is not None), None)
    if pair.verdict == PairVerdict.DISTINCTS:
        words = _("« %(first)s » et « %(second)s » : deux lieux différents")
    elif first.status == second.status == LieuStatus.FUSIONNE or ended is None:
        words = _("« %(first)s » et « %(second)s » : le même lieu")
    else:
        words = _("« %(first)s » est réunie avec « %(second)s », qui reste")
        first, second = (ended, second) if ended == first else (ended, first)
    by = _("décidé par le programme") if pair.is_automatic else str(pair.by or "")
    return DecisionRow(
        pk=pair.pk,
        first=pair.first,
        second=pair.second,
        words=words % {"first": first.nom, "second": second.nom},
        at=pair.at,
        by=by,
        why=list(pair.why) if pair.is_automatic else [],
    )


@dataclass(frozen=True, slots=True)
class MergedLine:
    """On the page of a sheet: « réunie avec « X » le 3 mars », and the slugs of the decision."""

    nom: str
    at: datetime
    first: str
    second: str
    is_automatic: bool


def merged_lines(*, lieu: Lieu, pairs: list[DuplicatePair]) -> list[MergedLine]:
    """The decisions that `merges_of` gives, for the sheet that stays."""
    return [
        MergedLine(
            nom=_(" et ").join(
                f"« {end.nom} »" for end in (pair.first, pair.second) if end != lieu
            ),
            at=pair.at,
            first=pair.first.slug,
            second=pair.second.slug,
            is_automatic=pair.is_automatic,
        )
        for pair in pairs
    ]
