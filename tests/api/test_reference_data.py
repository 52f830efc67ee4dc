"""Communes, territories, vocabularies: what a program needs to ask well."""

import pytest

from maillage.directory.enums import EquipmentKind, ModaliteField
from maillage.directory.queries import OPEN_CRITERIA
from maillage.directory.standard import VOCABULARIES
from tests.api.samples import fields_of, get_json, make_gallardon, make_lieu
from tests.factories.territory import (
    BassinFactory,
    BassinMembershipFactory,
    CommuneFactory,
    DepartementFactory,
    FormerCommuneFactory,
)

pytestmark = pytest.mark.django_db


def codes(address: str) -> list[str]:
    return [item["code"] for item in get_json(address)["items"]]


def make_communes() -> None:
    make_gallardon()
    chartres = CommuneFactory(
        code="28085", nom="Chartres", slug="chartres", postal_codes="28000", population=38_000
    )
    BassinMembershipFactory(commune=chartres, bassin=BassinFactory())
    cher = DepartementFactory(code="18", nom="Cher")
    CommuneFactory(
        code="18033", nom="Bourges", slug="bourges", postal_codes="18000", departement=cher
    )
    FormerCommuneFactory(code="28422", nom="Voves", commune=chartres)


def test_a_commune_says_what_contains_it() -> None:
    make_communes()
    make_lieu("a", code_insee="28085", commune="Chartres", code_postal="28000")
    item = get_json("/communes?q=chartres")["items"][0]
    assert item["code"] == "28085"
    assert item["codes_postaux"] == ["28000"]
    assert item["departement"] == {"code": "28", "nom": "Eure-et-Loir"}
    assert item["bassin"] == {"code": "2421", "nom": "Chartres"}
    assert item["epci"] is None
    assert item["lieux"] == 1
    assert item["url"].startswith("http://testserver/territoires/commune/")


def test_names_are_found_even_badly_written() -> None:
    make_communes()
    assert codes("/communes?q=galardon") == ["28168"]
    assert codes("/communes?q=voves") == ["28085"]
    assert codes("/communes?q=chartres&departement=18") == []
    assert codes("/communes?q=xyzxyz") == []


def test_communes_go_by_pages() -> None:
    make_communes()
    first = get_json("/communes?limit=2")
    assert (first["total"], [item["code"] for item in first["items"]]) == (3, ["18033", "28085"])
    rest = get_json("/communes?" + first["next"].partition("?")[2])
    assert [item["code"] for item in rest["items"]] == ["28168"]
    assert rest["next"] is None


def test_communes_are_filtered() -> None:
    make_communes()
    assert codes("/communes?departement=18") == ["18033"]
    assert codes("/communes?code_postal=28320") == ["28168"]
    assert codes("/communes?code_postal=28320&departement=18") == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("departement=99", "departement"),
        ("departement=trop-long", "departement"),
        ("code_postal=99999", "code_postal"),
        ("limit=501", "limit"),
        ("curseur=zzz", "curseur"),
        ("q=chartres&curseur=zzz", "curseur"),
        ("nom=chartres", "nom"),
    ],
)
def test_a_wrong_question_about_communes_is_refused(query: str, field: str) -> None:
    make_communes()
    assert fields_of(get_json(f"/communes?{query}", status=400)) == [field]


def test_territories_are_listed_with_their_places() -> None:
    make_communes()
    make_lieu("a", code_insee="28085", commune="Chartres", code_postal="28000")
    answer = get_json("/territoires/bassin")
    assert answer["total"] == 1
    assert answer["items"][0] == {
        "code": "2421",
        "nom": "Chartres",
        "url": "http://testserver/territoires/bassin/chartres/",
        "lieux": 1,
    }
    assert [row["code"] for row in get_json("/territoires/departement")["items"]] == ["18", "28"]


@pytest.mark.parametrize("kind", ["commune", "canton", "<b>"])
def test_an_unknown_kind_of_territory_is_refused(kind: str) -> None:
    answer = get_json(f"/territoires/{kind}", status=404)
    assert fields_of(answer) == ["kind"]
    assert "bassin" in answer["erreurs"][0]["message"]


def test_vocabularies_are_complete() -> None:
    found = get_json("/vocabularies")
    assert found.keys() == {*ModaliteField.values, "equipements", "ouvert", "tri"}
    for field, entries in VOCABULARIES.items():
        assert found[field]["values"] == [
            {"value": entry.value, "code": entry.code, "label": entry.label} for entry in entries
        ]
    assert [row["code"] for row in found["ouvert"]["values"]] == list(OPEN_CRITERIA)
    assert [row["code"] for row in found["equipements"]["values"]] == EquipmentKind.values
    assert found["services"]["parameter"] == "besoin"


def test_every_code_of_the_vocabularies_filters() -> None:
    for vocabulary in get_json("/vocabularies").values():
        for value in (vocabulary["values"][0], vocabulary["values"][-1]):
            query = f"{vocabulary['parameter']}={value['code']}&lat=48&lon=1"
            assert get_json(f"/lieux?{query}")["total"] == 0
