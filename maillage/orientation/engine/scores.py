"""How good an engine is on labelled texts: the figures of docs/reference/orientation.md."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

LISTS = ("besoins", "themes", "publics", "prise_en_charge", "modalites")
SINGLES = ("frais", "moment", "commune", "langue")
FLAGS = ("urgence", "hors_sujet")


@dataclass(frozen=True, slots=True)
class Score:
    """Of one field. `invented`: share of texts where a value was given though none is due."""

    precision: float
    recall: float
    f1: float
    exact: float
    invented: float


def score_field(
    field: str, wanted: Sequence[Mapping[str, Any]], given: Sequence[Mapping[str, Any]]
) -> Score:
    """Micro-averaged over the values; `exact`: share of texts with the very same values, or,
    for a single value, of those where one is due."""
    right = asked = said = same = due = same_due = invented = 0
    for line, answer in zip(wanted, given, strict=True):
        hoped, found = _values(line.get(field)), _values(answer.get(field))
        right += len(hoped & found)
        asked += len(hoped)
        said += len(found)
        same += hoped == found
        due += bool(hoped)
        same_due += bool(hoped) and hoped == found
        invented += bool(found) and not hoped
    precision = right / said if said else 1.0
    recall = right / asked if asked else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    exact = same / max(len(wanted), 1) if field in LISTS else same_due / max(due, 1)
    return Score(precision, recall, f1, exact, invented / max(len(wanted), 1))


def _values(value: Any) -> frozenset[str]:
    if isinstance(value, list):
        return frozenset(value)
    if isinstance(value, bool):
        return frozenset({"oui"}) if value else frozenset()
    return frozenset() if value is None else frozenset({str(value)})
