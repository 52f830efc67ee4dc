"""What the map draws by itself: boundaries and names of towns, from our own tables."""

import json
from collections.abc import Iterator

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maillage.core.geo import BBox, BBoxError
from maillage.territory.enums import TerritoryKind
from maillage.territory.queries import contours_geojson
from maillage.territory.snapshot import CommuneFacts, current_snapshot

TOWNS = "ville"
LEVELS = (
    TerritoryKind.REGION.value,
    TerritoryKind.DEPARTEMENT.value,
    TerritoryKind.BASSIN.value,
    TerritoryKind.EPCI.value,
    TerritoryKind.COMMUNE.value,
    TOWNS,
)
MAX_TOWNS = 60
WHOLE_TOLERANCE_M = 250.0
"""Of a whole map, details smaller than about this many metres are not drawn; a close view has
the boundaries as they are stored, so that those of two levels lie exactly on each other."""
CLOSE_VIEW_DEGREES = 2.0
DAY_SECONDS = 86_400


@login_not_required
@require_safe
def map_contours(request: HttpRequest) -> HttpResponse:
    """GET /carte/contours/?niveau=…[&bbox=ouest,sud,est,nord] → GeoJSON, in degrees.

    `niveau`: one or more of LEVELS, joined by commas; « commune » goes with a close view,
    « ville » (points of the biggest communes) goes alone. No feature when no boundary is
    loaded; 400 says what is wrong.
    """
    levels = request.GET.get("niveau", "").split(",")
    try:
        box = BBox.parse(text) if (text := request.GET.get("bbox", "")) else None
    except BBoxError as error:
        return _refused("bbox", str(error))
    if refusal := _refusal(levels, box):
        return _refused("niveau", refusal)
    etag = quote_etag("-".join(str(part) for part in current_snapshot().stamp))
    response = get_conditional_response(request, etag=etag)
    if response is None:
        tolerance = 0.0 if _is_close(box) else WHOLE_TOLERANCE_M
        pieces = (
            _towns(box)
            if levels == [TOWNS]
            else contours_geojson(kinds=levels, bbox=box, tolerance_m=tolerance)
        )
        response = HttpResponse("".join(pieces), content_type="application/geo+json")
    response.headers["ETag"] = etag
    patch_cache_control(response, public=True, max_age=DAY_SECONDS)
    return response


def _is_close(box: BBox | None) -> bool:
    return box is not None and (
        max(box.east - box.west, box.north - box.south) <= CLOSE_VIEW_DEGREES
    )


def _refusal(levels: list[str], box: BBox | None) -> str:
    """What is wrong with the question, in French; empty when nothing is."""
    for level in levels:
        if level not in LEVELS or (level == TOWNS and len(levels) > 1) or levels.count(level) > 1:
            return _("« %(level)s » n’est pas un niveau de la carte : %(levels)s.") % {
                "level": ",".join(levels)[:60],
                "levels": ", ".join(LEVELS),
            }
    if TerritoryKind.COMMUNE in levels and not _is_close(box):
        return _("Les limites des communes se demandent avec un cadre (bbox) de 2 degrés au plus.")
    return ""


def _refused(name: str, message: str) -> JsonResponse:
    return JsonResponse({"errors": {name: message}}, status=400)


def _towns(box: BBox | None) -> Iterator[str]:
    """The biggest communes of the box, biggest first; the browser shows those it has room for."""

    def is_inside(commune: CommuneFacts) -> bool:
        if commune.latitude is None or commune.longitude is None:
            return False
        return box is None or box.contains(commune.latitude, commune.longitude)

    inside = [commune for commune in current_snapshot().communes.values() if is_inside(commune)]
    inside.sort(key=lambda commune: (-commune.population, commune.code))
    features = [
        {
            "type": "Feature",
            "properties": {
                "kind": TOWNS,
                "code": commune.code,
                "nom": commune.nom,
                "population": commune.population,
            },
            "geometry": {"type": "Point", "coordinates": [commune.longitude, commune.latitude]},
        }
        for commune in inside[:MAX_TOWNS]
    ]
    yield json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
