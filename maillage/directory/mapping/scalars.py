"""One value from a row: `colonne`, `joindre`, `dissocier`, `valeur`."""

from dataclasses import dataclass
from typing import Any

from maillage.directory.mapping import spec
from maillage.directory.mapping.cells import Cells, folded
from maillage.directory.mapping.errors import MappingError

_KEYS = frozenset({"colonne", "joindre", "dissocier", "valeur"})
_MAX_ALTERNATIVES = 4
MAX_JOINED, MAX_JOINED_PARTS = 100_000, 100


@dataclass(frozen=True, slots=True)
class Join:
    """Several columns put end to end, empty ones skipped; those with a word of `sauf` too."""

    columns: tuple[str, ...]
    separator: str
    sauf: tuple[str, ...]
    otherwise: "Scalar | None"

    def texts(self, cells: Cells) -> list[str]:
        parts = [part for name in self.columns for part in cells.texts(name)]
        kept = [part for part in parts if not any(word in folded(part) for word in self.sauf)]
        if kept:
            # One long cell named a thousand times would fill the memory.
            joined = self.separator.join(part[:MAX_JOINED] for part in kept[:MAX_JOINED_PARTS])
            return [joined[:MAX_JOINED]]
        return self.otherwise.texts(cells) if self.otherwise is not None else []


@dataclass(frozen=True, slots=True)
class Split:
    """One part of a column's text cut at a separator; `part` from 0, negative from the end."""

    columns: tuple[str, ...]
    separator: str
    part: int

    def texts(self, cells: Cells) -> list[str]:
        for whole in cells.first(self.columns):
            parts = whole.split(self.separator)
            if -len(parts) <= self.part < len(parts) and (text := parts[self.part].strip()):
                return [text]
        return []


@dataclass(frozen=True, slots=True)
class Scalar:
    """Where one value comes from: the first way that finds something, `valeur` last."""

    columns: tuple[str, ...] = ()
    join: Join | None = None
    split: Split | None = None
    default: str = ""

    def texts(self, cells: Cells) -> list[str]:
        """Texts found; several only when a JSON list stands in one column."""
        for way in (self.split, self.join):
            if way is not None and (found := way.texts(cells)):
                return found
        return cells.first(self.columns) or ([self.default] if self.default else [])

    def all_columns(self) -> list[str]:
        """Every column named, alternatives included."""
        names = list(self.columns)
        if self.split is not None:
            names += self.split.columns
        if self.join is not None:
            names += self.join.columns
            if self.join.otherwise is not None:
                names += self.join.otherwise.all_columns()
        return names


def read_scalar(value: Any, where: str, *, depth: int = 0) -> Scalar:
    """MappingError when the words are wrong; a Scalar without column is accepted."""
    if depth > _MAX_ALTERNATIVES:
        raise MappingError(f"{where} : trop de « ou » emboîtés.")
    found = spec.section(value, where, _KEYS)
    if not found:
        raise MappingError(
            f"{where} : il faut « colonne », « joindre », « dissocier » ou « valeur »."
        )
    return Scalar(
        columns=spec.texts(found.get("colonne", ""), f"{where}.colonne"),
        join=_read_join(found["joindre"], f"{where}.joindre", depth)
        if "joindre" in found
        else None,
        split=_read_split(found["dissocier"], f"{where}.dissocier")
        if "dissocier" in found
        else None,
        default=spec.text(found.get("valeur", ""), f"{where}.valeur").strip(),
    )


def _read_join(value: Any, where: str, depth: int) -> Join:
    found = spec.section(value, where, {"colonnes", "separateur", "sauf", "ou"})
    columns = spec.texts(found.get("colonnes", ()), f"{where}.colonnes")
    if not columns:
        raise MappingError(f"{where}.colonnes : aucune colonne à joindre.")
    otherwise = None
    if "ou" in found:
        otherwise = read_scalar(found["ou"], f"{where}.ou", depth=depth + 1)
    return Join(
        columns=columns,
        separator=spec.text(found.get("separateur", " "), f"{where}.séparateur"),
        sauf=tuple(folded(word) for word in spec.texts(found.get("sauf", ()), f"{where}.sauf")),
        otherwise=otherwise,
    )


def _read_split(value: Any, where: str) -> Split:
    found = spec.section(value, where, {"colonne", "colonnes", "separateur", "partie"})
    name = "colonne" if "colonne" in found else "colonnes"
    columns = spec.texts(found.get(name, ""), f"{where}.{name}")
    separator = spec.text(found.get("separateur", ""), f"{where}.séparateur")
    if not columns:
        raise MappingError(f"{where}.colonne : aucune colonne à dissocier.")
    if not separator:
        raise MappingError(f"{where}.séparateur : il manque le séparateur.")
    return Split(columns, separator, spec.integer(found.get("partie", 0), f"{where}.partie"))
