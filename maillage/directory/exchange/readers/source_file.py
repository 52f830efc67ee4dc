"""Open a file of the standard, whatever its clothes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from maillage.directory.exchange.readers.columns import (
    check_columns,
    detect_version,
    unknown_columns,
)
from maillage.directory.exchange.readers.csv_rows import CsvRows
from maillage.directory.exchange.readers.encoding import detect_encoding
from maillage.directory.exchange.readers.json_rows import JsonRows
from maillage.directory.exchange.readers.rows import FileError, RawRow
from maillage.directory.normalise.record import Version


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that can be read. `rows` is consumed once; at least one row is there."""

    version: Version
    columns: tuple[str, ...]
    unknown_columns: tuple[str, ...]
    encoding: str
    rows: Iterator[RawRow] = field(repr=False)


def open_source(path: Path, *, version: Version | None = None) -> SourceFile:
    """Look at a CSV or JSON file (its content decides, not its name) and give its rows.

    `version` None: told by the columns. Raises FileError when nothing can be read.
    """
    try:
        # Looking may fail too: a name longer than the disk allows.
        if not path.exists():
            raise FileError(f"Le fichier « {path.name} » n’existe pas.")
        if not path.is_file():
            raise FileError(f"« {path.name} » n’est pas un fichier.")
        return _open(path, version)
    except OSError as error:
        raise FileError(f"Le fichier « {path.name[:80]} » ne peut pas être ouvert.") from error


def _open(path: Path, version: Version | None) -> SourceFile:
    encoding = detect_encoding(path)
    first = _first_sign(path, encoding)
    if not first:
        raise FileError("Le fichier est vide.")
    source: JsonRows | CsvRows
    source = JsonRows(path, encoding) if first in "[{" else CsvRows(path, encoding)
    check_columns(source.columns)
    rows = iter(source)
    head = next(rows, None)
    if head is None:
        raise FileError("Le fichier n’a que la ligne des titres : aucun lieu à lire.")
    return SourceFile(
        version=version or detect_version(source.columns),
        columns=tuple(source.columns),
        unknown_columns=tuple(unknown_columns(source.columns, source.headers)),
        encoding=encoding,
        rows=_chain(head, rows),
    )


def _first_sign(path: Path, encoding: str) -> str:
    """First character that is not a blank; "" when there is none."""
    with path.open(encoding=encoding, errors="replace") as handle:
        while text := handle.read(4096):
            if stripped := text.lstrip("\ufeff \t\r\n\x00"):
                return stripped[0]
    return ""


def _chain(head: RawRow, rest: Iterator[RawRow]) -> Iterator[RawRow]:
    yield head
    yield from rest
