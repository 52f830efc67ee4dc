"""What readers give, and the error of a file that cannot be read at all."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from maillage.directory.normalise.record import Cell


class FileError(Exception):
    """The whole file cannot be read; `message_fr` says why and what to do."""

    def __init__(self, message_fr: str) -> None:
        super().__init__(message_fr)
        self.message_fr = message_fr


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row. `line`: where it begins (tables: line of the file; JSON: rank in the list; from 1).

    `values`: cells as texts, under the standard's names, or under the file's own headers when
    columns are free. `raw`: the row as the file has it, under its own headers, with JSON's
    nested values: what a mapping reads. `problem` says why the row cannot be read; `values`
    then holds what could be.
    """

    line: int
    values: Mapping[str, Cell]
    problem: str = ""
    raw: Mapping[str, Any] = field(default_factory=dict)
