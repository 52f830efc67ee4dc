"""Pages of places: their shape, their walk, their filters."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.http import QueryDict
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from maillage.api.schemas import LieuOut
from maillage.directory.actions import archive_lieu
from maillage.directory.enums import EquipmentKind
from maillage.directory.forms import parse_criteria
from maillage.directory.models import Equipment, Lieu
from maillage.directory.queries import search_lieux
from maillage.directory.standard import FIELD_NAMES, FIELDS
from tests.api.samples import fields_of, get_json, make_gallardon, make_lieu

pytestmark = pytest.mark.django_db


def walk(address: str) -> list[dict[str, Any]]:
    """All the items, following « next »."""
    items: list[dict[str, Any]] = []
    for _page in range(50):
        answer = get_json(address)
        items += answer["items"]
        if answer["next"] is None:
            return items
        parts = urlsplit(answer["next"])
        assert parts.path.startswith("/api/v1/")
        address = f"{parts.path.removeprefix('/api/v1')}?{parts.query}"
    raise AssertionError("the walk never ends")


def ids(items: list[dict[str, Any]]) -> list[str]:
    return [item["id"] for item in items]


def test_an_item_has_the_names_of_the_standard_and_ours_apart() -> None:
    make_gallardon()
    make_lieu(
        "a",
        modalites={"services": ["demarches", "outils"], "langues": ["ar"]},
        courriels="aa@exemple.fr|bb@exemple.fr",
        site_web="",
        equipments=[Equipment(kind=EquipmentKind.IMPRIMANTE, count=2)],
        horaires="24/7",
    )
    answer = get_json("/lieux")
    assert answer.keys() == {"total", "items", "next", "removed"}
    assert (answer["total"], answer["next"], answer["removed"]) == (1, None, None)
    item = answer["items"][0]
    assert tuple(item) == (*FIELD_NAMES, "maillage")
    assert item["services"] == [
        "Aide aux démarches administratives",
        "Maîtrise des outils numériques du quotidien",
    ]
    assert item["courriels"] == ["aa@exemple.fr", "bb@exemple.fr"]
    assert item["site_web"] == []
    assert item["telephone"] is None
    assert item["date_maj"] == "2026-01-01"
    ours = item["maillage"]
    assert ours["url"] == f"http://testserver/lieux/{ours['slug']}/"
    assert ours["langues"] == ["ar"]
    assert ours["equipements"][0] | {"precision": None} == {
        "sorte": "imprimante",
        "libelle": "Imprimante",
        "nombre": 2,
        "usage": "sur_place",
        "precision": None,
    }
    assert ours["ouverture"]["etat"] == "ouvert"
    assert ours["territoires"]["departement"] == "28"
    assert ours["distance_m"] is None


def test_the_schema_follows_the_standard() -> None:
    assert tuple(LieuOut.model_fields) == (*FIELD_NAMES, "maillage")
    lists = {name for name, field in LieuOut.model_fields.items() if field.annotation == list[str]}
    assert lists == {field.name for field in FIELDS if field.multiple}
    compulsory = {
        name for name, field in LieuOut.model_fields.items() if type(None) not in _options(field)
    }
    assert compulsory - lists - {"maillage"} == {field.name for field in FIELDS if field.required}


def _options(field: Any) -> tuple[Any, ...]:
    return getattr(field.annotation, "__args__", ())


@pytest.mark.parametrize("sort", ["", "&tri=nom", "&tri=distance&lat=48.5&lon=1.6"])
def test_a_walk_gives_each_place_once(sort: str) -> None:
    for number in range(7):
        # Same names, same positions: only the identifier settles.
        make_lieu(f"l{number}", nom="Espace")
    make_lieu("loin", nom="Zone", latitude=None, longitude=None)
    found = ids(walk(f"/lieux?limit=3{sort}"))
    assert found == [*(f"l{number}" for number in range(7)), "loin"] if sort else sorted(found)
    assert sorted(found) == sorted(Lieu.objects.values_list("pk", flat=True))


def test_a_walk_is_not_disturbed_by_what_is_written_meanwhile() -> None:
    lieux = [make_lieu(f"m{number}") for number in range(6)]
    first = get_json("/lieux?limit=3")
    assert ids(first["items"]) == ["m0", "m1", "m2"]
    make_lieu("a-avant")
    archive_lieu(lieu=lieux[1], origin="essai")
    make_lieu("m3-entre")
    rest = walk("/lieux?" + urlsplit(first["next"]).query)
    assert ids(rest) == ["m3", "m3-entre", "m4", "m5"]


def test_next_keeps_the_filters() -> None:
    for number in range(3):
        make_lieu(f"g{number}", modalites={"frais_a_charge": ["gratuit"]})
    make_lieu("payant")
    answer = get_json("/lieux?prix=gratuit&limit=2")
    assert answer["total"] == 3
    query = dict(parse_qsl(urlsplit(answer["next"]).query))
    assert query["prix"] == "gratuit"
    assert query["limit"] == "2"
    assert ids(walk("/lieux?prix=gratuit&limit=2")) == ["g0", "g1", "g2"]


@pytest.mark.parametrize(
    "query",
    [
        "besoin=demarches",
        "services=Aide+aux+démarches+administratives",
        "besoin=demarches,outils&prix=gratuit",
        "q=mediatheque",
        "lat=48.5259&lon=1.6932&rayon=5",
        "bbox=1.6,48.5,1.7,48.6",
        "territoire=commune:28168",
        "equipement=imprimante",
        "ouvert=maintenant",
        "modified_since=2020-01-01",
        "langue=ar",
    ],
)
def test_filters_are_those_of_the_page(query: str) -> None:
    make_gallardon()
    make_lieu("a", nom="Médiathèque", modalites={"services": ["demarches"], "langues": ["ar"]})
    make_lieu("b", modalites={"services": ["outils"], "frais_a_charge": ["gratuit"]})
    make_lieu("c", latitude=47.0, longitude=2.4, code_insee="18033", horaires="24/7")
    make_lieu("d", equipments=[Equipment(kind=EquipmentKind.IMPRIMANTE)], horaires="Mo off")
    expected = search_lieux(criteria=parse_criteria(QueryDict(query)).criteria)
    assert expected.total > 0
    answer = get_json(f"/lieux?{query}")
    assert answer["total"] == expected.total
    assert ids(answer["items"]) == sorted(expected.ids())


def test_distance_is_in_metres_and_sorts() -> None:
    make_lieu("loin", latitude=48.6, longitude=1.6932)
    make_lieu("ici")
    make_lieu("nulle-part", latitude=None, longitude=None)
    items = get_json("/lieux?lat=48.5259&lon=1.6932&tri=distance")["items"]
    assert ids(items) == ["ici", "loin", "nulle-part"]
    assert [item["maillage"]["distance_m"] for item in items] == [0, 8240, None]


def test_pertinence_gives_the_best_in_one_page() -> None:
    for number in range(4):
        make_lieu(f"p{number}")
    answer = get_json("/lieux?tri=pertinence&limit=2")
    assert (answer["total"], len(answer["items"]), answer["next"]) == (4, 2, None)
    assert fields_of(get_json("/lieux?tri=pertinence&curseur=x", status=400)) == ["curseur"]


def test_ids_choose_places() -> None:
    for pk in ("a", "b", "c", "d,e"):
        make_lieu(pk)
    assert ids(get_json("/lieux?ids=c,a,inconnu")["items"]) == ["a", "c"]
    assert ids(get_json("/lieux?ids=d,e&ids=b")["items"]) == ["b", "d,e"]
    too_many = ",".join(f"n{number}" for number in range(101))
    assert fields_of(get_json(f"/lieux?ids={too_many}", status=400)) == ["ids"]


def test_only_published_places_and_public_fields_go_out() -> None:
    make_lieu("public", professional_note="secret-des-professionnels", import_source="secret-a")
    make_lieu("cache", status="brouillon", nom="Brouillon secret")
    for address in ("/lieux", "/lieux/public", "/lieux.csv", "/lieux.json", "/lieux.geojson"):
        response = Client().get(f"/api/v1{address}")
        body = b"".join(response) if response.streaming else response.content
        assert b"public" in body
        assert b"secret" not in body


def test_queries_do_not_grow_with_the_places(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    make_gallardon()
    modalites = {"services": ["demarches"]}
    make_lieu("a", modalites=modalites, equipments=[Equipment(kind=EquipmentKind.WIFI)])
    get_json("/lieux")
    # The stamp of the index, the sheets, and their four kinds of parts.
    with django_assert_num_queries(6):
        get_json("/lieux")
    for pk in ("b", "c"):
        make_lieu(pk, modalites=modalites, equipments=[Equipment(kind=EquipmentKind.WIFI)])
    get_json("/lieux")
    with django_assert_num_queries(6):
        assert len(get_json("/lieux")["items"]) == 3
