"""Which opening hours are kept, and which contradict each other."""

from collections.abc import Sequence
from dataclasses import dataclass

from maillage.directory.provenance.claims import Claim, ClaimKind, days_before
from maillage.directory.provenance.writing import is_same_hours, text_key

SAME_PERIOD_DAYS = 182
"""A text no newer than that tells of the same hours: those that can be computed are kept."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What one claim says: an opening_hours string, a text, or both."""

    claim: Claim
    osm: str
    text: str

    @property
    def shown(self) -> str:
        return self.osm or self.text


def choose_hours(said: Sequence[Opening]) -> Opening:
    """The kept hours; `said` in order of precedence, not empty.

    The best claim, unless it is a mere text of a source and another source gives hours that can
    be computed, hardly older. A text much newer wins: better no « ouvert maintenant » than a
    wrong one.
    """
    best = said[0]
    if best.osm or best.claim.kind is ClaimKind.PERSONNE:
        return best
    computable = (
        other
        for other in said
        if other.osm and days_before(other.claim, best.claim) <= SAME_PERIOD_DAYS
    )
    return next(computable, best)


def is_same_opening(one: Opening, two: Opening) -> bool:
    if one.osm and two.osm:
        return is_same_hours(one.osm, two.osm)
    return not one.osm and not two.osm and text_key(one.text) == text_key(two.text)


def are_hours_opposed(one: Opening, two: Opening) -> bool:
    """Whether the open minutes differ; a text that nobody could read opposes nothing."""
    return bool(one.osm and two.osm) and not is_same_hours(one.osm, two.osm)
