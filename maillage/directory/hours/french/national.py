"""Answer the recorded cases of the national pipeline, in the way it writes a week.

Its order: the rule with most days first, and a list of days with one hole as a range that a
later rule corrects (« Mo-Fr …; We … »). Same open minutes as ours, another string.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from maillage.directory.hours.french.loose import merge_ranges
from maillage.directory.hours.french.reading import read_day_hours, read_days, read_hours
from maillage.directory.hours.french.table import days_text
from maillage.directory.hours.grammar import WEEKDAYS
from maillage.directory.hours.plan import HoursError, validate
from maillage.directory.hours.week import Range, osm_ranges, parse_week

_LOOSE_HOUR = re.compile(r"\b(\d{1,2})[h:](\d{2})\b")
_LIST_SPACE = re.compile(r", +")


def answer(args: Sequence[Any]) -> str | None:
    """Answer the arguments of a recorded case: one text, two lists of ranges, or a row."""
    if len(args) == 1 and isinstance(args[0], str):
        return read_day_hours(args[0])
    if len(args) == 2 and isinstance(args[0], str) and isinstance(args[1], str):
        return merge_ranges(args[0], args[1])
    if len(args) == 2 and isinstance(args[0], Mapping) and isinstance(args[1], Mapping):
        return process_row(args[0], args[1])
    return None


def process_row(row: Mapping[str, Any], config: Mapping[str, Any]) -> str | None:
    """Hours of a row by its configuration: an OSM column, else one per day, else free text."""
    columns = config.get("horaires")
    if not isinstance(columns, Mapping):
        return None
    parity = ""
    if isinstance(opening := config.get("semaine_ouverture"), Mapping):
        parity = _text(row, opening.get("colonne"))
    if osm := clean_osm(_text(row, columns.get("osm")), parity=parity):
        return osm
    by_day = columns.get("jours")
    texts = {
        str(each.get("osm")): _text(row, each.get("colonne"))
        for each in (by_day if isinstance(by_day, Sequence) else ())
        if isinstance(each, Mapping)
    }
    if any(texts.values()):
        return _rewritten(read_days(texts, parity=parity).osm)
    return _rewritten(read_hours(_text(row, columns.get("semaine"))).osm)


def clean_osm(text: str, *, parity: str = "") -> str | None:
    """Repair a string meant as OSM (« 9:00 », « 14h00 », « Tu, Th »); None when it is not valid."""
    text = text.strip()
    if not text:
        return None
    osm = _LOOSE_HOUR.sub(lambda found: f"{int(found[1]):02d}:{found[2]}", text)
    osm = _LIST_SPACE.sub(",", osm).replace("Sun", "Su")
    if "impair" in parity.lower():
        osm = f"week 1-53/2 {osm}"
    elif "pair" in parity.lower():
        osm = f"week 2-52/2 {osm}"
    try:
        validate(osm=osm)
    except HoursError:
        return None
    return osm


def _text(row: Mapping[str, Any], column: Any) -> str:
    value = row.get(column) if isinstance(column, str) else None
    return value.strip() if isinstance(value, str) else ""


def _rewritten(osm: str | None) -> str | None:
    week = parse_week(osm=osm) if osm and '"' not in osm else None
    if not osm or week is None or week.holidays_closed:
        return osm
    groups: dict[tuple[Range, ...], list[int]] = {}
    for day, ranges in enumerate(week.days):
        if ranges:
            groups.setdefault(ranges, []).append(day)
    ordered = sorted(groups.items(), key=lambda item: -len(item[1]))
    if len(ordered) == 1 and len(ordered[0][1]) == len(WEEKDAYS):
        return _times(ordered[0][0])
    rules: list[str] = []
    closed: list[int] = []
    written: set[int] = set()
    for ranges, days in ordered:
        shown = days
        holes = sorted(set(range(days[0], days[-1] + 1)) - set(days))
        if len(days) > 2 and len(holes) == 1 and holes[0] not in written:
            shown = list(range(days[0], days[-1] + 1))
            closed += [day for day in holes if not week.days[day]]
        written |= set(shown)
        rules.append(f"{days_text(shown)} {_times(ranges)}")
    rules += [f"{days_text([day])} off" for day in closed]
    return "; ".join(rules)


def _times(ranges: Sequence[Range]) -> str:
    return osm_ranges([(each.start, each.end) for each in ranges])
