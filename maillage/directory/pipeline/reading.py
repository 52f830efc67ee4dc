"""Second stage: cells → columns of the standard (by the mapping of the source) → a record."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from maillage.directory.hours.french import HoursReading, read_days, read_hours
from maillage.directory.hours.schedule import HoursError, validate
from maillage.directory.mapping import HoursTexts, SourceMapping
from maillage.directory.normalise.notes import Notes
from maillage.directory.normalise.people import PERSON_REMOVED, without_people
from maillage.directory.normalise.record import (
    UNKNOWN_DATE,
    Cell,
    Record,
    Version,
    read_record,
)
from maillage.directory.normalise.typology import typologies_of_name
from maillage.directory.pipeline.cells import Cells
from maillage.directory.provenance import GROUP_OF, GROUPS

# Raised by one when the same cells must be read again by everybody.
READING_VERSION = 1
KEY_LENGTH = 300
"""Longest identifier of a row in its source: with the source's name it must fit in 400."""
_TEXT_LIMIT = 500
# Told by other columns too, or needed to make a sheet.
_ALWAYS_SAID = frozenset(
    {"id", "nom", "adresse", "complement_adresse", "code_postal", "commune", "code_insee"}
    | {"date_maj", "source", "typologie"}
)


@dataclass(frozen=True)
class Scheme:
    """How the rows of a file are read. `mapping` None: its columns are those of the standard.

    `unfed`: fields of the mapping whose columns the file has not.
    """

    source: str
    nom: str
    version: Version = Version.V1
    mapping: SourceMapping | None = None
    vintage: date | None = None
    publication: str = "publie"
    unfed: frozenset[str] = frozenset()

    @cached_property
    def salt(self) -> str:
        """Changes when the same cells would be read otherwise."""
        said = json.dumps(
            [
                READING_VERSION,
                self.source,
                self.version,
                str(self.vintage),
                self.mapping.mark if self.mapping else "",
            ]
        )
        return hashlib.blake2b(said.encode(), digest_size=16).hexdigest()


@dataclass(slots=True)
class Reading:
    """One row, read. `key`: its identifier in the source, stable from one file to the next."""

    key: str
    record: Record
    raw: dict[str, Any]


def read_cells(cells: Cells, *, scheme: Scheme, notes: Notes) -> Reading:
    """Map and normalise one row; the record is usable unless `notes.is_rejected`."""
    mapping = scheme.mapping
    if mapping is None:
        row: dict[str, Cell] = dict(cells)
        record = read_record(row, version=scheme.version, notes=notes)
        return Reading(str(record.values["id"]), record, _kept_cells(cells, notes))
    mapped = mapping.apply(cells)
    if mapped.is_private:
        notes.reject("", "Ce lieu n’accueille pas de public : il n’entre pas dans l’annuaire.")
    row = dict(mapped.values)
    key = str(row["id"])
    if len(key) > KEY_LENGTH:
        # Cut, it could be the same as another.
        notes.reject("id", f"L’identifiant dépasse {KEY_LENGTH} caractères.", key)
    row["id"] = f"{scheme.source}_{key}"[:400].replace(" ", "-")
    _give_date(row, scheme, notes)
    hours = _read_hours_texts(mapped.hours, notes) if mapped.hours is not None else None
    record = read_record(row, version=Version.V1, notes=notes)
    add_typologies(record)
    if hours is not None:
        record.values["horaires"], record.values["horaires_text"] = hours
    _leave_unsaid(record, scheme.unfed)
    return Reading(key, record, _kept_cells(mapping.cells_of(cells), notes))


def _leave_unsaid(record: Record, unfed: frozenset[str]) -> None:
    """What the columns of the file cannot say is neither filled nor emptied by it."""
    for name in unfed - _ALWAYS_SAID:
        for field in GROUPS.get(GROUP_OF.get(name, ""), (name,)):
            record.values.pop(field, None)
            record.lists.pop(field, None)


def _give_date(row: dict[str, Cell], scheme: Scheme, notes: Notes) -> None:
    """A row without a date takes the vintage of its source; without one, « unknown »."""
    if row.get("date_maj"):
        return
    row["date_maj"] = (scheme.vintage or UNKNOWN_DATE).isoformat()
    if scheme.vintage is None:
        notes.warn("date_maj", "Aucune date de mise à jour : l’âge de cette fiche est inconnu.")


def _kept_cells(cells: Cells, notes: Notes) -> dict[str, Any]:
    """The raw cells that were read; named people's details, once found, are not kept."""
    kept = {name: value for name, value in cells.items() if value != ""}
    if not any(note.message == PERSON_REMOVED for note in notes):
        return kept
    silent = Notes()
    return {
        name: without_people(name, value, notes=silent) if isinstance(value, str) else value
        for name, value in kept.items()
    }


def _read_hours_texts(texts: HoursTexts, notes: Notes) -> tuple[str, str]:
    """OSM hours and, when they are not certain, the words kept for a person: (horaires, text)."""
    if texts.osm:
        try:
            validate(osm=texts.osm)
        except HoursError:
            reading = read_hours(texts.osm)
        else:
            return texts.osm, ""
        return _settle(reading, texts.osm, notes)
    if days := {day: text for day, text in texts.days.items() if text.strip()}:
        said = " ; ".join(f"{_DAYS.get(day, day)} {text}" for day, text in days.items())
        return _settle(read_days(texts.days, parity=texts.parity), said, notes)
    if texts.week:
        # A list of days as a database writes it: « {Lundi,Mardi} ».
        jours = texts.jours.strip("{}").replace(",", ", ")
        said = f"{jours} : {texts.week}" if jours else texts.week
        return _settle(read_hours(texts.week, jours=texts.jours), said, notes)
    return "", ""


_DAYS = {
    "Mo": "lundi",
    "Tu": "mardi",
    "We": "mercredi",
    "Th": "jeudi",
    "Fr": "vendredi",
    "Sa": "samedi",
    "Su": "dimanche",
}


def _settle(reading: HoursReading, said: str, notes: Notes) -> tuple[str, str]:
    kept = without_people("horaires_text", said, notes=notes)
    if reading.osm:
        notes.repair("horaires", "Horaires lus dans le texte.", kept, reading.osm)
        return reading.osm, ""
    # Why may quote the words that name somebody.
    why = reading.why if kept == said else ""
    notes.warn("horaires", f"Horaires gardés en toutes lettres. {why}".strip(), kept)
    return "", kept[:_TEXT_LIMIT]


def add_typologies(record: Record) -> None:
    """Kinds of place that the name says, beside those that the file gives."""
    said = typologies_of_name(record.nom)
    given = record.lists.get("typologie", ())
    record.lists["typologie"] = tuple(dict.fromkeys((*given, *said)))
