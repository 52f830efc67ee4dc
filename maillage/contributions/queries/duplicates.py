"""Sheets that look like the same place: pairs, with what makes them look alike.

Simple and quick, over one territory: sheets that share something precise are compared, nobody
else. The pairs of a territory are kept until the directory changes.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import floor
from typing import Any

from django.core.cache import cache
from django.db.models import Q
from rapidfuzz import fuzz

from maillage.contributions.models import DuplicateReview
from maillage.contributions.queries.desk_scope import Scope, lieux_in
from maillage.core.geo import haversine_m
from maillage.core.text import normalize
from maillage.directory.enums import PositionPrecision
from maillage.directory.models import DirectoryRevision, Lieu

NEAR_M = 30
NEAR_NAME = 80
"""Likeness of two names, of 100, from which two places at one door may be the same."""
CROWD = 8
"""Above this number of sheets, what they share is a switchboard or a head office."""
KEPT_SECONDS = 86_400
_CELL = 0.0005
_EXACT = (PositionPrecision.EXACTE, PositionPrecision.RUE)

EVIDENCE: dict[str, str] = {
    "pivot": "même SIRET ou RNA, même commune",
    "telephone": "même téléphone, même commune",
    "courriel": "même courriel, même commune",
    "nom": "même nom, même commune",
    "porte": "à moins de 30 mètres, noms proches",
}
_WORTH = {"pivot": 3, "nom": 3, "telephone": 2, "courriel": 2, "porte": 2}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sheets, `first` < `second` (keys), and the codes of EVIDENCE; `likeness` of names."""

    first: str
    second: str
    evidence: tuple[str, ...]
    likeness: int

    @property
    def worth(self) -> int:
        return sum(_WORTH[code] for code in self.evidence) * 100 + self.likeness

    @property
    def words(self) -> list[str]:
        return [EVIDENCE[code] for code in self.evidence]


@dataclass(frozen=True, slots=True)
class _Sheet:
    pk: str
    name: str
    commune: str
    telephone: str
    courriels: str
    pivot: str
    latitude: float | None
    longitude: float | None
    precision: str


def pairs_to_review(*, scope: Scope) -> list[Pair]:
    """The pairs that nobody reviewed yet, the likeliest first. Two queries, or three."""
    revision = DirectoryRevision.objects.values_list("value", flat=True).first() or 0
    # The same territory may be cut by the border of somebody's region.
    where = "-".join((scope.key.replace(":", "-") or "tous", *scope.border))
    key = f"doublons:{where}:{revision}"
    found: list[Pair] | None = cache.get(key)
    if found is None:
        found = _pairs(scope)
        cache.set(key, found, KEPT_SECONDS)
    if not found:
        return []
    reviewed = set(DuplicateReview.objects.values_list("first_id", "second_id"))
    return [pair for pair in found if (pair.first, pair.second) not in reviewed]


def _pairs(scope: Scope) -> list[Pair]:
    columns: Any = (
        lieux_in(scope=scope)
        .order_by("pk")
        .values_list(
            "pk",
            "nom",
            "code_insee",
            "telephone",
            "courriels",
            "pivot",
            "latitude",
            "longitude",
            "position_precision",
        )
    )
    sheets = [_Sheet(pk, normalize(nom), *rest) for pk, nom, *rest in columns]
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for code, values in _VALUES.items():
        for group in _groups(sheets, values):
            for one, other in combinations(group, 2):
                found[_key(one, other)].add(code)
    for one, other in _at_one_door(sheets):
        found[_key(one, other)].add("porte")
    names = {sheet.pk: sheet.name for sheet in sheets}
    pairs = [
        Pair(
            first,
            second,
            tuple(code for code in EVIDENCE if code in codes),
            round(fuzz.token_set_ratio(names[first], names[second])),
        )
        for (first, second), codes in found.items()
    ]
    return sorted(pairs, key=lambda pair: (-pair.worth, pair.first, pair.second))


def _key(one: _Sheet, other: _Sheet) -> tuple[str, str]:
    first, second = sorted((one.pk, other.pk))
    return first, second


_Values = Callable[[_Sheet], list[str]]
_VALUES: dict[str, _Values] = {
    "pivot": lambda sheet: [sheet.pivot],
    "telephone": lambda sheet: [sheet.telephone],
    "courriel": lambda sheet: sheet.courriels.lower().split("|"),
    "nom": lambda sheet: [sheet.name],
}


def _groups(sheets: Iterable[_Sheet], values: _Values) -> Iterator[list[_Sheet]]:
    """Sheets of one commune that share a value."""
    shared: dict[Hashable, list[_Sheet]] = defaultdict(list)
    for sheet in sheets:
        for value in values(sheet):
            if value and sheet.commune:
                shared[(value, sheet.commune)].append(sheet)
    yield from (group for group in shared.values() if 1 < len(group) <= CROWD)


def _at_one_door(sheets: Sequence[_Sheet]) -> Iterator[tuple[_Sheet, _Sheet]]:
    """Exact positions closer than 30 m whose names look alike; only near cells are compared."""
    cells: dict[tuple[int, int], list[_Sheet]] = defaultdict(list)
    for sheet in sheets:
        if sheet.latitude is None or sheet.longitude is None or sheet.precision not in _EXACT:
            continue
        row, column = floor(sheet.latitude / _CELL), floor(sheet.longitude / _CELL)
        for other in (
            one
            for north in (-1, 0, 1)
            for east in (-1, 0, 1)
            for one in cells.get((row + north, column + east), ())
        ):
            if (
                haversine_m(
                    sheet.latitude, sheet.longitude, other.latitude or 0, other.longitude or 0
                )
                < NEAR_M
                and fuzz.token_set_ratio(sheet.name, other.name) >= NEAR_NAME
            ):
                yield other, sheet
        cells[(row, column)].append(sheet)


def recent_reviews(*, scope: Scope, limit: int = 10) -> list[DuplicateReview]:
    """The last decisions about sheets of the territory, with both sheets."""
    rows = DuplicateReview.objects.select_related("first", "second", "by")
    if scope.communes is not None:
        rows = rows.filter(
            Q(first__code_insee__in=scope.communes), Q(second__code_insee__in=scope.communes)
        )
    return list(rows.order_by("-at", "-pk")[:limit])


def pair_evidence(*, one: Lieu, other: Lieu) -> list[str]:
    """What makes two given sheets look alike, in words; perhaps nothing."""
    sheets = [
        _Sheet(
            lieu.pk,
            normalize(lieu.nom),
            lieu.code_insee,
            lieu.telephone,
            lieu.courriels,
            lieu.pivot,
            lieu.latitude,
            lieu.longitude,
            lieu.position_precision,
        )
        for lieu in (one, other)
    ]
    codes = {
        code for code, values in _VALUES.items() if any(True for _group in _groups(sheets, values))
    }
    if any(True for _pair in _at_one_door(sheets)):
        codes.add("porte")
    return [EVIDENCE[code] for code in EVIDENCE if code in codes]
