"""The values of the vocabularies in the languages of the interface: one table, read once.

French words are those of standard.py, of vocabularies.py, of `EquipmentKind` and of `Theme`; the
others are in vocabulary_words.csv (one row for each value, one column for each language). An empty
cell means that the French words are shown: a proper name, or French that is already simple.

The table also holds words that are kept elsewhere in French and that visitors read: names of
holidays (`calendrier`), rules of provenance (`provenance`), kinds of passages, orders (`tri`).
"""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

from maillage.core.wording import CAPITAL_NAMES, base_language, lower_first
from maillage.directory.enums import EquipmentKind, ModaliteField, Theme
from maillage.directory.vocabularies import VOCABULARIES, slug_of

TABLE = Path(__file__).with_name("vocabulary_words.csv")
EQUIPMENTS = "equipements"
THEMES = "themes"
CALENDAR, PROVENANCE, PASSAGES, ORDERS = "calendrier", "provenance", "passages", "tri"
# Names and titles: they keep their capital inside a sentence.
_NAMES = frozenset({ModaliteField.TYPOLOGIE, ModaliteField.DISPOSITIFS, ModaliteField.FORMATIONS})


@cache
def french_labels() -> Mapping[str, Mapping[str, str]]:
    """Field → code → French words, in the order of each vocabulary."""
    return {
        **{
            field: {entry.code: entry.label for entry in entries}
            for field, entries in VOCABULARIES.items()
        },
        EQUIPMENTS: {kind.value: str(kind.label) for kind in EquipmentKind},
        THEMES: {theme.value: str(theme.label) for theme in Theme},
    }


@cache
def _table() -> Mapping[str, Mapping[tuple[str, str], str]]:
    """Language → (field, code) → words; the cells that are not empty."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        languages = (reader.fieldnames or [])[2:]
        found: dict[str, dict[tuple[str, str], str]] = {language: {} for language in languages}
        for row in reader:
            for language in languages:
                if row[language]:
                    found[language][row["field"], row["code"]] = row[language]
    return found


def translated_label(field: str, code: str) -> str:
    """A value in the active language when the table has it; else, and in French, empty."""
    words = _table().get(get_language() or "")
    return words.get((field, code), "") if words else ""


def value_label(field: str, code: str) -> str:
    """A value in the active language, in French without translation, the code when unknown.

    `field`: a field of the standard, `langues`, `equipements` (EquipmentKind) or `themes` (the
    eleven of La Coop).
    """
    words = translated_label(field, code)
    return words or french_labels().get(field, {}).get(code, code)


def inner_label(field: str, label: str) -> str:
    """A label of a field inside a sentence: « gratuit », « personnes âgées », « Arabic »."""
    keeps_capital = field in _NAMES or (
        field == ModaliteField.LANGUES and base_language() in CAPITAL_NAMES
    )
    return label if keeps_capital else lower_first(label)


def calendar_label(name: str) -> str:
    """The name of a public or school holiday, given in French."""
    return translated_label(CALENDAR, slug_of(name)) or name
