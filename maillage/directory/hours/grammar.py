"""Read an OSM opening_hours string into rules.

The library opening-hours-py stays the judge of what is a valid string; this module only runs on
strings that it accepts. It exists because the library (2.1.4) cannot be trusted on four points,
each held by a test:

- `SH Mo-Fr` is read as « SH or Mo-Fr », the specification says « Mo-Fr during SH »;
- the days of PH and SH are unknown to it for French departments and school zones;
- a night that crosses midnight (`Mo 22:00-02:00; Tu off`) is cut at midnight by the rule of the
  next day;
- a rule with only a comment (`"sur rendez-vous"`) is read as open day and night.

So each rule is cut into its parts here; holidays are resolved to true or false for a given day
and taken out of the text (`variant`), and nights are cut at midnight into two texts, one per day.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAY = 24 * 60  # minutes

Span = tuple[int, int]
"""Minutes after local midnight, [start, end); an end above 1440 is on the next day."""

Separator = Literal[";", ",", "||"]

_WEEKDAY = "(?:Mo|Tu|We|Th|Fr|Sa|Su)"
_ITEM = (
    rf"(?:(?:PH|SH)(?: [+-] ?\d+ days?)?"
    rf"|{_WEEKDAY}(?:-{_WEEKDAY})?(?:\[[^\]]*\])?(?: [+-] ?\d+ days?)?)"
)
_SELECTOR = re.compile(rf"(?<![+-])\b{_ITEM}(?:(?: *, *| +){_ITEM})*(?![A-Za-z])")
_HOLIDAY = re.compile(r"(PH|SH)(?: ([+-]) ?(\d+) days?)?")
_RANGE = re.compile(rf"({_WEEKDAY})(?:-({_WEEKDAY}))?")
_TIME_START = re.compile(r"\d{1,2}:\d{2}|\(|\b(?:sunrise|sunset|dawn|dusk)\b")
_SPAN = re.compile(r"(\d{1,2}):(\d{2}) ?- ?(\d{1,2}):(\d{2})")
_SEPARATOR = re.compile(r'"[^"]*"|;|\|\||,')
_COMMENT = re.compile(r'"([^"]*)"$')
_MODIFIER = re.compile(r"(?:^|\s)(off|closed|open|unknown)$", re.IGNORECASE)
_ENDS_A_RULE = re.compile(
    r'(?:\d{1,2}:\d{2}\+?|/\d+|24/7|"|\)|\b(?:off|closed|open|unknown))$', re.I
)
_MISSPELT = re.compile(r"\b(?:mo|tu|we|th|fr|sa|su)\b", re.IGNORECASE)
_SINGLE_DATE = re.compile(
    rf"(?<![-\w] )(?<![-\w])(?:(\d{{4}}) )?({'|'.join(MONTHS)}) (\d{{1,2}})(?!\d| ?-| [+-])"
)


@dataclass(frozen=True, slots=True)
class Holiday:
    """PH or SH, `offset` days after it (`PH -1 day`: the eve)."""

    kind: Literal["PH", "SH"]
    offset: int


@dataclass(frozen=True, slots=True)
class DayGroup:
    """Days joined by commas, of which one is enough. Groups side by side must all hold."""

    holidays: tuple[Holiday, ...]
    weekdays: frozenset[int]
    text: str  # the weekdays as written, without the holidays
    is_plain: bool  # no `[1,3]`, no offset


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a string.

    `spans` is empty when there are no times or when they are not plain clock times; `times` is the
    text of the times, empty when there are none. `modifier` is "", "off", "open" or "unknown".
    """

    separator: Separator
    wide: str  # years, dates, weeks: what comes before the days
    groups: tuple[DayGroup, ...]
    spans: tuple[Span, ...]
    times: str
    modifier: str
    comment: str | None

    @property
    def is_plain(self) -> bool:
        """Only weekdays, holidays and clock times, or off."""
        return (
            not self.wide
            and self.comment is None
            and self.modifier != "unknown"
            and all(group.is_plain for group in self.groups)
            and (not self.times if self.modifier == "off" else bool(self.spans or not self.times))
        )

    def matches(self, *, weekday: int, truth: Mapping[Holiday, bool]) -> bool:
        """Tell whether a plain rule applies to a day."""
        for group in self.groups:
            if weekday not in group.weekdays and not any(truth[day] for day in group.holidays):
                return False
        return True


def parse_rules(*, osm: str) -> tuple[Rule, ...]:
    """Cut a valid string into its rules."""
    return tuple(_parse_rule(separator, text) for separator, text in _split(osm))


def holidays_of(*, rules: Sequence[Rule]) -> tuple[Holiday, ...]:
    """Return the distinct holidays that a string names, in order."""
    found = (holiday for rule in rules for group in rule.groups for holiday in group.holidays)
    return tuple(dict.fromkeys(found))


def single_dates(*, rules: Sequence[Rule]) -> frozenset[tuple[int | None, int, int]]:
    """Return the (year or None, month, day) that rules name one by one, not inside a range."""
    return frozenset(
        (int(year) if year else None, MONTHS.index(month) + 1, int(day))
        for rule in rules
        for year, month, day in _SINGLE_DATE.findall(rule.wide)
    )


def crosses_midnight(*, rules: Sequence[Rule]) -> bool:
    """Tell whether a rule has plain clock times that end on the next day."""
    return any(end > DAY for rule in rules for _start, end in rule.spans)


def variant(*, rules: Sequence[Rule], truth: Mapping[Holiday, bool], next_day: bool) -> str:
    """Write the string without holidays for a day where `truth` says which of them hold.

    `next_day` False: what is open on the day itself, cut at midnight. True: what goes on after
    midnight, written as times of the day the night began.
    """
    text = ""
    for rule in rules:
        if next_day and rule.separator == "||":
            break
        written = _write(rule, truth, next_day=next_day)
        if written is not None:
            separator = " || " if rule.separator == "||" else f"{rule.separator} "
            text = f"{text}{separator}{written}" if text else written
    return text or "off"


def minutes_text(minutes: int) -> str:
    """Write minutes as HH:MM (1440 is 24:00)."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _split(osm: str) -> list[tuple[Separator, str]]:
    pieces: list[tuple[Separator, str]] = []
    separator: Separator = ";"
    start = 0
    for found in _SEPARATOR.finditer(osm):
        mark = found[0]
        if mark.startswith('"'):
            continue
        if mark == "," and not _begins_rule(osm[start : found.start()], osm[found.end() :]):
            continue
        pieces.append((separator, osm[start : found.start()].strip()))
        separator = "||" if mark == "||" else "," if mark == "," else ";"
        start = found.end()
    pieces.append((separator, osm[start:].strip()))
    return pieces


def _begins_rule(before: str, after: str) -> bool:
    """Tell a comma that adds a rule (`10:00-12:00, We 14:00-16:00`) from one inside a list.

    Same reading as the library: a space must follow; before it, a rule must be complete; and
    times go on with times unless there is a space before the comma as well.
    """
    if not after.startswith(" ") or not _ENDS_A_RULE.search(before.rstrip()):
        return False
    goes_on_with_time = _TIME_START.match(after.lstrip()) is not None
    ends_with_time = re.search(r"(?:\d|\+|\))$", before) is not None
    return not (goes_on_with_time and ends_with_time and "24/7" not in before)


def _parse_rule(separator: Separator, text: str) -> Rule:
    comment: str | None = None
    if found := _COMMENT.search(text):
        comment = found[1].strip() or None
        text = text[: found.start()].rstrip()
    modifier = ""
    if found := _MODIFIER.search(text):
        modifier = found[1].lower().replace("closed", "off")
        text = text[: found.start()].rstrip()
    if comment is not None and not modifier and not _TIME_START.search(text) and text != "24/7":
        # « Mo "sur rendez-vous" » does not say open: by the specification it is unknown.
        modifier = "unknown"
    if text == "24/7":
        return Rule(separator, "", (), ((0, DAY),), "00:00-24:00", modifier, comment)
    text = _MISSPELT.sub(lambda match: match[0].capitalize(), text)
    if selector := _SELECTOR.search(text):
        wide, times = text[: selector.start()], text[selector.end() :]
        groups = _parse_groups(selector[0])
    else:
        start = _TIME_START.search(text)
        cut = start.start() if start else len(text)
        wide, times, groups = text[:cut], text[cut:], ()
    times = times.strip()
    spans = _parse_spans(times)
    if not times and modifier != "off":  # « Mo-Fr » alone: the whole day
        spans, times = ((0, DAY),), "00:00-24:00"
    return Rule(separator, wide.strip(), groups, spans, times, modifier, comment)


@lru_cache(maxsize=1024)  # « Mo-Fr » comes back in nearly every string
def _parse_groups(selector: str) -> tuple[DayGroup, ...]:
    # Protect the spaces inside « PH -1 day », then what is left parts groups.
    compact = re.sub(r" ([+-]) ?(\d+) (days?)", r"_\1\2_\3", selector)
    compact = re.sub(r" *, *", ",", compact)
    return tuple(_parse_group(part) for part in compact.split())


def _parse_group(text: str) -> DayGroup:
    found: list[Holiday] = []
    weekdays: set[int] = set()
    kept: list[str] = []
    is_plain = True
    # Commas also part the numbers of « Sa[1,3] »: cut only outside brackets.
    for part in re.split(r",(?![^\[]*\])", text):
        item = part.replace("_", " ")
        if holiday := _HOLIDAY.match(item):
            offset = int(f"{holiday[2]}{holiday[3]}") if holiday[2] else 0
            found.append(Holiday("PH" if holiday[1] == "PH" else "SH", offset))
            continue
        kept.append(item)
        if plain := _RANGE.fullmatch(item):
            first = WEEKDAYS.index(plain[1])
            last = WEEKDAYS.index(plain[2]) if plain[2] else first
            weekdays.update((first + step) % 7 for step in range((last - first) % 7 + 1))
        else:
            is_plain = False
    return DayGroup(tuple(found), frozenset(weekdays), ",".join(kept), is_plain)


def _parse_spans(times: str) -> tuple[Span, ...]:
    if not times:
        return ()
    spans: list[Span] = []
    for part in times.split(","):
        found = _SPAN.fullmatch(part.strip())
        if not found:
            return ()
        start = int(found[1]) * 60 + int(found[2])
        end = int(found[3]) * 60 + int(found[4])
        spans.append((start, end if end > start else end + DAY))
    return tuple(spans)


def _write(rule: Rule, truth: Mapping[Holiday, bool], *, next_day: bool) -> str | None:
    days: list[str] = []
    for group in rule.groups:
        if any(truth[holiday] for holiday in group.holidays):
            continue
        if not group.text:
            return None
        days.append(group.text)
    if rule.groups and not days:
        days = ["Mo-Su"]
    times, modifier = rule.times, rule.modifier
    if next_day:
        late = [(max(start - DAY, 0), end - DAY) for start, end in rule.spans if end > DAY]
        if late:
            times = _write_spans(late)
        elif rule.separator == "," or (modifier == "off" and times):
            return None  # adds nothing after midnight, and removes nothing that began before
        else:
            times, modifier = "", "off"
    elif any(end > DAY for _start, end in rule.spans):
        times = _write_spans([(start, min(end, DAY)) for start, end in rule.spans])
    comment = f'"{rule.comment}"' if rule.comment else ""
    return " ".join(part for part in (rule.wide, *days, times, modifier, comment) if part)


def _write_spans(spans: Sequence[Span]) -> str:
    return ",".join(f"{minutes_text(start)}-{minutes_text(end)}" for start, end in spans)
