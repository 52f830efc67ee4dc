"""What an import did: counters, and every row that has something to say, kept on disk so that
memory stays flat."""

import json
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import IO, Any

from maillage.directory.normalise.notes import Level, Note

KEPT_FOR_SCREEN = 20


@dataclass(slots=True)
class Counters:
    """Rows by what became of them (one each), and rows that have messages (any number).

    `gardees`: nothing written, because people wrote the sheet or closed it. `proposees`: rows
    whose news became a proposal. `disparues`: places that the source no longer gives.
    `positions_suspectes`: rows whose point, postal code and commune do not agree.
    """

    lues: int = 0
    creees: int = 0
    modifiees: int = 0
    inchangees: int = 0
    gardees: int = 0
    rejetees: int = 0
    reparees: int = 0
    avec_avertissement: int = 0
    proposees: int = 0
    disparues: int = 0
    positions_suspectes: int = 0


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One row of the report. `outcome`: a value of enums.RowOutcome, or "" for the whole file.

    `changes`: field → [before, after] as JSON values; `lieu`: key of the sheet.
    """

    line: int
    key: str = ""
    nom: str = ""
    outcome: str = ""
    lieu: str = ""
    changes: Mapping[str, list[Any]] = field(default_factory=dict)
    messages: tuple[Mapping[str, str], ...] = ()
    verdict: str = ""


_ROW_FIELDS = tuple(item.name for item in fields(ReportRow))


def messages_of(notes: list[Note]) -> tuple[dict[str, str], ...]:
    """Notes as JSON: field, level, message, before, after."""
    return tuple(
        {
            "field": _storable(note.field),
            "level": note.level.value,
            "message": _storable(note.message),
            "before": _storable(note.before),
            "after": _storable(note.after),
        }
        for note in notes
    )


def _storable(text: str) -> str:
    """What no database holds is written in figures: half a UTF-16 pair, a null character."""
    if text.isprintable() and text.isascii():
        return text
    return text.replace("\x00", "\\x00").encode("utf-8", "backslashreplace").decode()


class ImportReport:
    """Collects rows while they go by; `write` makes the JSON file at the end."""

    def __init__(self) -> None:
        self.counters = Counters()
        self.first_rejections: list[str] = []
        self.messages_by_field: Counter[tuple[str, str]] = Counter()
        self.rejections: Counter[str] = Counter()
        # Half a UTF-16 pair, as a name of a JSON column may hold, is written as JSON writes it.
        self._spool: IO[str] = tempfile.TemporaryFile(  # noqa: SIM115
            "w+", encoding="utf-8", errors="backslashreplace"
        )

    def add(self, row: ReportRow) -> None:
        """Remember one row, and count it once per level of its messages."""
        levels = {message["level"] for message in row.messages}
        self.counters.reparees += Level.REPARE in levels
        self.counters.avec_avertissement += Level.AVERTISSEMENT in levels
        self.counters.positions_suspectes += bool(row.verdict)
        if Level.REJET in levels:
            self._count_rejection(row)
        for message in row.messages:
            self.messages_by_field[(message["level"], message["field"])] += 1
        # Not asdict: it copies every value, which a row of a large file need not.
        content = {name: getattr(row, name) for name in _ROW_FIELDS}
        self._spool.write(json.dumps(content, ensure_ascii=False, default=str) + "\n")

    def _count_rejection(self, row: ReportRow) -> None:
        self.counters.rejetees += 1
        refusals = [m for m in row.messages if m["level"] == Level.REJET]
        # Without the values quoted, so that the same reason counts once.
        self.rejections[refusals[0]["field"] or "ligne"] += 1
        if len(self.first_rejections) < KEPT_FOR_SCREEN:
            reasons = " ".join(m["message"] for m in refusals)
            name = f" « {row.nom[:60]} »" if row.nom else ""
            self.first_rejections.append(f"ligne {row.line}{name} : {reasons}")

    def rows(self) -> Iterator[ReportRow]:
        """Every row added, in order."""
        for line in self._lines():
            values = json.loads(line)
            yield ReportRow(**{**values, "messages": tuple(values["messages"])})

    def write(self, path: Path, *, header: Mapping[str, object]) -> None:
        """One JSON object: `header`'s keys, « compteurs », « messages » (one per remark) and
        « fiches » (one per row that has something to say, with what it changes)."""
        with path.open("w", encoding="utf-8", errors="backslashreplace") as handle:
            head = json.dumps(
                {**header, "compteurs": asdict(self.counters)}, ensure_ascii=False, indent=1
            )
            handle.write(f'{head[:-2]},\n "messages": [')
            _write_list(handle, self._messages())
            handle.write('\n ],\n "fiches": [')
            _write_list(handle, self._sheets())
            handle.write("\n ]\n}\n")

    def _messages(self) -> Iterator[dict[str, Any]]:
        for row in self.rows():
            for message in row.messages:
                yield {"line": row.line, "id": row.key, "nom": row.nom, **message}

    def _sheets(self) -> Iterator[dict[str, Any]]:
        for row in self.rows():
            if row.outcome:
                values = asdict(row)
                del values["messages"]
                yield values

    def _lines(self) -> Iterator[str]:
        self._spool.seek(0)
        for line in self._spool:
            yield line.rstrip("\n")

    def close(self) -> None:
        self._spool.close()


def _write_list(handle: IO[str], items: Iterator[dict[str, Any]]) -> None:
    for rank, item in enumerate(items):
        handle.write(f"{',' if rank else ''}\n  {json.dumps(item, ensure_ascii=False)}")
