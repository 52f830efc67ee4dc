"""Guards around every request."""

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings

from maillage.core.client import client_address
from maillage.core.middleware import (
    MAX_BODY_BYTES,
    MAX_QUERY_BYTES,
    MAX_THROWN_BYTES,
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


class CountedBody:
    """A body of a given size, which counts what was read and keeps nothing."""

    def __init__(self, size: int) -> None:
        self.left = size
        self.read_bytes = 0

    def read(self, size: int = -1) -> bytes:
        assert 0 <= size <= 65_536, "read by small pieces"
        size = min(size, self.left)
        self.left -= size
        self.read_bytes += size
        return b"x" * size

    readline = read


def posted(length: str, body: CountedBody, **headers: str) -> HttpResponse:
    request = RequestFactory().post("/pro/lieux/x/photo/", **headers)  # type: ignore[arg-type]
    environ = {**request.META, "CONTENT_LENGTH": length, "wsgi.input": body}
    return RequestGuardMiddleware(answer)(WSGIRequest(environ))


def test_a_body_of_a_photo_passes_unread() -> None:
    body = CountedBody(MAX_BODY_BYTES)
    assert posted(str(MAX_BODY_BYTES), body).status_code == 200
    assert body.read_bytes == 0


@pytest.mark.parametrize("size", [MAX_BODY_BYTES + 1, 50_000_000, 10_000_000_000])
def test_a_body_too_large_is_refused_by_its_announced_length(size: int) -> None:
    body = CountedBody(size)
    response = posted(str(size), body)
    assert response.status_code == 413
    assert "12 Mo au plus" in response.content.decode()
    assert "Rien n’est perdu" in response.content.decode()
    # Thrown away so that the browser reads the page, but not without end.
    assert body.read_bytes <= MAX_THROWN_BYTES


@pytest.mark.parametrize(
    ("address", "cookie", "status"),
    [
        ("/pro/imports/nouveau/", "sessionid=x", 200),
        ("/pro/imports/nouveau/", "", 413),
        ("/pro/imports/1/refaire/", "sessionid=x", 413),
    ],
)
def test_a_file_of_a_partner_is_larger_than_a_photo(address: str, cookie: str, status: int) -> None:
    request = RequestFactory().post(address, HTTP_COOKIE=cookie)
    body = CountedBody(50_500_000)
    environ = {**request.META, "CONTENT_LENGTH": "50500000", "wsgi.input": body}
    assert RequestGuardMiddleware(answer)(WSGIRequest(environ)).status_code == status


def test_a_body_of_unknown_length_is_refused() -> None:
    body = CountedBody(50_000_000)
    response = posted("", body, HTTP_TRANSFER_ENCODING="chunked")
    assert response.status_code == 411
    assert "ne dit pas sa taille" in response.content.decode()
    assert posted("", CountedBody(0)).status_code == 200


@pytest.mark.parametrize("length", ["-5", "abc", "1e9", "²"])
def test_a_length_that_is_no_number_is_no_error(length: str) -> None:
    assert posted(length, CountedBody(0)).status_code == 200


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


@override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"))
@pytest.mark.parametrize(
    ("said", "counted"),
    [
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::"),
        ("2001:db8:1:3::1", "2001:db8:1:3::"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("unknown", "unknown"),
    ],
)
def test_of_an_ipv6_address_the_network_counts(said: str, counted: str) -> None:
    assert client_address(RequestFactory().get("/", HTTP_X_FORWARDED_FOR=said)) == counted


@pytest.mark.django_db
@pytest.mark.parametrize("charset", ["rot13", "utf-16", "hex", "utf-7"])
def test_a_form_in_another_alphabet_is_refused(client: Client, charset: str) -> None:
    kind = f"multipart/form-data; boundary=x; charset={charset}"
    body = b'--x\r\nContent-Disposition: form-data; name="email"\r\n\r\na\r\n--x--\r\n'
    assert client.generic("POST", "/connexion/", body, content_type=kind).status_code == 400
    assert client.get("/", CONTENT_TYPE=kind).status_code == 400
    known = kind.replace(charset, "UTF-8")
    assert client.generic("POST", "/lieux/", body, content_type=known).status_code == 405
