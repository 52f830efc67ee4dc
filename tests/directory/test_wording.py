"""Reasons speak the person's own words."""

import pytest

from maillage.directory.wording import as_typed


@pytest.mark.parametrize(
    ("words", "typed", "expected"),
    [
        ("impots", "mes Impôts", "Impôts"),
        ("pas cher", "un ordinateur pas  cher", "pas cher"),
        ("impots", "impot", "impots"),
        ("caf", "", "caf"),
    ],
)
def test_words_are_said_as_they_were_typed(words: str, typed: str, expected: str) -> None:
    assert as_typed(words, typed) == expected
