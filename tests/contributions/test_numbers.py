"""Tracking numbers: readable, forgiving, impossible to guess."""

import re

import pytest

from maillage.contributions.numbers import ALPHABET, PATTERN, draw_number, read_number


def test_a_drawn_number_has_the_written_form() -> None:
    numbers = {draw_number() for _ in range(200)}
    assert len(numbers) == 200
    assert all(re.fullmatch(PATTERN, number) for number in numbers)
    assert all(read_number(number) == number for number in numbers)


def test_no_letter_is_taken_for_another() -> None:
    for pair in ("0O", "1I", "1L", "IL", "2Z", "5S", "8B", "UV"):
        assert len(set(pair) & set(ALPHABET)) <= 1, pair


@pytest.mark.parametrize(
    "typed",
    ["M-7K4Q-3XWD", "m-7k4q-3xwd", " 7K4Q 3XWD ", "M7K4Q3XWD", "M – 7K4Q – 3XWD", "7k4q.3xwd"],
)
def test_capitals_spaces_and_dashes_do_not_matter(typed: str) -> None:
    assert read_number(typed) == "M-7K4Q-3XWD"


def test_a_number_that_begins_with_m_keeps_its_m() -> None:
    assert read_number("MMMMMMMM") == "M-MMMM-MMMM"
    assert read_number("M-MMMM-MMMM") == "M-MMMM-MMMM"


@pytest.mark.parametrize(
    "typed", ["", "M-", "7K4Q", "M-7K4Q-3XW0", "7K4Q3XWDD", "é" * 9, "x" * 9_999]
)
def test_what_cannot_be_a_number_is_none(typed: str) -> None:
    assert read_number(typed) is None
