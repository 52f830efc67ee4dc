"""One search of the index: which places, in what order, and what each filter would give."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from maillage.core.geo import BBox, haversine_m_many
from maillage.directory.index import bits
from maillage.directory.index.bits import Mask, Packed
from maillage.directory.index.columns import LieuIndex
from maillage.directory.index.opening import Moment, OpenMasks
from maillage.directory.index.score import MANDAT, NO_DISTANCE_KM, OLD_DAYS, VERY_OLD_DAYS, score
from maillage.directory.index.words import NEED_ONLY, PREFIX, UnitMatch

OPEN_FIELD = "ouvert"
_TIER = 10_000.0
# By distance, a sheet that nobody vouched for comes after those of the same street.
_OLD_KM = 0.1


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person would like: `points` (score.WISHES) for a place with any of the values."""

    values: tuple[tuple[str, str], ...]
    points: float


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for. `values`: field → codes, OR inside a field, AND between fields.

    `communes`: INSEE codes of the territory, None for everywhere; `radius_m` cuts around the
    point; `updated_since` in epoch seconds. `now` is aware. `wishes` and `wants_mandat` sort and
    leave nothing out. `ages`: intervals of years, both ends included; when not None, only the
    places that receive somebody of one of them and that anybody may come to.
    """

    now: datetime
    words: str = ""
    latitude: float | None = None
    longitude: float | None = None
    radius_m: float | None = None
    bbox: BBox | None = None
    communes: frozenset[str] | None = None
    values: Mapping[str, frozenset[str]] = field(default_factory=dict)
    open: Moment | None = None
    updated_since: float | None = None
    wishes: tuple[Wish, ...] = ()
    wants_mandat: bool = False
    ages: tuple[tuple[int, int], ...] | None = None
    sort: Literal["pertinence", "distance", "nom"] = "pertinence"


class Search:
    """Answers of one query on one index; everything is computed when first asked for."""

    def __init__(self, index: LieuIndex, query: Query) -> None:
        self.index = index
        self.query = query

    # --- which rows ----------------------------------------------------------------------
    @cached_property
    def units(self) -> list[UnitMatch]:
        """The words of the query, and what each is worth in each row."""
        return self.index.words.match(self.query.words) if self.query.words.strip() else []

    @cached_property
    def unit_needs(self) -> list[Mask]:
        """Per unit: rows that have one of the values that the unit stands for."""
        return [
            bits.unpack(self._any_of([*match.unit.needs]), self.index.size) for match in self.units
        ]

    @cached_property
    def distances(self) -> NDArray[np.float64] | None:
        """Metres from the point to every row (NaN without position); None without a point."""
        if self.query.latitude is None or self.query.longitude is None:
            return None
        return haversine_m_many(
            self.query.latitude, self.query.longitude, self.index.latitude, self.index.longitude
        )

    @cached_property
    def _words_mask(self) -> Mask | None:
        masks = [
            (match.worth > 0) | needs
            for match, needs in zip(self.units, self.unit_needs, strict=True)
        ]
        return np.logical_and.reduce(masks) if masks else None

    @cached_property
    def _area_mask(self) -> Mask | None:
        """Inside the radius, the box and the territory."""
        query, index = self.query, self.index
        masks: list[Mask] = []
        if query.radius_m is not None and self.distances is not None:
            masks.append(self.distances <= query.radius_m)
        if query.bbox is not None:
            box = query.bbox
            masks.append(
                (index.latitude >= box.south)
                & (index.latitude <= box.north)
                & (index.longitude >= box.west)
                & (index.longitude <= box.east)
            )
        if query.communes is not None:
            inside = np.array([code in query.communes for code in index.communes], dtype=np.bool_)
            masks.append(inside[index.commune] if len(inside) else np.zeros(0, dtype=np.bool_))
        return np.logical_and.reduce(masks) if masks else None

    @cached_property
    def _everywhere(self) -> Packed:
        return bits.pack(np.ones(self.index.size, dtype=np.bool_))

    @cached_property
    def _recent(self) -> Packed:
        if self.query.updated_since is None:
            return self._everywhere
        return bits.pack(self.index.updated >= self.query.updated_since)

    @cached_property
    def _receiving(self) -> Packed:
        """Rows that may receive the person; all when nobody is said."""
        if self.query.ages is None:
            return self._everywhere
        index = self.index
        ages = np.zeros(index.size, dtype=np.bool_)
        for youngest, oldest in self.query.ages:
            ages |= (index.age_min <= oldest) & (index.age_max >= youngest)
        return bits.pack(ages & ~index.is_without_public & ~index.is_reserved)

    def _packed(self, mask: Mask | None) -> Packed:
        return self._everywhere if mask is None else bits.pack(mask)

    def _any_of(self, pairs: list[tuple[str, str]]) -> Packed:
        """Rows that have any of the values; a value that the index does not know has no row."""
        columns = [self.index.columns[pair] for pair in pairs if pair in self.index.columns]
        union: Packed = np.bitwise_or.reduce(self.index.values[columns], axis=0)
        return union

    @cached_property
    def open_masks(self) -> OpenMasks | None:
        """Who is open when it is wanted, and of whom it is not known; None when not asked."""
        if self.query.open is None:
            return None
        return self.index.opening.masks(self.query.open, self.query.now)

    @cached_property
    def open_now(self) -> OpenMasks:
        return self.index.opening.masks(Moment("now"), self.query.now)

    @cached_property
    def _by_filter(self) -> dict[str, Packed]:
        """Rows that pass each filter that has facets: field, and « ouvert »."""
        passing = {
            name: self._any_of([(name, code) for code in codes])
            for name, codes in self.query.values.items()
            if codes
        }
        if self.open_masks is not None:
            passing[OPEN_FIELD] = bits.pack(self.open_masks.open | self.open_masks.unknown)
        return passing

    @cached_property
    def _unfiltered(self) -> Packed:
        """Rows that pass what has no facets: words, area, date, audience."""
        found = self._recent & self._packed(self._words_mask) & self._packed(self._area_mask)
        return found & self._receiving

    def _passing(self, *, but: str = "") -> Packed:
        """Rows that pass everything, one filter left aside."""
        found = self._unfiltered
        for name, passing in self._by_filter.items():
            if name != but:
                found = found & passing
        return found

    @cached_property
    def found(self) -> Packed:
        """The answer, as a packed set."""
        return self._passing()

    @cached_property
    def mask(self) -> Mask:
        """The answer, as one bool by row."""
        return bits.unpack(self.found, self.index.size)

    @cached_property
    def total(self) -> int:
        return int(bits.count(self.found))

    @cached_property
    def total_unknown_hours(self) -> int:
        """How many of the total are there although their hours are unknown."""
        if self.open_masks is None:
            return 0
        return int(bits.count(self.found & bits.pack(self.open_masks.unknown)))

    # --- what a filter would give ----------------------------------------------------------
    def facets(self, moments: Mapping[str, Moment]) -> dict[str, dict[str, int]]:
        """Field → code → number of places if that value alone were chosen in its field.

        Computed under all the other filters. `moments`: codes of « ouvert » and what they mean;
        places with unknown hours count, as they would be in the list.
        """
        counted = bits.count(self.index.values & self.found)
        answer: dict[str, dict[str, int]] = {}
        start = 0
        for name, codes in self.index.schema.fields.items():
            stop = start + len(codes)
            numbers = counted[start:stop]
            if name in self._by_filter:
                numbers = bits.count(self.index.values[start:stop] & self._passing(but=name))
            answer[name] = dict(zip(codes, numbers.tolist(), strict=True))
            start = stop
        base = self._passing(but=OPEN_FIELD)
        answer[OPEN_FIELD] = {}
        for code, moment in moments.items():
            masks = self.index.opening.masks(moment, self.query.now)
            kept = bits.count(base & bits.pack(masks.open | masks.unknown))
            answer[OPEN_FIELD][code] = int(kept)
        return answer

    # --- in what order -----------------------------------------------------------------------
    @cached_property
    def order(self) -> NDArray[np.int64]:
        """Rows of the answer, best first."""
        return self._sorted(np.flatnonzero(self.mask))

    def nearest(self, count: int) -> NDArray[np.int64]:
        """Rows that answer outside the area asked, nearest first: never a dead end.

        The words, then the filters other than the services, are given up when nothing at all
        has them. Without a point, the middle of the area; without an area, by fit.
        """
        needs = self._by_filter.get("services", self._everywhere)
        attempts = (
            (self._packed(self._words_mask), *self._by_filter.values()),
            tuple(self._by_filter.values()),
            (needs,),
            (),
        )
        rows = np.zeros(0, dtype=np.int64)
        for attempt in attempts:
            packed = np.bitwise_and.reduce([self._receiving, *attempt])
            rows = np.flatnonzero(bits.unpack(packed, self.index.size))
            if len(rows):
                break
        distances = self._distances_to_area()
        if distances is None:
            return self._sorted(rows)[:count]
        far = np.where(np.isnan(distances[rows]), np.inf, distances[rows])
        no_public = self.index.is_without_public[rows]
        return rows[np.lexsort((self._is_old(rows), far, no_public))][:count]

    def _distances_to_area(self) -> NDArray[np.float64] | None:
        """From the point, else from the middle of the box, else of the territory."""
        if self.distances is not None:
            return self.distances
        centre: tuple[float, float] | None = None
        if self.query.bbox is not None:
            centre = self.query.bbox.centre
        elif self._area_mask is not None and self._area_mask.any():
            inside = self._area_mask
            latitudes, longitudes = self.index.latitude[inside], self.index.longitude[inside]
            if not np.isnan(latitudes).all():
                centre = float(np.nanmean(latitudes)), float(np.nanmean(longitudes))
        if centre is None:
            return None
        return haversine_m_many(*centre, self.index.latitude, self.index.longitude)

    def _sorted(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Tiers first (open before unknown, places without public last), then the sort asked.

        Rows come by name; every sort is stable, so that equals stay by name.
        """
        key = np.zeros(len(rows), dtype=np.float64)
        if self.open_masks is not None:
            key += _TIER * 2 * ~self.open_masks.open[rows]
        if self.query.sort != "nom":
            if "pas-de-public" not in self.query.values.get("modalites_acces", ()):
                key += _TIER * 4 * self.index.is_without_public[rows]
            if self.query.sort == "distance" and self.distances is not None:
                metres = self.distances[rows]
                km = np.where(np.isnan(metres), NO_DISTANCE_KM, metres / 1000)
                key += (km + _OLD_KM * self._is_old(rows)) / 10
            else:
                key -= self._fit(rows)
                if self.units and self.distances is None:
                    key += _TIER * self.is_by_need(rows)
        return rows[np.argsort(key, kind="stable")]

    def is_by_need(self, rows: NDArray[np.int64]) -> Mask:
        """Rows where some words stand nowhere, but what they mean is offered."""
        answer = np.zeros(len(rows), dtype=np.bool_)
        for match in self.units:
            answer |= match.worth[rows] == 0
        return answer

    def _fit(self, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        index = self.index
        distances = self.distances
        wanted_open = self.open_masks or self.open_now
        return score(
            words=self._word_worth(rows),
            needs=self._share(rows, "services"),
            others=self._share_of_others(rows),
            distance_km=None if distances is None else distances[rows] / 1000,
            is_open=wanted_open.open[rows],
            is_unknown=wanted_open.unknown[rows],
            has_human_support=index.has_human_support[rows],
            price=index.price[rows],
            is_old=self._is_old(rows),
            is_very_old=self._is_old(rows, VERY_OLD_DAYS),
            is_exact=index.is_exact[rows],
            wishes=self._wish_points(rows),
        )

    def _wish_points(self, rows: NDArray[np.int64]) -> NDArray[np.float64] | None:
        """Points of what the person would like; None when nothing is wished."""
        query = self.query
        if not query.wishes and not query.wants_mandat:
            return None
        points = MANDAT * query.wants_mandat * self.index.has_mandat[rows].astype(np.float64)
        for wish in query.wishes:
            points += wish.points * bits.has(self._any_of([*wish.values]), rows)
        return points

    def _is_old(self, rows: NDArray[np.int64], days: int = OLD_DAYS) -> Mask:
        """Rows that nobody vouched for since so many days."""
        old: Mask = self.index.sheet_day[rows] < self.query.now.date().toordinal() - days
        return old

    def _word_worth(self, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """Mean worth of the units, and a little for names that hold nothing else; 0 to 1.1."""
        if not self.units:
            return np.zeros(len(rows))
        worths = [
            np.where((match.worth == 0) & needs, NEED_ONLY, match.worth)[rows]
            for match, needs in zip(self.units, self.unit_needs, strict=True)
        ]
        in_name = np.sum([worth >= PREFIX for worth in worths], axis=0)
        share = np.minimum(1.0, in_name / np.maximum(1, self.index.name_words[rows]))
        mean: NDArray[np.float64] = np.mean(worths, axis=0, dtype=np.float64)
        mean += 0.1 * share
        return mean

    def _share(self, rows: NDArray[np.int64], name: str) -> NDArray[np.float64]:
        """Share of the codes asked in a field that each row has; 0 when nothing is asked."""
        codes = self.query.values.get(name, frozenset())
        share = np.zeros(len(rows), dtype=np.float64)
        for code in codes:
            column = self.index.columns.get((name, code))
            if column is not None:
                share += bits.has(self.index.values[column], rows)
        share /= max(1, len(codes))
        return share

    def _share_of_others(self, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        names = [name for name in self.query.values if name != "services"]
        if not names:
            return np.zeros(len(rows), dtype=np.float64)
        shares: NDArray[np.float64] = np.sum([self._share(rows, name) for name in names], axis=0)
        return shares
