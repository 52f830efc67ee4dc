"""The columns of the index: built from rows, merged with changed rows, never modified."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from maillage.core.text import normalize
from maillage.directory.index.bits import Mask, Packed, pack, unpack
from maillage.directory.index.opening import Hours, Opening
from maillage.directory.index.words import COMMUNE, KIND, NAME, TEXT, WordIndex

Scalar = TypeVar("Scalar", bound=np.generic)


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
    0.5 free on conditions, else 0.
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


@dataclass(frozen=True, slots=True)
class LieuIndex:
    """Columns by row, rows sorted by name. `values`: one packed set of rows per column."""

    schema: Schema
    columns: dict[tuple[str, str], int]
    keys: list[tuple[str, str]]
    slugs: list[str]
    names: list[str]
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
    def build(cls, schema: Schema, rows: Sequence[Row], first_day: date) -> "LieuIndex":
        """From rows in any order; the window of the hours begins at `first_day`."""
        by_id = {row.id: row for row in rows}
        keyed = sorted(((normalize(row.nom), row.id), row) for row in by_id.values())
        keys = [key for key, _row in keyed]
        ordered = [row for _key, row in keyed]
        columns = schema.columns
        matrix = np.zeros((len(columns), len(ordered)), dtype=np.bool_)
        for position, row in enumerate(ordered):
            for pair in row.values:
                column = columns.get(pair)
                if column is not None:
                    matrix[column, position] = True
        communes = sorted({row.commune_code for row in ordered})
        commune_rank = {code: position for position, code in enumerate(communes)}
        return cls(
            schema=schema,
            columns=columns,
            keys=keys,
            slugs=[row.slug for row in ordered],
            names=[row.nom for row in ordered],
            row_of={row.id: position for position, row in enumerate(ordered)},
            latitude=_floats([row.latitude for row in ordered]),
            longitude=_floats([row.longitude for row in ordered]),
            communes=communes,
            commune=np.array([commune_rank[row.commune_code] for row in ordered], dtype=np.int32),
            values=pack(matrix),
            name_words=np.array(
                [min(255, name.count(" ") + 1) for name, _id in keys], dtype=np.uint8
            ),
            price=np.array([row.price for row in ordered], dtype=np.float32),
            has_human_support=_bools([row.has_human_support for row in ordered]),
            is_exact=_bools([row.is_exact for row in ordered]),
            is_without_public=_bools([row.is_without_public for row in ordered]),
            sheet_day=np.array([row.sheet_day for row in ordered], dtype=np.int32),
            updated=np.array([row.updated for row in ordered], dtype=np.int64),
            words=WordIndex.build(
                (
                    (row.nom, NAME),
                    (f"{row.commune} {row.code_postal}", COMMUNE),
                    (row.kind_text, KIND),
                    (row.search_text, TEXT),
                )
                for row in ordered
            ),
            opening=Opening.build([row.hours for row in ordered], first_day),
        )

    def updated_with(self, rows: Sequence[Row], removed: Collection[str]) -> "LieuIndex":
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
    slugs, names = [""] * size, [""] * size
    values = np.zeros((len(old.columns), size), dtype=np.bool_)
    commune = np.zeros(size, dtype=np.int32)
    for index, moves in parts:
        kept = moves >= 0
        places = moves[kept]
        for row, place in zip(np.flatnonzero(kept).tolist(), places.tolist(), strict=True):
            slugs[place], names[place] = index.slugs[row], index.names[row]
        values[:, places] = unpack(index.values, index.size)[:, kept]
        lookup = np.array([rank[code] for code in index.communes], dtype=np.int32)
        if len(lookup):
            commune[places] = lookup[index.commune[kept]]

    def column(ours: NDArray[Scalar], theirs: NDArray[Scalar]) -> NDArray[Scalar]:
        """One plain column of both."""
        target = np.zeros(size, dtype=ours.dtype)
        for array, (_index, moves) in zip((ours, theirs), parts, strict=True):
            kept = moves >= 0
            target[moves[kept]] = array[kept]
        return target

    return LieuIndex(
        schema=old.schema,
        columns=old.columns,
        keys=keys,
        slugs=slugs,
        names=names,
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
        words=WordIndex.merge(old.words, old_to_new, new.words, new_to_new, size),
        opening=Opening.merge(old.opening, old_to_new, new.opening, new_to_new, size),
    )


def _floats(values: Sequence[float | None]) -> NDArray[np.float64]:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _bools(values: Sequence[bool]) -> Mask:
    return np.array(values, dtype=np.bool_)
