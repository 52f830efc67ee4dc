"""Closures that places usually announce: the public holidays to come, and habits around them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from maillage.directory.hours.calendars import public_holidays

AHEAD_DAYS = 150
MAX_SUGGESTIONS = 6
THURSDAY, TUESDAY, SUNDAY = 3, 1, 6


@dataclass(frozen=True, slots=True, order=True)
class Suggestion:
    """Days that a place is often closed, both inside, and the reason it gives."""

    first: date
    last: date
    reason: str


def suggest_closures(
    *, today: date, departement: str, said: Iterable[tuple[date, date]], with_holidays: bool = True
) -> list[Suggestion]:
    """The next usual closures that no period of `said` covers, in order, six at most.

    `with_holidays` False: the hours say by themselves what happens on public holidays.
    """
    covered = list(said)
    found = [
        item
        for item in _all(today, departement, with_holidays=with_holidays)
        if today <= item.first <= today + timedelta(days=AHEAD_DAYS)
        and not any(first <= item.last and item.first <= last for first, last in covered)
    ]
    return sorted(found)[:MAX_SUGGESTIONS]


def _all(today: date, departement: str, *, with_holidays: bool) -> Iterable[Suggestion]:
    for year in (today.year, today.year + 1):
        yield Suggestion(date(year, 12, 24), date(year + 1, 1, 1), "Fêtes de fin d’année")
        yield Suggestion(date(year, 8, 1), date(year, 8, 15), "Congés d’été")
        for day, name in public_holidays(year=year, departement=departement).items():
            if with_holidays and day.weekday() != SUNDAY:
                yield Suggestion(day, day, name)
            if day.weekday() == THURSDAY:
                yield Suggestion(day + timedelta(days=1), day + timedelta(days=1), f"Pont : {name}")
            elif day.weekday() == TUESDAY:
                yield Suggestion(day - timedelta(days=1), day - timedelta(days=1), f"Pont : {name}")
