"""Reads of the portal: what the first page and the health page say."""

from collections import defaultdict
from dataclasses import dataclass

from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.translation import get_language

from maillage.directory.criteria import LieuCriteria
from maillage.directory.models import Lieu
from maillage.directory.queries import OPEN_CRITERIA, LieuHit, search_lieux
from maillage.directory.territory_queries import directory_stamp, territories_with_counts
from maillage.territory.enums import TerritoryKind

PLACES_PER_BASIN = 3
OPEN_SHOWN = 6
CACHE_SECONDS = 3_600


@dataclass(frozen=True, slots=True)
class PlaceLink:
    nom: str
    commune: str
    url: str


@dataclass(frozen=True, slots=True)
class BasinPlaces:
    """A basin, how many places it has, and a few of them from different communes."""

    nom: str
    url: str
    places: int
    lieux: tuple[PlaceLink, ...]


def basins_with_places() -> list[BasinPlaces]:
    """Every basin by name, its addresses in the active language.

    Kept until something changes in the directory.
    """
    key = f"portal-basins:{get_language()}:{directory_stamp()}"
    found: list[BasinPlaces] | None = cache.get(key)
    if found is None:
        found = _read_basins()
        cache.set(key, found, CACHE_SECONDS)
    return found


def _read_basins() -> list[BasinPlaces]:
    """Two places of one commune come only after one of each commune."""
    basin = "territory_commune__bassin_membership__bassin_id"
    rows = (
        Lieu.objects.published()
        .filter(**{f"{basin}__isnull": False})
        .annotate(
            basin=F(basin),
            turn=Window(
                RowNumber(), partition_by=F("territory_commune_id"), order_by=F("slug").asc()
            ),
        )
        .filter(turn__lte=PLACES_PER_BASIN)
        .order_by("turn", "commune", "slug")
        .values_list("basin", "nom", "commune", "slug")
    )
    chosen: dict[str, list[PlaceLink]] = defaultdict(list)
    for code, nom, commune, slug in rows:
        if len(chosen[code]) < PLACES_PER_BASIN:
            url = reverse("directory:lieu_detail", args=[slug])
            chosen[code].append(PlaceLink(nom, commune, url))
    return [
        BasinPlaces(basin.nom, basin.url, basin.places, tuple(chosen[basin.code]))
        for basin in territories_with_counts(kind=TerritoryKind.BASSIN)
    ]


@dataclass(frozen=True, slots=True)
class OpenNow:
    """Places whose hours say that they are open at this moment."""

    total: int
    hits: list[LieuHit]


def open_now() -> OpenNow:
    """A few open places; those whose hours are not known are not among them."""
    found = search_lieux(criteria=LieuCriteria(open=OPEN_CRITERIA["maintenant"]))
    total = found.total - found.total_unknown_hours
    hits = found.hits(limit=min(total, OPEN_SHOWN)) if total else []
    return OpenNow(total, [hit for hit in hits if hit.state.kind == "open"])


def count_places() -> int:
    """How many places the public can find; raises django.db.DatabaseError when it cannot ask."""
    return Lieu.objects.published().count()


_nothing_to_migrate = False


def missing_migrations() -> list[str]:
    """Migrations that the database has not had, « app.name ».

    Asked again until there is none: the code of a running process does not gain any.
    """
    global _nothing_to_migrate  # noqa: PLW0603 - one flag for the life of the process
    if _nothing_to_migrate:
        return []
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    _nothing_to_migrate = not plan
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]
