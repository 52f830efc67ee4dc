"""What every address of the API does around its own work.

Open to all, read-only, from any site (CORS without credentials), limited per minute,
conditional (ETag, Last-Modified), and HEAD like GET without the body.
"""

from collections.abc import Callable
from functools import wraps
from hashlib import blake2b

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import parse_http_date_safe
from django.views.decorators.csrf import csrf_exempt

from maillage.api.errors import Problem, error_response
from maillage.api.limits import CALL_COST, seconds_to_wait
from maillage.core.client import client_address

METHODS = "GET, HEAD, OPTIONS"
CACHE_CONTROL = "public, max-age=60"

View = Callable[..., HttpResponseBase]


def open_to_all(view: View, *, cost: int = CALL_COST) -> View:
    """The view with its gate; `cost` is what one call takes from the limit per minute."""

    @csrf_exempt  # Nothing is ever written: a POST must get our 405, not a page about cookies.
    @login_not_required
    @wraps(view)
    def gate(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = _answer(view, cost, request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = (
            "Content-Disposition, ETag, Last-Modified, Retry-After"
        )
        # The API is not in any language but French, and never frames anything.
        response.headers.setdefault("Content-Language", "fr")
        return response

    return gate


def _answer(
    view: View, cost: int, request: HttpRequest, *args: object, **kwargs: object
) -> HttpResponseBase:
    if request.method == "OPTIONS":
        return _preflight()
    if request.method not in {"GET", "HEAD"}:
        refusal = error_response(
            status=405,
            problems=[Problem("", "Cette API se lit seulement : on attend la méthode GET.")],
        )
        refusal["Allow"] = METHODS
        return refusal
    wait = seconds_to_wait(address=client_address(request), cost=cost)
    if wait:
        return _too_many(wait)
    asked = request.method
    request.method = "GET"
    response = view(request, *args, **kwargs)
    request.method = asked
    response = _conditional(request, response)
    return _without_body(response) if asked == "HEAD" else response


def _preflight() -> HttpResponse:
    response = HttpResponse(status=204)
    response["Allow"] = METHODS
    response["Access-Control-Allow-Methods"] = METHODS
    response["Access-Control-Allow-Headers"] = "If-None-Match, If-Modified-Since"
    response["Access-Control-Max-Age"] = "86400"
    return response


def _too_many(wait: int) -> HttpResponse:
    response = error_response(
        status=429,
        problems=[
            Problem(
                "",
                f"Trop d’appels depuis cette adresse : {settings.API_RATE_PER_MINUTE} par minute "
                f"au plus, un fichier entier comptant pour plusieurs. Réessayez dans {wait} s ; "
                "pour tout recevoir en une fois, prenez /api/v1/lieux.csv.",
            )
        ],
    )
    response["Retry-After"] = str(wait)
    response["Cache-Control"] = "no-store"
    return response


def _conditional(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """304 when the caller has it already.

    Answers made in one piece are compared by their content, because the state « open now »
    changes without any write; files come with the stamp of the directory, so that nothing is
    read for a 304.
    """
    if response.status_code != 200:
        return response
    response.headers.setdefault("Cache-Control", CACHE_CONTROL)
    if isinstance(response, HttpResponse) and not response.has_header("ETag"):
        digest = blake2b(response.content, digest_size=12).hexdigest()
        response["ETag"] = f'W/"{digest}"'
    last_modified = parse_http_date_safe(response.get("Last-Modified", ""))
    answer = get_conditional_response(
        request, etag=response.get("ETag"), last_modified=last_modified
    )
    if answer is None:
        return response
    for name in ("ETag", "Last-Modified", "Cache-Control"):
        if response.has_header(name):
            answer[name] = response[name]
    return answer


def _without_body(response: HttpResponseBase) -> HttpResponseBase:
    """The headers alone; the length is that of the body left out."""
    if isinstance(response, StreamingHttpResponse):
        response.streaming_content = iter(())
    elif isinstance(response, HttpResponse):
        response.headers.setdefault("Content-Length", str(len(response.content)))
        response.content = b""
    return response
