"""Any list as a file for a spreadsheet: CSV (read by LibreOffice and Excel) or XLSX.

No cell can be a formula: what begins with a sign that a spreadsheet would run is kept as text.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Literal

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

Cell = str | int | float | None
TableFormat = Literal["csv", "xlsx"]
CELL_MAX_LENGTH = 32_767
# The wide signs too: some spreadsheets read them as the others.
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", *map(chr, (0xFF1D, 0xFF0B, 0xFF0D, 0xFF20)))
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def table_response(
    *, name: str, form: TableFormat, header: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> HttpResponse:
    """The file to download, `name` without its extension."""
    body = csv_bytes(header, rows) if form == "csv" else xlsx_bytes(name, header, rows)
    response = HttpResponse(body, content_type=_TYPES[form])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Semicolons and a byte order mark, which French spreadsheets expect."""
    output = io.StringIO()
    writer = csv.writer(output, delimiter=";")
    writer.writerow(header)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + output.getvalue().encode()


def xlsx_bytes(title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A workbook of one sheet, its first line frozen."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    sheet.append(list(header))
    for row in rows:
        sheet.append([_typed(sheet, cell) for cell in row])
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def _plain(cell: Cell) -> Cell:
    """An apostrophe before a risky sign: a CSV file has no types."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_RISKY) else cell


def _typed(sheet: object, cell: Cell) -> object:
    if not isinstance(cell, str):
        return cell
    text = ILLEGAL_CHARACTERS_RE.sub("", cell)[:CELL_MAX_LENGTH]
    if not text.startswith(_RISKY):
        return text
    kept = WriteOnlyCell(sheet, value=text)  # type: ignore[arg-type]
    kept.data_type = "s"
    kept.quotePrefix = True
    return kept
