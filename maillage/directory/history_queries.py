"""The history of sheets and organisations: what hung on them, who changed what, and from where.

The library keeps the fields and the lists of a sheet; the parts (equipment, exceptional periods,
passages) are other rows, so that each version keeps a copy of them as JSON.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db.models import Model

from maillage.directory.enums import ModaliteField
from maillage.directory.models import Equipment, ExceptionalPeriod, Lieu, Passage, Structure

Parts = dict[str, list[dict[str, Any]]]
"""Name of the relation → its rows in their order, each a field → value of JSON."""

_Lists = dict[str, list[str]]
PART_FIELDS: dict[str, tuple[type[Model], tuple[str, ...]]] = {
    "equipments": (Equipment, ("kind", "count", "use", "detail")),
    "exceptional_periods": (ExceptionalPeriod, ("first_day", "last_day", "horaires", "reason")),
    "passages": (Passage, ("kind", "label", "commune_id", "host_id", "horaires", "note")),
}
_KINDS = {"+": "création", "~": "modification", "-": "suppression"}


def parts_of_lieux(*, ids: Collection[str]) -> dict[str, Parts]:
    """What each sheet has now: one query per kind of part; a kind without rows is left out."""
    return _parts_by_owner("lieu_id", ids, PART_FIELDS)


def parts_of_structures(*, ids: Collection[int]) -> dict[int, Parts]:
    """The passages of organisations, in the shape of `parts_of_lieux`."""
    return _parts_by_owner("structure_id", ids, {"passages": PART_FIELDS["passages"]})


def _parts_by_owner(
    owner: str, ids: Collection[Any], wanted: Mapping[str, tuple[type[Model], tuple[str, ...]]]
) -> dict[Any, Parts]:
    found: dict[Any, Parts] = {pk: {} for pk in ids}
    for name, (model, fields) in wanted.items():
        rows = model._default_manager.filter(**{f"{owner}__in": ids}).values_list(owner, *fields)
        for pk, *values in rows:
            row = {
                field: value.isoformat() if isinstance(value, date) else value
                for field, value in zip(fields, values, strict=True)
            }
            found[pk].setdefault(name, []).append(row)
    return found


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that a version changed: its French name and its values in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Version:
    """One version: `by` is empty when no person did it, `origin` says what did."""

    at: datetime
    kind: str
    by: str
    origin: str
    changes: tuple[FieldChange, ...]


def versions_of(*, row: Lieu | Structure, limit: int = 50) -> list[Version]:
    """The last versions of a sheet or of an organisation, the latest first.

    The first version of all has no `changes`: everything in it is new.
    """
    # The library builds these models: mypy does not know their fields.
    history: Any = row.history
    kept = history.select_related("history_user").order_by("-history_date", "-history_id")
    versions = list(kept[: limit + 1])
    lists = _lists_of(versions) if isinstance(row, Lieu) else {}
    befores: list[Any] = [*versions[1:], None]
    return [
        Version(
            at=version.history_date,
            kind=_KINDS[version.history_type],
            by=str(version.history_user or ""),
            origin=str(
                getattr(version, "history_source", "") or version.history_change_reason or ""
            ),
            changes=() if before is None else tuple(_changes(before, version, lists)),
        )
        for version, before in zip(versions, befores, strict=True)
    ][:limit]


def _lists_of(versions: Sequence[Any]) -> dict[int, _Lists]:
    """The multi-valued fields of each version, by its key."""
    links: Any = apps.get_model("directory", "HistoricalLieu_modalites")
    rows = links.objects.filter(history__in=[version.pk for version in versions])
    found: dict[int, _Lists] = {version.pk: {} for version in versions}
    values = rows.order_by("modalite__position", "modalite__label").values_list(
        "history_id", "modalite__field", "modalite__label"
    )
    for pk, field, label in values:
        found[pk].setdefault(ModaliteField(field).label, []).append(label)
    return found


def _changes(before: Any, after: Any, lists: Mapping[int, _Lists]) -> list[FieldChange]:
    found: list[FieldChange] = []
    for field in after.tracked_fields:
        if field.name == "updated_at":  # it says no more than the date of the version
            continue
        old, new = (getattr(version, field.attname) for version in (before, after))
        if old != new:
            found.append(FieldChange(str(field.verbose_name), value_words(old), value_words(new)))
    old_lists, new_lists = (lists.get(version.pk, {}) for version in (before, after))
    for name in sorted(old_lists.keys() | new_lists.keys()):
        old, new = old_lists.get(name, []), new_lists.get(name, [])
        if old != new:
            found.append(FieldChange(name, ", ".join(old), ", ".join(new)))
    # A version of before parts were kept says nothing of them.
    if before.parts is not None and after.parts is not None:
        for name, (model, fields) in PART_FIELDS.items():
            old, new = before.parts.get(name, []), after.parts.get(name, [])
            if old != new:
                label = str(model._meta.verbose_name)
                found.append(FieldChange(label, part_words(old, fields), part_words(new, fields)))
    return found


def value_words(value: object) -> str:
    """A stored value in words: « oui », « non », the text; empty for unknown."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    return str(value)


def part_words(rows: list[dict[str, Any]], fields: Sequence[str]) -> str:
    """Rows of a part in words: « ordinateur, 3, sur_place ; … »."""
    # In the order of the model: PostgreSQL does not keep that of JSON.
    texts = [[value_words(row.get(field)) for field in fields] for row in rows]
    return " ; ".join(", ".join(text for text in row if text) for row in texts)
