"""The geocoder of addresses, played by a server of this machine."""

from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django import Settings

from maillage.territory.clients import geocoder
from maillage.territory.clients.geocoder import (
    Breaker,
    GeocoderAnswerError,
    GeocoderError,
    GeocoderOffError,
    GeocoderRestingError,
    GeocoderTimeoutError,
    GeocoderUnreachableError,
    search_addresses,
)
from maillage.territory.queries import find_place, search_places
from tests.factories.territory import CommuneFactory
from tests.territory.http_server import Answer, Asked, Reply, serving


def feature(label: str, citycode: str, lon: float, lat: float, score: float) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
        "properties": {
            "label": label,
            "score": score,
            "id": f"{citycode}_0001",
            "citycode": citycode,
            "context": "28, Eure-et-Loir, Centre-Val de Loire",
            "type": "housenumber",
        },
    }


CHANGES = feature("12 Rue des Changes 28000 Chartres", "28085", 1.4876, 48.4471, 0.96)
PARIS = feature("12 Rue des Changes 75001 Paris", "75056", 2.34, 48.86, 0.91)


def answering(*features: dict[str, Any]) -> Answer:
    body = {"type": "FeatureCollection", "features": list(features)}
    return lambda _asked, _times: Reply(body)


@pytest.fixture(autouse=True)
def _rested() -> Iterator[None]:
    geocoder.breaker.reset()
    yield
    geocoder.breaker.reset()


def test_addresses_are_read() -> None:
    with serving(answering(CHANGES)) as service:
        (found,) = search_addresses(
            url=service.url + "/geocodage/",
            text="  12 rue des   changes ",
            limit=3,
            near=(48.4, 1.5),
        )
    assert (found.label, found.citycode) == ("12 Rue des Changes 28000 Chartres", "28085")
    assert (found.latitude, found.longitude, found.score) == (48.4471, 1.4876, 0.96)
    (asked,) = service.calls
    assert asked.path == "/geocodage/search"
    assert asked.params == {
        "q": "12 rue des changes",
        "limit": "3",
        "autocomplete": "1",
        "index": "address",
        "lat": "48.4",
        "lon": "1.5",
    }


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (lambda _a, _t: Reply(status=500), GeocoderUnreachableError),
        (lambda _a, _t: Reply(status=429), GeocoderUnreachableError),
        (lambda _a, _t: Reply([], cut=True), GeocoderUnreachableError),
        (lambda _a, _t: Reply([], wait=0.5), GeocoderTimeoutError),
        (lambda _a, _t: Reply(raw=b"<html>"), GeocoderAnswerError),
        (lambda _a, _t: Reply([]), GeocoderAnswerError),
        (lambda _a, _t: Reply({"features": [{"properties": {}}]}), GeocoderAnswerError),
        (answering(feature("x", "28085", 1000, 48, 1)), GeocoderAnswerError),
    ],
)
def test_failures_are_typed_then_it_is_left_alone(
    answer: Answer, error: type[GeocoderError]
) -> None:
    with serving(answer) as service:
        with pytest.raises(error):
            search_addresses(url=service.url, text="12 rue", timeout_seconds=0.2)
        with pytest.raises(GeocoderRestingError):
            search_addresses(url=service.url, text="12 rue")
        assert len(service.calls) == 1


def test_nobody_there() -> None:
    with serving(answering()) as service:
        url = service.url
    with pytest.raises(GeocoderUnreachableError):
        search_addresses(url=url, text="12 rue")


@pytest.mark.parametrize(("url", "text"), [("", "12 rue"), ("http://127.0.0.1:1", "ab")])
def test_off_or_unreadable_asks_nobody(url: str, text: str) -> None:
    with pytest.raises(GeocoderOffError):
        search_addresses(url=url, text=text)


def test_the_breaker_closes_after_its_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr("maillage.territory.clients.geocoder.time.monotonic", lambda: now)
    breaker = Breaker(rest_seconds=30)
    breaker.record("u", failed=True)
    assert breaker.is_open("u")
    assert not breaker.is_open("other")
    now = 130.0
    assert not breaker.is_open("u")


@pytest.mark.django_db
def test_an_address_is_proposed_first_with_its_commune(settings: Settings) -> None:
    CommuneFactory.create(code="28085", nom="Chartres")
    with serving(answering(PARIS, CHANGES)) as service:
        settings.GEOCODER_URL = service.url
        found = search_places(text="12 rue des changes, 28000 Chartres", with_addresses=True)
    assert [match.key for match in found] == ["adresse:48.44710,1.48760", "commune:28085"]
    assert found[0].label == "12 Rue des Changes 28000 Chartres"
    assert found[0].commune_code == "28085"


@pytest.mark.django_db
def test_addresses_far_away_are_kept_when_there_are_no_others(settings: Settings) -> None:
    CommuneFactory.create(code="28085", nom="Chartres")
    with serving(answering(PARIS)) as service:
        settings.GEOCODER_URL = service.url
        (found,) = search_places(text="12 rue des changes paris", with_addresses=True)
    assert (found.label, found.commune_code) == ("12 Rue des Changes 75001 Paris", "")


@pytest.mark.django_db
def test_the_geocoder_is_only_asked_when_needed(settings: Settings) -> None:
    CommuneFactory.create(code="28085", nom="Chartres")
    with serving(answering(CHANGES)) as service:
        settings.GEOCODER_URL = service.url
        search_places(text="chartres", with_addresses=True)
        search_places(text="12 rue des changes")
        find_place(text="12 rue des changes")
        search_places(text="12 rue", with_addresses=True, kinds=frozenset({"commune"}))
        assert service.calls == []
        search_places(text="zzyzx", with_addresses=True)
        assert len(service.calls) == 1


@pytest.mark.django_db
def test_a_failing_geocoder_hides_nothing(settings: Settings) -> None:
    CommuneFactory.create(code="28085", nom="Chartres")

    def broken(_asked: Asked, _times: int) -> Reply:
        return Reply(status=500)

    with serving(broken) as service:
        settings.GEOCODER_URL = service.url
        found = search_places(text="12 rue des Changes 28000 Chartres", with_addresses=True)
    assert [match.key for match in found] == ["commune:28085"]
