"""What readers give, and the error of a file that cannot be read at all."""

from collections.abc import Mapping
from dataclasses import dataclass

from maillage.directory.normalise.record import Cell


class FileError(Exception):
    """The whole file cannot be read; `message_fr` says why and what to do."""

    def __init__(self, message_fr: str) -> None:
        super().__init__(message_fr)
        self.message_fr = message_fr


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row. `line`: where it begins (CSV: line of the file; JSON: rank in the list; from 1).

    `problem` says why the row cannot be read; `values` then holds what could be.
    """

    line: int
    values: Mapping[str, Cell]
    problem: str = ""
