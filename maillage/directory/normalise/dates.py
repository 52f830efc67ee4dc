"""Dates in the shapes that files have."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from maillage.directory.normalise.notes import Notes

PARIS = ZoneInfo("Europe/Paris")
FIRST_YEAR, LAST_YEAR = 1990, 2100
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("janvier", "janv"),
            ("fevrier", "février", "févr", "fevr", "fév", "fev"),
            ("mars",),
            ("avril", "avr"),
            ("mai",),
            ("juin",),
            ("juillet", "juil"),
            ("aout", "août"),
            ("septembre", "sept"),
            ("octobre", "oct"),
            ("novembre", "nov"),
            ("decembre", "décembre", "déc", "dec"),
        ),
        start=1,
    )
    for name in names
}
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_FRENCH = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?:\s+\d{1,2}[:h].*)?", re.ASCII)
_WORDS = re.compile(r"(\d{1,2})(?:er)?\s+([a-zéûô]+)\.?\s+(\d{4})")
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?", re.ASCII)
_MILLISECONDS = re.compile(r"1\d{12}", re.ASCII)
_SPREADSHEET_ORIGIN = date(1899, 12, 30)


def read_date(text: str, *, notes: Notes, field: str = "date_maj") -> date | None:
    """A day, or None and a refusal. A moment with a time zone becomes its day in Paris."""
    value = text.strip()
    if not value:
        notes.reject(field, "La date de mise à jour manque.")
        return None
    found = _parse(value, notes, field)
    if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        notes.reject(
            field,
            f"« {value[:30]} » n’est pas une date que l’on sache lire (exemple : 2026-03-31).",
            value,
        )
        return None
    return found


def _parse(value: str, notes: Notes, field: str) -> date | None:
    try:
        if "T" in value or (_ISO.match(value) and ":" in value):
            moment = datetime.fromisoformat(value)
            return (moment.astimezone(PARIS) if moment.tzinfo else moment).date()
        if found := (_ISO.fullmatch(value) or _COMPACT.fullmatch(value)):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _FRENCH.fullmatch(value):
            return _french(found, value, notes, field)
        if found := _WORDS.fullmatch(value.lower()):
            return date(int(found[3]), _MONTHS.get(found[2], 0), int(found[1]))
        if _SERIAL.fullmatch(value) or _MILLISECONDS.fullmatch(value):
            return _counted(value, notes, field)
    except (ValueError, OverflowError):
        pass
    return None


def _counted(value: str, notes: Notes, field: str) -> date:
    """Days of a spreadsheet, or milliseconds of a program."""
    if _MILLISECONDS.fullmatch(value):
        day = datetime.fromtimestamp(int(value) / 1000, UTC).astimezone(PARIS).date()
    else:
        day = _SPREADSHEET_ORIGIN + timedelta(days=int(value[:5]))
    notes.repair(field, "Nombre lu comme une date.", value, str(day))
    return day


def _french(found: re.Match[str], value: str, notes: Notes, field: str) -> date:
    """Day, month, year; months and days are exchanged when only that makes a date."""
    day, month, year = int(found[1]), int(found[2]), int(found[3])
    if len(found[3]) == 2:
        year += 2000 if year < 70 else 1900
    if month > 12 >= day:
        day, month = month, day
        notes.repair(field, "Mois et jour étaient inversés.", value, str(date(year, month, day)))
    return date(year, month, day)
