"""Reads of the territory, on small territories; the real one at the end."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import DjangoAssertNumQueries

from maillage.core.geo import BBox
from maillage.territory import place_search
from maillage.territory.actions import bump_stamp
from maillage.territory.models import Commune
from maillage.territory.place_index import PlaceMatch
from maillage.territory.queries import (
    UnknownTerritoryError,
    commune_at,
    commune_codes_of,
    contours_geojson,
    find_place,
    get_territory,
    register_provider,
    resolve_place,
    search_places,
    territories_of_commune,
    unregister_provider,
)
from tests.factories.territory import (
    BassinFactory,
    BassinMembershipFactory,
    CommuneFactory,
    ContourFactory,
    EpciFactory,
    FormerCommuneFactory,
    RegionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def chartres() -> Commune:
    """Chartres, in its EPCI and its basin, and Les Villages Vovéens beside."""
    epci = EpciFactory.create(code="200033181", nom="CA Chartres Métropole")
    commune = CommuneFactory.create(
        code="28085", nom="Chartres", slug="chartres", population=38_426, epci=epci
    )
    BassinMembershipFactory.create(commune=commune)
    voves = CommuneFactory.create(
        code="28422",
        nom="Les Villages Vovéens",
        postal_codes="28150",
        latitude=48.2714,
        longitude=1.5995,
    )
    FormerCommuneFactory.create(commune=voves)
    return commune


@pytest.fixture
def provider() -> Iterator[None]:
    """A directory of one place."""
    place = PlaceMatch("lieu", "le-phare", "Le Phare", "Chartres", 48.4, 1.5, 0, 95.0, "28085")

    def search(text: str, limit: int) -> list[PlaceMatch]:
        return [place][:limit] if "phare" in text.lower() else []

    register_provider("lieu", search, get=lambda code: place if code == "le-phare" else None)
    yield
    unregister_provider("lieu")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("chartres", "commune:28085"),
        ("voves", "ancienne_commune:28422"),
        ("28000", "code_postal:28000"),
        ("28", "departement:28"),
        ("eure-et-loir", "departement:28"),
        ("chartres métropole", "epci:200033181"),
        ("communauté d’agglomération chartres métropole", "epci:200033181"),
        ("bassin de chartres", "bassin:2421"),
        ("centre val de loire", "region:24"),
        ("commune:28085", "commune:28085"),
        ("commune:chartres", "commune:28085"),
        ("bassin:2421", "bassin:2421"),
        ("departement:28", "departement:28"),
        ("code_postal:28150", "code_postal:28150"),
        ("ancienne_commune:28422", "ancienne_commune:28422"),
        ("12 rue du Puits, 28000 Chartres", "commune:28085"),
        ("place du marché, voves", "ancienne_commune:28422"),
        ("3 rue perdue 28150 ailleurs", "code_postal:28150"),
    ],
)
def test_a_text_means_a_place(chartres: Commune, text: str, key: str) -> None:
    place = resolve_place(text=text)
    assert place is not None
    assert place.key == key


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "nulle part au monde",
        "commune:99999",
        "planete:mars",
        "0,0",
        "95.5,200",
        "<script>alert(1)</script>",
        "x" * 100_000,
        "\x00",
        "' OR 1=1 --",
    ],
)
def test_a_text_that_means_nothing(chartres: Commune, text: str) -> None:
    assert resolve_place(text=text) is None


def test_details_tell_places_apart(chartres: Commune) -> None:
    details = {match.key: match for match in search_places(text="chartres", limit=20)}
    assert details["commune:28085"].detail == "Eure-et-Loir (28)"
    assert details["commune:28085"].commune_code == "28085"
    assert details["bassin:2421"].detail == "bassin de vie, 1 commune"
    assert details["epci:200033181"].label == "Communauté d’agglomération Chartres Métropole"
    (voves,) = search_places(text="voves")
    assert voves.detail == "aujourd’hui Les Villages Vovéens, Eure-et-Loir (28)"
    assert (voves.commune_code, voves.latitude) == ("28422", 48.2714)


def test_groups_are_placed_where_their_people_are(chartres: Commune) -> None:
    place = resolve_place(text="departement:28")
    assert place is not None
    assert place.population == 39_426
    assert place.latitude == pytest.approx(48.4395, abs=0.0005)


def test_a_point_is_told_by_its_nearest_commune(chartres: Commune) -> None:
    for text in ("48.45,1.5", " 48.45 ; 1.5", "1.5,48.45"):
        place = resolve_place(text=text)
        assert place is not None
        assert (place.latitude, place.longitude) == (48.45, 1.5)
        assert (place.label, place.commune_code) == ("Près de Chartres", "28085")
    far = resolve_place(text="43.3,5.4")
    assert far is not None
    assert (far.label, far.commune_code) == ("43.3000, 5.4000", "")


def test_sure_or_ambiguous(chartres: Commune) -> None:
    sure = find_place(text="chartres")
    assert sure.is_sure
    assert [match.kind for match in sure.alternatives] == ["bassin", "epci"]
    assert find_place(text="commune:28085").is_sure
    assert not find_place(text="chart").is_sure
    CommuneFactory.create(code="28261", nom="Montigny", slug="montigny-28", population=10)
    CommuneFactory.create(code="28262", nom="Montigny", slug="montigny-28262", population=20)
    twice = find_place(text="montigny")
    assert not twice.is_sure
    assert twice.best is not None
    assert twice.best.code == "28262"
    assert [match.code for match in twice.alternatives] == ["28261"]


def test_the_index_follows_the_database(chartres: Commune) -> None:
    assert resolve_place(text="luisant") is None
    luisant = CommuneFactory.create(code="28220", nom="Luisant")
    assert resolve_place(text="luisant") is not None
    luisant.nom = "Luisant-sur-Eure"
    luisant.save()
    assert search_places(text="luisant")[0].label == "Luisant-sur-Eure"
    luisant.delete()
    assert resolve_place(text="luisant") is None
    Commune.objects.filter(code="28085").update(nom="Autricum")
    bump_stamp()
    assert resolve_place(text="autricum") is not None


def test_rows_written_in_bulk_are_seen(chartres: Commune) -> None:
    assert resolve_place(text="leves") is None
    Commune.objects.bulk_create(
        [Commune(code="28209", nom="Lèves", slug="leves", departement=chartres.departement)]
    )
    assert resolve_place(text="leves") is not None


def test_a_search_is_one_query(
    chartres: Commune,
    django_assert_num_queries: DjangoAssertNumQueries,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The directory adds its names of places, and its own query.
    monkeypatch.setattr(place_search, "_providers", {})
    search_places(text="chartres")
    with django_assert_num_queries(1):
        search_places(text="chart")
    with django_assert_num_queries(1):
        find_place(text="12 rue du Puits 28000 chartres")
    with django_assert_num_queries(1):
        commune_codes_of(kind="bassin", code="2421")
    with django_assert_num_queries(0):
        search_places(text="  ")


@pytest.mark.usefixtures("provider")
def test_places_of_a_provider_are_found(chartres: Commune) -> None:
    assert [match.key for match in search_places(text="le phare")] == ["lieu:le-phare"]
    assert search_places(text="le phare", kinds=frozenset({"commune"})) == []
    found = resolve_place(text="lieu:le-phare")
    assert found is not None
    assert found.label == "Le Phare"
    assert resolve_place(text="lieu:inconnu") is None


def test_a_failing_provider_hides_nothing(
    chartres: Commune, caplog: pytest.LogCaptureFixture
) -> None:
    def search(_text: str, _limit: int) -> list[PlaceMatch]:
        raise RuntimeError("index torn")

    def get(_code: str) -> PlaceMatch | None:
        raise RuntimeError("index torn")

    register_provider("lieu", search, get=get)
    try:
        assert search_places(text="chartres")[0].key == "commune:28085"
        assert resolve_place(text="lieu:x") is None
    finally:
        unregister_provider("lieu")
    assert caplog.text.count("place_provider=lieu failed") == 2


def test_codes_of_every_kind(chartres: Commune) -> None:
    both = frozenset({"28085", "28422"})
    expected = {
        ("commune", "28085"): frozenset({"28085"}),
        ("epci", "200033181"): frozenset({"28085"}),
        ("bassin", "2421"): frozenset({"28085"}),
        ("departement", "28"): both,
        ("region", "24"): both,
        ("code_postal", "28150"): frozenset({"28422"}),
        ("ancienne_commune", "28422"): frozenset({"28422"}),
    }
    for (kind, code), codes in expected.items():
        assert commune_codes_of(kind=kind, code=code) == codes
    BassinFactory.create(code="2422", nom="Dreux")
    assert commune_codes_of(kind="bassin", code="2422") == frozenset()


@pytest.mark.parametrize(
    ("kind", "code", "reason"),
    [
        ("commune", "99999", "« 99999 » n’existe pas"),
        ("bassin", "", "n’existe pas"),
        ("epci", "a\x00b", "n’existe pas"),
        ("planete", "mars", "« planete » n’est pas une sorte de territoire"),
    ],
)
def test_an_unknown_territory_is_named(
    chartres: Commune, kind: str, code: str, reason: str
) -> None:
    with pytest.raises(UnknownTerritoryError, match=reason):
        commune_codes_of(kind=kind, code=code)
    with pytest.raises(UnknownTerritoryError, match=reason):
        get_territory(kind=kind, code_or_slug=code)


def test_a_territory_by_code_or_address(chartres: Commune) -> None:
    assert get_territory(kind="commune", code_or_slug="28085") == chartres
    assert get_territory(kind="commune", code_or_slug="chartres") == chartres
    assert str(get_territory(kind="region", code_or_slug="centre-val-de-loire")) == (
        "Centre-Val de Loire"
    )


def test_what_contains_a_commune(
    chartres: Commune, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        found = territories_of_commune(code="28085")
    assert [territory.kind.value for territory in found] == [
        "commune",
        "epci",
        "bassin",
        "departement",
        "region",
    ]
    assert len(territories_of_commune(code="28422")) == 3
    with pytest.raises(UnknownTerritoryError):
        territories_of_commune(code="99999")


def test_the_commune_of_a_point(chartres: Commune) -> None:
    near = commune_at(latitude=48.45, longitude=1.5)
    assert near is not None
    assert (near.code, near.how) == ("28085", "centre")
    assert near.distance_m == pytest.approx(1_070, abs=30)
    # The contour wins over a nearer centre.
    ContourFactory.create(code="28422", west=1.4, south=48.4, east=1.6, north=48.5)
    inside = commune_at(latitude=48.45, longitude=1.5)
    assert inside is not None
    assert (inside.code, inside.how, inside.distance_m) == ("28422", "contour", None)
    assert commune_at(latitude=43.3, longitude=5.4) is None
    Commune.objects.all().update(latitude=None, longitude=None)
    bump_stamp()
    assert commune_at(latitude=48.6, longitude=1.5) is None


def test_contours_of_the_map(chartres: Commune) -> None:
    ContourFactory.create(code="28085")
    ContourFactory.create(code="28422", west=1.6, south=48.4, east=1.8, north=48.5)
    ContourFactory.create(kind="departement", code="28", west=1, south=48, east=2, north=49)
    ContourFactory.create(code="99999", west=0, south=0, east=1, north=1)
    whole = json.loads("".join(contours_geojson(kinds=["commune", "departement"])))
    assert whole["type"] == "FeatureCollection"
    codes = [item["properties"]["code"] for item in whole["features"]]
    assert codes == ["28085", "28422", "28"]
    assert whole["features"][0]["properties"] == {
        "kind": "commune",
        "code": "28085",
        "nom": "Chartres",
        "slug": "chartres",
        "population": 38_426,
    }
    box = BBox(1.65, 48.4, 1.9, 48.6)
    seen = json.loads("".join(contours_geojson(kinds=["commune"], bbox=box, tolerance_m=100)))
    assert [item["properties"]["code"] for item in seen["features"]] == ["28422"]
    assert json.loads("".join(contours_geojson(kinds=["epci"])))["features"] == []
    with pytest.raises(UnknownTerritoryError):
        contours_geojson(kinds=["planete"])


def test_a_whole_map_is_kept_until_the_territory_changes(
    chartres: Commune, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ContourFactory.create(code="28085")
    first = "".join(contours_geojson(kinds=["commune"]))
    with django_assert_num_queries(1):
        assert "".join(contours_geojson(kinds=["commune"])) == first
    chartres.nom = "Autricum"
    chartres.save()
    assert "Autricum" in "".join(contours_geojson(kinds=["commune"]))


def test_an_empty_database_answers() -> None:
    assert search_places(text="chartres") == []
    assert commune_at(latitude=48, longitude=1) is None
    point = resolve_place(text="48.4,1.5")
    assert point is not None
    assert point.commune_code == ""
    RegionFactory.create()
    assert commune_codes_of(kind="region", code="24") == frozenset()


def test_the_real_region(data_dir: Path) -> None:
    call_command("load_territory", "--region", "24", "--from", str(data_dir / "territoire"))
    expected = {
        "nogent le rotrou": "commune:28280",
        "nogen le rotrou": "commune:28280",
        "st pierre des corps": "commune:37233",
        "joué": "commune:37122",
        "chatres": "commune:28085",
        "orleans": "commune:45234",
        "28": "departement:28",
        "eure et loir": "departement:28",
        "villages voveens": "commune:28422",
        "voves": "ancienne_commune:28422",
        "28000": "code_postal:28000",
        "bassin d’argenton": "bassin:2432",
        "argenton le blanc": "bassin:2432",
        "st jean de la ruelle": "commune:45285",
        "cloyes les trois rivieres": "commune:28103",
        "romorentin": "commune:41194",
        "bassin de nogent le rotrou": "bassin:2424",
    }
    assert {text: find_place(text=text).best.key for text in expected} == expected  # type: ignore[union-attr]
    for code, commune in Commune.objects.in_bulk().items():
        keys = [match.key for match in search_places(text=commune.nom, limit=3)]
        assert f"commune:{code}" in keys, commune.nom
    here = commune_at(latitude=48.4438, longitude=1.489)
    assert here is not None
    assert (here.code, here.how) == ("28085", "contour")
    sizes = {
        kind: sum(len(commune_codes_of(kind=kind, code=code)) for code in codes)
        for kind, codes in {
            "departement": ("18", "28", "36", "37", "41", "45"),
            "bassin": [f"24{n}" for n in (11, 12, 13, 14, 21, 22, 23, 24, 31, 32, 33, 34)]
            + [f"24{n}" for n in (41, 42, 43, 44, 51, 52, 53, 61, 62, 63, 64)],
        }.items()
    }
    assert sizes == {"departement": 1_754, "bassin": 1_754}
