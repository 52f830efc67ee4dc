"""Views of the portal, one module per group of pages."""

from maillage.portal.views.charter import charter
from maillage.portal.views.errors import bad_request, csrf_failure, not_found, server_error
from maillage.portal.views.health import health, robots
from maillage.portal.views.home import home
from maillage.portal.views.pages import (
    about,
    accessibility,
    data,
    languages,
    legal,
    privacy,
    site_map,
)

__all__ = [
    "about",
    "accessibility",
    "bad_request",
    "charter",
    "csrf_failure",
    "data",
    "health",
    "home",
    "languages",
    "legal",
    "not_found",
    "privacy",
    "robots",
    "server_error",
    "site_map",
]
