"""A sheet with values that nobody saved yet, to show it as the public would see it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Model

from maillage.directory import lieu_queries
from maillage.directory.enums import Section
from maillage.directory.models import Equipment, ExceptionalPeriod, Lieu, Modalite, Passage
from maillage.directory.sections import PROFESSIONAL, SECTIONS, SectionValues
from maillage.territory.models import Commune

_PARTS: dict[str, type[Model]] = {
    "equipments": Equipment,
    "exceptional_periods": ExceptionalPeriod,
    "passages": Passage,
}


def preview_of(
    *, lieu: Lieu, section: Section | None = None, values: SectionValues | None = None
) -> Lieu:
    """The sheet read anew, with the values of one section put in. It must not be saved.

    What the values keep for professionals is empty, as it is for the public.
    """
    shown = lieu_queries.get_sheet(pk=lieu.pk)
    if section is None or values is None:
        return shown
    content = SECTIONS[section]
    hidden = set(values.get(PROFESSIONAL, [])) & set(content.hideable)
    for name in content.fields:
        if name in values:
            setattr(shown, name, "" if name in hidden else values[name])
    if any(field.value in values for field in content.modalites):
        _put_modalites(
            shown,
            {
                field.value: values[field.value]
                for field in content.modalites
                if field.value in values
            },
        )
    for name in content.parts:
        if name in values:
            rows = [_part(_PARTS[name], shown, row) for row in values[name]]
            lieu_queries.put_rows(lieu=shown, name=name, rows=rows)
    return shown


def _put_modalites(lieu: Lieu, codes: Mapping[str, list[str]]) -> None:
    kept = [row for row in lieu.modalites.all() if row.field not in codes]
    chosen = [
        row
        for row in Modalite.objects.filter(field__in=list(codes))
        if row.code in codes[row.field]
    ]
    lieu_queries.put_rows(lieu=lieu, name="modalites", rows=[*kept, *chosen])


def _part(model: type[Model], lieu: Lieu, row: Mapping[str, Any]) -> Model:
    values = {
        name: date.fromisoformat(value) if name in {"first_day", "last_day"} else value
        for name, value in row.items()
    }
    part = model(lieu=lieu, **values)
    if isinstance(part, Passage):  # what the page prints is looked up here, one by one
        part.commune = Commune.objects.filter(pk=part.commune_id).first()
        part.host = Lieu.objects.filter(pk=part.host_id).first()
    return part
