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
from django.utils.translation import gettext as _

from maillage.directory.enums import ConfirmationChannel, LieuStatus, ModaliteField
from maillage.directory.field_words import label_of_field, words_of_field, words_of_part
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
# The link to the commune follows the INSEE code, the date of the row that of the version.
_SILENT = frozenset({"updated_at", "territory_commune"})


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
    """One version: `by` is empty when no person did it, `origin` says what did.

    `pk` names the version among those of its sheet; `profession` and `origin_words` are for
    people, and so is `by`.
    """

    at: datetime
    kind: str
    by: str
    origin: str
    changes: tuple[FieldChange, ...]
    pk: int = 0
    profession: str = ""
    origin_words: str = ""


def versions_of(*, row: Lieu | Structure, limit: int = 50, offset: int = 0) -> list[Version]:
    """The last versions of a sheet or of an organisation, the latest first.

    The first version of all has no `changes`: everything in it is new. Two queries, and one
    more when a version moved the sheet to another organisation.
    """
    # The library builds these models: mypy does not know their fields.
    history: Any = row.history
    kept = history.select_related("history_user").order_by("-history_date", "-history_id")
    versions = list(kept[offset : offset + limit + 1])
    lists = _lists_of(versions) if isinstance(row, Lieu) else {}
    befores: list[Any] = [*versions[1:], None]
    return [
        _version(version, () if before is None else tuple(_changes(before, version, lists)))
        for version, before in zip(versions, befores, strict=True)
    ][:limit]


def _version(version: Any, changes: tuple[FieldChange, ...]) -> Version:
    origin = str(getattr(version, "history_source", "") or version.history_change_reason or "")
    user = version.history_user
    return Version(
        at=version.history_date,
        kind=_KINDS[version.history_type],
        by=str(user or ""),
        origin=origin,
        changes=changes,
        pk=version.pk,
        profession=user.get_profession_display() if user is not None else "",
        origin_words=origin_words(origin),
    )


def version_count(*, lieu: Lieu) -> int:
    """How many versions the history keeps of a sheet."""
    history: Any = lieu.history
    return int(history.count())


def compare_versions(
    *, lieu: Lieu, before: int, after: int
) -> tuple[Version, Version, tuple[FieldChange, ...]]:
    """Two versions of one sheet and what differs; LookupError when one is not of this sheet."""
    history: Any = lieu.history
    found = {
        version.pk: version
        for version in history.select_related("history_user").filter(pk__in=(before, after))
    }
    if {before, after} - found.keys():
        raise LookupError("no such version")
    older, newer = found[before], found[after]
    lists = _lists_of([older, newer])
    return (
        _version(older, ()),
        _version(newer, ()),
        tuple(_changes(older, newer, lists)),
    )


_ORIGINS = {
    "saisie": "Saisie à la main",
    "demonstration": "Données de démonstration",
    "essai": "Données d’essai",
    "saisie:support": "Outil de support",
    "saisie:restauration": "Version rétablie",
    "saisie:annulation": "Action annulée",
    "saisie:archivage": "Archivage",
    "saisie:bureau": "Bureau de la coordination",
    "saisie:doublon": "Examen d’un doublon",
    "saisie:copie": "Copie d’une fiche",
    "saisie:creation": "Création de la fiche",
    "fusion": "Fiches réunies",
    "fusion:annulation": "Réunion de fiches annulée",
    **{f"saisie:{channel.value}": channel.label for channel in ConfirmationChannel},
}


def origin_words(origin: str) -> str:
    """What made a version, in French: « Par téléphone », « Import de cartographie-nationale »."""
    if origin in _ORIGINS:
        return str(_ORIGINS[origin])
    kind, _separator, rest = origin.partition(":")
    if kind == "import":
        return _("Import de %(source)s") % {"source": rest} if rest else _("Import")
    return str(_ORIGINS.get(kind, origin))


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
        if field.name in _SILENT:
            continue
        old, new = (getattr(version, field.attname) for version in (before, after))
        if old == new:
            continue
        if field.name == "professional_values":
            found.extend(_professional_changes(old, new))
            continue
        label = (
            label_of_field(field.name) if hasattr(after, "horaires") else str(field.verbose_name)
        )
        found.append(FieldChange(label, _words(field, old), _words(field, new)))
    old_lists, new_lists = (lists.get(version.pk, {}) for version in (before, after))
    for name in sorted(old_lists.keys() | new_lists.keys()):
        old, new = old_lists.get(name, []), new_lists.get(name, [])
        if old != new:
            found.append(FieldChange(name, ", ".join(old), ", ".join(new)))
    # A version of before parts were kept says nothing of them.
    if before.parts is not None and after.parts is not None:
        for name, (model, _fields) in PART_FIELDS.items():
            old, new = before.parts.get(name, []), after.parts.get(name, [])
            if old != new:
                label = str(model._meta.verbose_name)
                found.append(FieldChange(label, words_of_part(name, old), words_of_part(name, new)))
    return found


def _professional_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[FieldChange]:
    """Field by field, as « téléphone (réservé aux professionnels) »."""
    return [
        FieldChange(
            _("%(field)s (réservé aux professionnels)") % {"field": label_of_field(name)},
            words_of_field(name, before.get(name)),
            words_of_field(name, after.get(name)),
        )
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    ]


def _words(field: Any, value: Any) -> str:
    if field.name == "status":
        return str(LieuStatus(value).label) if value in LieuStatus.values else str(value)
    if field.is_relation and value is not None:
        row = field.related_model._default_manager.filter(pk=value).first()
        return str(row) if row is not None else _("supprimé depuis")
    return words_of_field(field.name, value)
