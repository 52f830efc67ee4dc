"""Groups of sheets that are one place, without chains of weak links."""

from collections.abc import Mapping, Sequence

from maillage.directory.dedupe.evidence import compare, distance_m
from maillage.directory.dedupe.pairs import Pair
from maillage.directory.dedupe.reading import Reading, read_sheet
from maillage.directory.dedupe.score import probability_of
from maillage.directory.dedupe.sheet import Sheet

CONTRADICTION = 0.1
"""Two sheets of one group are never less likely than this to be one place."""
FAR_M = 2000.0
"""Nor farther than this, unless they are sure by themselves (a position may be wrong)."""
LARGEST = 30


def group_pairs(
    pairs: Sequence[Pair], sheets: Sequence[Sheet], *, at_least: float
) -> list[tuple[str, ...]]:
    """Groups of two sheets or more, each in the order of identifiers; deterministic.

    From the likeliest pair on, two groups become one when at least half of the pairs across
    them are as likely as `at_least`, and none contradicts: A = B and B = C does not make
    A = C when A and C are clearly two places. `sheets` holds every sheet that pairs name;
    KeyError otherwise.
    """
    likely = {
        (pair.first, pair.second): pair.probability
        for pair in pairs
        if pair.probability >= at_least
    }
    named = {identifier for pair in likely for identifier in pair}
    readings = {sheet.id: read_sheet(sheet) for sheet in sheets if sheet.id in named}
    group_of: dict[str, list[str]] = {identifier: [identifier] for identifier in named}
    for first, second in sorted(likely, key=lambda pair: (-likely[pair], pair)):
        mine, theirs = group_of[first], group_of[second]
        if mine is theirs or len(mine) + len(theirs) > LARGEST:
            continue
        if _are_one(mine, theirs, likely, readings, at_least):
            mine.extend(theirs)
            for identifier in theirs:
                group_of[identifier] = mine
    groups = {tuple(sorted(group)) for group in group_of.values() if len(group) > 1}
    return sorted(groups)


def _are_one(
    mine: Sequence[str],
    theirs: Sequence[str],
    likely: Mapping[tuple[str, str], float],
    readings: Mapping[str, Reading],
    at_least: float,
) -> bool:
    sure = 0
    for one in mine:
        for other in theirs:
            if (min(one, other), max(one, other)) in likely:
                sure += 1
                continue
            # No pair was given: compared here, since the blocks may have kept them apart.
            probability = probability_of(compare(readings[one], readings[other]))
            distance = distance_m(readings[one], readings[other])
            if probability >= at_least:
                sure += 1
            elif probability < CONTRADICTION or (distance is not None and distance > FAR_M):
                return False
    return 2 * sure >= len(mine) * len(theirs)
