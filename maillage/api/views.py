"""What stands beside the operations: the way in, the document, its reading, and the dead ends."""

import shlex
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from maillage.api.errors import Problem, error_response
from maillage.api.limits import EXPORT_COST
from maillage.api.parameters import MAX_IDS
from maillage.api.routers.lieux import site_of
from maillage.api.schemas import MAX_LIMIT
from maillage.api.site import openapi_document

# One call per operation that shows what it is for.
_EXAMPLES = {
    "lister_les_lieux": "?ou=Gallardon&besoin=demarches&rayon=15&limit=10",
    "lire_un_lieu": "",
    "telecharger_csv": "?territoire=departement:28",
    "telecharger_json": "?besoin=demarches",
    "telecharger_geojson": "?bbox=1.3,48.3,1.8,48.6",
    "lister_les_communes": "?q=nogent+le+rotrou",
    "lister_les_territoires": "",
    "lire_les_vocabulaires": "",
}
_IN_PATH = {"lieu_id": "bibliotheque-de-gallardon", "kind": "bassin"}


def root(request: HttpRequest) -> HttpResponseBase:
    """GET /api/v1/ → where everything is."""
    addresses = {
        name: request.build_absolute_uri(reverse(f"api:{name}"))
        for name in ("lieux", "lieux_csv", "lieux_json", "lieux_geojson", "communes")
    }
    return JsonResponse(
        {
            "documentation": request.build_absolute_uri(reverse("api:docs")),
            "openapi": request.build_absolute_uri(reverse("api:openapi")),
            "vocabularies": request.build_absolute_uri(reverse("api:vocabularies")),
            **addresses,
        }
    )


def openapi(request: HttpRequest) -> HttpResponseBase:
    """GET /api/v1/openapi.json"""
    document = openapi_document(site=site_of(request))
    return JsonResponse(document, json_dumps_params={"ensure_ascii": False, "indent": 1})


def docs(request: HttpRequest) -> HttpResponse:
    """GET /api/v1/docs: the OpenAPI document, for people."""
    site = site_of(request)
    document = openapi_document(site=site)
    context = {
        "section": "",
        "document": document,
        "operations": [
            _operation(site, path, methods["get"]) for path, methods in document["paths"].items()
        ],
        "schemas": [
            _schema(name, schema)
            for name, schema in sorted(document["components"]["schemas"].items())
        ],
        "rate": settings.API_RATE_PER_MINUTE,
        "export_cost": EXPORT_COST,
        "max_limit": MAX_LIMIT,
        "max_ids": MAX_IDS,
        "site_url": site,
    }
    return render(request, "api/docs.html", context)


def unknown(request: HttpRequest, rest: str) -> HttpResponseBase:
    """Any other address below the API; a slash too many leads to the one without."""
    if rest.endswith("/"):
        query = request.META.get("QUERY_STRING", "")
        target = request.path.rstrip("/")
        return redirect(f"{target}?{query}" if query else target, permanent=True)
    docs_url = reverse("api:docs")
    message = f"« {rest[:80]} » n’est pas une adresse de l’API. Elles sont décrites à {docs_url}."
    return error_response(status=404, problems=[Problem("", message)])


def _operation(site: str, path: str, operation: dict[str, Any]) -> dict[str, Any]:
    """One operation as the page prints it."""
    example = path
    for name, value in _IN_PATH.items():
        example = example.replace(f"{{{name}}}", value)
    address = site + example + _EXAMPLES[operation["operationId"]]
    return {
        "id": operation["operationId"].replace("_", "-"),
        "path": path,
        "summary": operation["summary"],
        "description": operation["description"],
        "parameters": [
            {
                "name": parameter["name"],
                "description": parameter.get("description", ""),
                "example": parameter.get("example", ""),
                "is_required": parameter["required"],
            }
            for parameter in operation["parameters"]
        ],
        "answers": [
            {"code": code, "schema": _schema_name(answer)}
            for code, answer in sorted(operation["responses"].items())
        ],
        "curl": f"curl {shlex.quote(address)}",
    }


def _schema_name(answer: dict[str, Any]) -> str:
    """Name of the shape of an answer; empty when it has none of its own."""
    for content in answer.get("content", {}).values():
        return _type_words(content["schema"])[1]
    return ""


def _schema(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    """One shape as the page prints it."""
    fields = []
    for field, details in schema.get("properties", {}).items():
        words, reference = _type_words(details)
        fields.append(
            {
                "name": field,
                "type": words,
                "reference": reference,
                "description": details.get("description", ""),
            }
        )
    return {"name": name, "fields": fields}


_TYPES = {
    "string": "texte",
    "integer": "nombre entier",
    "number": "nombre",
    "boolean": "oui ou non",
    "null": "null",
    "object": "objet",
}
_FORMATS = {"date": "date", "date-time": "instant"}


def _type_words(details: dict[str, Any]) -> tuple[str, str]:
    """A JSON Schema type in French, and the name of the shape that it refers to."""
    if "$ref" in details:
        name = details["$ref"].rsplit("/", 1)[-1]
        return name, name
    if "anyOf" in details:
        parts = [_type_words(part) for part in details["anyOf"]]
        return " ou ".join(words for words, _ in parts), next((ref for _, ref in parts if ref), "")
    if "enum" in details:
        return " | ".join(f"« {value} »" for value in details["enum"]), ""
    if details.get("type") == "array":
        words, reference = _type_words(details["items"])
        return f"liste de : {words}", reference
    if isinstance(details.get("additionalProperties"), dict):
        words, reference = _type_words(details["additionalProperties"])
        return f"par nom : {words}", reference
    return _FORMATS.get(
        details.get("format", ""), _TYPES.get(details.get("type", ""), "valeur")
    ), ""
