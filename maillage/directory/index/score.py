"""How well a place fits: one figure, made of things that can be said to the person."""

import numpy as np
from numpy.typing import NDArray

from maillage.directory.index.bits import Mask

OLD_DAYS = 365
VERY_OLD_DAYS = 3 * 365
NO_DISTANCE_KM = 2_000.0
"""A place without position is sorted as if it were that far."""

_WORDS = 40.0
_NEEDS = 20.0
_OTHERS = 5.0
_BY_DOUBLING = 10.0
_NEAR_KM = 2.0
_OPEN = 6.0
_HUMAN = 5.0
_FREE = 3.0
_OLD = 3.0
_VERY_OLD = 3.0
_UNKNOWN_HOURS = 2.0
_EXACT = 1.0
# The middle of a commune is near nobody's door.
_APPROXIMATE_KM = 1.0
MANDAT = 8.0
WISHES: dict[str, float] = {
    "langues": 8.0,
    "prise_en_charge_specifique": 6.0,
    "dispositif_programmes_nationaux": 4.0,
    "publics_specifiquement_adresses": 4.0,
    "modalites_accompagnement": 4.0,
    "frais_a_charge": 3.0,
}
"""Points of what a person would like, by field: for all of it, in proportion otherwise."""


def score(
    *,
    words: NDArray[np.float64],
    needs: NDArray[np.float64],
    others: NDArray[np.float64],
    distance_km: NDArray[np.float64] | None,
    is_open: Mask,
    is_unknown: Mask,
    has_human_support: Mask,
    price: NDArray[np.float32],
    is_old: Mask,
    is_very_old: Mask,
    is_exact: Mask,
    wishes: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]:
    """Points of each place; the more the better. All arrays have one entry per place.

    - words (0 to 1.1): 40 points when all stand in the name, 16 in the description, 10 when
      only what they mean is offered;
    - needs: 20 points for all the services asked, in proportion otherwise (places with none
      of them are not here);
    - other filters: 5 points per field, in proportion;
    - distance: smooth, 10 points less each time that « distance + 2 km » doubles: 0 at the
      door, 10 at 2 km, 20 at 6 km, 30 at 14 km, 40 at 30 km; a place of which only the commune
      is known is at least 1 km away;
    - open now, or when it is wanted: 6 points; hours that nobody knows: 2 points less;
    - somebody helps (not only equipment): 5 points;
    - free: 3 points, free on conditions: 1.5;
    - a sheet that nobody vouched for since 12 months: 3 points less, so that it comes after its
      equals; since 3 years: 6 points less;
    - an exact position: 1 point;
    - what the person would like (`wishes`, in points: WISHES and MANDAT), when anything.

    So the small things together (15 points) are worth a little less than three times the
    distance: the nearest place that can help comes first unless another, nearly as near, is
    clearly better.
    """
    points = (
        _WORDS * words
        + _NEEDS * needs
        + _OTHERS * others
        + _OPEN * is_open
        + _HUMAN * has_human_support
        + _FREE * price
        - _OLD * is_old
        - _VERY_OLD * is_very_old
        - _UNKNOWN_HOURS * is_unknown
        + _EXACT * is_exact
    )
    if wishes is not None:
        points = points + wishes
    if distance_km is not None:
        known = np.where(np.isnan(distance_km), NO_DISTANCE_KM, distance_km)
        known = np.where(is_exact, known, np.maximum(known, _APPROXIMATE_KM))
        points = points - _BY_DOUBLING * np.log2(1 + known / _NEAR_KM)
    answer: NDArray[np.float64] = np.asarray(points, dtype=np.float64)
    return answer
