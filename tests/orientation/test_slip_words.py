"""What the paper says of a place: when, how far, why, whom to call, what it does not do."""

import re
from typing import Any

import pytest
from django.test import Client

from maillage.directory.models import ExceptionalPeriod, Passage
from maillage.directory.queries import get_public_lieu
from maillage.orientation.presenters.slip import (
    number_words,
    own_words,
    printed_numbers,
    short_address,
    spoken_numbers,
)
from maillage.orientation.presenters.slip_message import message_of
from maillage.orientation.queries.one_place import chosen_of
from maillage.orientation.safety.alerts import ALERT_LETTERS, AlertKind
from tests.factories.territory import CommuneFactory
from tests.orientation.slips import (
    NOW,
    address,
    near_gallardon,
    published,
    said,
    text_of,
)

pytestmark = pytest.mark.django_db


# --- when --------------------------------------------------------------------------------------
def test_the_coming_openings_are_said_by_their_day_then_the_usual_week() -> None:
    assert said(published())["when"] == [
        "Lundi 23 novembre : 9\u00a0h\u00a0–\u00a012\u00a0h",
        "D’habitude : du lundi au vendredi 9\u00a0h\u00a0–\u00a012\u00a0h.",
        "Mardi 24 novembre : 9\u00a0h\u00a0–\u00a012\u00a0h",
    ]


def test_an_opening_of_today_that_is_not_over_is_said() -> None:
    lines = said(published(horaires="Sa 14:00-18:00"))["when"]
    assert lines[0] == "Aujourd’hui, samedi 21 novembre : 14\u00a0h\u00a0–\u00a018\u00a0h"


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
        "Horaires non communiqués : appelez avant de venir."
    ]
    assert said(published(horaires="", telephone=""))["when"] == [
        "Horaires non communiqués : renseignez-vous avant de venir."
    ]


def test_hours_that_have_no_reading_are_not_printed_raw() -> None:
    osm = 'Mo 09:00-12:00 || "sur rendez-vous"'
    for line in said(published(horaires=osm))["when"]:
        assert "||" not in line
        assert "Mo " not in line


# --- why, how far ------------------------------------------------------------------------------
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
