"""Guards around every request: sizes, characters, framing."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

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


class FrameMiddleware:
    """Deny framing, except for the views marked by `core.http.frameable`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not getattr(response, "is_frameable", False):
            response.headers.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)
        return response
