"""The official API, played by a server of this machine, with its bad days."""

import json
import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from maillage.territory.clients import geo_api
from maillage.territory.clients.geo_api import GeoApiClient
from maillage.territory.data import TerritoryDataError
from maillage.territory.models import BassinMembership, Commune, Contour, FormerCommune
from maillage.territory.sources.api import read_api
from tests.factories.territory import (
    BassinMembershipFactory,
    CommuneFactory,
    DepartementFactory,
)
from tests.territory.conftest import api_answer, api_commune
from tests.territory.http_server import Answer, Asked, Reply, serving

COMMUNES_28 = "/departements/28/communes"


def client_of(url: str, tmp_path: Path, **more: object) -> GeoApiClient:
    pauses: list[float] = []
    client = GeoApiClient(base_url=url, cache_dir=tmp_path / "cache", pause=pauses.append)
    for name, value in more.items():
        setattr(client, name, value)
    return client


def failing_first(*replies: Reply, path: str = COMMUNES_28) -> Answer:
    """The official API, whose first answers on one path are these."""

    def answer(asked: Asked, times: int) -> Reply:
        if asked.path == path and times <= len(replies):
            return replies[times - 1]
        return api_answer(asked, times)

    return answer


def test_a_region_is_read(tmp_path: Path) -> None:
    with serving(api_answer) as service:
        data = read_api(client_of(service.url, tmp_path), region="24")
    assert [row.code for row in data.communes] == ["28085", "28422", "28261", "45214"]
    chartres = data.communes[0]
    assert (chartres.latitude, chartres.longitude) == (48.4438, 1.489)
    assert chartres.surface_km2 == 16.85
    assert chartres.postal_codes == ("28000",)
    assert (data.communes[2].population, data.communes[2].latitude) == (None, None)
    assert [row.nom for row in data.epcis] == ["CA Chartres Métropole", "CC Coeur de Beauce"]
    assert [row.nom for row in data.former_communes] == ["Voves"]
    kinds = sorted(row.kind for row in data.contours)
    assert kinds == ["commune"] * 3 + ["departement"] * 2 + ["epci"] * 2 + ["region"]
    assert data.memberships == {}
    assert any("bassins restent" in note for note in data.notes)
    assert service.paths().count(COMMUNES_28) == 1
    communes = next(call for call in service.calls if call.path == COMMUNES_28)
    assert "contour" in communes.params["fields"].split(",")


@pytest.mark.parametrize(
    "replies",
    [
        (Reply({"message": "boum"}, status=500),),
        (Reply(status=503), Reply(status=429)),
        (Reply(raw=b'[{"nom": "Char'),),
        (Reply([api_commune("28085", "Chartres")], cut=True),),
        (Reply(raw=b"<html>oups</html>"), Reply(status=502), Reply(raw=b"")),
    ],
)
def test_passing_failures_are_tried_again(tmp_path: Path, replies: tuple[Reply, ...]) -> None:
    lines: list[str] = []
    with serving(failing_first(*replies)) as service:
        client = client_of(service.url, tmp_path, progress=lines.append)
        data = read_api(client, region="24")
    assert len(data.communes) == 4
    assert service.paths().count(COMMUNES_28) == len(replies) + 1
    assert sum("nouvel essai" in line for line in lines) == len(replies)


def test_a_slow_answer_is_tried_again(tmp_path: Path) -> None:
    with serving(failing_first(Reply([], wait=0.4))) as service:
        client = client_of(service.url, tmp_path, timeout_seconds=0.15)
        assert len(read_api(client, region="24").communes) == 4
    assert service.paths().count(COMMUNES_28) == 2


def test_pauses_grow(tmp_path: Path) -> None:
    pauses: list[float] = []
    with serving(failing_first(*[Reply(status=500)] * 3)) as service:
        read_api(client_of(service.url, tmp_path, pause=pauses.append), region="24")
    assert len(pauses) == 3
    for pause, base in zip(pauses, (1, 2, 4), strict=True):
        assert base <= pause <= base + 0.5


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (lambda _asked, _times: Reply(status=500), "network"),
        (lambda _asked, _times: Reply(raw=b"{"), "network"),
        (lambda _asked, _times: Reply(status=404), "refused"),
        (lambda _asked, _times: Reply([]), "unexpected_answer"),
        (failing_first(Reply({"a": 1})), "unexpected_answer"),
        (failing_first(Reply([{"nom": "sans code"}])), "unexpected_answer"),
        (failing_first(Reply([api_commune("XX", "Faux")])), "unexpected_answer"),
        (failing_first(Reply([api_commune("28085", "C", centre={"x": 1})])), "unexpected_answer"),
        (
            failing_first(Reply([api_commune("28085", "C", contour={"type": "Point"})])),
            "unexpected_answer",
        ),
        (
            failing_first(Reply([]), path="/regions/24/departements"),
            "no_communes",
        ),
    ],
)
def test_lasting_failures_say_why(tmp_path: Path, answer: Answer, code: str) -> None:
    with serving(answer) as service, pytest.raises(TerritoryDataError) as caught:
        read_api(client_of(service.url, tmp_path), region="24")
    assert caught.value.code == code


def test_nobody_there(tmp_path: Path) -> None:
    with serving(api_answer) as service:
        url = service.url
    with pytest.raises(TerritoryDataError, match="après 4 essais"):
        read_api(client_of(url, tmp_path), region="24")


def test_an_unknown_region_asks_nobody(tmp_path: Path) -> None:
    with serving(api_answer) as service:
        with pytest.raises(TerritoryDataError, match="« 99 » n’existe pas"):
            read_api(client_of(service.url, tmp_path), region="99")
        assert service.calls == []


def test_answers_are_kept_a_day_then_asked_with_their_etag(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(api_answer) as service:
        client = client_of(service.url, tmp_path)
        first = read_api(client, region="24")
        asked = len(service.calls)
        assert read_api(client, region="24") == first
        assert len(service.calls) == asked

        later = time.time() + geo_api.FRESH_SECONDS + 1
        monkeypatch.setattr("maillage.territory.clients.geo_api.time.time", lambda: later)
        assert read_api(client, region="24") == first
        assert len(service.calls) == 2 * asked
        again = [call for call in service.calls[asked:] if call.path == COMMUNES_28]
        assert again[0].headers["if-none-match"] == '"d28"'
        # An unchanged answer is fresh for another day.
        read_api(client, region="24")
        assert len(service.calls) == 2 * asked


@pytest.mark.parametrize("damage", [lambda _t: "", lambda t: t[:40], lambda _t: "[]"])
def test_a_damaged_cache_is_asked_again(tmp_path: Path, damage: Callable[[str], str]) -> None:
    with serving(api_answer) as service:
        client = client_of(service.url, tmp_path)
        client.region("24")
        (kept,) = (tmp_path / "cache").glob("*.json")
        kept.write_text(damage(kept.read_text()))
        assert client.region("24")["nom"] == "Centre-Val de Loire"
    assert len(service.calls) == 2
    assert json.loads(kept.read_text())["body"]["code"] == "24"


@pytest.mark.django_db
def test_the_command_loads_from_the_api(
    tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    BassinMembershipFactory.create(
        commune=CommuneFactory.create(code="28085", nom="Chartres", slug="chartres")
    )
    settings.VAR_DIR = settings.BASE_DIR = tmp_path
    out = StringIO()
    with serving(api_answer) as service:
        settings.GEO_API_URL = service.url
        call_command("load_territory", "--region", "24", stdout=out)
    assert Commune.objects.get(code="28085").population == 38_426
    assert Commune.objects.count() == 4
    assert FormerCommune.objects.get().commune_id == "28422"
    assert Contour.objects.count() == 8
    assert BassinMembership.objects.get().bassin_id == "2421"
    assert "les bassins restent comme ils sont" in out.getvalue()
    assert COMMUNES_28 in capsys.readouterr().err
    assert len(list((tmp_path / "cache" / "geo-api").glob("*.json"))) == 5


@pytest.mark.django_db
def test_the_command_keeps_what_was_there_when_the_network_fails(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    DepartementFactory.create()
    CommuneFactory.create(code="28085", nom="Chartres", slug="chartres", population=1)
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(geo_api, "ATTEMPTS", 1)
    broken = failing_first(Reply(status=500), path="/departements/45/communes")
    with serving(broken) as service:
        settings.GEO_API_URL = service.url
        with pytest.raises(CommandError, match="ne répond pas comme il faut") as caught:
            call_command("load_territory", "--region", "24")
    assert caught.value.returncode == 1
    assert list(Commune.objects.values_list("code", "population")) == [("28085", 1)]
