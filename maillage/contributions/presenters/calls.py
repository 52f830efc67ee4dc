"""A request to settle by telephone, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from maillage.contributions.models import UpdateRequest
from maillage.contributions.presenters.reading import FoundLieu
from maillage.contributions.queries.campaigns import addresses_of
from maillage.contributions.queries.refusals import silent_lieux


@dataclass(frozen=True, slots=True)
class CallRow:
    """One place to call; `refuses_mail` when it asked not to be written to any more."""

    request: UpdateRequest
    place: FoundLieu
    refuses_mail: bool


def call_rows(*, requests: Sequence[UpdateRequest]) -> list[CallRow]:
    """Requests, whose places are loaded, with the telephone even kept for professionals."""
    addresses = addresses_of(lieux=[row.lieu for row in requests])
    silent = silent_lieux(addresses=addresses)
    return [CallRow(row, FoundLieu.of(row.lieu), row.lieu_id in silent) for row in requests]
