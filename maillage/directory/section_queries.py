"""Reads of one section of a sheet: its values, its fingerprint, what differs, in words."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from maillage.directory.enums import (
    EquipmentKind,
    EquipmentUse,
    ModaliteField,
    PositionPrecision,
    Section,
)
from maillage.directory.field_words import label_of_field, words_of_field, words_of_part
from maillage.directory.history_queries import PART_FIELDS, parts_of_lieux
from maillage.directory.hours.words import hours_in_words
from maillage.directory.models import Lieu, Modalite
from maillage.directory.sections import PROFESSIONAL, SECTIONS, SectionValues

MODALITE_LABELS: dict[str, str] = {field.value: str(field.label) for field in ModaliteField}


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
    if name in MODALITE_LABELS:
        return MODALITE_LABELS[name]
    return label_of_field(name)


def words_of(name: str, value: Any) -> str:
    """A value of a section in words; empty for unknown."""
    if value in (None, "", []):
        return ""
    if name == PROFESSIONAL:
        return ", ".join(label_of(field) for field in value)
    if name in _READ_ALOUD:
        return _READ_ALOUD[name](value)
    if name in PART_FIELDS:
        return words_of_part(name, value)
    if name in MODALITE_LABELS:
        known = dict(Modalite.objects.filter(field=name).values_list("code", "label"))
        return ", ".join(known.get(code, code) for code in value)
    return words_of_field(name, value)


def _piped(value: str) -> str:
    return ", ".join(part for part in value.split("|") if part)


def _cents(value: int) -> str:
    return f"{value / 100:.2f} €".replace(".", ",")


def _periods(rows: list[dict[str, Any]]) -> str:
    return " ; ".join(_period(row) for row in rows)


def _period(row: Mapping[str, Any]) -> str:
    first, last = (_day(str(row.get(name, ""))) for name in ("first_day", "last_day"))
    when = first if first == last else f"du {first} au {last}"
    hours = str(row.get("horaires") or "")
    what = hours_in_words(osm=hours) if hours else "fermé"
    reason = str(row.get("reason") or "")
    return f"{when} : {what}" + (f" ({reason})" if reason else "")


def _day(iso: str) -> str:
    """« 15/08/2026 »; what is no date comes back as it is."""
    parts = iso.split("-")
    return "/".join(reversed(parts)) if len(parts) == 3 else iso


def _equipments(rows: list[dict[str, Any]]) -> str:
    kinds, uses = dict(EquipmentKind.choices), dict(EquipmentUse.choices)
    found = []
    for row in rows:
        words = [str(kinds.get(row.get("kind", ""), row.get("kind", "")))]
        if row.get("count"):
            words.append(str(row["count"]))
        if row.get("use") and row["use"] != EquipmentUse.SUR_PLACE:
            words.append(str(uses.get(row["use"], row["use"])).lower())
        if row.get("detail"):
            words.append(str(row["detail"]))
        found.append(", ".join(words))
    return " ; ".join(found)


# Fields whose stored value is no sentence that somebody would read.
_READ_ALOUD: dict[str, Callable[[Any], str]] = {
    "horaires": lambda value: hours_in_words(osm=value),
    "wifi_horaires": lambda value: hours_in_words(osm=value),
    "courriels": _piped,
    "site_web": _piped,
    "prise_rdv": _piped,
    "autres_formations_labels": _piped,
    "printing_price_bw_cents": _cents,
    "printing_price_colour_cents": _cents,
    "position_precision": lambda value: str(dict(PositionPrecision.choices).get(value, value)),
    "exceptional_periods": _periods,
    "equipments": _equipments,
}
