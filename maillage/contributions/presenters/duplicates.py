"""Two sheets side by side, field by field, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from maillage.contributions.queries.duplicates import Pair
from maillage.directory.enums import ModaliteField
from maillage.directory.field_words import label_of_field, words_of_field, words_of_part
from maillage.directory.history_queries import PART_FIELDS, parts_of_lieux
from maillage.directory.models import Lieu
from maillage.directory.sections import SECTIONS

_LEFT_OUT = frozenset({"latitude", "longitude", "code_insee", "professional_note"})


@dataclass(frozen=True, slots=True)
class Compared:
    """One field of two sheets; empty texts for what is not known."""

    label: str
    one: str
    other: str

    @property
    def is_different(self) -> bool:
        return self.one != self.other


def compare(*, one: Lieu, other: Lieu) -> list[Compared]:
    """The fields that at least one sheet fills, in the order of the sections."""
    parts = parts_of_lieux(ids=[one.pk, other.pk])
    rows: list[Compared] = []
    for section in SECTIONS.values():
        for name in section.fields:
            if name not in _LEFT_OUT:
                rows.append(_compared(name, getattr(one, name), getattr(other, name)))
        for field in section.modalites:
            rows.append(_compared(field.value, _codes(one, field), _codes(other, field)))
        for name in section.parts:
            label = str(PART_FIELDS[name][0]._meta.verbose_name_plural)
            words = [words_of_part(name, parts[lieu.pk].get(name, [])) for lieu in (one, other)]
            rows.append(Compared(label, *words))
    return [row for row in rows if row.one or row.other]


def _compared(name: str, one: object, other: object) -> Compared:
    return Compared(label_of_field(name), words_of_field(name, one), words_of_field(name, other))


def _codes(lieu: Lieu, field: ModaliteField) -> list[str]:
    return [row.code for row in lieu.modalites_of(field)]


@dataclass(frozen=True, slots=True)
class PairRow:
    """A pair of the list: both places and why."""

    first: Lieu
    second: Lieu
    evidence: tuple[str, ...]


def pair_rows(pairs: Sequence[Pair]) -> list[PairRow]:
    """The pairs with their places; one query."""
    keys = {key for pair in pairs for key in (pair.first, pair.second)}
    lieux = Lieu.objects.in_bulk(list(keys))
    return [
        PairRow(lieux[pair.first], lieux[pair.second], tuple(pair.words))
        for pair in pairs
        if pair.first in lieux and pair.second in lieux
    ]
