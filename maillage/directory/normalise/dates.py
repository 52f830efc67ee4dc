"""Dates in the shapes that files have."""

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
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
_HOUR = r"(?:[T\s,-]+(?:à\s+)?(\d{1,2})[:hH](\d{2})?(?::(\d{2})(?:\.\d+)?)?)?"
_ISO_MOMENT = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d(?::?\d\d)?)?", re.ASCII
)
_ISO = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_HOUR}", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_FRENCH = re.compile(rf"(\d{{1,2}})[-/. ](\d{{1,2}})[-/. ](\d{{4}}|\d{{2}}){_HOUR}", re.ASCII)
_WORDS = re.compile(r"(?:(\d{1,2})(?:er)?\s+)?([a-zéûô]+)\.?\s+(\d{4})")
_SPREADSHEET_WORDS = re.compile(r"(?:(\d{1,2})-)?([a-zéûô]+)\.?-(\d{4}|\d{2})")
_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)
_MONTH = re.compile(r"(?:(\d{4})[-/](\d{1,2})|(\d{1,2})/(\d{4}))", re.ASCII)
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?", re.ASCII)
_SECONDS = re.compile(r"(1\d{9})(?:[.,]\d+)?", re.ASCII)
_MILLISECONDS = re.compile(r"1\d{12}", re.ASCII)
_IN_TEXT = re.compile(
    r"(?<![\d/.-])(?:(\d{1,2})/(\d{1,2})/(\d{4})|(\d{4})-(\d\d)-(\d\d))(?![\d/.-]*\d)", re.ASCII
)
_WORDS_IN_TEXT = re.compile(
    rf"\b(?:(\d{{1,2}})(?:er)?\s+)?({'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
    r"\s+((?:19|20)\d\d)\b"
)
_SPACED = re.compile(r"(?<=\d) ?([/.-]) ?(?=\d)", re.ASCII)
_IN_UTC = re.compile(r"(?<=:\d\d) ?(?:UTC|GMT)$")
_SPREADSHEET_ORIGIN = date(1899, 12, 30)
DATE_MAX_LENGTH = 200
Moment = date | datetime


def read_date(
    text: str, *, notes: Notes, field: str = "date_maj", today: date | None = None
) -> date | None:
    """A day, or None and a refusal. A moment with a time zone becomes its day in Paris.

    With `today`, a later day (by more than one, for the other side of the world) is not
    believed: None and a warning.
    """
    value = text.strip()
    if not value:
        notes.reject(field, "La date de mise à jour manque.")
        return None
    moment, remark = read_moment(value)
    if moment is None:
        notes.reject(
            field,
            f"« {value[:30]} » n’est pas une date que l’on sache lire (exemple : 2026-03-31).",
            value,
        )
        return None
    found = _day(moment)
    if today is not None and found > today + timedelta(days=1):
        notes.warn(field, f"La date du {found:%d/%m/%Y} est à venir : elle n’est pas crue.", value)
        return None
    if remark:
        notes.repair(field, remark, value, str(found))
    return found


@lru_cache(maxsize=4096)
def read_moment(value: str) -> tuple[Moment | None, str]:
    """A day, or a moment when the hour is written (naive unless a zone is), or None; and what
    had to be repaired, in French, or ""."""
    try:
        written = value[:DATE_MAX_LENGTH].strip()
        if not any(map(str.isalpha, written)):
            written = _SPACED.sub(r"\1", written)  # « 21 / 04 / 2022 »
        moment, remark = _parse(_IN_UTC.sub("Z", written))
    except (ValueError, OverflowError, OSError):
        return None, ""
    if moment is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return None, ""
    return moment, remark


def _day(moment: Moment) -> date:
    if not isinstance(moment, datetime):
        return moment
    return (moment.astimezone(PARIS) if moment.tzinfo else moment).date()


def _parse(value: str) -> tuple[Moment | None, str]:
    if _ISO_MOMENT.fullmatch(value):
        return datetime.fromisoformat(value), ""
    if found := _ISO.fullmatch(value):
        return _at(date(int(found[1]), int(found[2]), int(found[3])), found), ""
    if found := _FRENCH.fullmatch(value):
        day, remark = _french(int(found[1]), int(found[2]), found[3])
        return _at(day, found), remark
    return _counted(value) if value.replace(".", "").isdigit() else _worded(value)


def _counted(value: str) -> tuple[Moment | None, str]:
    """Figures alone: 20260331, a year, days of a spreadsheet, seconds or milliseconds."""
    if found := _COMPACT.fullmatch(value):
        is_french = int(found[2]) > 12 or int(found[1]) > LAST_YEAR
        day = f"{value[4:]}-{value[2:4]}-{value[:2]}" if is_french else value
        return date.fromisoformat(day), ""
    if _YEAR.fullmatch(value):
        return date(int(value), 1, 1), "L’année seule : lue au 1er janvier."
    counted = "Nombre lu comme une date."
    if found := _SERIAL.fullmatch(value):
        return _SPREADSHEET_ORIGIN + timedelta(days=int(found[1])), counted
    if found := _SECONDS.fullmatch(value):
        return datetime.fromtimestamp(int(found[1]), UTC), counted
    if _MILLISECONDS.fullmatch(value):
        return datetime.fromtimestamp(int(value) / 1000, UTC), counted
    return None, ""


def _worded(value: str) -> tuple[Moment | None, str]:  # noqa: PLR0911
    """« 1er avril 2026 », « 03/2026 », or a date within a sentence."""
    lowered = value.lower()
    if found := _WORDS.fullmatch(lowered) or _SPREADSHEET_WORDS.fullmatch(lowered):
        if found[2] not in _MONTHS:
            return None, ""
        remark = "" if found[1] else "Le mois seul : lu au 1er."
        return date(_year(found[3]), _MONTHS[found[2]], int(found[1] or 1)), remark
    if found := _MONTH.fullmatch(value):
        year, month = (found[1], found[2]) if found[1] else (found[4], found[3])
        return date(int(year), int(month), 1), "Le mois seul : lu au 1er."
    remark = "La date est tirée d’un texte."
    if found := _IN_TEXT.search(value):
        if found[4]:
            return date(int(found[4]), int(found[5]), int(found[6])), remark
        return _french(int(found[1]), int(found[2]), found[3])[0], remark
    if found := _WORDS_IN_TEXT.search(lowered):
        return date(int(found[3]), _MONTHS[found[2]], int(found[1] or 1)), remark
    return None, ""


def _french(day: int, month: int, written_year: str) -> tuple[date, str]:
    """Day, month, year; months and days are exchanged when only that makes a date."""
    year = _year(written_year)
    if month > 12 >= day:
        return date(year, day, month), "Mois et jour étaient inversés."
    return date(year, month, day), ""


def _year(written: str) -> int:
    """« 22 » → 2022, « 98 » → 1998."""
    year = int(written)
    return year if len(written) == 4 else year + (2000 if year < 70 else 1900)


def _at(day: date, found: re.Match[str]) -> Moment:
    """The day alone, or at the hour of the last three groups."""
    hour, minute, second = found[4], found[5], found[6]
    if hour is None or int(hour) > 23:
        return day
    return datetime.combine(day, time(int(hour), int(minute or 0), int(second or 0)))
