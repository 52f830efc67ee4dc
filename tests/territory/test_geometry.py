"""Areas as GeoJSON texts."""

import json

import pytest

from maillage.core.geo import BBox
from maillage.territory import geometry


def square(west: float, south: float, size: float = 1.0) -> str:
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return json.dumps({"type": "Polygon", "coordinates": [ring]})


def test_box_and_point() -> None:
    area = square(1, 47)
    assert geometry.bbox_of(area) == BBox(1, 47, 2, 48)
    assert geometry.contains_point(area, latitude=47.5, longitude=1.5)
    assert geometry.contains_point(area, latitude=47, longitude=1.5)
    assert not geometry.contains_point(area, latitude=47.5, longitude=2.1)


def test_a_hole_is_outside() -> None:
    outer = json.loads(square(0, 47))["coordinates"][0]
    inner = json.loads(square(0.4, 47.4, 0.2))["coordinates"][0]
    ring = json.dumps({"type": "Polygon", "coordinates": [outer, inner]})
    assert not geometry.contains_point(ring, latitude=47.5, longitude=0.5)
    assert geometry.contains_point(ring, latitude=47.1, longitude=0.5)


def test_area_is_in_square_kilometres() -> None:
    # One degree squared between 47° and 48° north: 111.2 km × 75.1 km.
    assert geometry.area_km2(square(1, 47)) == pytest.approx(8_347, rel=0.002)


def test_dissolve_leaves_no_inner_edge_even_with_a_hair_between() -> None:
    union = geometry.dissolve([square(0, 47), square(1.000001, 47)])
    area = json.loads(union)
    assert area["type"] == "Polygon"
    assert len(area["coordinates"]) == 1
    assert geometry.area_km2(union) == pytest.approx(2 * geometry.area_km2(square(0, 47)), 1e-4)


def test_dissolve_keeps_islands_apart() -> None:
    assert json.loads(geometry.dissolve([square(0, 47), square(3, 47)]))["type"] == "MultiPolygon"


def test_a_crossed_area_is_repaired() -> None:
    crossed = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}
    union = geometry.dissolve([json.dumps(crossed)])
    assert geometry.area_km2(union) == pytest.approx(111.195**2 / 2, rel=0.01)


def test_simplify_drops_details_and_keeps_the_shared_edge() -> None:
    # A shared edge with a bump of 50 m.
    edge = [[1, 47], [1, 47.5], [1.0006, 47.5005], [1, 47.501], [1, 48]]
    left = {"type": "Polygon", "coordinates": [[*edge, [0, 48], [0, 47], [1, 47]]]}
    right = {"type": "Polygon", "coordinates": [[*edge, [2, 48], [2, 47], [1, 47]]]}
    texts = [json.dumps(left), json.dumps(right)]
    simple = geometry.simplify_all(texts, tolerance_m=500)
    assert all(len(json.loads(text)["coordinates"][0]) < 8 for text in simple)
    union = geometry.dissolve(simple)
    assert json.loads(union)["type"] == "Polygon"
    assert geometry.area_km2(union) == pytest.approx(
        sum(geometry.area_km2(text) for text in simple), rel=1e-6
    )
    assert geometry.simplify_all(texts, tolerance_m=0) == texts
    assert geometry.simplify(texts[0], tolerance_m=500) != texts[0]


def test_compact_rounds_to_a_metre() -> None:
    ring = [[0.123456789, 1], [2, 1], [2, 3], [0.123456789, 1]]
    area = {"type": "Polygon", "coordinates": [ring]}
    assert geometry.compact(json.dumps(area)).startswith(
        '{"type":"Polygon","coordinates":[[[0.12346,'
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "null",
        "[]",
        '{"type":"Point","coordinates":[1,2]}',
        '{"type":"Polygon","coordinates":[]}',
        '{"type":"Polygon","coordinates":[[[0,0],[1,1]]]}',
        '{"type":"Polygon","coordinates":[[["a",0],[1,1],[1,0],["a",0]]]}',
        '{"type":"Polygon"}',
    ],
)
def test_what_is_not_an_area_is_refused_in_french(text: str) -> None:
    with pytest.raises(geometry.GeometryError, match="contour"):
        geometry.bbox_of(text)


def test_nothing_cannot_be_dissolved() -> None:
    with pytest.raises(geometry.GeometryError, match="aucun contour"):
        geometry.dissolve([])
