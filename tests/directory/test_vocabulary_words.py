"""The table of the words of the standard, and how it is read."""

import csv
from datetime import date

import pytest
from django.conf import settings
from django.utils.translation import override

from maillage.directory.criteria import Sort
from maillage.directory.enums import PassageKind
from maillage.directory.hours.calendars import public_holidays, school_holidays
from maillage.directory.provenance import RuleCode
from maillage.directory.vocabularies import slug_of
from maillage.directory.vocabulary_words import (
    CALENDAR,
    ORDERS,
    PASSAGES,
    PROVENANCE,
    TABLE,
    calendar_label,
    french_labels,
    inner_label,
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


def _names_of_days() -> set[str]:
    """The holidays of the mainland and the Antilles, the school holidays: what our places have."""
    days = {
        name
        for departement in ("28", "67", "971")
        for name in public_holidays(year=2026, departement=departement).values()
    }
    periods = [
        period
        for zone in ("A", "B", "C")
        for period in school_holidays(zone=zone, start=date(2020, 1, 1), end=date(2030, 1, 1))
    ]
    return days | {period.name for period in periods}


def test_every_value_is_there_once(rows: list[dict[str, str]]) -> None:
    found = [(row["field"], row["code"]) for row in rows]
    values = [(field, code) for field, labels in french_labels().items() for code in labels]
    others = [
        *((CALENDAR, slug_of(name)) for name in _names_of_days()),
        *((PROVENANCE, rule.value) for rule in RuleCode),
        *((PASSAGES, kind.value) for kind in PassageKind),
        *((ORDERS, order.value) for order in Sort),
    ]
    assert sorted(found) == sorted([*values, *others])
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


@pytest.mark.parametrize(
    ("language", "field", "label", "words"),
    [
        ("fr", "langues", "Arabe", "arabe"),
        ("en", "langues", "Arabic", "Arabic"),
        ("es", "langues", "Árabe", "árabe"),
        ("en", "equipements", "Wi-Fi", "Wi-Fi"),
        ("en", "frais_a_charge", "Free", "free"),
        ("tr", "services", "İnternetle iş aramak", "internetle iş aramak"),
        ("fr", "typologie", "Mission Locale", "Mission Locale"),
    ],
)
def test_inside_a_sentence(language: str, field: str, label: str, words: str) -> None:
    with override(language):
        assert inner_label(field, label) == words


def test_holidays() -> None:
    with override("en"):
        assert calendar_label("Noël") == "Christmas"
        assert calendar_label("Fête inconnue") == "Fête inconnue"
    with override("fr"):
        assert calendar_label("Noël") == "Noël"
