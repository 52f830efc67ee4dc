"""The screens of a kiosk: what they say, where they lead, what is kept of a visit."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from unittest.mock import patch

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from maillage.core.languages import available_languages
from maillage.orientation.forms import parse_situation
from maillage.orientation.models import Kiosk, UnmetDemand
from maillage.orientation.presenters.kiosk import take_away_url
from maillage.orientation.queries import answer_to
from maillage.orientation.queries.kiosks import languages_of, services_of, situation_at
from tests.factories.directory import make_lieu
from tests.factories.orientation import make_kiosk
from tests.factories.territory import CommuneFactory

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TARGETS = re.compile(r'(?: (?:href|src|action|data-[a-z]+)="|url=)([^"]*/[^"]*)"')


@pytest.fixture
def kiosk() -> Kiosk:
    return make_kiosk(
        slug="mairie", nom="Mairie de Chartres", can_print=True, help_note="Demandez au guichet 2."
    )


@pytest.fixture
def lieu() -> None:
    make_lieu(
        nom="Maison des démarches",
        telephone="+33237000001",
        horaires="Mo-Fr 09:00-12:00",
        documents_note="Une facture récente",
        modalites={"services": ["demarches"], "frais_a_charge": ["gratuit"]},
    )


def page(path: str, status: int = 200) -> str:
    response = Client().get(f"/borne/mairie/{path}")
    assert response.status_code == status
    assert response.headers["Cache-Control"] == "no-store"
    assert not response.cookies
    return response.text


def pages_of(kiosk: Kiosk) -> dict[str, list[str]]:
    """The screens that the service worker keeps, by language."""
    script = Client().get(f"/borne/{kiosk.slug}/travailleur.js").text
    plan = json.loads(script.split("self.BORNE = ")[1].split(";\nimportScripts")[0])
    pages: dict[str, list[str]] = plan["pages"]
    return pages


def test_the_first_screen_asks_the_need_in_every_language(kiosk: Kiosk) -> None:
    text = page("")
    assert "De quoi avez-vous besoin" in text
    assert text.count('class="kiosk-tile"') == 9
    for language in available_languages():
        assert f'href="/borne/mairie/{language.code}/"' in text
        assert f'hreflang="{language.code}"' in text


def test_only_what_the_town_hall_chose_is_offered(kiosk: Kiosk) -> None:
    Kiosk.objects.update(services=["outils", "demarches"], languages=["fr", "ar"])
    text = page("")
    assert re.findall(r'class="kiosk-tile" href="/borne/mairie/fr/([^"]+)/"', text) == [
        "demarches",
        "outils",
    ]
    assert 'href="/borne/mairie/ar/"' in text
    assert 'href="/borne/mairie/tr/"' not in text
    page("fr/emploi/", status=404)
    page("tr/", status=404)


def test_the_words_of_the_town_hall_are_french_on_every_page(kiosk: Kiosk) -> None:
    Kiosk.objects.update(welcome="Bienvenue à la mairie")
    text = page("ar/")
    assert '<html lang="ar" dir="rtl"' in text
    assert '<p class="kiosk-welcome" lang="fr"><bdi>Bienvenue à la mairie</bdi>' in text


@pytest.mark.usefixtures("lieu")
def test_three_taps_lead_to_a_place_and_what_to_bring(kiosk: Kiosk) -> None:
    assert 'href="/borne/mairie/fr/demarches/"' in page("")
    assert 'href="/borne/mairie/fr/demarches/social_sante/"' in page("fr/demarches/")
    with patch("django.utils.timezone.now", return_value=MONDAY):
        text = page("fr/demarches/social_sante/").replace("\u00a0", " ")
    assert "Maison des démarches" in text
    assert "Ouvert jusqu’à 12 h" in text
    assert "Du lundi au vendredi 9 h – 12 h" in text
    assert "02 37 00 00 01" in text
    assert "Une facture récente" in text
    assert "carte Vitale" in text
    assert "32 30" in text
    assert "data:image/svg+xml" in text


@pytest.mark.usefixtures("lieu")
def test_the_places_are_those_of_the_shared_ranking(kiosk: Kiosk) -> None:
    make_lieu(nom="Plus près", modalites={"services": ["demarches"]}, latitude=48.4439)
    situation = situation_at(kiosk=kiosk, service="demarches", theme="", language="tr")
    assert situation.language == "tr"
    assert situation.place is not None
    assert situation.place.key == "commune:28085"
    names = [hit.lieu.nom for hit in answer_to(situation=situation).proposals]
    shown = re.findall(r'kiosk-place__name" lang="fr"><bdi>([^<]+)', page("tr/demarches/autre/"))
    assert shown[: len(names)] == names


@pytest.mark.usefixtures("lieu")
def test_a_copy_without_the_network_pretends_no_opening(kiosk: Kiosk) -> None:
    """kiosk.css hides .kiosk-live and shows .kiosk-stored when the copy says that it is one."""
    with patch("django.utils.timezone.now", return_value=MONDAY):
        text = page("fr/demarches/autre/")
    live = re.findall(r'<p class="kiosk-live">(.*?)</p>', text, re.DOTALL)
    assert "Ouvert" in live[0]
    assert "Ouvert jusqu" not in text.replace(live[0], "")
    stored = re.search(r'class="kiosk-stored".*?</p>', text, re.DOTALL)
    assert stored is not None
    words = stored[0].replace("\u00a0", " ")
    assert "Sans réseau : renseignements du 23 novembre 2026 à 10:00" in words


@pytest.mark.usefixtures("lieu")
def test_no_address_leaves_the_kiosk(kiosk: Kiosk) -> None:
    pages = pages_of(kiosk)
    assert set(pages) == {language.code for language in available_languages()}
    for path in [*pages["fr"], *pages["ar"], "/borne/mairie/"]:
        text = Client().get(path).text
        for target in TARGETS.findall(text):
            inside = target.startswith(("/borne/mairie/", "/static/", "data:"))
            assert inside, f"{path}: {target}"
        assert "target=" not in text
        assert "tel:" not in text.replace('content="telephone', "")
        assert "<form" not in text


def test_every_screen_of_the_reserve_exists(kiosk: Kiosk) -> None:
    pages = pages_of(kiosk)["fr"]
    # Home, numbers, without network, nine services, eleven themes and « something else ».
    assert len(pages) == 3 + 9 + 12
    assert {Client().get(path).status_code for path in pages} == {200}


def test_the_worker_serves_its_kiosk_only(kiosk: Kiosk) -> None:
    response = Client().get("/borne/mairie/travailleur.js")
    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert response.headers["Service-Worker-Allowed"] == "/borne/mairie/"
    assert "no-cache" in response.headers["Cache-Control"]
    before = response.text
    assert Client().get("/borne/mairie/travailleur.js").text == before
    Kiosk.objects.update(services=["outils"])
    assert Client().get("/borne/mairie/travailleur.js").text != before


def test_the_worker_of_a_kiosk_out_of_service_keeps_nothing(kiosk: Kiosk) -> None:
    Kiosk.objects.update(is_active=False)
    text = Client().get("/borne/mairie/travailleur.js").text
    assert '"version": ""' in text
    assert '"pages": {}' in text


def test_the_manifest_opens_the_kiosk_full_screen(kiosk: Kiosk) -> None:
    response = Client().get("/borne/mairie/manifeste.webmanifest")
    assert response.headers["Content-Type"] == "application/manifest+json"
    manifest = response.json()
    assert manifest["display"] == "fullscreen"
    assert manifest["start_url"] == manifest["scope"] == "/borne/mairie/"


@pytest.mark.parametrize("path", ["", "fr/", "fr/demarches/", "manifeste.webmanifest", "x/y/"])
def test_a_kiosk_out_of_service_answers_nothing_and_leads_nowhere(kiosk: Kiosk, path: str) -> None:
    Kiosk.objects.update(is_active=False)
    closed = Client().get(f"/borne/mairie/{path}")
    unknown = Client().get(f"/borne/inconnue/{path}")
    assert closed.status_code == unknown.status_code == 404
    assert closed.text == unknown.text
    assert "<a " not in closed.text


@pytest.mark.parametrize(
    "path", ["zz/", "fr/danser/", "fr/outils/logement/", "fr/demarches/danser/", "x.php", "fr"]
)
def test_what_does_not_exist_stays_in_the_kiosk(kiosk: Kiosk, path: str) -> None:
    text = page(path, status=404)
    assert "Recommencer" in text
    assert 'class="header"' not in text


def test_the_numbers_are_one_tap_away_from_every_screen(kiosk: Kiosk) -> None:
    for path in pages_of(kiosk)["fr"]:
        assert 'href="/borne/mairie/fr/urgence/"' in Client().get(path).text
    text = page("fr/urgence/")
    assert "0 892 705 705" in text
    assert "31 14" in text
    assert text.index("112") < text.index("0 892 705 705")
    assert len(re.findall("Police et gendarmerie", text)) == 1


def test_the_page_says_how_long_it_waits(kiosk: Kiosk) -> None:
    text = page("fr/demarches/")
    assert 'data-warn="45" data-wipe="60"' in text
    assert re.search(
        r'<noscript><meta http-equiv="refresh" content="\d+; url=/borne/mairie/"></noscript>', text
    )
    assert "http-equiv" not in page("")


def test_nothing_found_is_counted_once_and_never_for_a_copy(kiosk: Kiosk) -> None:
    copy = {"X-Borne": "reserve"}
    Client().get("/borne/mairie/fr/demarches/logement/", headers=copy)
    Client().head("/borne/mairie/fr/demarches/logement/")
    assert not UnmetDemand.objects.exists()
    text = page("fr/demarches/logement/")
    assert "L’annuaire ne connaît pas encore de lieu" in text
    row = UnmetDemand.objects.get()
    assert (row.commune_id, row.service, row.count) == ("28085", "demarches", 1)


def test_a_kiosk_without_printer_offers_none(kiosk: Kiosk) -> None:
    assert "data-print" in page("fr/outils/")
    Kiosk.objects.update(can_print=False)
    assert "data-print" not in page("fr/outils/")


def test_the_queries_of_an_answer_do_not_grow_with_the_places(kiosk: Kiosk) -> None:
    del kiosk
    counts = []
    for _ in range(2):
        make_lieu(modalites={"services": ["demarches"]}, horaires="Mo-Fr 09:00-12:00")
        page("fr/demarches/autre/")  # the index is read anew
        with CaptureQueriesContext(connection) as seen:
            page("fr/demarches/autre/")
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 14


def test_the_answer_that_is_taken_away_is_the_same_one(kiosk: Kiosk, settings: Settings) -> None:
    situation = situation_at(kiosk=kiosk, service="demarches", theme="logement", language="tr")
    address = take_away_url(situation, "tr")
    path, _separator, query = address.removeprefix(settings.SITE_URL).partition("?")
    assert path == "/tr/orientation/"
    again = parse_situation(QueryDict(query)).situation
    assert replace(again, skipped=frozenset()) == situation
    assert again.skipped  # no question is asked again


def test_an_unknown_choice_never_empties_a_kiosk(kiosk: Kiosk, settings: Settings) -> None:
    """A language whose catalogue is not compiled, or that left the site."""
    kiosk.languages, kiosk.services = ["xx"], ["outils"]
    assert [one.code for one in languages_of(kiosk=kiosk)] == [settings.LANGUAGE_CODE]
    assert services_of(kiosk=kiosk) == ["outils"]


def test_a_commune_without_a_centre_still_answers() -> None:
    commune = CommuneFactory.create(code="28280", nom="Nogent", latitude=None, longitude=None)
    kiosk = make_kiosk(slug="mairie", commune=commune)
    situation = situation_at(kiosk=kiosk, service="outils", theme="", language="fr")
    assert situation.territory == ("commune", "28280")
    page("fr/outils/")
