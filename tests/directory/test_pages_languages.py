"""Pages of places in the languages of the site."""

import pytest
from django.test import Client
from django.utils import timezone

from maillage.directory.models import Lieu
from tests.directory.pages import read
from tests.factories.directory import make_lieu

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Lieu:
    return make_lieu(
        nom="Espace public numérique",
        commune="Gallardon",
        telephone="+33237123456",
        horaires="Mo-Fr 09:00-17:00",
        presentation_resume="On vous accueille avec un café.",
        frais_note="L’adhésion coûte 3 € par an.",
        modalites={
            "services": ["demarches"],
            "frais_a_charge": ["gratuit-sous-condition"],
            "modalites_acces": ["se-presenter", "telephoner"],
            "publics_specifiquement_adresses": ["seniors"],
            "langues": ["ar", "fr"],
            "typologie": ["bib"],
        },
    )


def test_the_values_of_a_sheet_are_translated(client: Client, place: Lieu) -> None:
    html = read(client, f"/en/lieux/{place.slug}/")
    for words in (
        "Library",
        "Help with official paperwork",
        "Older people.",
        "Free for some people.",
        "Come without an appointment",
        "Arabic",
    ):
        assert words in html
    for words in ("Personnes âgées", "Gratuit sous condition", "Venir sans rendez-vous"):
        assert words not in html


def test_what_the_place_wrote_is_marked_as_french(client: Client, place: Lieu) -> None:
    html = read(client, f"/uk/lieux/{place.slug}/")
    assert f'<h1 class="sheet__title" lang="fr">{place.nom}</h1>' in html
    assert '<p class="sheet__summary" lang="fr">On vous accueille' in html
    assert '<p lang="fr">L’adhésion coûte 3 € par an.</p>' in html
    html = read(client, f"/ar/lieux/{place.slug}/")
    assert f'<h1 class="sheet__title" lang="fr" dir="ltr">{place.nom}</h1>' in html


@pytest.mark.parametrize("prefix", ["", "/fr-simple"])
def test_nothing_is_marked_in_french(client: Client, place: Lieu, prefix: str) -> None:
    html = read(client, f"{prefix}/lieux/{place.slug}/")
    main = html.split("<main", 1)[1].split("</main>", 1)[0]
    assert 'lang="fr"' not in main


def test_links_stay_in_the_language(client: Client, place: Lieu) -> None:
    """The French page first: what it leaves in memory must not come out in another language."""
    assert f'href="/lieux/{place.slug}/"' in read(client, "/lieux/")
    html = read(client, "/es/lieux/")
    assert f'href="/es/lieux/{place.slug}/"' in html
    assert f'href="/lieux/{place.slug}/"' not in html


def test_the_filters_are_translated(client: Client, place: Lieu) -> None:
    html = read(client, "/tr/lieux/?prix=gratuit-sous-condition")
    assert "Bazı koşullarla ücretsiz" in html
    assert "Gratuit sous condition" not in html


def test_the_days_are_translated(client: Client, place: Lieu) -> None:
    html = read(client, f"/es/lieux/{place.slug}/")
    month = timezone.localdate().month
    names = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre"
    assert f" de {[*names.split(), 'diciembre'][month - 1]}" in html


def test_a_wrong_address_is_refused_in_the_language(client: Client) -> None:
    response = client.get("/en/lieux/?besoin=xx&territoire=bassin:nulle-part&bbox=1,2")
    assert response.status_code == 400
    html = response.content.decode()
    assert "n’est pas une valeur connue" not in html
    assert "Le cadre de la carte" not in html
    assert "n’est pas une valeur connue" in client.get("/lieux/?besoin=xx").content.decode()
