"""Files that go out, written as they are read: generators of text, flat memory.

Rows come from `directory.export_queries`; the command and the API use the same writers.
"""

from maillage.directory.exchange.writers.data_inclusion import write_data_inclusion
from maillage.directory.exchange.writers.row import ExportedLieu
from maillage.directory.exchange.writers.spreadsheet import write_xlsx
from maillage.directory.exchange.writers.texts import write_csv, write_geojson, write_json

__all__ = [
    "ExportedLieu",
    "write_csv",
    "write_data_inclusion",
    "write_geojson",
    "write_json",
    "write_xlsx",
]
