"""Which doors to propose for a situation, and what else when none is near.

`choose` reads the index in memory only: questions.py asks it again and again to know whether a
question would change anything. `answer_to` reads the sheets of what was chosen.
"""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

import numpy as np
from django.utils import timezone
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from maillage.core.geo import bbox_around, haversine_m
from maillage.core.wording import comma
from maillage.directory.criteria import LieuCriteria
from maillage.directory.enums import ModaliteField, PassageKind
from maillage.directory.index import bits
from maillage.directory.index.opening import minute_of
from maillage.directory.models import Passage
from maillage.directory.queries import (
    LieuHit,
    LieuSearch,
    commune_codes,
    search_lieux,
    state_of,
    state_words_of,
)
from maillage.directory.wording import service_words
from maillage.orientation.situation import Situation

PROPOSED = 3
REACH_M = 20_000
"""« Near »: half an hour of car on country roads, an hour of coach (docs/explications)."""
MINUTES_PER_KM, LEAST_MINUTES = 1.5, 15
"""« Now »: the place must stay open the time of the way, at 40 km/h, and a quarter of an hour."""
TRAVELLING_M = 50_000
"""A place that travels may come this far from its own address."""
BESIDE = 2
"""At most this many travelling services, and places that help at a distance."""
SAME_DOOR_M = 40
"""Two sheets this close are the same door, and so are two of the same name in a commune."""
_LOOKED_AT = 40

_SMALL_WORDS = frozenset({"de", "du", "des", "d", "le", "la", "les", "l"})

Rows = NDArray[np.int64]
Outcome = Literal["near", "far", "closed", "anywhere", "none"]
_NO_ROWS: Rows = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Answer:
    """`proposals`: at most three places, the best first, each with its reasons.

    `outcome`: « near » (a door within reach), « far » (the nearest ones, though far), « closed »
    (none open when it is wanted: these open at other times), « anywhere » (nobody said where:
    those that help at a distance first), « none ». `itinerant`: services that come near, their
    distance being that of the stop; `remote`: places that help at a distance. `general`: when
    what does it is far, places within reach where somebody helps with something else. `total`:
    how many places answer within reach. `is_unmet`: no door near answers, the demand is counted.
    """

    proposals: tuple[LieuHit, ...] = ()
    outcome: Outcome = "none"
    itinerant: tuple[LieuHit, ...] = ()
    remote: tuple[LieuHit, ...] = ()
    general: tuple[LieuHit, ...] = ()
    total: int = 0
    is_unmet: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """What is proposed, as rows of the index of `search`."""

    search: LieuSearch
    rows: Rows
    outcome: Outcome
    total: int = 0
    is_unmet: bool = False


def answer_to(*, situation: Situation, now: datetime | None = None) -> Answer:
    """The places to propose; never a dead end as long as one place may receive the person."""
    found = search_lieux(criteria=_within_reach(situation), now=now or timezone.now())
    choice = choose(situation=situation, found=found)
    remote = _remote(situation, choice)
    rows = np.concatenate((choice.rows, remote))
    hits = {hit.lieu.pk: _with_missing(hit) for hit in found.hits_of(rows)}
    keys = found.search.index.keys
    proposals, others = (
        tuple(hits[keys[row][1]] for row in part.tolist() if keys[row][1] in hits)
        for part in (choice.rows, remote)
    )
    if choice.outcome == "anywhere":
        helping = _has(choice.search, ModaliteField.ACCOMPAGNEMENT, "distance", choice.rows)
        at_a_distance = {keys[row][1] for row in choice.rows[helping].tolist()}
        proposals = tuple(
            _first_said(hit, _("aide à distance")) if hit.lieu.pk in at_a_distance else hit
            for hit in proposals
        )
    others = tuple(_first_said(_without_far(hit), _("aide à distance")) for hit in others)
    return Answer(
        proposals=proposals,
        outcome=choice.outcome,
        itinerant=_itinerant(situation, choice, proposals),
        remote=others,
        general=_general(situation, choice),
        total=choice.total,
        is_unmet=choice.is_unmet,
    )


def _with_missing(hit: LieuHit) -> LieuHit:
    """The place, which says last what it does not do of what was asked."""
    if not hit.missing:
        return hit
    return replace(hit, reasons=[*hit.reasons, _not_offered(hit.missing)])


def _not_offered(services: Iterable[str]) -> str:
    words = comma().join(service_words(code) for code in services)
    return _("ne propose pas : %(services)s") % {"services": words}


def reach_of(situation: Situation, *, now: datetime) -> LieuSearch:
    """The search on which `choose` works, within reach of the person."""
    return search_lieux(criteria=_within_reach(situation), now=now)


def _within_reach(situation: Situation) -> LieuCriteria:
    criteria = situation.criteria()
    return replace(criteria, radius_m=REACH_M) if criteria.has_point else criteria


def choose(*, situation: Situation, found: LieuSearch) -> Choice:
    """The rows to propose; `found`: any search within reach of the same place and moment.

    Nothing is asked to the database.
    """
    criteria = _within_reach(situation)
    search = found if found.criteria == criteria else found.with_criteria(criteria)
    if not situation.has_place:
        return _anywhere(situation, search)
    timeless = search.with_criteria(replace(criteria, open=None)) if criteria.open else search
    doors = _helping(situation, timeless)
    if not len(doors):
        return _far(search)
    masks = search.search.open_masks
    if masks is None:
        return Choice(search, _three(search, doors), "near", len(doors))
    is_open, is_unknown = masks.open[doors] & _in_time(search, doors), masks.unknown[doors]
    total = int((is_open | is_unknown).sum())
    if is_open.any():
        # Those that are open, then those that may be, then those that open at other times.
        ranks = np.where(is_open, 0, np.where(is_unknown, 1, 2))
        doors = doors[np.argsort(ranks, kind="stable")]
        return Choice(search, _three(search, doors, ranks=np.sort(ranks)), "near", total)
    # Nobody knows whether a place of unknown hours is open: the demand is not unmet.
    return Choice(search, _three(search, doors), "closed", total, not is_unknown.any())


def _in_time(search: LieuSearch, rows: Rows) -> NDArray[np.bool_]:
    """Rows that stay open long enough to get there, when the person wants to go now."""
    metres, wanted = search.search.distances, search.criteria.open
    if wanted is None or wanted.kind != "now":
        return np.ones(len(rows), dtype=np.bool_)
    needed = np.full(len(rows), LEAST_MINUTES, dtype=np.float64)
    if metres is not None:
        needed += metres[rows] / 1000 * MINUTES_PER_KM
    closing = search.search.index.opening.closing(search.now)[rows]
    answer: NDArray[np.bool_] = closing >= minute_of(search.now) + needed
    return answer


def _helping(situation: Situation, search: LieuSearch) -> Rows:
    """Rows of an answer, best first; when no service was said, those where somebody helps."""
    rows = search.search.order
    if situation.services or not len(rows):
        return rows
    helped = rows[search.search.index.has_human_support[rows]]
    return helped if len(helped) else rows


def _far(search: LieuSearch) -> Choice:
    """The nearest places that do what is asked, else the nearest places; open or not."""
    criteria = replace(search.criteria, open=None, radius_m=None)
    rows = search.with_criteria(criteria).search.nearest(_LOOKED_AT)
    if not len(rows):
        return Choice(search, _NO_ROWS, "none", is_unmet=True)
    return Choice(search, _three(search, rows), "far", is_unmet=True)


def _anywhere(situation: Situation, search: LieuSearch) -> Choice:
    """Without a place a distance means nothing: help that needs none, then the best places."""
    rows = _helping(situation, search)
    if not len(rows):
        rows = search.search.nearest(_LOOKED_AT)
    if not len(rows):
        return Choice(search, _NO_ROWS, "none")
    at_a_distance = _has(search, ModaliteField.ACCOMPAGNEMENT, "distance", rows)
    rows = rows[np.argsort(~at_a_distance, kind="stable")]
    return Choice(search, _three(search, rows), "anywhere", search.total)


def _has(search: LieuSearch, name: ModaliteField, code: str, rows: Rows) -> NDArray[np.bool_]:
    index = search.search.index
    return bits.has(index.values[index.columns[name.value, code]], rows)


# --- which three ----------------------------------------------------------------------------
def _three(search: LieuSearch, rows: Rows, ranks: NDArray[np.int64] | None = None) -> Rows:
    """The first three that are different doors; one of them has hours that are known, and one
    covers all the services asked, as soon as one of the rows does; the services win. `ranks`:
    rows of the first rank only may be put in.
    """
    index = search.search.index
    looked = rows[:_LOOKED_AT].tolist()
    kept: list[int] = []
    for row in looked:
        if len(kept) == PROPOSED:
            break
        if not any(_is_same_door(search, row, other) for other in kept):
            kept.append(row)
    kept += [row for row in looked if row not in kept][: PROPOSED - len(kept)]
    first = rows if ranks is None else rows[ranks == ranks[0]]
    if len(kept) == PROPOSED:
        # A person can only go where somebody knows that the door is open.
        _hold_one(kept, first[~search.search.open_now.unknown[first]])
    services = search.criteria.values.get("services", frozenset())
    if len(services) > 1 and len(kept) == PROPOSED:
        columns = [index.columns["services", code] for code in services]
        covered = bits.has(np.bitwise_and.reduce(index.values[columns], axis=0), first)
        _hold_one(kept, first[covered])
    return np.array(kept, dtype=np.int64)


def _hold_one(kept: list[int], wanted: Rows) -> None:
    """Put the best of `wanted` in place of the last when none of them is kept."""
    if len(wanted) and not set(kept) & set(wanted.tolist()):
        kept[-1] = int(wanted[0])


def _is_same_door(search: LieuSearch, one: int, other: int) -> bool:
    index = search.search.index
    are_exact = bool(index.is_exact[one] and index.is_exact[other])
    if index.commune[one] == index.commune[other]:
        names = index.keys[one][0], index.keys[other][0]
        if names[0] == names[1] or (not are_exact and _say_the_same(*names)):
            return True
    if not are_exact:
        return False
    here = float(index.latitude[one]), float(index.longitude[one])
    there = float(index.latitude[other]), float(index.longitude[other])
    # NaN, a position that is not known, is never near.
    return haversine_m(*here, *there) <= SAME_DOOR_M


def _say_the_same(one: str, other: str) -> bool:
    """Whether two names say the same: « Médiathèque de Blois » and « Médiathèque Blois »."""
    return [word for word in one.split() if word not in _SMALL_WORDS] == [
        word for word in other.split() if word not in _SMALL_WORDS
    ]


# --- what else ------------------------------------------------------------------------------
def _remote(situation: Situation, choice: Choice) -> Rows:
    """Places that help at a distance, wherever they are: when nothing is near or when asked."""
    if choice.outcome == "anywhere":
        return _NO_ROWS
    if choice.outcome == "near" and "distance" not in situation.ways:
        return _NO_ROWS
    criteria = situation.criteria()
    values = {**criteria.values, ModaliteField.ACCOMPAGNEMENT.value: frozenset({"distance"})}
    asked = replace(criteria, values=values, open=None, territory=None)
    rows = choice.search.with_criteria(asked).search.order
    kept = set(choice.rows.tolist())
    return np.array([row for row in rows[:_LOOKED_AT].tolist() if row not in kept][:BESIDE], int)


def _general(situation: Situation, choice: Choice) -> tuple[LieuHit, ...]:
    """Places within reach where somebody helps, though not with what is asked."""
    if choice.outcome != "far" or not situation.has_place or not situation.services:
        return ()
    criteria = _within_reach(replace(situation, services=frozenset(), open=None))
    search = choice.search.with_criteria(criteria)
    rows = search.search.order
    rows = rows[search.search.index.has_human_support[rows] & ~np.isin(rows, choice.rows)]
    words = _not_offered(sorted(situation.services))
    hits = search.hits_of(_three(search, rows)[:BESIDE])
    return tuple(replace(hit, reasons=[*hit.reasons, words]) for hit in hits)


def _itinerant(
    situation: Situation, choice: Choice, proposals: tuple[LieuHit, ...]
) -> tuple[LieuHit, ...]:
    """Stops nearer than the nearest proposal, then places that travel when nothing is near."""
    if not situation.has_place:
        return ()
    shown = {hit.lieu.pk for hit in proposals}
    nearest = min((hit.distance_m or 0 for hit in proposals), default=None)
    limit = float(REACH_M)
    if choice.outcome == "near" and nearest is not None:
        limit = min(limit, nearest)
    stops = _stops(situation, choice.search, limit) if limit else []
    hits = [hit for hit in stops if hit.lieu.pk not in shown]
    if choice.outcome == "far":
        seen = shown | {hit.lieu.pk for hit in hits}
        hits += [hit for hit in _travelling(situation, choice.search) if hit.lieu.pk not in seen]
    return tuple(hits[:BESIDE])


def _travelling(situation: Situation, search: LieuSearch) -> list[LieuHit]:
    """Places that go from commune to commune, whose own address is not too far."""
    criteria = situation.criteria()
    values = {**criteria.values, ModaliteField.ITINERANCE.value: frozenset({"itinerant"})}
    radius = TRAVELLING_M if criteria.has_point else None
    asked = replace(criteria, values=values, open=None, radius_m=radius)
    rows = search.with_criteria(asked).search.order[: PROPOSED + BESIDE]
    words = _("se déplace d’une commune à l’autre")
    return [_first_said(_with_missing(hit), words) for hit in search.hits_of(rows)]


def _without_far(hit: LieuHit) -> LieuHit:
    """The place without how far it is: nobody has to go there."""
    return replace(hit, reasons=[reason for reason in hit.reasons if reason != hit.far])


def _first_said(hit: LieuHit, reason: str) -> LieuHit:
    return replace(hit, reasons=list(dict.fromkeys([reason, *hit.reasons])))


def _stops(situation: Situation, search: LieuSearch, limit_m: float) -> list[LieuHit]:
    """Places that receive elsewhere than at their address, at a stop within `limit_m`.

    A stop is as far as the centre of its commune. Only published places that do what is asked
    and may receive the person.
    """
    timeless = search.with_criteria(replace(situation.criteria(), open=None, territory=None))
    index, doing = timeless.search.index, timeless.search.mask
    found: dict[int, tuple[float | None, Passage]] = {}
    for distance, passage in _passages_near(situation, limit_m):
        row = index.row_of.get(passage.lieu_id or passage.host_id or "")
        if row is not None and doing[row] and row not in found:
            found[row] = (distance, passage)
    rows = list(found)[: PROPOSED + BESIDE]
    hits = {hit.lieu.pk: hit for hit in timeless.hits_of(np.array(rows, dtype=np.int64))}
    answers: list[LieuHit] = []
    for row in rows:
        hit = hits.get(index.id_of(row))
        if hit is not None:
            answers.append(_at_stop(hit, *found[row], now=search.now))
    return answers


def _passages_near(situation: Situation, limit_m: float) -> list[tuple[float | None, Passage]]:
    """Stops and permanences, the nearest first; without a point, those of the territory."""
    passages = Passage.objects.select_related("commune").filter(
        kind__in=(PassageKind.HALTE, PassageKind.PERMANENCE, PassageKind.ANTENNE)
    )
    latitude, longitude = situation.latitude, situation.longitude
    if latitude is None or longitude is None:
        if situation.territory is None:
            return []
        codes = commune_codes(*situation.territory)
        return [(None, passage) for passage in passages.filter(commune__in=codes)]
    box = bbox_around(latitude, longitude, limit_m)
    near = passages.filter(
        commune__latitude__range=(box.south, box.north),
        commune__longitude__range=(box.west, box.east),
    )
    measured: list[tuple[float | None, Passage]] = []
    for passage in near:
        commune = passage.commune
        if commune is None or commune.latitude is None or commune.longitude is None:
            continue
        distance = haversine_m(latitude, longitude, commune.latitude, commune.longitude)
        if distance < limit_m:
            measured.append((distance, passage))
    return sorted(measured, key=lambda pair: (pair[0] or 0, pair[1].pk))


def _at_stop(hit: LieuHit, distance: float | None, passage: Passage, *, now: datetime) -> LieuHit:
    """The place as it is at its stop: where, how far, with the hours of the stop."""
    where = passage.label
    if passage.commune is not None and passage.commune.nom not in where:
        where = _("%(place)s, à %(commune)s") % {"place": where, "commune": passage.commune.nom}
    own = _without_far(hit).reasons
    hit = replace(hit, distance_m=distance, is_vague=True)
    reasons = [_("reçoit aussi ici : %(where)s") % {"where": where}]
    if hit.far:
        reasons.append(hit.far)
    lieu = copy(hit.lieu)
    lieu.horaires, lieu.horaires_text = passage.horaires, ""
    state = state_of(lieu=lieu, now=now)
    return replace(
        hit,
        lieu=lieu,
        state=state,
        state_words=state_words_of(lieu=lieu, state=state, now=now),
        reasons=reasons + [reason for reason in own if reason != _("ouvert")],
    )
