"""Parts of a sheet edited as rows (equipment, other places), without JavaScript."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from maillage.contributions.forms.sections.fields import Item, SheetField, Text

MAX_ROWS = 100
EMPTY_ROWS = 2
ADD_ROW = "add_row"
"""Name of the button that asks for one more row; its value is the name of the part."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row as a template shows it."""

    number: int
    items: Sequence[Item]
    remove_name: str
    is_removed: bool
    is_new: bool


class RowSet:
    """The rows of one part: those of the sheet and empty ones, read from a form.

    Subclasses give the fields of one row, and `is_empty` and `finish` when they need more.
    """

    name = ""
    legend: Text = ""
    hint: Text = ""
    row_legend: Text = ""
    add_label: Text = ""
    required: Mapping[str, Text] = {}
    empty_rows = EMPTY_ROWS

    def __init__(self, *, stored: Sequence[Mapping[str, Any]], data: QueryDict | None) -> None:
        self.stored = stored
        self.data = data
        self.errors: dict[str, str] = {}
        self.numbers = self._numbers()

    def fields(self) -> dict[str, SheetField]:
        """New fields of one row, in the order of the page."""
        raise NotImplementedError

    def finish(self, row: dict[str, Any]) -> dict[str, Any]:
        """The whole value of one row; ValidationError for what is wrong in it."""
        return row

    def to_shown(self, row: Mapping[str, Any]) -> Mapping[str, Any]:
        """A stored row as its fields hold it."""
        return row

    @property
    def is_asking_row(self) -> bool:
        return self.data is not None and self.data.get(ADD_ROW) == self.name

    def _numbers(self) -> list[int]:
        if self.data is None:
            return list(range(len(self.stored) + self.empty_rows))
        pattern = re.compile(rf"{self.name}-(\d{{1,3}})-\w+", re.ASCII)
        found = {int(match[1]) for key in self.data if (match := pattern.fullmatch(key))}
        numbers = sorted(found)[:MAX_ROWS]
        if self.is_asking_row and len(numbers) < MAX_ROWS:
            numbers.append(numbers[-1] + 1 if numbers else 0)
        return numbers

    def _stored_row(self, number: int) -> Mapping[str, Any] | None:
        return self.to_shown(self.stored[number]) if number < len(self.stored) else None

    def _fields_of(self, number: int) -> dict[str, SheetField]:
        fields = self.fields()
        stored = self._stored_row(number)
        for key, sheet_field in fields.items():
            if stored is not None:
                sheet_field.stored = stored.get(key, sheet_field.empty)
        return fields

    def _raw(self, number: int, key: str, sheet_field: SheetField) -> Any:
        if self.data is None:
            return sheet_field.shown(sheet_field.stored)
        return self.data.get(f"{self.name}-{number}-{key}", "")

    def _is_removed(self, number: int) -> bool:
        return self.data is not None and f"{self.name}-{number}-remove" in self.data

    def clean(self) -> list[dict[str, Any]]:
        """The rows kept; what is wrong goes to `errors`, by the id of its field."""
        kept: list[dict[str, Any]] = []
        for number in self.numbers:
            if self._is_removed(number):
                continue
            fields = self._fields_of(number)
            blank = {
                key: sheet_field.shown(sheet_field.empty)
                for key, sheet_field in self.fields().items()
            }
            raws = {key: self._raw(number, key, sheet_field) for key, sheet_field in fields.items()}
            if all(_is_blank(raws[key], blank[key]) for key in fields):
                continue
            row = self._clean_row(number, fields, raws)
            if row is not None:
                kept.append(row)
        return kept

    def _clean_row(
        self, number: int, fields: Mapping[str, SheetField], raws: Mapping[str, Any]
    ) -> dict[str, Any] | None:
        row: dict[str, Any] = {}
        found_error = False
        for key, sheet_field in fields.items():
            try:
                row[key] = sheet_field.clean(raws[key])
                if row[key] == sheet_field.empty and key in self.required:
                    raise ValidationError(str(self.required[key]))
            except ValidationError as error:
                self.errors[f"{self.name}-{number}-{key}"] = " ".join(error.messages)
                found_error = True
        if found_error:
            return None
        try:
            return self.finish(row)
        except ValidationError as error:
            for key, messages in error.message_dict.items():
                self.errors[f"{self.name}-{number}-{key}"] = " ".join(messages)
            return None

    @property
    def rows(self) -> list[Row]:
        """What the template shows."""
        found = []
        for place, number in enumerate(self.numbers, start=1):
            items = []
            for key, sheet_field in self._fields_of(number).items():
                name = f"{self.name}-{number}-{key}"
                raw = self._raw(number, key, sheet_field)
                items.append(sheet_field.item(name=name, raw=raw, error=self.errors.get(name, "")))
            found.append(
                Row(
                    number=place,
                    items=items,
                    remove_name=f"{self.name}-{number}-remove",
                    is_removed=self._is_removed(number),
                    is_new=number >= len(self.stored),
                )
            )
        return found

    @property
    def error_items(self) -> list[tuple[str, str]]:
        return [
            (name, _("%(where)s : %(what)s") % {"where": self.legend, "what": message})
            for name, message in self.errors.items()
        ]


def _is_blank(raw: Any, blank: Any) -> bool:
    """Whether a field of a row says nothing."""
    return str(raw).strip() in {"", str(blank)}
