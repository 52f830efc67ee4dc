"""Rows of the index for tests, without a database."""

from datetime import UTC, date, datetime
from typing import Any

from maillage.core.text import normalize
from maillage.directory.index.columns import LieuIndex, Row, Schema
from maillage.directory.index.opening import Hours

SCHEMA = Schema(
    {
        "services": ("demarches", "outils", "emploi"),
        "typologie": ("bib", "muni"),
        "frais_a_charge": ("gratuit", "payant"),
        "modalites_acces": ("se-presenter", "pas-de-public"),
        "equipements": ("imprimante", "wifi"),
    }
)
FIRST_DAY = date(2026, 3, 7)


def utc(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def make_row(id: str, **fields: Any) -> Row:  # noqa: A002 - the name of the column
    """One place of Chartres; `osm` and `departement` make its hours."""
    hours = fields.pop("hours", None) or Hours(
        fields.pop("osm", ""), fields.pop("departement", "28"), fields.pop("exceptional", ())
    )
    values: dict[str, Any] = {
        "slug": id,
        "nom": f"Lieu {id}",
        "commune": "Chartres",
        "commune_code": "28085",
        "code_postal": "28000",
        "latitude": 48.44,
        "longitude": 1.49,
        "search_text": "",
        "kind_text": "",
        "values": (),
        "sheet_day": date(2026, 1, 1).toordinal(),
        "updated": 0,
        "price": 0.0,
        "has_human_support": False,
        "is_exact": True,
        "is_without_public": False,
        **fields,
    }
    values["search_text"] = normalize(values["search_text"])
    return Row(id=id, hours=hours, **values)


def make_index(*rows: Row) -> LieuIndex:
    return LieuIndex.build(SCHEMA, rows, FIRST_DAY)
