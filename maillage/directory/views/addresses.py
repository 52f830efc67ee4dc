"""The address of a place, read by every page that hangs below it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from maillage.core.error_pages import error_page
from maillage.directory.models import Lieu
from maillage.directory.queries import resolve_slug


def lieu_or_response(request: HttpRequest, *, slug: str, url_name: str) -> Lieu | HttpResponse:
    """The public place of an address, or where its page went; Http404 when it never was."""
    outcome = resolve_slug(slug=slug)
    if outcome.kind == "moved" and outcome.to is not None:
        return redirect(url_name, slug=outcome.to.slug, permanent=True)
    if outcome.kind == "gone":
        return error_page(request, status=410)
    if outcome.lieu is None:
        raise Http404
    return outcome.lieu
