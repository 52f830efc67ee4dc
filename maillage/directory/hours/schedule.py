"""When a place is open: OSM opening_hours strings evaluated on real days.

A day is decided in this order: an exceptional period that covers it; a public holiday on which the
string says nothing (assumed closed, and flagged so); else the string, with the public holidays of
the department and the school holidays of its zone.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from maillage.directory.hours import calendars
from maillage.directory.hours.grammar import DAY, Holiday, Span
from maillage.directory.hours.plan import (
    CLOSED,
    PUBLIC,
    SCHOOL,
    DayHours,
    HoursError,
    Plan,
    library_day,
    plan_of,
    validate,
)

__all__ = [
    "Context",
    "Day",
    "Exceptional",
    "HoursError",
    "State",
    "context_of",
    "days",
    "intervals",
    "state",
    "validate",
    "weekly",
    "weekly_table",
]

HORIZON_DAYS = 28
CLOSING_SOON_MINUTES = 30
_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Context:
    """Where the place is: IANA time zone, INSEE code of the department ("28", "2A", "974")."""

    timezone: str
    departement: str


@dataclass(frozen=True, slots=True)
class Exceptional:
    """A period, both days inside, that replaces the usual hours; `osm` None (or blank): closed.

    When several cover a day the shortest decides, then the last given.
    """

    first: date
    last: date
    osm: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the table of the coming days.

    `ranges` are local times; an end not after its start is on the next day, so 00:00-00:00 is the
    whole day. `holiday_assumed_closed`: the usual hours would be open, but it is a public holiday
    and the string says nothing of it. `comment` is the string's own words for that day.
    """

    day: date
    ranges: tuple[tuple[time, time], ...]
    holiday: str | None
    school_holiday: str | None
    exceptional: Exceptional | None
    holiday_assumed_closed: bool
    comment: str | None


@dataclass(frozen=True, slots=True)
class State:
    """What to say of a place at one moment; datetimes are in the place's time zone."""

    kind: Literal["open", "closed", "unknown"]
    until: datetime | None
    opens_at: datetime | None
    closing_soon: bool
    exceptional: Exceptional | None


class GridDay(NamedTuple):
    """A day of the calendar of a place. `midnight`: epoch minutes UTC of its first instant."""

    day: date
    key: int
    midnight: int
    is_uniform: bool  # no change of clocks on this day or the next
    holiday: str | None
    school_holiday: str | None


class Decision(NamedTuple):
    hours: DayHours
    exceptional: Exceptional | None = None
    holiday_assumed_closed: bool = False


_NOTHING_SAID = Decision(CLOSED)


def context_of(*, departement: str) -> Context:
    """Return the context of a place from its department."""
    return Context(calendars.timezone_name(departement=departement), departement)


def intervals(
    *,
    osm: str,
    context: Context,
    start: date,
    days: int,
    exceptional: Sequence[Exceptional] = (),
) -> list[tuple[int, int]]:
    """Return when a place is open over `days` local days, as [start, end) in epoch minutes UTC.

    Merged, sorted, cut at both ends of the window (a night begun the day before is in). A blank
    string has only its exceptional hours. Raises `HoursError` for a string that cannot be read.
    """
    if days <= 0:
        return []
    grid = _grid(context, start - timedelta(days=1), days + 2)
    low, high = grid[1].midnight, grid[-1].midnight
    plan = plan_of(osm) if osm.strip() else None
    zone = ZoneInfo(context.timezone)
    covering = _covering(exceptional, grid)
    merged: list[tuple[int, int]] = []
    for cell in grid[:-1]:
        for begin, finish in _decide(plan, context, cell, covering).hours.open:
            if cell.is_uniform:
                opens, closes = cell.midnight + begin, cell.midnight + finish
            else:
                opens, closes = _utc(zone, cell.day, begin), _utc(zone, cell.day, finish)
            opens, closes = max(opens, low), min(closes, high)
            if closes <= opens:
                continue
            if merged and opens <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(closes, merged[-1][1]))
            else:
                merged.append((opens, closes))
    return merged


def days(
    *,
    osm: str | None,
    context: Context,
    start: date,
    count: int,
    exceptional: Sequence[Exceptional] = (),
) -> list[Day]:
    """Return `count` days from `start` for display; a night is shown on its first day.

    Raises `HoursError` for a string that cannot be read.
    """
    if count <= 0:
        return []
    grid = _grid(context, start, count)
    plan = plan_of(osm) if osm and osm.strip() else None
    covering = _covering(exceptional, grid)
    table: list[Day] = []
    for cell in grid:
        decision = _decide(plan, context, cell, covering)
        table.append(
            Day(
                day=cell.day,
                ranges=tuple((_time(begin), _time(end)) for begin, end in decision.hours.open),
                holiday=cell.holiday,
                school_holiday=cell.school_holiday,
                exceptional=decision.exceptional,
                holiday_assumed_closed=decision.holiday_assumed_closed,
                comment=decision.hours.comment,
            )
        )
    return table


def state(
    *,
    osm: str | None,
    context: Context,
    at: datetime,
    exceptional: Sequence[Exceptional] = (),
) -> State:
    """Return whether a place is open at an instant (aware), until when, and when it opens next.

    `until` is None when it does not close within the horizon (24/7). `opens_at` is the next opening
    within 28 days. Unknown: no hours and no exceptional period on that day, or a string that says
    so itself (`unknown`). Raises `HoursError` for a string that cannot be read.
    """
    zone = ZoneInfo(context.timezone)
    local = at.astimezone(zone)
    today = local.date()
    text = osm.strip() if osm else ""
    cell = _grid(context, today, 1)[0]
    covering = _covering(exceptional, (cell,))
    decision = _decide(plan_of(text) if text else None, context, cell, covering)
    now = at.timestamp() / 60
    # Two days more than the horizon: what is open now may have opened and may close beyond it.
    spans = intervals(
        osm=text, context=context, start=today, days=HORIZON_DAYS + 2, exceptional=exceptional
    )
    index = bisect_right(spans, now, key=lambda span: span[0])
    if index and now < spans[index - 1][1]:
        closes = spans[index - 1][1]
        window_end = _utc(zone, today + timedelta(days=HORIZON_DAYS + 2), 0)
        until = None if closes >= window_end else _instant(zone, closes)
        closing_soon = until is not None and closes - now <= CLOSING_SOON_MINUTES
        return State("open", until, None, closing_soon, decision.exceptional)
    opens_at = None
    if index < len(spans) and spans[index][0] - now <= HORIZON_DAYS * DAY:
        opens_at = _instant(zone, spans[index][0])
    minute = local.hour * 60 + local.minute
    is_unknown = any(begin <= minute < end for begin, end in decision.hours.unknown)
    if is_unknown or (not text and decision.exceptional is None):
        return State("unknown", None, opens_at, False, decision.exceptional)
    return State("closed", None, opens_at, False, decision.exceptional)


def weekly(*, osm: str) -> list[tuple[int, time, time]] | None:
    """Return the plain weekly pattern as (weekday, opens, closes), Monday being 0.

    For schema.org: an end before its start is on the next day; a whole day is 00:00-23:59. What is
    said of public holidays is left out. None when the string is blank, cannot be read or depends on
    more than the weekday.
    """
    table = weekly_table(osm=osm)
    if table is None:
        return None
    return [
        (weekday, _time(begin), time(23, 59) if (begin, end) == (0, DAY) else _time(end))
        for weekday, spans in enumerate(table)
        for begin, end in spans
    ]


def weekly_table(*, osm: str) -> tuple[tuple[Span, ...], ...] | None:
    """Return the spans of the seven weekdays, or None as `weekly` does."""
    try:
        plan = plan_of(osm)
    except HoursError:
        return None
    if plan.table is None or any(holiday.kind == "SH" for holiday in plan.holidays):
        return None
    return tuple(hours.open for hours in plan.table[:7])


@lru_cache(maxsize=512)
def _grid(context: Context, first: date, count: int) -> tuple[GridDay, ...]:
    zone = ZoneInfo(context.timezone)
    last = first + timedelta(days=count)
    school: dict[date, str] = {}
    school_zone = calendars.school_zone(departement=context.departement)
    for period in calendars.school_holidays(zone=school_zone, start=first, end=last):
        for step in range((period.last - period.first).days + 1):
            school[period.first + timedelta(days=step)] = period.name
    cells: list[GridDay] = []
    for step in range(count):
        day = first + timedelta(days=step)
        holiday = _public_holiday(day, context.departement)
        midnight = _utc(zone, day, 0)
        key = day.weekday() + (PUBLIC if holiday else 0) + (SCHOOL if day in school else 0)
        is_uniform = _utc(zone, day, 2 * DAY) - midnight == 2 * DAY
        cells.append(GridDay(day, key, midnight, is_uniform, holiday, school.get(day)))
    return tuple(cells)


@lru_cache(maxsize=4096)
def _public_holiday(day: date, departement: str) -> str | None:
    return calendars.public_holidays(year=day.year, departement=departement).get(day)


def _covering(
    exceptional: Sequence[Exceptional], grid: Sequence[GridDay]
) -> dict[date, Exceptional]:
    chosen: dict[date, Exceptional] = {}
    # Longest first, so that the most precise statement has the last word.
    for period in sorted(exceptional, key=lambda item: item.last - item.first, reverse=True):
        for cell in grid:
            if period.first <= cell.day <= period.last:
                chosen[cell.day] = period
    return chosen


def _decide(
    plan: Plan | None, context: Context, cell: GridDay, covering: dict[date, Exceptional]
) -> Decision:
    period = covering.get(cell.day) if covering else None
    if period is None:
        return _NOTHING_SAID if plan is None else _usual(plan, context, cell)
    if period.osm is None or not period.osm.strip():
        return Decision(CLOSED, period)
    special = plan_of(period.osm)
    if period.first == period.last:  # hours given for that very day: holiday or not, they hold
        return Decision(_hours(special, context, cell), period)
    usual = _usual(special, context, cell)
    return Decision(usual.hours, period, usual.holiday_assumed_closed)


def _usual(plan: Plan, context: Context, cell: GridDay) -> Decision:
    hours = plan.table[cell.key] if plan.table else _hours(plan, context, cell)
    if cell.holiday and not plan.says_holiday(cell.day):
        return Decision(CLOSED, None, bool(hours.open or hours.unknown))
    return Decision(hours)


def _hours(plan: Plan, context: Context, cell: GridDay) -> DayHours:
    if plan.table:
        return plan.table[cell.key]
    truth = tuple(_holds(holiday, context, cell.day) for holiday in plan.holidays)
    return library_day(plan.osm, truth, cell.day)


def _holds(holiday: Holiday, context: Context, day: date) -> bool:
    cell = _grid(context, day - timedelta(days=holiday.offset), 1)[0]
    return (cell.holiday if holiday.kind == "PH" else cell.school_holiday) is not None


def _utc(zone: ZoneInfo, day: date, minutes: int) -> int:
    ahead, minute = divmod(minutes, DAY)
    local = datetime.combine(day + timedelta(days=ahead), _time(minute), tzinfo=zone)
    offset = local.utcoffset() or timedelta()
    ordinal = local.toordinal() - _EPOCH
    return ordinal * DAY + minute - int(offset.total_seconds() // 60)


def _instant(zone: ZoneInfo, minutes: int) -> datetime:
    return datetime.fromtimestamp(minutes * 60, tz=UTC).astimezone(zone)


def _time(minutes: int) -> time:
    return time(*divmod(minutes % DAY, 60))
