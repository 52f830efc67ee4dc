"""The contributions that wait for somebody, and those that they sent."""

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from maillage.contributions.enums import CLOSED_STATUSES, Nature
from maillage.contributions.models import Contribution
from maillage.contributions.queries import contributions as queries
from maillage.contributions.queries.desk_scope import scope_choices, scope_of
from maillage.contributions.views.visitors import account_of
from maillage.core.durations import duration_words
from maillage.network.rules import professional_or_404

PAGE_SIZE = 20
STATES = {
    "a-repondre": gettext_lazy("À répondre"),
    "ouvertes": gettext_lazy("Toutes celles qui sont ouvertes"),
    "closes": gettext_lazy("Déjà répondues"),
    "miennes": gettext_lazy("Celles que j’ai envoyées"),
}
AGES = {"": gettext_lazy("Tous les âges"), "10": gettext_lazy("Plus de 10 jours")}


@never_cache
@require_safe
def contribution_list(request: HttpRequest) -> HttpResponse:
    """The contributions that this person may answer, and those that they sent."""
    roles = professional_or_404(request.user)
    state = request.GET.get("etat", "")
    state = state if state in STATES else "a-repondre"
    nature = request.GET.get("nature", "")
    nature = nature if nature in Nature.values else ""
    age = "10" if request.GET.get("age") == "10" else ""
    rows = _rows(request, state)
    if nature:
        rows = rows.filter(nature=nature)
    if age:
        rows = rows.filter(created_at__lte=timezone.now() - queries.ESCALATE_AFTER)
    territories = scope_choices(roles=roles) if roles.is_coordinator else []
    territory = request.GET.get("territoire", "")
    territory = territory if territory in dict(territories) else ""
    scope = scope_of(roles=roles, wanted=territory, choices=territories) if territory else None
    if scope is not None and scope.communes is not None:
        rows = rows.filter(
            Q(code_insee__in=scope.communes) | Q(lieu__code_insee__in=scope.communes)
        )
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    now = timezone.now()
    kept = f"etat={state}&nature={nature}&age={age}&territoire={territory}"
    context = {
        "section": "contributions",
        "page": page,
        "rows": [
            {"contribution": row, "age": duration_words(now - row.created_at)} for row in page
        ],
        "state": state,
        "states": STATES.items(),
        "nature": nature,
        "natures": [("", _("Toutes les sortes")), *Nature.choices],
        "age": age,
        "ages": AGES.items(),
        "is_filtered": bool(nature or age or territory),
        "territory": territory,
        "territories": [("", _("Tous mes territoires")), *(one for one in territories if one[0])],
        "is_mine": state == "miennes",
        "previous_url": f"?{kept}&page={page.number - 1}" if page.has_previous() else "",
        "next_url": f"?{kept}&page={page.number + 1}" if page.has_next() else "",
    }
    return render(request, "contributions/contribution_list.html", context)


def _rows(request: HttpRequest, state: str) -> QuerySet[Contribution]:
    if state == "miennes":
        sent = Contribution.objects.filter(proposer=account_of(request))
        return sent.select_related("lieu", "proposer").order_by("-created_at", "-pk")
    if state == "a-repondre":
        return queries.waiting_for(user=request.user)
    rows = queries.answerable_by(user=request.user)
    if state == "closes":
        return rows.filter(status__in=CLOSED_STATUSES).order_by("-answered_at", "-pk")
    return rows.exclude(status__in=CLOSED_STATUSES)
