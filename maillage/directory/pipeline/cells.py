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

    What no database can hold is taken out: null characters, half characters, infinite numbers.
    Every column stays: one that a file has and leaves empty is not one that it has not.
    """
    return {name: _clean(value) if value else _nothing(value) for name, value in cells.items()}


def _nothing(value: Any) -> Any:
    return "" if value is None else value


def _clean(value: Any) -> Any:
    if not isinstance(value, str):
        return _storable(value)
    text = _storable(value).strip()
    return "" if len(text) <= _LONGEST_NOTHING and text.casefold() in _NOTHING else text


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return _UNSTORABLE.sub("", value) if _UNSTORABLE.search(value) else value
    if isinstance(value, float):
        return value if math.isfinite(value) else ""
    if isinstance(value, Mapping):
        return {_storable(name): _storable(content) for name, content in value.items()}
    if isinstance(value, list):
        return [_storable(content) for content in value]
    if isinstance(value, tuple):
        return tuple(_storable(content) for content in value)
    return value


def mark_of(cells: Cells, *, salt: str) -> str:
    """A short mark of the cells and of how they are read (`salt`): 32 hexadecimal figures."""
    text = json.dumps(cells, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.blake2b(f"{salt}\n{text}".encode("utf-8", "replace"), digest_size=16).hexdigest()
