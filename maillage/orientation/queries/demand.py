"""Demands that found no door near, for the observatory: small counts are hidden."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum

from maillage.orientation.models import UnmetDemand
from maillage.territory.models import Commune

LEAST = 5
"""Under this many, a count is not shown: it could be one person. Over, it is rounded down to a
multiple: of two periods one within the other, or of two days, the difference would say as much."""


@dataclass(frozen=True, slots=True)
class Demand:
    """A need in a commune over a period; `count` is None under LEAST, else a multiple of it."""

    code_insee: str
    commune: str
    service: str
    count: int | None


def unmet_demand(
    *,
    first: date,
    last: date,
    communes: Collection[str] | QuerySet[Commune, Any] | None = None,
) -> list[Demand]:
    """Unmet demands between two days, both included, the most frequent first.

    `communes`: INSEE codes, or a query of them; None for everywhere. Each row adds up all the
    days and reasons, so that a small count of one day is not hidden in a long period.
    """
    rows = UnmetDemand.objects.filter(day__range=(first, last))
    if communes is not None:
        rows = rows.filter(commune__in=communes)
    counted = (
        rows.order_by()
        .values_list("commune_id", "commune__nom", "service")
        .annotate(total=Sum("count"))
    )
    demands = [
        Demand(code, nom, service, total - total % LEAST if total >= LEAST else None)
        for code, nom, service, total in counted
    ]
    return sorted(demands, key=lambda one: (-(one.count or 0), one.commune, one.service))
