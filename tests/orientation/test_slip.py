"""The paper that a reception agent gives, and the message that a visitor sends."""

import re
from datetime import UTC, datetime
from html import unescape
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from maillage.core.languages import available_languages
from maillage.directory.actions import archive_lieu, rename_slug
from maillage.directory.merging import join_sheets
from maillage.directory.models import ExceptionalPeriod, Lieu, Passage
from maillage.directory.queries import get_public_lieu
from maillage.network.enums import MembershipRole
from maillage.orientation.presenters.slip import (
    chosen_of,
    number_words,
    own_words,
    papers_of,
    printed_numbers,
    short_address,
    spoken_numbers,
)
from maillage.orientation.presenters.slip_message import MOST_SIGNS, message_of
from maillage.orientation.safety.alerts import ALERT_LETTERS, AlertKind
from maillage.orientation.situation import Situation
from tests.directory.pages import HOSTILE
from tests.factories.directory import make_lieu
from tests.factories.people import client_of, make_member, make_structure, make_user
from tests.factories.territory import CommuneFactory

pytestmark = pytest.mark.django_db

# A Saturday afternoon in Paris.
NOW = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
LANGUAGES = {one.code: one for one in available_languages()}
FRENCH = LANGUAGES["fr"]


def published(**fields: object) -> Lieu:
    """A place as the page reads it, with hours and a telephone unless said otherwise."""
    values: dict[str, object] = {
        "nom": "Maison des services",
        "telephone": "+33237123456",
        "horaires": "Mo-Fr 09:00-12:00",
        "modalites": {"services": ["demarches"], "frais_a_charge": ["gratuit"]},
        **fields,
    }
    lieu = make_lieu(**values)  # type: ignore[arg-type]
    return get_public_lieu(slug=lieu.slug)


def said(lieu: Lieu, situation: Situation | None = None, code: str = "fr") -> dict[str, list[str]]:
    """key → lines of the paper in one language."""
    (paper,) = papers_of(
        lieu=lieu,
        situation=situation or Situation(),
        languages=[LANGUAGES[code]],
        now=NOW,
    )
    return {row.key: [*row.cells[0].lines] for row in paper.rows}


def address(lieu: Lieu, query: str = "", prefix: str = "") -> str:
    return f"{prefix}/orientation/papier/{lieu.slug}/{query}"


def text_of(html: str) -> str:
    """What a reader reads, spaces joined."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


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


# --- when --------------------------------------------------------------------------------------
def test_the_coming_openings_are_said_by_their_day_then_the_usual_week() -> None:
    assert said(published())["when"] == [
        "Lundi 23 novembre : 9\u00a0h – 12\u00a0h",
        "D’habitude : du lundi au vendredi 9\u00a0h – 12\u00a0h.",
        "Mardi 24 novembre : 9\u00a0h – 12\u00a0h",
    ]


def test_an_opening_of_today_that_is_not_over_is_said() -> None:
    lines = said(published(horaires="Sa 14:00-18:00"))["when"]
    assert lines[0] == "Aujourd’hui, samedi 21 novembre : 14\u00a0h – 18\u00a0h"


def test_an_opening_of_today_that_is_over_is_not_said() -> None:
    lines = said(published(horaires="Sa 09:00-12:00"))["when"]
    assert lines[0].startswith("Samedi 28 novembre")


def test_a_closure_is_announced() -> None:
    closure = ExceptionalPeriod(first_day="2026-11-23", last_day="2026-11-27", reason="Travaux")
    lieu = published(periods=[closure])
    lines = said(lieu)["when"]
    assert lines[0].startswith("Lundi 30 novembre")
    assert "Fermé du 23 au 27 novembre (Travaux)." in lines


def test_unknown_hours_say_to_call() -> None:
    assert said(published(horaires=""))["when"] == [
        "Horaires non communiqués : appelez avant de venir."
    ]
    assert said(published(horaires="", telephone=""))["when"] == [
        "Horaires non communiqués : renseignez-vous avant de venir."
    ]


def test_hours_that_have_no_reading_are_not_printed_raw() -> None:
    osm = 'Mo 09:00-12:00 || "sur rendez-vous"'
    for line in said(published(horaires=osm))["when"]:
        assert "||" not in line
        assert "Mo " not in line


# --- why, how far ------------------------------------------------------------------------------
def near_gallardon(**changes: object) -> Situation:
    values: dict[str, object] = {
        "services": frozenset({"demarches"}),
        "latitude": 48.527,
        "longitude": 1.691,
        **changes,
    }
    return Situation(**values)  # type: ignore[arg-type]


def test_the_distance_is_from_where_the_person_is(client: Client) -> None:
    CommuneFactory(code="28168", nom="Gallardon", latitude=48.527, longitude=1.691)
    lieu = published()
    text = text_of(client.get(address(lieu, "?ou=commune:28168")).content.decode())
    assert re.search(r"À 1[78] km de Gallardon, à vol d’oiseau\.", text)


def test_without_a_place_there_is_no_distance() -> None:
    assert "how" not in said(published())


def test_a_place_beyond_the_three_has_its_reasons_too() -> None:
    for number in range(5):
        published(nom=f"Plus près {number}", latitude=48.527, longitude=1.691)
    far = published(latitude=47.9, longitude=1.9)
    chosen = chosen_of(lieu=far, situation=near_gallardon(), now=NOW)
    assert chosen.doubt == ""
    assert "aide aux démarches" in chosen.reasons
    assert chosen.distance_m == pytest.approx(71_400, abs=1_500)


def test_a_place_that_does_not_say_the_need_is_a_doubt(client: Client) -> None:
    published()
    lieu = published(modalites={"services": ["outils"]})
    assert chosen_of(lieu=lieu, situation=near_gallardon(), now=NOW).doubt == "need"
    html = client.get(address(lieu, "?besoin=demarches")).content.decode()
    assert "ne dit pas qu’il aide pour ce besoin" in html


def test_a_place_closed_when_wanted_is_no_doubt_about_the_need(client: Client) -> None:
    published(horaires="Sa 09:00-12:00")
    lieu = published()
    response = client.get(address(lieu, "?besoin=demarches&ouvert=samedi"))
    assert response.context["doubt"] == ""


def test_reasons_are_said_in_the_language_of_their_column() -> None:
    lieu = published()
    situation = near_gallardon(language="en")
    columns = {code: said(lieu, situation, code)["why"] for code in ("fr", "en")}
    assert columns["fr"] == ["Aide aux démarches"]
    assert columns["en"] != columns["fr"]


def test_without_a_need_the_paper_says_what_the_place_does() -> None:
    assert said(published())["why"] == ["Aide aux démarches administratives"]


# --- numbers -----------------------------------------------------------------------------------
def test_a_fraud_puts_the_bank_first() -> None:
    situation = near_gallardon(alerts=(AlertKind.FRAUDE,))
    assert printed_numbers(situation)[0].slug == "opposition-carte"
    assert spoken_numbers(situation) == ()


@pytest.mark.parametrize(
    "kind", [AlertKind.VIOLENCES, AlertKind.DANGER, AlertKind.DETRESSE, AlertKind.ENFANCE]
)
def test_what_others_must_not_read_is_on_no_paper_and_in_no_message(
    client: Client, kind: AlertKind
) -> None:
    situation = near_gallardon(alerts=(kind,))
    spoken = spoken_numbers(situation)
    assert spoken
    lieu = published()
    html = client.get(address(lieu, f"?besoin=demarches&a={ALERT_LETTERS[kind]}")).content.decode()
    tools, _separator, paper = html.partition('<article class="paper')
    message = message_of(lieu=lieu, situation=situation, language="fr", now=NOW).text
    for number in spoken:
        assert number.href in tools
        assert f"{number.spoken} ({number.nom})".replace(" ", "\u00a0", 1) not in paper
        assert number.nom not in paper
        assert number.spoken not in message


def test_figures_keep_their_order_between_words_written_right_to_left() -> None:
    number = printed_numbers(near_gallardon())[0]
    assert number_words(number).startswith(number.spoken.replace(" ", "\u00a0"))


# --- what is printed of a sheet ---------------------------------------------------------------
def test_what_the_place_wrote_is_read_from_its_sheet() -> None:
    free = ("horaires_text", "access_note", "documents_note", "frais_note", "does_not_do")
    lieu = published(**{name: name for name in free})
    assert tuple(own_words(lieu).values()) == free


def test_a_long_address_keeps_its_street_and_its_town() -> None:
    lieu = published(
        complement_adresse="Escalier C, deuxième étage, porte du fond",
        adresse="12 rue du Général-de-Gaulle",
    )
    assert short_address(lieu, 60) == "12 rue du Général-de-Gaulle, 28000 Chartres"
    assert short_address(lieu, 200).startswith("Escalier C")
    assert short_address(lieu, 30).endswith(", 28000 Chartres")


# --- the message -------------------------------------------------------------------------------
@pytest.mark.parametrize("code", list(LANGUAGES))
def test_the_message_holds_in_300_signs_in_every_language(code: str) -> None:
    lieu = published(
        nom="Maison France Services intercommunale " * 5,
        complement_adresse="Escalier C, deuxième étage, porte à droite au fond du couloir",
        adresse="Zone artisanale du Val de Voise, 12 bis avenue du Général-de-Gaulle",
    )
    situation = near_gallardon(themes=("social_sante",))
    message = message_of(lieu=lieu, situation=situation, language=code, now=NOW)
    assert message.text.splitlines()[-1].endswith(f"/lieux/{lieu.slug}/")
    assert "02\u00a037\u00a012\u00a034\u00a056" in message.text
    assert len(message.text) <= max(MOST_SIGNS, len(message.text.splitlines()[-1]) + 230)
    prefix = "" if code == "fr" else f"/{code}"
    assert f"{settings.SITE_URL}{prefix}/lieux/" in message.text


def test_the_message_says_what_one_needs_on_the_way() -> None:
    lieu = published()
    text = message_of(lieu=lieu, situation=near_gallardon(), language="fr", now=NOW).text
    *lines, bring, url = text.splitlines()
    assert lines == [
        "Maison des services",
        "1 place de la Mairie, 28000 Chartres",
        "Lundi 23 novembre : 9\u00a0h – 12\u00a0h",
        "Tél. 02\u00a037\u00a012\u00a034\u00a056",
    ]
    assert bring.startswith("À apporter : Le papier ou le message que vous avez reçu")
    assert url == f"{settings.SITE_URL}/lieux/{lieu.slug}/"
    assert len(text) <= MOST_SIGNS


def test_the_links_carry_the_text_as_telephones_read_it() -> None:
    lieu = published(nom="Épicerie & Cie + l’atelier = 100 % ?")
    message = message_of(lieu=lieu, situation=Situation(), language="ar", now=NOW)
    scheme, _separator, body = message.sms.partition("?&body=")
    assert scheme == "sms:"
    assert re.fullmatch(r"[A-Za-z0-9_.~%-]+", body)
    assert unquote(body) == message.text
    parts = urlsplit(message.mail)
    assert parts.scheme == "mailto"
    assert parts.path == ""
    assert re.fullmatch(r"subject=[A-Za-z0-9_.~%-]+&body=[A-Za-z0-9_.~%-]+", parts.query)
    sent = {name: unquote(value) for name, value in re.findall(r"(\w+)=([^&]*)", parts.query)}
    assert sent["subject"] == lieu.nom
    assert sent["body"].split("\r\n") == message.text.split("\n")


def test_the_language_of_the_page_is_left_as_it_was() -> None:
    with translation.override("es"):
        message_of(lieu=published(), situation=Situation(), language="uk", now=NOW)
        papers_of(lieu=published(), situation=Situation(), languages=[FRENCH], now=NOW)
        assert translation.get_language() == "es"


# --- what a place does elsewhere, or not at all ------------------------------------------------
def test_a_stop_nearer_than_the_address_is_said() -> None:
    commune = CommuneFactory(code="28168", nom="Gallardon", latitude=48.527, longitude=1.691)
    for number in range(3):
        published(nom=f"Plus près {number}", latitude=48.45, longitude=1.5 + number / 100)
    lieu = published(latitude=48.2, longitude=1.4)
    Passage.objects.create(
        kind="halte",
        lieu=lieu,
        label="Place de l’Église",
        commune=commune,
        horaires="We 14:00-16:00",
    )
    lieu = get_public_lieu(slug=lieu.slug)
    lines = said(lieu, near_gallardon())
    assert lines["how"][0].replace("\u00a0", " ") == (
        "Reçoit aussi ici : Place de l’Église, à Gallardon, mercredi 14 h – 16 h."
    )
    assert not any("km" in line for line in lines["why"])


def test_what_the_place_does_not_offer_of_what_is_asked_is_said() -> None:
    situation = near_gallardon(services=frozenset({"demarches", "securite"}))
    chosen = chosen_of(lieu=published(), situation=situation, now=NOW)
    assert chosen.missing == ("securite",)
    assert chosen.doubt == ""
    assert said(published(), situation)["not"][0]


def test_a_place_for_others_is_a_doubt_about_the_person(client: Client) -> None:
    lieu = published(age_max=17)
    assert chosen_of(lieu=lieu, situation=near_gallardon(), now=NOW).doubt == "person"
    html = client.get(address(lieu, "?besoin=demarches")).content.decode()
    assert "ce lieu reçoit d’autres personnes" in html


def test_the_page_asks_the_database_a_bounded_number_of_times(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    lieu = published()
    for number in range(3):
        published(nom=f"Autre {number}")
    client.get(address(lieu, "?besoin=demarches&avec=ar"))
    with django_assert_max_num_queries(30):
        client.get(address(lieu, "?besoin=demarches&avec=ar"))
