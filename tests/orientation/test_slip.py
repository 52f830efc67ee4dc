"""The page of the paper that a reception agent gives: its address, who gives it, languages."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.test import Client

from maillage.directory.actions import archive_lieu, rename_slug
from maillage.directory.merging import join_sheets
from maillage.network.enums import MembershipRole
from tests.directory.pages import HOSTILE
from tests.factories.people import client_of, make_member, make_structure, make_user
from tests.orientation.slips import (
    LANGUAGES,
    address,
    published,
    text_of,
)

pytestmark = pytest.mark.django_db


# --- the page ----------------------------------------------------------------------------------
def test_the_page_says_where_when_and_whom_to_call(client: Client) -> None:
    lieu = published(documents_note="Votre dernier courrier.", does_not_do="Les impôts.")
    response = client.get(address(lieu, "?besoin=demarches"))
    assert response.status_code == 200
    text = text_of(response.content.decode())
    assert "Maison des services" in text
    assert "1 place de la Mairie, 28000 Chartres" in text
    assert "02\u00a037\u00a012\u00a034\u00a056".replace("\u00a0", " ") in text
    assert "Votre dernier courrier." in text
    assert "Les impôts." in text
    assert "Gratuit" in text


def test_the_page_is_kept_out_of_search_engines_and_says_french(client: Client) -> None:
    html = client.get(address(published())).content.decode()
    assert '<meta name="robots" content="noindex">' in html
    assert 'rel="canonical"' not in html
    assert '<html lang="fr" dir="ltr">' in html


def test_no_field_asks_for_a_number_or_an_address(client: Client) -> None:
    html = client.get(address(published())).content.decode()
    assert "<input" not in html
    assert "<form" not in html
    assert re.findall(r"<textarea[^>]*>", html) == [
        '<textarea class="field__input slip-text" id="texte" rows="7" readonly lang="fr" dir="ltr">'
    ]


def test_another_method_is_refused(client: Client) -> None:
    assert client.post(address(published())).status_code == 405


def test_two_languages_stand_side_by_side(client: Client) -> None:
    html = client.get(address(published(), "?avec=ar")).content.decode()
    assert html.count('<div class="paper__cell" lang="fr" dir="ltr">') > 2
    assert html.count('<div class="paper__cell" lang="fr" dir="ltr">') == html.count(
        '<div class="paper__cell" lang="ar" dir="rtl">'
    )


@pytest.mark.parametrize(
    ("query", "prefix", "codes"),
    [
        ("", "", ["fr"]),
        ("?langue=tr", "", ["fr", "tr"]),
        ("?langue=tr&avec=fr", "", ["fr"]),
        ("?langue=tr&avec=uk", "", ["fr", "uk"]),
        ("?langue=ka", "", ["fr"]),
        ("?avec=fr-simple", "", ["fr-simple"]),
        ("", "/es", ["fr", "es"]),
        ("", "/fr-simple", ["fr-simple"]),
        ("?avec=fr", "/es", ["fr"]),
    ],
)
def test_the_language_beside_french(
    client: Client, query: str, prefix: str, codes: list[str]
) -> None:
    response = client.get(address(published(), query, prefix))
    (paper,) = response.context["papers"]
    assert [words.language.code for words in paper.words] == codes


def test_every_language_is_offered_and_the_current_one_is_said(client: Client) -> None:
    response = client.get(address(published(), "?besoin=outils&avec=uk&taille=grande"))
    links = response.context["languages"]
    assert [link.language.code for link in links] == list(LANGUAGES)
    assert len(links) == len(settings.LANGUAGES)
    assert [link.language.code for link in links if link.is_current] == ["uk"]
    for link in links:
        kept = parse_qs(urlsplit(link.href).query)
        assert kept == {
            "besoin": ["outils"],
            "avec": [link.language.code],
            "taille": ["grande"],
        }


def test_large_print_gives_one_sheet_for_each_language(client: Client) -> None:
    response = client.get(address(published(), "?avec=tr&taille=grande"))
    papers = response.context["papers"]
    assert [[words.language.code for words in paper.words] for paper in papers] == [["fr"], ["tr"]]
    assert all(paper.is_large for paper in papers)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?avec=zz", "Cette langue n’est pas proposée"),
        ("?taille=geante", "Cette taille n’existe pas"),
        ("?besoin=voler", "« voler »"),
        ("?ou=Villeneuve-qui-n-existe-pas", "Villeneuve-qui-n-existe-pas"),
        ("?avec=zz&taille=x&besoin=y", "« y »"),
    ],
)
def test_an_address_that_cannot_be_read_is_said_with_a_way_back(
    client: Client, query: str, words: str
) -> None:
    lieu = published()
    response = client.get(address(lieu, query))
    html = response.content.decode()
    assert response.status_code == 400
    assert words in unescape(html)
    assert f'href="{address(lieu)}"' in html
    assert f'href="{lieu.get_absolute_url()}"' in html
    assert '<meta name="robots" content="noindex">' in html


def test_what_is_written_in_the_address_is_never_markup(client: Client) -> None:
    response = client.get(address(published()), {"besoin": HOSTILE, "avec": HOSTILE})
    assert response.status_code == 400
    assert HOSTILE not in response.content.decode()


def test_what_the_place_wrote_is_french_and_never_markup(client: Client) -> None:
    lieu = published(nom=f"Lieu {HOSTILE}", documents_note=HOSTILE, access_note=HOSTILE)
    html = client.get(address(lieu, "?avec=en")).content.decode()
    assert HOSTILE not in html
    assert '<p class="paper__own" lang="fr" dir="ltr">' in html


# --- places that are not there -----------------------------------------------------------------
def test_an_unknown_place_is_a_404(client: Client) -> None:
    assert client.get("/orientation/papier/nulle-part/").status_code == 404


def test_an_archived_place_is_a_410_with_its_neighbours(client: Client) -> None:
    lieu, near = published(), published(nom="Le voisin")
    archive_lieu(lieu=lieu, origin="test")
    response = client.get(address(lieu))
    assert response.status_code == 410
    assert near.nom in response.content.decode()


def test_a_former_address_leads_to_the_new_one_with_its_parameters(client: Client) -> None:
    lieu = published()
    old = address(lieu, "?besoin=outils&avec=tr")
    rename_slug(lieu=lieu, slug="nouvelle-adresse", origin="test")
    response = client.get(old)
    assert response.status_code == 302
    assert response["Location"] == "/orientation/papier/nouvelle-adresse/?besoin=outils&avec=tr"


def test_a_merged_place_leads_to_the_one_that_stays(client: Client) -> None:
    gone, kept = published(), published()
    old = address(gone)
    join_sheets(into={gone.pk: kept.pk})
    assert client.get(old)["Location"] == address(kept)


# --- who gives it ------------------------------------------------------------------------------
def test_a_visitor_gives_it_in_nobodys_name(client: Client) -> None:
    response = client.get(address(published()))
    assert "Remis par" not in response.content.decode()
    assert "sessionid" not in response.cookies


def test_the_structure_is_named_and_never_the_person() -> None:
    structure = make_structure("Mairie de Gallardon")
    person = make_member(structure)
    response = client_of(person).get(address(published(), "?avec=en"))
    html = unescape(response.content.decode())
    assert "Remis par Mairie de Gallardon" in html
    assert person.display_name not in html
    assert person.email not in html
    assert "Cookie" in response["Vary"]


def test_who_has_several_structures_chooses(client: Client) -> None:
    first, second = make_structure("CCAS de Voves"), make_structure("Mairie de Voves")
    person = make_member(first)
    make_member(second, MembershipRole.REFERENT, user=person)
    lieu, browser = published(), client_of(person)
    page = browser.get(address(lieu))
    assert "Remis par CCAS" not in page.content.decode()
    assert [link.words for link in page.context["givers"]] == [first.nom, second.nom]
    chosen = browser.get(page.context["givers"][1].href)
    assert "Remis par Mairie de Voves" in chosen.content.decode()
    assert [link.is_current for link in chosen.context["givers"]] == [False, True]


@pytest.mark.parametrize("value", ["0", "999999", "abc", "-1", "1 OR 1"])
def test_the_structure_of_others_is_never_named(value: str) -> None:
    other = make_structure("Structure des autres")
    browser = client_of(make_user())
    for wanted in (value, str(other.pk)):
        html = browser.get(address(published()), {"par": wanted}).content.decode()
        assert "Remis par" not in html
        assert other.nom not in html
