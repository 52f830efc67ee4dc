"""Pages of territories: what they list, count, admit, and how they answer bad addresses."""

import json
import re
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from maillage.directory.actions import archive_lieu, save_structure
from maillage.directory.models import Structure
from maillage.directory.presenters.territory import at_name, of_name
from maillage.directory.territory_queries import territory_figures
from maillage.directory.views import territories
from maillage.territory.models import Bassin, Commune
from tests.factories.directory import make_lieu
from tests.factories.territory import (
    BassinFactory,
    BassinMembershipFactory,
    CommuneFactory,
    EpciFactory,
)

pytestmark = pytest.mark.django_db
BASSIN = "/territoires/bassin/chartres/"
HOSTILE = "<script>alert(1)</script>&\"'"


@pytest.fixture
def bassin() -> Bassin:
    """Chartres (a place), Gallardon (none, 17 km away) in one basin; Dreux in another."""
    found = BassinFactory(code="2421", nom="Chartres", monograph_url="https://exemple.fr/m.pdf")
    epci = EpciFactory(code="200033181", nom="CA Chartres Métropole")
    chartres = CommuneFactory(
        code="28085", nom="Chartres", slug="chartres", population=38_000, epci=epci
    )
    gallardon = CommuneFactory(
        code="28168",
        nom="Gallardon",
        slug="gallardon",
        population=2_000,
        latitude=48.5272,
        longitude=1.6922,
    )
    dreux = CommuneFactory(
        code="28134",
        nom="Dreux",
        slug="dreux",
        latitude=48.55,
        longitude=1.6,
    )
    BassinMembershipFactory(commune=chartres, bassin=found)
    BassinMembershipFactory(commune=gallardon, bassin=found)
    BassinMembershipFactory(commune=dreux, bassin=BassinFactory(code="2422", nom="Dreux"))
    return found


def page(client: Client, address: str = BASSIN) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def figure(html: str, label: str) -> str:
    found = re.search(
        rf'figure__label">{re.escape(label)}</dt><dd class="figure__value">([^<]*)', html
    )
    assert found, label
    return found[1].strip()


def test_places_are_listed_with_what_a_person_needs(client: Client, bassin: Bassin) -> None:
    lieu = make_lieu(
        nom="Médiathèque",
        horaires="Mo-Fr 09:00-12:00",
        telephone="+33237000000",
        modalites={"services": ["demarches"], "frais_a_charge": ["gratuit"]},
    )
    html = page(client)
    assert f'href="{lieu.get_absolute_url()}"' in html
    assert "Du lundi au vendredi 9 h – 12 h" in html
    assert 'href="tel:+33237000000"' in html
    assert "Gratuit" in html
    assert "https://exemple.fr/m.pdf" in html


def test_hidden_sheets_are_neither_listed_nor_counted(client: Client, bassin: Bassin) -> None:
    make_lieu(nom="Visible")
    archive_lieu(lieu=make_lieu(nom="Retiré"), origin="test")
    html = page(client)
    assert "Visible" in html
    assert "Retiré" not in html
    assert "1 lieu aide" in html


def test_figures_count_what_the_sheets_say(bassin: Bassin) -> None:
    make_lieu(
        horaires="Mo-Fr 09:00-12:00; Sa 10:00-20:00",
        human_support=True,
        modalites={"frais_a_charge": ["gratuit"], "services": ["demarches", "emploi"]},
    )
    make_lieu(modalites={"modalites_accompagnement": ["atelier"], "services": ["emploi"]})
    make_lieu(
        human_support=False,
        confirmed_at=datetime(2020, 1, 1, tzinfo=UTC),
        confirmed_by="structure",
    )
    make_lieu(human_support=False, modalites={"modalites_accompagnement": ["individuel"]})
    figures = territory_figures(territory=bassin, today=date(2027, 6, 1))
    assert figures.places == 4
    assert (figures.communes, figures.communes_with_place) == (2, 1)
    assert figures.population == 40_000
    assert figures.per_10_000 == pytest.approx(1.0)
    assert figures.with_hours == figures.open_saturday == figures.open_evening == 1
    assert figures.human_support == 2
    assert figures.free == 1
    assert figures.recent == 0
    assert dict(figures.by_need) == {"emploi": 2, "demarches": 1}
    assert territory_figures(territory=bassin, today=date(2026, 3, 1)).recent == 4


def test_an_unknown_population_is_not_a_zero(bassin: Bassin) -> None:
    Commune.objects.filter(code="28168").update(population=None)
    make_lieu()
    figures = territory_figures(territory=bassin, today=date(2026, 3, 1))
    assert figures.population is None
    assert figures.per_10_000 is None


def test_without_known_hours_saturday_is_not_told(client: Client, bassin: Bassin) -> None:
    make_lieu()
    html = page(client)
    assert figure(html, "lieux dont nous avons les horaires") == "0 sur 1"
    assert "ouverts le samedi" not in html
    assert "Horaires non communiqués" in html


def test_communes_without_place_say_where_to_go(client: Client, bassin: Bassin) -> None:
    make_lieu(nom="Médiathèque")
    make_lieu(
        nom="Sans public",
        latitude=48.52,
        longitude=1.69,
        modalites={"modalites_acces": ["pas-de-public"]},
    )
    html = page(client)
    row = html[html.index('id="sans-lieu"') :]
    assert "/territoires/commune/gallardon/" in row
    assert re.search(r"Médiathèque</a>.*?18\s*km", row, re.DOTALL)


def test_nothing_known_is_said_with_the_nearest(client: Client, bassin: Bassin) -> None:
    make_lieu(nom="Médiathèque")
    html = page(client, "/territoires/commune/gallardon/")
    assert "Nous ne connaissons encore aucun lieu ici." in html
    assert "Les lieux les plus proches" in html
    assert "Médiathèque" in html
    assert "annuaire.pdf" not in html
    assert page(client, "/territoires/commune/dreux/")


def test_a_territory_without_anything_at_all(client: Client) -> None:
    CommuneFactory(code="28168", nom="Gallardon", slug="gallardon", latitude=None, longitude=None)
    html = page(client, "/territoires/commune/gallardon/")
    assert "Nous ne connaissons encore aucun lieu ici." in html


def test_organisations_without_a_sheet(client: Client, bassin: Bassin) -> None:
    gallardon = Commune.objects.get(code="28168")
    for nom in ("PEP 28", HOSTILE):
        save_structure(structure=Structure(nom=nom, commune=gallardon), origin="test")
    with_sheet = save_structure(structure=Structure(nom="Déjà là", bassin=bassin), origin="test")
    make_lieu(structure=with_sheet)
    html = page(client)
    assert "PEP 28" in html
    assert "Déjà là" not in html
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_neighbours_are_of_the_same_kind_and_near(client: Client, bassin: Bassin) -> None:
    html = page(client)
    around = html[html.index('id="voisins"') :]
    assert "/territoires/bassin/dreux/" in around
    assert "/territoires/commune/dreux/" not in around


def test_head_for_search_engines(client: Client, bassin: Bassin) -> None:
    make_lieu(nom=HOSTILE)
    html = page(client)
    assert f'<link rel="canonical" href="http://testserver{BASSIN}">' in html
    assert f'href="{BASSIN}changements.rss"' in html
    assert 'property="og:title"' in html
    blocks = [
        json.loads(text)
        for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    ]
    assert [block["@type"] for block in blocks] == ["CollectionPage", "BreadcrumbList"]
    trail = [item["item"] for item in blocks[1]["itemListElement"]]
    assert trail[0] == "http://testserver/territoires/"
    assert trail[-1] == f"http://testserver{BASSIN}"
    titles = {
        re.search(r"<title>(.*?)</title>", page(client, address))[1]  # type: ignore[index]
        for address in (BASSIN, "/territoires/commune/chartres/", "/territoires/bassin/dreux/")
    }
    assert len(titles) == 3


def test_long_lists_are_paged(
    client: Client, bassin: Bassin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(territories, "PAGE_SIZE", 2)
    for number in range(3):
        make_lieu(nom=f"Lieu numéro {number}")
    first, second = page(client), page(client, f"{BASSIN}?page=2")
    assert "Lieu numéro 0" in first
    assert "Lieu numéro 2" not in first
    assert "Lieu numéro 2" in second
    assert f'rel="canonical" href="http://testserver{BASSIN}?page=2"' in second
    assert "En chiffres" not in second


@pytest.mark.parametrize("number", ["0", "-1", "2", "abc", "1000000000", "²", ""])
def test_a_page_that_does_not_exist_is_not_found(
    client: Client, bassin: Bassin, number: str
) -> None:
    assert client.get(BASSIN, {"page": number}).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/territoires/bassin/inconnu/",
        "/territoires/planete/chartres/",
        "/territoires/bassin:9999/",
        "/territoires/planete:1/",
        "/territoires/bassin/inconnu/annuaire.pdf",
        "/territoires/bassin/inconnu/changements.rss",
    ],
)
def test_unknown_territories_are_not_found(client: Client, bassin: Bassin, address: str) -> None:
    assert client.get(address).status_code == 404


def test_keys_and_codes_lead_to_the_address_by_name(client: Client, bassin: Bassin) -> None:
    assert client.get("/territoires/bassin:2421/").headers["Location"] == BASSIN
    moved = client.get("/territoires/bassin/2421/")
    assert (moved.status_code, moved.headers["Location"]) == (301, BASSIN)
    feed = client.get("/territoires/bassin/2421/changements.rss")
    assert feed.headers["Location"] == f"{BASSIN}changements.rss"


def test_only_reading(client: Client, bassin: Bassin) -> None:
    assert client.post(BASSIN).status_code == 405
    assert client.post("/territoires/").status_code == 405


def test_queries_do_not_grow_with_places(
    client: Client, bassin: Bassin, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_lieu()
    page(client)  # what the process keeps in memory is read once
    make_lieu()
    with django_assert_max_num_queries(60) as one:
        page(client)
    for number in range(4):
        make_lieu(nom=f"Autre {number}", commune="Gallardon", code_insee="28168")
    with django_assert_max_num_queries(60) as many:
        page(client)
    assert len(many.captured_queries) <= len(one.captured_queries) + 1


def test_index_counts_and_searches(client: Client, bassin: Bassin) -> None:
    make_lieu()
    html = page(client, "/territoires/")
    assert re.search(r'href="/territoires/bassin/chartres/">Chartres</a>.*?1 lieu', html)
    assert re.search(r'href="/territoires/departement/eure-et-loir/">', html)
    found = client.get("/territoires/", {"q": "galardon"})
    assert found.headers["Location"] == "/territoires/commune:28168/"
    several = page(client, "/territoires/?q=chartres")
    assert "/territoires/commune:28085/" in several
    assert "/territoires/bassin:2421/" in several


@pytest.mark.parametrize("text", ["zzzzzz", HOSTILE, "x" * 5000, " "])
def test_index_search_of_nothing(client: Client, bassin: Bassin, text: str) -> None:
    response = client.get("/territoires/", {"q": text})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_index_without_territory_says_so(client: Client) -> None:
    assert "Aucun territoire n’est encore chargé" in page(client, "/territoires/")


def test_french_contractions() -> None:
    assert of_name("Orléans") == "d’Orléans"
    assert of_name("Le Blanc") == "du Blanc"
    assert of_name("Étampes") == "d’Étampes"
    assert of_name("Chartres") == "de Chartres"
    assert at_name("Le Coudray") == "au Coudray"
    assert at_name("Les Villages Vovéens") == "aux Villages Vovéens"
    assert at_name("La Riche") == "à La Riche"
