"""The sheet as the public sees it, for a draft or with values that nobody saved."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from maillage.contributions.forms.sections import build_section_form
from maillage.contributions.queries.preview import preview_of
from maillage.contributions.views.sheet_tools import editable_lieu, section_or_404
from maillage.directory.hours.words import hours_in_words
from maillage.directory.models import Lieu
from maillage.directory.section_queries import read_values
from maillage.directory.views.lieux import sheet_context


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_preview(request: HttpRequest, slug: str) -> HttpResponse:
    """The public page, nothing saved. POST with `?partie=`: with what was typed in a section."""
    lieu = editable_lieu(request, slug)
    part = request.GET.get("partie", "")
    section = section_or_404(part) if part else None
    problems: list[tuple[str, str]] = []
    shown = preview_of(lieu=lieu)
    if request.method == "POST" and section is not None:
        current = read_values(lieu=lieu, section=section)
        form = build_section_form(section=section, lieu=lieu, values=current, data=request.POST)
        if form.is_valid():
            shown = preview_of(lieu=lieu, section=section, values=form.values())
        else:
            problems = form.error_items
    context = {
        **_public_context(shown),
        "problems": problems,
        "hours_words": "" if problems else hours_in_words(osm=shown.horaires),
        "back_url": reverse("contributions:section_edit", args=[lieu.slug, section.value])
        if section
        else reverse("contributions:sheet_detail", args=[lieu.slug]),
        "is_published": lieu.status == "publie",
    }
    response = render(request, "contributions/sheet_preview.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _public_context(lieu: Lieu) -> dict[str, Any]:
    """What the public page prints, without a code that would lead to an unpublished sheet."""
    context = sheet_context(lieu=lieu, now=timezone.now())
    context["share"] = {**context["share"], "qr": ""}
    photo = context["sheet"].photo
    if photo is not None:
        name = photo.url.rsplit("/", 1)[-1]
        url = reverse("contributions:photo_file", args=[lieu.slug, name])
        context["sheet"] = replace(context["sheet"], photo=replace(photo, url=url))
    return context
