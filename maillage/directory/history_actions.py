"""Bring a version of a sheet back, as one more version: undoing is restoring again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from maillage.accounts.models import User
from maillage.core.errors import DomainError
from maillage.core.journal import Actor, record
from maillage.directory.actions import HAND_ORIGIN, save_lieu
from maillage.directory.enums import ModaliteField
from maillage.directory.field_words import label_of_field
from maillage.directory.history_queries import PART_FIELDS
from maillage.directory.models import Equipment, ExceptionalPeriod, Lieu, Modalite, Passage
from maillage.directory.sections import SECTIONS
from maillage.directory.vocabularies import BY_CODE
from maillage.territory.models import Commune

RESTORE_ORIGIN = f"{HAND_ORIGIN}:restauration"


@dataclass(frozen=True, slots=True)
class Restored:
    """The sheet as it is now, and what could not come back, in French."""

    lieu: Lieu
    warnings: tuple[str, ...]


@transaction.atomic
def restore_version(*, lieu: Lieu, version: int, by: User) -> Restored:
    """Write what a version said in the seven sections; identity, address, state, organisation,
    source and confirmations stay as they are.

    LookupError when the version is not of this sheet. DomainError when a value is no longer
    accepted. A value of a list
    that left its vocabulary, and the parts of a version of before they were kept, stay out with
    a warning.
    """
    stored = Lieu.objects.select_for_update().get(pk=lieu.pk)
    history: Any = stored.history
    wanted = history.filter(pk=version).first()
    if wanted is None:
        raise LookupError("no such version")
    warnings: list[str] = []
    for section in SECTIONS.values():
        for name in section.fields:
            setattr(stored, name, getattr(wanted, name))
    stored.professional_values = dict(wanted.professional_values or {})
    parts: dict[str, Any] = {}
    if wanted.parts is None:
        warnings.append(
            _("Le matériel, les fermetures et les permanences n’étaient pas encore gardés.")
        )
    else:
        parts = {name: _rows(name, wanted.parts.get(name, []), warnings) for name in PART_FIELDS}
    try:
        saved = save_lieu(
            lieu=stored,
            modalites=_lists(version, warnings),
            origin=RESTORE_ORIGIN,
            by=by,
            **parts,
        )
    except ValidationError as error:
        raise DomainError("version_refused", _refusal(error)) from error
    record(verb="sheet.restored", by=Actor.of(by), on=saved, detail={"version": version})
    return Restored(saved, tuple(warnings))


def _lists(version: int, warnings: list[str]) -> dict[str, list[str]]:
    """Short codes by field, every field present: what the version did not have goes away."""
    model: Any = apps.get_model("directory", "HistoricalLieu_modalites")
    keys = model.objects.filter(history_id=version).values_list("modalite_id", flat=True)
    found: dict[str, list[str]] = {field.value: [] for field in ModaliteField}
    for row in Modalite.objects.filter(pk__in=list(keys)):
        if row.code in BY_CODE.get(row.field, {}):
            found[row.field].append(row.code)
        else:
            warnings.append(
                _("« %(value)s » n’existe plus dans la liste « %(field)s ».")
                % {"value": row.label, "field": label_of_field(row.field)}
            )
    return found


def _rows(name: str, rows: list[Mapping[str, Any]], warnings: list[str]) -> list[Any]:
    return [_BUILDERS[name](row, warnings) for row in rows]


def _equipment(row: Mapping[str, Any], _warnings: list[str]) -> Equipment:
    return Equipment(**row)


def _period(row: Mapping[str, Any], _warnings: list[str]) -> ExceptionalPeriod:
    days = {name: date.fromisoformat(str(row[name])) for name in ("first_day", "last_day")}
    return ExceptionalPeriod(**{**row, **days})


def _passage(row: Mapping[str, Any], warnings: list[str]) -> Passage:
    """A host or a commune that left since is left out: the label says where it was."""
    values = dict(row)
    for name, model in (("host_id", Lieu), ("commune_id", Commune)):
        key = values.get(name)
        if key is not None and not model._default_manager.filter(pk=key).exists():
            values[name] = None
            warnings.append(
                _("« %(label)s » : le lieu ou la commune d’accueil n’existe plus ici.")
                % {"label": values.get("label", "")}
            )
    return Passage(**values)


_BUILDERS: dict[str, Any] = {
    "equipments": _equipment,
    "exceptional_periods": _period,
    "passages": _passage,
}


def _refusal(error: ValidationError) -> str:
    if hasattr(error, "error_dict"):
        said = [
            f"{label_of_field(name)} : {' '.join(messages)}"
            for name, messages in error.message_dict.items()
        ]
    else:
        said = list(error.messages)
    return _("Cette version n’est plus acceptée telle quelle. %(why)s") % {"why": " ".join(said)}
