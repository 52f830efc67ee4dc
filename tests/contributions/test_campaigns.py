"""The pages of campaigns and calls: rights, preview, opening, results, calls, exports."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from maillage.contributions.actions.campaigns import record_call
from maillage.contributions.actions.update_links import answer_unchanged
from maillage.contributions.enums import Autonomy, CallOutcome
from maillage.contributions.models import Campaign, SectionAnswer, UpdateRequest
from maillage.contributions.queries.autonomy import autonomy_of
from maillage.contributions.queries.campaign_results import results_of
from maillage.contributions.queries.campaigns import calls_of, current_campaigns
from maillage.core.errors import DomainError
from maillage.core.models import JournalEntry, OutgoingEmail
from maillage.directory.enums import ConfirmationChannel, ConfirmationKind, Section
from maillage.directory.models import Lieu, SectionConfirmation
from maillage.directory.section_actions import Author
from maillage.directory.section_queries import fingerprint, read_values
from maillage.network.rules import roles_of
from tests.factories.campaigns import form_of, make_bassin, make_campaign, make_open_campaign
from tests.factories.directory import make_lieu
from tests.factories.people import (
    client_of,
    make_administrator,
    make_coordinator,
    make_member,
    make_structure,
)

pytestmark = pytest.mark.django_db

LINK = Author(ConfirmationKind.STRUCTURE, ConfirmationChannel.LIEN, profession="bibliotheque")
LIST = "/pro/campagnes/"
SECTIONS = [Section.CONTACTS, Section.PRESENTATION]


@pytest.fixture(autouse=True)
def bassin() -> None:
    make_bassin()


def today_form(**fields: Any) -> dict[str, Any]:
    today = timezone.localdate()
    return form_of(today, today + timedelta(days=30), **fields)


def page_of(campaign: Campaign, rest: str = "") -> str:
    return f"{LIST}{campaign.pk}/{rest}"


# --- rights -------------------------------------------------------------------------------
PAGES = (
    "",
    "modifier/",
    "resultats.csv",
    "resultats.xlsx",
    "territoires.csv",
    "autonomie/",
    "appels/",
)


def test_every_page_is_closed_to_others() -> None:
    make_lieu(courriels="a@exemple.fr")
    make_bassin("2422", "28134", "Dreux")
    campaign = make_open_campaign()
    number = campaign.requests.get().pk
    rests = [*PAGES, f"appels/{number}/", f"appels/{number}/partie/contacts/"]
    strangers = [
        client_of(make_coordinator(code="2422")),
        client_of(make_member(make_structure(), "referent")),
    ]
    for rest in rests:
        assert Client().get(page_of(campaign, rest)).status_code == 302
        for stranger in strangers:
            assert stranger.get(page_of(campaign, rest)).status_code == 404
    for rest in ("ouvrir/", "clore/", "effacer/", f"demandes/{number}/", f"appels/{number}/"):
        for stranger in strangers:
            assert stranger.post(page_of(campaign, rest)).status_code == 404
    assert strangers[1].get(LIST).status_code == 404
    assert campaign.nom not in strangers[0].get(LIST).content.decode()


def test_requests_of_another_campaign_are_not_reached() -> None:
    make_lieu(courriels="a@exemple.fr")
    person = make_coordinator()
    campaign, other = make_open_campaign(by=person), make_campaign()
    number = campaign.requests.get().pk
    client = client_of(person)
    assert client.get(page_of(other, f"appels/{number}/")).status_code == 404
    assert client.post(page_of(other, f"demandes/{number}/"), {"annuler": 1}).status_code == 404
    assert client.get(page_of(campaign, "appels/999999/")).status_code == 404
    assert client.get(f"{LIST}999999/").status_code == 404
    assert client.get(page_of(campaign, f"appels/{number}/partie/toit/")).status_code == 404


def test_wrong_methods_are_refused() -> None:
    campaign = make_campaign()
    client = client_of(make_coordinator())
    for rest in ("ouvrir/", "clore/", "effacer/"):
        assert client.get(page_of(campaign, rest)).status_code == 405
    assert client.post(page_of(campaign, "appels/")).status_code == 405


def test_a_role_withdrawn_closes_the_page_at_once() -> None:
    person = make_coordinator()
    client, campaign = client_of(person), make_campaign()
    assert client.get(page_of(campaign)).status_code == 200
    person.coordinations.all().delete()
    assert client.post(page_of(campaign, "ouvrir/")).status_code == 404


# --- prepare ------------------------------------------------------------------------------
def test_a_campaign_is_prepared_then_changed() -> None:
    client = client_of(make_coordinator())
    page = client.get(f"{LIST}nouvelle/").content.decode()
    assert "Bassin de vie : Chartres" in page
    response = client.post(f"{LIST}nouvelle/", today_form(rappels="21; 7", typologies=["bib"]))
    campaign = Campaign.objects.get()
    assert response.headers["Location"] == page_of(campaign)
    assert campaign.reminder_days == [7, 21]
    assert (campaign.sections, campaign.typologies) == (["horaires", "fermetures"], ["bib"])
    assert "Été" in client.get(page_of(campaign, "modifier/")).content.decode()
    client.post(page_of(campaign, "modifier/"), today_form(nom="Hiver", rappels=""))
    campaign.refresh_from_db()
    assert (campaign.nom, campaign.reminder_days) == ("Hiver", [])


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"nom": ""}, "Donnez un nom"),
        ({"nom": "a" * 121}, "trop long"),
        ({"territoire": "bassin:2422"}, "Choisissez un territoire de la liste"),
        ({"territoire": "region:24"}, "Choisissez un territoire de la liste"),
        ({"sections": []}, "au moins une partie"),
        ({"sections": ["toit"]}, "parties de la liste"),
        ({"typologies": ["cirque"]}, "sortes de lieux de la liste"),
        ({"debut": "demain"}, "ne se lit pas"),
        ({"fin": "2020-01-01"}, "finit avant de commencer"),
        ({"debut": "9999-12-30", "fin": "9999-12-31"}, "trop loin"),
        ({"rappels": "7, bientôt"}, "nombres de jours"),
        ({"rappels": "0"}, "nombres de jours"),
        ({"rappels": "1 2 3 4 5 6"}, "Cinq rappels"),
        ({"message": "a" * 2001}, "trop long"),
    ],
)
def test_bad_input_is_said_in_a_sentence(fields: dict[str, Any], words: str) -> None:
    make_bassin("2422", "28134", "Dreux")
    client = client_of(make_coordinator())
    response = client.post(f"{LIST}nouvelle/", today_form(**fields))
    assert response.status_code == 400
    assert words in response.content.decode()
    assert not Campaign.objects.exists()


def test_the_preview_shows_who_and_the_email() -> None:
    make_lieu(nom="La Source", courriels="source@exemple.fr")
    make_lieu(nom="Sans boîte")
    campaign = make_campaign(message="Message <b>simple</b>.")
    page = client_of(make_coordinator()).get(page_of(campaign)).content.decode()
    assert "Ouvrir la campagne" in page
    assert "La fiche de « La Source »" in page
    assert "Message &lt;b&gt;simple&lt;/b&gt;." in page
    assert "Sans boîte" in page
    assert not UpdateRequest.objects.exists()
    assert not OutgoingEmail.objects.exists()


def test_opening_then_closing() -> None:
    make_lieu(courriels="a@exemple.fr")
    client, campaign = client_of(make_coordinator()), make_campaign()
    page = client.post(page_of(campaign, "ouvrir/"), follow=True).content.decode()
    assert "fiches confirmées sur 1" in page
    assert OutgoingEmail.objects.count() == 1
    page = client.post(page_of(campaign, "ouvrir/"), follow=True).content.decode()
    assert "déjà ouverte" in page
    assert client.get(page_of(campaign, "modifier/")).status_code == 302
    assert (
        "sans s’effacer" in client.post(page_of(campaign, "effacer/"), follow=True).content.decode()
    )
    page = client.post(page_of(campaign, "clore/"), follow=True).content.decode()
    assert "aucun rappel" in page
    verbs = JournalEntry.objects.filter(object_type="contributions.campaign").values_list(
        "verb", flat=True
    )
    assert sorted(verbs) == ["campaign.closed", "campaign.opened", "request.sent"]


def test_the_page_shows_how_far_the_opening_is() -> None:
    make_lieu(courriels="a@exemple.fr")
    campaign = make_campaign()
    Campaign.objects.update(status="en_cours", started_at=timezone.now(), planned=1)
    page = client_of(make_coordinator()).get(page_of(campaign)).content.decode()
    assert "0 sur 1 demandes prêtes" in page


def test_a_preparation_is_thrown_away() -> None:
    client, campaign = client_of(make_coordinator()), make_campaign()
    client.post(page_of(campaign, "effacer/"))
    assert not Campaign.objects.exists()


def test_a_link_is_sent_again_or_cancelled() -> None:
    make_lieu(courriels="a@exemple.fr")
    person = make_coordinator()
    campaign = make_open_campaign(by=person)
    request = campaign.requests.get()
    address = page_of(campaign, f"demandes/{request.pk}/")
    client = client_of(person)
    assert "renvoyé" in client.post(address, {"renvoyer": 1}, follow=True).content.decode()
    assert "déjà été renvoyé" in client.post(address, {"renvoyer": 1}, follow=True).content.decode()
    assert "n’ouvre plus" in client.post(address, {"annuler": 1}, follow=True).content.decode()
    request.refresh_from_db()
    assert request.status == "revoquee"
    assert client.post(address, {"exploser": 1}).status_code == 404


@pytest.mark.parametrize("query", ["?etat=a_faire", "?etat=zzz", "?nom=source", "?nom=%27%22"])
def test_lines_are_filtered(query: str) -> None:
    make_lieu(nom="La Source", courriels="a@exemple.fr")
    campaign = make_open_campaign()
    response = client_of(make_administrator()).get(page_of(campaign) + query)
    assert response.status_code == 200
    assert ("La Source" in response.content.decode()) == ("%27" not in query)


# --- results ------------------------------------------------------------------------------
def answered_campaign() -> Campaign:
    """Three places: one whole by its link, one corrected by a call, one silent."""
    person = make_coordinator()
    for number in range(3):
        make_lieu(nom=f"Lieu {number}", courriels=f"a{number}@exemple.fr")
    campaign = make_open_campaign(by=person)
    whole, corrected, _silent = campaign.requests.order_by("lieu__nom")
    answer_unchanged(request=whole, sections=SECTIONS, author=LINK)
    call = client_of(person)
    values = read_values(lieu=corrected.lieu, section=Section.PRESENTATION)
    call.post(
        page_of(campaign, f"appels/{corrected.pk}/partie/presentation/"),
        {
            "presentation_resume": "=SOMME(A1)",
            "empreinte": fingerprint(values=values),
            "comment": "visite",
        },
    )
    return campaign


def test_results_count_states_channels_and_people() -> None:
    results = results_of(campaign=answered_campaign())
    assert (results.asked, results.done, results.started, results.rate) == (3, 1, 1, 33)
    assert (results.unchanged, results.corrected) == (1, 1)
    assert {row.label: row.count for row in results.by_status} == {
        "Sans réponse": 1,
        "Commencée": 1,
        "Terminée": 1,
    }
    assert {row.code: row.count for row in results.by_channel} == {"lien": 1, "visite": 1}
    assert {row.code: row.count for row in results.by_kind} == {
        "structure": 1,
        "coordination": 1,
    }
    assert {row.code: row.count for row in results.by_profession} == {
        "bibliotheque": 1,
        "coordination": 1,
    }
    sections = [(row.unchanged, row.corrected, row.waiting) for row in results.by_section]
    assert sections == [(1, 0, 2), (1, 1, 1)]
    assert [(row.asked, row.done, row.share) for row in results.by_commune] == [(3, 1, 33)]
    assert results.by_epci[0].label != ""
    assert results.by_day[-1].done == 1


def test_the_page_of_results_is_shown() -> None:
    campaign = answered_campaign()
    page = client_of(make_administrator()).get(page_of(campaign)).content.decode()
    assert "33 %" in page
    assert "Lors d’une visite" in page
    assert "Bibliothèque" in page


def test_exports_hold_no_formula_and_no_address() -> None:
    make_lieu(nom="=CMD()", courriels="secret@exemple.fr")
    campaign = make_open_campaign()
    client = client_of(make_administrator())
    response = client.get(page_of(campaign, "resultats.csv"))
    text = response.content.decode("utf-8-sig")
    line = next(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert line["nom"] == "'=CMD()"
    assert line["etat"] == "Sans réponse"
    assert "secret@" not in text
    response = client.get(page_of(campaign, "resultats.xlsx"))
    sheet = load_workbook(io.BytesIO(response.content)).active
    assert sheet is not None
    cell = sheet["B2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=CMD()", "s", True)
    assert "attachment" in response.headers["Content-Disposition"]


def test_results_by_territory_are_a_file() -> None:
    campaign = answered_campaign()
    response = client_of(make_administrator()).get(page_of(campaign, "territoires.csv"))
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert [row["sorte"] for row in rows] == ["intercommunalité", "commune"]
    assert (rows[1]["territoire"], rows[1]["interrogees"]) == ("Chartres", "3")
    assert rows[1]["confirmees"] == str(results_of(campaign=campaign).done)


def test_autonomy_follows_who_confirmed() -> None:
    campaign = answered_campaign()
    year = timezone.now().year
    table = autonomy_of(communes={"28085"}, campaigns={campaign.pk})
    assert [period.label for period in table.periods] == [str(year), campaign.nom]
    levels = {row.nom: [cell.level for cell in row.cells] for row in table.rows}
    assert levels == {
        "Lieu 0": [Autonomy.AUTONOME, Autonomy.AUTONOME],
        "Lieu 1": [Autonomy.NON, Autonomy.NON],
        "Lieu 2": [Autonomy.INCONNUE, Autonomy.INCONNUE],
    }
    second = campaign.requests.get(lieu__nom="Lieu 1")
    answer_unchanged(request=second, sections=[Section.CONTACTS], author=LINK)
    table = autonomy_of(communes={"28085"}, campaigns={campaign.pk})
    assert table.rows[1].cells[1].level == Autonomy.EN_PARTIE
    assert table.rows[1].cells[1].share == 50
    page = client_of(make_administrator()).get(page_of(campaign, "autonomie/")).content.decode()
    assert "En partie" in page


def test_the_desk_sees_the_campaigns_in_progress() -> None:
    campaign = answered_campaign()
    make_campaign()
    found = current_campaigns(roles=roles_of(make_coordinator()))
    assert [(row.pk, row.asked, row.done) for row in found] == [(campaign.pk, 3, 1)]  # type: ignore[attr-defined]
    make_bassin("2422", "28134", "Dreux")
    assert current_campaigns(roles=roles_of(make_coordinator(code="2422"))) == []


# --- calls --------------------------------------------------------------------------------
def call_campaign() -> tuple[Client, Campaign, UpdateRequest]:
    person = make_coordinator()
    make_lieu(nom="Sans boîte", telephone="+33237000000")
    campaign = make_open_campaign(by=person)
    return client_of(person), campaign, campaign.requests.get()


def test_the_call_list_gives_number_script_and_values() -> None:
    client, campaign, request = call_campaign()
    page = client.get(page_of(campaign, "appels/")).content.decode()
    assert "Sans boîte" in page
    assert "tel:+33237000000" in page
    assert "À dire" in page
    for which in ("a-rappeler", "appeles", "tous", "zzz", "tous&tout=1"):
        assert client.get(page_of(campaign, f"appels/?liste={which}")).status_code == 200
    page = client.get(page_of(campaign, f"appels/{request.pk}/")).content.decode()
    assert "1 place de la Mairie" in page


def test_a_call_confirms_in_the_name_of_the_structure() -> None:
    client, campaign, request = call_campaign()
    address = page_of(campaign, f"appels/{request.pk}/")
    client.post(address, {"comment": "appel", "section": "contacts"})
    row = SectionConfirmation.objects.get()
    assert (row.section, row.kind, row.channel) == ("contacts", "coordination", "appel")
    client.post(address, {"comment": "visite"})
    request.refresh_from_db()
    assert request.status == "terminee"
    channels = dict(SectionAnswer.objects.values_list("section", "channel"))
    assert channels == {"contacts": "appel", "presentation": "visite"}
    assert client.post(address, {"section": "toit"}).status_code == 404


def test_a_call_is_noted() -> None:
    client, campaign, request = call_campaign()
    address = page_of(campaign, f"appels/{request.pk}/")
    response = client.post(address, {"noter": 1, "resultat": "absent"})
    assert response.headers["Location"] == page_of(campaign, "appels/")
    request.refresh_from_db()
    assert (request.calls, request.call_outcome) == (1, "absent")
    assert JournalEntry.objects.get(verb="call.recorded").detail["outcome"] == "absent"
    assert calls_of(campaign=campaign).count() == 1
    day = timezone.localdate() + timedelta(days=2)
    client.post(address, {"noter": 1, "resultat": "rappeler", "rappeler_le": day.isoformat()})
    assert calls_of(campaign=campaign).count() == 0
    assert calls_of(campaign=campaign, today=day).count() == 1
    client.post(address, {"noter": 1, "resultat": "refus"})
    assert calls_of(campaign=campaign).count() == 0
    assert calls_of(campaign=campaign, which="appeles").count() == 1


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Dites ce que l’appel a donné"),
        ({"resultat": "fini"}, "résultat de la liste"),
        ({"resultat": "rappeler"}, "Donnez le jour où rappeler"),
        ({"resultat": "rappeler", "rappeler_le": "2020-01-01"}, "Donnez le jour où rappeler"),
        ({"resultat": "rappeler", "rappeler_le": "mardi"}, "ne se lit pas"),
        ({"resultat": "lien"}, "pas d’adresse électronique"),
    ],
)
def test_a_call_badly_noted_is_said(data: dict[str, str], words: str) -> None:
    client, campaign, request = call_campaign()
    response = client.post(page_of(campaign, f"appels/{request.pk}/"), {"noter": 1, **data})
    assert response.status_code == 400
    assert words in response.content.decode()
    request.refresh_from_db()
    assert request.calls == 0


def test_somebody_who_prefers_the_link_receives_it() -> None:
    client, campaign, request = call_campaign()
    Lieu.objects.update(courriels="nouvelle@exemple.fr")
    client.post(page_of(campaign, f"appels/{request.pk}/"), {"noter": 1, "resultat": "lien"})
    assert OutgoingEmail.objects.get().recipient == "nouvelle@exemple.fr"


def test_no_call_is_noted_on_a_cancelled_request() -> None:
    _client, _campaign, request = call_campaign()
    UpdateRequest.objects.update(status="revoquee")
    request.refresh_from_db()
    with pytest.raises(DomainError, match="annulée"):
        record_call(request=request, outcome=CallOutcome.ABSENT, by=make_administrator())


def test_an_address_that_refuses_mail_is_called() -> None:
    make_lieu(courriels="a@exemple.fr")
    campaign = make_open_campaign()
    assert calls_of(campaign=campaign).count() == 0
    OutgoingEmail.objects.update(status="echec", subject="", text="", html="")
    assert calls_of(campaign=campaign).count() == 1


def test_two_people_correct_during_a_call_and_lose_nothing() -> None:
    client, campaign, request = call_campaign()
    address = page_of(campaign, f"appels/{request.pk}/partie/presentation/")
    assert client.get(address).status_code == 200
    mark = fingerprint(values=read_values(lieu=request.lieu, section=Section.PRESENTATION))
    assert (
        client.post(address, {"presentation_resume": "Un.", "empreinte": mark}).status_code == 302
    )
    response = client.post(address, {"presentation_resume": "Deux.", "empreinte": mark})
    assert response.status_code == 409
    assert "Deux." in response.content.decode()


# --- queries ------------------------------------------------------------------------------
def count_queries(client: Client, address: str, capture: Any) -> int:
    with capture as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("rest", ["", "appels/", "resultats.csv", "autonomie/"])
def test_as_many_queries_for_three_rows_as_for_one(rest: str) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    make_bassin("2422", "28134", "Dreux")
    make_lieu(courriels="")
    for number in range(3):
        make_lieu(courriels="", code_insee="28134", nom=f"Dreux {number}")
    client = client_of(make_administrator())
    small = make_open_campaign()
    large = make_open_campaign(territory_code="2422")
    client.get(LIST)
    one = count_queries(client, page_of(small, rest), CaptureQueriesContext(connection))
    three = count_queries(client, page_of(large, rest), CaptureQueriesContext(connection))
    assert one == three
