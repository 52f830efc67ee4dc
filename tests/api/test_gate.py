"""What surrounds every operation: methods, CORS, limits, conditional answers, no cookie."""

from datetime import UTC, datetime

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from maillage.api import gate, limits
from maillage.api.urls import urlpatterns
from maillage.directory.actions import save_lieu
from maillage.directory.models import Lieu
from tests.api.samples import fields_of, make_lieu

pytestmark = pytest.mark.django_db

DATA = (
    "/api/v1/",
    "/api/v1/lieux",
    "/api/v1/lieux/a",
    "/api/v1/lieux.csv",
    "/api/v1/lieux.json",
    "/api/v1/lieux.geojson",
    "/api/v1/communes",
    "/api/v1/territoires/region",
    "/api/v1/vocabularies",
    "/api/v1/openapi.json",
    "/api/v1/docs",
)


@pytest.fixture
def lieu() -> Lieu:
    return make_lieu("a")


def test_every_address_is_open_to_all() -> None:
    assert not any(getattr(pattern.callback, "login_required", True) for pattern in urlpatterns)


@pytest.mark.parametrize("address", DATA)
def test_anybody_reads_from_any_site_without_a_cookie(address: str, lieu: Lieu) -> None:
    response = Client().get(address, headers={"origin": "https://ailleurs.example"})
    assert response.status_code == 200
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response
    assert not response.cookies
    assert response["Cache-Control"] == "public, max-age=60"


def test_other_pages_are_not_shared_with_other_sites() -> None:
    response = Client().get("/sante/", headers={"origin": "https://ailleurs.example"})
    assert "Access-Control-Allow-Origin" not in response


@pytest.mark.parametrize("address", DATA)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_written(address: str, method: str) -> None:
    response = getattr(Client(enforce_csrf_checks=True), method)(address)
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert fields_of(response.json()) == [""]


@pytest.mark.parametrize("address", DATA)
def test_a_browser_may_ask_first(address: str) -> None:
    response = Client().options(address, headers={"access-control-request-method": "GET"})
    assert response.status_code == 204
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("address", DATA)
def test_head_has_the_headers_alone(address: str, lieu: Lieu) -> None:
    complete, head = Client().get(address), Client().head(address)
    assert head.status_code == 200
    body = b"".join(head) if head.streaming else head.content
    assert body == b""
    for name in ("Content-Type", "ETag"):
        assert head[name] == complete[name]


def test_refusals_are_shared_too() -> None:
    for address in ("/api/v1/lieux?zzz=1", "/api/v1/lieux/x", "/api/v1/rien"):
        assert Client().get(address)["Access-Control-Allow-Origin"] == "*"


# --- conditional answers ---------------------------------------------------------------------
@pytest.mark.parametrize("address", DATA)
def test_who_has_it_already_gets_304(address: str, lieu: Lieu) -> None:
    client = Client()
    etag = client.get(address)["ETag"]
    assert etag.startswith('W/"')
    again = client.get(address, headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == etag
    assert again["Access-Control-Allow-Origin"] == "*"
    assert client.get(address, headers={"if-none-match": 'W/"autre"'}).status_code == 200


@pytest.mark.parametrize("address", ["/api/v1/lieux", "/api/v1/lieux/a", "/api/v1/lieux.csv"])
def test_a_write_changes_the_tag(address: str, lieu: Lieu) -> None:
    before = Client().get(address)["ETag"]
    lieu.adresse = "2 rue Neuve"
    save_lieu(lieu=lieu, modalites=None, origin="essai")
    assert Client().get(address)["ETag"] != before


def test_another_question_has_another_tag(lieu: Lieu) -> None:
    tags = {
        Client().get(f"/api/v1/lieux.{kind}")["ETag"]
        for kind in ("csv", "csv?prix=gratuit", "json", "csv?ouvert=maintenant")
    }
    assert len(tags) == 4


def test_a_file_is_not_read_for_a_304(
    lieu: Lieu, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    etag = Client().get("/api/v1/lieux.csv")["ETag"]
    with django_assert_max_num_queries(3):
        again = Client().get("/api/v1/lieux.csv", headers={"if-none-match": etag})
    assert again.status_code == 304


def test_a_file_says_when_it_changed(lieu: Lieu) -> None:
    Lieu.objects.update(updated_at=datetime(2026, 3, 1, 12, tzinfo=UTC))
    client = Client()
    changed = client.get("/api/v1/lieux.csv")["Last-Modified"]
    assert changed == "Sun, 01 Mar 2026 12:00:00 GMT"
    address = "/api/v1/lieux.csv"
    assert client.get(address, headers={"if-modified-since": changed}).status_code == 304
    before = "Sun, 01 Mar 2026 11:59:59 GMT"
    assert client.get(address, headers={"if-modified-since": before}).status_code == 200
    assert client.get(address, headers={"if-modified-since": "hier"}).status_code == 200
    # What is open changes without any write.
    assert "Last-Modified" not in client.get(f"{address}?ouvert=maintenant")


# --- limits ----------------------------------------------------------------------------------
@pytest.fixture
def at_noon(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock to move by hand; it starts 15 seconds into a minute."""
    clock = [1_800_000_015.0]
    monkeypatch.setattr("time.time", lambda: clock[0])
    return clock


def test_too_many_calls_wait_for_the_next_minute(
    at_noon: list[float], settings: Settings, lieu: Lieu
) -> None:
    settings.API_RATE_PER_MINUTE = 3
    client = Client()
    answers = [client.get("/api/v1/lieux").status_code for _call in range(4)]
    assert answers == [200, 200, 200, 429]
    refused = client.get("/api/v1/lieux")
    assert refused["Retry-After"] == "45"
    assert refused["Access-Control-Allow-Origin"] == "*"
    assert refused["Cache-Control"] == "no-store"
    assert "3 par minute" in refused.json()["erreurs"][0]["message"]
    assert Client(REMOTE_ADDR="192.0.2.7").get("/api/v1/lieux").status_code == 200
    at_noon[0] += 45
    assert client.get("/api/v1/lieux").status_code == 200


def test_a_file_costs_more(at_noon: list[float], settings: Settings, lieu: Lieu) -> None:
    settings.API_RATE_PER_MINUTE = 20
    client = Client()
    answers = [client.get("/api/v1/lieux.csv").status_code for _call in range(3)]
    assert answers == [200, 200, 429]


def test_a_small_limit_still_lets_a_file_go(
    at_noon: list[float], settings: Settings, lieu: Lieu
) -> None:
    settings.API_RATE_PER_MINUTE = 5
    assert Client().get("/api/v1/lieux.csv").status_code == 200
    assert Client().get("/api/v1/lieux").status_code == 429


def test_a_browser_that_asks_first_does_not_pay(at_noon: list[float], settings: Settings) -> None:
    settings.API_RATE_PER_MINUTE = 1
    for _call in range(3):
        assert Client().options("/api/v1/lieux").status_code == 204


def test_what_a_visitor_writes_in_the_header_does_not_hide_him(
    at_noon: list[float], settings: Settings, lieu: Lieu
) -> None:
    settings.API_RATE_PER_MINUTE = 1
    statuses = []
    for number in range(2):
        header = f"198.51.100.{number}"
        response = Client().get("/api/v1/lieux", headers={"x-forwarded-for": header})
        statuses.append(response.status_code)
    assert statuses == [200, 429]


def test_behind_the_proxy_the_last_hop_counts(
    at_noon: list[float], settings: Settings, lieu: Lieu
) -> None:
    settings.API_RATE_PER_MINUTE = 1
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    statuses = []
    for header in ("1.1.1.1, 203.0.113.5", "2.2.2.2, 203.0.113.5", "2.2.2.2, 203.0.113.6"):
        response = Client().get("/api/v1/lieux", headers={"x-forwarded-for": header})
        statuses.append(response.status_code)
    assert statuses == [200, 429, 200]


def test_the_address_is_not_in_the_key(
    at_noon: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    keys: list[str] = []
    monkeypatch.setattr("django.core.cache.cache.add", lambda key, *_rest: keys.append(key))
    limits.seconds_to_wait(address="192.0.2.7", cost=1)
    at_noon[0] += 60
    limits.seconds_to_wait(address="192.0.2.7", cost=1)
    assert len(set(keys)) == 2
    assert not any("192.0.2.7" in key for key in keys)


def test_a_view_keeps_its_own_tag() -> None:
    def view(_request: HttpRequest) -> HttpResponse:
        return HttpResponse("texte", headers={"ETag": '"a-moi"', "Cache-Control": "no-store"})

    request = HttpRequest()
    request.method = "GET"
    request.META["REMOTE_ADDR"] = "192.0.2.9"
    response = gate.open_to_all(view)(request)
    assert (response["ETag"], response["Cache-Control"]) == ('"a-moi"', "no-store")
