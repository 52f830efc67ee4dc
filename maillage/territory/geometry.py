"""Boundaries: the only importer of shapely. No Django.

Geometries come and go as GeoJSON geometry texts (Polygon or MultiPolygon, WGS 84 degrees);
lengths are metres, areas square kilometres.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from maillage.core.geo import EARTH_RADIUS_M, BBox

DECIMALS = 5
"""Decimals kept in degrees: about one metre."""

_METRES_PER_DEGREE = math.radians(1) * EARTH_RADIUS_M


class GeometryError(ValueError):
    """A text that is not the GeoJSON of an area; the message is in French."""


def _read(geometry: str) -> BaseGeometry:
    try:
        shape: BaseGeometry = shapely.from_geojson(geometry)
    except (shapely.errors.GEOSException, TypeError) as error:
        raise GeometryError("Le contour n’est pas du GeoJSON lisible.") from error
    if shape.geom_type not in {"Polygon", "MultiPolygon"} or shape.is_empty:
        raise GeometryError("Le contour doit être une surface (Polygon ou MultiPolygon).")
    if not np.isfinite(shapely.get_coordinates(shape)).all():
        raise GeometryError("Le contour a des coordonnées qui ne sont pas des nombres.")
    return shape


def _areas_only(shape: BaseGeometry) -> BaseGeometry:
    """The areas of a shape: repairs may leave points and lines beside them."""
    parts = [
        part
        for part in shapely.get_parts(shape, return_index=False)
        if part.geom_type in {"Polygon", "MultiPolygon"}
    ]
    return shapely.union_all(parts) if len(parts) > 1 else (parts[0] if parts else shape)


def _valid(shape: BaseGeometry) -> BaseGeometry:
    return shape if shape.is_valid else _areas_only(shapely.make_valid(shape))


def _write(shape: BaseGeometry) -> str:
    def rounded(value: Any) -> Any:
        if isinstance(value, float | int):
            return round(value, DECIMALS)
        return [rounded(item) for item in value]

    raw = json.loads(shapely.to_geojson(shape))
    return json.dumps(
        {"type": raw["type"], "coordinates": rounded(raw["coordinates"])}, separators=(",", ":")
    )


def compact(geometry: str) -> str:
    """The same area, checked, with coordinates rounded and no spaces. GeometryError."""
    return _write(_read(geometry))


def bbox_of(geometry: str) -> BBox:
    """The smallest box around the area."""
    west, south, east, north = _read(geometry).bounds
    return BBox(west, south, east, north)


def contains_point(geometry: str, *, latitude: float, longitude: float) -> bool:
    """Whether the point is inside or on the edge."""
    return bool(shapely.intersects_xy(_valid(_read(geometry)), longitude, latitude))


def area_km2(geometry: str) -> float:
    """Area in square kilometres, on a sphere (sinusoidal projection: areas are kept)."""

    def project(points: NDArray[np.float64]) -> NDArray[np.float64]:
        phis = np.radians(points[:, 1])
        return np.column_stack([np.radians(points[:, 0]) * np.cos(phis), phis]) * EARTH_RADIUS_M

    return float(shapely.area(shapely.transform(_valid(_read(geometry)), project))) / 1e6


def simplify_all(geometries: Sequence[str], *, tolerance_m: float) -> list[str]:
    """Simplify neighbouring areas together: a shared edge stays shared, without gaps.

    `tolerance_m`: what disappears is smaller than about this many metres; 0 changes nothing.
    """
    if tolerance_m <= 0 or not geometries:
        return list(geometries)
    shapes = [_read(geometry) for geometry in geometries]
    _, south, _, north = shapely.total_bounds(shapes)
    # Metres at this latitude: otherwise east-west details would go first.
    squeeze = max(0.01, math.cos(math.radians((south + north) / 2)))
    flat = shapely.transform(shapes, lambda points: points * [squeeze, 1.0])
    # The tolerance of GEOS is the square root of the area of the smallest detail.
    simple = shapely.coverage_simplify(flat, tolerance_m / _METRES_PER_DEGREE)
    back = shapely.transform(simple, lambda points: points / [squeeze, 1.0])
    return [
        _write(after) if not after.is_empty else before
        for before, after in zip(geometries, back, strict=True)
    ]


def simplify(geometry: str, *, tolerance_m: float) -> str:
    """`simplify_all` for one area."""
    return simplify_all([geometry], tolerance_m=tolerance_m)[0]


def dissolve(geometries: Iterable[str]) -> str:
    """The union of areas, without inner edges; GeometryError when there is none."""
    shapes = [_valid(_read(geometry)) for geometry in geometries]
    if not shapes:
        raise GeometryError("Il n’y a aucun contour à réunir.")
    # Snapped to a grid, so that edges a hair apart leave no sliver.
    union = shapely.union_all(shapes, grid_size=10**-DECIMALS)
    return _write(_areas_only(union))


class AreaIndex:
    """Many areas by code, kept in memory, for many points. Read only: threads may share it."""

    def __init__(self, geometries: Mapping[str, str]) -> None:
        """`geometries`: code → GeoJSON. GeometryError for one that cannot be read."""
        self._codes = sorted(geometries)
        self._ranks = {code: rank for rank, code in enumerate(self._codes)}
        self._shapes = [_valid(_read(geometries[code])) for code in self._codes]
        shapely.prepare(self._shapes)
        self._tree = shapely.STRtree(self._shapes)

    def __contains__(self, code: str) -> bool:
        return code in self._ranks

    def __len__(self) -> int:
        return len(self._codes)

    def code_at(self, *, latitude: float, longitude: float) -> str:
        """Code of the area that holds the point (of a shared edge, the lowest), or ""."""
        found = self._tree.query(shapely.Point(longitude, latitude), predicate="intersects")
        return self._codes[int(found.min())] if len(found) else ""

    def distance_m(self, code: str, *, latitude: float, longitude: float) -> float | None:
        """Metres from the point to the area, 0 inside; None for an unknown code.

        On a plane tangent at the point's latitude: about 1 % wrong at 100 km.
        """
        rank = self._ranks.get(code)
        if rank is None:
            return None
        shape = self._shapes[rank]
        if shapely.intersects_xy(shape, longitude, latitude):
            return 0.0
        squeeze = max(0.01, math.cos(math.radians(latitude)))
        flat = shapely.transform(shape, lambda points: points * [squeeze, 1.0])
        distance = shapely.distance(flat, shapely.Point(longitude * squeeze, latitude))
        return float(distance) * _METRES_PER_DEGREE
