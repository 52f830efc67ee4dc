"""Points of a map, or clusters of them on a grid, for one viewport."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from maillage.core.geo import BBox

MAX_ZOOM = 22
CELLS_PER_TILE = 4
"""A tile is 256 pixels wide: cells of 64 pixels, the size of a finger."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Places of one cell: their rows, the middle of them and the box that holds them."""

    rows: NDArray[np.int64]
    latitude: float
    longitude: float
    bounds: BBox


def clusters(
    rows: NDArray[np.int64],
    latitudes: NDArray[np.float64],
    longitudes: NDArray[np.float64],
    zoom: float,
) -> list[Cluster]:
    """Rows by cell of the Web Mercator grid of this zoom; the arrays are those of `rows`."""
    level = min(max(int(zoom), 0), MAX_ZOOM)
    cells = CELLS_PER_TILE * 2**level
    x = np.floor((longitudes + 180) / 360 * cells).astype(np.int64)
    sines = np.sin(np.radians(np.clip(latitudes, -85, 85)))
    y = np.floor((0.5 - np.arctanh(sines) / (2 * np.pi)) * cells).astype(np.int64)
    _cells, owners, counts = np.unique(x * cells * 2 + y, return_inverse=True, return_counts=True)
    order = np.argsort(owners, kind="stable")
    groups: Sequence[NDArray[np.int64]] = np.split(order, np.cumsum(counts)[:-1])
    return [
        Cluster(
            rows=rows[group],
            latitude=float(latitudes[group].mean()),
            longitude=float(longitudes[group].mean()),
            bounds=BBox(
                float(longitudes[group].min()),
                float(latitudes[group].min()),
                float(longitudes[group].max()),
                float(latitudes[group].max()),
            ),
        )
        for group in groups
        if len(group)
    ]
