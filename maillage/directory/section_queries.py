"""Reads of one section of a sheet: its values, its fingerprint, what differs, in words."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from maillage.directory.enums import Section
from maillage.directory.field_words import label_of_field, words_of_field, words_of_part
from maillage.directory.history_queries import PART_FIELDS, parts_of_lieux
from maillage.directory.models import Lieu
from maillage.directory.sections import PROFESSIONAL, SECTIONS, SectionValues


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """One field that differs: its name, its French label, both values and both in words."""

    name: str
    label: str
    before: Any
    after: Any
    before_words: str
    after_words: str


def read_values(*, lieu: Lieu, section: Section) -> SectionValues:
    """What a section says now, fields kept for professionals included. For editors only.

    Reads the modalites and parts of the sheet when the section has some.
    """
    content = SECTIONS[section]
    hidden = lieu.professional_values
    values: SectionValues = {name: hidden.get(name, getattr(lieu, name)) for name in content.fields}
    if content.modalites:
        rows = sorted(lieu.modalites.all(), key=lambda row: row.position)
        for field in content.modalites:
            values[field.value] = [row.code for row in rows if row.field == field]
    if content.parts:
        parts = parts_of_lieux(ids=[lieu.pk])[lieu.pk]
        for name in content.parts:
            values[name] = parts.get(name, [])
    if content.hideable:
        values[PROFESSIONAL] = [name for name in content.hideable if name in hidden]
    return values


def fingerprint(*, values: SectionValues) -> str:
    """A short mark of the values, to see whether somebody else changed them meanwhile."""
    text = json.dumps(values, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def differences(
    *, before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[FieldDifference, ...]:
    """The fields of `after` whose value is not that of `before`, in the order of `after`."""
    found = []
    for name, value in after.items():
        if before.get(name) != value:
            found.append(
                FieldDifference(
                    name=name,
                    label=label_of(name),
                    before=before.get(name),
                    after=value,
                    before_words=words_of(name, before.get(name)),
                    after_words=words_of(name, value),
                )
            )
    return tuple(found)


def label_of(name: str) -> str:
    """The French name of a field of a section."""
    if name == PROFESSIONAL:
        return "champs réservés aux professionnels"
    if name in PART_FIELDS:
        return str(PART_FIELDS[name][0]._meta.verbose_name_plural)
    return label_of_field(name)


def words_of(name: str, value: Any) -> str:
    """A value of a section in words; empty for unknown."""
    if value in (None, "", []):
        return ""
    if name == PROFESSIONAL:
        return ", ".join(label_of(field) for field in value)
    if name in PART_FIELDS:
        return words_of_part(name, value)
    return words_of_field(name, value)
