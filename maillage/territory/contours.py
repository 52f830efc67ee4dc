"""Boundaries of the communes in memory: which commune a point is in, how far it is from one.

A file of 20,000 rows asks for 20,000 points: a query by point would cost minutes.
"""

from collections.abc import Mapping

from maillage.territory.enums import TerritoryKind
from maillage.territory.geometry import AreaIndex
from maillage.territory.models import Contour


class CommuneContours:
    """What `maillage.directory.normalise.locate.Contours` asks for. Degrees, metres."""

    def __init__(self, geometries: Mapping[str, str]) -> None:
        """`geometries`: INSEE code → GeoJSON of the boundary."""
        self._index = AreaIndex(geometries)

    def __len__(self) -> int:
        return len(self._index)

    def commune_at(self, latitude: float, longitude: float) -> str:
        """INSEE code of the commune that holds the point, or "" (outside what is known)."""
        return self._index.code_at(latitude=latitude, longitude=longitude)

    def distance_m(self, code_insee: str, latitude: float, longitude: float) -> float | None:
        """Metres from the point to the commune, 0 inside; None without a boundary."""
        return self._index.distance_m(code_insee, latitude=latitude, longitude=longitude)


def load_contours() -> CommuneContours | None:
    """The boundaries of all the communes of the database; None when there is none.

    Read once at the beginning of an import: about one second and 20 MB for a region.
    """
    rows = Contour.objects.filter(kind=TerritoryKind.COMMUNE).values_list("code", "geometry")
    geometries = dict(rows.iterator())
    return CommuneContours(geometries) if geometries else None
