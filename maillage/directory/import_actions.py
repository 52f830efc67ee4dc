"""Write the rows of a file into the directory: in bulk, all or nothing, and only what changed.

Stages: read rows (exchange.readers) → clean and check (normalise.record) → decide (`_decide`)
→ write a batch (`bulk_actions`). The first three are pure or only read the database.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import reset_queries, transaction

from maillage.directory.actions import HAND_ORIGIN
from maillage.directory.bulk_actions import BulkWriter
from maillage.directory.enums import LieuStatus, PositionPrecision
from maillage.directory.exchange.readers import RawRow, SourceFile
from maillage.directory.exchange.report import Counters, ImportReport
from maillage.directory.models import Lieu, Modalite
from maillage.directory.normalise.commune import CommuneRow, CommuneTable
from maillage.directory.normalise.notes import Level, Note, Notes
from maillage.directory.normalise.record import Record, read_record
from maillage.territory.models import Commune, FormerCommune

BATCH = 500
_COMPARED = (
    "pivot",
    "nom",
    "commune",
    "code_postal",
    "code_insee",
    "adresse",
    "complement_adresse",
    "latitude",
    "longitude",
    "telephone",
    "courriels",
    "site_web",
    "horaires",
    "horaires_text",
    "presentation_resume",
    "presentation_detail",
    "source",
    "structure_parente",
    "date_maj",
    "autres_formations_labels",
    "fiche_acces_libre",
    "prise_rdv",
    "position_precision",
    "territory_commune_id",
    "membership_required",
    "mandat_practice",
)


@dataclass(slots=True)
class Change:
    """One sheet to write: its id, the fields that change, its whole set of modalites."""

    id: str
    values: dict[str, Any]
    modalites: frozenset[int]
    previous_modalites: frozenset[int] = frozenset()
    is_new: bool = False


@dataclass(slots=True)
class _Entry:
    """One accepted row on its way to the database."""

    line: int
    record: Record
    notes: Notes
    target: str = ""
    values: dict[str, Any] = field(default_factory=dict)


def import_file(
    *,
    source_file: SourceFile,
    source: str,
    report: ImportReport,
    dry_run: bool = False,
    progress: Callable[[Counters], None] | None = None,
) -> Counters:
    """Bring the rows of a file into the directory under the source's slug.

    One transaction: an interruption leaves the directory as it was. `dry_run` writes
    nothing. Returns the report's counters; what was said of each row is in the report.
    """
    with nullcontext() if dry_run else transaction.atomic():
        importer = _Importer(source=source, report=report, dry_run=dry_run)
        importer.say_unknown(source_file.unknown_columns)
        rows = iter(source_file.rows)
        while batch := list(islice(rows, BATCH)):
            importer.run(batch, source_file)
            reset_queries()  # the log of a development server would grow for ever
            if progress is not None:
                progress(report.counters)
    return report.counters


class _Importer:
    """State of one import: tables read once, identifiers already seen."""

    def __init__(self, *, source: str, report: ImportReport, dry_run: bool) -> None:
        self.source = source
        self.report = report
        self.writer = None if dry_run else BulkWriter(origin=f"import:{source}"[:120])
        self.communes = load_communes()
        self.modalites: dict[tuple[str, str], int] = {}
        self.field_of: dict[int, str] = {}
        for pk, name, value in Modalite.objects.values_list("pk", "field", "value"):
            self.modalites[(name, value)] = pk
            self.field_of[pk] = name
        self.lines: dict[str, int] = {}

    def say_unknown(self, columns: Sequence[str]) -> None:
        notes = [
            Note(
                name[:60],
                Level.AVERTISSEMENT,
                f"La colonne « {name[:60]} » n’est pas dans le standard : elle est laissée.",
            )
            for name in columns
        ]
        if notes:
            self.report.add(line=1, id_="", nom="", notes=notes)

    # --- one batch -----------------------------------------------------------------------
    def run(self, rows: Sequence[RawRow], source_file: SourceFile) -> None:
        entries = list(self._read(rows, source_file))
        sheets = self._existing(entries)
        chosen = [entry for entry in entries if self._choose_target(entry, sheets)]
        lists = _modalites_of([entry.target for entry in chosen if entry.target in sheets])
        creations: list[Change] = []
        changes: dict[str, tuple[_Entry, Change]] = {}
        counters = self.report.counters
        for entry in chosen:
            self._place(entry, sheets.get(entry.target))
            change = self._decide(entry, sheets.get(entry.target), lists)
            if change is None:
                counters.inchangees += 1
            elif change.is_new:
                counters.creees += 1
                creations.append(change)
            else:
                changes[change.id] = (entry, change)
        self._keep_hand_made(changes, sheets)
        counters.modifiees += len(changes)
        if self.writer is not None:
            self.writer.create(creations, source=self.source)
            self.writer.change([change for _, change in changes.values()])
        for entry in chosen:
            self._tell(entry)

    def _read(self, rows: Sequence[RawRow], source_file: SourceFile) -> Iterator[_Entry]:
        """Clean and check; refused rows are reported and go no further."""
        for row in rows:
            self.report.counters.lues += 1
            notes = Notes()
            if row.problem:
                notes.reject("", row.problem)
                entry = _Entry(row.line, Record(_identity(row)), notes)
            else:
                record = read_record(row.values, version=source_file.version, notes=notes)
                entry = _Entry(row.line, record, notes)
            identifier = entry.record.id
            first = self.lines.setdefault(identifier, row.line) if identifier else row.line
            if first != row.line and not row.problem:
                notes.reject("id", f"L’identifiant est déjà celui de la ligne {first}.", identifier)
            if notes.is_rejected:
                self._tell(entry)
            else:
                yield entry

    def _tell(self, entry: _Entry) -> None:
        if entry.notes:
            self.report.add(
                line=entry.line,
                id_=entry.record.id[:200],
                nom=entry.record.nom[:200],
                notes=entry.notes,
            )

    # --- identity ------------------------------------------------------------------------
    def _existing(self, entries: Sequence[_Entry]) -> dict[str, dict[str, Any]]:
        """Sheets of the database that the rows may be, by id."""
        wanted = [entry.record.id for entry in entries]
        wanted += [f"{self.source}-{identifier}" for identifier in wanted]
        rows = Lieu.objects.filter(pk__in=wanted).values(
            "id", "import_source", "status", *_COMPARED
        )
        return {row["id"]: row for row in rows}

    def _choose_target(self, entry: _Entry, sheets: dict[str, dict[str, Any]]) -> bool:
        """Give the row its id in the directory; False when it can have none."""
        identifier = entry.record.id
        entry.target = identifier
        owner = sheets.get(identifier)
        if owner is not None and owner["import_source"] != self.source:
            entry.target = f"{self.source}-{identifier}"
            entry.notes.repair(
                "id",
                "L’identifiant est déjà celui d’une fiche d’une autre origine.",
                identifier,
                entry.target,
            )
            other = sheets.get(entry.target)
            clash = other is not None and other["import_source"] != self.source
            first = self.lines.setdefault(entry.target, entry.line)
            if clash or first != entry.line:
                entry.notes.reject("id", "Cet identifiant est pris lui aussi.", entry.target)
                self._tell(entry)
                return False
        return True

    # --- what to write -------------------------------------------------------------------
    def _place(self, entry: _Entry, sheet: dict[str, Any] | None) -> None:
        """Commune and position; without coordinates, the centre of the commune, flagged."""
        values: dict[str, Any] = dict(entry.record.values)
        identifier_of_commune = self._commune_code(values, entry.notes)
        commune = self.communes.get(identifier_of_commune)
        values["territory_commune_id"] = commune.code if commune else None
        is_exact = values.get("latitude") is not None
        if is_exact:
            values["position_precision"] = PositionPrecision.EXACTE.value
        elif "latitude" in values or sheet is None or _is_our_position(sheet):
            values |= _centre_of(commune)
        entry.values = values

    def _commune_code(self, values: dict[str, Any], notes: Notes) -> str:
        declared = str(values.get("code_insee") or "")
        code = self.communes.current_code(declared)
        if not declared:
            code = self.communes.find(
                nom=str(values["commune"]), code_postal=str(values["code_postal"])
            )
        if code and code != declared:
            reason = (
                "La commune a fusionné : son code d’aujourd’hui est mis."
                if declared
                else "Le code INSEE manquait : trouvé par le nom et le code postal."
            )
            notes.repair("code_insee", reason, declared, code)
            values["code_insee"] = code
        return code

    def _decide(
        self,
        entry: _Entry,
        sheet: dict[str, Any] | None,
        lists: dict[str, set[int]],
    ) -> Change | None:
        """What the row changes, or None when the sheet already says all of it."""
        wanted = {name: value for name, value in entry.values.items() if name != "id"}
        wanted |= entry.record.flags
        found = {
            self.modalites[(name, value)]
            for name, values in entry.record.lists.items()
            for value in values
        }
        if sheet is None:
            return Change(entry.target, wanted, frozenset(found), is_new=True)
        previous = frozenset(lists.get(entry.target, set()))
        replaced = entry.record.lists.keys()
        modalites = frozenset(found | {pk for pk in previous if self.field_of[pk] not in replaced})
        differing = {name: value for name, value in wanted.items() if sheet[name] != value}
        if not differing and modalites == previous:
            return None
        return Change(entry.target, differing, modalites, previous)

    def _keep_hand_made(
        self,
        changes: dict[str, tuple[_Entry, Change]],
        sheets: dict[str, dict[str, Any]],
    ) -> None:
        """Take out the sheets that people changed, archived or merged since."""
        origins = _latest_origins(list(changes))
        for identifier in list(changes):
            status = sheets[identifier]["status"]
            if status in {LieuStatus.ARCHIVE, LieuStatus.FUSIONNE}:
                reason = f"la fiche est dans l’état « {LieuStatus(status).label.lower()} »"
            elif origins.get(identifier, "").startswith(HAND_ORIGIN):
                reason = "la fiche a été modifiée à la main depuis"
            else:
                continue
            entry, _ = changes.pop(identifier)
            entry.notes.warn("", f"Fiche gardée telle quelle : {reason}.")
            self.report.counters.gardees += 1


def load_communes() -> CommuneTable:
    """Every commune and former commune that the site knows."""
    rows = Commune.objects.values_list("code", "nom", "postal_codes", "latitude", "longitude")
    return CommuneTable(
        (
            CommuneRow(code, nom, tuple(postal_codes.split("|")), latitude, longitude)
            for code, nom, postal_codes, latitude, longitude in rows.iterator()
        ),
        FormerCommune.objects.values_list("code", "nom", "commune_id"),
    )


def _identity(row: RawRow) -> dict[str, Any]:
    """Id and name of a row that cannot be read, for the report."""
    return {name: str(row.values.get(name, "")).strip()[:200] for name in ("id", "nom")}


def _is_our_position(sheet: dict[str, Any]) -> bool:
    return sheet["position_precision"] in {
        PositionPrecision.CENTRE_COMMUNE,
        PositionPrecision.INCONNUE,
    }


def _centre_of(commune: CommuneRow | None) -> dict[str, Any]:
    if commune is None or commune.latitude is None:
        return {
            "latitude": None,
            "longitude": None,
            "position_precision": PositionPrecision.INCONNUE.value,
        }
    return {
        "latitude": commune.latitude,
        "longitude": commune.longitude,
        "position_precision": PositionPrecision.CENTRE_COMMUNE.value,
    }


def _modalites_of(identifiers: Sequence[str]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    rows = Lieu.modalites.through.objects.filter(lieu_id__in=identifiers)
    for lieu_id, modalite_id in rows.values_list("lieu_id", "modalite_id"):
        found.setdefault(lieu_id, set()).add(modalite_id)
    return found


def _latest_origins(identifiers: Sequence[str]) -> dict[str, str]:
    """Where the latest version of each sheet comes from."""
    versions = Lieu.history.filter(id__in=identifiers).order_by("history_date", "history_id")
    return dict(versions.values_list("id", "history_source"))
