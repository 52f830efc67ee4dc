"""The first page: two questions, real places, little weight."""

import gzip
import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone

from maillage.directory.actions import archive_lieu
from maillage.directory.vocabularies import BY_CODE
from maillage.portal import queries
from maillage.portal.needs import HOME_NEEDS
from tests.factories.contributions import make_lieu
from tests.factories.territory import BassinFactory, BassinMembershipFactory, CommuneFactory

pytestmark = pytest.mark.django_db
MAX_KB = 60


def test_it_asks_the_nine_needs_of_the_standard() -> None:
    assert {need.code for need in HOME_NEEDS} == set(BY_CODE["services"])
    assert len(HOME_NEEDS) == 9


def test_the_two_questions_are_one_form(client: Client) -> None:
    text = client.get("/").content.decode()
    form = text[text.index("<form") : text.index("</form>")]
    assert 'action="/lieux/" method="get"' in form
    for need in HOME_NEEDS:
        assert f'name="besoin" value="{need.code}"' in form
    assert 'name="q"' in form
    assert 'name="ou"' in form
    assert 'data-suggest-url="/territoires/chercher/"' in form
    assert form.count('type="submit"') == 1
    # Without JavaScript an empty position is not sent.
    assert form.count('type="hidden"') == form.count(" disabled>") == 2
    assert "htmx" not in text
    assert text.count("<h1") == 1


def test_an_empty_directory_has_no_fake_section(client: Client) -> None:
    text = client.get("/").content.decode()
    assert "Ouverts en ce moment" not in text
    assert "Des lieux dans les bassins" not in text


def place_in(bassin: str, commune: str, nom: str, **fields: object) -> None:
    town = CommuneFactory.create(nom=commune)
    BassinMembershipFactory.create(
        commune=town, bassin=BassinFactory.create(code=bassin, nom=f"Bassin {bassin}")
    )
    make_lieu(nom, commune=commune, code_insee=town.code, **fields)


def test_it_names_places_of_each_basin(client: Client) -> None:
    place_in("2421", "Gallardon", "Bibliothèque de Gallardon")
    place_in("2411", "Tours", "Espace public de Tours")
    BassinMembershipFactory.create(bassin=BassinFactory.create(code="2499", nom="Bassin vide"))
    text = client.get("/").content.decode()
    assert '<a href="/lieux/bibliotheque-de-gallardon/">' in text
    assert '<a href="/lieux/espace-public-de-tours/">' in text
    assert text.count("1 lieu<") == 2
    assert "Aucun lieu recensé" in text
    assert "Bassin vide" in text


def test_communes_take_turns() -> None:
    town = CommuneFactory.create(nom="Chartres")
    BassinMembershipFactory.create(commune=town)
    for number in range(4):
        make_lieu(f"Lieu {number}", commune="Chartres", code_insee=town.code)
    other = CommuneFactory.create(nom="Voves")
    BassinMembershipFactory.create(commune=other)
    make_lieu("Médiathèque", commune="Voves", code_insee=other.code)
    (basin,) = queries.basins_with_places()
    assert basin.places == 5
    assert [lieu.commune for lieu in basin.lieux] == ["Chartres", "Voves", "Chartres"]


def test_the_basins_follow_every_change(client: Client) -> None:
    town = CommuneFactory.create(nom="Gallardon")
    BassinMembershipFactory.create(commune=town)
    lieu = make_lieu(code_insee=town.code)
    assert "Bibliothèque de Gallardon" in client.get("/").content.decode()
    archive_lieu(lieu=lieu, origin="essai")
    assert "Bibliothèque de Gallardon" not in client.get("/").content.decode()


def test_open_places_only(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    noon = datetime(2026, 3, 10, 12, tzinfo=ZoneInfo("Europe/Paris"))
    monkeypatch.setattr(timezone, "now", lambda: noon)
    make_lieu("Ouvert le mardi", horaires="Tu 09:00-18:00")
    make_lieu("Fermé le mardi", horaires="We 09:00-18:00")
    make_lieu("Sans horaires")
    text = client.get("/").content.decode()
    section = text[text.index('id="ouverts"') : text.index('id="comment"')]
    assert "Ouvert le mardi" in section
    assert "Fermé le mardi" not in section
    assert "Sans horaires" not in section


def test_text_of_a_place_is_text(client: Client) -> None:
    place_in("2421", "Gallardon", "<b>Gras</b> & cie")
    text = client.get("/").content.decode()
    assert "&lt;b&gt;Gras&lt;/b&gt; &amp; cie" in text
    assert "<b>Gras" not in text


def test_queries_do_not_grow(client: Client, django_assert_max_num_queries: object) -> None:
    for number in range(4):
        place_in(f"24{number}", f"Commune {number}", f"Lieu {number}", horaires="24/7")
    client.get("/")
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        client.get("/")


def squeezed(path: str) -> int:
    found = finders.find(path)
    assert isinstance(found, str), path
    content = Path(found).read_bytes()
    return len(content) if path.endswith(".woff2") else len(gzip.compress(content))


def test_it_is_light(client: Client) -> None:
    """HTML, style, scripts, font and logo, compressed."""
    for number in range(7):
        for place in range(3):
            place_in(
                f"24{number}",
                f"Commune {number} {place}",
                f"Espace {number} {place}",
                horaires="24/7",
            )
    text = client.get("/").content
    names = set(re.findall(rb'/static/([^"]+)"', text))
    names |= {b"core/js/actions.js", b"core/js/place-field.js", b"core/weave.svg"}
    weights = {name.decode(): squeezed(name.decode()) for name in names}
    weights["html"] = len(gzip.compress(text))
    assert sum(weights.values()) <= MAX_KB * 1_000, weights
    assert settings.STATIC_URL == "/static/"


def test_wrong_method(client: Client) -> None:
    assert client.post("/").status_code == 405
