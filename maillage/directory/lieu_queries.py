"""One sheet, and lists of sheets, read from the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from operator import attrgetter, itemgetter
from typing import Any, Literal

from django.db.models import Model, Prefetch, QuerySet

from maillage.directory import index_store
from maillage.directory.enums import LieuStatus
from maillage.directory.hours import schedule
from maillage.directory.hours.words import state_in_words
from maillage.directory.models import (
    Equipment,
    ExceptionalPeriod,
    Lieu,
    LieuSlug,
    Modalite,
    Passage,
)
from maillage.territory import queries as territory_queries

MAX_MERGES = 10
_RANK = itemgetter(0)
# Cities whose places may bear the code of a borough.
_BOROUGHS = {
    "75056": range(75101, 75121),
    "69123": range(69381, 69390),
    "13055": range(13201, 13217),
}


def commune_codes(kind: str, code: str) -> frozenset[str]:
    """INSEE codes of a territory, those of the boroughs of Paris, Lyon and Marseille too."""
    codes = set(territory_queries.commune_codes_of(kind=kind, code=code))
    for city, boroughs in _BOROUGHS.items():
        if city in codes:
            codes.update(str(number) for number in boroughs)
    return frozenset(codes)


# --- one sheet ---------------------------------------------------------------------------
def with_parts(lieux: QuerySet[Lieu]) -> QuerySet[Lieu]:
    """The sheets with their lists, equipment and exceptional periods: one query each."""
    return lieux.prefetch_related("modalites", "equipments", "exceptional_periods")


@lru_cache(maxsize=1)
def _modalites_in_order() -> dict[int, tuple[int, Modalite]]:
    ordered = Modalite.objects.order_by("field", "position", "value")
    return {row.pk: (rank, row) for rank, row in enumerate(ordered)}


def _shared_modalites(pks: set[int]) -> dict[int, tuple[int, Modalite]]:
    """(rank, row) of each value, by key; read once: only a migration writes them."""
    known = _modalites_in_order()
    if not pks <= known.keys():
        _modalites_in_order.cache_clear()
        known = _modalites_in_order()
    return known


def lieux_by_id(ids: Sequence[str]) -> dict[str, Lieu]:
    """Published sheets by id with their parts, as `with_parts` does but three times faster.

    The rows of vocabularies are shared by all the sheets instead of being made anew for each.
    """
    # No status in the WHERE: SQLite would read the 15,000 published places to find twenty.
    found = Lieu.objects.filter(pk__in=ids).order_by()
    lieux = {lieu.pk: lieu for lieu in found if lieu.status == LieuStatus.PUBLIE}
    pairs = list(
        Lieu.modalites.through.objects.filter(lieu_id__in=lieux).values_list(
            "lieu_id", "modalite_id"
        )
    )
    known = _shared_modalites({modalite for _pk, modalite in pairs})
    held: dict[str, list[tuple[int, Modalite]]] = {pk: [] for pk in lieux}
    for pk, modalite in pairs:
        held[pk].append(known[modalite])
    blank: QuerySet[Any] = QuerySet(Modalite)
    for pk, lieu in lieux.items():
        _remember(lieu, "modalites", blank, [row for _rank, row in sorted(held[pk], key=_RANK)])
    for name, model in (("equipments", Equipment), ("exceptional_periods", ExceptionalPeriod)):
        _remember_parts(lieux, name, model)
    return lieux


_PARTS_ORDER: dict[type[Model], tuple[str, ...]] = {
    Equipment: ("id",),
    ExceptionalPeriod: ("first_day", "id"),
}


def _remember_parts(
    lieux: dict[str, Lieu], name: str, model: type[Equipment] | type[ExceptionalPeriod]
) -> None:
    parts: dict[str, list[Equipment | ExceptionalPeriod]] = {pk: [] for pk in lieux}
    # Sorted here: to give them in order SQLite would read the whole table by its key.
    found: Any = model._default_manager.filter(lieu_id__in=lieux).order_by()
    for part in sorted(found, key=attrgetter(*_PARTS_ORDER[model])):
        part.lieu = lieux[part.lieu_id]
        parts[part.lieu_id].append(part)
    blank: QuerySet[Any] = QuerySet(model)
    for pk, rows in parts.items():
        _remember(lieux[pk], name, blank, rows)


def _remember(lieu: Lieu, name: str, blank: QuerySet[Any], rows: Sequence[Model]) -> None:
    """Do for one sheet what prefetch_related does: `lieu.<name>.all()` then asks nothing."""
    # They all share one SQL object, which costs time to make; filtering one copies it.
    queryset: Any = QuerySet(blank.model, query=blank.query)
    queryset._result_cache = rows
    queryset._prefetch_done = True
    holder: Any = lieu
    holder.__dict__.setdefault("_prefetched_objects_cache", {})[name] = queryset


def hours_context(*, lieu: Lieu) -> schedule.Context:
    """Time zone and calendars of a place."""
    return schedule.context_of(
        departement=index_store.departement_of(
            code_insee=lieu.code_insee, code_postal=lieu.code_postal
        )
    )


def _exceptional(lieu: Lieu) -> list[schedule.Exceptional]:
    return [index_store.exceptional_of(period) for period in lieu.exceptional_periods.all()]


def state_of(*, lieu: Lieu, now: datetime) -> schedule.State:
    """Open, closed or unknown at `now`; hours that cannot be read are unknown."""
    try:
        return schedule.state(
            osm=lieu.horaires,
            context=hours_context(lieu=lieu),
            at=now,
            exceptional=_exceptional(lieu),
        )
    except schedule.HoursError:
        return schedule.State("unknown", None, None, False, None)


def state_words_of(*, lieu: Lieu, state: schedule.State, now: datetime) -> str:
    """« ouvert jusqu’à 18 h », « horaires non communiqués »…"""
    return state_in_words(state=state, now=now, timezone=hours_context(lieu=lieu).timezone)


def opening_days(*, lieu: Lieu, start: date, count: int) -> list[schedule.Day]:
    """Hours of the coming days; an empty list when they cannot be read or are unknown."""
    exceptional = _exceptional(lieu)
    if not lieu.horaires.strip() and not exceptional:
        return []
    try:
        return schedule.days(
            osm=lieu.horaires,
            context=hours_context(lieu=lieu),
            start=start,
            count=count,
            exceptional=exceptional,
        )
    except schedule.HoursError:
        return []


def get_public_lieu(*, slug: str) -> Lieu:
    """A published sheet with everything that its page shows. Raises Lieu.DoesNotExist."""
    return _with_everything(Lieu.objects.published()).get(slug=slug)


def get_sheet(*, pk: str) -> Lieu:
    """Any sheet with everything that its public page would show. Raises Lieu.DoesNotExist."""
    return _with_everything(Lieu.objects.all()).get(pk=pk)


def _with_everything(lieux: QuerySet[Lieu]) -> QuerySet[Lieu]:
    passages = Passage.objects.select_related("host", "commune")
    return (
        with_parts(lieux)
        .select_related("structure", "territory_commune", "photo")
        .prefetch_related(Prefetch("passages", passages), "confirmations")
    )


def put_rows(*, lieu: Lieu, name: str, rows: Sequence[Model]) -> None:
    """Make `lieu.<name>.all()` answer these rows, saved or not, without asking the database."""
    _remember(lieu, name, QuerySet(getattr(lieu, name).model), rows)


@dataclass(frozen=True, slots=True)
class SlugOutcome:
    """What an address leads to.

    found: `lieu` is public. moved: go to `to`. gone: `lieu` was there and is no more (410).
    unknown: nothing was ever there.
    """

    kind: Literal["found", "moved", "gone", "unknown"]
    lieu: Lieu | None = None
    to: Lieu | None = None


def resolve_slug(*, slug: str) -> SlugOutcome:
    """Follow an address through renamings and merges."""
    lieu = Lieu.objects.filter(slug=slug).first()
    is_moved = lieu is None
    if lieu is None:
        former = LieuSlug.objects.select_related("lieu").filter(slug=slug).first()
        if former is None:
            return SlugOutcome("unknown")
        lieu = former.lieu
    origin = lieu
    for _step in range(MAX_MERGES):
        if lieu.status != LieuStatus.FUSIONNE or lieu.merged_into is None:
            break
        lieu, is_moved = lieu.merged_into, True
    if lieu.status == LieuStatus.PUBLIE:
        return SlugOutcome("moved", origin, lieu) if is_moved else SlugOutcome("found", lieu)
    if lieu.status == LieuStatus.BROUILLON:
        return SlugOutcome("unknown")
    return SlugOutcome("gone", origin)


# --- lists ---------------------------------------------------------------------------------
def lieux_of_territory(*, kind: str, code: str) -> QuerySet[Lieu]:
    """Published places of a territory with their parts, by commune then name."""
    inside = Lieu.objects.published().filter(code_insee__in=commune_codes(kind, code))
    return with_parts(inside).order_by("commune", "nom", "id")


def recent_changes(*, territory: tuple[str, str] | None = None, limit: int = 30) -> list[Lieu]:
    """Published sheets of a territory, the last changed first."""
    lieux = Lieu.objects.published()
    if territory is not None:
        lieux = lieux.filter(code_insee__in=commune_codes(*territory))
    return list(lieux.order_by("-updated_at", "id")[:limit])
