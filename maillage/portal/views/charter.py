"""The page that shows every token and component."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from maillage.core.icons import ICONS
from maillage.core.languages import french_only
from maillage.portal.charter import pairs, shown_components, token_groups


@login_not_required
@french_only
@require_safe
def charter(request: HttpRequest) -> HttpResponse:
    context = {
        "groups": token_groups(),
        "pairs": pairs(),
        "components": shown_components(),
        "icons": list(ICONS),
    }
    return render(request, "portal/charter.html", context)
