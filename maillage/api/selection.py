"""From the parameters of a call to the places that answer, and to one page of them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from heapq import nsmallest

import numpy as np
from django.http import QueryDict

from maillage.api.cursors import Key, read_cursor, write_cursor
from maillage.api.errors import ApiError, Problem, bad_parameter
from maillage.api.parameters import MAX_IDS, SORT_BY_ID
from maillage.directory.criteria import LieuCriteria, Sort
from maillage.directory.forms import parse_criteria
from maillage.directory.queries import LieuSearch, search_lieux

# After every real distance, in metres: places whose position nobody knows.
FAR_AWAY = 1e9


@dataclass(frozen=True, slots=True)
class Selection:
    """What is asked: `sort` is SORT_BY_ID or a value of Sort; `wanted` ids, None for all."""

    criteria: LieuCriteria
    sort: str
    wanted: frozenset[str] | None

    @property
    def is_everything(self) -> bool:
        """No filter at all."""
        return self.wanted is None and self.criteria == LieuCriteria(sort=self.criteria.sort)

    @property
    def is_ordered(self) -> bool:
        """An order other than that of the identifiers was asked."""
        return self.sort != SORT_BY_ID


@dataclass(frozen=True, slots=True)
class LieuSlice:
    """One page: identifiers in order, metres by identifier (with a point), the cursor of the
    next page (empty at the end), and the total of all the pages."""

    ids: list[str]
    distances: dict[str, int]
    total: int
    cursor: str


def read_selection(params: QueryDict) -> Selection:
    """Read filters, order and identifiers; ApiError 400 with every problem at once."""
    sort = params.get("tri", "").strip() or SORT_BY_ID
    if sort == SORT_BY_ID:
        params = params.copy()
        params.pop("tri", None)
    parsed = parse_criteria(params)
    if parsed.errors:
        raise ApiError(
            status=400, problems=[Problem(name, text) for name, text in parsed.errors.items()]
        )
    criteria = parsed.criteria
    if criteria.modified_since is not None:
        # Our own moments are compared by the second: none of that second may be missed.
        criteria = replace(criteria, modified_since=criteria.modified_since.replace(microsecond=0))
    if sort == Sort.DISTANCE and not criteria.has_point:
        raise bad_parameter(
            champ="tri",
            message="Le tri par distance demande un point : « ou », ou « lat » et « lon ».",
        )
    return Selection(criteria, sort, _read_ids(params.getlist("ids")))


def _read_ids(texts: list[str]) -> frozenset[str] | None:
    """Identifiers separated by commas; each text as a whole too, for those that hold one."""
    pieces = {piece.strip() for text in texts for piece in text.split(",") if piece.strip()}
    if not pieces:
        return None
    if len(pieces) > MAX_IDS:
        raise bad_parameter(
            champ="ids", message=f"{len(pieces)} identifiants demandés : {MAX_IDS} au plus."
        )
    return frozenset(pieces | {text.strip() for text in texts})


def slice_of(*, selection: Selection, limit: int, cursor: str) -> LieuSlice:
    """The page that begins after `cursor` (empty: the first); ApiError for a wrong cursor."""
    criteria = selection.criteria
    if selection.sort == SORT_BY_ID:
        criteria = replace(criteria, sort=Sort.NOM)
    found = search_lieux(criteria=criteria)
    rows = _wanted_rows(found, selection.wanted)
    if selection.sort == Sort.PERTINENCE:
        return _best_of(found, rows, limit, cursor)
    key_of = _key_of(found, selection.sort)
    keys = [key_of(row) for row in rows]
    total = len(keys)
    if cursor:
        kind = float if selection.sort == Sort.DISTANCE else str
        after = read_cursor(sort=selection.sort, text=cursor, kind=kind)
        keys = [key for key in keys if key > after]
    page = nsmallest(limit, keys)
    ids = [key[1] for key in page]
    is_last = len(page) == len(keys)
    return LieuSlice(
        ids=ids,
        distances=_distances(found, ids),
        total=total,
        cursor="" if is_last else write_cursor(sort=selection.sort, key=page[-1]),
    )


def ids_of(*, selection: Selection) -> list[str]:
    """All the identifiers of the answer, in the order asked."""
    found = search_lieux(criteria=selection.criteria)
    return sorted(found.ids()) if selection.sort == SORT_BY_ID else found.ids()


def _wanted_rows(found: LieuSearch, wanted: frozenset[str] | None) -> list[int]:
    """Rows of the index that answer, in the order of the search."""
    rows: list[int] = found.search.order.tolist()
    if wanted is None:
        return rows
    row_of = found.search.index.row_of
    asked = {row_of[identifier] for identifier in wanted if identifier in row_of}
    return [row for row in rows if row in asked]


def _best_of(found: LieuSearch, rows: list[int], limit: int, cursor: str) -> LieuSlice:
    """The best places; their order moves with the clock, so that no next page would be true."""
    if cursor:
        raise bad_parameter(
            champ="curseur",
            message="Le tri par pertinence n’a qu’une page : choisissez tri=id pour tout lire.",
        )
    ids = [found.search.index.id_of(row) for row in rows[:limit]]
    return LieuSlice(ids=ids, distances=_distances(found, ids), total=len(rows), cursor="")


def _key_of(found: LieuSearch, sort: str) -> Callable[[int], Key]:
    """What the sort compares, for a row of the index."""
    keys = found.search.index.keys
    metres = found.search.distances
    if sort == Sort.NOM:
        return lambda row: keys[row]
    if sort == Sort.DISTANCE and metres is not None:
        # Whole metres: the same figure whatever the size of the computation.
        rounded = np.where(np.isnan(metres), FAR_AWAY, np.round(metres)).tolist()
        return lambda row: (rounded[row], keys[row][1])
    return lambda row: ("", keys[row][1])


def _distances(found: LieuSearch, ids: list[str]) -> dict[str, int]:
    metres = found.search.distances
    if metres is None:
        return {}
    row_of = found.search.index.row_of
    return {
        identifier: round(float(metres[row_of[identifier]]))
        for identifier in ids
        if not np.isnan(metres[row_of[identifier]])
    }
