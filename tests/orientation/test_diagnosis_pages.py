"""The page of the ten questions, and its answer at the same address."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import QueryDict
from django.test import Client

from maillage.orientation.diagnosis import QUESTIONS
from maillage.orientation.forms import parse_situation
from maillage.orientation.presenters.diagnosis import parse_answers, result_of
from tests.directory.pages import HOSTILE

pytestmark = pytest.mark.django_db

FULL = {
    "but": "papiers",
    "appareil": "rien",
    "gene": "lire",
    "souhait": "place",
    "date": "jours",
    "langue": "anglais",
}


def page(client: Client, prefix: str = "", **answers: str) -> str:
    response = client.get(f"{prefix}/diagnostic/", answers)
    assert response.status_code == 200
    return unescape(response.content.decode())


# --- the questions -----------------------------------------------------------------------------
def test_the_ten_questions_are_groups_with_a_legend(client: Client) -> None:
    html = page(client)
    legends = re.findall(r"<legend[^>]*>(.*?)</legend>", html)
    assert len(legends) == 10
    assert legends[0] == f"1. {QUESTIONS[0].label}"
    assert html.count("<fieldset") == 10
    assert " checked" not in html
    assert " required" not in html


def test_every_answer_has_its_radio_button_and_a_way_to_let_it_go(client: Client) -> None:
    html = page(client)
    found = re.findall(r'type="radio" id="([^"]*)" name="([^"]+)" value="([^"]*)"', html)
    expected = [
        (f"{question.key}-{code}", question.key, code)
        for question in QUESTIONS
        for code in (*(answer.code for answer in question.answers), "")
    ]
    assert found == expected
    assert len({identifier for identifier, _name, _value in found}) == len(found)


def test_the_form_is_sent_in_the_address_and_asks_for_nothing_else(client: Client) -> None:
    html = page(client)
    assert '<form action="/diagnostic/" method="get"' in html
    assert set(re.findall(r'<input[^>]*type="(\w+)"', html)) == {"radio"}
    assert "csrfmiddlewaretoken" not in html
    assert "<textarea" not in html


def test_the_questions_may_be_found_by_search_engines_and_the_answers_not(client: Client) -> None:
    assert "noindex" not in page(client)
    assert "noindex" in page(client, but="papiers")
    assert "noindex" in page(client, but="papiers", modifier="1")


def test_nothing_is_stored(client: Client, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        response = client.get("/diagnostic/", FULL)
    assert response.cookies == {}


def test_sending_nothing_says_so(client: Client) -> None:
    html = page(client, resultat="1", but="", gene="")
    assert "Vous n’avez encore rien répondu." in html
    assert html.count("<fieldset") == 10
    assert "Vous n’avez encore rien répondu." not in page(client)


def test_another_method_is_refused(client: Client) -> None:
    assert client.post("/diagnostic/", FULL).status_code == 405


# --- the answer --------------------------------------------------------------------------------
def test_the_answer_is_in_words_and_never_a_mark(client: Client) -> None:
    html = page(client, **FULL)
    main = re.sub(r"<svg.*?</svg>", "", html.split("<main", 1)[1].split("</main>", 1)[0])
    text = re.sub(r"<[^>]+>", " ", main)
    assert "D’abord ce qui presse, puis le reste." in text
    assert "Vous n’avez pas d’appareil qui marche." in text
    assert "Aidants Connect" in text
    assert not re.search(r"\d+ ?(/|%|points?|sur \d)", text)
    assert "<fieldset" not in html


def test_one_answer_is_enough(client: Client) -> None:
    assert "Vous cherchez un travail ou une formation." in page(client, but="travail")


def test_an_answer_that_says_nothing_still_gets_a_page(client: Client) -> None:
    html = page(client, connexion="oui")
    assert "Trouver un lieu" in html
    assert 'id="situation"' not in html


def test_the_answers_lead_to_a_place(client: Client) -> None:
    response = client.get("/diagnostic/", FULL)
    parts = urlsplit(response.context["result"].find_url)
    assert parts.path == "/orientation/"
    situation = parse_situation(QueryDict(parts.query)).situation
    assert situation.services == {"demarches", "acces-internet", "materiel-solidaire"}
    assert situation.care == {"illettrisme", "anglais"}
    assert situation.ways == {"individuel"}
    assert situation.language == "en"
    assert situation.wants_mandat
    assert situation.is_urgent
    assert client.get(response.context["result"].find_url).status_code == 200


def test_a_situation_without_anything_leads_to_the_plain_conversation() -> None:
    assert result_of({"connexion": "oui"}).find_url == "/orientation/"


def test_the_answers_can_be_changed(client: Client) -> None:
    result = client.get("/diagnostic/", FULL).context["result"]
    query = parse_qs(urlsplit(result.change_url).query)
    assert query == {**{key: [code] for key, code in FULL.items()}, "modifier": ["1"]}
    html = client.get(result.change_url).content.decode()
    assert sorted(re.findall(r'id="([\w-]+)"[^>]* checked', html)) == sorted(
        f"{key}-{code}" for key, code in FULL.items()
    )


def test_the_answers_are_said_back_in_the_order_of_the_questions() -> None:
    recap = result_of({"date": "non", "but": "peur"}).recap
    assert [answer for _question, answer in recap] == ["Me protéger, ou réparer une arnaque", "Non"]


def test_a_fear_of_fraud_gets_numbers_to_call(client: Client) -> None:
    html = page(client, but="peur")
    assert 'href="tel:0805805817"' in html


@pytest.mark.parametrize("prefix", ["/en", "/ar", "/fr-simple"])
def test_the_links_stay_in_the_language_of_the_page(client: Client, prefix: str) -> None:
    response = client.get(f"{prefix}/diagnostic/", FULL)
    result = response.context["result"]
    assert result.find_url.startswith(f"{prefix}/orientation/?")
    assert result.change_url.startswith(f"{prefix}/diagnostic/?")


# --- what an address may hold ------------------------------------------------------------------
@pytest.mark.parametrize("value", ["zz", HOSTILE, "papiers,travail", "x" * 3000, "Papiers"])
def test_an_answer_that_does_not_exist_is_said(client: Client, value: str) -> None:
    response = client.get("/diagnostic/", {"but": value, "date": "jours"})
    html = response.content.decode()
    assert response.status_code == 400
    assert "cette réponse n’existe pas" in unescape(html)
    assert 'href="#but-papiers"' in html
    assert HOSTILE not in html
    assert 'id="date-jours" name="date" value="jours" checked' in html


def test_what_we_do_not_know_is_ignored(client: Client) -> None:
    assert "<fieldset" in page(client, utm_source="lettre")


def test_only_closed_codes_are_read() -> None:
    parsed = parse_answers(QueryDict("but=travail&but=papiers&nom=Durand&gene=&date=x"))
    assert parsed.answers == {"but": "papiers"}
    assert list(parsed.errors) == ["date"]
