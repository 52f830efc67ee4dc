"""Which sheets are one place: candidates, evidence, a probability with its reasons, groups.

Pure: no database, no Django, no clock. The method, its figures and its limits are told in
docs/reference/doublons.md.
"""

from maillage.directory.dedupe.groups import group_pairs
from maillage.directory.dedupe.pairs import Pair, find_pairs
from maillage.directory.dedupe.score import PairScore, score_pair
from maillage.directory.dedupe.sheet import Sheet, SheetError, sheet_of
from maillage.directory.dedupe.weights import CERTAIN, POSSIBLE, SAME

__all__ = [
    "CERTAIN",
    "POSSIBLE",
    "SAME",
    "Pair",
    "PairScore",
    "Sheet",
    "SheetError",
    "find_pairs",
    "group_pairs",
    "score_pair",
    "sheet_of",
]
