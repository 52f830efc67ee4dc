"""What a territory page says: its places, its figures, what it lacks, its neighbours.

Reads only. Figures count published sheets; distances are metres in a straight line.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from django.db.models import Avg, Count, Q, QuerySet, Sum

from maillage.core.geo import bbox_around, haversine_m_many
from maillage.directory.criteria import LieuCriteria
from maillage.directory.enums import WITH_SOMEBODY, ModaliteField
from maillage.directory.models import DirectoryRevision, Lieu, LieuQuerySet, Modalite, Structure
from maillage.directory.queries import (
    OPEN_CRITERIA,
    commune_codes,
    counts_by_commune,
    search_lieux,
)
from maillage.territory.enums import TerritoryKind
from maillage.territory.models import Commune, Departement, Region, Territory
from maillage.territory.queries import MODELS, territories_of_commune

RECENT_DAYS = 365
NEIGHBOUR_M = 15_000
NEIGHBOURS = 8
# From a commune to what contains it.
_PATHS: Mapping[TerritoryKind, str] = {
    TerritoryKind.COMMUNE: "pk",
    TerritoryKind.EPCI: "epci",
    TerritoryKind.BASSIN: "bassin_membership__bassin",
    TerritoryKind.DEPARTEMENT: "departement",
    TerritoryKind.REGION: "departement__region",
}
# What a person reads as « somebody helps » when the sheet does not say it outright.


def communes_in(*, territory: Territory) -> QuerySet[Commune]:
    """The communes of the territory (itself, for a commune)."""
    return Commune.objects.filter(**{_PATHS[territory.kind]: territory.pk})


def centre_of(*, territory: Territory) -> tuple[float, float] | None:
    """The middle of the centres of its communes, in degrees; None when none is known."""
    found = communes_in(territory=territory).aggregate(lat=Avg("latitude"), lon=Avg("longitude"))
    return None if found["lat"] is None else (found["lat"], found["lon"])


def lieux_in(*, territory: Territory) -> LieuQuerySet:
    """Published places of the territory, exactly those that a search in it would find."""
    codes = commune_codes(territory.kind.value, territory.pk)
    return Lieu.objects.published().filter(code_insee__in=codes)


def directory_stamp() -> str:
    """Changes with every write to the directory: the key of what is computed from it."""
    row = DirectoryRevision.objects.filter(pk=1).values_list("epoch", "value").first()
    return "{}.{}".format(*(row or (0, 0)))


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of places, and of people when every commune's population is known."""

    places: int
    communes: int
    communes_with_place: int
    population: int | None
    with_hours: int
    open_saturday: int
    open_evening: int
    human_support: int
    free: int
    recent: int
    by_need: tuple[tuple[str, int], ...]

    @property
    def per_10_000(self) -> float | None:
        """Places per 10,000 inhabitants; None when the population is not known."""
        return self.places / self.population * 10_000 if self.population else None


def territory_figures(*, territory: Territory, today: date) -> Figures:
    """Everything that is counted; the number of queries does not depend on the size."""
    lieux = lieux_in(territory=territory)
    communes = communes_in(territory=territory).aggregate(
        count=Count("pk"),
        known=Count("population"),
        population=Sum("population"),
    )
    says_support = Q(human_support=True) | Q(
        human_support__isnull=True,
        pk__in=_with(ModaliteField.ACCOMPAGNEMENT, *WITH_SOMEBODY),
    )
    since = today - timedelta(days=RECENT_DAYS)
    counted = lieux.aggregate(
        places=Count("pk"),
        communes=Count("code_insee", distinct=True),
        hours=Count("pk", filter=~Q(horaires="")),
        support=Count("pk", filter=says_support),
        recent=Count("pk", filter=Q(date_maj__gte=since) | Q(confirmed_at__date__gte=since)),
    )
    by_value = {
        (field, code): count
        for field, code, count in Modalite.objects.filter(
            Q(field=ModaliteField.SERVICES) | Q(field=ModaliteField.FRAIS, code="gratuit"),
            lieux__in=lieux,
        )
        .order_by("position")
        .values_list("field", "code")
        .annotate(count=Count("lieux"))
    }
    needs = [(code, n) for (field, code), n in by_value.items() if field == ModaliteField.SERVICES]
    is_known = communes["known"] == communes["count"] and communes["population"]
    return Figures(
        places=counted["places"],
        communes=communes["count"],
        communes_with_place=counted["communes"],
        population=communes["population"] if is_known else None,
        with_hours=counted["hours"],
        open_saturday=_open_count(territory, "samedi"),
        open_evening=_open_count(territory, "soir"),
        human_support=counted["support"],
        free=by_value.get((ModaliteField.FRAIS, "gratuit"), 0),
        recent=counted["recent"],
        by_need=tuple(sorted(needs, key=lambda need: -need[1])),
    )


def _with(field: ModaliteField, *codes: str) -> QuerySet[Lieu, Any]:
    """Subquery of the places that have one of these values."""
    found = Lieu.objects.filter(modalites__field=field, modalites__code__in=codes)
    return found.order_by().values("pk")


def _open_count(territory: Territory, code: str) -> int:
    """Places known to be open then: those whose hours nobody knows are not counted."""
    criteria = LieuCriteria(
        territory=(territory.kind.value, territory.pk), open=OPEN_CRITERIA[code]
    )
    found = search_lieux(criteria=criteria)
    return found.total - found.total_unknown_hours


@dataclass(frozen=True, slots=True)
class Gap:
    """A commune without a place, and the nearest place that receives people."""

    nom: str
    url: str
    population: int | None
    lieu_nom: str
    lieu_url: str
    lieu_commune: str
    distance_m: float | None


def communes_without_place(*, territory: Territory) -> list[Gap]:
    """The communes of the territory where nobody receives, farthest from help first.

    A commune whose centre is not known comes last, without distance.
    """
    empty = list(
        communes_in(territory=territory)
        .exclude(pk__in=Lieu.objects.published().values("code_insee"))
        .order_by("nom")
    )
    if not empty:
        return []
    places = list(
        Lieu.objects.published()
        .filter(latitude__isnull=False)
        .exclude(pk__in=_with(ModaliteField.ACCES, "pas-de-public"))
        .values_list("latitude", "longitude", "nom", "slug", "commune")
    )
    latitudes = np.array([row[0] for row in places], dtype=np.float64)
    longitudes = np.array([row[1] for row in places], dtype=np.float64)
    gaps: list[Gap] = []
    for commune in empty:
        nearest: tuple[float, int] | None = None
        if places and commune.latitude is not None and commune.longitude is not None:
            distances = haversine_m_many(commune.latitude, commune.longitude, latitudes, longitudes)
            row = int(np.argmin(distances))
            nearest = float(distances[row]), row
        gaps.append(_gap(commune, nearest, places))
    return sorted(gaps, key=lambda gap: (gap.distance_m is None, -(gap.distance_m or 0), gap.nom))


def _gap(
    commune: Commune,
    nearest: tuple[float, int] | None,
    places: Sequence[tuple[float | None, float | None, str, str, str]],
) -> Gap:
    found = Lieu(nom="", slug="-", commune="")
    if nearest is not None:
        _lat, _lon, nom, slug, town = places[nearest[1]]
        found = Lieu(nom=nom, slug=slug, commune=town)
    return Gap(
        nom=commune.nom,
        url=commune.get_absolute_url(),
        population=commune.population,
        lieu_nom=found.nom,
        lieu_url=found.get_absolute_url() if nearest else "",
        lieu_commune=found.commune,
        distance_m=nearest[0] if nearest else None,
    )


def structures_without_sheet(*, territory: Territory) -> QuerySet[Structure]:
    """Organisations named in the territory that have no published place."""
    path = _PATHS[territory.kind]
    inside = Q(**{"commune" if path == "pk" else f"commune__{path}": territory.pk})
    if territory.kind == TerritoryKind.BASSIN:
        inside |= Q(bassin=territory.pk)
    elif territory.kind == TerritoryKind.REGION:
        inside |= Q(bassin__region=territory.pk)
    with_sheet = Lieu.objects.published().filter(structure__isnull=False).values("structure")
    return (
        Structure.objects.filter(inside)
        .exclude(pk__in=with_sheet)
        .select_related("commune")
        .order_by("nom")
    )


def containers_of(*, territory: Territory) -> list[Territory]:
    """What contains the territory, widest first: region, department, basin, EPCI.

    An EPCI and a basin say the department where most of their communes are.
    """
    if isinstance(territory, Region):
        return []
    if isinstance(territory, Departement):
        return [territory.region]
    if isinstance(territory, Commune):
        return territories_of_commune(code=territory.pk)[:0:-1]
    code = (
        communes_in(territory=territory)
        .order_by()
        .values_list("departement")
        .annotate(count=Count("pk"))
        .order_by("-count", "departement")
        .values_list("departement", flat=True)
        .first()
    )
    departement = Departement.objects.select_related("region").filter(pk=code).first()
    return [departement.region, departement] if departement else []


@dataclass(frozen=True, slots=True)
class Counted:
    """A territory and its number of places."""

    kind: str
    code: str
    nom: str
    url: str
    places: int


def territories_with_counts(
    *, kind: TerritoryKind, inside: Territory | None = None
) -> list[Counted]:
    """Every territory of that kind (of that container), by name, with its places."""
    path = _PATHS[kind]
    communes = Commune.objects.all() if inside is None else communes_in(territory=inside)
    return _counted(kind, _counts_by(path, communes=communes))


def _counts_by(path: str, *, communes: QuerySet[Commune]) -> dict[str, int]:
    """Territory code → published places, for each territory that has one of the communes."""
    by_commune = counts_by_commune()
    counts: dict[str, int] = defaultdict(int)
    for commune, code in communes.order_by().values_list("pk", path):
        if code is not None:
            counts[str(code)] += by_commune.get(commune, 0)
    return counts


def _counted(kind: TerritoryKind, counts: Mapping[str, int]) -> list[Counted]:
    rows = MODELS[kind]._default_manager.filter(pk__in=counts)
    return [
        Counted(kind.value, row.pk, row.nom, row.get_absolute_url(), counts[row.pk]) for row in rows
    ]


def neighbours_of(*, territory: Territory) -> list[Counted]:
    """Territories of the same kind that have a commune within NEIGHBOUR_M of one of ours.

    Nearest first; by distance between centres of communes. Empty when the
    centres are not known, and for a region.
    """
    if territory.kind == TerritoryKind.REGION:
        return []
    ours = list(
        communes_in(territory=territory)
        .filter(latitude__isnull=False)
        .values_list("latitude", "longitude")
    )
    if not ours:
        return []
    middle = np.array(ours, dtype=np.float64)
    box = bbox_around(float(middle[:, 0].mean()), float(middle[:, 1].mean()), 1.0)
    reach = bbox_around(box.south, box.west, NEIGHBOUR_M)
    margin_lat, margin_lon = reach.north - box.south, reach.east - box.west
    path = _PATHS[territory.kind]
    nearby = (
        Commune.objects.filter(
            latitude__range=(middle[:, 0].min() - margin_lat, middle[:, 0].max() + margin_lat),
            longitude__range=(middle[:, 1].min() - margin_lon, middle[:, 1].max() + margin_lon),
        )
        .exclude(**{path: territory.pk})
        .values_list(path, "latitude", "longitude")
    )
    distances: dict[str, float] = defaultdict(lambda: float("inf"))
    for code, latitude, longitude in nearby:
        if code is not None and latitude is not None and longitude is not None:
            shortest = float(
                haversine_m_many(latitude, longitude, middle[:, 0], middle[:, 1]).min()
            )
            distances[str(code)] = min(distances[str(code)], shortest)
    near = sorted((metres, code) for code, metres in distances.items() if metres <= NEIGHBOUR_M)
    codes = [code for _metres, code in near[:NEIGHBOURS]]
    counts = _counts_by(path, communes=Commune.objects.filter(**{f"{path}__in": codes}))
    found = {row.code: row for row in _counted(territory.kind, counts)}
    return [found[code] for code in codes]
