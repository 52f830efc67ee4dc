"""The table of the words of the standard, and how it is read."""

import csv

import pytest
from django.conf import settings
from django.utils.translation import override

from maillage.directory.vocabulary_words import (
    TABLE,
    french_labels,
    translated_label,
    value_label,
)
from maillage.orientation.engine.labels import THEMES

# Names that are the same in every language.
PROPER_NAMES = {
    ("dispositif_programmes_nationaux", "emmaus-connect"),
    *(
        ("formations_labels", code)
        for code in (
            "arnia-mednum-bfc",
            "collectif-reemploi-normandie",
            "etapes-numeriques",
            "fabriques-de-territoire",
            "eclaireurs-du-numerique",
            "mes-papiers",
            "ordi-3-0",
            "sud-labs",
        )
    ),
}
LANGUAGES = [code for code, _name in settings.LANGUAGES if code != "fr"]


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_value_is_there_once(rows: list[dict[str, str]]) -> None:
    found = [(row["field"], row["code"]) for row in rows]
    expected = [(field, code) for field, labels in french_labels().items() for code in labels]
    assert sorted(found) == sorted(expected)
    assert set(french_labels()["themes"]) == set(THEMES)


def test_one_column_for_each_language(rows: list[dict[str, str]]) -> None:
    assert list(rows[0]) == ["field", "code", *LANGUAGES]


def test_only_proper_names_are_not_translated(rows: list[dict[str, str]]) -> None:
    """French that is simple already needs no « français simple »."""
    empty = {
        (row["field"], row["code"])
        for row in rows
        if any(not row[language] for language in LANGUAGES if language != "fr-simple")
    }
    assert empty == PROPER_NAMES


def test_words_are_clean(rows: list[dict[str, str]]) -> None:
    for row in rows:
        for language in LANGUAGES:
            words = row[language]
            assert words == " ".join(words.split())
            assert not words.endswith((".", ",", "،"))
            assert "'" not in words
            if words:
                assert words[0] == words[0].upper()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "Personnes âgées"),
        ("fr-simple", "Personnes âgées"),
        ("en", "Older people"),
        ("ar", "كبار السن"),
        ("tr", "Yaşlılar"),
    ],
)
def test_value_label(language: str, words: str) -> None:
    with override(language):
        assert value_label("publics_specifiquement_adresses", "seniors") == words


def test_value_label_falls_back() -> None:
    with override("uk"):
        assert value_label("formations_labels", "ordi-3-0") == "ORDI 3.0"
        assert translated_label("formations_labels", "ordi-3-0") == ""
        assert value_label("services", "inconnu") == "inconnu"
    with override(None):
        assert value_label("equipements", "imprimante") == "Imprimante"
    with override("fr"):
        assert value_label("themes", "argent_impots") == "Argent, impôts"
