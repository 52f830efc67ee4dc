"""Small rules of writing that change with the language of the page.

Capitals, lists, distances and days. French comes out as everywhere else in the site.
"""

import re
from datetime import date, timedelta

from django.utils import formats
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from maillage.core.geo import distance_in_words
from maillage.core.text import NBSP

_A_MONDAY = date(2024, 1, 1)
_SPLIT_FIGURES = re.compile(r"(?<=\d) (?=(?:h|€|min|km|m)\b|€|\d)")
_SPLIT_MINUTES = re.compile(rf"(?<=\d{NBSP}h) (?=\d\d\b)")
_COMMAS = {"ar": "، "}
_SEMICOLONS = {"ar": "؛ ", "fr": " ; "}
# Metre and kilometre.
_UNITS = {"ar": ("م", "كم"), "uk": ("м", "км")}
# « près de Le Blanc » is said « près du Blanc »; « de » and « à » before a name, French only.
_CONTRACTIONS = (
    (re.compile(r"\bde Le (?=[A-ZÀ-Þ])"), "du "),
    (re.compile(r"\bde Les (?=[A-ZÀ-Þ])"), "des "),
    (re.compile(r"\bà Le (?=[A-ZÀ-Þ])"), "au "),
    (re.compile(r"\bà Les (?=[A-ZÀ-Þ])"), "aux "),
    (re.compile(r"\bde (?=[AEIOUYÀÂÆÈÉÊËÎÏÔÖÙÛÜŒ])"), "d’"),
)
_DECIMAL_POINT = {"en", "ar"}
# « 3 de marzo de 2026 ».
_DAY_JOINERS = {"es": " de ", "pt": " de "}
# The name of a month after a number has a form of its own (Django's format « E »).
_WITH_GENITIVE = {"uk"}
# Django gives the names of months a capital that the language does not.
_SMALL_MONTHS = {"pt", "uk"}
# Names of days and languages keep their capital.
CAPITAL_NAMES = {"en", "tr"}
_TURKISH_UPPER = {"i": "İ", "ı": "I"}
_TURKISH_LOWER = {"İ": "i", "I": "ı"}


def base_language() -> str:
    """« fr » for French and simple French, « ar »…"""
    return (get_language() or "fr").split("-")[0]


def sentence(text: str) -> str:
    """The same words with a capital at the start."""
    first = text[:1]
    capital = _TURKISH_UPPER.get(first) if base_language() == "tr" else None
    return (capital or first.upper()) + text[1:]


def lower_first(text: str) -> str:
    """The same words without the capital at the start, to be put inside a sentence.

    Out of French, a word that is all its own (« Wi-Fi », « CPAM ») keeps its capital.
    """
    language = base_language()
    word = text.split(" ", 1)[0]
    if language != "fr" and word != word[:1] + word[1:].lower():
        return text
    first = text[:1]
    small = _TURKISH_LOWER.get(first) if language == "tr" else None
    return (small or first.lower()) + text[1:]


def comma() -> str:
    """What stands between the items of a list, its space included."""
    return _COMMAS.get(base_language(), ", ")


def semicolon() -> str:
    """What stands between two parts of a sentence, its spaces included."""
    return _SEMICOLONS.get(base_language(), "; ")


def decimal_sign() -> str:
    """« , » in French."""
    return "." if base_language() in _DECIMAL_POINT else ","


def contracted(text: str) -> str:
    """« près de Orléans » → « près d’Orléans », « à Le Coudray » → « au Coudray »; in French."""
    if base_language() != "fr":
        return text
    for written, said in _CONTRACTIONS:
        text = written.sub(said, text)
    return text


def tied(text: str) -> str:
    """No line break inside a number, before a unit, nor around the dash of a span."""
    figures = _SPLIT_FIGURES.sub(NBSP, text)
    return _SPLIT_MINUTES.sub(NBSP, figures).replace(" – ", f"{NBSP}–{NBSP}")


def isolated(text: str) -> str:
    """French words to be put inside a sentence: marks keep them in order where it is written
    from right to left (« 3 jours par semaine » would begin by its last word)."""
    return f"\u2066{text}\u2069" if get_language_bidi() else text


def distance_words(metres: float) -> str:
    """« 350 m », « 2,3 km » as the language writes it; ValueError as `distance_in_words`."""
    french = distance_in_words(metres)
    language = base_language()
    if language == "fr":
        return french
    figure, unit = french.rsplit(NBSP, 1)
    metre, kilometre = _UNITS.get(language, ("m", "km"))
    number = figure.rsplit(" ", 1)[-1].replace(",", decimal_sign())
    words = f"{number}{NBSP}{metre if unit == 'm' else kilometre}"
    return words if number == figure.replace(",", decimal_sign()) else _less_than(words)


def _less_than(distance: str) -> str:
    return _("moins de %(distance)s") % {"distance": distance}


def day_words(day: int, month: int | None = None, year: int | None = None) -> str:
    """« 1er mars 2026 », « 1er mars », « 1er »: a day of the month, 1 to 31, in words."""
    language = base_language()
    number = _("1er") if day == 1 and language == "fr" else str(day)
    if month is None:
        return number
    form = "E" if language in _WITH_GENITIVE else "F"
    parts = [number, _month_name(month, form)]
    if year is not None:
        parts.append(str(year))
    return _DAY_JOINERS.get(language, " ").join(parts)


def month_words(month: int, year: int | None = None) -> str:
    """« mars » (3), « mars 2026 », without a day."""
    name = _month_name(month, "F")
    return name if year is None else _DAY_JOINERS.get(base_language(), " ").join([name, str(year)])


def _month_name(month: int, form: str) -> str:
    name = formats.date_format(date(2024, month, 1), form)
    return name.lower() if base_language() in _SMALL_MONTHS else name


def date_words(day: date, *, with_year: bool = True) -> str:
    """« 25 janvier 2021 », « 1er mars »."""
    return day_words(day.day, day.month, day.year if with_year else None)


def weekday_words(weekday: int) -> str:
    """« lundi » (0) to « dimanche » (6), inside a sentence."""
    name = formats.date_format(_A_MONDAY + timedelta(days=weekday), "l")
    return name if base_language() in CAPITAL_NAMES else name.lower()
