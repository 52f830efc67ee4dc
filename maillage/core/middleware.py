"""Guards around every request: sizes, characters, framing."""

import logging
from collections.abc import Callable

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from maillage.core.error_pages import error_page

logger = logging.getLogger(__name__)

MAX_QUERY_BYTES = 8_192


class RequestGuardMiddleware:
    """Refuse what no page can use: a huge query string, NUL characters.

    PostgreSQL refuses NUL in text, and an address longer than 8 kB is never ours; both get
    a short page in French, before anything is parsed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if len(query) > MAX_QUERY_BYTES:
            return render(request, "core/error_short.html", {"code": 414}, status=414)
        if "\x00" in request.path or "%00" in query or "\x00" in query:
            return render(request, "core/error_short.html", {"code": 400}, status=400)
        return self.get_response(request)


class ClosedByDefaultMiddleware(LoginRequiredMiddleware):
    """A login for every view, except those marked `login_not_required`.

    Django's own middleware reads the session before it looks at the mark; a public page
    then varies with the cookie and no cache may keep it.
    """

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[object, ...],
        view_kwargs: dict[str, object],
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


class BusyDatabaseMiddleware:
    """A database that another write holds for too long: 503 and « try again », not a 500."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, OperationalError) and "locked" in str(exception):
            logger.warning("database=locked")
            return error_page(request, status=503, retry_after=60)
        return None


class HeadMiddleware:
    """Answer HEAD without a body, its length kept: gunicorn would log each one otherwise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "HEAD" and not response.streaming:
            length = response.headers.get("Content-Length", str(len(response.content)))
            response.content = b""
            response.headers["Content-Length"] = length
        return response
