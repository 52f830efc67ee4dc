"""The page of results, and what its enhancements ask for."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from maillage.directory.models import ExceptionalPeriod, Lieu
from maillage.territory.queries import resolve_place
from tests.directory.pages import HOSTILE, heading, names, read
from tests.factories.directory import make_lieu
from tests.factories.territory import CommuneFactory, DepartementFactory

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def chartres() -> None:
    CommuneFactory(
        code="28085", nom="Chartres", population=38_000, latitude=48.4438, longitude=1.489
    )
    CommuneFactory(
        code="28168",
        nom="Gallardon",
        postal_codes="28320",
        population=3_500,
        latitude=48.5255,
        longitude=1.6917,
    )


# --- results --------------------------------------------------------------------------------
def test_results_list_places_with_links(client: Client, chartres: None) -> None:
    near = make_lieu(nom="Bibliothèque", commune="Gallardon", latitude=48.526, longitude=1.692)
    make_lieu(nom="Mairie")
    html = read(client, "/lieux/?ou=Gallardon&tri=distance")
    assert names(html) == ["Bibliothèque", "Mairie"]
    assert f'href="{near.get_absolute_url()}"' in html
    assert heading(html) == "2 lieux, d’abord près de Gallardon"


def test_a_card_says_what_one_needs_to_choose(client: Client, chartres: None) -> None:
    make_lieu(
        nom="Espace public numérique",
        telephone="+33237123456",
        date_maj=date(2020, 1, 1),
        position_precision="centre_commune",
        modalites={
            "services": ["demarches"],
            "frais_a_charge": ["gratuit"],
            "modalites_acces": ["se-presenter"],
            "modalites_accompagnement": ["individuel"],
        },
    )
    html = read(client, "/lieux/?besoin=demarches")
    assert "Démarches en ligne" in html
    assert 'href="tel:+33237123456"' in html
    assert "02\u00a037\u00a012\u00a034\u00a056" in html
    assert "https://www.openstreetmap.org/directions?to=48.44380,1.48900" in html
    assert "Horaires non communiqués" in html
    assert "(position approximative)" in html
    assert "Quelqu’un vous aide" in html
    assert "Venir sans rendez-vous" in html
    assert re.search(r"Pas confirmé depuis plus de \d+ ans", html)
    assert re.search(r"Pourquoi ce lieu.*Aide aux démarches<", html)


def test_equipment_alone_is_told_from_help(client: Client) -> None:
    make_lieu(nom="Salle", modalites={"modalites_accompagnement": ["autonomie"]})
    assert "Matériel seul, sans personne pour aider" in read(client, "/lieux/")


def test_filters_keep_what_was_chosen_and_count(client: Client) -> None:
    make_lieu(nom="Payant", modalites={"frais_a_charge": ["payant"]})
    make_lieu(nom="Gratuit", modalites={"frais_a_charge": ["gratuit"]})
    html = read(client, "/lieux/?prix=gratuit")
    assert names(html) == ["Gratuit"]
    assert re.search(r'name="prix" value="gratuit" checked', html)
    assert '<details class="filter" id="filtre-prix" open>' in html
    assert '<details class="filter" id="filtre-aide">' in html
    assert re.search(r'for="prix-payant">Payant <span[^>]*>\(1\)<', html)


def test_each_filter_is_a_link_that_removes_it(client: Client, chartres: None) -> None:
    make_lieu(modalites={"services": ["demarches"], "frais_a_charge": ["gratuit"]})
    html = read(client, "/lieux/?ou=Gallardon&besoin=demarches&prix=gratuit&ouvert=samedi")
    chips = re.findall(r'<a class="chip" href="([^"]*)"><span>([^<]*)<', html)
    assert [words for _url, words in chips] == [
        "Aide aux démarches administratives",
        "Gratuit",
        "Ouvert le samedi",
    ]
    assert chips[1][0] == "/lieux/?ou=Gallardon&amp;besoin=demarches&amp;ouvert=samedi"
    assert 'class="chip chip--clear" href="/lieux/?ou=Gallardon"' in html


def test_fifteen_by_page_with_links(client: Client) -> None:
    for _number in range(16):
        make_lieu(modalites={"frais_a_charge": ["gratuit"]})
    first = read(client, "/lieux/?prix=gratuit&tri=nom")
    assert len(names(first)) == 15
    assert 'rel="next" href="/lieux/?prix=gratuit&amp;tri=nom&amp;page=2"' in first
    second = read(client, "/lieux/?prix=gratuit&tri=nom&page=2")
    assert len(names(second)) == 1
    assert 'rel="prev" href="/lieux/?prix=gratuit&amp;tri=nom"' in second


def test_a_page_beyond_the_end_leads_back(client: Client) -> None:
    make_lieu()
    html = read(client, "/lieux/?page=1000000000", 404)
    assert "La page 1000000000 n’existe pas" in html
    assert 'href="/lieux/"' in html
    assert names(html) == []


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("page=abc", "n’est pas un numéro de page"),
        ("page=0", "n’est pas un numéro de page"),
        ("besoin=xyz", "« xyz » n’est pas une valeur connue"),
        ("ou=Gallardon&rayon=abc", "« abc » n’est pas un nombre"),
        ("ou=zzzzqqq", "Nous ne trouvons pas « zzzzqqq »"),
        ("bbox=3,49,1,48", "à l’envers"),
        ("ouvert=jamais", "n’est pas une ouverture connue"),
        ("tri=hasard", "n’est pas un ordre connu"),
        ("territoire=bassin:atlantide", "n’existe pas"),
        ("lat=48", "sans la longitude"),
    ],
)
def test_what_cannot_be_read_is_said(
    client: Client, chartres: None, query: str, message: str
) -> None:
    make_lieu(nom="Mairie")
    html = read(client, f"/lieux/?{query}&prix=gratuit", 400)
    assert message in html
    assert 'class="error-summary"' in html
    assert names(html) == []
    assert re.search(r'name="prix" value="gratuit" checked', html), "the form stays filled"


def test_an_error_points_at_its_field(client: Client, chartres: None) -> None:
    html = read(client, "/lieux/?ou=zzzzqqq&besoin=xyz&prix=xyz", 400)
    assert '<a href="#ou">' in html
    assert '<a href="#filtre-besoin">' in html
    assert '<details class="filter" id="filtre-besoin" open>' in html
    assert re.search(r'id="ou"[^>]*value="zzzzqqq"[^>]*aria-invalid="true"', html)
    assert '<details class="filters__all" id="filtres-tous" open>' in html


def test_a_huge_query_is_refused(client: Client) -> None:
    assert client.get("/lieux/?q=" + "a" * 2_000_000).status_code == 414


def test_a_typing_error_proposes_what_was_meant(client: Client, chartres: None) -> None:
    CommuneFactory(code="28169", nom="Gallardonne", population=20, latitude=48.0, longitude=1.0)
    make_lieu()
    html = read(client, "/lieux/?ou=Galardon")
    assert "près de Gallardon" in heading(html)
    assert "Vouliez-vous dire" in html
    assert 'href="/lieux/?ou=Gallardonne"' in html


def test_a_point_is_shown_in_the_field_and_not_hidden(client: Client, chartres: None) -> None:
    make_lieu()
    html = read(client, "/lieux/?lat=48.5&lon=1.6")
    assert 'value="48.5, 1.6"' in html
    assert 'name="lat" value=""' in html


def test_no_result_is_not_a_dead_end(client: Client, chartres: None) -> None:
    make_lieu(nom="Mairie", modalites={"frais_a_charge": ["payant"]})
    html = read(client, "/lieux/?ou=Gallardon&rayon=5&prix=gratuit")
    assert heading(html) == "Aucun lieu à moins de 5\u00a0km de Gallardon"
    assert "Les lieux les plus proches" in html
    assert names(html) == ["Mairie"]
    assert 'href="tel:3939"' in html
    assert 'href="/lieux/?aide=distance"' in html


def test_no_result_says_which_filter_to_remove(client: Client) -> None:
    make_lieu(modalites={"services": ["emploi"], "frais_a_charge": ["payant"]})
    html = read(client, "/lieux/?besoin=emploi&prix=gratuit")
    assert re.search(
        r'<a href="/lieux/\?besoin=emploi">Sans «[^<]*Gratuit[^<]*»</a> <span[^>]*>1 lieu<', html
    )


def test_places_with_unknown_hours_stay_and_it_is_said(client: Client) -> None:
    make_lieu(nom="Toujours", horaires="24/7")
    make_lieu(nom="Inconnu")
    html = read(client, "/lieux/?ouvert=maintenant")
    assert names(html) == ["Toujours", "Inconnu"]
    assert "Dont 1 lieu aux horaires inconnus" in html


def test_htmx_receives_the_region_alone(client: Client) -> None:
    make_lieu(nom="Mairie")
    html = read(client, "/lieux/", **HTMX)
    assert "<html" not in html
    assert html.lstrip().startswith('<section class="results__region" id="resultats"')
    assert 'id="filtres" hx-swap-oob="true"' in html
    assert names(html) == ["Mairie"]


def test_htmx_receives_errors_in_the_region(client: Client) -> None:
    html = read(client, "/lieux/?besoin=xyz", 400, **HTMX)
    assert 'class="error-summary"' in html
    assert "<html" not in html


def test_htmx_history_asks_for_the_whole_page(client: Client) -> None:
    html = read(client, "/lieux/", **HTMX, **{"HX-History-Restore-Request": "true"})
    assert "<html" in html


def test_caches_keep_pages_and_regions_apart(client: Client) -> None:
    assert "HX-Request" in client.get("/lieux/").headers["Vary"]


def test_filtered_pages_stay_out_of_search_engines(client: Client) -> None:
    make_lieu(modalites={"frais_a_charge": ["gratuit"]})
    assert "noindex" not in read(client, "/lieux/")
    assert "noindex" in read(client, "/lieux/?prix=gratuit")


def test_hostile_parameters_are_only_text(client: Client) -> None:
    for name in ("q", "ou", "besoin", "rayon", "bbox", "tri", "page", "territoire", "ouvert"):
        response = client.get("/lieux/", {name: HOSTILE})
        assert response.status_code in {200, 400}
        assert b"<script>alert" not in response.content
        assert b"<img src=x" not in response.content


@pytest.mark.parametrize("address", ["/lieux/", "/lieux/mairie-chartres/", "/carte/points/"])
def test_only_reading(client: Client, address: str) -> None:
    make_lieu(nom="Mairie")
    assert client.post(address).status_code == 405


def count_queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_number_of_queries_does_not_grow(client: Client, chartres: None) -> None:
    for number in range(3):
        make_lieu(
            horaires="Mo-Fr 09:00-12:00",
            modalites={"services": ["demarches"]},
            equipments=["imprimante"],
            periods=[ExceptionalPeriod(first_day=date(2026, 1, 1), last_day=date(2026, 1, 2))],
        )
        if number == 0:
            one = count_queries(client, "/lieux/?ou=Gallardon")
            alone = count_queries(client, Lieu.objects.get().get_absolute_url())
    assert count_queries(client, "/lieux/?ou=Gallardon") == one
    # The neighbours bring their own few queries, whatever their number.
    assert count_queries(client, Lieu.objects.first().get_absolute_url()) <= alone + 5


# --- what enhancements ask for -----------------------------------------------------------------
def test_suggestions_can_be_read_back(client: Client, chartres: None) -> None:
    CommuneFactory(
        code="11339",
        nom="Saint-Denis",
        population=500,
        departement=DepartementFactory(code="11", nom="Aude"),
    )
    CommuneFactory(
        code="93066",
        nom="Saint-Denis",
        population=110_000,
        departement=DepartementFactory(code="93", nom="Banlieue"),
    )
    response = client.get("/territoires/chercher/", {"q": "st denis"})
    values = {item["code"]: item["value"] for item in response.json()["items"]}
    assert values == {"93066": "Saint-Denis", "11339": "Saint-Denis (11)"}
    assert {code: resolve_place(text=value).code for code, value in values.items()} == {
        code: code for code in values
    }


def test_suggestions_of_nothing(client: Client) -> None:
    assert client.get("/territoires/chercher/").json() == {"items": []}


def test_suggestions_may_be_kept(client: Client) -> None:
    assert "max-age=300" in client.get("/territoires/chercher/?q=ch").headers["Cache-Control"]


def test_map_points_are_those_of_the_list(client: Client) -> None:
    make_lieu(nom="Gratuit", modalites={"frais_a_charge": ["gratuit"]})
    make_lieu(nom="Payant", modalites={"frais_a_charge": ["payant"]})
    address = "/carte/points/?bbox=1,48,2,49&zoom=14&prix=gratuit"
    features = client.get(address).json()["features"]
    assert [feature["properties"]["nom"] for feature in features] == ["Gratuit"]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "bbox=2,49,1,48",
        "bbox=1,48,2,49&zoom=abc",
        "bbox=1,48,2,49&zoom=23",
        "bbox=1,48,2,49&zoom=0229",
        pytest.param("bbox=1,48,2,49&zoom=000" + "9" * 5_000, id="5 000 figures"),
        "bbox=1,48,2,49&prix=xyz",
    ],
)
def test_map_points_say_what_is_wrong(client: Client, query: str) -> None:
    response = client.get(f"/carte/points/?{query}")
    assert response.status_code == 400
    assert response.json()["errors"]
