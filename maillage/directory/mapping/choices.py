"""Values of a vocabulary told by words found in columns: `[{colonnes, termes, sauf, cible}]`.

The rule is the national one: a term is a piece of text looked for without regard to case, in
each cell on its own; `sauf` takes back a cell that holds one of its words; without `termes` any
cell that is not empty will do; without `colonnes` the value is given to every row. Two cares
are ours: `sauf` does not regard case either (the national pipeline lowers the cell and not the
word, so that its « Gratuit sous condition » never excludes), and a term that is a code of a
type of place is a whole word (« CC » is not in « CCONS »). `mots`, ours, are whole words too.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from maillage.directory.mapping import spec
from maillage.directory.mapping.cells import Cells, folded
from maillage.directory.mapping.errors import MappingError
from maillage.directory.normalise.legacy import IS_TRUE, V0_COLUMNS, V1_COLUMNS, Target
from maillage.directory.normalise.values import find_value
from maillage.directory.standard import VOCABULARIES

FREE_LABELS = "autres_formations_labels"
_KEYS = frozenset({"colonnes", "colonne", "termes", "mots", "sauf", "cible"})
_OFFICIAL = {
    name: frozenset(entry.value for entry in entries) for name, entries in VOCABULARIES.items()
}
_TYPE_CODES = frozenset(value.lower() for value in _OFFICIAL["typologie"])
# Names of the first versions of the standard, and the column of today that they fill first.
OLD_NAMES = {
    "publics_accueillis": "publics_specifiquement_adresses",
    "conditions_acces": "frais_a_charge",
    "labels_nationaux": "dispositif_programmes_nationaux",
    "labels_autres": FREE_LABELS,
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a vocabulary. `targets` empty: the texts found are the values."""

    field: str
    columns: tuple[str, ...]
    terms: re.Pattern[str] | None
    sauf: re.Pattern[str] | None
    targets: tuple[Target, ...]
    is_default: bool
    has_terms: bool

    def found(self, cells: Cells) -> Sequence[Target]:
        """What this line gives for a row."""
        if self.is_default:
            return self.targets
        if self.targets:
            for name in self.columns:
                if self._is_in(cells, name):
                    return self.targets
            return ()
        return [
            (self.field, text)
            for name in self.columns
            if self._is_in(cells, name)
            for text in cells.texts(name)
        ]

    def _is_in(self, cells: Cells, name: str) -> bool:
        texts = cells.searched(name)
        if not texts:
            return False
        if not self.has_terms:
            return cells.is_filled(name) and not any(map(self._is_taken_back, texts))
        if self.terms is None:
            return False
        search = self.terms.search
        return any(search(text) and not self._is_taken_back(text) for text in texts)

    def _is_taken_back(self, text: str) -> bool:
        return self.sauf is not None and self.sauf.search(text) is not None


def read_choices(value: Any, name: str, warnings: list[str]) -> list[Choice]:
    """The lines of one vocabulary; `{"colonne": …}` alone gives the column's own values (ours)."""
    field = OLD_NAMES.get(name, name)
    lines = [value] if isinstance(value, dict) else spec.entries(value, name)
    choices: list[Choice] = []
    for rank, line in enumerate(lines):
        where = name if isinstance(value, dict) else f"{name}[{rank}]"
        choice = _read_choice(line, name, field, where, warnings)
        if choice is not None:
            choices.append(choice)
    return choices


def _read_choice(
    line: Any, name: str, field: str, where: str, warnings: list[str]
) -> Choice | None:
    found = spec.section(line, where, _KEYS)
    columns_key = "colonnes" if "colonnes" in found else "colonne"
    is_default = columns_key not in found
    columns = spec.texts(found.get(columns_key, ()), f"{where}.{columns_key}")
    terms = spec.texts(found.get("termes", ()), f"{where}.termes")
    target = spec.text(found.get("cible", ""), f"{where}.cible").strip()
    if is_default and (terms or "mots" in found or not target):
        raise MappingError(
            f"{where} : il faut « colonnes » (où chercher) ou « cible » seule (valeur par défaut)."
        )
    if not is_default and not columns:
        warnings.append(f"{where} : aucune colonne n’est nommée, la ligne ne sert à rien.")
        return None
    targets = _targets(target, name, field) if target else ()
    if target and not targets:
        warnings.append(
            f"{where} : « {target[:80]} » n’est pas une valeur de « {name} », la ligne est laissée."
        )
        return None
    codes = [t for t in terms if field == "typologie" and t.lower() in _TYPE_CODES]
    whole = [*codes, *spec.texts(found.get("mots", ()), f"{where}.mots")]
    return Choice(
        field=field,
        columns=columns,
        terms=_any_of([term for term in terms if term not in codes], whole),
        sauf=_any_of(spec.texts(found.get("sauf", ()), f"{where}.sauf")),
        targets=targets,
        is_default=is_default,
        has_terms="termes" in found or "mots" in found,
    )


def _any_of(pieces: Sequence[str], words: Sequence[str] = ()) -> re.Pattern[str] | None:
    """One search for all: pieces of text anywhere, or whole words; None without any."""
    found = [re.escape(folded(piece)) for piece in pieces]
    found += [rf"(?<!\w){re.escape(folded(word))}(?!\w)" for word in words]
    return re.compile("|".join(found)) if found else None


def _targets(value: str, name: str, field: str) -> tuple[Target, ...]:
    """Where a target goes: itself, its official spelling, or what an old value became."""
    if field == FREE_LABELS:
        return ((FREE_LABELS, value),)
    if value in _OFFICIAL[field]:
        return ((field, value),)
    is_old = name in V0_COLUMNS and name not in V1_COLUMNS
    table, fields = (V0_COLUMNS if is_old else V1_COLUMNS)[name if is_old else field]
    found = find_value(value, table=table, fields=fields, is_old_version=is_old) or ()
    return tuple(target for target in found if target[1] != IS_TRUE)
