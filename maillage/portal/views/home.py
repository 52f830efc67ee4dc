"""The first page: two questions, then what is open and what exists."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from maillage.portal import queries
from maillage.portal.needs import HOME_NEEDS

STEPS = (
    _("Dites ce qu’il vous faut et où vous êtes."),
    _("Choisissez un lieu : vous voyez s’il est ouvert, ce qu’il fait, le prix, le téléphone."),
    _("Allez-y ou appelez. Aucune inscription n’est demandée sur ce site."),
)


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    basins = queries.basins_with_places()
    context = {
        "section": "accueil",
        "needs": [
            {
                "value": need.code,
                "label": need.label,
                "hint": need.example,
                "icon": need.icon,
                "checked": False,
            }
            for need in HOME_NEEDS
        ],
        "open_now": queries.open_now(),
        "basins": [basin for basin in basins if basin.lieux],
        "steps": STEPS,
        "empty_basins": [basin for basin in basins if not basin.lieux],
    }
    return render(request, "portal/home.html", context)
