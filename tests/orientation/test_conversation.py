"""The conversation: words in, a page of closed values out, in the language of the words."""

import logging
from html import unescape
from io import BytesIO

import pytest
from django.test import Client

from maillage.core.throttle import Limit
from maillage.orientation.views import conversation
from tests.directory.pages import HOSTILE, names, read
from tests.orientation.talks import (
    CAF,
    HOME,
    link,
    place,
    say,
    state_of,
    title,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_engine", "no_limit_reached")]


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


def test_a_few_words_of_french_on_a_page_in_turkish_are_of_who_reads_turkish(
    client: Client,
) -> None:
    address = say(client, "imprimer", address="/tr/orientation/")
    assert address.startswith("/tr/orientation/?")
    assert state_of(address)["langue"] == ["tr"]
    assert "langue" not in state_of(say(client, "imprimer"))


def test_simple_french_stays_for_words_in_french(client: Client) -> None:
    address = say(client, "je veux imprimer trois feuilles", address="/fr-simple/orientation/")
    assert address.startswith("/fr-simple/orientation/?")
    assert "depuis" not in address


@pytest.mark.parametrize("code", ["xx", "fr", HOSTILE])
def test_an_unknown_former_language_is_ignored(client: Client, code: str) -> None:
    html = client.get(HOME, {"besoin": "demarches", "depuis": code}).content.decode()
    assert "Continuer en" not in html
    assert "<script>alert" not in html
