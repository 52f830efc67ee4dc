"""The API itself: its operations, and how its errors are said."""

import json
from typing import Any

from django.conf import settings
from django.urls import reverse
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.renderers import JSONRenderer

from maillage.api.errors import ApiError, answer_api_error, answer_validation_error
from maillage.api.routers import exports, lieux, territories, vocabularies

VERSION = "1.0.0"


class PlainRenderer(JSONRenderer):
    """JSON in UTF-8, with accents as they are: shorter and readable."""

    json_dumps_params = {"ensure_ascii": False}


# Our own pages serve the document and its reading: the framework's come from elsewhere on the
# Web, which our security policy forbids.
api = NinjaAPI(
    title=f"API de {settings.SITE_NAME}",
    version=VERSION,
    description=(
        "Les lieux de médiation numérique, dans le vocabulaire du standard national. En lecture, "
        "sans compte ni clef, depuis n’importe quel site."
    ),
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
    renderer=PlainRenderer(),
    openapi_extra={"info": {"license": {"name": "Licence Ouverte 2.0 (Etalab)"}}},
)
api.exception_handler(ApiError)(answer_api_error)
api.exception_handler(ValidationError)(answer_validation_error)
for router in (lieux.router, exports.router, territories.router, vocabularies.router):
    api.add_router("", router)


def openapi_document(*, site: str) -> dict[str, Any]:
    """The OpenAPI 3.1 description of every operation; `site` is where the caller reached us."""
    document = dict(api.get_openapi_schema(path_prefix=reverse("api:root").lstrip("/")))
    document["servers"] = [{"url": site}]
    # The framework leaves there the shapes that it has spread into parameters.
    used = json.dumps(document["paths"]) + json.dumps(document["components"])
    schemas = document["components"]["schemas"]
    document["components"] = {
        "schemas": {name: schema for name, schema in schemas.items() if f'/schemas/{name}"' in used}
    }
    return document
