"""The short message that the visitor's own device sends."""

import re
from urllib.parse import unquote, urlsplit

import pytest
from django.conf import settings
from django.utils import translation

from maillage.orientation.presenters.slip import (
    papers_of,
)
from maillage.orientation.presenters.slip_message import MOST_SIGNS, message_of
from maillage.orientation.situation import Situation
from tests.orientation.slips import (
    FRENCH,
    LANGUAGES,
    NOW,
    near_gallardon,
    published,
)

pytestmark = pytest.mark.django_db


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
        "Lundi 23 novembre : 9\u00a0h\u00a0–\u00a012\u00a0h",
        "Tél. 02\u00a037\u00a012\u00a034\u00a056",
    ]
    assert bring.startswith("À apporter : Le papier ou le message que vous avez reçu")
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
