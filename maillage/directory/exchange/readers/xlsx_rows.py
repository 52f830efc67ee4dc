"""XLSX, row by row: values as they are shown, never a formula, never a macro.

A workbook is a ZIP of XML files: sizes are judged before anything is unpacked, and Python's
unzipping never gives more than the size that was declared.
"""

import re
import warnings
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string

from maillage.directory.exchange.readers.columns import (
    HEADER_SEARCH,
    MAX_COLUMNS,
    column_name,
    free_headers,
    header_rank,
)
from maillage.directory.exchange.readers.rows import FileError, RawRow

MAX_MEMBERS = 2_000
MAX_UNPACKED = 300_000_000
MAX_SHARED_TEXTS = 80_000_000
# A real workbook shrinks about ten times; a bomb a thousand.
MAX_RATIO = 200
RATIO_FROM = 5_000_000
MAX_EMPTY_ROWS = 5_000
MAX_CELL = 100_000
MAX_MERGES = 20_000
# Sheets in which a table is looked for.
MAX_PAGES = 30
_MERGE = re.compile(rb'<mergeCell\s+ref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"')
_TOO_BIG = "Ce classeur est trop gros une fois décompressé : il est refusé sans être ouvert."
_BROKEN = "Ce classeur Excel est abîmé : enregistrez-le de nouveau en XLSX ou en CSV."


class XlsxRows:
    """An open workbook: the named sheet, or the first visible one that holds a table."""

    def __init__(self, path: Path, *, is_free: bool = False, sheet: str = "") -> None:
        _check_archive(path)
        self._handle: BinaryIO = path.open("rb")
        try:
            self._open(sheet, is_free=is_free)
        except FileError:
            self._handle.close()
            raise
        # Whatever a hostile or damaged workbook does to the library, it is a damaged file.
        except Exception as error:
            self._handle.close()
            raise FileError(_BROKEN) from error

    def _open(self, sheet: str, *, is_free: bool) -> None:
        with warnings.catch_warnings():
            # About styles and extensions, which nobody reads here.
            warnings.simplefilter("ignore")
            book = load_workbook(self._handle, read_only=True, data_only=True, keep_links=False)
        for page in _pages(book, sheet)[:MAX_PAGES]:
            page.reset_dimensions()
            self._merged = _merged_columns(self._handle, page)
            rows = self._numbered(page)
            first = list(islice((row for row in rows if any(row[1])), HEADER_SEARCH))
            if first:
                texts = [[_text(cell) for cell in cells] for _, cells in first]
                rank = header_rank(texts, is_free=is_free)
                self._start(texts[rank], is_free=is_free)
                self._rows = first[rank + 1 :], rows
                return
        raise FileError("Ce classeur Excel est vide.")

    def _start(self, cells: list[str], *, is_free: bool) -> None:
        while cells and not cells[-1]:
            cells.pop()
        self.headers = free_headers(cells) if is_free else cells
        self.columns = self.headers if is_free else [column_name(cell) for cell in cells]

    def __iter__(self) -> Iterator[RawRow]:
        head, rest = self._rows
        try:
            for number, cells in head:
                yield self._row(number, cells)
            for number, cells in rest:
                if any(cell is not None and cell != "" for cell in cells):
                    yield self._row(number, cells)
        except (BadZipFile, zipfile.LargeZipFile, SyntaxError, ValueError, KeyError) as error:
            raise FileError(_BROKEN) from error
        finally:
            self._handle.close()

    def _row(self, number: int, cells: Sequence[Any]) -> RawRow:
        values: dict[str, str] = {}
        raw: dict[str, Any] = {}
        for name, header, cell in zip(self.columns, self.headers, cells, strict=False):
            text = _text(cell)
            values.setdefault(name, text)
            raw.setdefault(header, cell if isinstance(cell, bool) else text)
        for name, header in zip(self.columns, self.headers, strict=True):
            values.setdefault(name, "")
            raw.setdefault(header, "")
        width = len(self.columns)
        problem = ""
        if any(_text(cell) for cell in cells[width:]):
            problem = "La ligne a des cellules au-delà de la dernière colonne nommée."
        return RawRow(number, values, problem, raw=raw)

    def _numbered(self, page: Any) -> Iterator[tuple[int, list[Any]]]:
        """Rows with their number; merged cells repeated downwards; the end of a void is the end."""
        empty = 0
        starting: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for column, first, last in self._merged:
            starting[first].append((column, last))
        merged: dict[int, tuple[int, Any]] = {}  # column → last row, value
        for number, cells in enumerate(
            page.iter_rows(values_only=True, max_col=MAX_COLUMNS + 1), 1
        ):
            row = list(cells)
            while row and row[-1] is None:
                row.pop()
            if row:
                for column, (last, value) in merged.items():
                    row.extend([None] * (column - len(row)))
                    if number <= last and row[column - 1] is None:
                        row[column - 1] = value
            for column, last in starting.pop(number, ()):
                merged[column] = (last, row[column - 1] if column <= len(row) else None)
            empty = 0 if row else empty + 1
            if empty > MAX_EMPTY_ROWS:
                return
            yield number, row


def _check_archive(path: Path) -> None:
    """FileError unless the ZIP is a workbook of a reasonable size."""
    try:
        with ZipFile(path) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
            _check_kind(names, archive)
            _check_sizes(members, path.stat().st_size)
            for member in members:
                if member.filename.endswith((".xml", ".rels")):
                    with archive.open(member) as handle:
                        start = handle.read(2_000).replace(b"\x00", b"").lower()
                    # An entity of an entity of an entity… fills the memory.
                    if b"<!doctype" in start or b"<!entity" in start:
                        raise FileError("Ce classeur contient des définitions XML : refusé.")
    except (BadZipFile, zipfile.LargeZipFile, RuntimeError, NotImplementedError, ValueError) as bad:
        raise FileError("Ce fichier est une archive ZIP abîmée.") from bad


def _check_kind(names: set[str], archive: ZipFile) -> None:
    if "xl/workbook.xml" in names:
        return
    if "mimetype" in names and "content.xml" in names:
        raise FileError(
            "Ce fichier est un classeur OpenDocument (.ods) : enregistrez-le en XLSX ou en CSV."
        )
    if "xl/workbook.bin" in names:
        raise FileError("Ce fichier est un classeur XLSB : enregistrez-le en XLSX ou en CSV.")
    if "word/document.xml" in names or "ppt/presentation.xml" in names:
        raise FileError("Ce fichier est un document, pas un tableau : il faut un XLSX ou un CSV.")
    raise FileError(
        "Ce fichier est une archive ZIP : décompressez-la, et donnez le fichier CSV, JSON ou "
        f"XLSX qu’elle contient ({len(archive.namelist())} fichiers)."
    )


def _check_sizes(members: Sequence[zipfile.ZipInfo], size: int) -> None:
    if len(members) > MAX_MEMBERS:
        raise FileError(_TOO_BIG)
    if any(member.flag_bits & 1 for member in members):
        raise FileError("Ce classeur est protégé par un mot de passe : enregistrez-le sans.")
    unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_UNPACKED or (unpacked > RATIO_FROM and unpacked > MAX_RATIO * max(size, 1)):
        raise FileError(_TOO_BIG)
    for member in members:
        if member.filename == "xl/sharedStrings.xml" and member.file_size > MAX_SHARED_TEXTS:
            raise FileError(_TOO_BIG)


def _pages(book: Any, sheet: str) -> list[Any]:
    """Sheets in which to look, in order."""
    pages = [page for page in book.worksheets if hasattr(page, "reset_dimensions")]
    if not sheet:
        return sorted(pages, key=lambda page: page.sheet_state != "visible")
    named = [page for page in pages if page.title.strip().lower() == sheet.strip().lower()]
    if not named:
        known = ", ".join(f"« {page.title} »" for page in pages[:10])
        raise FileError(f"Ce classeur n’a pas de feuille « {sheet[:60]} ». Feuilles : {known}.")
    return named


def _merged_columns(handle: BinaryIO, page: Any) -> list[tuple[int, int, int]]:
    """(column, first row, last row) of cells merged over several rows.

    A value merged downwards holds for each of its rows; merged across it is a title, which
    must not fill the columns beside.
    """
    found: list[tuple[int, int, int]] = []
    with ZipFile(handle) as archive:
        name = page._worksheet_path.lstrip("/")
        with archive.open(name) as sheet:
            tail = b""
            while chunk := sheet.read(1 << 20):
                text = tail + chunk
                for left, top, bottom in _MERGE.findall(text):
                    if int(bottom) > int(top):
                        column = column_index_from_string(left.decode())
                        if column <= MAX_COLUMNS:
                            found.append((column, int(top), int(bottom)))
                    if len(found) > MAX_MERGES:
                        return []
                # What was read whole must not be found twice.
                tail = text[text.rfind(b"<mergeCell") :][:200] if b"<mergeCell" in text else b""
    return sorted(set(found))


def _text(cell: Any) -> str:
    """A cell as a person would type it; what Excel could not calculate is nothing."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return "" if cell in _ERRORS else cell[:MAX_CELL]
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, int | float):
        return repr(cell)
    return _moment(cell)


_ERRORS = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#GETTING_DATA"}
)


def _moment(cell: Any) -> str:
    if isinstance(cell, datetime):
        is_day = (cell.hour, cell.minute, cell.second, cell.microsecond) == (0, 0, 0, 0)
        return cell.date().isoformat() if is_day else cell.isoformat(" ", "seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.isoformat("minutes")
    if isinstance(cell, timedelta):
        minutes = int(cell.total_seconds()) // 60
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return str(cell)[:MAX_CELL]
