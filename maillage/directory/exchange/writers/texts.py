"""CSV, JSON and GeoJSON, as pieces of text ready to be sent."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from maillage.directory.exchange.writers.row import ExportedLieu
from maillage.directory.standard import FIELD_NAMES

ROWS_PER_PIECE = 200
_NUMBERS = ("latitude", "longitude")


def write_csv(rows: Iterable[dict[str, str]]) -> Iterator[str]:
    """The standard's CSV: UTF-8, commas, the 32 columns in order, LF line ends.

    Cells that begin with + (every telephone), = or @ stay as they are: the standard wants
    exact values, and its readers are programs. People open the XLSX export, whose cells are
    texts and can run nothing.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(FIELD_NAMES)
    for rank, row in enumerate(rows, start=1):
        writer.writerow([row[name] for name in FIELD_NAMES])
        if rank == 1 or rank % ROWS_PER_PIECE == 0:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    if buffer.tell():
        yield buffer.getvalue()


def write_json(rows: Iterable[dict[str, str]]) -> Iterator[str]:
    """A JSON list of the standard's objects: unknown fields absent, coordinates as numbers."""
    yield "["
    separator = "\n"
    for row in rows:
        yield f"{separator}{json.dumps(_present(row), ensure_ascii=False)}"
        separator = ",\n"
    yield "\n]\n"


def write_geojson(lieux: Iterable[ExportedLieu]) -> Iterator[str]:
    """A GeoJSON FeatureCollection. `position_precision` tells an approximate position."""
    yield '{"type":"FeatureCollection","features":['
    separator = "\n"
    for lieu in lieux:
        properties = {
            name: value for name, value in lieu.row.items() if value and name not in _NUMBERS
        }
        properties["slug"] = lieu.slug
        properties["position_precision"] = lieu.position_precision
        geometry = (
            None
            if lieu.longitude is None
            else {"type": "Point", "coordinates": [lieu.longitude, lieu.latitude]}
        )
        feature = {
            "type": "Feature",
            "id": lieu.row["id"],
            "geometry": geometry,
            "properties": properties,
        }
        yield f"{separator}{json.dumps(feature, ensure_ascii=False)}"
        separator = ",\n"
    yield "\n]}\n"


def _present(row: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {name: value for name, value in row.items() if value}
    for name in _NUMBERS:
        if name in found:
            found[name] = float(found[name])
    return found
