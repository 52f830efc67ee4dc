"""The territory in memory, one copy by process, made again when the territory changes."""

import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from maillage.core.geo import BBox, bbox_around, haversine_m_many
from maillage.territory.enums import TerritoryKind
from maillage.territory.models import (
    Bassin,
    BassinMembership,
    Commune,
    Departement,
    Epci,
    FormerCommune,
    Region,
    TerritoryStamp,
)
from maillage.territory.place_index import PlaceEntry, PlaceIndex

_EPCI_WORDS = {
    "CC": "Communauté de communes",
    "CA": "Communauté d’agglomération",
    "CU": "Communauté urbaine",
}


@dataclass(frozen=True, slots=True)
class CommuneFacts:
    """What the other kinds are made from. Degrees; None when the centre is unknown."""

    code: str
    nom: str
    slug: str
    departement: str
    region: str
    epci: str
    bassin: str
    population: int
    latitude: float | None
    longitude: float | None
    postal_codes: tuple[str, ...]


@dataclass(slots=True)
class Snapshot:
    """`codes_of`: (kind, code) → INSEE codes; `codes_by_slug`: (kind, slug) → code."""

    stamp: tuple[str, int]
    index: PlaceIndex
    communes: dict[str, CommuneFacts]
    codes_of: dict[tuple[str, str], frozenset[str]]
    codes_by_slug: dict[tuple[str, str], str]
    box: BBox | None
    contours: dict[tuple[tuple[str, ...], float], str] = field(default_factory=dict)
    _centres: tuple[list[str], NDArray[np.float64], NDArray[np.float64]] | None = None

    def nearest_commune(self, latitude: float, longitude: float) -> tuple[str, float] | None:
        """(INSEE code, metres) of the nearest centre; None when no centre is known."""
        if self._centres is None:
            placed = [c for c in self.communes.values() if c.latitude is not None]
            self._centres = (
                [c.code for c in placed],
                np.array([c.latitude for c in placed], dtype=np.float64),
                np.array([c.longitude for c in placed], dtype=np.float64),
            )
        codes, latitudes, longitudes = self._centres
        if not codes:
            return None
        distances = haversine_m_many(latitude, longitude, latitudes, longitudes)
        best = int(np.argmin(distances))
        return codes[best], float(distances[best])


_lock = threading.Lock()
_current: Snapshot | None = None


def current_snapshot() -> Snapshot:
    """The snapshot of what the database holds now: one cheap query when nothing changed."""
    global _current  # noqa: PLW0603 - the one copy of the process
    stamp = _read_stamp()
    kept = _current
    if kept is not None and kept.stamp == stamp:
        return kept
    with _lock:
        if _current is None or _current.stamp != stamp:
            _current = _build(stamp)
        return _current


def _read_stamp() -> tuple[str, int]:
    """The token, and the number of communes in case rows were written without it."""
    stamps, communes = TerritoryStamp._meta.db_table, Commune._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT (SELECT token FROM "{stamps}" WHERE id = 1),'  # noqa: S608 - our tables
            f' (SELECT COUNT(*) FROM "{communes}")'
        )
        token, count = cursor.fetchone()
    return token or "", count


def _build(stamp: tuple[str, int]) -> Snapshot:
    communes = {row.code: row for row in _read_communes()}
    members: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in communes.values():
        members[TerritoryKind.COMMUNE.value, row.code].append(row.code)
        members[TerritoryKind.DEPARTEMENT.value, row.departement].append(row.code)
        members[TerritoryKind.REGION.value, row.region].append(row.code)
        if row.epci:
            members[TerritoryKind.EPCI.value, row.epci].append(row.code)
        if row.bassin:
            members[TerritoryKind.BASSIN.value, row.bassin].append(row.code)
        for postal_code in row.postal_codes:
            members["code_postal", postal_code].append(row.code)
    departements = dict(Departement.objects.values_list("code", "nom"))
    entries = [_commune_entry(row, departements) for row in communes.values()]
    slugs = {(TerritoryKind.COMMUNE.value, row.slug): row.code for row in communes.values()}
    for model in (Epci, Bassin, Departement, Region):
        kind = model.kind.value
        for code, nom, slug in model._default_manager.values_list("code", "nom", "slug"):
            slugs[kind, slug] = code
            inside = [communes[member] for member in members.get((kind, code), ())]
            members.setdefault((kind, code), [])
            entries.append(_group_entry(kind, code, nom, inside))
    formers = FormerCommune.objects.values_list("code", "nom", "commune_id")
    for code, nom, commune in formers:
        members["ancienne_commune", code].append(commune)
        if communes[commune].nom != nom:
            entries.append(_former_entry(code, nom, communes[commune], departements))
    return Snapshot(
        stamp=stamp,
        index=PlaceIndex(entries),
        communes=communes,
        codes_of={key: frozenset(codes) for key, codes in members.items()},
        codes_by_slug=slugs,
        box=_box(communes.values()),
    )


def _read_communes() -> Iterator[CommuneFacts]:
    bassins = dict(BassinMembership.objects.values_list("commune_id", "bassin_id"))
    rows = Commune.objects.order_by().values_list(
        "code",
        "nom",
        "slug",
        "departement_id",
        "departement__region_id",
        "epci_id",
        "population",
        "latitude",
        "longitude",
        "postal_codes",
    )
    for code, nom, slug, departement, region, epci, population, lat, lon, postal_codes in rows:
        yield CommuneFacts(
            code=code,
            nom=nom,
            slug=slug,
            departement=departement,
            region=region,
            epci=epci or "",
            bassin=bassins.get(code, ""),
            population=population or 0,
            latitude=lat,
            longitude=lon,
            postal_codes=tuple(postal_codes.split("|")) if postal_codes else (),
        )


def _box(communes: Iterable[CommuneFacts]) -> BBox | None:
    """The box of the centres and 20 km around."""
    points = [(c.latitude, c.longitude) for c in communes]
    known = [(lat, lon) for lat, lon in points if lat is not None and lon is not None]
    if not known:
        return None
    south, north = min(lat for lat, _ in known), max(lat for lat, _ in known)
    west, east = min(lon for _, lon in known), max(lon for _, lon in known)
    low, high = bbox_around(south, west, 20_000), bbox_around(north, east, 20_000)
    return BBox(low.west, low.south, high.east, high.north)


def _in_departement(code: str, departements: dict[str, str]) -> str:
    return f"{departements[code]} ({code})" if code in departements else code


def _commune_entry(row: CommuneFacts, departements: dict[str, str]) -> PlaceEntry:
    return PlaceEntry(
        kind=TerritoryKind.COMMUNE.value,
        code=row.code,
        label=row.nom,
        detail=_in_departement(row.departement, departements),
        names=(row.nom,),
        latitude=row.latitude,
        longitude=row.longitude,
        population=row.population,
        departement=row.departement,
        postal_codes=row.postal_codes,
        commune_code=row.code,
    )


def _former_entry(
    code: str, nom: str, commune: CommuneFacts, departements: dict[str, str]
) -> PlaceEntry:
    where = _in_departement(commune.departement, departements)
    return PlaceEntry(
        kind="ancienne_commune",
        code=code,
        label=nom,
        detail=f"aujourd’hui {commune.nom}, {where}",
        names=(nom,),
        latitude=commune.latitude,
        longitude=commune.longitude,
        departement=commune.departement,
        commune_code=commune.code,
    )


def _group_entry(kind: str, code: str, nom: str, inside: list[CommuneFacts]) -> PlaceEntry:
    """An EPCI, basin, department or region, at the centre of its people."""
    label, names = nom, [nom]
    if kind == TerritoryKind.EPCI:
        first, _, rest = nom.partition(" ")
        if first in _EPCI_WORDS:
            label = f"{_EPCI_WORDS[first]} {rest}"
            names += [rest, label]
    count = len(inside)
    communes = f"{count} commune{'s' if count > 1 else ''}"
    detail = {
        TerritoryKind.EPCI.value: f"intercommunalité, {communes}",
        TerritoryKind.BASSIN.value: f"bassin de vie, {communes}",
        TerritoryKind.DEPARTEMENT.value: f"département {code}",
        TerritoryKind.REGION.value: "région",
    }[kind]
    placed = [
        (c.latitude, c.longitude, c.population + 1)
        for c in inside
        if c.latitude is not None and c.longitude is not None
    ]
    weight = sum(people for _, _, people in placed)
    departements = {c.departement for c in inside}
    return PlaceEntry(
        kind=kind,
        code=code,
        label=label,
        detail=detail,
        names=tuple(names),
        latitude=sum(lat * people for lat, _, people in placed) / weight if placed else None,
        longitude=sum(lon * people for _, lon, people in placed) / weight if placed else None,
        population=sum(c.population for c in inside),
        departement=departements.pop() if len(departements) == 1 else "",
    )
