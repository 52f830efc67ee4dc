"""Reading a mapping's own words: right types, known keys, and the path where it went wrong."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from maillage.directory.mapping.errors import MappingError

MAX_NAME = 500
MAX_NODES = 10_000
MAX_TERMS = 2_000
MAX_DEPTH = 12
# No database keeps them.
_UNWRITABLE = re.compile(r"[\x00\ud800-\udfff]")
# Keys met with and without their accent.
_SPELLINGS = {"séparateur": "separateur", "privé": "prive", "itinérance": "itinerance"}


def check_size(config: Any) -> None:
    """MappingError when a mapping is larger or deeper than any real one."""
    nodes, pending = 0, [(config, 1)]
    while pending:
        value, depth = pending.pop()
        nodes += 1
        if nodes > MAX_NODES:
            raise MappingError("La correspondance est démesurée : plus de 10 000 éléments.")
        if depth > MAX_DEPTH:
            raise MappingError("La correspondance est trop profonde : trop de niveaux emboîtés.")
        if isinstance(value, Mapping):
            pending.extend((part, depth + 1) for part in value.values())
            pending.extend((key, depth + 1) for key in value)
        elif isinstance(value, list | tuple):
            pending.extend((part, depth + 1) for part in value)
        elif isinstance(value, str) and len(value) > MAX_NAME:
            raise MappingError(
                f"La correspondance contient un texte de {len(value)} caractères : "
                f"{MAX_NAME} au plus."
            )
        elif isinstance(value, str) and _UNWRITABLE.search(value):
            raise MappingError("La correspondance contient un caractère qui ne s’écrit pas.")


def section(value: Any, where: str, allowed: Collection[str]) -> dict[str, Any]:
    """An object with known keys only (spelt without accents in the answer)."""
    if not isinstance(value, Mapping):
        raise MappingError(f"{where} : un objet est attendu, pas {_kind(value)}.")
    found: dict[str, Any] = {}
    for key, content in value.items():
        name = _SPELLINGS.get(str(key), str(key))
        if name not in allowed:
            known = ", ".join(sorted(allowed))
            raise MappingError(f"{where} : la clé « {str(key)[:80]} » est inconnue ({known}).")
        found[name] = content
    return found


def text(value: Any, where: str) -> str:
    """A text, possibly empty."""
    if not isinstance(value, str):
        raise MappingError(f"{where} : un texte est attendu, pas {_kind(value)}.")
    return value


def texts(value: Any, where: str) -> tuple[str, ...]:
    """A text or a list of texts; empty ones are left: « colonne: "" » means no column."""
    if isinstance(value, str):
        return (value,) if value.strip() else ()
    if not isinstance(value, list | tuple):
        raise MappingError(f"{where} : un texte ou une liste est attendu, pas {_kind(value)}.")
    if len(value) > MAX_TERMS:
        raise MappingError(f"{where} : {len(value)} éléments, {MAX_TERMS} au plus.")
    parts = [text(part, f"{where}[{rank}]") for rank, part in enumerate(value)]
    return tuple(part for part in parts if part.strip())


def integer(value: Any, where: str) -> int:
    """A whole number."""
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > 1000:
        raise MappingError(f"{where} : un petit nombre entier est attendu, pas {_kind(value)}.")
    return value


def entries(value: Any, where: str) -> list[Any]:
    """A list of objects."""
    if not isinstance(value, list | tuple):
        raise MappingError(f"{where} : une liste est attendue, pas {_kind(value)}.")
    return list(value)


def _kind(value: Any) -> str:
    if value is None:
        return "rien"
    if isinstance(value, bool):
        return "un vrai ou faux"
    if isinstance(value, int | float):
        return "un nombre"
    if isinstance(value, str):
        return "un texte"
    return "une liste" if isinstance(value, list | tuple) else "un objet"
