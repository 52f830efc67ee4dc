"""CSV, line by line: any usual separator, quoted line ends, and damage confined to its row.

Python's reader swallows the rest of a file after one stray quote. Here a quoted cell may run
over several lines, but if the record then has not the right number of cells, it is refused
and reading goes on with the next line that makes a whole row.
"""

import csv
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from maillage.directory.exchange.readers.columns import (
    HEADER_SEARCH,
    KNOWN,
    column_name,
    free_headers,
    header_rank,
)
from maillage.directory.exchange.readers.rows import FileError, RawRow

SEPARATORS = (",", ";", "\t", "|")
# Beyond this a quoted cell is taken for a quote that was never closed.
MAX_LINES_OF_RECORD = 400
MAX_LINE_LENGTH = 1_000_000
MAX_LINES_OF_HEADER = 30
_CUT = "La ligne est coupée : elle n’a que {found} cellules sur {width}."
_TOO_MANY = "La ligne a {found} cellules pour {width} colonnes : un séparateur de trop ?"
_TOO_LONG = f"La ligne dépasse {MAX_LINE_LENGTH} caractères : elle est refusée."
_UNCLOSED = "Un guillemet ouvert n’est jamais fermé : la ligne est coupée ou abîmée."


class CsvRows:
    """An open CSV file: `headers` as written, `columns` by their official name.

    With `is_free` the columns are the file's own headers, each a different name.
    """

    def __init__(self, path: Path, encoding: str, *, is_free: bool = False) -> None:
        self._lines = _numbered_lines(path, encoding)
        self._pending: deque[tuple[int, str]] = deque()
        if is_free:
            cells, self.separator = self._read_free_header()
            self.headers = self.columns = free_headers(cells)
        else:
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

    def _read_free_header(self) -> tuple[list[str], str]:
        """The header of a table whose names nobody knows beforehand.

        The separator is the one that cuts most of the first lines in the same number of cells;
        a name may run over several lines within quotes.
        """
        lines: list[tuple[int, str]] = []
        while len(lines) < MAX_LINES_OF_HEADER and (line := self._next_line()) is not None:
            text = line[1].strip(" \t\r\n\x1a\ufeff")
            if text and not (not lines and text.lower().startswith("sep=")):
                lines.append(line)
        if not lines:
            raise FileError("Le fichier est vide.")
        best: tuple[tuple[bool, float, int], list[tuple[int, list[str]]], str] | None = None
        for separator in SEPARATORS:
            records = _first_records([text for _, text in lines], separator)
            widths = [len(cells) for _, cells in records]
            usual = max(set(widths), key=lambda width: (widths.count(width) * (width > 1), width))
            score = (usual > 1, widths.count(usual) / len(widths), usual)
            if best is None or score > best[0]:
                best = (score, records, separator)
        assert best is not None  # noqa: S101 - there are separators
        records, separator = best[1][:HEADER_SEARCH], best[2]
        rank = header_rank([cells for _, cells in records], is_free=True)
        after = records[rank][0]
        self._pending.extend(lines[after:])
        return records[rank][1], separator

    # --- records -------------------------------------------------------------------------
    def _next_line(self) -> tuple[int, str] | None:
        return self._pending.popleft() if self._pending else next(self._lines, None)

    def _read_row(self, number: int, line: str, width: int) -> RawRow:
        """The record that begins with this line; lines that are not its own are given back."""
        if len(line) >= MAX_LINE_LENGTH:
            return RawRow(number, {}, _TOO_LONG)
        cells, is_open = _parse(line, self.separator)
        if not is_open:
            return self._row(number, cells, _misfit(cells, width))
        lines = [(number, line)]
        is_odd = line.count('"') % 2 == 1
        while len(lines) < MAX_LINES_OF_RECORD and (following := self._next_line()) is not None:
            lines.append(following)
            is_odd ^= following[1].count('"') % 2 == 1
            if is_odd:
                continue
            whole, is_open = _parse("".join(text for _, text in lines), self.separator)
            if not is_open and not _misfit(whole, width):
                return self._row(number, whole)
            if not is_open:
                break
        self._give_back(lines, width)
        return self._row(number, cells, _UNCLOSED)

    def _row(self, number: int, cells: list[str], problem: str = "") -> RawRow:
        named = self._named(cells)
        return RawRow(number, named, problem, raw=named)

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
            while len(line) == MAX_LINE_LENGTH and not line.endswith(("\n", "\r")):
                line = handle.readline(MAX_LINE_LENGTH)  # the rest of a line beyond measure


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


def _first_records(lines: list[str], separator: str) -> list[tuple[int, list[str]]]:
    """Records of the first lines, each with the number of lines read when it ends."""
    records: list[tuple[int, list[str]]] = []
    start = 0
    while start < len(lines):
        end = start + 1
        cells, is_open = _parse(lines[start], separator)
        while is_open and end < len(lines):
            end += 1
            cells, is_open = _parse("".join(lines[start:end]), separator)
        if is_open:  # a quote that nothing closes: this line alone
            end, cells = start + 1, _parse(lines[start], separator)[0]
        records.append((end, cells))
        start = end
    return records


def _misfit(cells: list[str], width: int) -> str:
    """What is wrong with the number of cells, or ""; empty ones beyond are a spreadsheet's."""
    if len(cells) == width or (len(cells) > width and not any(cells[width:])):
        return ""
    template = _CUT if len(cells) < width else _TOO_MANY
    return template.format(found=len(cells), width=width)


csv.field_size_limit(MAX_LINE_LENGTH * 2)
