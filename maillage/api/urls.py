"""Addresses of the api app, each behind the same gate."""

from django.urls import URLPattern, path

from maillage.api import views
from maillage.api.gate import open_to_all
from maillage.api.limits import CALL_COST, EXPORT_COST
from maillage.api.site import api

app_name = "api"

_EXPORTS = {"lieux_csv", "lieux_json", "lieux_geojson"}
_ROOT = "api-root"


def _operations() -> list[URLPattern]:
    """The framework's addresses, with our gate around each view."""
    return [
        path(
            str(pattern.pattern),
            open_to_all(
                pattern.callback, cost=EXPORT_COST if pattern.name in _EXPORTS else CALL_COST
            ),
            name=pattern.name,
        )
        for pattern in api.urls[0]
        if isinstance(pattern, URLPattern) and pattern.name != _ROOT
    ]


urlpatterns: list[URLPattern] = [
    path("", open_to_all(views.root), name="root"),
    path("openapi.json", open_to_all(views.openapi), name="openapi"),
    path("docs", open_to_all(views.docs), name="docs"),
    *_operations(),
    # Whatever else: JSON, not the site's page
    path("<path:rest>", open_to_all(views.unknown), name="unknown"),
]
