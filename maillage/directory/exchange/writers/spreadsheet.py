"""XLSX: the same 32 columns, for people. No cell can be a formula."""

from collections.abc import Iterable
from typing import IO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from maillage.directory.standard import FIELD_NAMES

CELL_MAX_LENGTH = 32_767
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t")
_NUMBERS = frozenset({"latitude", "longitude"})


def write_xlsx(rows: Iterable[dict[str, str]], output: IO[bytes]) -> int:
    """Write a workbook row by row; returns the number of places."""
    book = Workbook(write_only=True)
    sheet: WriteOnlyWorksheet = book.create_sheet("lieux")
    sheet.freeze_panes = "D2"
    sheet.append(list(FIELD_NAMES))
    count = 0
    for row in rows:
        sheet.append([_cell(sheet, name, row[name]) for name in FIELD_NAMES])
        count += 1
    book.save(output)
    return count


def _cell(sheet: WriteOnlyWorksheet, name: str, text: str) -> object:
    """Plain value, or a cell that stays text even when somebody edits it."""
    if not text:
        return None
    if name in _NUMBERS:
        return float(text)
    value = ILLEGAL_CHARACTERS_RE.sub("", text)[:CELL_MAX_LENGTH]
    if not value.startswith(_FORMULA_SIGNS):
        return value
    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell
