"""Bad input: a sentence in French for each, never an error of the server."""

import base64
import json

import pytest
from django.test import Client

from maillage.api.cursors import write_cursor
from maillage.api.parameters import FILTERS
from maillage.directory import forms
from tests.api.samples import fields_of, get_json, make_lieu

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("ou=Nullepart-les-Oies", "ou"),
        ("lat=48.5&lon=1.6&rayon=abc", "rayon"),
        ("lat=48.5", "lat"),
        ("lat=1e999&lon=0", "lat"),
        ("bbox=1.8,48.6,1.3,48.3", "bbox"),
        ("bbox=a,b,c,d", "bbox"),
        ("territoire=bassin:atlantide", "territoire"),
        ("besoin=zzz", "besoin"),
        ("equipement=zzz", "equipement"),
        ("ouvert=jamais", "ouvert"),
        ("modified_since=hier", "modified_since"),
        ("tri=hasard", "tri"),
        ("tri=distance", "tri"),
        ("limit=0", "limit"),
        ("limit=501", "limit"),
        ("limit=abc", "limit"),
        ("limit=99999999999999999999", "limit"),
        ("curseur=n-importe-quoi", "curseur"),
        ("page=1000000000", "page"),
        ("besoins=demarches", "besoins"),
        ("q=" + "a" * 300, "q"),
    ],
)
def test_a_wrong_parameter_is_named(query: str, field: str) -> None:
    assert fields_of(get_json(f"/lieux?{query}", status=400)) == [field]


def test_the_cap_and_the_value_are_in_the_sentence() -> None:
    assert "500" in get_json("/lieux?limit=501", status=400)["erreurs"][0]["message"]
    assert "zzz" in get_json("/lieux?besoin=zzz", status=400)["erreurs"][0]["message"]


def test_every_problem_comes_at_once() -> None:
    answer = get_json("/lieux?besoin=zzz&bbox=1,2&ouvert=jamais", status=400)
    assert sorted(fields_of(answer)) == ["bbox", "besoin", "ouvert"]


def _raw(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        write_cursor(sort="nom", key=("a", "b")),
        _raw(["id", 1, "b"]),
        _raw(["id", "", 2]),
        _raw(["id", ""]),
        _raw({"id": 1}),
        _raw(None),
        "é",
        "=" * 40,
        "A" * 5000,
        base64.urlsafe_b64encode(b"[" * 2000).decode(),
    ],
)
def test_a_forged_cursor_is_refused(cursor: str) -> None:
    response = Client().get("/api/v1/lieux", {"curseur": cursor})
    assert response.status_code == 400
    assert fields_of(response.json()) == ["curseur"]


def test_a_cursor_of_a_distance_is_a_number() -> None:
    query = "tri=distance&lat=48&lon=1&curseur="
    for value in (float("nan"), True, "a"):
        address = f"/lieux?{query}{_raw(['distance', value, 'x'])}"
        assert fields_of(get_json(address, status=400)) == ["curseur"]


def test_the_table_of_parameters_is_that_of_the_page() -> None:
    ours = {parameter.name for parameter in FILTERS}
    assert ours == {*forms._READERS, *forms.PARAMETERS} - {"tri"}


@pytest.mark.parametrize("extension", ["csv", "json", "geojson"])
def test_files_refuse_too(extension: str) -> None:
    assert fields_of(get_json(f"/lieux.{extension}?besoin=zzz", status=400)) == ["besoin"]
    assert fields_of(get_json(f"/lieux.{extension}?limit=3", status=400)) == ["limit"]


@pytest.mark.parametrize(
    "lieu_id",
    [
        "inconnu",
        "../../admin",
        "a/b/c",
        "<script>alert(1)</script>",
        "' OR 1=1 --",
        "é\u202e😀",
        "x" * 3000,
        "%25%30%30",
        "a b\tc\nd",
    ],
)
def test_a_hostile_identifier_is_unknown(lieu_id: str) -> None:
    response = Client().get(f"/api/v1/lieux/{lieu_id}")
    assert response.status_code == 404
    assert response["Content-Type"].startswith("application/json")


@pytest.mark.parametrize("query", ["q=" + "a" * 2_000_000, "q=%00"])
def test_what_nobody_can_read_is_refused_before_us(query: str) -> None:
    assert Client().get(f"/api/v1/lieux?{query}").status_code in {400, 414}


def test_other_addresses_are_json_too() -> None:
    assert fields_of(get_json("/nulle/part", status=404)) == [""]
    assert "nulle/part" in get_json("/nulle/part", status=404)["erreurs"][0]["message"]
    response = Client().get("/api/v1/lieux/?q=a")
    assert (response.status_code, response["Location"]) == (301, "/api/v1/lieux?q=a")


def test_html_in_every_filter_is_only_text() -> None:
    make_lieu("a", nom="<b>gras</b>")
    for parameter in FILTERS:
        response = Client().get("/api/v1/lieux", {parameter.name: "<script>alert(1)</script>"})
        assert response.status_code in {200, 400}
        assert response["Content-Type"].startswith("application/json")
        assert response["X-Content-Type-Options"] == "nosniff"
