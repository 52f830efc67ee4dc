"""How good a sheet is, 0 to 100, part by part: for coordinators, never for the public.

Explained in docs/explications/qualite.md. Beside it, data·inclusion's own score (0 to 1) of what
our export sends them, so that both can be compared. No database, no clock.
"""

from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from maillage.directory.enums import ModaliteField, Section
from maillage.directory.exchange.writers.data_inclusion import MOBILISATION
from maillage.directory.normalise.conform import UNKNOWN_ADDRESS
from maillage.directory.quality import (
    ASPECTS,
    Facts,
    completeness_of,
    contradictions_of,
    missing_of,
)
from maillage.directory.vocabularies import VOCABULARIES

FRESH_DAYS: Final = 180
STALE_DAYS: Final = 730
"""As data·inclusion counts: full marks up to six months, none from two years on."""
SOURCE_SHARE: Final = 0.7
"""What the date of a source is worth against a person's confirmation of the same day."""


class PartCode(StrEnum):
    """The five parts of the score."""

    COMPLETUDE = "completude"
    FRAICHEUR = "fraicheur"
    POSITION = "position"
    CONTACT = "contact"
    HORAIRES = "horaires"


WEIGHTS: Final[dict[PartCode, int]] = {
    PartCode.COMPLETUDE: 30,
    PartCode.FRAICHEUR: 30,
    PartCode.HORAIRES: 15,
    PartCode.POSITION: 15,
    PartCode.CONTACT: 10,
}
"""Out of 100; a part that does not apply leaves its weight to the others."""
PART_WORDS: Final[dict[PartCode, str]] = {
    PartCode.COMPLETUDE: "Complétude",
    PartCode.FRAICHEUR: "Fraîcheur",
    PartCode.POSITION: "Position",
    PartCode.CONTACT: "Contact",
    PartCode.HORAIRES: "Horaires",
}


@dataclass(frozen=True, slots=True)
class ScoreFacts:
    """What the score reads of a sheet.

    `date_maj`: the date that the sheet bears; `confirmed_on`: the day a person vouched for all of
    it, None when nobody did; `today`: the caller's.
    """

    facts: Facts
    today: date
    date_maj: date | None = None
    confirmed_on: date | None = None
    adresse: str = ""
    presentation_detail: str = ""


@dataclass(frozen=True, slots=True)
class Gain:
    """Something to mend: an order in words, where, and the points of the total it would give.

    `part`: the part that it raises, the completeness when it raises that one alone.
    """

    words: str
    section: Section
    points: float
    part: PartCode = PartCode.COMPLETUDE


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted of a sheet; `contradictions`: codes of quality.RULES."""

    total: int
    parts: Mapping[PartCode, int]
    contradictions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """`total` and each part that applies, 0 to 100; what would raise the total, most first."""

    total: int
    parts: Mapping[PartCode, int]
    missing: tuple[Gain, ...] = field(default=())


def measure(facts: ScoreFacts) -> Measure:
    """The score of one sheet and its parts, without what to mend."""
    contradictions = contradictions_of(facts.facts)
    wrong = frozenset(contradictions)
    parts = {
        code: rule(facts, wrong)
        for code, rule in _PARTS.items()
        if not (code is PartCode.HORAIRES and _is_without_public(facts))
    }
    return Measure(total_of(parts), parts, contradictions)


def total_of(parts: Mapping[PartCode, int]) -> int:
    """The weighted mean of the parts that apply."""
    return round(sum(WEIGHTS[code] * value for code, value in parts.items()) / _weight(parts))


def freshness_of(*, date_maj: date | None, confirmed_on: date | None, today: date) -> int:
    """The better of a person's word and of the source's date, which is worth less."""
    confirmed = _recency(confirmed_on, today)
    dated = _recency(date_maj, today) * SOURCE_SHARE
    return round(100 * max(confirmed, dated))


def score_of(facts: ScoreFacts) -> Score:
    """The score of one sheet, its parts, and what to mend first."""
    found = measure(facts)
    return Score(found.total, found.parts, _gains(facts, found.parts, _weight(found.parts)))


def _weight(parts: Iterable[PartCode]) -> int:
    return sum(WEIGHTS[code] for code in parts)


# --- parts -------------------------------------------------------------------------------
def _is_without_public(facts: ScoreFacts) -> bool:
    """Nobody comes: opening hours do not apply."""
    return "pas-de-public" in facts.facts.codes(ModaliteField.ACCES)


def _completeness(facts: ScoreFacts, _wrong: Set[str]) -> int:
    return completeness_of(facts.facts)


def _freshness(facts: ScoreFacts, _wrong: Set[str]) -> int:
    return freshness_of(date_maj=facts.date_maj, confirmed_on=facts.confirmed_on, today=facts.today)


def _recency(day: date | None, today: date) -> float:
    """1 up to FRESH_DAYS, then straight down to 0 at STALE_DAYS; a day to come is today."""
    if day is None:
        return 0.0
    age = (today - day).days
    if age <= FRESH_DAYS:
        return 1.0
    return max(0.0, (STALE_DAYS - age) / (STALE_DAYS - FRESH_DAYS))


def _position(facts: ScoreFacts, wrong: Set[str]) -> int:
    """A point far outside its commune is worth no point at all."""
    sheet = facts.facts
    if sheet.latitude is None or sheet.longitude is None or "position" in wrong:
        return 0
    if not sheet.is_exact:
        return 40
    return 60 if "code-postal" in wrong else 100


def _contact(facts: ScoreFacts, wrong: Set[str]) -> int:
    """One living way is nearly enough: a small town hall without e-mail is not punished."""
    sheet = facts.facts
    if sheet.telephone:
        value = 100 if sheet.courriels or sheet.prise_rdv else 80
    elif sheet.courriels or sheet.prise_rdv:
        value = 60
    else:
        value = 20 if sheet.site_web else 0
    return min(value, 40) if wrong & {"rendez-vous", "telephone", "courriel"} else value


def _hours(facts: ScoreFacts, wrong: Set[str]) -> int:
    """Hours that can be computed; a text that only people can read is worth half."""
    sheet = facts.facts
    if not sheet.horaires:
        return 50 if sheet.horaires_text else 0
    return 50 if "horaires" in wrong else 100


_PARTS: Final[dict[PartCode, Callable[[ScoreFacts, Set[str]], int]]] = {
    PartCode.COMPLETUDE: _completeness,
    PartCode.FRAICHEUR: _freshness,
    PartCode.POSITION: _position,
    PartCode.CONTACT: _contact,
    PartCode.HORAIRES: _hours,
}

# --- what to mend first ------------------------------------------------------------------
_PROBES: Final = {
    PartCode.CONTACT: Facts(telephone="1"),
    PartCode.HORAIRES: Facts(horaires="1"),
    PartCode.POSITION: Facts(is_exact=True),
}
_PART_OF: Final[dict[str, PartCode]] = {
    aspect.words: code
    for aspect in ASPECTS
    for code, probe in _PROBES.items()
    if aspect.is_known(probe)
}
"""Words of an aspect of the completeness → the part that it raises as well."""
_REMEDIES: Final[tuple[tuple[PartCode, str, Section], ...]] = (
    (
        PartCode.FRAICHEUR,
        "Relisez la fiche, puis confirmez-la ou corrigez-la",
        Section.CONTACTS,
    ),
    (
        PartCode.HORAIRES,
        "Écrivez les horaires jour par jour : un texte ne dit pas si le lieu est ouvert",
        Section.HORAIRES,
    ),
    (
        PartCode.POSITION,
        "Vérifiez la position : elle ne va pas avec la commune ou le code postal",
        Section.CONTACTS,
    ),
    (
        PartCode.CONTACT,
        "Complétez les contacts : un téléphone et une adresse électronique",
        Section.CONTACTS,
    ),
)
"""A part that is not full, though nothing that the completeness counts is missing there."""
_HOURS_DISAGREE = "Accordez les horaires : le texte et la semaine se contredisent"


def _gains(facts: ScoreFacts, parts: Mapping[PartCode, int], weight: int) -> tuple[Gain, ...]:
    def worth(code: PartCode) -> float:
        return WEIGHTS[code] * (100 - parts[code]) / weight

    gains: list[Gain] = []
    told: set[PartCode] = set()
    for aspect in missing_of(facts.facts):
        code = _PART_OF.get(aspect.words)
        if code is PartCode.HORAIRES and code not in parts:
            continue
        points = WEIGHTS[PartCode.COMPLETUDE] * aspect.weight / weight
        if code is not None:
            points += worth(code)
            told.add(code)
        gains.append(Gain(aspect.words, aspect.section, points, code or PartCode.COMPLETUDE))
    for code, words, section in _REMEDIES:
        if code in parts and code not in told and parts[code] < 100:
            is_hours = code is PartCode.HORAIRES and facts.facts.horaires
            gains.append(Gain(_HOURS_DISAGREE if is_hours else words, section, worth(code), code))
    return tuple(sorted(gains, key=lambda gain: (-gain.points, gain.words)))


# --- data·inclusion ----------------------------------------------------------------------
def _codes_of(name: ModaliteField) -> dict[str, str]:
    return {entry.value: entry.code for entry in VOCABULARIES[name.value]}


_WAYS: Final = {_codes_of(ModaliteField.ACCES)[value]: way for value, way in MOBILISATION.items()}
_LENGTHS: Final = {
    entry.code: len(entry.value) for entry in VOCABULARIES[ModaliteField.SERVICES.value]
}


def data_inclusion_score(facts: ScoreFacts) -> float | None:
    """The quality score that data·inclusion gives to the service we send them, 0 to 1.

    The mean of its applicable criteria (package data-inclusion-schema, v1, score_qualite); None
    for a place that declares no service, of which no service is sent. The whole sheet is read,
    what is kept for professionals too. One difference: at exactly 180 days theirs falls to 0
    for that one day, ours does not.
    """
    sheet = facts.facts
    services = sheet.codes(ModaliteField.SERVICES)
    if not services:
        return None
    ways = {
        _WAYS[code]
        for code in sheet.codes(ModaliteField.ACCES)
        if code in _WAYS and (code != "rdv-en-ligne" or sheet.prise_rdv)
    }
    criteria = [
        1.0 if ways else 0.5,  # who may send somebody is always said
        1.0,  # a public: everybody, when the sheet names none
        1.0,  # a theme: each service has one
        float(bool(sheet.courriels or sheet.prise_rdv or sheet.telephone)),
        round(_recency(facts.date_maj, facts.today), 2),
        float(bool(sheet.codes(ModaliteField.FRAIS))),
        _description(facts, services),
    ]
    if "se-presenter" in ways or _receives(sheet):
        criteria.append(float(facts.adresse not in ("", UNKNOWN_ADDRESS)))
    if "envoyer-un-courriel" in ways:
        criteria.append(float(bool(sheet.courriels)))
    if "telephoner" in ways:
        criteria.append(float(bool(sheet.telephone)))
    return round(sum(criteria) / len(criteria), 2)


def _receives(sheet: Facts) -> bool:
    """Whether people are received there, as the export says it."""
    return sheet.codes(ModaliteField.ACCES) != {"pas-de-public"} and sheet.codes(
        ModaliteField.ACCOMPAGNEMENT
    ) != {"distance"}


def _description(facts: ScoreFacts, services: Set[str]) -> float:
    """Between 200 and 1999 characters is best; the names of the services stand in for none."""
    length = len(facts.presentation_detail or facts.facts.presentation_resume)
    if length < 5:
        length = sum(_LENGTHS[code] for code in services) + 2 * (len(services) - 1)
    if length < 50:
        return 0.0
    return 1.0 if 200 <= length < 2000 else 0.5
