"""Multi-valued fields: their order, which are united, which cannot be true together."""

from collections.abc import Collection, Iterable
from typing import Final

from maillage.directory.vocabularies import VOCABULARIES

NEWEST_LISTS: Final = frozenset({"frais_a_charge", "itinerance"})
"""The newest says it all: nothing is added to it."""
ALWAYS_UNITED: Final = frozenset({"dispositif_programmes_nationaux", "typologie"})
"""However old, nobody takes them back by not saying them."""
NO_PUBLIC: Final = "Ce lieu n'accueille pas de public"
OTHER_TYPE: Final = "Autre"
_RANKS: Final = {
    name: {entry.value: rank for rank, entry in enumerate(entries)}
    for name, entries in VOCABULARIES.items()
}


def are_lists_opposed(name: str, one: Collection[str], two: Collection[str]) -> bool:
    if name == "modalites_acces":
        return (NO_PUBLIC in one) != (NO_PUBLIC in two)
    if name == "frais_a_charge":
        return (_is_free(one) and _is_paying(two)) or (_is_paying(one) and _is_free(two))
    return False


def _is_free(frais: Collection[str]) -> bool:
    return "Gratuit" in frais and "Payant" not in frais


def _is_paying(frais: Collection[str]) -> bool:
    """« Gratuit sous condition | Payant » is paying for most people."""
    return "Payant" in frais and "Gratuit" not in frais


def in_order(name: str, values: Iterable[str]) -> tuple[str, ...]:
    """Each once, in the order of the standard; « Autre » beside a real typology says nothing."""
    found = set(values)
    if len(found) == 1:
        return tuple(found)
    if name == "typologie":
        found.discard(OTHER_TYPE)
    ranks = _RANKS.get(name, {})
    return tuple(sorted(found, key=lambda value: (ranks.get(value, len(ranks)), value)))
