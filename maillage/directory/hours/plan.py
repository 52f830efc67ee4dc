"""A string made ready to be asked about days.

Strings made of weekdays, PH, SH, clock times and « off » (nearly all) are resolved once into a
table; the others go to opening-hours-py, day by day, after the rewriting explained in
`grammar.py`. Day by day, because over a longer window the library (2.1.4) skips open days after a
fallback (`||`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from opening_hours import (  # type: ignore[attr-defined]  # ParserError: left out of its stubs
    OpeningHours,
    ParserError,
    State,
)

from maillage.directory.hours import grammar
from maillage.directory.hours.grammar import DAY, Holiday, Rule, Span

MAX_LENGTH = 2000
EXAMPLE = "Mo-Fr 09:00-12:00,14:00-17:30; Sa 09:00-12:00; PH off"
PUBLIC, SCHOOL = 7, 14
"""What to add to a weekday to find its line in `Plan.table`."""

_EMPTY_SPAN = re.compile(r"\b(\d{1,2}:\d{2}) ?- ?\1(?!\d)")
_COMMENT = re.compile(r'"[^"]*"')


class HoursError(ValueError):
    """A string that cannot be read; `message_fr` is for people and gives a right example."""

    def __init__(self, message_fr: str) -> None:
        super().__init__(message_fr)
        self.message_fr = message_fr


class DayHours(NamedTuple):
    """What a string says of one day, without the calendar's or anybody's exceptions."""

    open: tuple[Span, ...]
    unknown: tuple[Span, ...] = ()
    comment: str | None = None


CLOSED = DayHours(())


@dataclass(frozen=True, slots=True)
class Plan:
    """A string made ready. `table` is None when the library must be asked.

    `table` has 28 entries: weekday, + 7 on a public holiday, + 14 in school holidays.
    """

    osm: str
    rules: tuple[Rule, ...]
    table: tuple[DayHours, ...] | None
    holidays: tuple[Holiday, ...]
    dates: frozenset[tuple[int | None, int, int]]
    is_always_open: bool

    def says_holiday(self, day: date) -> bool:
        """Tell whether the string decides by itself what happens on a public holiday."""
        return (
            self.is_always_open
            or any(holiday.kind == "PH" for holiday in self.holidays)
            or (None, day.month, day.day) in self.dates
            or (day.year, day.month, day.day) in self.dates
        )


def validate(*, osm: str) -> None:
    """Check a string; raise `HoursError` with what is wrong in plain French."""
    if not osm.strip():
        raise HoursError(f"Les horaires sont vides. Exemple d’écriture correcte : « {EXAMPLE} ».")
    if len(osm) > MAX_LENGTH:
        raise HoursError(
            f"Les horaires sont trop longs ({len(osm)} caractères, {MAX_LENGTH} au plus). "
            f"Exemple d’écriture correcte : « {EXAMPLE} »."
        )
    _library(osm)
    empty = _EMPTY_SPAN.search(_COMMENT.sub("", osm))
    if empty and empty[1] not in {"00:00", "0:00"}:
        # By the specification 24 hours; in real files always a slip that would mislead people.
        raise HoursError(
            f"Dans les horaires, « {empty[0]} » finit à l’heure où il commence. "
            f"Exemple d’écriture correcte : « {EXAMPLE} »."
        )


@lru_cache(maxsize=2048)
def _library(osm: str) -> OpeningHours:
    try:
        # Country and zone are ours to resolve, and looking them up costs time.
        return OpeningHours(osm, auto_country=False, auto_timezone=False)
    except ParserError as error:
        raise HoursError(_explain(osm, str(error))) from error
    except ValueError as error:  # a character that has no UTF-8 form
        raise HoursError(_explain(osm, "")) from error


def _explain(osm: str, library_message: str) -> str:
    text = osm.strip().encode("utf-8", "replace").decode()
    position = re.search(r"--> 1:(\d+)", library_message)
    at = int(position[1]) - 1 - (len(osm) - len(osm.lstrip())) if position else 0
    if at >= len(text):
        problem = f"Les horaires « {text[-40:]} » semblent incomplets à la fin."
    else:
        # From the beginning of the word that stopped the reading to the end of its rule.
        start = max(text.rfind(" ", 0, at), text.rfind(";", 0, at)) + 1
        rest = text[start:].partition(";")[0].strip() or text[at:]
        excerpt = rest if len(rest) <= 40 else f"{rest[:39]}…"
        problem = (
            f"Les horaires n’ont pas pu être lus à partir de « {excerpt} »."
            if start
            else f"Les horaires « {excerpt} » n’ont pas pu être lus."
        )
    return f"{problem} Exemple d’écriture correcte : « {EXAMPLE} »."


@lru_cache(maxsize=4096)
def plan_of(osm: str) -> Plan:
    """Read a string; raise `HoursError` when it is not valid."""
    validate(osm=osm)
    rules = grammar.parse_rules(osm=osm.strip())
    found = grammar.holidays_of(rules=rules)
    table = _build_table(rules, found)
    always = table is not None and all(hours.open == ((0, DAY),) for hours in table[:7])
    dates = grammar.single_dates(rules=rules) if table is None else frozenset()
    return Plan(osm, rules, table, found, dates, always)


def _build_table(
    rules: tuple[Rule, ...], found: tuple[Holiday, ...]
) -> tuple[DayHours, ...] | None:
    is_simple = all(
        rule.is_plain
        and (rule.separator == ";" or (rule.separator == "," and rule.modifier != "off"))
        for rule in rules
    )
    if not is_simple or any(holiday.offset for holiday in found):
        return None
    kinds = {holiday.kind for holiday in found}
    table: list[DayHours] = []
    for is_school in (False, True):
        if is_school and "SH" not in kinds:
            table.extend(table[:14])
            break
        for is_public in (False, True):
            if is_public and "PH" not in kinds:
                table.extend(table[-7:])
                continue
            truth = {h: is_public if h.kind == "PH" else is_school for h in found}
            table.extend(_table_day(rules, weekday, truth) for weekday in range(7))
    return tuple(table)


def _table_day(rules: tuple[Rule, ...], weekday: int, truth: dict[Holiday, bool]) -> DayHours:
    spans: list[Span] = []
    for rule in rules:
        if not rule.matches(weekday=weekday, truth=truth):
            continue
        if rule.separator == ";":
            spans.clear()
        if rule.modifier != "off":
            spans.extend(rule.spans)
    return DayHours(_merge(spans)) if spans else CLOSED


def _merge(spans: Sequence[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for begin, end in sorted(spans):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return tuple(merged)


@lru_cache(maxsize=8192)
def library_day(osm: str, truth: tuple[bool, ...], day: date) -> DayHours:
    """Ask the library about one day on which the string's holidays are as `truth` says."""
    opened: list[Span] = []
    unknown: list[Span] = []
    comments: dict[str, None] = {}
    begin = datetime.combine(day, time())
    for hours, shift in _variants(osm, truth):
        for first, last, kind, comment in hours.intervals(begin, begin + timedelta(days=1)):
            if kind == State.CLOSED:
                continue
            span = (_minute(first, begin) + shift, _minute(last, begin) + shift)
            (opened if kind == State.OPEN else unknown).append(span)
            if comment:
                comments[comment] = None
    return DayHours(_merge(opened), _merge(unknown), ", ".join(comments) or None)


@lru_cache(maxsize=2048)
def _variants(osm: str, truth: tuple[bool, ...]) -> tuple[tuple[OpeningHours, int], ...]:
    """Return the library's objects for a day on which `truth` holds, with their shift (minutes)."""
    rules = plan_of(osm).rules
    known = dict(zip(plan_of(osm).holidays, truth, strict=True))
    today = _library(grammar.variant(rules=rules, truth=known, next_day=False))
    if not grammar.crosses_midnight(rules=rules):
        return ((today, 0),)
    tonight = _library(grammar.variant(rules=rules, truth=known, next_day=True))
    return ((today, 0), (tonight, DAY))


def _minute(moment: datetime, midnight: datetime) -> int:
    return int((moment.replace(tzinfo=None) - midnight).total_seconds() // 60)
