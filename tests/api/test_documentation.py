"""The OpenAPI document and the page that reads it."""

import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from maillage.api.parameters import FILTERS
from tests.api.samples import get_json, make_lieu

pytestmark = pytest.mark.django_db


def references(node: Any) -> set[str]:
    """Every « $ref » of a document."""
    if isinstance(node, dict):
        own = {node["$ref"]} if "$ref" in node else set()
        return own.union(*(references(value) for value in node.values()))
    if isinstance(node, list):
        return set().union(*(references(value) for value in node))
    return set()


def test_the_document_has_the_shape_of_openapi() -> None:
    document = get_json("/openapi.json")
    assert document["openapi"].startswith("3.1")
    assert document["info"].keys() >= {"title", "version", "description", "license"}
    assert document["servers"] == [{"url": "http://testserver"}]
    operations = [
        operation for methods in document["paths"].values() for operation in methods.values()
    ]
    assert {method for methods in document["paths"].values() for method in methods} == {"get"}
    names = [operation["operationId"] for operation in operations]
    assert len(set(names)) == len(names) == 8
    for path, methods in document["paths"].items():
        in_path = set(re.findall(r"{(\w+)}", path))
        parameters = methods["get"]["parameters"]
        assert {row["name"] for row in parameters if row["in"] == "path"} == in_path
        assert len({row["name"] for row in parameters}) == len(parameters)
        assert all(row["description"] for row in parameters if row["in"] == "query")
        assert methods["get"]["responses"]
    schemas = document["components"]["schemas"]
    assert references(document) == {f"#/components/schemas/{name}" for name in schemas}


def test_the_document_lists_every_filter() -> None:
    paths = get_json("/openapi.json")["paths"]
    for path in ("/api/v1/lieux", "/api/v1/lieux.csv", "/api/v1/lieux.geojson"):
        names = {row["name"] for row in paths[path]["get"]["parameters"]}
        assert names >= {parameter.name for parameter in FILTERS}


def test_an_answer_has_the_keys_of_its_schema() -> None:
    make_lieu("a")
    schemas = get_json("/openapi.json")["components"]["schemas"]
    item = get_json("/lieux/a")
    assert item.keys() == schemas["LieuOut"]["properties"].keys()
    assert item["maillage"].keys() == schemas["MaillageOut"]["properties"].keys()


class _Page(HTMLParser):
    """Identifiers, inner links and outside addresses of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if "id" in values:
            self.ids.append(values["id"] or "")
        if tag == "a":
            self.links.append(values.get("href") or "")
        if tag in {"script", "img", "iframe"}:
            self.loaded.append(values.get("src") or "")


def test_the_page_is_whole_and_ours() -> None:
    response = Client().get("/api/v1/docs")
    page = _Page(response.content.decode())
    assert len(set(page.ids)) == len(page.ids)
    inner = {link[1:] for link in page.links if link.startswith("#")}
    assert inner <= set(page.ids)
    assert "/api/v1/openapi.json" in page.links
    assert all(address.startswith("/") for address in page.loaded)
    assert response.content.decode().count("curl ") >= 8


def test_every_example_of_the_page_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    text = Client().get("/api/v1/docs").content.decode()
    addresses = re.findall(r"curl (?:-OJ )?(?:&#x27;|')?http://testserver([^&\s'<]*)", text)
    assert len(addresses) >= 8
    for address in addresses:
        # Whether the demonstration is loaded or not, nothing is refused for its shape.
        assert Client().get(address).status_code in {200, 400, 404}


def test_the_root_leads_everywhere() -> None:
    make_lieu("a")
    for name, address in get_json("/").items():
        assert Client().get(address).status_code == 200, name


def test_json_keeps_accents() -> None:
    make_lieu("a", nom="Médiathèque")
    body = Client().get("/api/v1/lieux").content
    assert "Médiathèque".encode() in body
    assert json.loads(body)["items"][0]["nom"] == "Médiathèque"
