"""The search of places: criteria in, an answer that computes its parts when they are read.

It reads the index in memory (docs/decisions/0004); sheets always come from the database.
"""

import gc
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Literal, cast

import numpy as np
from django.db import DatabaseError, connection
from django.utils import timezone
from numpy.typing import NDArray

from maillage.core.geo import BBox
from maillage.directory import index_store, wording
from maillage.directory.criteria import LieuCriteria, OpenCriterion, Sort
from maillage.directory.enums import ModaliteField
from maillage.directory.hours import schedule
from maillage.directory.index.bits import has
from maillage.directory.index.columns import LieuIndex
from maillage.directory.index.opening import Moment
from maillage.directory.index.score import WISHES
from maillage.directory.index.search import Query, Search, Wish
from maillage.directory.index.synonyms import Need
from maillage.directory.lieu_queries import (
    commune_codes,
    lieux_by_id,
    state_of,
    state_words_of,
)
from maillage.directory.models import Lieu
from maillage.territory.snapshot import current_snapshot

logger = logging.getLogger(__name__)

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


def _moment(criterion: OpenCriterion) -> Moment:
    return Moment(criterion.kind, criterion.day, criterion.at)


_MOMENTS = {code: _moment(criterion) for code, criterion in OPEN_CRITERIA.items()}


@dataclass(frozen=True, slots=True)
class LieuHit:
    """One place of an answer. `reason` is the reasons in one line.

    `missing`: codes of the services asked that the place does not offer.
    The lists of the sheet (modalites, equipments, exceptional_periods) are prefetched.
    `distance_m` is None without a point or a position; `is_vague`: it is that of the middle
    of a commune.
    """

    lieu: Lieu
    distance_m: float | None
    state: schedule.State
    state_words: str
    reasons: list[str]
    missing: tuple[str, ...] = ()
    is_vague: bool = False

    @property
    def far(self) -> str:
        """The distance in words, as the reasons say it; empty when it would say nothing."""
        return wording.far_words(self.distance_m, is_vague=self.is_vague)

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

    def __init__(
        self,
        *,
        criteria: LieuCriteria,
        index: LieuIndex,
        now: datetime,
        communes: frozenset[str] | None = None,
    ) -> None:
        """`communes`: those of the criteria's territory, when they are already read."""
        self.criteria = criteria
        self.now = now
        self.search = Search(index, _query(criteria, now, communes))

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

    def hits(self, offset: int = 0, limit: int = 20) -> list[LieuHit]:
        """A page of the answer: four queries, whatever the number of places."""
        return self.hits_of(self.search.order[offset : offset + limit])

    def nearest(self, count: int = 5) -> list[LieuHit]:
        """The nearest places outside the area asked, with the same needs when possible."""
        return self.hits_of(self.search.nearest(count))

    def with_criteria(self, criteria: LieuCriteria) -> "LieuSearch":
        """Another search of the same directory at the same moment; asks the database nothing
        when the territory is the same."""
        same = criteria.territory == self.criteria.territory
        communes = self.search.query.communes if same else None
        return LieuSearch(
            criteria=criteria, index=self.search.index, now=self.now, communes=communes
        )

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

    @cached_property
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

    def hits_of(self, rows: NDArray[np.int64]) -> list[LieuHit]:
        """The places of some rows of the index, in this order, even out of the answer."""
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
        index = search.index
        missing = (
            ()
            if "services" not in self.criteria.values
            else tuple(
                code
                for code in index.schema.fields["services"]
                if code in self.criteria.values["services"] - values["services"]
            )
        )
        return LieuHit(
            lieu=lieu,
            distance_m=distance,
            state=state,
            state_words=state_words_of(lieu=lieu, state=state, now=self.now),
            reasons=wording.reasons_of(
                criteria=self.criteria,
                far=wording.far_words(distance, is_vague=lieu.is_position_approximate),
                is_open_now=state.kind == "open",
                opening=self._opening_of(row),
                values=values,
                needs=self._needs_of(row),
                has_human_support=bool(index.has_human_support[row]),
                has_mandat=bool(index.has_mandat[row]),
            ),
            missing=missing,
            is_vague=lieu.is_position_approximate,
        )

    def _opening_of(self, row: int) -> wording.Opening | None:
        masks = self.search.open_masks
        if masks is None:
            return None
        if masks.open[row]:
            return "open"
        return "unknown" if masks.unknown[row] else "other"

    def _values_of(self, rows: NDArray[np.int64]) -> list[dict[str, frozenset[str]]]:
        """What each place has among what was asked, and its price."""
        index = self.search.index
        answers: list[dict[str, frozenset[str]]] = [{} for _row in rows]
        wishes: dict[str, frozenset[str]] = dict(self.criteria.wishes)
        if self.criteria.wants_mandat:
            wishes[_DISPOSITIFS] = wishes.get(_DISPOSITIFS, frozenset()) | {AIDANTS_CONNECT}
        for name in {*self.search.query.values, *wishes, "frais_a_charge"}:
            asked = self.search.query.values.get(name, frozenset()) | wishes.get(name, frozenset())
            if name == "frais_a_charge":
                asked = frozenset(index.schema.fields[name])
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


AUDIENCE_AGES: dict[str, tuple[int, int]] = {
    "jeunes": (11, 25),
    "etudiants": (18, 28),
    "seniors": (60, 120),
}
"""Ages of the publics of the standard that have one, in years, both included."""

ADULT_AGES = (26, 59)
"""Somebody who said nothing, or a public without an age (families, women)."""

_DISPOSITIFS = ModaliteField.DISPOSITIFS.value
AIDANTS_CONNECT = "aidants-connect"


def _ages(publics: frozenset[str] | None) -> tuple[tuple[int, int], ...] | None:
    if publics is None:
        return None
    return tuple(AUDIENCE_AGES[code] for code in sorted(publics) if code in AUDIENCE_AGES) or (
        ADULT_AGES,
    )


def _wishes(criteria: LieuCriteria) -> tuple[Wish, ...]:
    """What sorts without leaving anything out. Who accepts to pay wishes nothing of the price;
    any of the programmes will do."""
    wishes: list[Wish] = []
    for name, said in criteria.wishes.items():
        points, codes = WISHES[name], said
        if name == ModaliteField.FRAIS:
            codes = frozenset() if "payant" in said else said | {"gratuit"}
        if not codes:
            continue
        if name in _ANY_WILL_DO:
            wishes.append(Wish(tuple((name, code) for code in sorted(codes)), points))
            continue
        wishes.extend(Wish(((name, code),), points / len(codes)) for code in sorted(codes))
    return tuple(wishes)


_ANY_WILL_DO = frozenset({ModaliteField.FRAIS.value, _DISPOSITIFS})


def _query(criteria: LieuCriteria, now: datetime, communes: frozenset[str] | None = None) -> Query:
    if communes is None and criteria.territory is not None:
        communes = commune_codes(*criteria.territory)
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
        communes=communes,
        wishes=_wishes(criteria),
        wants_mandat=criteria.wants_mandat,
        ages=_ages(criteria.only_for),
        values={name: codes for name, codes in values.items() if codes},
        open=None if criteria.open is None else _moment(criteria.open),
        updated_since=None if since is None else since.timestamp(),
        sort=cast('Literal["pertinence", "distance", "nom"]', Sort(criteria.sort).value),
    )


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


def warm_up() -> None:
    """Read the directory and the territory into memory, before the first visitor of a process.

    A database that does not answer yet is no reason not to start: the first search will try.
    """
    try:
        index_store.current_index(now=timezone.now())
        current_snapshot()
        # All this lives as long as the process: the garbage collector need not walk it again
        # and again (pauses of 90 ms otherwise).
        gc.collect()
        gc.freeze()
    except DatabaseError:
        logger.warning("warm_up=failed", exc_info=True)
    finally:
        connection.close()
