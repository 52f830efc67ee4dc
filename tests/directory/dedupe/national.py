"""The national rule for duplicates (mednum-cli), ported from its description, to compare.

Not in the product. Scores are whole numbers of 100; a place is a dict of the national schema.
Candidates share a commune (`code_insee`); names, streets and distance count a third each.
"""

import hashlib
import math
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from rapidfuzz import fuzz, utils

CROSS_SOURCE = 83
INTERNAL = 90
NEAR_DEGREES = 0.0004
_ANY_TYPE = frozenset({"RFS", "PIMMS"})

Place = Mapping[str, Any]


def ratio(one: str, other: str) -> int:
    """Likeness of two texts, accents kept."""
    texts = (" ".join(utils.default_process(text).split()) for text in (one, other))
    return int(fuzz.ratio(*texts) + 0.5)


def distance_score(one: Place, other: Place) -> int:
    """100 within 0.0004 degrees, and when any coordinate is missing (their weakness)."""
    ends = [place.get(axis) for axis in ("latitude", "longitude") for place in (one, other)]
    degrees = 0.0
    if all(end is not None for end in ends):
        lat1, lat2, lon1, lon2 = (float(end) for end in ends if end is not None)
        degrees = math.hypot(lat1 - lat2, lon1 - lon2)
    return 100 if degrees < NEAR_DEGREES else math.trunc(100 / (1000 * degrees + 1))


def scores(one: Place, other: Place) -> tuple[int, int, int]:
    """(name, street, distance)."""
    return (
        ratio(str(one.get("nom") or ""), str(other.get("nom") or "")),
        ratio(str(one.get("adresse") or ""), str(other.get("adresse") or "")),
        distance_score(one, other),
    )


def total(one: Place, other: Place) -> int:
    """The score compared to the threshold."""
    return math.trunc(sum(scores(one, other)) / 3)


def is_duplicate(one: Place, other: Place, *, is_internal: bool) -> bool:
    """The decision of the national rule for one pair that is a candidate."""
    return total(one, other) > (INTERNAL if is_internal else CROSS_SOURCE)


def are_candidates(one: Place, other: Place, *, is_internal: bool) -> bool:
    """Whether the rule compares them at all."""
    types = [
        set(filter(None, str(place.get("typologie") or "").split("|"))) for place in (one, other)
    ]
    return (
        bool(one.get("code_insee"))
        and one.get("code_insee") == other.get("code_insee")
        and one.get("id") != other.get("id")
        and (is_internal or one.get("source") != other.get("source"))
        and (not all(types) or bool(types[0] & types[1]) or bool((types[0] | types[1]) & _ANY_TYPE))
    )


def find_duplicates(places: Sequence[Place], *, is_internal: bool) -> list[dict[str, Any]]:
    """Candidates by commune with their three scores, in the recorded shape."""
    communes: dict[str, list[dict[str, Any]]] = {}
    for place in places:
        found = [
            {
                "id": other["id"],
                "distanceScore": distance,
                "nomFuzzyScore": name,
                "voieFuzzyScore": street,
            }
            for other in places
            if are_candidates(place, other, is_internal=is_internal)
            for name, street, distance in [scores(place, other)]
        ]
        if found:
            lieux = communes.setdefault(place["code_insee"], [])
            lieux.append({"id": place["id"], "duplicates": found})
    return [{"code_insee": code, "lieux": lieux} for code, lieux in communes.items()]


def comparisons(places: Sequence[Place], *, is_internal: bool) -> list[tuple[str, str, int]]:
    """(id1, id2, score) of the candidates, the best first."""
    found = [
        (one["id"], other["id"], total(one, other))
        for one, other in combinations(places, 2)
        if are_candidates(one, other, is_internal=is_internal)
    ]
    return sorted(found, key=lambda row: -row[2])


def groups(pairs: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """Transitive groups: {SHA-256 of the joined ids: ids}."""
    members: dict[str, set[str]] = {}
    for one, other in pairs:
        joined = members.get(one, {one}) | members.get(other, {other})
        for identifier in joined:
            members[identifier] = joined
    distinct = {tuple(sorted(group)) for group in members.values()}
    return {
        hashlib.sha256(",".join(group).encode()).hexdigest(): list(group)
        for group in sorted(distinct)
    }
