"""The week as a grid of hours that people fill: what was typed, what is wrong, the week read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.directory.hours.grammar import DAY
from maillage.directory.hours.week import (
    MAX_RANGES,
    Range,
    Week,
    WeekError,
    is_range,
    read_ranges,
    read_time,
    typed_time,
)

PREFIX = "horaires"
COLUMNS = 2
MAX_TYPED = 60
NOON = DAY // 2
WORKDAYS = range(1, 5)
COPY_WORKDAYS = f"{PREFIX}-copier-semaine"
COPY_ABOVE = f"{PREFIX}-copier-"
ADD_COLUMN = f"{PREFIX}-plage"
COLUMN_COUNT = f"{PREFIX}-plages"
HOLIDAYS = f"{PREFIX}-feries"

WEEKDAY_NAMES = (
    gettext_lazy("lundi"),
    gettext_lazy("mardi"),
    gettext_lazy("mercredi"),
    gettext_lazy("jeudi"),
    gettext_lazy("vendredi"),
    gettext_lazy("samedi"),
    gettext_lazy("dimanche"),
)
COLUMN_NAMES = (
    gettext_lazy("Matin ou journée"),
    gettext_lazy("Après-midi"),
    gettext_lazy("Troisième plage"),
    gettext_lazy("Quatrième plage"),
)
# What the list « sur rendez-vous » of a day says, and the columns that it means.
APPOINTMENTS = (
    ("", gettext_lazy("Non")),
    ("oui", gettext_lazy("Oui")),
    ("matin", gettext_lazy("Le matin")),
    ("apres-midi", gettext_lazy("L’après-midi")),
)
_APPOINTMENT_COLUMN = {"matin": 0, "apres-midi": 1}


@dataclass(frozen=True, slots=True)
class Cell:
    """Two hours of one day, as a template shows them."""

    start_name: str
    start: str
    start_error: str
    end_name: str
    end: str
    end_error: str
    column: str | Promise


@dataclass(frozen=True, slots=True)
class GridRow:
    """One day; `above` is the name of the day before (empty on Monday)."""

    number: int
    day: str | Promise
    above: str | Promise
    cells: Sequence[Cell]
    appointment_name: str
    appointment: str
    appointment_error: str
    copy_value: str


@dataclass(slots=True)
class WeekGrid:
    """`texts`: for each day, for each column, the two hours as typed."""

    texts: list[list[tuple[str, str]]]
    appointments: list[str]
    holidays_closed: bool = False
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> int:
        return len(self.texts[0])

    @property
    def column_names(self) -> Sequence[str | Promise]:
        return COLUMN_NAMES[: self.columns]

    @property
    def can_grow(self) -> bool:
        return self.columns < MAX_RANGES

    @property
    def rows(self) -> list[GridRow]:
        """What the template shows."""
        return [self._row(weekday) for weekday in range(7)]

    def _row(self, weekday: int) -> GridRow:
        cells = []
        for column, (start, end) in enumerate(self.texts[weekday]):
            start_name, end_name = names_of(weekday, column)
            cells.append(
                Cell(
                    start_name=start_name,
                    start=start,
                    start_error=self.errors.get(start_name, ""),
                    end_name=end_name,
                    end=end,
                    end_error=self.errors.get(end_name, ""),
                    column=COLUMN_NAMES[column],
                )
            )
        appointment_name = f"{PREFIX}-{weekday}-rdv"
        return GridRow(
            number=weekday,
            day=WEEKDAY_NAMES[weekday],
            above=WEEKDAY_NAMES[weekday - 1] if weekday else "",
            cells=cells,
            appointment_name=appointment_name,
            appointment=self.appointments[weekday],
            appointment_error=self.errors.get(appointment_name, ""),
            copy_value=f"{COPY_ABOVE}{weekday}",
        )

    def apply(self, button: str) -> None:
        """Do what a button of the grid says: copy a day, add a column."""
        if button == COPY_WORKDAYS:
            for weekday in WORKDAYS:
                self._copy(0, weekday)
        elif button == ADD_COLUMN:
            if self.can_grow:
                for row in self.texts:
                    row.append(("", ""))
        elif button in {f"{COPY_ABOVE}{weekday}" for weekday in range(1, 7)}:
            weekday = int(button.removeprefix(COPY_ABOVE))
            self._copy(weekday - 1, weekday)

    def _copy(self, source: int, target: int) -> None:
        self.texts[target] = list(self.texts[source])
        self.appointments[target] = self.appointments[source]

    def read(self) -> Week:
        """The week that was typed; what is wrong goes to `errors`, by the id of its field."""
        self.errors = {}
        days = tuple(self._read_day(weekday) for weekday in range(7))
        return Week(days=days, holidays_closed=self.holidays_closed and any(days))

    def _read_day(self, weekday: int) -> tuple[Range, ...]:
        chosen = self.appointments[weekday]
        found: list[tuple[Range, str]] = []
        for column, (start, end) in enumerate(self.texts[weekday]):
            if not start and not end:
                continue
            span = self._read_cell(weekday, column, start, end)
            if span is not None:
                by_appointment = chosen == "oui" or _APPOINTMENT_COLUMN.get(chosen) == column
                found.append((Range(*span, by_appointment), names_of(weekday, column)[0]))
        is_empty = not any(start or end for start, end in self.texts[weekday])
        if is_empty and chosen == "oui":
            return (Range(0, DAY, by_appointment=True),)
        column_of_choice = _APPOINTMENT_COLUMN.get(chosen)
        if column_of_choice is not None and not any(self.texts[weekday][column_of_choice]):
            self.errors[f"{PREFIX}-{weekday}-rdv"] = _(
                "%(day)s : écrivez les heures de la partie sur rendez-vous, ou choisissez « Oui »."
            ) % {"day": WEEKDAY_NAMES[weekday]}
        found.sort()
        for (sooner, _name), (later, name) in pairwise(found):
            if later.start < sooner.end:
                self.errors[name] = _("%(day)s : deux plages se chevauchent.") % {
                    "day": WEEKDAY_NAMES[weekday]
                }
        return tuple(item for item, _name in found)

    def _read_cell(self, weekday: int, column: int, start: str, end: str) -> tuple[int, int] | None:
        start_name, end_name = names_of(weekday, column)
        day = {"day": WEEKDAY_NAMES[weekday]}
        if not start:
            self.errors[start_name] = _("%(day)s : il manque l’heure d’ouverture.") % day
            return None
        if not end:
            self.errors[end_name] = _("%(day)s : il manque l’heure de fermeture.") % day
            return None
        opens = self._read_time(start_name, start, weekday, is_end=False)
        closes = self._read_time(end_name, end, weekday, is_end=True)
        if opens is None or closes is None:
            return None
        if closes <= opens:
            self.errors[end_name] = _("%(day)s : la fin vient avant le début.") % day
            return None
        return opens, closes

    def _read_time(self, name: str, text: str, weekday: int, *, is_end: bool) -> int | None:
        try:
            return read_time(text, is_end=is_end)
        except WeekError as error:
            self.errors[name] = _("%(day)s : %(what)s") % {
                "day": WEEKDAY_NAMES[weekday],
                "what": error.message_fr,
            }
            return None


def names_of(weekday: int, column: int) -> tuple[str, str]:
    """Names (and ids) of the two fields of a cell."""
    return f"{PREFIX}-{weekday}-{column}-debut", f"{PREFIX}-{weekday}-{column}-fin"


def grid_of_week(week: Week) -> WeekGrid | None:
    """The grid that says a week; None when the list « sur rendez-vous » cannot say it."""
    columns = max(COLUMNS, *(len(ranges) for ranges in week.days))
    texts: list[list[tuple[str, str]]] = []
    appointments: list[str] = []
    for ranges in week.days:
        if ranges == (Range(0, DAY, by_appointment=True),):
            texts.append([("", "")] * columns)
            appointments.append("oui")
            continue
        # « 14h-17h » alone is the afternoon.
        first = 1 if len(ranges) == 1 and ranges[0].start >= NOON else 0
        row = [("", "")] * columns
        for column, item in enumerate(ranges, start=first):
            row[column] = (typed_time(item.start), typed_time(item.end))
        chosen = _appointment_of(ranges, first)
        if chosen is None:
            return None
        texts.append(row)
        appointments.append(chosen)
    return WeekGrid(texts, appointments, holidays_closed=week.holidays_closed)


def _appointment_of(ranges: Sequence[Range], first: int) -> str | None:
    columns = [column for column, item in enumerate(ranges, start=first) if item.by_appointment]
    if not columns:
        return ""
    if len(columns) == len(ranges):
        return "oui"
    return next(
        (chosen for chosen, column in _APPOINTMENT_COLUMN.items() if columns == [column]), None
    )


def grid_of_data(data: QueryDict) -> WeekGrid:
    """The grid as it was typed; a range pasted in one field fills the cells after it."""
    wanted = data.get(COLUMN_COUNT, "")
    columns = int(wanted) if wanted in {"3", "4"} else COLUMNS
    texts = [_typed_day(data, weekday, columns) for weekday in range(7)]
    widest = max(len(row) for row in texts)
    for row in texts:
        row.extend([("", "")] * (widest - len(row)))
    known = dict(APPOINTMENTS)
    chosen = [data.get(f"{PREFIX}-{weekday}-rdv", "") for weekday in range(7)]
    return WeekGrid(
        texts,
        [value if value in known else "" for value in chosen],
        holidays_closed=HOLIDAYS in data,
    )


def _typed_day(data: QueryDict, weekday: int, columns: int) -> list[tuple[str, str]]:
    row: list[tuple[str, str]] = []
    for column in range(columns):
        start, end = (data.get(name, "").strip()[:MAX_TYPED] for name in names_of(weekday, column))
        row.append((start, end))
    for column, (start, end) in enumerate(list(row)):
        if end or not is_range(start):
            continue
        try:
            spans = read_ranges(start)
        except WeekError:
            continue
        after = [cell for cell in row[column + 1 :] if any(cell)]
        pasted = [(typed_time(first), typed_time(last)) for first, last in spans]
        filled = [*row[:column], *pasted, *after]
        if len(filled) <= MAX_RANGES:
            return [*filled, *[("", "")] * (columns - len(filled))]
    return row
