"""Reads of the territory.

The search of places is in `place_search`, and named here too: everything that other apps read
of the territory is in this module.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from maillage.core.errors import DomainError
from maillage.core.geo import BBox
from maillage.territory import geometry
from maillage.territory.enums import TerritoryKind
from maillage.territory.models import (
    Bassin,
    Commune,
    Contour,
    Departement,
    Epci,
    Region,
    Territory,
)
from maillage.territory.place_search import (
    PlaceSearch,
    find_place,
    register_provider,
    resolve_place,
    search_places,
    unregister_provider,
)
from maillage.territory.snapshot import current_snapshot

__all__ = [
    "CommuneAt",
    "PlaceSearch",
    "UnknownTerritoryError",
    "commune_at",
    "commune_codes_of",
    "commune_codes_of_many",
    "contours_geojson",
    "find_place",
    "get_territory",
    "register_provider",
    "resolve_place",
    "search_places",
    "territories_of_commune",
    "unregister_provider",
]

MODELS: dict[str, type[Territory]] = {
    TerritoryKind.COMMUNE.value: Commune,
    TerritoryKind.EPCI.value: Epci,
    TerritoryKind.BASSIN.value: Bassin,
    TerritoryKind.DEPARTEMENT.value: Departement,
    TerritoryKind.REGION.value: Region,
}
NEAR_M = 20_000
"""Beyond this many metres from every centre, a point has no commune."""


class UnknownTerritoryError(DomainError):
    """A kind or a code that does not exist."""

    def __init__(self, kind: str, code: str) -> None:
        if kind in MODELS or kind in {"code_postal", "ancienne_commune"}:
            message = f"Le territoire « {code} » n’existe pas ou n’est pas chargé."
        else:
            message = f"« {kind} » n’est pas une sorte de territoire : {', '.join(MODELS)}."
        super().__init__("unknown_territory", message)


@dataclass(frozen=True, slots=True)
class CommuneAt:
    """The commune of a point; `how`: « contour » (sure) or « centre » (the nearest centre).

    `distance_m` from the centre, in metres; None when the centre is unknown or not used.
    """

    code: str
    nom: str
    how: str
    distance_m: float | None = None


def get_territory(*, kind: str, code_or_slug: str) -> Territory:
    """A territory by its code or by its address; UnknownTerritoryError."""
    model = MODELS.get(kind)
    # PostgreSQL refuses a NUL in a text.
    if model is None or not code_or_slug or not code_or_slug.isprintable():
        raise UnknownTerritoryError(kind, code_or_slug)
    manager = model._default_manager
    found = (
        manager.filter(slug=code_or_slug).first()
        or manager.filter(code=code_or_slug.upper()).first()
    )
    if found is None:
        raise UnknownTerritoryError(kind, code_or_slug)
    return found


def commune_codes_of(*, kind: str, code: str) -> frozenset[str]:
    """INSEE codes of the communes of a territory, code_postal and ancienne_commune included.

    Kept in memory by process; one cheap query. UnknownTerritoryError for what does not exist;
    a territory without communes has none.
    """
    found = current_snapshot().codes_of.get((kind, code))
    if found is None:
        raise UnknownTerritoryError(kind, code)
    return found


def commune_codes_of_many(
    *, pairs: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], frozenset[str]]:
    """`commune_codes_of` of many (kind, code) at the price of one; those unknown are absent."""
    known = current_snapshot().codes_of
    return {pair: known[pair] for pair in pairs if pair in known}


def territories_of_commune(*, code: str) -> list[Territory]:
    """The commune and what contains it: EPCI, basin, department, region (those that exist).

    UnknownTerritoryError when there is no such commune.
    """
    commune = (
        Commune.objects.select_related("epci", "departement__region", "bassin_membership__bassin")
        .filter(code=code)
        .first()
    )
    if commune is None:
        raise UnknownTerritoryError(TerritoryKind.COMMUNE.value, code)
    membership = getattr(commune, "bassin_membership", None)
    found: list[Territory | None] = [
        commune,
        commune.epci,
        membership.bassin if membership else None,
        commune.departement,
        commune.departement.region,
    ]
    return [territory for territory in found if territory is not None]


def commune_at(*, latitude: float, longitude: float) -> CommuneAt | None:
    """The commune of a point in degrees: by the contours, else the nearest centre in 20 km."""
    snapshot = current_snapshot()
    contours = Contour.objects.filter(
        kind=TerritoryKind.COMMUNE,
        west__lte=longitude,
        east__gte=longitude,
        south__lte=latitude,
        north__gte=latitude,
    ).order_by("code")
    for code, text in contours.values_list("code", "geometry"):
        commune = snapshot.communes.get(code)
        if commune and geometry.contains_point(text, latitude=latitude, longitude=longitude):
            return CommuneAt(code, commune.nom, "contour")
    nearest = snapshot.nearest_commune(latitude, longitude)
    if nearest is None or nearest[1] > NEAR_M:
        return None
    code, distance = nearest
    return CommuneAt(code, snapshot.communes[code].nom, "centre", distance)


def contours_geojson(
    *, kinds: Sequence[str], bbox: BBox | None = None, tolerance_m: float = 0.0
) -> Iterator[str]:
    """A GeoJSON FeatureCollection in pieces: the map's own boundaries.

    `tolerance_m`: details under about this many metres go; neighbours keep their shared edges.
    Properties: kind, code, nom, slug, population. A whole map (no `bbox`) is kept in memory.
    UnknownTerritoryError for an unknown kind.
    """
    for kind in kinds:
        if kind not in MODELS:
            raise UnknownTerritoryError(kind, "")
    snapshot = current_snapshot()
    rows = _contour_rows(kinds, bbox)
    if bbox is not None:
        return _collection(rows, tolerance_m)
    key = (tuple(kinds), tolerance_m)
    kept = snapshot.contours.get(key)
    if kept is None:
        kept = "".join(_collection(rows, tolerance_m))
        if len(snapshot.contours) < 16:
            snapshot.contours[key] = kept
    return iter((kept,))


def _contour_rows(kinds: Iterable[str], bbox: BBox | None) -> QuerySet[Contour]:
    rows = Contour.objects.filter(kind__in=kinds).order_by("kind", "code")
    if bbox is not None:
        rows = rows.filter(
            west__lte=bbox.east, east__gte=bbox.west, south__lte=bbox.north, north__gte=bbox.south
        )
    return rows


def _collection(rows: QuerySet[Contour], tolerance_m: float) -> Iterator[str]:
    yield '{"type":"FeatureCollection","features":['
    separator = ""
    by_kind: dict[str, list[tuple[str, str]]] = {}
    for kind, code, text in rows.values_list("kind", "code", "geometry"):
        by_kind.setdefault(kind, []).append((code, text))
    index = current_snapshot().index
    for kind, found in by_kind.items():
        texts = geometry.simplify_all([text for _, text in found], tolerance_m=tolerance_m)
        slugs = dict(MODELS[kind]._default_manager.values_list("code", "slug"))
        for (code, _), text in zip(found, texts, strict=True):
            place = index.get(kind, code)
            if place is None:
                continue
            properties = {
                "kind": kind,
                "code": code,
                "nom": place.label,
                "slug": slugs.get(code, ""),
                "population": place.population,
            }
            head = json.dumps(properties, ensure_ascii=False, separators=(",", ":"))
            yield f'{separator}{{"type":"Feature","properties":{head},"geometry":{text}}}'
            separator = ","
    yield "]}"
