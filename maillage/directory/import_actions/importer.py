"""The rows of one file, batch by batch: unchanged rows are passed over, the others are read,
located, compared with what the sheets say, and written."""

import logging
import traceback
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import DatabaseError
from django.utils import timezone

from maillage.directory.assembly import (
    Centres,
    Change,
    Lists,
    Sheet,
    Vocabulary,
    compare_sheet,
    new_sheet,
    sheets_of,
)
from maillage.directory.bulk_actions import BulkWriter
from maillage.directory.claim_queries import claim_of, claims_of_sheets, confirmed_fields
from maillage.directory.enums import OPEN_STATUSES, LieuStatus, RowOutcome
from maillage.directory.exchange.readers import RawRow
from maillage.directory.exchange.report import ImportReport, ReportRow, messages_of
from maillage.directory.import_actions.entries import Entry, Stored, is_news
from maillage.directory.import_actions.places import Places
from maillage.directory.import_actions.proposals import Proposal, offer
from maillage.directory.import_actions.records import NewRecord, write_records
from maillage.directory.models import Lieu, Source, SourceRecord
from maillage.directory.normalise.notes import Level, Note, Notes
from maillage.directory.pipeline.cells import clean_cells, mark_of
from maillage.directory.pipeline.compare import Comparison
from maillage.directory.pipeline.reading import Scheme, read_cells
from maillage.directory.provenance import Claim
from maillage.directory.quality_store import refresh_sayings

logger = logging.getLogger(__name__)

_PROPOSED = "Des personnes ont écrit une partie de cette fiche : ce qui diffère leur est proposé."
_ELSEWHERE = (
    "Cet identifiant est celui d’une fiche hors du territoire de la personne qui importe : elle "
    "reste comme elle est."
)
_UNREADABLE = "Cette ligne n’a pas pu être lue : l’erreur est notée dans le journal du site."
# What a preview shows of a sheet to create.
_SHOWN = (
    "adresse",
    "code_postal",
    "commune",
    "telephone",
    "courriels",
    "site_web",
    "horaires",
    "horaires_text",
    "presentation_resume",
    "date_maj",
)
_CHUNK = 500


@dataclass(slots=True)
class _News:
    """What a batch writes."""

    creations: list[Change] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)


class Importer:
    """State of one import: tables read once, keys already seen.

    `within`: INSEE codes of the communes that may be touched; None: everywhere.
    """

    def __init__(
        self,
        *,
        source: Source,
        scheme: Scheme,
        report: ImportReport,
        dry_run: bool,
        within: frozenset[str] | None = None,
    ) -> None:
        self.source = source
        self.within = within
        self.scheme = scheme
        self.report = report
        self.writer = None if dry_run else BulkWriter(origin=f"import:{source.slug}"[:120])
        self.places = Places()
        self.vocabulary, self.centres = Vocabulary(), Centres()
        rows = SourceRecord.objects.filter(source=source).order_by()
        self.stored = {
            key: Stored(pk, key, mark, lieu, missing is not None)
            for pk, key, mark, lieu, missing in rows.values_list(
                "pk", "key", "row_hash", "lieu_id", "missing_since"
            )
        }
        self.by_mark = {row.mark: row for row in self.stored.values()}
        self.seen: dict[str, int] = {}
        self.targets: dict[str, int] = {}

    def say_columns(self, notes: Notes) -> None:
        """Remarks on the columns of the file."""
        if notes:
            self.report.add(ReportRow(line=1, messages=messages_of(notes)))

    # --- one batch -----------------------------------------------------------------------
    def run(self, rows: Sequence[RawRow]) -> None:
        """Read a batch and write what it changes."""
        unchanged: list[tuple[int, Stored]] = []
        entries = [entry for row in rows if (entry := self._read(row, unchanged)) is not None]
        self._pass_over(unchanged)
        entries = self._within_reach(list(self._with_targets(entries)))
        if entries:
            self._write(entries)

    def _read(self, row: RawRow, unchanged: list[tuple[int, Stored]]) -> Entry | None:
        """A row to write, or None: unchanged, or refused and reported.

        A fault of the program costs the row that shows it, never the others of the file.
        """
        self.report.counters.lues += 1
        try:
            return self._understand(row, unchanged)
        except (DatabaseError, MemoryError):
            raise
        except Exception as error:  # noqa: BLE001 - allowed in this loop (architecture.md)
            # Where, not what: the message of an error quotes values.
            place = traceback.extract_tb(error.__traceback__)[-1]
            logger.error(
                "import=row_failed source=%s line=%d error=%s at=%s:%s",
                self.source.slug,
                row.line,
                type(error).__name__,
                place.filename.rpartition("/")[2],
                place.lineno,
            )
            notes = Notes()
            notes.reject("", _UNREADABLE)
            self._refuse_unread(row, notes)
            return None

    def _understand(self, row: RawRow, unchanged: list[tuple[int, Stored]]) -> Entry | None:
        cells = clean_cells(self._cells_of(row))
        mark = mark_of(cells, salt=self.scheme.salt)
        stored = self.by_mark.get(mark)
        if stored is not None and not row.problem and stored.key not in self.seen:
            self.seen[stored.key] = row.line
            unchanged.append((row.line, stored))
            return None
        notes = Notes()
        if row.problem:
            notes.reject("", row.problem)
            self._refuse_unread(row, notes)
            return None
        reading = read_cells(cells, scheme=self.scheme, notes=notes)
        first = self.seen.setdefault(reading.key, row.line) if reading.key else row.line
        if first != row.line:
            notes.reject("id", f"L’identifiant est déjà celui de la ligne {first}.", reading.key)
        elif not reading.key:
            notes.reject("id", "Rien n’identifie cette ligne : ni identifiant, ni nom.")
        verdict = self.places.locate(reading.record, notes=notes)
        # A place that is nowhere has been refused for that.
        here = reading.record.values.get("code_insee", "")
        if self.within is not None and not notes.is_rejected and here not in self.within:
            notes.reject("code_insee", "Ce lieu est hors du territoire de la personne qui importe.")
        if notes.is_rejected:
            self._refuse(row.line, reading.key, reading.record.nom, notes, verdict)
            return None
        return Entry(row.line, mark, reading, notes, self.stored.get(reading.key), verdict=verdict)

    def _cells_of(self, row: RawRow) -> Mapping[str, Any]:
        return row.raw if self.scheme.mapping is not None else row.values

    def _refuse_unread(self, row: RawRow, notes: Notes) -> None:
        """Refuse a row before it is read; its place, when it can be told, is not gone for that."""
        mapping = self.scheme.mapping
        said: Mapping[str, Any] = {}
        # What is damaged may break the mapping too.
        with suppress(Exception):
            cells = clean_cells(self._cells_of(row))
            said = mapping.apply(cells).values if mapping is not None else cells
        key, nom = str(said.get("id") or ""), str(said.get("nom") or "")
        self._refuse(row.line, key, nom, notes)
        if key:
            self.seen.setdefault(key, row.line)

    def _refuse(self, line: int, key: str, nom: str, notes: Notes, verdict: str = "") -> None:
        self.report.add(
            ReportRow(
                line=line,
                key=key[:400],
                nom=nom[:200],
                outcome=RowOutcome.REJETEE.value,
                messages=messages_of(notes),
                verdict=verdict,
            )
        )

    def _pass_over(self, unchanged: list[tuple[int, Stored]]) -> None:
        """Rows that the source wrote just so last time: only their faults are told again."""
        self.report.counters.inchangees += len(unchanged)
        back = [stored for _line, stored in unchanged if stored.is_missing]
        elsewhere = self._elsewhere(stored.lieu for stored in back)
        back_keys = [stored.pk for stored in back if stored.lieu not in elsewhere]
        if back_keys and self.writer is not None:
            SourceRecord.objects.filter(pk__in=back_keys).update(missing_since=None)
        lines = {stored.pk: line for line, stored in unchanged}
        faulty = SourceRecord.objects.filter(pk__in=lines).exclude(messages=[]).order_by("line")
        for pk, key, lieu, nom, messages, verdict in faulty.values_list(
            "pk", "key", "lieu_id", "lieu__nom", "messages", "verdict"
        ):
            self.report.add(
                ReportRow(
                    line=lines[pk],
                    key=key,
                    nom=nom,
                    outcome=RowOutcome.INCHANGEE.value,
                    lieu=lieu,
                    messages=tuple(messages),
                    verdict=verdict,
                )
            )

    # --- identity ------------------------------------------------------------------------
    def _with_targets(self, entries: Sequence[Entry]) -> Iterator[Entry]:
        """The entries that have a sheet to feed, made or to be made."""
        wanted = [entry.record.id for entry in entries if entry.stored is None]
        wanted += [f"{self.source.slug}-{identifier}" for identifier in wanted]
        columns = ("pk", "import_source", "status", "merged_into_id")
        rows = Lieu.objects.filter(pk__in=wanted).values_list(*columns)
        owners = {pk: (owner, status, into) for pk, owner, status, into in rows}
        for entry in entries:
            if entry.stored is not None:
                entry.target = entry.stored.lieu
                yield entry
            elif self._choose_target(entry, owners):
                yield entry

    def _choose_target(self, entry: Entry, owners: dict[str, tuple[str, str, str | None]]) -> bool:
        """Give the row its id in the directory; False when it can have none."""
        identifier = entry.target = entry.record.id
        owner = owners.get(identifier)
        if owner is not None and owner[0] != self.source.slug:
            entry.target = f"{self.source.slug}-{identifier}"
            entry.notes.repair(
                "id",
                "L’identifiant est déjà celui d’une fiche d’une autre origine.",
                identifier,
                entry.target,
            )
            owner = owners.get(entry.target)
        clash = owner is not None and owner[0] != self.source.slug
        first = self.targets.setdefault(entry.target, entry.line)
        if clash or first != entry.line:
            entry.notes.reject("id", "Cet identifiant est pris lui aussi.", entry.target)
            self._refuse(entry.line, entry.reading.key, entry.record.nom, entry.notes)
            return False
        if owner is not None and owner[1] == LieuStatus.FUSIONNE and owner[2]:
            entry.target = owner[2]
        return True

    def _within_reach(self, entries: list[Entry]) -> list[Entry]:
        """The entries without those that would write in a sheet of somebody else's territory:
        a row may say that it stands here, and bear the identifier of a place elsewhere."""
        elsewhere = self._elsewhere(entry.target for entry in entries)
        for entry in entries:
            if entry.target in elsewhere:
                entry.notes.reject("id", _ELSEWHERE, entry.reading.key)
                self._refuse(entry.line, entry.reading.key, entry.record.nom, entry.notes)
        return [entry for entry in entries if entry.target not in elsewhere]

    def _elsewhere(self, ids: Iterable[str]) -> set[str]:
        """Those among the sheets that nobody here may touch; a sheet to be made is none."""
        if self.within is None:
            return set()
        rows = Lieu.objects.filter(pk__in=set(ids)).values_list("pk", "code_insee")
        return {pk for pk, commune in rows if commune not in self.within}

    # --- what to write -------------------------------------------------------------------
    def _write(self, entries: Sequence[Entry]) -> None:
        """Put each sheet together from all that is said of it, and write what differs."""
        by_sheet: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            by_sheet[entry.target].append(entry)
        sheets = sheets_of(ids=by_sheet)
        lists = self.vocabulary.lists_of(ids=sheets)
        others = claims_of_sheets(
            ids=sheets, without=[(self.source.slug, entry.reading.key) for entry in entries]
        )
        confirmed = confirmed_fields(ids=sheets)
        self._recall(entries)
        news = _News()
        for target, group in by_sheet.items():
            sheet = sheets.get(target)
            claims = [*others.get(target, ()), *map(self._claim, group)]
            if sheet is None:
                news.creations.append(self._creation(target, group, claims))
                continue
            comparison = compare_sheet(
                sheet=sheet,
                lists=lists[target],
                claims=claims,
                confirmed=confirmed.get(target, {}),
                centres=self.centres,
            )
            if sheet["status"] not in OPEN_STATUSES:
                self._leave_closed(group, sheet)
            else:
                self._settle(group, sheet, lists[target], comparison, news)
        if self.writer is not None:
            self.writer.create(news.creations, source=self.source.slug)
            self.writer.change(news.changes)
            write_records(source=self.source, records=[_new_record(entry) for entry in entries])
            refresh_sayings(ids=by_sheet)
            offer(source=self.source, proposals=news.proposals)

    def _claim(self, entry: Entry) -> Claim:
        record = entry.record
        said_on = record.values.get("date_maj")
        return claim_of(
            source=self.source.slug,
            key=entry.reading.key,
            rank=self.source.rang,
            said_on=said_on if isinstance(said_on, date) else None,
            values={**_without_id(record.values), **record.flags},
            lists=record.lists,
        )

    def _creation(self, target: str, group: Sequence[Entry], claims: Sequence[Claim]) -> Change:
        resolved = new_sheet(claims=claims, centres=self.centres)
        self.report.counters.creees += len(group)
        said = {name: [None, value] for name in _SHOWN if (value := resolved.values.get(name))} | {
            name: [[], list(values)] for name, values in resolved.lists.items() if values
        }
        for entry in group:
            self._tell(entry, RowOutcome.CREEE, said)
        values = {**resolved.values, "status": self.scheme.publication}
        return Change(target, values, self.vocabulary.keys(resolved.lists), is_new=True)

    def _leave_closed(self, group: Sequence[Entry], sheet: Sheet) -> None:
        label = str(LieuStatus(sheet["status"]).label).lower()
        for entry in group:
            entry.notes.warn("", f"Fiche gardée telle quelle : elle est « {label} ».")
            self._tell(entry, RowOutcome.GARDEE)
        self.report.counters.gardees += len(group)

    def _settle(
        self,
        group: Sequence[Entry],
        sheet: Sheet,
        lists: Lists,
        comparison: Comparison,
        news: "_News",
    ) -> None:
        """Decide what becomes of an open sheet, and tell it of each of its rows."""
        counters = self.report.counters
        kept = {n: v for n, v in comparison.kept.items() if any(is_news(e, n, v) for e in group)}
        if kept:
            news.proposals.append(Proposal(sheet["id"], kept))
            counters.proposees += 1
            for entry in group:
                entry.notes.warn("", _PROPOSED)
        if comparison:
            before = self.vocabulary.keys(lists)
            after = self.vocabulary.keys({**lists, **comparison.lists})
            news.changes.append(Change(sheet["id"], comparison.changes, after, before))
            outcome = RowOutcome.MODIFIEE
            counters.modifiees += len(group)
        elif kept:
            outcome = RowOutcome.GARDEE
            counters.gardees += len(group)
            comparison = Comparison(*_split(kept))
        else:
            outcome = RowOutcome.INCHANGEE
            counters.inchangees += len(group)
        said = {name: [sheet[name], value] for name, value in comparison.changes.items()}
        for name, values in comparison.lists.items():
            said[name] = [sorted(lists.get(name, ())), sorted(values)]
        for entry in group:
            self._tell(entry, outcome, said)

    def _tell(
        self, entry: Entry, outcome: RowOutcome, changes: dict[str, list[Any]] | None = None
    ) -> None:
        if outcome == RowOutcome.INCHANGEE and not entry.notes:
            return
        self.report.add(
            ReportRow(
                line=entry.line,
                key=entry.reading.key,
                nom=entry.record.nom[:200],
                outcome=outcome.value,
                lieu=entry.target,
                changes=changes or {},
                messages=messages_of(entry.notes),
                verdict=entry.verdict,
            )
        )

    def _recall(self, entries: Sequence[Entry]) -> None:
        """What each record said last time: only news is proposed to people."""
        known = {entry.stored.pk: entry for entry in entries if entry.stored is not None}
        rows = SourceRecord.objects.filter(pk__in=known).values_list("pk", "values", "lists")
        for pk, values, lists in rows:
            known[pk].said_before = {**values, **lists}

    # --- the end -------------------------------------------------------------------------
    def flag_missing(self) -> None:
        """Places that the source gave and gives no more: flagged, never deleted."""
        gone = [row for key, row in self.stored.items() if key not in self.seen]
        gone = [row for row in gone if not row.is_missing]
        # A database takes so many parameters at once, and a source may stop giving everything.
        for start in range(0, len(gone), _CHUNK):
            self._flag(gone[start : start + _CHUNK])

    def _flag(self, gone: Sequence[Stored]) -> None:
        rows = Lieu.objects.filter(pk__in=[row.lieu for row in gone])
        if self.within is not None:
            rows = rows.filter(code_insee__in=self.within)
        names = dict(rows.values_list("pk", "nom"))
        fresh = [row for row in gone if row.lieu in names]
        for row in fresh:
            note = Note("", Level.AVERTISSEMENT, "La source ne donne plus ce lieu.")
            self.report.add(
                ReportRow(
                    line=0,
                    key=row.key,
                    nom=names[row.lieu],
                    outcome=RowOutcome.DISPARUE.value,
                    lieu=row.lieu,
                    messages=messages_of([note]),
                )
            )
        self.report.counters.disparues += len(fresh)
        if self.writer is not None:
            SourceRecord.objects.filter(pk__in=[row.pk for row in fresh]).update(
                missing_since=timezone.now()
            )


def _split(kept: dict[str, Any]) -> tuple[dict[str, Any], dict[str, frozenset[str]]]:
    """What is proposed, as plain fields and as lists."""
    lists = {name: frozenset(value) for name, value in kept.items() if isinstance(value, list)}
    return {name: value for name, value in kept.items() if name not in lists}, lists


def _without_id(values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != "id"}


def _new_record(entry: Entry) -> NewRecord:
    return NewRecord(
        key=entry.reading.key,
        lieu=entry.target,
        line=entry.line,
        mark=entry.mark,
        raw=entry.reading.raw,
        record=entry.record,
        messages=messages_of(entry.notes),
        verdict=entry.verdict,
    )
