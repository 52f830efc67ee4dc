"""What several pages of the network share."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from maillage.accounts.models import User

Row = TypeVar("Row")


def account_of(request: HttpRequest) -> User:
    """The account of a view that needs a login."""
    assert isinstance(request.user, User)  # noqa: S101 - the middleware made sure
    return request.user


def wrong_method(request: HttpRequest, *allowed: str) -> HttpResponse | None:
    """405 for another method; called after the rights, so that 405 tells nothing to others."""
    if request.method in allowed:
        return None
    return HttpResponseNotAllowed(allowed)


def dead_link(request: HttpRequest) -> HttpResponse:
    """The page of a link used, expired, cancelled or unknown: the same for all of them."""
    return keep_private(render(request, "network/dead_link.html", {}, status=404))


def keep_private(response: HttpResponse) -> HttpResponse:
    """The address holds a secret: tell it to no other site."""
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def last_visit_words(user: User) -> str:
    """« 12 mars 2026 », or « jamais » for somebody who never signed in."""
    if user.last_login is None:
        return _("jamais")
    return date_format(timezone.localtime(user.last_seen_at), "j F Y")


def paged(request: HttpRequest, rows: Sequence[Row] | QuerySet[Any], size: int) -> dict[str, Any]:
    """One page of rows and the addresses of its neighbours; « ?page= » out of range is mended.

    `rows`, `total`, `page`, `last`, `previous_url`, `next_url`.
    """
    page = Paginator(rows, size).get_page(request.GET.get("page"))
    return {
        "rows": list(page.object_list),
        "total": page.paginator.count,
        "page": page.number,
        "last": page.paginator.num_pages,
        "previous_url": _address(request, page.number - 1) if page.has_previous() else "",
        "next_url": _address(request, page.number + 1) if page.has_next() else "",
    }


def _address(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"
