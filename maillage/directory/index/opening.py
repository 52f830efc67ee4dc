"""When places are open, as arrays: who is open at a moment, among all of them at once.

Opening intervals of a rolling window are cut at local midnight into pieces and laid out by
local day, so that « open now » reads one day of pieces. Times are epoch minutes UTC; days are
proleptic ordinals (date.toordinal).
"""

from array import array
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from maillage.directory.hours import calendars, grammar, schedule
from maillage.directory.index.bits import Mask

WINDOW_DAYS = 37
"""From yesterday: a place far west is still living the day before."""

AHEAD_DAYS = 28
EVENING = time(18)
SATURDAY = 5
_KEPT_MASKS = 32

Minutes = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Moment:
    """When a place must be open (criteria.OpenCriterion, without Django)."""

    kind: Literal["now", "today", "evening", "weekend", "day"]
    day: int | None = None
    at: time | None = None


@dataclass(frozen=True, slots=True)
class Hours:
    """What the sheet says: an OSM string or nothing, exceptional periods, the department."""

    osm: str
    departement: str
    exceptional: tuple[schedule.Exceptional, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenMasks:
    """`open`: known to be open then; `unknown`: nobody knows."""

    open: Mask
    unknown: Mask


def minute_of(moment: datetime) -> int:
    """Epoch minutes UTC of an aware datetime."""
    return int(moment.timestamp() // 60)


def is_doubtful(osm: str) -> bool:
    """Whether the string itself leaves some hours unknown (« sur rendez-vous »)."""
    return any(
        rule.modifier == "unknown" or (rule.comment is not None and not rule.times)
        for rule in grammar.parse_rules(osm=osm.strip())
    )


class HoursReader:
    """Reads the hours of many places; equal strings under equal calendars are read once."""

    def __init__(self, first_day: date) -> None:
        self.first_day = first_day
        self._known: dict[tuple[str, str], tuple[list[tuple[int, int]], bool]] = {}
        self._calendars: dict[str, str] = {}
        self._same: dict[tuple[object, ...], str] = {}

    def read(self, hours: Hours) -> tuple[list[tuple[int, int]], bool]:
        """(open intervals of the window, whether the hours are known at all times)."""
        departement = self._representative(hours.departement)
        if hours.exceptional:
            return self._read(hours.osm, departement, hours.exceptional)
        key = (hours.osm, departement)
        if key not in self._known:
            self._known[key] = self._read(hours.osm, departement, ())
        return self._known[key]

    def _read(
        self, osm: str, departement: str, exceptional: Sequence[schedule.Exceptional]
    ) -> tuple[list[tuple[int, int]], bool]:
        if not osm and not exceptional:
            return [], False
        try:
            found = schedule.intervals(
                osm=osm,
                context=schedule.context_of(departement=departement),
                start=self.first_day,
                days=WINDOW_DAYS,
                exceptional=exceptional,
            )
            return found, bool(osm) and not is_doubtful(osm)
        except schedule.HoursError:
            # An unreadable string is the same as none; the sheet's editor is told elsewhere.
            return [], False

    def _representative(self, departement: str) -> str:
        """A department that has the same clocks, holidays and school zone."""
        if departement not in self._calendars:
            years = {self.first_day.year, (self.first_day + timedelta(days=WINDOW_DAYS)).year}
            signature = (
                calendars.timezone_name(departement=departement),
                calendars.school_zone(departement=departement),
                *(
                    tuple(calendars.public_holidays(year=year, departement=departement))
                    for year in sorted(years)
                ),
            )
            self._calendars[departement] = self._same.setdefault(signature, departement)
        return self._calendars[departement]


class OpeningCollector:
    """Takes the hours of each row in turn; the window begins at `first_day`."""

    def __init__(self, first_day: date) -> None:
        self.first_day = first_day
        self._reader = HoursReader(first_day)
        self._zones: list[str] = []
        self._zone = array("h")
        self._is_known = array("b")
        self._rows = array("i")
        self._spans = array("i")
        self._covers = array("i")

    def add(self, hours: Hours) -> None:
        """The hours of the next row."""
        row = len(self._zone)
        name = calendars.timezone_name(departement=hours.departement)
        if name not in self._zones:
            self._zones.append(name)
        self._zone.append(self._zones.index(name))
        found, is_known = self._reader.read(hours)
        self._is_known.append(is_known)
        for span in found:
            self._rows.append(row)
            self._spans.extend(span)
        if not is_known:
            for item in hours.exceptional:
                last = item.last + timedelta(days=1)
                self._covers.extend((row, _utc(name, item.first), _utc(name, last)))

    def build(self, place: NDArray[np.int32]) -> "Opening":
        """The arrays, row number n being put at `place[n]`."""
        zone = np.zeros(len(place), dtype=np.int16)
        is_known = np.zeros(len(place), dtype=np.bool_)
        zone[place] = np.array(self._zone, dtype=np.int16)
        is_known[place] = np.array(self._is_known, dtype=np.bool_)
        rows = place[np.array(self._rows, dtype=np.int32)]
        spans = np.array(self._spans, dtype=np.int32).reshape(-1, 2)
        covers = np.array(self._covers, dtype=np.int32).reshape(-1, 3)
        return Opening(
            first=self.first_day.toordinal(),
            zones=self._zones,
            zone=zone,
            is_known=is_known,
            pieces=_cut(rows, spans, zone, _midnights(self._zones, self.first_day)),
            covers=(place[covers[:, 0]], covers[:, 1], covers[:, 2]),
        )


class Opening:
    """Pieces by local day: `offsets[d]:offsets[d + 1]` are those of day `first + d`."""

    def __init__(
        self,
        *,
        first: int,
        zones: list[str],
        zone: NDArray[np.int16],
        is_known: Mask,
        pieces: tuple[NDArray[np.int16], NDArray[np.int32], Minutes, Minutes],
        covers: tuple[NDArray[np.int32], Minutes, Minutes],
    ) -> None:
        """`zone`: of each row; `pieces`: day, row, start, end; `covers`: row, start, end of
        the exceptional periods of rows whose usual hours are unknown."""
        days, rows, starts, ends = pieces
        order = np.argsort(days, kind="stable")
        self.first = first
        self.zones = zones
        self.zone = zone
        self.is_known = is_known
        self.rows, self.starts, self.ends = rows[order], starts[order], ends[order]
        self.offsets = np.zeros(WINDOW_DAYS + 1, dtype=np.int64)
        np.cumsum(np.bincount(days, minlength=WINDOW_DAYS), out=self.offsets[1:])
        self.covers = covers
        self._masks: OrderedDict[tuple[Moment, int], OpenMasks] = OrderedDict()

    @classmethod
    def merge(
        cls,
        old: "Opening",
        old_to_new: NDArray[np.int32],
        new: "Opening",
        new_to_new: NDArray[np.int32],
        size: int,
    ) -> "Opening":
        """Both, over the same window; the arrays give each row's new place, -1 to leave it."""
        zones = list(dict.fromkeys((*old.zones, *new.zones)))
        zone = np.zeros(size, dtype=np.int16)
        is_known = np.zeros(size, dtype=np.bool_)
        pieces, covers = [], []
        for part, moves in ((old, old_to_new), (new, new_to_new)):
            kept = moves >= 0
            lookup = np.array([zones.index(name) for name in part.zones], dtype=np.int16)
            if len(lookup):
                zone[moves[kept]] = lookup[part.zone[kept]]
            is_known[moves[kept]] = part.is_known[kept]
            days = np.repeat(np.arange(WINDOW_DAYS, dtype=np.int16), np.diff(part.offsets))
            rows = moves[part.rows]
            stay = rows >= 0
            pieces.append((days[stay], rows[stay], part.starts[stay], part.ends[stay]))
            rows = moves[part.covers[0]]
            stay = rows >= 0
            covers.append((rows[stay], part.covers[1][stay], part.covers[2][stay]))
        first_piece, second_piece = pieces
        first_cover, second_cover = covers
        return cls(
            first=old.first,
            zones=zones,
            zone=zone,
            is_known=is_known,
            pieces=(
                np.concatenate((first_piece[0], second_piece[0])),
                np.concatenate((first_piece[1], second_piece[1])),
                np.concatenate((first_piece[2], second_piece[2])),
                np.concatenate((first_piece[3], second_piece[3])),
            ),
            covers=(
                np.concatenate((first_cover[0], second_cover[0])),
                np.concatenate((first_cover[1], second_cover[1])),
                np.concatenate((first_cover[2], second_cover[2])),
            ),
        )

    def covers_moment(self, now: datetime) -> bool:
        """Whether the window holds `now` and the four weeks after it, in every time zone."""
        today = now.astimezone(UTC).date().toordinal()
        # One day on each side for the zones that are a day before or after UTC.
        return self.first + 1 <= today and today + AHEAD_DAYS + 1 < self.first + WINDOW_DAYS

    def masks(self, moment: Moment, now: datetime) -> OpenMasks:
        """Who is open then; `now` to the minute. The last answers are kept."""
        key = (moment, minute_of(now))
        found = self._masks.get(key)
        if found is None:
            found = self._compute(moment, now)
            self._masks[key] = found
            while len(self._masks) > _KEPT_MASKS:
                self._masks.popitem(last=False)
        return found

    def closing(self, now: datetime) -> NDArray[np.int32]:
        """When each row that is open at `now` closes, or the end of its day: epoch minutes.

        0 for a row that is not open.
        """
        minute = minute_of(now)
        closing = np.zeros(len(self.zone), dtype=np.int32)
        if self.zones:
            todays = self._todays(now)
            for day in range(int(todays.min()), int(todays.max()) + 1):
                rows, starts, ends = self._day(day)
                current = (starts <= minute) & (minute < ends)
                closing[rows[current]] = ends[current]
        return closing

    def _todays(self, now: datetime) -> NDArray[np.int64]:
        """The day of the window that it is at `now`, by zone."""
        days = [now.astimezone(ZoneInfo(name)).date().toordinal() for name in self.zones]
        return np.array(days, dtype=np.int64) - self.first

    def _compute(self, moment: Moment, now: datetime) -> OpenMasks:
        minute = minute_of(now)
        is_open = np.zeros(len(self.zone), dtype=np.bool_)
        unknown = ~self.is_known
        if self.zones:
            self._mark_open(is_open, moment, now, minute)
        if moment.kind in {"now", "today"}:
            rows, starts, ends = self.covers
            unknown[rows[(starts <= minute) & (minute < ends)]] = False
        return OpenMasks(is_open, unknown & ~is_open)

    def _mark_open(self, is_open: Mask, moment: Moment, now: datetime, minute: int) -> None:
        todays = self._todays(now)
        first, last = int(todays.min()), int(todays.max())
        if moment.kind == "now":
            for day in range(first, last + 1):
                rows, starts, ends = self._day(day)
                is_open[rows[(starts <= minute) & (minute < ends)]] = True
        elif moment.kind == "today":
            for day in range(first, last + 1):
                rows, _starts, ends = self._day(day)
                is_open[rows[(ends > minute) & (todays[self.zone[rows]] == day)]] = True
        else:
            for day in range(first, first + AHEAD_DAYS + 1):
                if self._is_wanted_day(moment, day):
                    self._mark_day(is_open, moment, day, minute)

    def _is_wanted_day(self, moment: Moment, day: int) -> bool:
        weekday = date.fromordinal(self.first + day).weekday()
        if moment.kind == "weekend":
            return weekday >= SATURDAY
        return moment.kind == "evening" or weekday == moment.day

    def _mark_day(self, is_open: Mask, moment: Moment, day: int, minute: int) -> None:
        rows, starts, ends = self._day(day)
        at = EVENING if moment.kind == "evening" else moment.at
        if at is None:
            is_open[rows[ends > minute]] = True
            return
        on = date.fromordinal(self.first + day)
        wanted = np.array([_utc(name, on, at) for name in self.zones])[self.zone[rows]]
        if moment.kind == "evening":
            is_open[rows[(ends > wanted) & (ends > minute)]] = True
        else:
            is_open[rows[(starts <= wanted) & (wanted < ends) & (wanted >= minute)]] = True

    def _day(self, day: int) -> tuple[NDArray[np.int32], Minutes, Minutes]:
        part = slice(self.offsets[day], self.offsets[day + 1])
        return self.rows[part], self.starts[part], self.ends[part]


def _utc(zone: str, day: date, at: time = time()) -> int:
    return minute_of(datetime.combine(day, at, tzinfo=ZoneInfo(zone)))


def _midnights(zones: Sequence[str], first_day: date) -> NDArray[np.int32]:
    """Epoch minutes of each local midnight of the window: (zone, day)."""
    days = [first_day + timedelta(days=step) for step in range(WINDOW_DAYS + 1)]
    return np.array([[_utc(name, day) for day in days] for name in zones], dtype=np.int32)


def _cut(
    rows: NDArray[np.int32], spans: Minutes, zone: NDArray[np.int16], midnights: NDArray[np.int32]
) -> tuple[NDArray[np.int16], NDArray[np.int32], Minutes, Minutes]:
    """Cut [start, end) spans at the local midnights of their row: (day, row, start, end)."""
    first = np.zeros(len(rows), dtype=np.int64)
    last = np.zeros(len(rows), dtype=np.int64)
    for position, edges in enumerate(midnights):
        mine = zone[rows] == position
        first[mine] = np.searchsorted(edges, spans[mine, 0], side="right") - 1
        last[mine] = np.searchsorted(edges, spans[mine, 1], side="left") - 1
    counts = last - first + 1
    owner = np.repeat(np.arange(len(rows)), counts)
    day = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts) + first[owner]
    row = rows[owner]
    if not len(owner):
        return day.astype(np.int16), row, spans[:0, 0], spans[:0, 1]
    starts = np.maximum(spans[owner, 0], midnights[zone[row], day])
    ends = np.minimum(spans[owner, 1], midnights[zone[row], day + 1])
    return day.astype(np.int16), row, starts, ends
