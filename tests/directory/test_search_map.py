"""What the map receives: points, clusters, words."""

from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from pytest_django import DjangoAssertNumQueries

from maillage.core.geo import BBox
from maillage.directory.criteria import LieuCriteria
from maillage.directory.index.grid import clusters
from maillage.directory.queries import OPEN_CRITERIA, map_features
from maillage.directory.synthetic.communes import Town
from maillage.directory.synthetic.write import make_places
from tests.factories.directory import make_lieu

FRANCE = BBox(-5, 41, 9, 51.5)
TUESDAY_10H = datetime(2026, 3, 10, 9, tzinfo=UTC)


def features(bbox: BBox = FRANCE, zoom: float = 6, **criteria: Any) -> list[dict[str, Any]]:
    answer = map_features(criteria=LieuCriteria(**criteria), bbox=bbox, zoom=zoom, now=TUESDAY_10H)
    assert answer["type"] == "FeatureCollection"
    counted = sum(item["properties"].get("count", 1) for item in answer["features"])
    assert answer["total"] == counted
    found: list[dict[str, Any]] = answer["features"]
    return found


@pytest.mark.django_db
def test_a_few_places_are_points() -> None:
    lieu = make_lieu(nom="Mairie <b>", horaires="Tu 09:00-12:30", position_precision="rue")
    make_lieu(latitude=None, longitude=None)
    (point,) = features()
    assert point == {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [1.489, 48.4438]},
        "properties": {
            "slug": lieu.slug,
            "nom": "Mairie <b>",
            "commune": "Chartres",
            "url": f"/lieux/{lieu.slug}/",
            "state": "open",
            "state_words": "ouvert jusqu’à 12 h 30",
            "approximate": False,
        },
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("horaires", "state", "words"),
    [
        ("", "unknown", "horaires non communiqués"),
        ("We 09:00-12:00", "closed", "fermé pour le moment"),
        ("24/7", "open", "ouvert"),
        ("Tu 09:00-02:00", "open", "ouvert"),
    ],
)
def test_states(horaires: str, state: str, words: str) -> None:
    make_lieu(horaires=horaires, position_precision="centre_commune")
    (point,) = features()
    properties = point["properties"]
    assert (properties["state"], properties["state_words"]) == (state, words)
    assert properties["approximate"]


@pytest.mark.django_db
def test_only_the_box_and_the_criteria() -> None:
    make_lieu(nom="Ici", modalites={"services": ["emploi"]})
    make_lieu(nom="Fermé", horaires="We 09:00-12:00")
    make_lieu(nom="Ailleurs", latitude=45.0, longitude=5.0)
    near = BBox(1, 48, 2, 49)
    assert {item["properties"]["nom"] for item in features(near)} == {"Ici", "Fermé"}
    assert len(features(BBox(3, 48, 4, 49))) == 0
    for criteria in (
        {"values": {"services": frozenset({"emploi"})}},
        {"open": OPEN_CRITERIA["maintenant"]},
    ):
        (point,) = features(near, **criteria)
        assert point["properties"]["nom"] == "Ici"


@pytest.mark.django_db
def test_many_places_are_clusters(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    towns = [
        Town("28085", "Chartres", "28000", 38_000, 48.44, 1.49, is_known=False),
        Town("37261", "Tours", "37000", 137_000, 47.39, 0.69, is_known=False),
    ]
    make_places(count=310, seed=1, towns=towns)
    alone = make_lieu(latitude=43.3, longitude=5.4)
    features()
    with django_assert_num_queries(1):
        found = features(zoom=7)
    points = [item for item in found if "count" not in item["properties"]]
    assert [item["properties"]["slug"] for item in points] == [alone.slug]
    assert len(found) <= 6
    for item in found:
        if "count" in item["properties"]:
            west, south, east, north = item["properties"]["bounds"]
            longitude, latitude = item["geometry"]["coordinates"]
            assert west <= longitude <= east
            assert south <= latitude <= north
    # Closer: the same places, in more pieces.
    assert len(features(BBox(1.3, 48.3, 1.7, 48.6), zoom=12)) > len(found)


def test_clusters_hold_each_row_once() -> None:
    random = np.random.default_rng(1)
    latitudes, longitudes = random.uniform(-89, 89, 500), random.uniform(-180, 180, 500)
    for zoom in (-3, 0, 4, 9.7, 40):
        found = clusters(np.arange(500), latitudes, longitudes, zoom)
        assert sorted(row for cell in found for row in cell.rows.tolist()) == list(range(500))
        for cell in found:
            assert cell.bounds.contains(cell.latitude, cell.longitude)
