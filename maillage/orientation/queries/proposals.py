"""Which doors to propose for a situation, and what else when none is near."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from maillage.directory.queries import LieuHit, search_lieux
from maillage.orientation.enums import UnmetReason
from maillage.orientation.situation import Situation

PROPOSED = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """`proposals`: at most three places, the best first, each with its reasons.

    `outcome`: « near » (a door within reach), « far » (the nearest ones, though far), « closed »
    (none open when it is wanted: these open at other times), « none ». `itinerant`: services
    that come near; `remote`: places that help at a distance. `total`: how many places answer.
    `unmet`: why the demand is counted as unmet, or None.
    """

    proposals: tuple[LieuHit, ...] = ()
    outcome: Literal["near", "far", "closed", "none"] = "none"
    itinerant: tuple[LieuHit, ...] = ()
    remote: tuple[LieuHit, ...] = ()
    total: int = 0
    unmet: UnmetReason | None = None


def answer_to(*, situation: Situation, now: datetime | None = None) -> Answer:
    """The places to propose; never a dead end as long as the directory holds one place."""
    found = search_lieux(criteria=situation.criteria(), now=now)
    if found.total:
        return Answer(tuple(found.hits(0, PROPOSED)), "near", total=found.total)
    nearest = tuple(found.nearest(PROPOSED))
    return Answer(nearest, "far" if nearest else "none", unmet=UnmetReason.RIEN_PRES)
