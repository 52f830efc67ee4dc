"""Points, distances and boxes on the Earth. No Django.

Latitudes and longitudes are WGS 84 degrees; distances are metres, never degrees.
"""

import math
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from maillage.core.text import NBSP

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of the Earth (IUGG), in metres."""


def haversine_m(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance between two points, in metres."""
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    half_dphi = (phi2 - phi1) / 2
    half_dlambda = math.radians(lon2 - lon1) / 2
    a = math.sin(half_dphi) ** 2 + math.cos(phi1) * math.cos(phi2) * math.sin(half_dlambda) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(a)))


def haversine_m_many(
    lat: float, lon: float, lats: ArrayLike, lons: ArrayLike
) -> NDArray[np.float64]:
    """Distances from one point to many, in metres: the shape of `lats`; NaN stays NaN."""
    phis = np.radians(np.asarray(lats, dtype=np.float64))
    half_dlambdas = np.radians(np.asarray(lons, dtype=np.float64) - lon) / 2
    phi = math.radians(lat)
    a = np.sin((phis - phi) / 2) ** 2 + math.cos(phi) * np.cos(phis) * np.sin(half_dlambdas) ** 2
    distances: NDArray[np.float64] = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(1.0, a)))
    return distances


class BBoxError(ValueError):
    """A bounding box that cannot be read; the message is a French sentence for the person."""


@dataclass(frozen=True, slots=True)
class BBox:
    """A box in degrees; the edges belong to it. Raises BBoxError when it makes no sense."""

    west: float
    south: float
    east: float
    north: float

    def __post_init__(self) -> None:
        edges = (self.west, self.south, self.east, self.north)
        if not all(math.isfinite(edge) for edge in edges):
            raise BBoxError("Le cadre de la carte doit être fait de quatre nombres.")
        if not all(-180 <= edge <= 180 for edge in (self.west, self.east)):
            raise BBoxError("Les longitudes du cadre vont de -180 à 180 degrés.")
        if not all(-90 <= edge <= 90 for edge in (self.south, self.north)):
            raise BBoxError("Les latitudes du cadre vont de -90 à 90 degrés.")
        if self.west > self.east or self.south > self.north:
            raise BBoxError(
                "Le cadre de la carte est à l’envers : on attend ouest, sud, est, nord."
            )

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read « ouest,sud,est,nord » in degrees; BBoxError says in French what is wrong."""
        parts = text.split(",")
        if len(parts) != 4:
            raise BBoxError(
                "Le cadre de la carte doit être fait de quatre nombres séparés par des "
                "virgules : ouest, sud, est, nord."
            )
        try:
            west, south, east, north = (float(part) for part in parts)
        except ValueError:
            raise BBoxError("Le cadre de la carte doit être fait de quatre nombres.") from None
        return cls(west, south, east, north)

    def contains(self, lat: float, lon: float) -> bool:
        """Whether the point is in the box or on its edge."""
        return self.south <= lat <= self.north and self.west <= lon <= self.east

    def intersects(self, other: "BBox") -> bool:
        """Whether the boxes share at least a point."""
        return (
            self.west <= other.east
            and other.west <= self.east
            and self.south <= other.north
            and other.south <= self.north
        )

    def as_text(self) -> str:
        """« ouest,sud,est,nord » as `parse` reads it (six decimals, about 10 cm)."""
        edges = (self.west, self.south, self.east, self.north)
        return ",".join(f"{edge:.6f}".rstrip("0").rstrip(".") for edge in edges)

    @property
    def centre(self) -> tuple[float, float]:
        """(latitude, longitude) of the middle, in degrees."""
        return (self.south + self.north) / 2, (self.west + self.east) / 2


def bbox_around(lat: float, lon: float, radius_m: float) -> BBox:
    """The smallest box that holds every point within `radius_m` metres.

    It is cut at the poles and at the 180th meridian.
    """
    angle = radius_m / EARTH_RADIUS_M
    dlat = math.degrees(angle)
    south, north = max(-90.0, lat - dlat), min(90.0, lat + dlat)
    if south == -90.0 or north == 90.0 or angle >= math.pi / 2:
        return BBox(-180.0, south, 180.0, north)
    # The widest point of a circle on the sphere is not at the latitude of its centre.
    dlon = math.degrees(math.asin(min(1.0, math.sin(angle) / math.cos(math.radians(lat)))))
    return BBox(max(-180.0, lon - dlon), south, min(180.0, lon + dlon), north)


# Lambert-93 (EPSG:2154): Lambert conformal conic of two parallels (44° and 49° north), ellipsoid
# GRS 80, origin 46°30′ N, 3° E. Constants as IGN publishes them (NTG 71).
_L93_N = 0.7256077650532670
_L93_C = 11_754_255.4261
_L93_XS = 700_000.0
_L93_YS = 12_655_612.0499
_L93_LON0 = math.radians(3)
_GRS80_E = 0.0818191910428158
# Where mainland France and Corsica are in it, in metres.
_L93_X = (0.0, 1_350_000.0)
_L93_Y = (5_950_000.0, 7_250_000.0)


def is_lambert93(x: float, y: float) -> bool:
    """Whether (x, y), in metres, may be a point of France in Lambert-93."""
    return _L93_X[0] < x < _L93_X[1] and _L93_Y[0] < y < _L93_Y[1]


def lambert93_to_wgs84(x: float, y: float) -> tuple[float, float]:
    """(latitude, longitude) in degrees, within a centimetre, of a point in metres."""
    dx, dy = x - _L93_XS, y - _L93_YS
    longitude = math.atan(-dx / dy) / _L93_N + _L93_LON0
    isometric = -math.log(math.hypot(dx, dy) / _L93_C) / _L93_N
    phi = 2 * math.atan(math.exp(isometric)) - math.pi / 2
    for _ in range(6):  # each turn divides the error by about 150
        sine = _GRS80_E * math.sin(phi)
        factor = ((1 + sine) / (1 - sine)) ** (_GRS80_E / 2)
        phi = 2 * math.atan(factor * math.exp(isometric)) - math.pi / 2
    return math.degrees(phi), math.degrees(longitude)


def distance_in_words(metres: float) -> str:
    """« 350 m », « 2,3 km », « 12 km », with a no-break space; under 5 m « moins de 10 m ».

    ValueError when the distance is negative or not a number.
    """
    if not math.isfinite(metres) or metres < 0:
        raise ValueError(f"not a distance: {metres}")
    if metres < 5:
        return f"moins de 10{NBSP}m"
    tens = round(metres / 10) * 10
    if tens < 1000:
        return f"{tens}{NBSP}m"
    if metres < 9_950:
        figure = f"{metres / 1000:.1f}".replace(".", ",").removesuffix(",0")
        return f"{figure}{NBSP}km"
    return f"{round(metres / 1000)}{NBSP}km"
