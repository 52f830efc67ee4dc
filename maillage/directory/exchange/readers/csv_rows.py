"""CSV, line by line: any usual separator, quoted line ends, and damage confined to its row.

Python's reader swallows the rest of a file after one stray quote. Here a quoted cell may run
over several lines, but if the record then has not the right number of cells, it is refused
and reading goes on with the next line that makes a whole row.
"""

import csv
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from maillage.directory.exchange.readers.columns import KNOWN, column_name
from maillage.directory.exchange.readers.rows import FileError, RawRow

SEPARATORS = (",", ";", "\t", "|")
# Beyond this a quoted cell is taken for a quote that was never closed.
MAX_LINES_OF_RECORD = 400
MAX_LINE_LENGTH = 1_000_000
_CUT = "La ligne est coupée : elle n’a que {found} cellules sur {width}."
_TOO_MANY = "La ligne a {found} cellules pour {width} colonnes : un séparateur de trop ?"
_UNCLOSED = "Un guillemet ouvert n’est jamais fermé : la ligne est coupée ou abîmée."


class CsvRows:
    """An open CSV file: `headers` as written, `columns` by their official name."""

    def __init__(self, path: Path, encoding: str) -> None:
        self._lines = _numbered_lines(path, encoding)
        self._pending: deque[tuple[int, str]] = deque()
        self.headers, self.separator = self._read_header()
        self.columns = [column_name(header) for header in self.headers]

    def __iter__(self) -> Iterator[RawRow]:
        width = len(self.columns)
        while (first := self._next_line()) is not None:
            number, line = first
            if not line.strip(" \t\r\n\x1a"):
                continue
            yield self._read_row(number, line, width)

    # --- header --------------------------------------------------------------------------
    def _read_header(self) -> tuple[list[str], str]:
        while (first := self._next_line()) is not None:
            text = first[1].strip()
            # Spreadsheets may announce their separator on a first line « sep=; ».
            if text and not text.lower().startswith("sep="):
                break
        else:
            raise FileError("Le fichier est vide.")
        best: tuple[int, list[str], str] = (0, [], ",")
        for separator in SEPARATORS:
            cells, _ = _parse(first[1], separator)
            known = sum(column_name(cell) in KNOWN for cell in cells)
            if known > best[0]:
                best = (known, cells, separator)
        return best[1], best[2]

    # --- records -------------------------------------------------------------------------
    def _next_line(self) -> tuple[int, str] | None:
        return self._pending.popleft() if self._pending else next(self._lines, None)

    def _read_row(self, number: int, line: str, width: int) -> RawRow:
        """The record that begins with this line; lines that are not its own are given back."""
        cells, is_open = _parse(line, self.separator)
        if not is_open:
            return RawRow(number, self._named(cells), _misfit(cells, width))
        lines = [(number, line)]
        is_odd = line.count('"') % 2 == 1
        while len(lines) < MAX_LINES_OF_RECORD and (following := self._next_line()) is not None:
            lines.append(following)
            is_odd ^= following[1].count('"') % 2 == 1
            if is_odd:
                continue
            whole, is_open = _parse("".join(text for _, text in lines), self.separator)
            if not is_open and not _misfit(whole, width):
                return RawRow(number, self._named(whole))
            if not is_open:
                break
        self._give_back(lines, width)
        return RawRow(number, self._named(cells), _UNCLOSED)

    def _give_back(self, lines: list[tuple[int, str]], width: int) -> None:
        """After a damaged record, reading goes on at the first line that is a whole row."""
        for index in range(1, len(lines)):
            cells, is_open = _parse(lines[index][1], self.separator)
            if not is_open and not _misfit(cells, width):
                self._pending.extendleft(reversed(lines[index:]))
                return

    def _named(self, cells: list[str]) -> dict[str, str]:
        """Cells by column; the first of two columns of the same name is the one."""
        named: dict[str, str] = {}
        for name, cell in zip(self.columns, cells, strict=False):
            named.setdefault(name, cell)
        return named


def _numbered_lines(path: Path, encoding: str) -> Iterator[tuple[int, str]]:
    with path.open(encoding=encoding, errors="replace", newline="") as handle:
        number = 0
        while line := handle.readline(MAX_LINE_LENGTH):
            number += 1
            yield number, line


def _parse(text: str, separator: str) -> tuple[list[str], bool]:
    """Cells, and whether the last one begins with a quote that nothing closes."""
    source = text.rstrip("\r\n")
    try:
        return _cells(source, separator, strict=True), False
    except csv.Error as error:
        is_open = "unexpected end" in str(error) or source.count('"') % 2 == 1
    try:
        return _cells(source, separator, strict=False), is_open
    except csv.Error:
        return [], is_open


def _cells(text: str, separator: str, *, strict: bool) -> list[str]:
    return next(csv.reader([text], delimiter=separator, strict=strict), [])


def _misfit(cells: list[str], width: int) -> str:
    """What is wrong with the number of cells, or ""; empty ones beyond are a spreadsheet's."""
    if len(cells) == width or (len(cells) > width and not any(cells[width:])):
        return ""
    template = _CUT if len(cells) < width else _TOO_MANY
    return template.format(found=len(cells), width=width)


csv.field_size_limit(MAX_LINE_LENGTH * 2)
