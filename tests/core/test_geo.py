"""Distances, boxes and their words."""

import math

import numpy as np
import pytest

from maillage.core.geo import (
    BBox,
    BBoxError,
    bbox_around,
    distance_in_words,
    haversine_m,
    haversine_m_many,
    is_lambert93,
    lambert93_to_wgs84,
)

TOURS = (47.3941, 0.6848)
CHARTRES = (48.4438, 1.4890)


def test_distance_of_known_points() -> None:
    # Tours–Chartres: 131 km as the crow flies; a degree of latitude: 111.2 km.
    assert haversine_m(*TOURS, *CHARTRES) == pytest.approx(131_200, rel=0.005)
    assert haversine_m(0, 0, 1, 0) == pytest.approx(111_195, rel=0.0001)
    assert haversine_m(*TOURS, *TOURS) == 0
    assert haversine_m(0, 0, 0, 180) == pytest.approx(math.pi * 6_371_008.8)


def test_distance_across_the_180th_meridian_is_short() -> None:
    assert haversine_m(0, 179.9, 0, -179.9) == pytest.approx(22_239, rel=0.001)


def test_many_distances_agree_with_one() -> None:
    points = [CHARTRES, TOURS, (-21.1, 55.5), (math.nan, math.nan)]
    found = haversine_m_many(*TOURS, [p[0] for p in points], [p[1] for p in points])
    assert found.shape == (4,)
    assert np.isnan(found[3])
    for point, distance in zip(points[:3], found[:3], strict=True):
        assert distance == pytest.approx(haversine_m(*TOURS, *point))


def test_box_is_read_and_written() -> None:
    box = BBox.parse(" 0.5, 47,1.25 ,48.123456")
    assert box == BBox(0.5, 47.0, 1.25, 48.123456)
    assert BBox.parse(box.as_text()) == box
    assert box.centre == pytest.approx((47.561728, 0.875))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "quatre nombres"),
        ("1,2,3", "quatre nombres séparés"),
        ("1,2,3,4,5", "quatre nombres séparés"),
        ("a,b,c,d", "quatre nombres"),
        ("1,47,nan,48", "quatre nombres"),
        ("1,47,inf,48", "quatre nombres"),
        ("2,47,1,48", "envers"),
        ("1,48,2,47", "envers"),
        ("-181,47,2,48", "longitudes"),
        ("1,47,2,91", "latitudes"),
        ("1,47,2,1e400", "quatre nombres"),
    ],
)
def test_wrong_box_is_refused_in_french(text: str, reason: str) -> None:
    with pytest.raises(BBoxError, match=reason):
        BBox.parse(text)


def test_box_holds_its_edge_and_meets_its_neighbour() -> None:
    box = BBox(0, 47, 1, 48)
    assert box.contains(47, 0)
    assert not box.contains(47.5, 1.001)
    assert box.intersects(BBox(1, 48, 2, 49))
    assert not box.intersects(BBox(1.01, 47, 2, 48))


@pytest.mark.parametrize("radius", [100, 5_000, 50_000])
def test_box_around_holds_the_circle_and_little_more(radius: float) -> None:
    lat, lon = CHARTRES
    box = bbox_around(lat, lon, radius)
    assert haversine_m(lat, lon, box.north, lon) == pytest.approx(radius, rel=0.001)
    assert haversine_m(lat, lon, lat, box.east) == pytest.approx(radius, rel=0.01)
    for bearing in np.linspace(0, 2 * math.pi, 36, endpoint=False):
        d = radius / 6_371_008.8
        phi = math.radians(lat)
        lat2 = math.asin(
            math.sin(phi) * math.cos(d) + math.cos(phi) * math.sin(d) * math.cos(bearing)
        )
        dlon = math.atan2(
            math.sin(bearing) * math.sin(d) * math.cos(phi),
            math.cos(d) - math.sin(phi) * math.sin(lat2),
        )
        lat_deg, lon_deg = math.degrees(lat2), lon + math.degrees(dlon)
        assert box.south - 1e-9 <= lat_deg <= box.north + 1e-9
        assert box.west - 1e-9 <= lon_deg <= box.east + 1e-9


def test_box_around_the_pole_goes_all_round() -> None:
    box = bbox_around(89.9, 12, 50_000)
    assert (box.west, box.east, box.north) == (-180, 180, 90)
    assert box.south == pytest.approx(89.45, abs=0.01)


@pytest.mark.parametrize(
    ("metres", "words"),
    [
        (0, "moins de 10 m"),
        (7, "10 m"),
        (350, "350 m"),
        (994, "990 m"),
        (996, "1 km"),
        (1_040, "1 km"),
        (2_340, "2,3 km"),
        (9_949, "9,9 km"),
        (9_951, "10 km"),
        (12_400, "12 km"),
        (131_200, "131 km"),
    ],
)
def test_distance_in_words(metres: float, words: str) -> None:
    assert distance_in_words(metres) == words.replace(" m", "\u00a0m").replace(" k", "\u00a0k")


@pytest.mark.parametrize("metres", [-1, math.nan, math.inf])
def test_what_is_not_a_distance_has_no_words(metres: float) -> None:
    with pytest.raises(ValueError, match="not a distance"):
        distance_in_words(metres)


@pytest.mark.parametrize(
    ("x", "y", "expected"),
    [
        (700_000, 6_600_000, (46.5, 3.0)),  # the origin of the projection
        (652_469.02, 6_862_035.26, (48.8566, 2.3522)),  # Paris
    ],
)
def test_lambert_93_in_degrees(x: float, y: float, expected: tuple[float, float]) -> None:
    assert is_lambert93(x, y)
    assert lambert93_to_wgs84(x, y) == pytest.approx(expected, abs=2e-7)


def test_lambert_93_knows_its_limits() -> None:
    assert not is_lambert93(48.8, 2.3)
    assert not is_lambert93(6_862_035, 652_469)
    assert not is_lambert93(261_000, 5_940_000)  # Web Mercator
