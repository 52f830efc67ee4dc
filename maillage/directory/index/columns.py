"""The columns of the index: built from rows, merged with changed rows, never modified."""

import math
from array import array
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from sys import intern
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from maillage.core.text import normalize, tokens
from maillage.directory.index.bits import Mask, Packed, pack, unpack
from maillage.directory.index.opening import Hours, Opening, OpeningCollector
from maillage.directory.index.words import COMMUNE, KIND, NAME, TEXT, WordCollector, WordIndex

Scalar = TypeVar("Scalar", bound=np.generic)

ALL_AGES = (0, 255)
"""The youngest and the oldest of a place that says nothing of ages."""


@dataclass(frozen=True, slots=True)
class Schema:
    """Values that may be asked: field → codes, in the order of the columns."""

    fields: dict[str, tuple[str, ...]]

    @property
    def columns(self) -> dict[tuple[str, str], int]:
        """Number of the column of each (field, code)."""
        pairs = ((name, code) for name, codes in self.fields.items() for code in codes)
        return {pair: position for position, pair in enumerate(pairs)}


@dataclass(frozen=True, slots=True)
class Row:
    """One published place, as the index needs it.

    `kind_text`: labels of its kinds and programmes; `sheet_day`: ordinal of the day on which
    somebody last vouched for it; `updated`: epoch seconds of our last change; `price`: 1 free,
    0.5 free on conditions, else 0; `has_mandat`: it acts in the person's place, with a signed
    mandate; `is_reserved`: nobody may simply come (members only, or sent by a professional);
    `ages`: the youngest and the oldest that it receives, in years, both included.
    """

    id: str
    slug: str
    nom: str
    commune: str
    commune_code: str
    code_postal: str
    latitude: float | None
    longitude: float | None
    search_text: str
    kind_text: str
    values: Collection[tuple[str, str]]
    hours: Hours
    sheet_day: int
    updated: int
    price: float
    has_human_support: bool
    is_exact: bool
    is_without_public: bool
    has_mandat: bool = False
    is_reserved: bool = False
    ages: tuple[int, int] = ALL_AGES


@dataclass(frozen=True, slots=True)
class LieuIndex:
    """Columns by row, rows sorted by name. `values`: one packed set of rows per column."""

    schema: Schema
    columns: dict[tuple[str, str], int]
    keys: list[tuple[str, str]]
    slugs: list[str]
    names: list[str]
    towns: list[str]
    row_of: dict[str, int]
    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]
    communes: list[str]
    commune: NDArray[np.int32]
    values: Packed
    name_words: NDArray[np.uint8]
    price: NDArray[np.float32]
    has_human_support: Mask
    is_exact: Mask
    is_without_public: Mask
    has_mandat: Mask
    is_reserved: Mask
    age_min: NDArray[np.uint8]
    age_max: NDArray[np.uint8]
    sheet_day: NDArray[np.int32]
    updated: NDArray[np.int64]
    words: WordIndex
    opening: Opening

    @property
    def size(self) -> int:
        return len(self.keys)

    def id_of(self, row: int) -> str:
        return self.keys[row][1]

    @classmethod
    def build(cls, schema: Schema, rows: Iterable[Row], first_day: date) -> "LieuIndex":
        """From rows of different ids, in any order, each forgotten once it is read.

        The window of the hours begins at `first_day`.
        """
        columns = schema.columns
        keys: list[tuple[str, str]] = []
        slugs: list[str] = []
        names: list[str] = []
        towns: list[str] = []
        commune_codes: list[str] = []
        plain = array("d")
        held = array("i")
        words, opening = WordCollector(), OpeningCollector(first_day)
        for number, row in enumerate(rows):
            keys.append((normalize(row.nom), row.id))
            slugs.append(row.slug)
            names.append(row.nom)
            towns.append(intern(row.commune))
            commune_codes.append(intern(row.commune_code))
            plain.extend(_plain(row))
            for pair in row.values:
                if pair in columns:
                    held.extend((columns[pair], number))
            words.add(
                (
                    (row.nom, NAME),
                    (f"{row.commune} {row.code_postal}", COMMUNE),
                    (row.kind_text, KIND),
                    (row.search_text, TEXT),
                )
            )
            opening.add(row.hours)
        size = len(keys)
        order = sorted(range(size), key=keys.__getitem__)
        place = np.empty(size, dtype=np.int32)
        place[order] = np.arange(size, dtype=np.int32)
        matrix = np.zeros((len(columns), size), dtype=np.bool_)
        pairs = np.array(held, dtype=np.int32).reshape(-1, 2)
        matrix[pairs[:, 0], place[pairs[:, 1]]] = True
        communes = sorted(set(commune_codes))
        rank = {code: position for position, code in enumerate(communes)}
        figures = np.array(plain, dtype=np.float64).reshape(-1, _PLAIN_COUNT)[order].T
        return cls(
            schema=schema,
            columns=columns,
            keys=[keys[number] for number in order],
            slugs=[slugs[number] for number in order],
            names=[names[number] for number in order],
            towns=[towns[number] for number in order],
            row_of={keys[number][1]: position for position, number in enumerate(order)},
            latitude=figures[0].copy(),
            longitude=figures[1].copy(),
            communes=communes,
            commune=np.array([rank[commune_codes[number]] for number in order], dtype=np.int32),
            values=pack(matrix),
            name_words=figures[2].astype(np.uint8),
            price=figures[3].astype(np.float32),
            has_human_support=figures[4].astype(np.bool_),
            is_exact=figures[5].astype(np.bool_),
            is_without_public=figures[6].astype(np.bool_),
            sheet_day=figures[7].astype(np.int32),
            updated=figures[8].astype(np.int64),
            has_mandat=figures[9].astype(np.bool_),
            is_reserved=figures[10].astype(np.bool_),
            age_min=figures[11].astype(np.uint8),
            age_max=figures[12].astype(np.uint8),
            words=words.build(place),
            opening=opening.build(place),
        )

    def updated_with(self, rows: Iterable[Row], removed: Collection[str]) -> "LieuIndex":
        """A new index: `rows` replace those of the same id or are added, `removed` ids leave."""
        part = LieuIndex.build(self.schema, rows, date.fromordinal(self.opening.first))
        gone = {*removed, *part.row_of}
        kept = np.array([key[1] not in gone for key in self.keys], dtype=np.bool_)
        merged = [(key, 0, row) for row, key in enumerate(self.keys) if kept[row]]
        merged += [(key, 1, row) for row, key in enumerate(part.keys)]
        merged.sort()
        moves = (
            np.full(self.size, -1, dtype=np.int32),
            np.full(part.size, -1, dtype=np.int32),
        )
        for position, (_key, side, row) in enumerate(merged):
            moves[side][row] = position
        return _merge(self, moves[0], part, moves[1], [key for key, _side, _row in merged])


def _merge(
    old: LieuIndex,
    old_to_new: NDArray[np.int32],
    new: LieuIndex,
    new_to_new: NDArray[np.int32],
    keys: list[tuple[str, str]],
) -> LieuIndex:
    size = len(keys)
    parts = ((old, old_to_new), (new, new_to_new))
    communes = sorted({*old.communes, *new.communes})
    rank = {code: position for position, code in enumerate(communes)}
    slugs, names, towns = [""] * size, [""] * size, [""] * size
    values = np.zeros((len(old.columns), size), dtype=np.bool_)
    commune = np.zeros(size, dtype=np.int32)
    for index, moves in parts:
        kept = moves >= 0
        places = moves[kept]
        for row, place in zip(np.flatnonzero(kept).tolist(), places.tolist(), strict=True):
            slugs[place], names[place] = index.slugs[row], index.names[row]
            towns[place] = index.towns[row]
        values[:, places] = unpack(index.values, index.size)[:, kept]
        lookup = np.array([rank[code] for code in index.communes], dtype=np.int32)
        if len(lookup):
            commune[places] = lookup[index.commune[kept]]

    def column(ours: NDArray[Scalar], theirs: NDArray[Scalar]) -> NDArray[Scalar]:
        """One plain column of both."""
        target = np.zeros(size, dtype=ours.dtype)
        for source, (_index, moves) in zip((ours, theirs), parts, strict=True):
            kept = moves >= 0
            target[moves[kept]] = source[kept]
        return target

    return LieuIndex(
        schema=old.schema,
        columns=old.columns,
        keys=keys,
        slugs=slugs,
        names=names,
        towns=towns,
        row_of={key[1]: position for position, key in enumerate(keys)},
        latitude=column(old.latitude, new.latitude),
        longitude=column(old.longitude, new.longitude),
        communes=communes,
        commune=commune,
        values=pack(values),
        name_words=column(old.name_words, new.name_words),
        price=column(old.price, new.price),
        has_human_support=column(old.has_human_support, new.has_human_support),
        is_exact=column(old.is_exact, new.is_exact),
        is_without_public=column(old.is_without_public, new.is_without_public),
        sheet_day=column(old.sheet_day, new.sheet_day),
        updated=column(old.updated, new.updated),
        has_mandat=column(old.has_mandat, new.has_mandat),
        is_reserved=column(old.is_reserved, new.is_reserved),
        age_min=column(old.age_min, new.age_min),
        age_max=column(old.age_max, new.age_max),
        words=WordIndex.merge(old.words, old_to_new, new.words, new_to_new, size),
        opening=Opening.merge(old.opening, old_to_new, new.opening, new_to_new, size),
    )


_PLAIN_COUNT = 13


def _plain(row: Row) -> tuple[float, ...]:
    """The plain figures of a row; NaN stands for a position that is not known."""
    return (
        math.nan if row.latitude is None else row.latitude,
        math.nan if row.longitude is None else row.longitude,
        min(255, len(tokens(row.nom))),
        row.price,
        row.has_human_support,
        row.is_exact,
        row.is_without_public,
        row.sheet_day,
        row.updated,
        row.has_mandat,
        row.is_reserved,
        *row.ages,
    )
