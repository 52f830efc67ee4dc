"""Section « Fermetures exceptionnelles »."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.contributions.forms.sections.base import SectionForm
from maillage.contributions.forms.sections.fields import HoursField, Item, SheetField, TextField
from maillage.contributions.forms.sections.rows import ADD_ROW, Row, RowSet
from maillage.directory.enums import Section
from maillage.directory.hours.closures import Suggestion, suggest_closures
from maillage.directory.hours.plan import HoursError, plan_of
from maillage.directory.hours.week import WeekError, osm_ranges, read_ranges, typed_ranges
from maillage.directory.lieu_queries import hours_context
from maillage.directory.presenters.words import period_in_words

FORGOTTEN_DAYS = 365
"""A period that ended longer ago is not shown any more (it stays in the sheet's values)."""
MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
_PLAIN_RANGES = re.compile(r"\d\d:\d\d-\d\d:\d\d(?:,\d\d:\d\d-\d\d:\d\d)*")
_NUMBERS = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})", re.ASCII)
_WORDS = re.compile(r"([0-9]{1,2})(?:er)? ([^\W\d]+)\.? ([0-9]{4})")


class DayField(TextField):
    """A day, chosen in a calendar or typed « 25/12/2026 », « 25 décembre 2026 »; ISO text out."""

    type = "date"

    def read(self, text: str) -> str:
        try:
            return _read_day(text.lower()).isoformat()
        except ValueError as error:
            raise ValidationError(
                _("« %(text)s » n’est pas une date. Écrivez-la ainsi : 25/12/2026")
                % {"text": text[:40]}
            ) from error

    def item(self, *, name: str, raw: Any, error: str) -> Item:
        item = super().item(name=name, raw=raw, error=error)
        # A calendar field would hide what it cannot read: it is shown as it was typed.
        return item if _is_iso(str(raw or "")) else replace(item, type="text")


class OtherHoursField(HoursField):
    """« 9h-12h et 14h-17h » for all the days, or the hours of a week; OSM out."""

    def shown(self, stored: Any) -> Any:
        text = str(stored or "")
        return typed_ranges(read_ranges(text)) if _PLAIN_RANGES.fullmatch(text) else text

    def read(self, text: str) -> Any:
        try:
            return osm_ranges(read_ranges(text))
        except WeekError as error:
            if not re.search(r"[a-zé]{3}|\b[A-Z][a-z]\b", text):  # no day is named
                raise ValidationError(error.message_fr, code="hours") from error
            try:
                return super().read(text)
            except ValidationError as refused:
                raise ValidationError(error.message_fr, code="hours") from refused


class Periods(RowSet):
    """Days when the place is closed, or open otherwise. Old ones are kept out of sight."""

    name = "exceptional_periods"
    legend = gettext_lazy("Fermetures et horaires exceptionnels")
    row_legend = gettext_lazy("Période")
    add_label = gettext_lazy("Ajouter une période")
    required = {"first_day": gettext_lazy("Écrivez le premier jour.")}
    empty_rows = 1

    def __init__(
        self,
        *,
        stored: Sequence[Mapping[str, Any]],
        data: QueryDict | None,
        today: date | None = None,
    ) -> None:
        self.today = today or timezone.localdate()
        limit = (self.today - timedelta(days=FORGOTTEN_DAYS)).isoformat()
        self.forgotten = [dict(row) for row in stored if row["last_day"] < limit]
        visible = [row for row in stored if row["last_day"] >= limit]
        super().__init__(stored=visible, data=data)

    def fields(self) -> dict[str, SheetField]:
        return {
            "first_day": DayField(
                gettext_lazy("Premier jour"), gettext_lazy("Exemple : 25/12/2026")
            ),
            "last_day": DayField(
                gettext_lazy("Dernier jour"),
                gettext_lazy("Compris. Vide : un seul jour."),
            ),
            "horaires": OtherHoursField(
                gettext_lazy("Ouvert à d’autres heures"),
                gettext_lazy("Vide : fermé. Exemple : 9h-12h et 14h-17h"),
                max_length=500,
            ),
            "reason": TextField(
                gettext_lazy("Raison"), gettext_lazy("Exemple : congés d’été"), max_length=200
            ),
        }

    def finish(self, row: dict[str, Any]) -> dict[str, Any]:
        last_day = row["last_day"] or row["first_day"]
        if row["first_day"] > last_day:
            raise ValidationError({"last_day": _("Le dernier jour vient avant le premier.")})
        return {
            "first_day": row["first_day"],
            "last_day": last_day,
            "horaires": row["horaires"],
            "reason": row["reason"],
        }

    @property
    def is_asking_row(self) -> bool:
        return self.data is not None and (
            super().is_asking_row or self._suggestion_asked is not None
        )

    @property
    def _suggestion_asked(self) -> tuple[str, str, str] | None:
        """First day, last day and reason of the suggestion whose button was pressed."""
        parts = str(self.data.get(ADD_ROW, "") if self.data else "").split("|")
        if len(parts) == 4 and parts[0] == self.name and _is_iso(parts[1]) and _is_iso(parts[2]):
            return parts[1], parts[2], parts[3][:200]
        return None

    def _free_number(self, numbers: Sequence[int]) -> list[int]:
        """Rows where nothing is written."""
        keys = list(self.fields())
        data = self.data or QueryDict()
        return [
            number
            for number in numbers
            if number >= len(self.stored)
            and not any(data.get(f"{self.name}-{number}-{key}") for key in keys)
        ]

    def _raw(self, number: int, key: str, sheet_field: SheetField) -> Any:
        asked = self._suggestion_asked
        if asked is not None and number == self.new_number:
            return dict(zip(("first_day", "last_day", "reason"), asked, strict=True)).get(key, "")
        return super()._raw(number, key, sheet_field)

    @property
    def new_number(self) -> int | None:
        """The row that a button has just opened, where one goes on writing."""
        if not self.is_asking_row or not self.numbers:
            return None
        free = self._free_number(self.numbers)
        return free[0] if free else self.numbers[-1]

    def clean(self) -> list[dict[str, Any]]:
        kept = super().clean()
        if self.errors:
            return kept
        ordered = sorted(kept, key=lambda row: (row["first_day"], row["last_day"]))
        for sooner, later in pairwise(ordered):
            if later["first_day"] <= sooner["last_day"] and not self._is_stored(sooner, later):
                self.errors[self._name_of(later)] = _(
                    "Deux périodes se chevauchent : %(one)s, et %(other)s. Raccourcissez l’une "
                    "des deux."
                ) % {"one": self._words(sooner), "other": self._words(later)}
        whole = [*self.forgotten, *kept]
        if kept == [dict(row) for row in self.stored]:
            return whole
        return sorted(whole, key=lambda row: row["first_day"])

    def _is_stored(self, *rows: dict[str, Any]) -> bool:
        """Periods that came so from an import are not refused to somebody who adds another."""
        return all(row in self.stored for row in rows)

    def _name_of(self, row: Mapping[str, Any]) -> str:
        for number in self.numbers:
            fields = self._fields_of(number)
            try:
                first_day = fields["first_day"].clean(
                    self._raw(number, "first_day", fields["first_day"])
                )
            except ValidationError:
                continue
            if first_day == row["first_day"] and not self._is_removed(number):
                return f"{self.name}-{number}-first_day"
        return f"{self.name}-0-first_day"

    def _words(self, row: Mapping[str, Any]) -> str:
        first, last = (date.fromisoformat(row[key]) for key in ("first_day", "last_day"))
        return period_in_words(first, last, today=self.today)

    # --- for the template -----------------------------------------------------------------
    @property
    def coming_rows(self) -> list[Row]:
        return [row for row in self.rows if not self._is_past(row)]

    @property
    def past_rows(self) -> list[Row]:
        return [row for row in self.rows if self._is_past(row)]

    def _is_past(self, row: Row) -> bool:
        number = row.number - 1
        index = self.numbers[number]
        return index < len(self.stored) and self.stored[index]["last_day"] < str(self.today)


class ClosuresForm(SectionForm):
    """Exceptional periods only, with the next usual closures one click away."""

    section = Section.FERMETURES
    row_sets = (Periods,)

    @cached_property
    def suggestions(self) -> list[dict[str, str]]:
        """{value, words, first, last, reason} of the buttons."""
        today = timezone.localdate()
        said = [
            (date.fromisoformat(row["first_day"]), date.fromisoformat(row["last_day"]))
            for row in self.stored.get("exceptional_periods", [])
        ]
        found = suggest_closures(
            today=today,
            departement=hours_context(lieu=self.lieu).departement,
            said=said,
            with_holidays=not self._says_holidays(),
        )
        return [_button(item, today) for item in found]

    def _says_holidays(self) -> bool:
        try:
            return bool(self.lieu.horaires) and any(
                day.kind == "PH" for day in plan_of(self.lieu.horaires).holidays
            )
        except HoursError:
            return False


def _button(item: Suggestion, today: date) -> dict[str, str]:
    first, last = item.first.isoformat(), item.last.isoformat()
    return {
        "value": f"{Periods.name}|{first}|{last}|{item.reason}",
        "words": f"{item.reason} ({period_in_words(item.first, item.last, today=today)})",
        "first": first,
        "last": last,
        "reason": item.reason,
    }


def _is_iso(text: str) -> bool:
    try:
        date.fromisoformat(text or "2000-01-01")
    except ValueError:
        return False
    return len(text) in {0, 10}


def _read_day(text: str) -> date:
    """« 2026-12-25 », « 25/12/2026 », « 25.12.26 », « 25 décembre 2026 »; ValueError."""
    if len(text) == 10 and _is_iso(text):
        return _sane(date.fromisoformat(text))
    if found := _NUMBERS.fullmatch(text):
        year = int(found[3]) + (2000 if len(found[3]) == 2 else 0)
        return _sane(date(year, int(found[2]), int(found[1])))
    if (found := _WORDS.fullmatch(text)) and found[2] in MONTHS:
        return _sane(date(int(found[3]), MONTHS.index(found[2]) + 1, int(found[1])))
    raise ValueError(text)


def _sane(day: date) -> date:
    if not 2000 <= day.year <= 2100:
        raise ValueError("not a year of our time")
    return day
