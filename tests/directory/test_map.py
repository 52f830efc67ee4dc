"""The boundaries and town names that the map draws from our own tables."""

import gzip
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from maillage.directory.views.carte import MAX_TOWNS
from maillage.territory.models import TerritoryStamp
from tests.factories.territory import (
    BassinFactory,
    CommuneFactory,
    ContourFactory,
    DepartementFactory,
)

pytestmark = pytest.mark.django_db
FOUR_LEVELS_BYTES = 150_000


@pytest.fixture
def eure_et_loir() -> None:
    """A department, a basin in it, and two communes of which one has a contour."""
    DepartementFactory(code="28", nom="Eure-et-Loir")
    BassinFactory(code="2421", nom="Chartres")
    CommuneFactory(code="28085", nom="Chartres", population=38_000, latitude=48.44, longitude=1.49)
    CommuneFactory(code="28168", nom="Gallardon", population=3_600, latitude=48.53, longitude=1.69)
    ContourFactory(kind="departement", code="28", west=0.7, south=47.9, east=2.0, north=48.9)
    ContourFactory(kind="bassin", code="2421", west=1.2, south=48.2, east=1.9, north=48.7)
    ContourFactory(kind="commune", code="28085", west=1.4, south=48.4, east=1.55, north=48.5)


def ask(client: Client, **params: str) -> dict[str, list[dict[str, dict[str, object]]]]:
    response = client.get(reverse("directory:map_contours"), params)
    assert response.status_code == 200, response.content
    assert response.headers["Content-Type"] == "application/geo+json"
    answer: dict[str, list[dict[str, dict[str, object]]]] = response.json()
    return answer


@pytest.mark.usefixtures("eure_et_loir")
def test_levels_are_drawn_with_their_names(client: Client) -> None:
    features = ask(client, niveau="departement,bassin")["features"]
    names = {(f["properties"]["kind"], f["properties"]["code"]): f for f in features}
    assert set(names) == {("departement", "28"), ("bassin", "2421")}
    assert names["bassin", "2421"]["properties"]["nom"] == "Chartres"
    assert names["departement", "28"]["geometry"]["type"] == "Polygon"


@pytest.mark.usefixtures("eure_et_loir")
def test_communes_come_with_a_close_view_only(client: Client) -> None:
    near = ask(client, niveau="commune", bbox="1.3,48.3,1.8,48.7")["features"]
    assert [f["properties"]["code"] for f in near] == ["28085"]
    assert ask(client, niveau="commune", bbox="3,46,3.5,46.5")["features"] == []


@pytest.mark.usefixtures("eure_et_loir")
def test_towns_come_biggest_first(client: Client) -> None:
    towns = ask(client, niveau="ville", bbox="1,48,2,49")["features"]
    assert [f["properties"]["nom"] for f in towns] == ["Chartres", "Gallardon"]
    assert towns[1]["geometry"] == {"type": "Point", "coordinates": [1.69, 48.53]}
    assert len(ask(client, niveau="ville", bbox="1.6,48,2,49")["features"]) == 1


def test_towns_are_not_all_the_communes(client: Client) -> None:
    departement = DepartementFactory()
    CommuneFactory.create_batch(MAX_TOWNS + 1, departement=departement)
    assert len(ask(client, niveau="ville")["features"]) == MAX_TOWNS


def test_nothing_is_drawn_when_no_boundary_is_loaded(client: Client) -> None:
    for level in ("region", "departement", "bassin", "epci", "ville"):
        assert ask(client, niveau=level) == {"type": "FeatureCollection", "features": []}


@pytest.mark.parametrize(
    ("params", "field", "words"),
    [
        ({}, "niveau", "n’est pas un niveau"),
        ({"niveau": "canton"}, "niveau", "« canton » n’est pas un niveau"),
        ({"niveau": "bassin,bassin"}, "niveau", "n’est pas un niveau"),
        ({"niveau": "bassin,ville"}, "niveau", "n’est pas un niveau"),
        ({"niveau": "<script>" * 50}, "niveau", "n’est pas un niveau"),
        ({"niveau": "commune"}, "niveau", "2 degrés"),
        ({"niveau": "commune", "bbox": "0,46,3,49"}, "niveau", "2 degrés"),
        ({"niveau": "bassin", "bbox": "2,48,1,49"}, "bbox", "à l’envers"),
        ({"niveau": "bassin", "bbox": "a,b,c,d"}, "bbox", "quatre nombres"),
        ({"niveau": "bassin", "bbox": "1,48"}, "bbox", "quatre nombres"),
        ({"niveau": "bassin", "bbox": "nan,48,2,49"}, "bbox", "quatre nombres"),
        ({"niveau": "bassin", "bbox": "1,48,2,99"}, "bbox", "latitudes"),
    ],
)
def test_a_question_that_makes_no_sense_is_told_so(
    client: Client, params: dict[str, str], field: str, words: str
) -> None:
    response = client.get(reverse("directory:map_contours"), params)
    assert response.status_code == 400
    assert words in response.json()["errors"][field]
    assert "Cache-Control" not in response.headers


def test_only_reading_is_allowed(client: Client) -> None:
    assert client.post(reverse("directory:map_contours")).status_code == 405


@pytest.mark.usefixtures("eure_et_loir")
def test_browsers_keep_boundaries_until_the_territory_changes(client: Client) -> None:
    address = reverse("directory:map_contours", query={"niveau": "bassin"})
    first = client.get(address)
    assert first.headers["Cache-Control"] == "public, max-age=86400"
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    TerritoryStamp.objects.update_or_create(id=1, defaults={"token": "another"})
    changed = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]


@pytest.mark.usefixtures("eure_et_loir")
def test_a_whole_map_is_drawn_from_memory(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    ask(client, niveau="departement,bassin")
    with django_assert_max_num_queries(3):
        ask(client, niveau="departement,bassin")


@pytest.mark.slow
def test_the_boundaries_of_the_region_are_light(client: Client, data_dir: Path) -> None:
    call_command("load_territory", region="24", **{"from": str(data_dir / "territoire")})
    counts, size = {}, 0
    for level in ("region", "departement", "bassin", "epci"):
        raw = client.get(reverse("directory:map_contours"), {"niveau": level}).content
        counts[level] = len(json.loads(raw)["features"])
        size += len(gzip.compress(raw))
    assert counts == {"region": 1, "departement": 6, "bassin": 23, "epci": 82}
    assert size < FOUR_LEVELS_BYTES
