"""What holds on a sheet of paper: rows are measured, what matters least stays behind the code."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from maillage.core.languages import Language
from maillage.directory.presenters.printed import Printed

ALWAYS = 4


@dataclass(frozen=True, slots=True)
class Cell(Printed):
    """A row in one language."""

    language: Language
    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row(Printed):
    """One subject in each language of the sheet; `own`: what the place wrote, in French."""

    key: str
    cells: tuple[Cell, ...]
    own: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """Room of a sheet, in signs of a line and in lines of text.

    `signs`: a line of one column; `wide_signs`: a line across the columns; `name_signs` and
    `address_signs`: a line beside the codes; `code_lines`: height of the codes and their captions;
    `lines`: what the head and the rows may take; `own_signs`: of what the place wrote.
    """

    signs: int
    wide_signs: int
    name_signs: int
    address_signs: int
    code_lines: float
    lines: float
    own_signs: int


# Measured on A4 paper (186 mm by 277 mm inside the margins), 14 points and 18 points; the lines
# for the hand and the foot are already taken out.
FORMS: dict[tuple[int, bool], Form] = {
    (1, False): Form(68, 68, 26, 40, code_lines=6, lines=35, own_signs=220),
    (2, False): Form(32, 68, 26, 40, code_lines=7, lines=33, own_signs=140),
    (1, True): Form(50, 50, 19, 30, code_lines=6.5, lines=26, own_signs=120),
}
NAME_LINES = 1.25
PHONE_LINES = 1.4
# The rule under a row and its room.
ROW_LINES = 0.4
# What is printed first: row → lines that it has so far. The first ALWAYS are always there, each
# of the others is added when it holds.
_MORE: tuple[tuple[str, int], ...] = (
    ("when", 1),
    ("not", 1),
    ("bring", 1),
    ("number", 1),
    ("how", 2),
    ("not", 2),
    ("why", 1),
    ("price", 1),
    ("bring", 2),
    ("when", 2),
    ("bring", 3),
    ("why", 2),
    ("how", 3),
    ("when", 4),
    ("bring", 4),
    ("why", 4),
    ("bring", 6),
)
# When even that is too much, what the place wrote is cut shorter, and at last left to the sheet
# behind the code.
_LESS_OWN = (100, 60)
_OWN_LEAVES = ("price", "when", "how", "bring")


def fit(rows: Sequence[Row], form: Form, *, taken: float) -> tuple[list[Row], float]:
    """The rows that hold beside the lines `taken`, without those left empty, and the lines left."""
    full = list(rows)
    for shorter in _own_less_and_less(full):
        full = shorter
        kept, left = _filled(full, form, taken)
        if left >= 0:
            break
    return kept, left


def _own_less_and_less(rows: list[Row]) -> Iterator[list[Row]]:
    """The same rows, what the place wrote shorter at each turn."""
    yield rows
    for signs in _LESS_OWN:
        rows = [replace(row, own=clipped(row.own, signs)) for row in rows]
        yield rows
    for key in _OWN_LEAVES:
        rows = [replace(row, own="") if row.key == key else row for row in rows]
        yield rows


def _filled(rows: list[Row], form: Form, taken: float) -> tuple[list[Row], float]:
    """What must be printed, then what still holds, the most useful first."""
    counts = dict.fromkeys((row.key for row in rows), 0)
    counts |= {key: least for key, least in _MORE[:ALWAYS] if key in counts}
    kept, left = _measured([_cut(row, counts[row.key]) for row in rows], form, taken)
    for key, count in _MORE[ALWAYS:]:
        tried = {**counts, key: count}
        longer, rest = _measured([_cut(row, tried[row.key]) for row in rows], form, taken)
        if rest >= 0:
            counts, kept, left = tried, longer, rest
    return kept, left


def _cut(row: Row, most: int) -> Row:
    return replace(row, cells=tuple(replace(cell, lines=cell.lines[:most]) for cell in row.cells))


def _measured(rows: Sequence[Row], form: Form, taken: float) -> tuple[list[Row], float]:
    """The rows that say something, and the lines that they leave free."""
    said = [row for row in rows if _is_said(row)]
    return said, form.lines - taken - sum(_lines_of(row, form) for row in said)


def head_lines(nom: str, address: str, phone: str, form: Form) -> float:
    """Lines that the head takes: the name, the address and the telephone, beside the codes."""
    text = NAME_LINES * _height(nom, form.name_signs) + _height(address, form.address_signs)
    return max(form.code_lines, text + (PHONE_LINES if phone else 0))


def _is_said(row: Row) -> bool:
    return bool(row.own or any(cell.lines for cell in row.cells))


def _lines_of(row: Row, form: Form) -> float:
    tallest = max(
        sum(_height(text, form.signs) for text in (cell.heading, *cell.lines)) for cell in row.cells
    )
    return tallest + _height(row.own, form.wide_signs) + ROW_LINES


def _height(text: str, signs: int) -> int:
    return math.ceil(len(text) / signs)


def clipped(text: str, signs: int) -> str:
    """The text, cut between two words and ended by « … » when it is longer than `signs`."""
    flat = " ".join(text.split(" "))
    if len(flat) <= signs:
        return flat
    return flat[: signs - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"
