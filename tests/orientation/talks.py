"""What the tests of the conversation share: a place to go, words to say, a page to read."""

import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.test import Client

from maillage.orientation.safety.alerts import ALERT_LETTERS, AlertKind
from tests.factories.directory import make_lieu

HOME = "/orientation/"
CAF = "jé reçu un papié de la caf je compren rien je sui a nogent le rotrou"
NOGENT = {"latitude": 48.3197, "longitude": 0.8071}
NEAR_NOGENT = "ou=commune:28280"
FRAUD = ALERT_LETTERS[AlertKind.FRAUDE]


def place(nom: str, **fields: Any) -> None:
    values: dict[str, Any] = {
        "modalites": {"services": ["demarches", "acces-internet"]},
        **NOGENT,
        **fields,
    }
    make_lieu(nom=nom, commune="Nogent-le-Rotrou", code_insee="28280", **values)


def say(client: Client, text: str, address: str = HOME, **state: object) -> str:
    """The address that a text leads to."""
    response = client.post(address, {"texte": text, **state})
    assert response.status_code == 303, response.content.decode()
    assert response.headers["Location"].endswith("#tour")
    return str(response.headers["Location"]).removesuffix("#tour")


def title(html: str) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL)
    assert found is not None
    return " ".join(unescape(re.sub(r"<[^>]*>", "", found[1])).split())


def link(html: str, words: str) -> str:
    """Address of the first link whose text holds these words."""
    for href, inner in re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', html, re.DOTALL):
        if words in " ".join(unescape(re.sub(r"<[^>]*>", " ", inner)).split()):
            return str(unescape(href)).removesuffix("#tour")
    raise AssertionError(f"no link « {words} »")


def state_of(address: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(address).query)
