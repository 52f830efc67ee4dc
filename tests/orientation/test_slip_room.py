"""What holds on a sheet of paper."""

import pytest

from maillage.core.languages import Language
from maillage.orientation.presenters.slip_room import (
    FORMS,
    ROW_LINES,
    Cell,
    Form,
    Row,
    clipped,
    fit,
)


def row(key: str, count: int, length: int, *, own: int = 0, columns: int = 1) -> Row:
    lines = tuple("x" * length for _ in range(count))
    language = Language("fr", "Français", "Français", "ltr")
    return Row(key, tuple(Cell(language, "Titre", lines) for _ in range(columns)), "mot " * own)


def test_what_matters_least_leaves_first() -> None:
    form = FORMS[1, False]
    rows = [
        row("when", 3, 60),
        row("bring", 6, 130),
        row("why", 4, 60),
        row("not", 0, 0, own=50),
        row("number", 1, 60),
    ]
    kept, left = fit(rows, form, taken=10)
    assert left >= 0
    counts = {one.key: len(one.cells[0].lines) for one in kept}
    assert counts["when"] >= 1
    assert counts["number"] == 1
    assert 1 <= counts["bring"] < 6
    assert {"not"} <= counts.keys()


def test_everything_stays_when_it_holds() -> None:
    rows = [row("when", 3, 20), row("bring", 3, 20), row("price", 1, 10)]
    kept, left = fit(rows, FORMS[1, False], taken=6)
    assert [len(one.cells[0].lines) for one in kept] == [3, 3, 1]
    assert left == pytest.approx(FORMS[1, False].lines - 6 - 10 - 3 * ROW_LINES)


def test_rows_that_say_nothing_are_not_printed() -> None:
    kept, _left = fit([row("price", 0, 0), row("when", 1, 5)], FORMS[1, False], taken=6)
    assert [one.key for one in kept] == ["when"]


@pytest.mark.parametrize("form", FORMS.values())
def test_the_fullest_sheet_still_holds(form: Form) -> None:
    owns = ("when", "how", "bring", "price", "not")
    rows = [row(key, 6, 80, own=70, columns=2) for key in owns]
    rows += [row("why", 6, 80), row("number", 2, 80)]
    kept, left = fit(rows, form, taken=9)
    assert left >= 0
    assert {"when", "bring", "not", "number"} <= {one.key for one in kept}


@pytest.mark.parametrize(
    ("text", "signs", "expected"),
    [
        ("court", 10, "court"),
        ("un deux trois", 13, "un deux trois"),
        ("un deux trois", 12, "un deux…"),
        ("un, deux trois", 10, "un, deux…"),
        ("", 5, ""),
    ],
)
def test_clipping_keeps_whole_words(text: str, signs: int, expected: str) -> None:
    assert clipped(text, signs) == expected
