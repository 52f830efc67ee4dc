"""Boundaries of communes in memory."""

import json

import pytest

from maillage.territory.contours import CommuneContours, load_contours
from maillage.territory.geometry import AreaIndex, GeometryError
from tests.factories.territory import ContourFactory, square_geojson


def test_the_commune_of_a_point_and_how_far_it_is_from_another() -> None:
    contours = CommuneContours(
        {
            "28085": square_geojson(1.4, 48.4, 1.6, 48.5),
            "28001": square_geojson(1.6, 48.4, 1.8, 48.5),
        }
    )
    assert len(contours) == 2
    assert contours.commune_at(48.45, 1.5) == "28085"
    assert contours.commune_at(48.45, 1.7) == "28001"
    assert contours.commune_at(48.45, 1.6) == "28001"  # a shared edge: the lowest code, always
    assert contours.commune_at(47.0, 1.5) == ""
    assert contours.distance_m("28085", 48.45, 1.5) == 0
    # 0.1 degree of longitude at 48.45° north is 7.37 km, of latitude 11.12 km.
    assert contours.distance_m("28085", 48.45, 1.7) == pytest.approx(7_375, rel=0.002)
    assert contours.distance_m("28085", 48.6, 1.5) == pytest.approx(11_120, rel=0.002)
    assert contours.distance_m("99999", 48.45, 1.5) is None


def test_a_hole_belongs_to_nobody() -> None:
    ring = json.loads(square_geojson(0, 47, 1, 48))["coordinates"][0]
    hole = json.loads(square_geojson(0.4, 47.4, 0.6, 47.6))["coordinates"][0]
    index = AreaIndex({"A": json.dumps({"type": "Polygon", "coordinates": [ring, hole]})})
    assert "A" in index
    assert "B" not in index
    assert index.code_at(latitude=47.1, longitude=0.1) == "A"
    assert index.code_at(latitude=47.5, longitude=0.5) == ""
    with pytest.raises(GeometryError):
        AreaIndex({"A": "{}"})


@pytest.mark.django_db
def test_boundaries_are_read_from_the_database() -> None:
    assert load_contours() is None
    ContourFactory(code="28085")
    ContourFactory(kind="epci", code="200000001", west=0, south=40, east=5, north=50)
    contours = load_contours()
    assert contours is not None
    assert len(contours) == 1
    assert contours.commune_at(48.45, 1.5) == "28085"
    assert contours.commune_at(45.0, 1.5) == ""
