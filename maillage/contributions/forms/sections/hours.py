"""Section « Horaires »: a week in a grid, or a text for what a week cannot say."""

from dataclasses import replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.contributions.forms.sections.base import SectionForm
from maillage.contributions.forms.sections.fields import HoursField, Item, TextField
from maillage.contributions.forms.sections.rows import ADD_ROW
from maillage.contributions.forms.sections.week_grid import (
    ADD_COLUMN,
    APPOINTMENTS,
    COLUMN_COUNT,
    COPY_WORKDAYS,
    HOLIDAYS,
    PREFIX,
    GridRow,
    WeekGrid,
    grid_of_data,
    grid_of_week,
)
from maillage.directory.enums import Section
from maillage.directory.hours.week import parse_week, write_week
from maillage.directory.hours.words import hours_in_words
from maillage.directory.models import Lieu
from maillage.directory.sections import SectionValues

MODE = f"{PREFIX}-mode"
WEEK_MODE = "semaine"
TEXT_MODE = "texte"


class SpecialHoursField(HoursField):
    """Hours as a text; read only when the person chose to write them so."""

    is_used = True

    def clean(self, raw: Any) -> Any:
        return super().clean(raw) if self.is_used else self.stored


class HoursForm(SectionForm):
    """The usual week, typed in a grid; a string that says more than a week is left as it is.

    Buttons of the grid have the name ADD_ROW: the page shows the form again, done, nothing lost.
    """

    section = Section.HORAIRES
    layout = ((gettext_lazy("Précisions"), ("horaires_text",)),)

    horaires = SpecialHoursField(
        gettext_lazy("Horaires particuliers"),
        gettext_lazy(
            "En toutes lettres simples (« mardi de 14h à 17h ») ou dans l’écriture d’OpenStreetMap."
        ),
        max_length=2000,
    )
    horaires_text = TextField(
        gettext_lazy("Ce que le tableau ne peut pas dire"),
        gettext_lazy("Exemple : fermé une semaine à Pâques, sonner après 17 h"),
        max_length=500,
    )

    def __init__(self, *, lieu: Lieu, values: SectionValues, data: QueryDict | None = None) -> None:
        super().__init__(lieu=lieu, values=values, data=data)
        self.stored_osm = str(values.get("horaires", ""))
        week = parse_week(osm=self.stored_osm)
        stored_grid = grid_of_week(week) if week is not None else None
        self.stored_week = week if stored_grid is not None else None
        self.is_rich = stored_grid is None
        if data is None:
            self.mode = TEXT_MODE if self.is_rich else WEEK_MODE
            self.grid = stored_grid or WeekGrid([[("", "")] * 2 for _day in range(7)], [""] * 7)
        else:
            self.mode = self._mode_of(data)
            self.grid = grid_of_data(data)
            self.grid.apply(data.get(ADD_ROW, ""))
        if "horaires" in self.fields:
            self.fields["horaires"].is_used = self.mode == TEXT_MODE  # type: ignore[attr-defined]

    def _mode_of(self, data: QueryDict) -> str:
        asked = data.get(MODE, "")
        if asked in {WEEK_MODE, TEXT_MODE}:
            return str(asked)
        # A form without the choice (a draft of before, a program): the text only if it is there.
        return TEXT_MODE if data.get("horaires") or self.is_rich else WEEK_MODE

    # --- the contract ---------------------------------------------------------------------
    @property
    def is_asking_row(self) -> bool:
        return self.is_bound and str(self.data.get(ADD_ROW, "")).startswith(f"{PREFIX}-")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "horaires" in self.fields and self.mode == WEEK_MODE:
            week = self.grid.read()
            for message in self.grid.errors.values():
                self.add_error(None, message)
            if not self.grid.errors:
                # A week that nobody touched keeps its own writing.
                same = week == self.stored_week
                data["horaires"] = self.stored_osm if same else write_week(week=week)
        return data

    @property
    def error_items(self) -> list[tuple[str, str]]:
        if not self.is_bound or not self.shows_errors or self.is_asking_row:
            return []
        special = self.special  # judges what was typed, if nobody did yet
        first = [(special.error_id, special.error)] if special and special.error else []
        return [*self.grid.errors.items(), *first, *super().error_items]

    # --- for the template -----------------------------------------------------------------
    @property
    def has_hours(self) -> bool:
        return "horaires" in self.fields

    @property
    def special(self) -> Item | None:
        """The field of the text."""
        if not self.has_hours:
            return None
        return self._item("horaires", judged=self._is_judged)

    @property
    def _is_judged(self) -> bool:
        return self.is_bound and self.shows_errors and not self.is_asking_row

    @property
    def rows(self) -> list[GridRow]:
        """The days of the grid."""
        shown = self.grid if self._is_judged else replace(self.grid, errors={})
        return shown.rows

    @property
    def is_text(self) -> bool:
        return self.mode == TEXT_MODE

    @property
    def stored_words(self) -> str:
        """What the sheet says now, read aloud."""
        return hours_in_words(osm=self.stored_osm)

    @property
    def words(self) -> str:
        """What the public will read; empty while something is wrong."""
        osm = self._osm_now()
        if osm is None:
            return ""
        return hours_in_words(osm=osm) if osm else _("horaires non communiqués")

    def _osm_now(self) -> str | None:
        if not self.is_bound:
            return self.stored_osm
        if self.is_text:
            return None if self.errors else str(self.cleaned_data.get("horaires", ""))
        typed = replace(self.grid, errors={})
        week = typed.read()
        return None if typed.errors else write_week(week=week)

    appointments = APPOINTMENTS
    names = {
        "mode": MODE,
        "columns": COLUMN_COUNT,
        "holidays": HOLIDAYS,
        "button": ADD_ROW,
        "copy_workdays": COPY_WORKDAYS,
        "add_column": ADD_COLUMN,
    }
