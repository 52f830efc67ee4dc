"""One sheet, and lists of sheets, read from the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from maillage.directory import index_store
from maillage.directory.enums import LieuStatus
from maillage.directory.hours import schedule
from maillage.directory.hours.words import state_in_words
from maillage.directory.models import Lieu, LieuSlug, Modalite, Passage
from maillage.territory import queries as territory_queries

MAX_MERGES = 10
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


_modalites: dict[int, Modalite] = {}


def _shared_modalites(pks: set[int]) -> dict[int, Modalite]:
    """The rows of vocabularies, read once by process: only a migration writes them."""
    if not pks <= _modalites.keys():
        _modalites.update({row.pk: row for row in Modalite.objects.all()})
    return _modalites


def lieux_by_id(ids: Sequence[str]) -> dict[str, Lieu]:
    """Published sheets by id with their parts, as `with_parts` does but three times faster.

    The rows of vocabularies are shared by all the sheets instead of being made anew for each.
    """
    # No status in the WHERE: SQLite would read the 15,000 published places to find twenty.
    found = Lieu.objects.filter(pk__in=ids).order_by()
    lieux = {lieu.pk: lieu for lieu in found if lieu.status == LieuStatus.PUBLIE}
    pairs = Lieu.modalites.through.objects.filter(lieu_id__in=lieux).values_list(
        "lieu_id", "modalite_id"
    )
    by_lieu: dict[str, list[int]] = {}
    for lieu_id, modalite_id in pairs:
        by_lieu.setdefault(lieu_id, []).append(modalite_id)
    known = _shared_modalites({pk for held in by_lieu.values() for pk in held})
    for lieu in lieux.values():
        rows = [known[pk] for pk in by_lieu.get(lieu.pk, ()) if pk in known]
        rows.sort(key=lambda row: (row.field, row.position, row.value))
        _remember_modalites(lieu, rows)
    prefetch_related_objects(list(lieux.values()), "equipments", "exceptional_periods")
    return lieux


def _remember_modalites(lieu: Lieu, rows: list[Modalite]) -> None:
    """Do for one sheet what prefetch_related does: `lieu.modalites.all()` then asks nothing."""
    queryset: Any = Modalite.objects.all()
    queryset._result_cache = rows
    queryset._prefetch_done = True
    holder: Any = lieu
    holder.__dict__.setdefault("_prefetched_objects_cache", {})["modalites"] = queryset


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
    passages = Passage.objects.select_related("host", "commune")
    return (
        with_parts(Lieu.objects.published())
        .select_related("structure", "territory_commune")
        .prefetch_related(Prefetch("passages", passages))
        .get(slug=slug)
    )


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
