"""First stage: raw cells as the file wrote them, without what means « nothing », and their mark."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

# Ways of writing « nothing » that exports and spreadsheets have. « non » is an answer.
_NOTHING = frozenset(
    {"null", "none", "nan", "nil", "undefined", "n/a", "#n/a", "na", "n.c.", "nc", "nr", "-", "--"}
    | {".", "/", "x?", "?", "inconnu", "inconnue", "non renseigné", "non renseignée", "sans objet"}
)
_LONGEST_NOTHING = max(map(len, _NOTHING))
Cells = Mapping[str, Any]


def clean_cells(cells: Cells) -> dict[str, Any]:
    """The cells that say something, trimmed. Lists and objects keep their shape."""
    found: dict[str, Any] = {}
    for name, value in cells.items():
        if isinstance(value, str):
            text = value.strip()
            if not text or (len(text) <= _LONGEST_NOTHING and text.casefold() in _NOTHING):
                continue
            found[name] = text
        elif value is not None and value not in ((), [], {}):
            found[name] = value
    return found


def mark_of(cells: Cells, *, salt: str) -> str:
    """A short mark of the cells and of how they are read (`salt`): 32 hexadecimal figures."""
    text = json.dumps(cells, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.blake2b(f"{salt}\n{text}".encode("utf-8", "replace"), digest_size=16).hexdigest()
