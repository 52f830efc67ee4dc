"""Texts made to break the conversation, to slow it down, or to leave something of a person."""

import logging
import re
from typing import NoReturn

import pytest
from django.contrib.admin import site
from django.test import Client
from django.utils.translation import get_language

from maillage.orientation import actions
from maillage.orientation.engine import Engine
from maillage.orientation.language_model import what_is_sent
from maillage.orientation.models import UnmetDemand
from maillage.orientation.queries import reading
from maillage.orientation.safety.secrets import SecretKind, find_secrets, without_secrets
from maillage.orientation.views import conversation, kiosk
from tests.directory.pages import read
from tests.factories.orientation import make_kiosk
from tests.factories.territory import CommuneFactory

pytestmark = pytest.mark.django_db

HOME = "/orientation/"
PASSED = "passe=ou,public,moment,theme"

IBAN = "FR76 3000 6000 0112 3456 7890 189"


# --- secrets ---------------------------------------------------------------------------------
@pytest.mark.parametrize("letter", ["\u0130", "\u0131", "\u017f", "\u212a"])
def test_a_letter_that_looks_like_one_of_an_iban_is_no_figure(letter: str) -> None:
    """Without case, `[A-Z]` matches these four, of which two are no figure of base 36."""
    assert re.fullmatch("[A-Z]", letter, re.IGNORECASE)
    text = f"mon papier FR76{letter}0006000011234567890189"
    assert SecretKind.IBAN not in find_secrets(text)
    assert SecretKind.IBAN in find_secrets(f"{letter} {IBAN}")


@pytest.mark.parametrize(
    "text",
    [
        "mdp " + ":" * 40_000,
        "mot de passe : " + ":a" * 20_000,
        "mdp=" * 10_000,
        "code" + " de" * 15_000,
        "identifiant" + " est" * 10_000,
        "allocataire" + " " * 40_000,
        "mdp est" + " " * 40_000,
    ],
)
def test_no_rule_reads_a_text_again_from_each_of_its_signs(text: str) -> None:
    """Each took tens of seconds when a repetition had no bound: this would not end."""
    assert without_secrets(text) == text


def test_words_between_a_name_and_its_secret_are_still_few() -> None:
    assert without_secrets("mon mot de passe pour la caf c'est Azerty12!") == (
        "mon mot de passe pour la caf c'est [mot de passe]"
    )
    assert without_secrets("allocataire n° : 1234567") == "allocataire n° : [numéro]"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("iban FR14 2004 1010 0505 0001 3M02 606 je suis à Mer", "iban # je suis à Mer"),
        ("FR1420041010050500013M02606 pour la caf", "# pour la caf"),
        ("compte DE89 3704 0044 0532 0130 00 aide moi", "compte # aide moi"),
        ("numéro fiscal 12 34 567 890 123 je suis à Mer", "numéro fiscal # je suis à Mer"),
        ("mon dossier ANEF 9203012345 bloque", "mon dossier ANEF # bloque"),
        ("identifiant france travail 1234567X perdu", "identifiant france travail # perdu"),
        ("le code du sms c'est 482913", "le code du sms c'est #"),
        ("كلمة السر هي Sunny1974", "كلمة السر هي #"),
        ("le code du travail 1234", "le code du travail 1234"),
        ("identifiant perdu 3 fois", "identifiant perdu 3 fois"),
    ],
)
def test_a_secret_among_other_words_is_found_and_they_stay(text: str, left: str) -> None:
    assert re.sub(r"\[.*?\]", "#", without_secrets(text)) == left


# --- words that nobody may keep --------------------------------------------------------------
def test_an_error_of_the_reading_leaves_no_word_in_the_log(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """An error quotes what it stumbled on; a page of error would stop whoever is in need."""

    def stumbles(*, text: str) -> NoReturn:
        raise KeyError(text)

    monkeypatch.setattr(conversation, "situation_of_text", stumbles)
    with caplog.at_level(logging.DEBUG):
        response = client.post(HOME, {"texte": "Zébulon m’a pris ma carte"})
    assert response.status_code == 303
    assert response.headers["Location"] == f"{HOME}?dit=rien#tour"
    (line,) = [row for row in caplog.records if row.levelname == "ERROR"]
    assert line.getMessage().startswith("orientation_text_unread=KeyError at=test_hostile.py:")
    assert line.exc_info is None
    assert "Zébulon" not in caplog.text


def test_a_text_far_too_long_is_refused_without_being_searched(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def searched(text: str) -> str:
        assert len(text) <= conversation.MOST_GIVEN_BACK
        return text

    monkeypatch.setattr(conversation, "without_secrets", searched)
    long = "aide " * 400 + "pour la Caf"
    assert "pour la Caf</textarea>" in client.post(HOME, {"texte": long}).text
    response = client.post(HOME, {"texte": long * 100})
    assert response.status_code == 400
    html = response.text
    assert "Votre texte a 201100 signes" in html
    assert "pour la Caf</textarea>" not in html


def test_new_lines_count_for_one_sign_as_the_field_counts_them(
    client: Client, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "understand_text", engine.understand)
    text = "ma carte grise" + "\r\n" * 20
    text += "x" * (conversation.MAX_LENGTH - 20 - len("ma carte grise"))
    assert len(text) > conversation.MAX_LENGTH
    assert client.post(HOME, {"texte": text}).status_code == 303


# --- demands that a script invents -----------------------------------------------------------
def test_one_network_does_not_invent_the_needs_of_a_department(client: Client) -> None:
    many = actions.NETWORK_LIMIT.count + 5
    for number in range(many):
        CommuneFactory(code=f"28{number:03}", nom=f"Village {number:03}")
    for number in range(many):
        read(client, f"{HOME}?besoin=acces-internet&ou=commune:28{number:03}&{PASSED}")
    assert UnmetDemand.objects.count() == actions.NETWORK_LIMIT.count
    assert {row.count for row in UnmetDemand.objects.all()} == {1}


def test_a_kiosk_counts_as_many_demands_as_its_network_may(client: Client) -> None:
    make_kiosk(slug="mairie")
    for _ in range(actions.NETWORK_LIMIT.count + 5):
        read(client, "/borne/mairie/fr/acces-internet/")
    assert UnmetDemand.objects.get().count == actions.NETWORK_LIMIT.count


# --- what leaves for a language model --------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "gone", "left"),
    [
        ("j'habite 12 rue des lilas à Dreux", ("12", "lilas"), "[adresse]"),
        ("je suis au 4 bis, avenue du Général Leclerc, Dreux", ("4 bis", "Leclerc"), "[adresse]"),
        ("lieu-dit la haye, pour imprimer trois feuilles", ("haye",), "trois feuilles"),
        ("né le 12/03/1951, tel 06/12/34/56/78", ("12/03", "1951", "06/12", "78"), "[nombre]"),
        ("je m'appelle zébulon zorglub, une photocopie", ("zébulon", "zorglub"), "une photocopie"),
        ("2 cours d'informatique pour débutant", (), "2 cours d'informatique pour débutant"),
    ],
)
def test_no_address_date_or_name_said_is_sent(
    engine: Engine, text: str, gone: tuple[str, ...], left: str
) -> None:
    sent = what_is_sent(text, engine, engine.understand(text))
    assert left in sent
    assert [word for word in gone if word in sent] == []


# --- kiosk -----------------------------------------------------------------------------------
@pytest.mark.parametrize("path", ["", "ar/", "fr/acces-internet/"])
def test_a_broken_screen_leads_to_no_page_of_the_site(
    client: Client, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    def breaks(**_: object) -> NoReturn:
        raise RuntimeError

    make_kiosk(slug="mairie")
    monkeypatch.setattr(kiosk, "languages_of", breaks)
    response = client.get(f"/borne/mairie/{path}")
    assert response.status_code == 500
    assert response.headers["Cache-Control"] == "no-store"
    assert 'content="60; url=/borne/mairie/"' in response.text
    assert "<a " not in response.text
    assert "<form" not in response.text


def test_a_screen_that_breaks_in_another_language_leaves_none_behind(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(**_: object) -> NoReturn:
        raise RuntimeError

    make_kiosk(slug="mairie")
    monkeypatch.setattr(kiosk, "answer_to", breaks)
    assert client.get("/borne/mairie/ar/acces-internet/").status_code == 500
    assert get_language() == "fr"


def test_a_kiosk_out_of_service_looks_like_none(client: Client) -> None:
    make_kiosk(slug="fermee", is_active=False)
    for path in ("", "fr/", "fr/demarches/", "travailleur.js", "manifeste.webmanifest", "x/y"):
        closed, unknown = (client.get(f"/borne/{slug}/{path}") for slug in ("fermee", "inconnu"))
        assert closed.status_code == unknown.status_code
        assert closed.text.replace("fermee", "inconnu") == unknown.text


def test_nobody_reads_the_counts_of_a_day() -> None:
    """Not even the support tool: they may be one person."""
    assert not site.is_registered(UnmetDemand)
