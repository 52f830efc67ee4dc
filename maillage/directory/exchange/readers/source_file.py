"""Open a file of places, whatever its clothes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from maillage.directory.exchange.readers.columns import (
    check_columns,
    check_width,
    detect_version,
    unknown_columns,
)
from maillage.directory.exchange.readers.csv_rows import CsvRows
from maillage.directory.exchange.readers.encoding import detect_encoding, is_zip, refuse_markup
from maillage.directory.exchange.readers.json_rows import JsonRows
from maillage.directory.exchange.readers.rows import FileError, RawRow
from maillage.directory.exchange.readers.xlsx_rows import XlsxRows
from maillage.directory.normalise.record import Version

MAX_ROWS = 500_000
"""All the places of the country several times over; each refused row is kept and shown."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that can be read. `rows` is consumed once; at least one row is there.

    `columns`: names under which `RawRow.values` stand; `headers`: as the file writes them.
    `encoding`: of a text file; « xlsx » for a workbook.
    """

    version: Version
    columns: tuple[str, ...]
    unknown_columns: tuple[str, ...]
    encoding: str
    rows: Iterator[RawRow] = field(repr=False)
    headers: tuple[str, ...] = ()


def open_source(
    path: Path,
    *,
    version: Version | None = None,
    free_columns: bool = False,
    keys: Sequence[str] = (),
    sheet: str = "",
) -> SourceFile:
    """Look at a CSV, JSON, GeoJSON or XLSX file (its content decides, not its name).

    `version` None: told by the columns. `free_columns`: the columns are not those of the
    standard, a mapping will read them. `keys`: names that lead to the list in a JSON file.
    `sheet`: name of the sheet of a workbook. Raises FileError when nothing can be read.
    """
    try:
        # Looking may fail too: a name longer than the disk allows.
        if not path.exists():
            raise FileError(f"Le fichier « {path.name} » n’existe pas.")
        if not path.is_file():
            raise FileError(f"« {path.name} » n’est pas un fichier.")
        source, encoding = _open(path, is_free=free_columns, keys=keys, sheet=sheet)
    except OSError as error:
        raise FileError(f"Le fichier « {path.name[:80]} » ne peut pas être ouvert.") from error
    check_width(source.headers)
    if not free_columns:
        check_columns(source.columns)
    rows = iter(source)
    head = next(rows, None)
    if head is None:
        raise FileError("Le fichier n’a que la ligne des titres : aucun lieu à lire.")
    return SourceFile(
        version=version or detect_version(source.columns),
        columns=tuple(source.columns),
        unknown_columns=()
        if free_columns
        else tuple(unknown_columns(source.columns, source.headers)),
        encoding=encoding,
        rows=_chain(head, rows),
        headers=tuple(source.headers),
    )


def _open(
    path: Path, *, is_free: bool, keys: Sequence[str], sheet: str
) -> tuple[JsonRows | CsvRows | XlsxRows, str]:
    if is_zip(path):
        return XlsxRows(path, is_free=is_free, sheet=sheet), "xlsx"
    encoding = detect_encoding(path)
    start = _first_signs(path, encoding)
    if not start:
        raise FileError("Le fichier est vide.")
    refuse_markup(start)
    if start[0] in "[{":
        return JsonRows(path, encoding, is_free=is_free, keys=keys), encoding
    return CsvRows(path, encoding, is_free=is_free), encoding


def _first_signs(path: Path, encoding: str) -> str:
    """First characters from the first that is not a blank; "" when there is none."""
    with path.open(encoding=encoding, errors="replace") as handle:
        while text := handle.read(4096):
            if stripped := text.lstrip("\ufeff \t\r\n\x00"):
                return stripped
    return ""


def _chain(head: RawRow, rest: Iterator[RawRow]) -> Iterator[RawRow]:
    yield head
    yield from islice(rest, MAX_ROWS - 1)
    if next(rest, None) is not None:
        raise FileError(f"Ce fichier a plus de {MAX_ROWS} lignes : donnez-le en plusieurs parties.")
