"""What a reader has to say about a value: refused, repaired, or doubtful."""

from dataclasses import dataclass
from enum import StrEnum

SHOWN = 120


class Level(StrEnum):
    """REJET: the row cannot go in. REPARE: changed with certainty. AVERTISSEMENT: to be seen."""

    REJET = "rejet"
    REPARE = "réparé"
    AVERTISSEMENT = "avertissement"


@dataclass(frozen=True, slots=True)
class Note:
    """One remark on one field, with the value before and after when they help."""

    field: str
    level: Level
    message: str
    before: str = ""
    after: str = ""


class Notes(list[Note]):
    """The remarks on one row."""

    def reject(self, field: str, message: str, before: str = "") -> None:
        self.append(Note(field, Level.REJET, message, shorten(before)))

    def repair(self, field: str, message: str, before: str = "", after: str = "") -> None:
        self.append(Note(field, Level.REPARE, message, shorten(before), shorten(after)))

    def warn(self, field: str, message: str, before: str = "", after: str = "") -> None:
        self.append(Note(field, Level.AVERTISSEMENT, message, shorten(before), shorten(after)))

    @property
    def is_rejected(self) -> bool:
        return any(note.level is Level.REJET for note in self)


def shorten(text: str) -> str:
    """A value short enough to be shown in a message."""
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
