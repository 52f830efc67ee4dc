"""Guards around every request: sizes, characters, framing."""

import codecs
import logging
from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, UnreadablePostError
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_cache_control

from maillage.core.database import is_busy
from maillage.core.error_pages import error_page
from maillage.core.languages import language_of_path

logger = logging.getLogger(__name__)

MAX_QUERY_BYTES = 8_192
MAX_BODY_BYTES = 12 * 1024 * 1024
"""A photo of 10 MB, its form, and the little that a browser adds."""
MAX_THROWN_BYTES = 64 * 1024 * 1024
_CHUNK_BYTES = 64 * 1024


class RequestGuardMiddleware:
    """Refuse what no page can use: a huge query string, NUL characters, a huge body, an alphabet.

    PostgreSQL refuses NUL in text, an address longer than 8 kB is never ours, nor a body over
    12 MB (settings.WIDE_BODIES: where it may be more) or of unknown length, nor a form that says
    that it is not UTF-8 (Django would decode it with any codec of Python, « rot13 » too, and
    fail); each gets a short page in French, before anything is parsed or kept.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if len(query) > MAX_QUERY_BYTES:
            return render(request, "core/error_short.html", {"code": 414}, status=414)
        if "\x00" in request.path or "%00" in query or "\x00" in query or not _is_utf8(request):
            return render(request, "core/error_short.html", {"code": 400}, status=400)
        if refused := _refused_body(request):
            _throw_away(request)
            return render(request, "core/error_short.html", {"code": refused}, status=refused)
        return self.get_response(request)


def _is_utf8(request: HttpRequest) -> bool:
    """Whether what the request says of its alphabet, if anything, is the one of the site."""
    # Django has kept only a name that Python knows.
    return not request.encoding or codecs.lookup(request.encoding).name in {"utf-8", "ascii"}


def _refused_body(request: HttpRequest) -> int:
    """The status that refuses the body of a request; 0 when it may be read."""
    length = str(request.META.get("CONTENT_LENGTH") or "")
    if not length:
        # No browser sends a form in chunks, and Django would take it for an empty one.
        return 411 if request.META.get("HTTP_TRANSFER_ENCODING") else 0
    return 413 if length.isdecimal() and int(length) > _limit_of(request) else 0


def _limit_of(request: HttpRequest) -> int:
    """Bytes that the body of a request may have; a stranger's is no file of a partner."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return MAX_BODY_BYTES
    wide: dict[str, int] = settings.WIDE_BODIES
    return wide.get(request.path, MAX_BODY_BYTES)


def _throw_away(request: HttpRequest) -> None:
    """Let a browser finish what it sends, within reason: it reads no answer before that."""
    left = MAX_THROWN_BYTES
    with suppress(UnreadablePostError):
        while left > 0 and (chunk := request.read(_CHUNK_BYTES)):
            left -= len(chunk)


class LanguageMiddleware:
    """The language that the address says, for the time of the request.

    Django's own also reads a cookie and the browser's wishes, and tells caches that every page
    depends on them: here one address is one page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        code = language_of_path(request.path_info)
        request.LANGUAGE_CODE = code
        with translation.override(code):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", code)
        return response


class ClosedByDefaultMiddleware(LoginRequiredMiddleware):
    """A login for every view, except those marked `login_not_required`.

    Django's own middleware reads the session before it looks at the mark; a public page
    then varies with the cookie and no cache may keep it. What a closed view answers is kept
    nowhere, neither by a proxy nor by the browser of a shared computer after the sign-out.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Mark what a closed view answered, unless the view said better."""
        if getattr(request, "_is_closed", False) and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[object, ...],
        view_kwargs: dict[str, object],
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None
        request._is_closed = True  # type: ignore[attr-defined]
        return super().process_view(request, view_func, view_args, view_kwargs)


class BusyDatabaseMiddleware:
    """A database that another write holds for too long: 503 and « try again », not a 500.

    This sees what the views raise; portal.views.server_error what the other middleware do.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if is_busy(exception):
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
