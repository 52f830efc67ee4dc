"""What people see when something went wrong: what happened, what to do, nothing is lost."""

import logging
import sys

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from maillage.core.database import is_busy
from maillage.core.error_pages import error_page

logger = logging.getLogger(__name__)

# When even the short page cannot be made (templates or static files missing).
LAST_RESORT = (
    '<!doctype html><html lang="fr"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    "<title>Le site a un problème</title></head><body><main>"
    "<h1>Le site a un problème</h1>"
    "<p>Quelque chose s’est cassé de notre côté. Ce n’est pas de votre faute, et rien n’est "
    "perdu. Attendez quelques minutes, puis rechargez la page.</p>"
    '<p><a href="/">Revenir à l’accueil</a></p></main></body></html>'
)


@login_not_required
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return error_page(request, status=404)


@login_not_required
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return error_page(request, status=400)


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    return error_page(request, status=403)


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """No request, no database, no context: what failed may be any of them.

    But when the database is only busy (a session that cannot be saved), try again.
    """
    page: str
    try:
        if is_busy(sys.exception()):
            return error_page(request, status=503, retry_after=60)
        page = render_to_string("core/error_short.html", {"code": 500})
    except Exception:  # noqa: BLE001 - the last page of all must come out whatever is broken
        logger.warning("error_page_not_rendered")
        page = LAST_RESORT
    return HttpResponse(page, status=500)
