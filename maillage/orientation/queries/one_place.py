"""One place that somebody has chosen, before a situation: why it answers, or why one may doubt."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

import numpy as np

from maillage.directory.models import Lieu
from maillage.directory.queries import LieuHit, search_lieux
from maillage.orientation.queries.proposals import answer_to
from maillage.orientation.situation import Situation

Doubt = Literal["", "need", "person"]


@dataclass(frozen=True, slots=True)
class Chosen:
    """`reasons`: in the active language, without how far; `distance_m`: metres, None when unknown.

    `missing`: codes of the services asked that it does not offer; `stop`: where it comes nearer
    than its address, with the distance and the hours of the stop. `doubt`: « need » when its sheet
    does not say that it helps with this, « person » when it says that it receives others.
    """

    reasons: tuple[str, ...] = ()
    distance_m: float | None = None
    doubt: Doubt = ""
    missing: tuple[str, ...] = ()
    stop: LieuHit | None = None


def chosen_of(*, lieu: Lieu, situation: Situation, now: datetime) -> Chosen:
    """Why this place, be it one of the three proposed or not."""
    criteria = situation.criteria()
    found = search_lieux(criteria=criteria, now=now)
    row = found.search.index.row_of.get(lieu.pk)
    hits = [] if row is None else found.hits_of(np.array([row]))
    if row is None or not hits:  # published since the index was read
        return Chosen()
    hit = hits[0]
    # Where and when the person wants it says nothing of what the place does.
    asked = replace(criteria, open=None, territory=None)
    doubt: Doubt = ""
    if not found.with_criteria(asked).search.mask[row]:
        receives = found.with_criteria(replace(asked, values={})).search.mask[row]
        doubt = "need" if receives else "person"
    stop = _stop_of(lieu, situation, now)
    return Chosen(
        reasons=tuple(reason for reason in hit.reasons if reason != hit.far),
        distance_m=hit.distance_m if stop is None else stop.distance_m,
        doubt=doubt,
        missing=() if doubt == "need" else hit.missing,
        stop=stop,
    )


def _stop_of(lieu: Lieu, situation: Situation, now: datetime) -> LieuHit | None:
    if not lieu.passages.all():
        return None
    stops = answer_to(situation=situation, now=now).itinerant
    return next((stop for stop in stops if stop.lieu.pk == lieu.pk), None)
