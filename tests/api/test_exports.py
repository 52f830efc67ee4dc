"""Whole files: what is in them, their name, and that they leave as they are read."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client

from maillage.api.routers import exports
from maillage.directory.exchange.writers import ExportedLieu
from maillage.directory.standard import FIELD_NAMES
from tests.api.samples import make_gallardon, make_lieu

pytestmark = pytest.mark.django_db


def read(address: str) -> str:
    response = Client().get(f"/api/v1{address}")
    assert response.status_code == 200
    assert response.streaming
    return b"".join(response).decode()


def identifiers(address: str) -> list[str]:
    """Identifiers of the file, whatever its format."""
    text = read(address)
    if ".csv" in address:
        return [row["id"] for row in csv.DictReader(io.StringIO(text))]
    found: Any = json.loads(text)
    rows = found["features"] if ".geojson" in address else found
    return [row["id"] for row in rows]


def test_the_csv_is_that_of_the_standard() -> None:
    make_lieu("a", modalites={"services": ["demarches", "outils"]}, nom="L’« Espace », ici")
    rows = list(csv.reader(io.StringIO(read("/lieux.csv"))))
    assert tuple(rows[0]) == FIELD_NAMES
    row = dict(zip(rows[0], rows[1], strict=True))
    assert row["nom"] == "L’« Espace », ici"
    assert row["services"].count("|") == 1


def test_the_geojson_has_every_place() -> None:
    make_lieu("a", position_precision="exacte")
    make_lieu("b", latitude=None, longitude=None)
    response = Client().get("/api/v1/lieux.geojson")
    assert response["Content-Type"] == "application/geo+json"
    collection = json.loads(b"".join(response))
    assert collection["type"] == "FeatureCollection"
    first, second = collection["features"]
    assert first["geometry"] == {"type": "Point", "coordinates": [1.6932, 48.5259]}
    assert first["properties"]["position_precision"] == "exacte"
    assert second["geometry"] is None


@pytest.mark.parametrize("extension", ["csv", "json", "geojson"])
def test_a_file_may_be_empty(extension: str) -> None:
    assert identifiers(f"/lieux.{extension}") == []


@pytest.mark.parametrize("extension", ["csv", "json", "geojson"])
def test_filters_and_order_are_those_of_the_list(extension: str) -> None:
    make_lieu("a", nom="Zèbre", modalites={"frais_a_charge": ["gratuit"]})
    make_lieu("b", nom="Abeille", modalites={"frais_a_charge": ["gratuit"]}, latitude=48.6)
    make_lieu("c")
    make_lieu("d", status="brouillon")
    address = f"/lieux.{extension}"
    assert identifiers(address) == ["a", "b", "c"]
    assert identifiers(f"{address}?prix=gratuit") == ["a", "b"]
    assert identifiers(f"{address}?prix=gratuit&tri=nom") == ["b", "a"]
    assert identifiers(f"{address}?tri=distance&lat=48.6&lon=1.6932")[0] == "b"
    assert identifiers(f"{address}?tri=pertinence&prix=gratuit&q=abeille") == ["b"]


def test_the_name_follows_the_rule_of_the_standard(monkeypatch: pytest.MonkeyPatch) -> None:
    make_gallardon()
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: date(2026, 5, 4))
    prefix = "2026-05-04_maillage_lieux-de-mediation-numerique"
    for query, name in (
        ("", f"{prefix}_tous.csv"),
        ("?territoire=commune:28168", f"{prefix}_commune-28168.csv"),
        ("?prix=gratuit", f"{prefix}_selection.csv"),
    ):
        header = Client().get(f"/api/v1/lieux.csv{query}")["Content-Disposition"]
        assert header == f'attachment; filename="{name}"'


def test_the_first_piece_leaves_before_the_rest_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    row = {**dict.fromkeys(FIELD_NAMES, "x"), "latitude": "", "longitude": ""}

    def endless(**_kwargs: object) -> Iterator[dict[str, str]]:
        for number in range(100_000):
            asked.append(number)
            yield row

    def endless_lieux(**_kwargs: object) -> Iterator[ExportedLieu]:
        for values in endless():
            yield ExportedLieu(values, "x", None, None, "inconnue")

    monkeypatch.setattr(exports, "standard_rows", endless)
    monkeypatch.setattr(exports, "export_rows", endless_lieux)
    for extension in ("csv", "json", "geojson"):
        asked.clear()
        response = Client().get(f"/api/v1/lieux.{extension}")
        assert asked == []
        pieces = iter(response)
        assert next(pieces)
        assert len(asked) <= 1
        assert len(next(pieces)) >= exports.PIECE_CHARACTERS
        assert len(asked) < 5_000


def test_compressed_files_are_the_same() -> None:
    make_lieu("a")
    response = Client().get("/api/v1/lieux.csv", headers={"accept-encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    assert response["ETag"] == Client().get("/api/v1/lieux.csv")["ETag"]
