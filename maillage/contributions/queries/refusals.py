"""Who asked not to receive requests by e-mail any more."""

from collections.abc import Mapping, Sequence

from maillage.contributions.links import address_mark
from maillage.contributions.models import MailRefusal

Addresses = Mapping[str, Sequence[str]]
"""Identifier of a place → the addresses to write to about it."""


def without_refusals(*, addresses: Addresses) -> dict[str, tuple[str, ...]]:
    """The same, without the places and addresses that said no. One query: they are few."""
    lieux, marks = _refusals()
    return {
        pk: ()
        if pk in lieux
        else tuple(one for one in found if not marks or address_mark(one) not in marks)
        for pk, found in addresses.items()
    }


def silent_lieux(*, addresses: Addresses) -> frozenset[str]:
    """The places that could be written to, and said no with all their addresses."""
    kept = without_refusals(addresses=addresses)
    return frozenset(pk for pk, found in addresses.items() if found and not kept[pk])


def _refusals() -> tuple[set[str], set[str]]:
    rows = list(MailRefusal.objects.values_list("lieu_id", "address_mark"))
    return {pk for pk, _mark in rows if pk}, {mark for _pk, mark in rows if mark}
