"""What people asked without finding a door near: for the coordination of a territory."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from maillage.contributions.queries.desk_scope import Scope, scope_choices, scope_of
from maillage.contributions.views.paging import paged
from maillage.core.tables import table_response
from maillage.network.rules import coordinator_or_404
from maillage.orientation.presenters.demand import rows_of
from maillage.orientation.queries import unmet_demand
from maillage.orientation.queries.demand import LEAST, Demand

PER_PAGE = 100
PERIODS: dict[str, tuple[Promise, int]] = {
    "mois": (gettext_lazy("Les 30 derniers jours"), 30),
    "trimestre": (gettext_lazy("Les 3 derniers mois"), 91),
    "annee": (gettext_lazy("Les 12 derniers mois"), 365),
}
"""Code of an address → its words, its number of days."""
DEFAULT_PERIOD = "trimestre"


@dataclass(frozen=True, slots=True)
class _Asked:
    """The territory and the period of an address."""

    scope: Scope
    choices: list[tuple[str, str]]
    period: str
    first: date
    last: date

    @property
    def demands(self) -> list[Demand]:
        return unmet_demand(first=self.first, last=self.last, communes=self.scope.communes)


def _asked_or_404(request: HttpRequest) -> _Asked:
    roles = coordinator_or_404(request.user)
    choices = scope_choices(roles=roles)
    scope = scope_of(roles=roles, wanted=request.GET.get("territoire", ""), choices=choices)
    if scope is None:
        raise Http404
    period = request.GET.get("periode", "")
    if period not in PERIODS:
        period = DEFAULT_PERIOD
    last = timezone.localdate()
    first = last - timedelta(days=PERIODS[period][1] - 1)
    return _Asked(scope, choices, period, first, last)


@require_safe
def demand_list(request: HttpRequest) -> HttpResponse:
    """The needs by commune, the most frequent first; small counts are not shown."""
    asked = _asked_or_404(request)
    demands = asked.demands
    found = paged(request, demands, PER_PAGE)
    context = {
        **found,
        "section": "bureau",
        "scope": asked.scope,
        "choices": asked.choices,
        "period": asked.period,
        "periods": [(code, words) for code, (words, _days) in PERIODS.items()],
        "first": asked.first,
        "last": asked.last,
        "total": len(demands),
        "least": LEAST,
        "rows": rows_of(found["page"].object_list),
        "query": urlencode({"territoire": asked.scope.key, "periode": asked.period}),
    }
    return render(request, "orientation/pro/demand_list.html", context)


@require_safe
def demand_export(request: HttpRequest) -> HttpResponse:
    """The same lines as CSV, small counts in words."""
    asked = _asked_or_404(request)
    rows = (
        (row.code_insee, row.commune, row.need, row.count, str(asked.first), str(asked.last))
        for row in rows_of(asked.demands)
    )
    header = ("code INSEE", "commune", "besoin", "demandes", "du", "au")
    return table_response(name="demandes-sans-reponse", form="csv", header=header, rows=rows)
