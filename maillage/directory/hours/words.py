"""Opening hours in words, in the language of the interface (source: French).

The only module of this package that knows Django, and only its translations and formats.
"""

import math
import re
from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from maillage.core.wording import (
    comma,
    date_words,
    day_words,
    month_words,
    semicolon,
    weekday_words,
)
from maillage.directory.hours.grammar import DAY, MONTHS, WEEKDAYS, Rule, Span
from maillage.directory.hours.plan import HoursError, plan_of
from maillage.directory.hours.schedule import State, weekly_table

_WEEK = re.compile(r"week (\d{1,2})-(\d{1,2})/2")
_NTH = re.compile(r"(Mo|Tu|We|Th|Fr|Sa|Su)\[([-\d,]+)\]")
_MONTH = "|".join(MONTHS)
_MONTH_RANGE = re.compile(rf"({_MONTH})(?:-({_MONTH}))?")
_DATE_RANGE = re.compile(
    rf"(?:(\d{{4}}) )?({_MONTH}) (\d{{1,2}})(?:-(?:(?:(\d{{4}}) )?({_MONTH}) )?(\d{{1,2}}))?"
)


def state_in_words(*, state: State, now: datetime, timezone: str) -> str:
    """Say a state in a few words: « ouvert jusqu’à 18 h », « ouvre demain à 9 h ».

    `now` is an aware datetime; `timezone` is the IANA zone of the place.
    """
    zone = ZoneInfo(timezone)
    here = now.astimezone(zone)
    if state.kind == "unknown":
        return _("horaires non communiqués")
    if state.kind == "open":
        if state.until is None:
            return _("ouvert 24 h sur 24")
        if state.closing_soon:
            minutes = max(1, math.ceil((state.until - now).total_seconds() / 60))
            return _("ouvert, ferme dans %(minutes)s min") % {"minutes": minutes}
        return _open_until(state.until.astimezone(zone), here)
    opening = _opening(state.opens_at.astimezone(zone), here) if state.opens_at else ""
    if state.exceptional and not (state.exceptional.osm or "").strip():
        closure = _closure(state.exceptional.last, here.date())
        return f"{closure}, {opening}" if opening else closure
    return opening or _("fermé, pas d’ouverture connue dans les 4 semaines")


def ranges_in_words(*, ranges: Sequence[tuple[time, time]]) -> str:
    """Say the hours of one day: « 9 h – 12 h, 14 h – 18 h », or « fermé »."""
    spans = [(_minutes(opens), _minutes(closes)) for opens, closes in ranges]
    return comma().join(_span_words(span) for span in spans) or _("fermé")


def hours_in_words(*, osm: str) -> str:
    """Read a string aloud: « du lundi au vendredi 9 h – 12 h et 14 h – 17 h ; samedi 9 h – 12 h ».

    A string that has no simple reading, or that is not valid, comes back as it is written.
    """
    if not osm.strip():
        return _("horaires non communiqués")
    try:
        plan = plan_of(osm)
    except HoursError:
        return osm
    if plan.is_always_open and not plan.holidays:
        return _("ouvert 24 h sur 24, tous les jours")
    table = weekly_table(osm=osm)
    if table is None:
        parts = [_rule_words(rule) for rule in plan.rules]
        return osm if None in parts else semicolon().join(part for part in parts if part)
    parts = [_week_words(table)]
    if plan.holidays and plan.table:
        on_holidays = {hours.open for hours in plan.table[7:14]}
        if on_holidays == {()}:
            parts.append(_("fermé les jours fériés"))
        elif len(on_holidays) > 1:  # « PH Mo-Fr 10:00-12:00 »: too fine for one sentence
            return osm
        else:
            hours = _spans_words(on_holidays.pop())
            parts.append(_("jours fériés %(hours)s") % {"hours": hours})
    return semicolon().join(part for part in parts if part)


def _open_until(until: datetime, here: datetime) -> str:
    days = (until.date() - here.date()).days
    # Past midnight is still « this evening » for who asks: no need to name the day.
    if days == 0 or (days == 1 and until.hour < 6):
        return _("ouvert jusqu’à %(time)s") % {"time": _until_words(until)}
    moment = {"day": _day_words(until.date(), here.date()), "time": _time_words(until.time())}
    if days < 7:
        return _("ouvert jusqu’à %(day)s à %(time)s") % moment
    return _("ouvert jusqu’au %(day)s à %(time)s") % moment


def _until_words(until: datetime) -> str:
    return _("minuit") if until.time() == time() else _time_words(until.time())


def _opening(opens_at: datetime, here: datetime) -> str:
    days = (opens_at.date() - here.date()).days
    moment = {
        "day": _day_words(opens_at.date(), here.date()),
        "time": _time_words(opens_at.time()),
    }
    if days < 7:
        return _("ouvre %(day)s à %(time)s") % moment
    return _("ouvre le %(day)s à %(time)s") % moment


def _closure(last: date, today: date) -> str:
    if last <= today:
        return _("fermé exceptionnellement aujourd’hui")
    return _("fermé exceptionnellement jusqu’au %(day)s") % {
        "day": _date_words(last, with_year=(last - today).days > 300)
    }


def _day_words(day: date, today: date) -> str:
    days = (day - today).days
    if days == 0:
        return _("aujourd’hui")
    if days == 1:
        return _("demain")
    if days < 7:
        return weekday_words(day.weekday())
    return _date_words(day)


def _date_words(day: date, *, with_year: bool = False) -> str:
    return date_words(day, with_year=with_year)


def _month_words(month: str) -> str:
    return month_words(MONTHS.index(month) + 1)


def _time_words(moment: time) -> str:
    if moment.minute:
        return _("%(hour)s h %(minute)02d") % {"hour": moment.hour, "minute": moment.minute}
    return _("%(hour)s h") % {"hour": moment.hour}


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _span_words(span: Span) -> str:
    begin, end = span[0] % DAY, span[1] % DAY
    if begin == end == 0:
        return _("24 h sur 24")
    closes = _time_words(time(*divmod(end, 60))) if end else _("minuit")
    return f"{_time_words(time(*divmod(begin, 60)))} – {closes}"


def _spans_words(spans: Sequence[Span]) -> str:
    return _join([_span_words(span) for span in spans])


def _join(items: Sequence[str]) -> str:
    if len(items) < 2:
        return "".join(items)
    return _("%(items)s et %(last)s") % {"items": comma().join(items[:-1]), "last": items[-1]}


def _week_words(table: Sequence[tuple[Span, ...]]) -> str:
    """Say a week, days with the same hours together, in the order of their first day."""
    days_by_spans: dict[tuple[Span, ...], set[int]] = {}
    for weekday, spans in enumerate(table):
        if spans:
            days_by_spans.setdefault(spans, set()).add(weekday)
    if not days_by_spans:
        return _("fermé")
    return semicolon().join(
        f"{_weekdays_words(weekdays)} {_spans_words(spans)}"
        for spans, weekdays in days_by_spans.items()
    )


def _weekdays_words(weekdays: set[int] | frozenset[int]) -> str:
    if len(weekdays) == 7:
        return _("tous les jours")
    runs: list[list[int]] = []
    for weekday in sorted(weekdays):
        if runs and runs[-1][-1] == weekday - 1:
            runs[-1].append(weekday)
        else:
            runs.append([weekday])
    names: list[str] = []
    for run in runs:
        if len(run) > 2:
            first, last = weekday_words(run[0]), weekday_words(run[-1])
            names.append(_("du %(first)s au %(last)s") % {"first": first, "last": last})
        else:
            names.extend(weekday_words(weekday) for weekday in run)
    return _join(names)


def _rule_words(rule: Rule) -> str | None:
    """Say one rule, or None when it has no simple reading."""
    wide, days = _wide_words(rule.wide), _groups_words(rule)
    if (
        wide is None
        or days is None
        or rule.separator == "||"
        or (rule.times and not rule.spans)
        or (rule.modifier == "off" and rule.times)
    ):
        return None
    when = comma().join(part for part in (wide, days) if part)
    if rule.modifier == "off":
        said = _("fermé %(when)s") % {"when": when} if when else _("fermé")
    elif rule.modifier == "unknown":
        hours = "" if rule.spans == ((0, DAY),) else _spans_words(rule.spans)
        said = " ".join(part for part in (when, hours) if part)
        if rule.comment is None:
            said = _("%(hours)s (à confirmer)") % {"hours": said}
    else:
        every_day = _("tous les jours")
        said = f"{when or every_day} {_spans_words(rule.spans)}"
    return f"{said} ({rule.comment})".strip() if rule.comment else said


def _groups_words(rule: Rule) -> str | None:
    is_off = rule.modifier == "off"
    said: list[str] = []
    for group in rule.groups:
        if any(holiday.offset for holiday in group.holidays):
            return None
        names: list[str] = []
        if group.text:
            days = _weekdays_words(group.weekdays) if group.is_plain else _nth_words(group.text)
            if days is None:
                return None
            is_single = is_off and len(group.weekdays) == 1
            names.append(_("le %(day)s") % {"day": days} if is_single else days)
        kinds = [holiday.kind for holiday in group.holidays]
        if "PH" in kinds:
            names.append(_("les jours fériés"))
        if "SH" in kinds:
            names.append(_("pendant les vacances scolaires"))
        said.append(_join(names))
    return comma().join(said)


def _nth_words(text: str) -> str | None:
    found = _NTH.fullmatch(text)
    if not found:
        return None
    ranks = {
        "1": _("premier"),
        "2": _("deuxième"),
        "3": _("troisième"),
        "4": _("quatrième"),
        "5": _("cinquième"),
        "-1": _("dernier"),
    }
    names = [ranks.get(rank) for rank in found[2].split(",")]
    known = [name for name in names if name]
    if len(known) < len(names):
        return None
    return _("%(ranks)s %(day)s du mois") % {
        "ranks": _join(known),
        "day": weekday_words(WEEKDAYS.index(found[1])),
    }


def _wide_words(wide: str) -> str | None:
    """Say what comes before the days (months, dates, parity of weeks); None when not simple."""
    text = wide.rstrip(": ")
    if not text:
        return ""
    if found := _WEEK.fullmatch(text):
        if int(found[2]) < 52 or int(found[1]) > 2:
            return None
        return _("semaines paires") if int(found[1]) == 2 else _("semaines impaires")
    said: list[str] = []
    for part in text.split(","):
        if found := _MONTH_RANGE.fullmatch(part.strip()):
            said.append(_months_words(found[1], found[2]))
        elif found := _DATE_RANGE.fullmatch(part.strip()):
            said.append(_dates_words(found))
        else:
            return None
    return _join(said)


def _months_words(first: str, last: str | None) -> str:
    if last is None:
        return _("en %(month)s") % {"month": _month_words(first)}
    names = {"first": _month_words(first), "last": _month_words(last)}
    if first in {"Apr", "Aug", "Oct"}:  # a vowel in French: avril, août, octobre
        return _("d’%(first)s à %(last)s") % names
    return _("de %(first)s à %(last)s") % names


def _dates_words(found: re.Match[str]) -> str:
    year, month, day, last_year, last_month, last_day = found.groups()
    if last_day is None:
        return _("le %(day)s") % {"day": _dated_words(year, month, day)}
    last = _dated_words(
        last_year or (year if not last_month else None), last_month or month, last_day
    )
    if (last_month or month) == month and (last_year or year) == year:
        first = day_words(int(day))  # « du 1er au 21 août »
    else:
        first = _dated_words(year, month, day)
    return _("du %(first)s au %(last)s") % {"first": first, "last": last}


def _dated_words(year: str | None, month: str, day: str) -> str:
    return day_words(int(day), MONTHS.index(month) + 1, int(year) if year else None)
