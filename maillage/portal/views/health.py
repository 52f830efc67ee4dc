"""What machines ask: is the site well, what may a robot read."""

import logging

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from maillage import __version__
from maillage.core.languages import french_only
from maillage.portal import queries

logger = logging.getLogger(__name__)


@login_not_required
@french_only
@never_cache
@require_safe
def health(_request: HttpRequest) -> HttpResponse:
    """200 when the site can answer, 503 when its database cannot or waits for migrations.

    `status`: ok, migrations or database. Details stay in the log: anybody may read this page.
    """
    answer: dict[str, object] = {
        "status": "ok",
        "database": "ok",
        "migrations": "ok",
        "places": None,
        "version": __version__,
        "environment": settings.ENVIRONMENT,
    }
    try:
        missing = queries.missing_migrations()
        if missing:
            logger.error("health migrations_missing=%s", ",".join(missing))
            answer |= {"status": "migrations", "migrations": f"{len(missing)} missing"}
        else:
            answer["places"] = queries.count_places()
    except (DatabaseError, OSError) as error:
        logger.error("health database_error=%s", type(error).__name__)
        answer |= {"status": "database", "database": "error", "migrations": "unknown"}
    return JsonResponse(answer, status=200 if answer["status"] == "ok" else 503)


@login_not_required
@french_only
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/robots.txt", {"site_url": settings.SITE_URL}, "text/plain")
