"""A box wider than any screen does not get a point per place."""

import pytest

from maillage.core.geo import BBox
from maillage.directory import map_queries
from maillage.directory.criteria import LieuCriteria
from maillage.directory.map_queries import MAX_CELLS_ACROSS, map_features
from tests.factories.directory import make_lieu

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("box", "count"),
    [
        (BBox(-180, -90, 180, 90), 1),
        # On a box that a screen may show at this zoom, nothing changes.
        (BBox(1.488, 48.443, 1.496, 48.45), 3),
    ],
)
def test_the_zoom_is_that_of_the_box(
    monkeypatch: pytest.MonkeyPatch, box: BBox, count: int
) -> None:
    monkeypatch.setattr(map_queries, "MAX_POINTS", 2)
    for step in range(3):
        make_lieu(latitude=48.4438 + step / 1_000, longitude=1.489 + step / 1_000)
    answer = map_features(criteria=LieuCriteria(), bbox=box, zoom=22)
    assert answer["total"] == 3
    assert len(answer["features"]) == count


def test_as_many_cells_as_a_screen_has_room_for() -> None:
    # 360 degrees are four cells at zoom 0.
    assert map_queries._widest_zoom(BBox(-180, -90, 180, 90)) == 4
    assert map_queries._widest_zoom(BBox(0, 0, 45, 1)) == 7
    assert MAX_CELLS_ACROSS == 64
