"""The conversation: words in, a page of closed values out, and a door at the end."""

import logging
import re
from html import unescape
from io import BytesIO
from typing import Any
from unittest.mock import ANY
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import caches
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from maillage.core.throttle import Limit
from maillage.directory.enums import Theme
from maillage.directory.vocabularies import BY_CODE
from maillage.orientation.engine import Engine
from maillage.orientation.enums import Step
from maillage.orientation.models import UnmetDemand
from maillage.orientation.queries import reading
from maillage.orientation.safety.alerts import ALERT_LETTERS, AlertKind
from maillage.orientation.views import conversation
from tests.directory.pages import HOSTILE, names, read
from tests.factories.directory import make_lieu
from tests.factories.territory import CommuneFactory

pytestmark = pytest.mark.django_db

HOME = "/orientation/"
CAF = "jé reçu un papié de la caf je compren rien je sui a nogent le rotrou"
NOGENT = {"latitude": 48.3197, "longitude": 0.8071}
NEAR_NOGENT = "ou=commune:28280"
FRAUD = ALERT_LETTERS[AlertKind.FRAUDE]
QUERIES = 7


@pytest.fixture(autouse=True)
def _no_limit_reached() -> None:
    caches["throttle"].clear()


@pytest.fixture(autouse=True)
def _small_engine(monkeypatch: pytest.MonkeyPatch, engine: Engine) -> None:
    monkeypatch.setattr(reading, "understand_text", engine.understand)


@pytest.fixture
def nogent() -> None:
    CommuneFactory(
        code="28280", nom="Nogent-le-Rotrou", population=9_292, postal_codes="28400", **NOGENT
    )
    CommuneFactory(code="28134", nom="Dreux", population=31_000, latitude=48.7482, longitude=1.3578)


def place(nom: str, **fields: Any) -> None:
    values: dict[str, Any] = {
        "modalites": {"services": ["demarches", "acces-internet"]},
        **NOGENT,
        **fields,
    }
    make_lieu(nom=nom, commune="Nogent-le-Rotrou", code_insee="28280", **values)


def say(client: Client, text: str, address: str = HOME, **state: object) -> str:
    """The address that a text leads to."""
    response = client.post(address, {"texte": text, **state})
    assert response.status_code == 303, response.content.decode()
    assert response.headers["Location"].endswith("#tour")
    return str(response.headers["Location"]).removesuffix("#tour")


def title(html: str) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL)
    assert found is not None
    return " ".join(unescape(re.sub(r"<[^>]*>", "", found[1])).split())


def link(html: str, words: str) -> str:
    """Address of the first link whose text holds these words."""
    for href, inner in re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', html, re.DOTALL):
        if words in " ".join(unescape(re.sub(r"<[^>]*>", " ", inner)).split()):
            return str(unescape(href)).removesuffix("#tour")
    raise AssertionError(f"no link « {words} »")


def state_of(address: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(address).query)


@pytest.mark.parametrize(
    "address",
    [
        HOME,
        f"{HOME}?hors=1",
        f"{HOME}?besoin=outils",
        f"{HOME}?besoin=outils&tour=3",
        f"/ar{HOME}",
        "/",
    ],
)
def test_a_danger_finds_its_numbers_beside_the_words(client: Client, address: str) -> None:
    html = read(client, address)
    assert [link for link in ("tel:17", "tel:112", "sms:114") if f'"{link}"' not in html] == []


def test_an_alert_read_wrongly_is_taken_away(client: Client) -> None:
    html = read(client, f"{HOME}?a=xj&besoin=demarches")
    assert "Une arnaque" in html
    calm = read(client, link(html, "Ce n’est pas mon cas"))
    assert "Une arnaque" not in calm
    assert "La date est proche" in calm


# --- words ---------------------------------------------------------------------------------
def test_one_sentence_leads_to_a_door_in_one_exchange(client: Client, nogent: None) -> None:
    place("Maison France Services")
    address = say(client, CAF)
    assert state_of(address) == {
        "ou": ["commune:28280"],
        "besoin": ["demarches"],
        "theme": ["social_sante"],
    }
    html = read(client, address)
    assert title(html) == "1 lieu peut vous aider près de Nogent-le-Rotrou"
    assert names(html) == ["Maison France Services"]
    for words in ("À préparer", "Un numéro de téléphone", "Ce que vous pouvez faire chez vous"):
        assert words in html
    assert 'href="tel:' in html
    assert "/orientation/papier/" in link(html, "Préparer un papier")
    assert link(html, "sur la carte") == "/lieux/?ou=commune%3A28280&besoin=demarches&rayon=20"


def test_nothing_of_the_text_is_kept_or_sent(
    client: Client, nogent: None, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        response = client.post(HOME, {"texte": CAF + " zorglub"})
        page = client.get(response.headers["Location"].split("#")[0])
    everything = f"{response.headers}{response.content!r}{page.content.decode()}{caplog.text}"
    assert "zorglub" not in everything
    assert "papi%C3%A9" not in everything
    assert not response.cookies
    assert not page.cookies
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Écrivez quelques mots"),
        ("   \n ", "Écrivez quelques mots"),
        ("1 85 12 28 085 123 45", "N’écrivez aucun numéro"),
        ("?!…", "Écrivez avec des mots"),
        ("mot \x07 mot", "des signes qui ne se lisent pas"),
        ("mot " * 600, "2000 au plus"),
    ],
)
def test_a_text_that_cannot_be_read_says_why(client: Client, text: str, sentence: str) -> None:
    response = client.post(HOME, {"texte": text})
    html = response.content.decode()
    assert response.status_code == 400
    assert sentence in unescape(html)
    assert '<a href="#texte">' in html
    assert 'aria-invalid="true"' in html


def test_what_was_typed_is_shown_again_but_never_a_number(client: Client) -> None:
    long = "je ne comprends pas <b>ce papier</b> " * 60
    html = client.post(HOME, {"texte": long}).content.decode()
    assert "je ne comprends pas &lt;b&gt;ce papier" in html
    assert "<b>ce papier" not in html
    assert "1234 5678" not in client.post(HOME, {"texte": "1234 5678"}).content.decode()


def test_a_text_refused_later_keeps_what_was_understood(client: Client, nogent: None) -> None:
    response = client.post(HOME, {"texte": "", "besoin": "demarches", "ou": "commune:28280"})
    html = response.content.decode()
    assert response.status_code == 400
    assert '<input type="hidden" name="besoin" value="demarches">' in html
    assert '<input type="hidden" name="ou" value="commune:28280">' in html


def test_a_file_in_place_of_words_is_an_empty_text(client: Client) -> None:
    response = client.post(HOME, {"texte": BytesIO(b"\x89PNG\x00")})
    assert response.status_code == 400


def test_a_postal_code_alone_is_a_place(client: Client, nogent: None) -> None:
    assert say(client, " 28400 ") == "/orientation/?ou=28400"
    assert link(read(client, "/orientation/?ou=28400"), "Retirer 28400") == HOME


def test_keys_at_random_and_a_greeting_lead_back_to_the_question(client: Client) -> None:
    mash = say(client, "zdkfjh qsdlkjx wwx")
    assert state_of(mash) == {"dit": ["rien"]}
    assert "Nous n’avons pas reconnu de mots." in read(client, mash)
    hello = say(client, "bonjour")
    assert state_of(hello) == {"dit": ["besoin"]}
    html = read(client, hello)
    assert "Bonjour. Dites-nous ce qu’il vous faut." in html
    assert title(html) == "De quoi avez-vous besoin ?"


def test_something_else_gets_a_polite_way_back(client: Client, nogent: None) -> None:
    address = say(client, "une recette de crêpes à Dreux")
    assert state_of(address)["hors"] == ["1"]
    html = read(client, address)
    assert title(html) == "Ici, nous aidons avec le numérique et les démarches"
    assert 'href="tel:3939"' in html
    # The place is kept for the next words, « something else » is not.
    assert '<input type="hidden" name="ou" value="commune:28134">' in html
    assert 'name="hors"' not in html


def test_more_words_are_added_to_what_is_known(client: Client, nogent: None) -> None:
    address = say(
        client, "le mercredi, pour imprimer", besoin="demarches", ou="commune:28280", tour="1"
    )
    assert state_of(address) == {
        "ou": ["commune:28280"],
        "besoin": ["acces-internet", "demarches"],
        "ouvert": ["mercredi"],
        "tour": ["1"],
    }


def test_a_secret_is_refused_and_forgotten(client: Client) -> None:
    address = say(client, "imprimer trois feuilles, mon mot de passe est toto1234")
    assert "toto" not in address
    html = read(client, address)
    assert "N’écrivez jamais ici un mot de passe" in html
    # Said once.
    assert "secret" not in link(html, "Passer cette question")
    assert 'name="secret"' not in html


def test_a_text_shown_again_has_lost_its_secrets(client: Client) -> None:
    text = "mon mot de passe est toto1234, " + "aidez-moi " * 250
    html = client.post(HOME, {"texte": text}).content.decode()
    assert "aidez-moi" in html
    assert "toto1234" not in html


def test_too_many_texts_are_refused_for_an_hour(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation, "TEXT_LIMIT", Limit("essai", 2))
    for _ in range(2):
        say(client, "bonjour")
    response = client.post(HOME, {"texte": "bonjour"})
    assert response.status_code == 429
    assert response.headers["Retry-After"] == "3600"


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client: Client, method: str) -> None:
    assert getattr(client, method)(HOME).status_code == 405


def test_the_form_needs_no_token_and_no_cookie(nogent: None) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(HOME, {"texte": CAF}).status_code == 303
    assert "csrfmiddlewaretoken" not in strict.get(HOME).content.decode()
    assert not strict.cookies


# --- languages -------------------------------------------------------------------------------
def test_words_in_another_language_lead_to_its_pages(client: Client) -> None:
    address = say(client, "I need help with my tax return please")
    assert address.startswith("/en/orientation/?")
    assert state_of(address)["depuis"] == ["fr"]
    html = read(client, address)
    assert '<html lang="en"' in html
    back = link(html, "Continuer en français")
    assert back.startswith("/orientation/?")
    assert "depuis" not in back


def test_two_words_are_too_few_to_change_the_language(client: Client) -> None:
    assert say(client, "tax return").startswith("/orientation/")


def test_simple_french_stays_for_words_in_french(client: Client) -> None:
    address = say(client, "je veux imprimer trois feuilles", address="/fr-simple/orientation/")
    assert address.startswith("/fr-simple/orientation/?")
    assert "depuis" not in address


@pytest.mark.parametrize("code", ["xx", "fr", HOSTILE])
def test_an_unknown_former_language_is_ignored(client: Client, code: str) -> None:
    html = client.get(HOME, {"besoin": "demarches", "depuis": code}).content.decode()
    assert "Continuer en" not in html
    assert "<script>alert" not in html


# --- questions -------------------------------------------------------------------------------
def test_the_first_screen_is_one_field_and_nine_pictures(client: Client) -> None:
    html = read(client, HOME)
    assert title(html) == "De quoi avez-vous besoin ?"
    assert html.count("<textarea") == 1
    assert html.count('class="tile"') == len(BY_CODE["services"])
    assert "noindex" not in html
    assert '<meta name="robots" content="noindex' in read(client, f"{HOME}?besoin=demarches")


def test_the_place_is_asked_then_the_answer_is_given(client: Client, nogent: None) -> None:
    place("Médiathèque")
    html = read(client, say(client, "imprimer trois feuilles"))
    assert title(html) == "Où êtes-vous ?"
    assert "Question 1, sur 3 au plus" in html
    assert 'data-suggest-url="/territoires/chercher/"' in html
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', html))
    assert hidden == {"besoin": "acces-internet", "tour": "1"}
    html = read(client, f"{HOME}?besoin=acces-internet&tour=1&ou=Nogent-le-Rotrou")
    assert names(html) == ["Médiathèque"]


def test_an_unknown_place_is_said_and_asked_again(client: Client, nogent: None) -> None:
    html = read(client, f"{HOME}?besoin=demarches&tour=1&ou=Nogant-qui-n-existe-pas", 400)
    assert title(html) == "Où êtes-vous ?"
    assert "Question 1, sur 3 au plus" in html
    assert "Nous ne trouvons pas « Nogant-qui-n-existe-pas »" in html
    assert 'value="Nogant-qui-n-existe-pas"' in html
    assert state_of(link(html, "Passer cette question"))["passe"] == ["ou"]


def test_a_commune_that_only_looks_like_the_words_is_asked(client: Client, nogent: None) -> None:
    """« Prissac » is a village of the region, « Paris » a city out of it."""
    CommuneFactory(code="36168", nom="Prissac", population=600, latitude=46.51, longitude=1.31)
    html = read(client, f"{HOME}?besoin=demarches&ou=Paris", 400)
    assert "Nous ne trouvons pas « Paris »" in html
    assert "ou=commune%3A36168" in link(html, "Prissac")


def test_an_empty_place_is_asked_again(client: Client) -> None:
    html = read(client, f"{HOME}?besoin=demarches&ou=", 400)
    assert "Écrivez le nom de votre commune, ou passez cette question." in html


@pytest.mark.parametrize("ou", [HOSTILE, "?" * 300, "48.3,0.8,1"])
def test_a_hostile_place_is_refused(client: Client, ou: str) -> None:
    response = client.get(HOME, {"besoin": "demarches", "ou": ou})
    assert response.status_code == 400
    assert "<script>alert" not in response.content.decode()


def test_a_question_passed_does_not_come_back(client: Client, nogent: None) -> None:
    place("Médiathèque")
    html = read(client, f"{HOME}?besoin=demarches")
    after = link(html, "Passer cette question")
    assert state_of(after) == {"besoin": ["demarches"], "passe": ["ou"], "tour": ["1"]}
    assert title(read(client, after)) != "Où êtes-vous ?"


def test_never_more_than_three_questions(client: Client, nogent: None) -> None:
    html = read(client, f"{HOME}?besoin=demarches&tour=3")
    assert "Question" not in title(html)
    assert "peu" in title(html) or "Aucun lieu" in title(html)


@pytest.mark.parametrize("step", list(Step))
def test_each_question_can_be_opened_answered_and_left(
    client: Client, nogent: None, step: Step
) -> None:
    address = f"{HOME}?besoin=demarches&theme=logement&{NEAR_NOGENT}&public=seniors&ouvert=lundi"
    html = read(client, f"{address}&pas={step.value}")
    assert title(html) == str(step.label)
    assert "Vous corrigez votre demande" in html
    back = state_of(link(html, "Ne rien changer"))
    assert back == state_of(address)
    if step != Step.OU:
        assert re.findall(r'class="tile"[^>]*aria-current="true"', html) == [ANY]


def test_an_unknown_step_is_ignored(client: Client) -> None:
    assert title(read(client, f"{HOME}?besoin=demarches&pas=zzz&tour=99")) == "Où êtes-vous ?"


def test_another_need_than_papers_forgets_the_theme(client: Client, nogent: None) -> None:
    html = read(client, f"{HOME}?besoin=demarches&theme=logement&{NEAR_NOGENT}&pas=besoin")
    assert "theme" not in state_of(link(html, "Emploi et formation"))
    assert state_of(link(html, "Démarches en ligne"))["theme"] == ["logement"]


def test_a_value_that_no_list_holds_is_named(client: Client) -> None:
    html = read(client, f"{HOME}?besoin=magie", 400)
    assert "« magie » n’est pas une valeur connue" in html
    assert title(html) == "De quoi avez-vous besoin ?"


# --- what was understood -----------------------------------------------------------------------
def test_each_part_understood_can_be_taken_away(client: Client, nogent: None) -> None:
    place("Médiathèque")
    address = (
        f"{HOME}?{NEAR_NOGENT}&besoin=demarches&ouvert=lundi&theme=logement&public=seniors"
        "&specifique=surdite&aide=individuel&prix=gratuit&langue=tr&mandat=1&urgence=1"
    )
    html = read(client, address)
    whole = state_of(address)
    removed = {
        "besoin": "Démarches en ligne",
        "theme": "Logement",
        "ou": "Nogent-le-Rotrou",
        "public": "Personnes âgées",
        "ouvert": "Ouvert le lundi",
        "specifique": "Personnes sourdes ou malentendantes",
        "aide": "Aidé par une personne",
        "prix": "Gratuit",
        "langue": "Turc",
        "mandat": "Une personne fait la démarche pour vous",
        "urgence": "Cela ne peut pas attendre",
    }
    for name, words in removed.items():
        rest = state_of(link(html, f"Retirer {words}"))
        assert rest == {key: value for key, value in whole.items() if key != name}, name
    assert (
        "Vous cherchez : aide aux démarches (logement), près de Nogent-le-Rotrou, personnes "
        "âgées, ouvert le lundi, gratuit." in unescape(html)
    )


# --- the guided way ----------------------------------------------------------------------------
def test_pictures_lead_to_the_same_result_as_words(client: Client, nogent: None) -> None:
    place("Maison France Services")
    steps = [
        ("De quelle démarche s’agit-il ?", "Étape 1 sur 4", "Social, santé"),
        ("Où êtes-vous ?", "Étape 2 sur 4", ""),
        ("C’est pour qui ?", "Étape 3 sur 4", "Un adulte, moi par exemple"),
        ("Quand pouvez-vous venir ?", "Étape 4 sur 4", "Peu importe"),
    ]
    html = read(client, link(read(client, HOME), "Démarches en ligne"))
    for heading, progress, choice in steps:
        assert title(html) == heading
        assert progress in html
        assert "Étape d’avant" in html
        if choice:
            address = link(html, choice)
        else:
            hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', html)
            query = "&".join(f"{name}={value}" for name, value in dict(hidden).items())
            address = f"{HOME}?{query}&ou=Nogent-le-Rotrou"
        html = read(client, address)
    assert names(html) == ["Maison France Services"]
    assert names(html) == names(read(client, say(client, CAF)))


def test_the_step_before_is_opened_again(client: Client) -> None:
    html = read(client, f"{HOME}?guide=1&besoin=demarches&theme=logement")
    before = link(html, "Étape d’avant")
    assert title(read(client, before)) == "De quelle démarche s’agit-il ?"
    assert link(read(client, f"{HOME}?guide=1&pas=besoin"), "Étape d’avant") == HOME


def test_the_themes_are_the_eleven_of_la_coop(client: Client) -> None:
    html = read(client, f"{HOME}?guide=1&besoin=demarches")
    assert html.count('class="tile"') == len(Theme)


# --- the result ---------------------------------------------------------------------------------
def test_the_numbers_of_an_alert_come_before_everything(client: Client, nogent: None) -> None:
    place("Médiathèque")
    html = read(client, f"{HOME}?besoin=securite&{NEAR_NOGENT}&a={FRAUD}")
    assert title(html) == "Une arnaque ? Chaque minute compte."
    assert html.count("<h1") == 1
    assert html.index('href="tel:0892705705"') < html.index("Les lieux proposés")
    assert re.search(r"Numéro vérifié le \d+\w* \w+ 20\d\d", html)
    assert "Quitter vite" not in html
    assert "arnaque" not in re.search(r"<title>(.*?)</title>", html, re.DOTALL)[1]  # type: ignore[index]


@pytest.mark.parametrize(
    "letter",
    [
        ALERT_LETTERS[kind]
        for kind in (AlertKind.DANGER, AlertKind.VIOLENCES, AlertKind.MINEUR, AlertKind.ENFANCE)
    ],
)
def test_a_person_in_danger_can_leave_at_once(client: Client, letter: str) -> None:
    html = read(client, f"{HOME}?a={letter}")
    assert "data-quit" in html
    assert html.index("data-quit") < html.index("<h1")
    assert link(html, "Quitter vite ce site").startswith("https://")
    browser_title = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
    assert browser_title is not None
    assert not re.search("violen|mal|danger|enfant", browser_title[1])


def test_distress_meets_numbers_and_no_refusal(client: Client, nogent: None) -> None:
    place("Médiathèque")
    letter = ALERT_LETTERS[AlertKind.DETRESSE]
    html = read(client, f"{HOME}?hors=1&a={letter}")
    assert 'href="tel:3114"' in html
    assert "Nous n’avons pas de réponse" not in html
    assert names(html) == []
    # Places are still there for whoever asks.
    html = read(client, link(html, "Trouver un lieu près de chez vous"))
    assert ">De quoi avez-vous besoin ?</h2>" in html
    html = read(client, link(html, "Démarches en ligne"))
    assert names(html) == ["Médiathèque"]
    html = read(client, f"{HOME}?besoin=demarches&{NEAR_NOGENT}&a={letter}")
    assert names(html) == ["Médiathèque"]


def test_an_alert_stays_while_questions_are_asked(client: Client) -> None:
    html = read(client, f"{HOME}?besoin=securite&a={FRAUD}")
    assert title(html).startswith("Une arnaque")
    assert ">Où êtes-vous ?</h2>" in html
    assert state_of(link(html, "Passer cette question"))["a"] == [FRAUD]


def test_nothing_near_is_said_and_counted_once(client: Client, nogent: None) -> None:
    place("Loin d’ici", latitude=47.0, longitude=2.0)
    address = f"{HOME}?besoin=demarches&theme=logement&{NEAR_NOGENT}&public=seniors&ouvert=lundi"
    html = read(client, address)
    assert title(html) == "Rien tout près : voici les lieux les moins loin"
    assert names(html) == ["Loin d’ici"]
    assert "Appelez avant de faire la route." in html
    read(client, address)
    read(client, f"{address}&tour=3")
    counted = UnmetDemand.objects.values_list("commune_id", "service", "count")
    assert list(counted) == [("28280", "demarches", 1)]


def test_an_empty_directory_is_not_a_dead_end(client: Client, nogent: None) -> None:
    html = read(client, f"{HOME}?besoin=demarches&{NEAR_NOGENT}&tour=3")
    assert title(html) == "Aucun lieu trouvé, mais on peut vous aider"
    assert 'href="tel:3939"' in html
    assert "Recommencer" in html


def test_without_a_place_the_answer_asks_for_it(client: Client) -> None:
    place("Médiathèque")
    html = read(client, f"{HOME}?besoin=demarches&passe=ou&tour=3")
    assert state_of(link(html, "Dites où vous êtes"))["pas"] == ["ou"]


def test_a_result_asks_few_questions_to_the_database(
    client: Client, nogent: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(6):
        place(f"Lieu {number}")
    address = f"{HOME}?besoin=demarches&{NEAR_NOGENT}&public=seniors&ouvert=lundi"
    read(client, address)
    with django_assert_max_num_queries(QUERIES):
        read(client, address)


def test_the_home_page_leads_here(client: Client) -> None:
    html = read(client, "/")
    assert '<form action="/orientation/" method="post">' in html
    assert link(html, "M’orienter") == HOME
    assert HOME in read(client, "/plan-du-site/")
    assert "/orientation/</loc>" in read(client, "/sitemap-pages.xml")
