"""Values of the controlled vocabularies: recognised, translated from older versions, or named."""

from collections.abc import Mapping
from functools import lru_cache

from maillage.directory.normalise.legacy import Target
from maillage.directory.normalise.notes import Notes
from maillage.directory.normalise.words import words_of
from maillage.directory.standard import VOCABULARIES
from maillage.directory.vocabularies import slug_of

ETAPES_NUMERIQUES: Target = ("formations_labels", "Étapes numériques (La Poste)")
_EXACT: dict[str, frozenset[str]] = {
    field: frozenset(entry.value for entry in entries) for field, entries in VOCABULARIES.items()
}


def _spellings() -> dict[str, dict[str, str]]:
    """Field → slug of the short code, of the label or of the value → official value."""
    tables: dict[str, dict[str, str]] = {}
    for field, entries in VOCABULARIES.items():
        table = {entry.code: entry.value for entry in entries}
        # The value last, then the first of two equal labels: official words win.
        table = {slug_of(entry.label): entry.value for entry in reversed(entries)} | table
        table |= {slug_of(entry.value): entry.value for entry in entries}
        tables[field] = table
    return tables


_SPELLINGS = _spellings()


def read_values(
    column: str,
    values: list[str],
    *,
    table: Mapping[str, tuple[Target, ...]],
    fields: tuple[str, ...],
    is_old_version: bool,
    notes: Notes,
) -> list[Target]:
    """Where each value goes, in order; unknown ones are named in a warning and left.

    `fields`: the vocabularies to look in, the column's own first. Translations of a version 0
    file are its normal reading and are not reported; the same in a file of today is a repair.
    """
    targets: list[Target] = []
    for value in values:
        if not is_old_version and value in _EXACT[fields[0]]:
            targets.append((fields[0], value))
            continue
        found = find_value(value, table=table, fields=fields, is_old_version=is_old_version)
        if found is None:
            notes.warn(
                column,
                f"« {value[:80]} » n’est pas dans la liste du standard : laissé de côté.",
                value,
            )
            continue
        if not is_old_version:
            after = ", ".join(official for _, official in found)
            notes.repair(column, "Valeur récrite comme dans le standard.", value, after)
        targets.extend(found)
    return targets


def find_value(
    value: str,
    *,
    table: Mapping[str, tuple[Target, ...]],
    fields: tuple[str, ...],
    is_old_version: bool,
) -> tuple[Target, ...] | None:
    """Where one value goes; None when nobody knows it. Old tables rule in old files only."""
    slug, short = _slugs(value)
    if is_old_version and slug in table:
        return table[slug]
    for field in fields:
        if slug in _SPELLINGS[field]:
            return ((field, _SPELLINGS[field][slug]),)
    found = table.get(slug) or table.get(short)
    return found if found is not None else words_of(fields[0], value)


@lru_cache(maxsize=4096)
def _slugs(value: str) -> tuple[str, str]:
    return slug_of(value), slug_of(value.split(":", maxsplit=1)[0])


@lru_cache(maxsize=4096)
def is_etapes_numeriques(value: str) -> bool:
    """Tell the one label that travels in `autres_formations_labels` (see conform)."""
    return slug_of(value) == "etapes-numeriques-la-poste"
