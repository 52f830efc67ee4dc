"""What changes with the language in small words."""

from datetime import date

import pytest
from django.utils.translation import override

from maillage.core.wording import (
    comma,
    contracted,
    date_words,
    day_words,
    distance_words,
    month_words,
    semicolon,
    sentence,
    tied,
    weekday_words,
)

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("language", "metres", "words"),
    [
        ("fr", 2345, f"2,3{NBSP}km"),
        ("fr-simple", 2345, f"2,3{NBSP}km"),
        ("en", 2345, f"2.3{NBSP}km"),
        ("es", 2345, f"2,3{NBSP}km"),
        ("ar", 350, f"350{NBSP}م"),
        ("uk", 12_000, f"12{NBSP}км"),
        ("fr", 2, f"moins de 10{NBSP}m"),
    ],
)
def test_distances(language: str, metres: float, words: str) -> None:
    with override(language):
        assert distance_words(metres) == words


def test_the_shortest_distance_is_a_translated_sentence() -> None:
    with override("uk"):
        assert distance_words(2).endswith(f"10{NBSP}м")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "1er mars 2026"),
        ("fr-simple", "1er mars 2026"),
        ("en", "1 March 2026"),
        ("es", "1 de marzo de 2026"),
        ("pt", "1 de março de 2026"),
        ("tr", "1 Mart 2026"),
        ("uk", "1 березня 2026"),
    ],
)
def test_dates(language: str, words: str) -> None:
    with override(language):
        assert date_words(date(2026, 3, 1)) == words
        assert date_words(date(2026, 3, 1)).startswith(day_words(1, 3))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "mars 2026"),
        ("en", "March 2026"),
        ("es", "marzo de 2026"),
        ("pt", "março de 2026"),
        ("uk", "березень 2026"),
    ],
)
def test_months(language: str, words: str) -> None:
    with override(language):
        assert month_words(3, 2026) == words
        assert words.startswith(month_words(3))


def test_days_of_the_week() -> None:
    with override("fr"):
        assert weekday_words(0) == "lundi"
    with override("en"):
        assert weekday_words(6) == "Sunday"
    with override("es"):
        assert weekday_words(6) == "domingo"


def test_lists_and_capitals() -> None:
    with override("fr"):
        assert (comma(), semicolon(), sentence("image")) == (", ", " ; ", "Image")
    with override("ar"):
        assert (comma(), semicolon()) == ("، ", "؛ ")
    with override("tr"):
        assert sentence("internet") == "İnternet"


def test_figures_stay_together() -> None:
    assert tied("9 h – 11 h 30") == "9~h~–~11~h~30".replace("~", NBSP)
    assert tied("le 0 892 705 705") == "le 0~892~705~705".replace("~", NBSP)
    assert tied("0,34 € la minute, à 2 km") == "0,34~€ la minute, à 2~km".replace("~", NBSP)
    assert tied("12 heures, 3 kilos") == "12 heures, 3 kilos"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("près de Orléans", "près d’Orléans"),
        ("près de Le Blanc", "près du Blanc"),
        ("à 2 km de Les Bordes", "à 2 km des Bordes"),
        ("jusqu’à Le Coudray", "jusqu’au Coudray"),
        ("près de La Loupe", "près de La Loupe"),
        ("à moins de 5 km de Chartres", "à moins de 5 km de Chartres"),
    ],
)
def test_names_of_places_after_a_preposition(written: str, said: str) -> None:
    with override("fr-simple"):
        assert contracted(written) == said
    with override("es"):
        assert contracted(written) == written
