"""What an import did: counters, and every message, kept on disk so that memory stays flat."""

import json
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from maillage.directory.normalise.notes import Level, Note

KEPT_FOR_SCREEN = 20


@dataclass(slots=True)
class Counters:
    """Rows by what became of them (one each), and rows that have messages (any number)."""

    lues: int = 0
    creees: int = 0
    modifiees: int = 0
    inchangees: int = 0
    gardees: int = 0
    rejetees: int = 0
    reparees: int = 0
    avec_avertissement: int = 0


class ImportReport:
    """Collects messages while rows go by; `write` makes the JSON file at the end."""

    def __init__(self) -> None:
        self.counters = Counters()
        self.first_rejections: list[str] = []
        self.messages_by_field: Counter[tuple[str, str]] = Counter()
        # Half a UTF-16 pair, as a name of a JSON column may hold, is written as JSON writes it.
        self._spool: IO[str] = tempfile.TemporaryFile(  # noqa: SIM115
            "w+", encoding="utf-8", errors="backslashreplace"
        )

    def add(self, *, line: int, id_: str, nom: str, notes: list[Note]) -> None:
        """Remember what was said of one row, and count it once per level."""
        levels = {note.level for note in notes}
        self.counters.reparees += Level.REPARE in levels
        self.counters.avec_avertissement += Level.AVERTISSEMENT in levels
        if Level.REJET in levels:
            self.counters.rejetees += 1
            if len(self.first_rejections) < KEPT_FOR_SCREEN:
                reasons = " ".join(n.message for n in notes if n.level is Level.REJET)
                name = f" « {nom[:60]} »" if nom else ""
                self.first_rejections.append(f"ligne {line}{name} : {reasons}")
        for note in notes:
            self.messages_by_field[(note.level.value, note.field)] += 1
            message = {"line": line, "id": id_, "nom": nom, **asdict(note)}
            self._spool.write(json.dumps(message, ensure_ascii=False) + "\n")

    def write(self, path: Path, *, header: Mapping[str, object]) -> None:
        """One JSON object: `header`'s keys, « compteurs » and « messages »."""
        with path.open("w", encoding="utf-8") as handle:
            head = json.dumps(
                {**header, "compteurs": asdict(self.counters)}, ensure_ascii=False, indent=1
            )
            handle.write(f'{head[:-2]},\n "messages": [')
            for rank, line in enumerate(self._lines()):
                handle.write(f"{',' if rank else ''}\n  {line}")
            handle.write("\n ]\n}\n")

    def _lines(self) -> Iterator[str]:
        self._spool.seek(0)
        for line in self._spool:
            yield line.rstrip("\n")

    def close(self) -> None:
        self._spool.close()
