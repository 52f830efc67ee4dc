"""The form of one section of a sheet: the same contract for the seven of them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar, cast

from django import forms
from django.http import QueryDict

from maillage.contributions.forms.sections.fields import Group, Item, SheetField, Text
from maillage.contributions.forms.sections.rows import RowSet
from maillage.directory.enums import Section
from maillage.directory.models import Lieu
from maillage.directory.sections import PROFESSIONAL, SECTIONS, SectionValues

PROFESSIONAL_PREFIX = "professionnel-"
TEMPLATES: dict[Section, str] = {
    Section.CONTACTS: "contributions/sections/contacts.html",
    Section.HORAIRES: "contributions/sections/horaires.html",
    Section.FERMETURES: "contributions/sections/fermetures.html",
    Section.SERVICES: "contributions/sections/services.html",
    Section.VENIR: "contributions/sections/venir.html",
    Section.MATERIEL: "contributions/sections/materiel.html",
    Section.PRESENTATION: "contributions/sections/presentation.html",
}


class SectionForm(forms.Form):
    """One section of one sheet, filled from `values` (section_queries.read_values).

    It holds the fields that `values` holds and no other: take a field out of the values, and
    nobody sees or writes it (PROFESSIONAL out: no box « réservé aux professionnels »). A button
    `add_row` makes the form invalid without any error: the page shows it again with one more
    row. Set `shows_errors` to False to show what was typed without judging it (a draft).

    Subclasses declare SheetFields, `layout` (title, names of fields) and `row_sets`.
    """

    section: ClassVar[Section]
    layout: ClassVar[Sequence[tuple[Text, Sequence[str]]]] = ()
    row_sets: ClassVar[Sequence[type[RowSet]]] = ()
    shows_errors = True

    def __init__(self, *, lieu: Lieu, values: SectionValues, data: QueryDict | None = None) -> None:
        super().__init__(data=data)
        self.lieu = lieu
        self.stored = values
        content = SECTIONS[self.section]
        for name in list(self.fields):
            if not self.has(name):
                del self.fields[name]
        for name, sheet_field in self.fields.items():
            if isinstance(sheet_field, SheetField):
                sheet_field.stored = self.stored_value(name)
                self.initial[name] = sheet_field.shown(sheet_field.stored)
        if PROFESSIONAL in values:
            for name in content.hideable:
                if name in values:
                    self.fields[PROFESSIONAL_PREFIX + name] = forms.BooleanField(required=False)
                    self.initial[PROFESSIONAL_PREFIX + name] = name in values[PROFESSIONAL]
        self.parts = [
            row_set(stored=values[row_set.name], data=data)
            for row_set in self.row_sets
            if row_set.name in values
        ]
        self._rows: SectionValues = {}

    # --- for subclasses -------------------------------------------------------------------
    def has(self, name: str) -> bool:
        """Whether the values hold what this field edits."""
        return name in self.stored

    def stored_value(self, name: str) -> Any:
        """What is stored for this field."""
        return self.stored[name]

    # --- the contract ---------------------------------------------------------------------
    @property
    def template_name(self) -> str:
        return TEMPLATES[self.section]

    @property
    def is_asking_row(self) -> bool:
        """Whether somebody pressed « Ajouter une ligne » of this form."""
        return any(part.is_asking_row for part in self.parts)

    def is_valid(self) -> bool:
        return not self.is_asking_row and super().is_valid()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for part in self.parts:
            self._rows[part.name] = part.clean()
            for message in part.errors.values():
                self.add_error(None, message)
        return data

    def values(self) -> SectionValues:
        """The whole section, in the shape of section_queries.read_values; when it is valid."""
        found: SectionValues = {}
        for name in self.stored:
            if name == PROFESSIONAL:
                found[name] = [
                    hideable
                    for hideable in SECTIONS[self.section].hideable
                    if self.cleaned_data.get(PROFESSIONAL_PREFIX + hideable) and found.get(hideable)
                ]
            elif name in self._rows:
                found[name] = self._rows[name]
            else:
                found[name] = self.cleaned_data.get(name, self.stored[name])
        return found

    @property
    def groups(self) -> list[Group]:
        """The fields to show, in order; the rows come after."""
        judged = self.is_bound and self.shows_errors and not self.is_asking_row
        groups = []
        for legend, names in self.layout:
            items = [self._item(name, judged=judged) for name in names if name in self.fields]
            if items:
                groups.append(Group(legend, items))
        return groups

    def _item(self, name: str, *, judged: bool) -> Item:
        sheet_field = cast("SheetField", self.fields[name])
        error = str(self.errors[name][0]) if judged and name in self.errors else ""
        item = sheet_field.item(name=name, raw=self[name].value(), error=error)
        flag = PROFESSIONAL_PREFIX + name
        if flag not in self.fields:
            return item
        return _with_flag(item, flag, is_professional=bool(self[flag].value()))

    @property
    def error_items(self) -> list[tuple[str, str]]:
        """(id of a field, sentence), in the order of the page."""
        if not self.is_bound or not self.shows_errors or self.is_asking_row:
            return []
        found = [
            (item.error_id, str(item.error))
            for group in self.groups
            for item in group.items
            if item.error
        ]
        for part in self.parts:
            found += part.error_items
        return found


def _with_flag(item: Item, flag: str, *, is_professional: bool) -> Item:

    return replace(item, professional_name=flag, is_professional=is_professional)
