"""French calendars by department: time zone, public holidays, school holidays.

Departments are given by their INSEE code ("28", "2A", "974"). An unknown code gets the calendar
of mainland France and no school zone, because a wrong guess would close a place that is open.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import holidays
from vacances_scolaires_france import SchoolHolidayDates

# Source: ministry of education, the three zones by academy, spelt out by department.
_DEPARTEMENTS_BY_ZONE = {
    "A": (
        "01 03 07 15 16 17 19 21 23 24 25 26 33 38 39 40 42 43 47 58 63 64 69 70 71 73 74 79 86 87 "
        "89 90"
    ),
    "B": (
        "02 04 05 06 08 10 13 14 18 22 27 28 29 35 36 37 41 44 45 49 50 51 52 53 54 55 56 57 59 60 "
        "61 62 67 68 72 76 80 83 84 85 88"
    ),
    "C": "09 11 12 30 31 32 34 46 48 65 66 75 77 78 81 82 91 92 93 94 95",
    "Corse": "2A 2B",
}
_ZONES = {code: zone for zone, codes in _DEPARTEMENTS_BY_ZONE.items() for code in codes.split()}

MAINLAND_TIMEZONE = "Europe/Paris"
_TIMEZONES = {
    "971": "America/Guadeloupe",
    "972": "America/Martinique",
    "973": "America/Cayenne",
    "974": "Indian/Reunion",
    "975": "America/Miquelon",
    "976": "Indian/Mayotte",
    "977": "America/St_Barthelemy",
    "978": "America/Marigot",
    "984": "Indian/Kerguelen",
    "986": "Pacific/Wallis",
    "987": "Pacific/Tahiti",
    "988": "Pacific/Noumea",
}
# The subdivisions of the `holidays` package that have their own days.
_HOLIDAY_SUBDIVISIONS = {
    "57": "57",
    "67": "6AE",
    "68": "6AE",
    "971": "971",
    "972": "972",
    "973": "973",
    "974": "974",
    "975": "PM",
    "976": "976",
    "977": "BL",
    "978": "MF",
    "984": "TF",
    "986": "WF",
    "987": "PF",
    "988": "NC",
}


@dataclass(frozen=True, slots=True)
class SchoolHoliday:
    """One period without school; `first` and `last` are both inside it."""

    name: str
    first: date
    last: date


def school_zone(*, departement: str) -> str | None:
    """Return "A", "B", "C" or "Corse"; None overseas and for an unknown code."""
    return _ZONES.get(_clean(departement))


def timezone_name(*, departement: str) -> str:
    """Return the IANA time zone of a department (Europe/Paris when the code is unknown)."""
    return _TIMEZONES.get(_clean(departement), MAINLAND_TIMEZONE)


def public_holidays(*, year: int, departement: str) -> dict[date, str]:
    """Return the public holidays of a year with their French name.

    Alsace, Moselle and overseas add their own days (source: package `holidays`, checked by tests).
    """
    return dict(_public_holidays(year, _HOLIDAY_SUBDIVISIONS.get(_clean(departement), "")))


def school_holidays(*, zone: str | None, start: date, end: date) -> list[SchoolHoliday]:
    """Return the school holidays that touch [start, end], in order.

    Empty for a zone without published dates (Corse, overseas) and beyond `calendar_horizon`.
    """
    periods = _school_calendar().get(zone or "", ())
    return [period for period in periods if period.last >= start and period.first <= end]


def calendar_horizon(*, zone: str | None) -> date:
    """Return the last day for which the school holidays of a zone are known.

    It is the end of the last known period: after it, silence means « not published yet ».
    `date.min` for a zone without published dates.
    """
    periods = _school_calendar().get(zone or "", ())
    return periods[-1].last if periods else date.min


def _clean(departement: str) -> str:
    code = departement.strip().upper()
    if code in {"69D", "69M"}:  # Rhône and the metropolis of Lyon, apart in some INSEE files
        return "69"
    return code.zfill(2)


@lru_cache(maxsize=256)
def _public_holidays(year: int, subdivision: str) -> dict[date, str]:
    days = holidays.country_holidays("FR", years=year, subdiv=subdivision or None, language="fr")
    return {day: _typographic(name) for day, name in sorted(days.items())}


@lru_cache(maxsize=1)
def _school_calendar() -> dict[str, tuple[SchoolHoliday, ...]]:
    # The package keeps one row per day in memory; only the periods are kept here.
    source = SchoolHolidayDates()
    calendar: dict[str, tuple[SchoolHoliday, ...]] = {}
    for zone in source.SUPPORTED_ZONES:
        column = source.zone_key(zone)
        periods: list[SchoolHoliday] = []
        for day, row in sorted(source.data.items()):
            if not row[column]:
                continue
            name = _typographic(row["nom_vacances"])
            previous = periods[-1] if periods else None
            if previous and previous.name == name and previous.last == day - timedelta(days=1):
                periods[-1] = SchoolHoliday(name, previous.first, day)
            else:
                periods.append(SchoolHoliday(name, day, day))
        calendar[zone] = tuple(periods)
    return calendar


def _typographic(name: str) -> str:
    return name.replace("'", "’")
