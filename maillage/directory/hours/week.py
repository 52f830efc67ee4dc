"""A plain week: read from an OSM string, from what people type, and written back as OSM.

A string that says more than a week (months, school holidays, « first Monday », nights, other
comments) is not a plain week: `parse_week` returns None and the string stays as it is.
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from maillage.directory.hours.grammar import DAY, WEEKDAYS, Rule, Span, minutes_text
from maillage.directory.hours.plan import HoursError, plan_of

MAX_RANGES: Final = 4
APPOINTMENT: Final = "sur rendez-vous"
ALWAYS: Final = "24/7"

_APPOINTMENT = re.compile(r"(?:uniquement )?sur (?:rendez[- ]vous|rdv)\.?", re.IGNORECASE)
_HOLIDAYS_CLOSED = "PH off"
# In « 9h-12h 14h-17h » the 14 is an hour, not the minutes of 12.
_CLOCK = (
    r"(?:midi|minuit|[0-9]{1,2}\s*(?:h(?:eures?)?|[:.])(?:\s*[0-9]{2}(?!\s*[0-9h:.]))?|[0-9]{1,4})"
)
_TIME = re.compile(
    r"([0-9]{1,2})(?:\s*(?:h(?:eures?)?|[:.])\s*([0-9]{2})?)?|([0-9]{1,2})([0-9]{2})"
)
_RANGE = re.compile(rf"(?:de\s+)?({_CLOCK})\s*(?:-|à|a|/|jusqu'à)\s*({_CLOCK})", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:,|;|\+|&|puis|et)?\s*", re.IGNORECASE)


class WeekError(ValueError):
    """Something typed that is not an hour; `message_fr` says what and gives an example."""

    def __init__(self, message_fr: str) -> None:
        super().__init__(message_fr)
        self.message_fr = message_fr


@dataclass(frozen=True, slots=True, order=True)
class Range:
    """From `start` to `end`, minutes after midnight (0 to 1440), on the same day.

    `by_appointment` with (0, 1440): that day on appointment, at hours that nobody said.
    """

    start: int
    end: int
    by_appointment: bool = False

    @property
    def is_whole_day(self) -> bool:
        return (self.start, self.end) == (0, DAY)


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from Monday, each its ranges in order; `holidays_closed`: the string says so."""

    days: tuple[tuple[Range, ...], ...]
    holidays_closed: bool = False

    @property
    def is_empty(self) -> bool:
        return not any(self.days)


EMPTY_WEEK: Final = Week(days=((),) * 7)


def parse_week(*, osm: str) -> Week | None:
    """Read a string as a plain week; None when it says more, or cannot be read.

    A blank string is the empty week.
    """
    if not osm.strip():
        return EMPTY_WEEK
    try:
        rules = plan_of(osm).rules
    except HoursError:
        return None
    if not all(_is_simple(rule) for rule in rules):
        return None
    names_holidays = any(group.holidays for rule in rules for group in rule.groups)
    if names_holidays and any(_day(rules, weekday, is_holiday=True) for weekday in range(7)):
        return None
    days = tuple(_day(rules, weekday, is_holiday=False) for weekday in range(7))
    if any(len(ranges) > MAX_RANGES or _overlap(ranges) for ranges in days):
        return None
    return Week(days=days, holidays_closed=names_holidays)


def write_week(*, week: Week) -> str:
    """Write a week as canonical OSM; empty when no day has hours.

    « Mo-Fr 09:00-12:00,14:00-17:00; Sa 10:00-12:00; PH off »; days with the same hours together,
    in the order of the first of them.
    """
    if week.is_empty:
        return ""
    if not week.holidays_closed and all(day == (Range(0, DAY),) for day in week.days):
        return ALWAYS
    weekdays_by_ranges: dict[tuple[Range, ...], list[int]] = {}
    for weekday, ranges in enumerate(week.days):
        if ranges:
            weekdays_by_ranges.setdefault(tuple(sorted(ranges)), []).append(weekday)
    rules = [_write_rule(days, ranges) for ranges, days in weekdays_by_ranges.items()]
    if week.holidays_closed:
        rules.append(_HOLIDAYS_CLOSED)
    return "; ".join(rules)


def read_time(text: str, *, is_end: bool = False) -> int:
    """Read one hour as people type it; minutes after midnight.

    « 9 », « 9h », « 9h30 », « 9 h 30 », « 14:00 », « 9.30 », « 930 », « midi », « minuit » (24 h
    when it is an end). Raises WeekError.
    """
    typed = _clean(text)
    if typed == "midi":
        return DAY // 2
    if typed == "minuit":
        return DAY if is_end else 0
    found = _TIME.fullmatch(typed)
    if not found:
        raise WeekError(f"« {_short(text)} » n’est pas une heure. Écrivez par exemple 9h30.")
    hours, minutes = int(found[1] or found[3]), int(found[2] or found[4] or 0)
    value = hours * 60 + minutes
    if minutes > 59 or value > DAY:
        raise WeekError(f"« {_short(text)} » n’existe pas : une heure va de 0h à 24h.")
    return DAY if is_end and value == 0 else value


def read_ranges(text: str) -> list[Span]:
    """Read ranges typed or pasted in one field: « 9h-12h », « 9h à 12h et 14h-17h30 ».

    In order, without overlap. Raises WeekError, also when there is none.
    """
    typed = _clean(text)
    spans: list[Span] = []
    at = 0
    while at < len(typed):
        found = _RANGE.match(typed, at)
        if not found:
            raise WeekError(
                f"« {_short(typed[at:])} » n’est pas compris. "
                "Écrivez par exemple 9h-12h, ou 9h-12h et 14h-17h."
            )
        start, end = read_time(found[1]), read_time(found[2], is_end=True)
        if end <= start:
            raise WeekError(f"« {found[0]} » : la fin vient avant le début.")
        spans.append((start, end))
        at = found.end()
        between = _BETWEEN.match(typed, at)
        at = between.end() if between else at
    if not spans:
        raise WeekError("Écrivez les heures, par exemple 9h-12h.")
    spans.sort()
    if any(later[0] < earlier[1] for earlier, later in itertools.pairwise(spans)):
        raise WeekError(f"« {_short(text)} » : deux plages se chevauchent.")
    return spans


def is_range(text: str) -> bool:
    """Tell whether a field that waits for one hour was given a range (« 9h-12h » pasted)."""
    return _RANGE.match(_clean(text)) is not None


def typed_time(minutes: int) -> str:
    """Write an hour as people type it: « 9h », « 9h30 », « 24h »."""
    hours, rest = divmod(minutes, 60)
    return f"{hours}h{rest:02d}" if rest else f"{hours}h"


def typed_ranges(spans: Sequence[Span]) -> str:
    """Write ranges as people type them: « 9h-12h, 14h-17h »."""
    return ", ".join(f"{typed_time(start)}-{typed_time(end)}" for start, end in spans)


def osm_ranges(spans: Sequence[Span]) -> str:
    """Write ranges as OSM, for every day: « 09:00-12:00,14:00-17:00 »."""
    return ",".join(f"{minutes_text(start)}-{minutes_text(end)}" for start, end in spans)


def _is_simple(rule: Rule) -> bool:
    is_off = rule.modifier == "off"
    says_appointment = rule.comment is not None and bool(_APPOINTMENT.fullmatch(rule.comment))
    return (
        not rule.wide
        and (rule.separator == ";" or (rule.separator == "," and not is_off))
        and all(
            group.is_plain and all(day.kind == "PH" and not day.offset for day in group.holidays)
            for group in rule.groups
        )
        and (rule.comment is None or (says_appointment and not is_off))
        and (rule.modifier != "unknown" or (says_appointment and rule.spans == ((0, DAY),)))
        and (not rule.times if is_off else bool(rule.spans))
        and all(end <= DAY for _start, end in rule.spans)
    )


def _day(rules: Sequence[Rule], weekday: int, *, is_holiday: bool) -> tuple[Range, ...]:
    found: list[Range] = []
    for rule in rules:
        truth = {day: is_holiday for group in rule.groups for day in group.holidays}
        if not rule.matches(weekday=weekday, truth=truth):
            continue
        if rule.separator == ";":
            found.clear()
        by_appointment = rule.comment is not None
        found.extend(Range(start, end, by_appointment) for start, end in rule.spans)
    return _merge(found)


def _merge(ranges: list[Range]) -> tuple[Range, ...]:
    """Ranges of one kind that touch become one, as the schedule reads them."""
    merged: list[Range] = []
    for item in sorted(ranges):
        last = merged[-1] if merged else None
        if last and item.start <= last.end and item.by_appointment == last.by_appointment:
            merged[-1] = Range(last.start, max(last.end, item.end), last.by_appointment)
        else:
            merged.append(item)
    return tuple(merged)


def _overlap(ranges: tuple[Range, ...]) -> bool:
    return any(later.start < sooner.end for sooner, later in itertools.pairwise(ranges))


def _write_rule(weekdays: list[int], ranges: tuple[Range, ...]) -> str:
    days = _write_days(weekdays)
    if ranges == (Range(0, DAY, by_appointment=True),):
        return f'{days} unknown "{APPOINTMENT}"'
    free = [(item.start, item.end) for item in ranges if not item.by_appointment]
    kept = [(item.start, item.end) for item in ranges if item.by_appointment]
    parts: list[str] = []
    if free:
        parts.append(f"{days} {osm_ranges(free)}")
    if kept:
        parts.append(f'{days} {osm_ranges(kept)} "{APPOINTMENT}"')
    return ", ".join(parts)


def _write_days(weekdays: list[int]) -> str:
    runs: list[list[int]] = []
    for weekday in weekdays:
        if runs and runs[-1][-1] == weekday - 1:
            runs[-1].append(weekday)
        else:
            runs.append([weekday])
    names: list[str] = []
    for run in runs:
        if len(run) > 2:
            names.append(f"{WEEKDAYS[run[0]]}-{WEEKDAYS[run[-1]]}")
        else:
            names.extend(WEEKDAYS[weekday] for weekday in run)
    return ",".join(names)


def _clean(text: str) -> str:
    for dash in "–—−‐‑":
        text = text.replace(dash, "-")
    return " ".join(text.replace("’", "'").split()).lower()


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 24 else f"{text[:23]}…"
