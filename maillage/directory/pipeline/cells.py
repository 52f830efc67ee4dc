"""First stage: raw cells as the file wrote them, without what means « nothing », and their mark."""

import hashlib
import json
import math
import re
from collections.abc import Mapping
from typing import Any

# Ways of writing « nothing » that exports and spreadsheets have. « non » is an answer.
_NOTHING = frozenset(
    {"null", "none", "nan", "nil", "undefined", "n/a", "#n/a", "na", "n.c.", "nc", "nr", "-", "--"}
    | {".", "/", "x?", "?", "inconnu", "inconnue", "non renseigné", "non renseignée", "sans objet"}
)
_LONGEST_NOTHING = max(map(len, _NOTHING))
# The null character (PostgreSQL) and halves of UTF-16 pairs (no UTF-8 has them).
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
Cells = Mapping[str, Any]


def clean_cells(cells: Cells) -> dict[str, Any]:
    """The cells, trimmed; what means « nothing » is "". Lists and objects keep their shape.

    Every column stays: one that a file has and leaves empty is not one that it has not.
    """
    return {name: _clean(value) for name, value in cells.items()}


def _clean(value: Any) -> Any:
    if not isinstance(value, str):
        return "" if value is None else value
    text = value.strip()
    return "" if len(text) <= _LONGEST_NOTHING and text.casefold() in _NOTHING else text


def mark_of(cells: Cells, *, salt: str) -> str:
    """A short mark of the cells and of how they are read (`salt`): 32 hexadecimal figures."""
    text = json.dumps(cells, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.blake2b(f"{salt}\n{text}".encode("utf-8", "replace"), digest_size=16).hexdigest()
