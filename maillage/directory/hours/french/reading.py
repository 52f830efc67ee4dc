"""The reader: a text, its days column, or one text per day, to an OSM string with its reason."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from maillage.directory.hours.french.elements import build
from maillage.directory.hours.french.grammar import read
from maillage.directory.hours.french.judge import is_by_appointment, sift
from maillage.directory.hours.french.kinds import DoubtError, Element, What
from maillage.directory.hours.french.lexicon import Kind
from maillage.directory.hours.french.loose import loose_spans
from maillage.directory.hours.french.references import resolve
from maillage.directory.hours.french.statements import Reading, Statement
from maillage.directory.hours.french.table import fill, write
from maillage.directory.hours.french.text import MAX_LENGTH, plain
from maillage.directory.hours.french.tokens import tokenise
from maillage.directory.hours.grammar import WEEKDAYS
from maillage.directory.hours.plan import HoursError, validate
from maillage.directory.hours.week import ALWAYS, APPOINTMENT, osm_ranges

# What is already OSM, written strictly: kept as it is when it is valid.
_DAYS = r"(?:(?:Mo|Tu|We|Th|Fr|Sa|Su|PH)(?:-(?:Mo|Tu|We|Th|Fr|Sa|Su))?(?:\[[-\d,]+\])?)"
_TIMES = r"\d{2}:\d{2}-\d{2}:\d{2}(?:,\d{2}:\d{2}-\d{2}:\d{2})*"
_RULE = rf"(?:week \d[-\d/]* ?)?{_DAYS}(?:,{_DAYS})* (?:{_TIMES}|off)"
_TOO_LONG = f"Le texte dépasse {MAX_LENGTH} caractères."
_OSM = re.compile(rf"{_RULE}(?:; ?{_RULE})*;?|24/7")


@dataclass(frozen=True)
class HoursReading:
    """`osm`: None when not certain. `why`: one plain French sentence for None or what is left."""

    osm: str | None
    why: str


def read_hours(texte: str, *, jours: str = "") -> HoursReading:
    """Read opening hours; `jours`: days of a companion column, for a text without any."""
    return _read(texte[: MAX_LENGTH + 1], jours[:500])


def read_days(texts: Mapping[str, str], *, parity: str = "") -> HoursReading:
    """Read one text per day (keys Mo…Su); `parity`: « Semaine paire », « Semaine impaire »."""
    if any(len(text) > MAX_LENGTH for text in (*texts.values(), parity)):
        return HoursReading(None, _TOO_LONG)
    statements: list[Statement] = []
    notes: list[str] = []
    try:
        when = _parity(parity)
        for day, name in enumerate(WEEKDAYS):
            text = texts.get(name, "").strip()
            if not plain(text).strip(" -./x"):
                continue
            reading = _read_day(text, day)
            statements += reading.statements
            notes += reading.notes
        if not any(statement.kind == "open" for statement in statements):
            return HoursReading(None, "Aucun jour n’a d’heures.")
        for statement in statements:
            if statement.kind == "open":
                statement.when = statement.when.also(when.when)
        return _checked(write(fill(statements)), notes)
    except DoubtError as doubt:
        return HoursReading(None, doubt.why)


def read_day_hours(texte: str) -> str:
    """Read the hours that the text of one day names, whatever else it says; "" without any."""
    try:
        return osm_ranges(loose_spans(plain(texte[:MAX_LENGTH])))
    except DoubtError:
        return ""


@lru_cache(maxsize=8192)
def _read(texte: str, jours: str) -> HoursReading:
    return read_afresh(texte, jours=jours)


def read_afresh(texte: str, *, jours: str = "") -> HoursReading:
    """Read a text even when it was read a moment ago (to measure)."""
    if not texte.strip():
        return HoursReading(None, "Le texte est vide.")
    if len(texte) > MAX_LENGTH:
        return HoursReading(None, _TOO_LONG)
    if _OSM.fullmatch(texte.strip()):
        return _checked(texte.strip().rstrip(";"), [])
    try:
        companion = _companion(jours)
        elements, notes = sift(resolve(_elements(texte), companion=companion))
        reading = read(elements, companion=companion)
        comment = APPOINTMENT if is_by_appointment(elements) else ""
        return _checked(write(fill(reading.statements), comment=comment), notes + reading.notes)
    except DoubtError as doubt:
        return HoursReading(None, doubt.why)


def _elements(texte: str) -> list[Element]:
    return build(tokenise(plain(texte)))


def _checked(osm: str, notes: Sequence[str]) -> HoursReading:
    if not osm:
        return HoursReading(None, "Aucune heure d’ouverture n’est donnée.")
    if osm == "Mo-Su 00:00-24:00":
        osm = ALWAYS
    try:
        validate(osm=osm)
    except HoursError as error:
        return HoursReading(None, error.message_fr)
    return HoursReading(osm, " ".join(dict.fromkeys(notes)))


@lru_cache(maxsize=512)
def _companion(jours: str) -> tuple[int, ...]:
    """« {Lundi,Mardi} » → (0, 1); empty when it says anything else than days."""
    days: list[int] = []
    try:
        for element in build(tokenise(plain(jours))):
            if element.what is What.DAYS and not element.nth and not element.half:
                days += element.days
            elif element.what in (What.DAYS, What.HOURS, What.EXCEPT, What.CLOSED, What.NTH):
                return ()
    except DoubtError:
        return ()
    return tuple(sorted(set(days)))


def _parity(text: str) -> Element:
    for token in tokenise(plain(text)):
        if token.kind is Kind.PARITY:
            return next(iter(build([token])), Element(What.WHEN))
    if plain(text):
        raise DoubtError("Les semaines d’ouverture ne sont pas comprises.")
    return Element(What.WHEN)


def _read_day(text: str, day: int) -> Reading:
    """Read the text of one day; that day named in it (« le 1er samedi ») is no surprise."""
    elements = _elements(text)
    kinds = {element.what for element in elements}
    if What.HOURS not in kinds and kinds & {What.CLOSED, What.APPOINTMENT, What.OTHERS}:
        return Reading()
    elements, notes = sift(elements)
    named = {d for element in elements if element.what is What.DAYS for d in element.days}
    if named and named != {day}:
        raise DoubtError("Le texte d’un jour parle d’un autre jour.")
    opening = next((i for i, e in enumerate(elements) if e.what is What.OPEN), len(elements))
    if not any(element.what is What.DAYS for element in elements[:opening]):
        elements = [Element(What.DAYS, days=(day,)), *elements]
    elif elements[0].what is What.HOURS:
        elements = [replace(e, half="") if e.what is What.DAYS else e for e in elements]
    reading = read(elements, companion=(day,))
    reading.notes += notes
    for statement in reading.statements:
        if not statement.days and not statement.when.public:
            statement.days = (day,)  # « fermé pendant les vacances »: that day only
    return reading
