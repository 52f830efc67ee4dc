"""Guards around every request."""

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings

from maillage.core.client import client_address
from maillage.core.middleware import (
    MAX_QUERY_BYTES,
    BusyDatabaseMiddleware,
    HeadMiddleware,
    RequestGuardMiddleware,
)


def answer(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


def guarded(path: str) -> HttpResponse:
    return RequestGuardMiddleware(answer)(RequestFactory().get(path))


def test_an_ordinary_address_passes() -> None:
    assert guarded("/lieux/?q=imp%C3%B4ts&ou=Gallardon").status_code == 200
    assert guarded("/?q=" + "a" * (MAX_QUERY_BYTES - 2)).status_code == 200


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/lieux/?q=" + "a" * 2_000_000, 414, "trop longue"),
        ("/?q=" + "a" * (MAX_QUERY_BYTES - 1), 414, "trop longue"),
        ("/lieux/?q=%00", 400, "ne se lit pas"),
        ("/lieux/%00/", 400, "ne se lit pas"),
    ],
)
def test_what_no_page_can_use_is_refused_in_french(path: str, status: int, words: str) -> None:
    response = guarded(path)
    assert response.status_code == status
    assert words in response.content.decode()
    assert "Rien n’est perdu" in response.content.decode()


def test_the_guard_stands_in_the_site(client: Client) -> None:
    assert client.get("/", {"q": "a" * 10_000}).status_code == 414


def test_pages_are_not_framed(client: Client) -> None:
    assert client.get("/mentions-legales/").headers["X-Frame-Options"] == "DENY"


def test_a_busy_database_is_said_not_a_500() -> None:
    busy = BusyDatabaseMiddleware(answer)
    request = RequestFactory().post("/")
    response = busy.process_exception(request, OperationalError("database is locked"))
    assert response is not None
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "60"
    assert "Rien n’est perdu" in response.content.decode()
    assert busy.process_exception(request, OperationalError("disk is full")) is None


def test_head_has_the_length_and_no_body() -> None:
    response = HeadMiddleware(answer)(RequestFactory().head("/"))
    assert response.headers["Content-Length"] == "2"
    assert response.content == b""


def test_the_visitor_without_a_proxy_is_the_connection() -> None:
    request = RequestFactory().get(
        "/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR="198.51.100.7"
    )
    assert client_address(request) == "192.0.2.1"


@override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"))
def test_behind_the_proxy_only_its_own_word_counts() -> None:
    request = RequestFactory().get(
        "/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="6.6.6.6, 198.51.100.7"
    )
    assert client_address(request) == "198.51.100.7"
    assert client_address(RequestFactory().get("/", REMOTE_ADDR="127.0.0.1")) == "127.0.0.1"
