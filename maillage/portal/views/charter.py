"""The page that shows every token and component."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def charter(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/about.html", {"section": ""})
