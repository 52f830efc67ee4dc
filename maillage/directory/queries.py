"""Reads of the directory: the search, one sheet, lists for pages and documents.

The search reads the index in memory (docs/decisions/0004); sheets themselves always come from
the database.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Literal, cast

import numpy as np
from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.utils import timezone
from numpy.typing import NDArray

from maillage.core.geo import BBox
from maillage.directory import index_store, wording
from maillage.directory.criteria import LieuCriteria, OpenCriterion, Sort
from maillage.directory.enums import LieuStatus, ModaliteField
from maillage.directory.hours import schedule
from maillage.directory.hours.words import state_in_words
from maillage.directory.index.bits import has
from maillage.directory.index.columns import LieuIndex
from maillage.directory.index.opening import Moment
from maillage.directory.index.search import Query, Search
from maillage.directory.index.synonyms import Need
from maillage.directory.models import Lieu, LieuSlug, Modalite, Passage
from maillage.territory import queries as territory_queries

OPEN_CRITERIA: dict[str, OpenCriterion] = {
    criterion.code: criterion
    for criterion in (
        OpenCriterion("now", "maintenant"),
        OpenCriterion("today", "aujourdhui"),
        OpenCriterion("evening", "soir"),
        OpenCriterion("weekend", "week-end"),
        *(
            OpenCriterion("day", name, day=day)
            for day, name in enumerate(
                ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
            )
        ),
    )
}
"""The opening criteria that are offered, by their code; forms accepts hours too."""

MAX_MERGES = 10
# Cities whose places may bear the code of a borough.
_BOROUGHS = {
    "75056": range(75101, 75121),
    "69123": range(69381, 69390),
    "13055": range(13201, 13217),
}


def _moment(criterion: OpenCriterion) -> Moment:
    return Moment(criterion.kind, criterion.day, criterion.at)


_MOMENTS = {code: _moment(criterion) for code, criterion in OPEN_CRITERIA.items()}


@dataclass(frozen=True, slots=True)
class LieuHit:
    """One place of an answer. `reason` is the reasons in one line.

    The lists of the sheet (modalites, equipments, exceptional_periods) are prefetched.
    `distance_m` is None without a point or a position.
    """

    lieu: Lieu
    distance_m: float | None
    state: schedule.State
    state_words: str
    reasons: list[str]

    @property
    def reason(self) -> str:
        return ", ".join(self.reasons)


@dataclass(frozen=True, slots=True)
class Positions:
    """Places of an answer on a map: their rank in the list, latitude, longitude."""

    index: NDArray[np.int64]
    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]


class LieuSearch:
    """The answer of a search; each part is computed when it is read.

    It keeps the state of the directory at the moment of the search, whatever is written
    meanwhile.
    """

    def __init__(self, *, criteria: LieuCriteria, index: LieuIndex, now: datetime) -> None:
        self.criteria = criteria
        self.now = now
        self.search = Search(index, _query(criteria, now))

    @property
    def total(self) -> int:
        """How many places answer."""
        return self.search.total

    @property
    def total_unknown_hours(self) -> int:
        """How many of the total have unknown hours, when an opening was asked; else 0."""
        return self.search.total_unknown_hours

    @cached_property
    def facets(self) -> dict[str, dict[str, int]]:
        """Field → code → the total if that value alone were chosen in its field.

        Fields are those of ModaliteField, « equipements » and « ouvert » (OPEN_CRITERIA).
        """
        return self.search.facets(_MOMENTS)

    @property
    def unmatched_words(self) -> list[str]:
        """Words of the person that lead to no place at all."""
        return [
            match.unit.text
            for match, needs in zip(self.search.units, self.search.unit_needs, strict=True)
            if not match.worth.any() and not needs.any()
        ]

    def hits(self, offset: int = 0, limit: int = 20) -> list[LieuHit]:
        """A page of the answer: four queries, whatever the number of places."""
        return self._hits(self.search.order[offset : offset + limit])

    def nearest(self, count: int = 5) -> list[LieuHit]:
        """The nearest places outside the area asked, with the same needs when possible."""
        return self._hits(self.search.nearest(count))

    def ids(self) -> list[str]:
        """Identifiers of all the places, in order."""
        keys = self.search.index.keys
        return [keys[row][1] for row in self.search.order.tolist()]

    def positions(self) -> Positions:
        """Places that have a position, in the order of the list."""
        rows = self.search.order
        latitude, longitude = self.search.index.latitude[rows], self.search.index.longitude[rows]
        known = np.flatnonzero(~np.isnan(latitude))
        return Positions(known, latitude[known], longitude[known])

    @property
    def bounds(self) -> BBox | None:
        """The box to show first: around the first 20 places and the point, when sorted from
        a point; around all the places otherwise. None when no position is known."""
        positions = self.positions()
        latitudes, longitudes = positions.latitude, positions.longitude
        if self.criteria.latitude is not None and self.criteria.longitude is not None:
            latitudes = np.append(latitudes[:20], self.criteria.latitude)
            longitudes = np.append(longitudes[:20], self.criteria.longitude)
        if not len(latitudes):
            return None
        return BBox(
            float(longitudes.min()),
            float(latitudes.min()),
            float(longitudes.max()),
            float(latitudes.max()),
        )

    def _hits(self, rows: NDArray[np.int64]) -> list[LieuHit]:
        keys = self.search.index.keys
        ids = [keys[row][1] for row in rows.tolist()]
        lieux = lieux_by_id(ids)
        values = self._values_of(rows)
        # A sheet archived since the index was read is left out.
        return [
            self._hit(row, lieux[pk], values[position])
            for position, (row, pk) in enumerate(zip(rows.tolist(), ids, strict=True))
            if pk in lieux
        ]

    def _hit(self, row: int, lieu: Lieu, values: Mapping[str, frozenset[str]]) -> LieuHit:
        search = self.search
        distance: float | None = None
        if search.distances is not None and not np.isnan(search.distances[row]):
            distance = float(search.distances[row])
        state = state_of(lieu=lieu, now=self.now)
        wanted = search.open_masks
        return LieuHit(
            lieu=lieu,
            distance_m=distance,
            state=state,
            state_words=state_words_of(lieu=lieu, state=state, now=self.now),
            reasons=wording.reasons_of(
                criteria=self.criteria,
                distance_m=distance,
                is_open_now=state.kind == "open",
                is_open_then=None if wanted is None else bool(wanted.open[row]),
                values=values,
                needs=self._needs_of(row),
                has_human_support=bool(search.index.has_human_support[row]),
            ),
        )

    def _values_of(self, rows: NDArray[np.int64]) -> list[dict[str, frozenset[str]]]:
        """What each place has among what was asked, and its price."""
        index = self.search.index
        answers: list[dict[str, frozenset[str]]] = [{} for _row in rows]
        for name in {*self.search.query.values, "frais_a_charge"}:
            asked = self.search.query.values.get(name, index.schema.fields[name])
            codes = [code for code in index.schema.fields[name] if code in asked]
            columns = [has(index.values[index.columns[name, code]], rows) for code in codes]
            for position, answer in enumerate(answers):
                answer[name] = frozenset(
                    code for code, column in zip(codes, columns, strict=True) if column[position]
                )
        return answers

    def _needs_of(self, row: int) -> list[tuple[str, Need]]:
        """Words that stand nowhere on the sheet, with the first value that answers them."""
        answers: list[tuple[str, Need]] = []
        index = self.search.index
        rows = np.array([row])
        for match in self.search.units:
            if match.worth[row] > 0:
                continue
            for need in match.unit.needs:
                column = index.columns.get((need.field, need.code))
                if column is not None and has(index.values[column], rows)[0]:
                    answers.append((match.unit.text, need))
                    break
        return answers


def search_lieux(*, criteria: LieuCriteria, now: datetime | None = None) -> LieuSearch:
    """Search the published places; `now` (aware) is the moment of the question.

    One query, and those of `hits`; a territory adds those of its communes.
    """
    moment = now or timezone.now()
    return LieuSearch(criteria=criteria, index=index_store.current_index(now=moment), now=moment)


def _query(criteria: LieuCriteria, now: datetime) -> Query:
    values = dict(criteria.values)
    if criteria.equipments:
        values[index_store.EQUIPMENT_FIELD] = criteria.equipments
    since = criteria.modified_since
    return Query(
        now=now,
        words=criteria.words,
        latitude=criteria.latitude,
        longitude=criteria.longitude,
        radius_m=criteria.radius_m,
        bbox=criteria.bbox,
        communes=None if criteria.territory is None else commune_codes(*criteria.territory),
        values={name: codes for name, codes in values.items() if codes},
        open=None if criteria.open is None else _moment(criteria.open),
        updated_since=None if since is None else since.timestamp(),
        sort=cast('Literal["pertinence", "distance", "nom"]', Sort(criteria.sort).value),
    )


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


def nearest_to(*, lieu: Lieu, limit: int = 4, now: datetime | None = None) -> list[LieuHit]:
    """The nearest other places that share a service with this one, when any does."""
    services = frozenset(
        row.code for row in lieu.modalites.all() if row.field == ModaliteField.SERVICES
    )
    inside = ("commune", lieu.territory_commune_id) if lieu.territory_commune_id else None
    criteria = LieuCriteria(
        latitude=lieu.latitude,
        longitude=lieu.longitude,
        territory=inside if lieu.latitude is None else None,
        values={"services": services} if services else {},
        sort=Sort.DISTANCE,
    )
    found = search_lieux(criteria=criteria, now=now)
    return [hit for hit in found.nearest(limit + 1) if hit.lieu.pk != lieu.pk][:limit]


# --- lists ---------------------------------------------------------------------------------
def lieux_of_territory(*, kind: str, code: str) -> QuerySet[Lieu]:
    """Published places of a territory with their parts, by commune then name."""
    inside = Lieu.objects.published().filter(code_insee__in=commune_codes(kind, code))
    return with_parts(inside).order_by("commune", "nom", "id")


def counts_by_commune(*, codes: Iterable[str] | None = None) -> dict[str, int]:
    """Number of published places of each commune that has any (boroughs apart)."""
    index = index_store.current_index(now=timezone.now())
    numbers = np.bincount(index.commune, minlength=len(index.communes)).tolist()
    counted = dict(zip(index.communes, numbers, strict=True))
    wanted = None if codes is None else set(codes)
    return {
        code: number
        for code, number in counted.items()
        if number and code and (wanted is None or code in wanted)
    }


def recent_changes(*, territory: tuple[str, str] | None = None, limit: int = 30) -> list[Lieu]:
    """Published sheets of a territory, the last changed first."""
    lieux = Lieu.objects.published()
    if territory is not None:
        lieux = lieux.filter(code_insee__in=commune_codes(*territory))
    return list(lieux.order_by("-updated_at", "id")[:limit])


def place_names() -> list[tuple[str, str, str, float | None, float | None]]:
    """(slug, name, commune, latitude, longitude) of the places that have a position."""
    return list(
        Lieu.objects.published()
        .filter(latitude__isnull=False)
        .values_list("slug", "nom", "commune", "latitude", "longitude")
    )
