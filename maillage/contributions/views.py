"""Error reports: write one, find one."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render


@login_not_required
def report_create(request: HttpRequest, slug: str) -> HttpResponse:
    raise Http404


@login_not_required
def report_find(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/about.html", {"section": ""})


@login_not_required
def report_detail(request: HttpRequest, number: str) -> HttpResponse:
    raise Http404
