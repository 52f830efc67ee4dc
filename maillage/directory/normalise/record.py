"""A whole row of the standard (1.x or 0.x), read field by field into values of our model."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache

from maillage.directory.hours.schedule import HoursError, validate
from maillage.directory.normalise.address import Address, read_adresse
from maillage.directory.normalise.codes import read_code_insee, read_code_postal, read_pivot
from maillage.directory.normalise.commune import read_commune
from maillage.directory.normalise.conform import UNKNOWN_ADDRESS
from maillage.directory.normalise.contact import read_courriels, read_telephone, read_urls
from maillage.directory.normalise.dates import read_date
from maillage.directory.normalise.legacy import (
    IS_TRUE,
    LABELS,
    V0_COLUMNS,
    V1_COLUMNS,
    Target,
)
from maillage.directory.normalise.names import read_nom
from maillage.directory.normalise.notes import Notes
from maillage.directory.normalise.people import without_people
from maillage.directory.normalise.position import read_position
from maillage.directory.normalise.text import (
    has_markup,
    repair_mojibake,
    tidy_block,
    tidy_line,
)
from maillage.directory.normalise.values import (
    ETAPES_NUMERIQUES,
    find_value,
    is_etapes_numeriques,
    read_values,
)
from maillage.directory.standard import RESUME_MAX_LENGTH, SEPARATOR, VOCABULARIES

Cell = str | tuple[str, ...]
Scalar = str | float | date | None


class Version(StrEnum):
    """Which standard a file follows."""

    V1 = "standard"
    V0 = "standard-v0"


UNKNOWN_DATE = date(1970, 1, 1)
"""Stands for « nobody knows when », as in the national files; older than any other."""
MAX_CELL_LENGTH = 100_000
MAX_ITEMS = 200
# Lengths that our columns hold; the standard itself limits only presentation_resume.
MAX_LENGTHS = {
    "id": 400,
    "nom": 255,
    "commune": 120,
    "adresse": 300,
    "complement_adresse": 300,
    "courriels": 1000,
    "site_web": 2000,
    "horaires": 2000,
    "horaires_text": 500,
    "presentation_detail": MAX_CELL_LENGTH,
    "source": 200,
    "structure_parente": 255,
    "autres_formations_labels": 2000,
}
_REQUIRED = {
    "id": "L’identifiant manque.",
    "nom": "Le nom manque.",
    "commune": "La commune manque.",
    "adresse": "L’adresse manque.",
}
_READINGS = 3
_KEPT_LENGTH = 200
"""Longest text whose cleaning is remembered."""
_BLOCKS = frozenset({"presentation_resume", "presentation_detail"})
# Where people write about people: their names and details are dropped (normalise.people).
_FREE_WORDS = frozenset({"nom", "structure_parente", "presentation_resume", "presentation_detail"})
_RENAMED_V0 = {"courriel": "courriels", "accessibilite": "fiche_acces_libre"}
_LINES = ("source", "structure_parente")
FREE_LABELS = "autres_formations_labels"
_LIST_SEPARATORS = r"[|;\n]"
_LABEL_FIELDS = ("formations_labels", "dispositif_programmes_nationaux")
_SHIELD = "\ue000"  # stands for « & » while a web address is cleaned


@dataclass(slots=True)
class Record:
    """What a row says, ready for the model.

    `values`: scalar fields that the file has, under their name; `lists`: official values of
    the vocabularies by field, for the fields that the file has; `flags`: fields of ours that
    an old value makes true. `pending`: refusals of the postal code that locating the place may
    lift (`check_required`).
    """

    values: dict[str, Scalar] = field(default_factory=dict)
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    flags: dict[str, bool] = field(default_factory=dict)
    pending: Notes = field(default_factory=Notes)

    @property
    def id(self) -> str:
        return str(self.values["id"])

    @property
    def nom(self) -> str:
        return str(self.values["nom"])


def read_record(row: Mapping[str, Cell], *, version: Version, notes: Notes) -> Record:
    """Read a row whose keys are column names. The record is usable unless notes.is_rejected."""
    reader = _RowReader(row, version, notes)
    record = Record()
    reader.identity(record)
    reader.contacts(record)
    reader.hours(record)
    reader.presentation(record)
    reader.vocabularies(record)
    return record


# Files say the same words over and over: communes, dates, prices, values of lists.
@lru_cache(maxsize=16_384)
def _cleaned(raw: str, is_block: bool) -> tuple[str, str, bool]:
    """The clean text, the raw text with its accents repaired, whether it held markup."""
    text = tidy_block(raw) if is_block else tidy_line(raw)
    return text, repair_mojibake(raw), has_markup(raw)


@lru_cache(maxsize=16_384)
def _parts(text: str, separators: str) -> tuple[str, ...]:
    """The clean parts of a cell that say something."""
    cleaned = (tidy_line(part) for part in re.split(separators, text))
    return tuple(part for part in cleaned if part)


class _RowReader:
    """Cells of one row, cleaned on demand."""

    def __init__(self, row: Mapping[str, Cell], version: Version, notes: Notes) -> None:
        if version is Version.V0:
            row = {_RENAMED_V0.get(name, name): cell for name, cell in row.items()}
        self.row = row
        self.version = version
        self.notes = notes

    # --- cells ---------------------------------------------------------------------------
    def text(self, name: str) -> str:
        """One cell as clean text; a list is joined as the standard does."""
        cell = self.row.get(name, "")
        raw = SEPARATOR.join(cell) if isinstance(cell, tuple) else cell
        if not raw:
            return ""
        if len(raw) > MAX_CELL_LENGTH:
            self.notes.warn(name, f"Texte coupé à {MAX_CELL_LENGTH} caractères.", raw)
            raw = raw[:MAX_CELL_LENGTH]
        clean = _cleaned if len(raw) <= _KEPT_LENGTH else _cleaned.__wrapped__
        text, repaired, is_marked_up = clean(raw, name in _BLOCKS)
        if repaired != raw:
            self.notes.repair(name, "Accents abîmés, rétablis.", raw, repaired)
        if is_marked_up:
            self.notes.repair(name, "Balises HTML retirées.", raw)
        return without_people(name, text, notes=self.notes) if name in _FREE_WORDS else text

    def items(self, name: str, separators: str) -> list[str]:
        """A multi-valued cell as clean texts, each once, in order."""
        cell = self.row.get(name, "")
        cells = cell if isinstance(cell, tuple) else (cell,)
        found: dict[str, None] = {}
        for text in cells:
            split = _parts if len(text) <= _KEPT_LENGTH else _parts.__wrapped__
            found |= dict.fromkeys(split(text[:MAX_CELL_LENGTH], separators))
        return self.few(name, list(found))

    def fit(self, name: str, text: str) -> str:
        """Cut what is longer than our column, and say so."""
        limit = MAX_LENGTHS.get(name)
        if limit is None or len(text) <= limit:
            return text
        cut = text[:limit].rstrip()
        self.notes.warn(name, f"Texte coupé à {limit} caractères.", text, cut)
        return cut

    def fit_items(self, name: str, items: list[str]) -> str:
        """Join as many items as our column holds, and say how many are left."""
        kept, length = 0, -1
        while kept < len(items) and length + 1 + len(items[kept]) <= MAX_LENGTHS[name]:
            length += 1 + len(items[kept])
            kept += 1
        if kept < len(items):
            self.notes.warn(name, f"Trop long : {kept} valeurs gardées sur {len(items)}.")
        return SEPARATOR.join(items[:kept])

    def few(self, name: str, items: list[str]) -> list[str]:
        """No more values than a real place has."""
        if len(items) > MAX_ITEMS:
            self.notes.warn(name, f"{len(items)} valeurs : les {MAX_ITEMS} premières sont lues.")
        return items[:MAX_ITEMS]

    # --- groups of fields ----------------------------------------------------------------
    def identity(self, record: Record) -> None:
        values, notes = record.values, self.notes
        values["id"] = self.text("id")
        values["nom"] = self.nom()
        self.address(record)
        written = self.text("date_maj")
        values["date_maj"] = (
            UNKNOWN_DATE if written == UNKNOWN_DATE.isoformat() else read_date(written, notes=notes)
        )
        if "pivot" in self.row:
            values["pivot"] = read_pivot(self.text("pivot"), notes=notes)
        if "code_insee" in self.row:
            values["code_insee"] = read_code_insee(self.text("code_insee"), notes=notes)
        if "latitude" in self.row or "longitude" in self.row:
            values["latitude"], values["longitude"] = read_position(
                self.text("latitude"), self.text("longitude"), notes=notes
            )
        for name in _LINES:
            if name in self.row:
                values[name] = self.fit(name, self.text(name))

    def nom(self) -> str:
        """The name, readable, without the name of the person who works there."""
        return read_nom(self.text("nom"), notes=self.notes)

    def address(self, record: Record) -> None:
        """Street, complement, postal code and commune, wherever the row wrote them."""
        values, notes = record.values, self.notes
        commune = read_commune(self.text("commune"))
        written = self.text("adresse")
        if written == UNKNOWN_ADDRESS:
            found = Address(written)
        else:
            found = read_adresse(written, notes=notes, commune=commune)
            if found.adresse != written:
                found = _settled(found, commune)
        values["adresse"] = found.adresse
        if "complement_adresse" in self.row or found.complement_adresse:
            written = self.text("complement_adresse")
            parts = (part for part in (found.complement_adresse, written) if part)
            values["complement_adresse"] = self.fit(
                "complement_adresse", ", ".join(dict.fromkeys(parts))
            )
        values["commune"] = commune or found.commune
        code_postal = self.text("code_postal") or found.code_postal
        values["code_postal"] = read_code_postal(code_postal, notes=record.pending)
        if not record.pending.is_rejected:
            notes.extend(record.pending)
            record.pending.clear()

    def contacts(self, record: Record) -> None:
        values, notes = record.values, self.notes
        if "telephone" in self.row:
            values["telephone"] = read_telephone(
                self.text("telephone"), code_postal=str(values["code_postal"]), notes=notes
            )
        if "courriels" in self.row:
            found = read_courriels(self.raw_items("courriels"), notes=notes)
            values["courriels"] = self.fit_items("courriels", found)
        if "site_web" in self.row:
            found = read_urls("site_web", self.raw_items("site_web"), notes=notes)
            values["site_web"] = self.fit_items("site_web", found)
        for name in ("fiche_acces_libre", "prise_rdv"):
            if name in self.row:
                found = read_urls(name, self.raw_items(name), notes=notes)
                if len(found) > 1:
                    notes.warn(name, "Une seule adresse est possible : la première est gardée.")
                values[name] = found[0] if found else ""

    def raw_items(self, name: str) -> list[str]:
        """Items of an address field, cleaned; « &copy=1 » in an address is no entity."""
        cell = self.row.get(name, "")
        cells = cell if isinstance(cell, tuple) else (cell,)
        parts = (part for text in cells for part in text[:MAX_CELL_LENGTH].split(SEPARATOR))
        shielded = (part.replace("&amp;", "&").replace("&", _SHIELD) for part in parts)
        cleaned = (tidy_line(part).replace(_SHIELD, "&") for part in shielded)
        return self.few(name, [part for part in cleaned if part])

    def hours(self, record: Record) -> None:
        if "horaires" not in self.row:
            return
        text = self.text("horaires")
        record.values["horaires"] = text
        if not text:
            return
        record.values["horaires_text"] = ""
        try:
            if len(text) > MAX_LENGTHS["horaires"]:
                raise HoursError(f"Plus de {MAX_LENGTHS['horaires']} caractères.")
            validate(osm=text)
        except HoursError as error:
            kept = text[: MAX_LENGTHS["horaires_text"]]
            record.values["horaires"], record.values["horaires_text"] = "", kept
            self.notes.warn(
                "horaires", f"Horaires gardés en toutes lettres. {error.message_fr}", text
            )

    def presentation(self, record: Record) -> None:
        values = record.values
        if "presentation_detail" in self.row:
            values["presentation_detail"] = self.fit(
                "presentation_detail", self.text("presentation_detail")
            )
        if "presentation_resume" not in self.row:
            return
        resume = self.text("presentation_resume")
        if len(resume) > RESUME_MAX_LENGTH:
            detail = str(values.get("presentation_detail", ""))
            if resume not in detail:
                values["presentation_detail"] = f"{resume}\n\n{detail}".strip()
            short = _cut_at_word(resume, RESUME_MAX_LENGTH)
            self.notes.repair(
                "presentation_resume",
                f"Résumé coupé à {RESUME_MAX_LENGTH} caractères ; entier dans la présentation.",
                resume,
                short,
            )
            resume = short
        values["presentation_resume"] = resume

    def vocabularies(self, record: Record) -> None:
        is_old = self.version is Version.V0
        found: dict[str, list[str]] = {}
        targets = self._free_labels()
        for column, (table, fields) in (V0_COLUMNS if is_old else V1_COLUMNS).items():
            if column not in self.row:
                continue
            for name in fields if is_old else fields[:1]:
                found.setdefault(name, [])
            cell = self.row[column]
            # What a mapping gives is official already.
            if isinstance(cell, tuple) and _RANKS[fields[0]].keys() >= set(cell) and not is_old:
                targets += [(fields[0], value) for value in cell]
                continue
            targets += read_values(
                column,
                self.items(column, _LIST_SEPARATORS),
                table=table,
                fields=fields,
                is_old_version=is_old,
                notes=self.notes,
            )
        free: list[str] = []
        for name, value in targets:
            if name == FREE_LABELS:
                free.append(value)
            elif value == IS_TRUE:
                record.flags[name] = True
            else:
                found.setdefault(name, []).append(value)
        if free or FREE_LABELS in self.row or "labels_autres" in self.row:
            record.values[FREE_LABELS] = self.fit_items(FREE_LABELS, list(dict.fromkeys(free)))
        record.lists = {name: in_standard_order(name, values) for name, values in found.items()}

    def _free_labels(self) -> list[Target]:
        """Labels in free words; an official one written there goes to its field.

        In a file of today only « Étapes numériques (La Poste) » moves: writers put it there
        because schema and library disagree about it, everything else is what somebody chose.
        """
        if self.version is Version.V1:
            return [
                ETAPES_NUMERIQUES if is_etapes_numeriques(label) else (FREE_LABELS, label)
                for label in self.items(FREE_LABELS, r"\|")
            ]
        targets: list[Target] = []
        for label in self.items("labels_autres", _LIST_SEPARATORS):
            known = find_value(label, table=LABELS, fields=_LABEL_FIELDS, is_old_version=True)
            targets.extend(known or ((FREE_LABELS, label),))
        return targets


def _settled(address: Address, commune: str) -> Address:
    """What is read once is read alike for ever: an export taken back changes nothing."""
    for _ in range(_READINGS):
        again = read_adresse(address.adresse, notes=Notes(), commune=commune)
        if again.adresse == address.adresse and not again.complement_adresse:
            break
        parts = (again.complement_adresse, address.complement_adresse)
        address = Address(
            again.adresse,
            ", ".join(part for part in parts if part),
            address.code_postal or again.code_postal,
            address.commune or again.commune,
        )
    return address


def check_required(record: Record, *, notes: Notes) -> None:
    """Refuse a record without what a sheet cannot do without, once it was located."""
    for name, message in _REQUIRED.items():
        text = str(record.values.get(name) or "")
        if not text:
            notes.reject(name, message)
        elif len(text) > MAX_LENGTHS[name]:
            notes.reject(name, f"Plus de {MAX_LENGTHS[name]} caractères.", text)
    if not record.values.get("code_postal"):
        notes.extend(record.pending)


_RANKS = {
    name: {entry.value: rank for rank, entry in enumerate(entries)}
    for name, entries in VOCABULARIES.items()
}


def in_standard_order(name: str, values: list[str]) -> tuple[str, ...]:
    """Values of one field, each once, in the order of the standard."""
    ranks = _RANKS[name]
    return tuple(sorted(set(values), key=lambda value: ranks[value]))


def _cut_at_word(text: str, length: int) -> str:
    """At most `length` characters, « … » included, cut between two words when possible."""
    head = text[: length - 1]
    space = head.rfind(" ")
    return (head[:space] if space > length // 2 else head).rstrip(" ,;:.\n") + "…"
