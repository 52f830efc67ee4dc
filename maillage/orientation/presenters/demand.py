"""Unmet demands in words, for a page and for a file."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from maillage.core.wording import sentence
from maillage.directory.wording import service_words
from maillage.orientation.queries.demand import LEAST, Demand


@dataclass(frozen=True, slots=True)
class DemandRow:
    """One line: `count` is « 12 » or « moins de 5 »."""

    code_insee: str
    commune: str
    need: str
    count: str


def rows_of(demands: Iterable[Demand]) -> list[DemandRow]:
    """The demands in words, in the same order."""
    return [
        DemandRow(one.code_insee, one.commune, need_words(one.service), count_words(one.count))
        for one in demands
    ]


def need_words(service: str) -> str:
    """« Aide aux démarches »; a need that was not clear has no service."""
    if not service:
        return _("Besoin non précisé")
    return sentence(service_words(service))


def count_words(count: int | None) -> str:
    """« 12 », « moins de 5 »."""
    return _("moins de %(least)s") % {"least": LEAST} if count is None else str(count)
