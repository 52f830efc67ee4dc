"""What the map asks: the places of a box as points, or as clusters when they are many."""

import math
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.geo import BBox
from maillage.directory.criteria import LieuCriteria
from maillage.directory.index.columns import LieuIndex
from maillage.directory.index.grid import CELLS_PER_TILE, Cluster, clusters
from maillage.directory.index.opening import Moment
from maillage.directory.search_queries import search_lieux
from maillage.directory.wording import time_words

MAX_POINTS = 300
MAX_CELLS_ACROSS = 64
"""Cells on the longer side of the box: 4 096 pixels, more than any screen has."""
_SLUG = "adresse-du-lieu"


class _PointWriter:
    """Writes a place of the index as a GeoJSON feature, without asking the database."""

    def __init__(self, index: LieuIndex, now: datetime) -> None:
        self.index = index
        self.now = now
        self.closing = index.opening.closing(now)
        self.unknown = index.opening.masks(Moment("now"), now).unknown
        self.zones = [ZoneInfo(name) for name in index.opening.zones]
        self.url = reverse("directory:lieu_detail", args=[_SLUG])

    def feature(self, row: int) -> dict[str, Any]:
        index = self.index
        slug = index.slugs[row]
        state, words = self._state(row)
        return {
            "type": "Feature",
            "geometry": _point(float(index.longitude[row]), float(index.latitude[row])),
            "properties": {
                "slug": slug,
                "nom": index.names[row],
                "commune": index.towns[row],
                "url": self.url.replace(_SLUG, slug),
                "state": state,
                "state_words": words,
                "approximate": not bool(index.is_exact[row]),
            },
        }

    def _state(self, row: int) -> tuple[str, str]:
        closes = int(self.closing[row])
        if closes:
            zone = self.zones[self.index.opening.zone[row]]
            until = datetime.fromtimestamp(closes * 60, tz=zone).time()
            # The pieces of the index end at midnight at the latest: the night may be longer.
            if not (until.hour or until.minute):
                return "open", _("ouvert")
            return "open", _("ouvert jusqu’à %(time)s") % {"time": time_words(until)}
        if self.unknown[row]:
            return "unknown", _("horaires non communiqués")
        return "closed", _("fermé pour le moment")


def map_features(
    *, criteria: LieuCriteria, bbox: BBox, zoom: float, now: datetime | None = None
) -> dict[str, Any]:
    """A GeoJSON FeatureCollection of the places of `bbox` that answer, and their `total`.

    Up to 300 places: one point each (slug, nom, commune, url, state, state_words,
    approximate). Beyond: clusters of a grid whose cells are 64 pixels wide at this zoom
    (count, bounds [west, south, east, north]); a place alone in its cell stays a point. A box
    too wide for its zoom gets the zoom at which a screen would show it.
    """
    moment = now or timezone.now()
    search = search_lieux(criteria=criteria, now=moment).search
    index = search.index
    found = search.mask
    inside = found & (index.latitude >= bbox.south) & (index.latitude <= bbox.north)
    inside &= (index.longitude >= bbox.west) & (index.longitude <= bbox.east)
    rows = np.flatnonzero(inside)
    writer = _PointWriter(index, moment)
    if len(rows) <= MAX_POINTS:
        features = [writer.feature(row) for row in rows.tolist()]
    else:
        shown = min(zoom, _widest_zoom(bbox))
        cells = clusters(rows, index.latitude[rows], index.longitude[rows], shown)
        features = [
            _cluster(cell) if len(cell.rows) > 1 else writer.feature(int(cell.rows[0]))
            for cell in cells
        ]
    return {"type": "FeatureCollection", "features": features, "total": len(rows)}


def _widest_zoom(bbox: BBox) -> float:
    """The zoom at which the box is MAX_CELLS_ACROSS cells wide."""
    degrees = max(bbox.east - bbox.west, bbox.north - bbox.south, 1e-6)
    return math.log2(MAX_CELLS_ACROSS * 360 / (CELLS_PER_TILE * degrees))


def _point(longitude: float, latitude: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [round(longitude, 6), round(latitude, 6)]}


def _cluster(cell: Cluster) -> dict[str, Any]:
    box = cell.bounds
    edges = [round(edge, 6) for edge in (box.west, box.south, box.east, box.north)]
    return {
        "type": "Feature",
        "geometry": _point(cell.longitude, cell.latitude),
        "properties": {"count": len(cell.rows), "bounds": edges},
    }
