"""Answers written otherwise, in words, for a place that is no more or that is missing."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from maillage.accounts.models import User
from maillage.contributions.actions import moderation as actions
from maillage.contributions.enums import RefusalReason
from maillage.contributions.models import Contribution
from maillage.core.errors import DomainError
from maillage.core.models import JournalEntry, OutgoingEmail
from maillage.directory.enums import ConfirmationChannel, ConfirmationKind, Section
from maillage.directory.models import Lieu, SectionConfirmation
from maillage.directory.section_actions import Author, save_section
from tests.contributions.test_proposals import shown
from tests.factories.contributions import (
    make_lieu,
    make_lieu_proposal,
    make_proposal,
    make_report,
    structure_of,
)
from tests.factories.people import (
    client_of,
    make_coordinator,
    make_member,
    make_structure,
    make_user,
)
from tests.factories.territory import BassinMembershipFactory, CommuneFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def lieu() -> Lieu:
    commune = CommuneFactory.create(code="28168", nom="Gallardon", postal_codes="28320")
    BassinMembershipFactory.create(commune=commune)
    return make_lieu(
        code_insee="28168",
        horaires="Mo-Fr 09:00-12:00",
        structure=make_structure(),
        presentation_resume="Un lieu calme.",
    )


@pytest.fixture
def member(lieu: Lieu) -> User:
    return make_member(structure_of(lieu))


def review(contribution: Contribution) -> str:
    return reverse("contributions:contribution_review", args=[contribution.number])


def author(user: User) -> Author:
    return Author(ConfirmationKind.STRUCTURE, ConfirmationChannel.CONTRIBUTION, user)


# --- amending ------------------------------------------------------------------------------
def test_a_report_in_words_is_corrected_in_place(lieu: Lieu, member: User, client: Client) -> None:
    report = make_report(lieu, kind="adresse", message="C’est au 3.")
    browser = client_of(member)
    assert 'href="?partie=contacts"' in browser.get(review(report)).content.decode()
    typed = shown(browser, f"{review(report)}?partie=contacts") | {
        "adresse": "3 place de l’Église",
        "answer": "Merci.",
    }
    assert browser.post(review(report), typed).status_code == 302
    lieu.refresh_from_db()
    report.refresh_from_db()
    assert lieu.adresse == "3 place de l’Église"
    assert report.status == "corrige"
    assert report.before["contacts"]["adresse"] == "1 place de l’Église"
    assert report.applied["contacts"]["adresse"] == "3 place de l’Église"
    page = client.get(report.get_absolute_url()).content.decode()
    assert "1 place de l’Église" in page
    assert "3 place de l’Église" in page


@pytest.mark.parametrize(
    ("written", "status"), [("Un lieu gai.", "modifie"), ("Un lieu vivant.", "corrige")]
)
def test_a_proposal_is_written_otherwise(
    lieu: Lieu, member: User, client: Client, written: str, status: str
) -> None:
    proposal = make_proposal(lieu, presentation_resume="Un lieu vivant.")
    browser = client_of(member)
    typed = shown(browser, f"{review(proposal)}?partie=presentation")
    assert typed["presentation_resume"] == ["Un lieu vivant."], "the proposed value is laid over"
    assert (
        browser.post(review(proposal), typed | {"presentation_resume": written}).status_code == 302
    )
    lieu.refresh_from_db()
    proposal.refresh_from_db()
    assert (lieu.presentation_resume, proposal.status) == (written, status)
    assert proposal.applied == {"presentation": {"presentation_resume": written}}
    page = client.get(proposal.get_absolute_url()).content.decode()
    for words in ("Un lieu calme.", "Un lieu vivant.", written):
        assert words in page


def test_nothing_changed_is_no_answer(lieu: Lieu, member: User) -> None:
    report = make_report(lieu)
    browser = client_of(member)
    typed = shown(browser, f"{review(report)}?partie=presentation")
    response = browser.post(review(report), typed)
    assert response.status_code == 400
    assert "Rien n’a changé" in response.content.decode()
    report.refresh_from_db()
    assert report.status == "recu"
    assert not SectionConfirmation.objects.exists()


def test_a_conflict_while_correcting_keeps_both(lieu: Lieu, member: User) -> None:
    report = make_report(lieu)
    browser = client_of(member)
    typed = shown(browser, f"{review(report)}?partie=presentation")
    typed["presentation_resume"] = "Un lieu gai."
    save_section(
        lieu=lieu,
        section=Section.PRESENTATION,
        values={"presentation_resume": "Un lieu neuf."},
        author=author(member),
    )
    response = browser.post(review(report), typed)
    text = response.content.decode()
    assert response.status_code == 409
    assert "la fiche dit maintenant « Un lieu neuf. »" in text
    assert "Un lieu gai." in text
    report.refresh_from_db()
    assert report.status == "recu"


def test_a_mistake_in_the_section_is_said(lieu: Lieu, member: User) -> None:
    report = make_report(lieu)
    browser = client_of(member)
    typed = shown(browser, f"{review(report)}?partie=contacts") | {"code_postal": "283"}
    response = browser.post(review(report), typed | {"answer": "x" * 2_001})
    text = response.content.decode()
    assert response.status_code == 400
    assert "cinq chiffres" in text
    assert "La réponse est trop longue" in text


# --- in words ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("values", "answer"),
    [
        ({"reason": "juste"}, RefusalReason.JUSTE.label),
        ({"answer": "Nous avons appelé."}, "Nous avons appelé."),
        ({"reason": "juste", "answer": "Merci."}, f"{RefusalReason.JUSTE.label}\n\nMerci."),
    ],
)
def test_a_refusal_gives_its_reason(
    lieu: Lieu, member: User, client: Client, values: dict[str, str], answer: str
) -> None:
    report = make_report(lieu)
    browser = client_of(member)
    assert browser.post(review(report), {"action": "refuser", **values}).status_code == 302
    report.refresh_from_db()
    assert (report.status, report.answer) == ("refuse", answer)
    assert JournalEntry.objects.filter(verb="contribution.refused").count() == 1
    assert "Non retenu" in client.get(report.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("values", "field_id", "words"),
    [
        ({"action": "refuser"}, "refus-reason", "donne sa raison"),
        ({"action": "refuser", "reason": "zut"}, "refus-reason", "dans la liste"),
        ({"action": "refuser", "answer": "x" * 2_001}, "refus-answer", "2 000"),
        ({"action": "refuser", "reason": "juste", "answer": "x" * 1_990}, "refus-answer", "2 000"),
        ({"action": "repondre"}, "mots-answer", "Écrivez la réponse"),
        ({"action": "zut"}, "", "Ce bouton n’existe pas"),
        ({}, "", "Ce bouton n’existe pas"),
        ({"action": "accepter"}, "", "pas de valeurs à accepter"),
        ({"action": "corriger", "partie": "cave"}, "", "Choisissez une partie"),
        ({"action": "creer"}, "", ""),
        ({"action": "annuler"}, "", "trop tard"),
    ],
)
def test_bad_answers_change_nothing(
    lieu: Lieu, member: User, values: dict[str, str], field_id: str, words: str
) -> None:
    report = make_report(lieu)
    response = client_of(member).post(review(report), values)
    text = response.content.decode()
    assert response.status_code == 400
    assert words in text
    if field_id:
        assert f'href="#{field_id}"' in text
        assert f'id="{field_id}"' in text
    report.refresh_from_db()
    assert report.status == "recu"


def test_somebody_checks_then_answers_in_words(
    lieu: Lieu, member: User, django_capture_on_commit_callbacks: Any
) -> None:
    report = make_report(lieu, email="marie@exemple.fr")
    browser = client_of(member)
    assert browser.post(review(report), {"action": "demarrer"}).status_code == 302
    report.refresh_from_db()
    assert report.status == "en_cours"
    with django_capture_on_commit_callbacks(execute=True):
        sent = {"action": "repondre", "answer": "C’est corrigé."}
        assert browser.post(review(report), sent).status_code == 302
    told = [message for message in mail.outbox if message.to == ["marie@exemple.fr"]]
    assert len(told) == 1
    assert "C’est corrigé." in told[0].body


def test_a_professional_is_told_at_the_address_of_the_account(lieu: Lieu, member: User) -> None:
    person = make_user()
    report = make_report(lieu, by=person)
    browser = client_of(member)
    assert person.email not in browser.get(review(report)).content.decode()
    browser.post(review(report), {"action": "refuser", "reason": "juste"})
    assert OutgoingEmail.objects.get(kind="contributions.outcome").recipient == person.email


# --- a place that is no more, a place that is missing --------------------------------------
def test_a_closed_place_is_archived_by_who_answers_for_it(
    lieu: Lieu, member: User, client: Client
) -> None:
    report = make_report(lieu, kind="ferme", message="")
    refused = client_of(member).post(review(report), {"action": "archiver"})
    assert refused.status_code == 403
    assert "Seuls le référent" in refused.content.decode()
    referent = client_of(make_member(structure_of(lieu), "referent"))
    assert "Retirer la fiche" in referent.get(review(report)).content.decode()
    assert referent.post(review(report), {"action": "archiver"}).status_code == 302
    lieu.refresh_from_db()
    assert lieu.status == "archive"
    assert "La fiche est retirée" in client.get(report.get_absolute_url()).content.decode()
    assert referent.get(review(report)).status_code == 200


NEW = {
    "action": "creer",
    "nom": "Tiers-lieu des Essais",
    "adresse": "2 bis rue Basse",
    "code_postal": "28320",
    "structure": "",
    "state": "publie",
}


@pytest.mark.parametrize("state", ["publie", "brouillon"])
def test_a_sheet_is_made_for_a_missing_place(lieu: Lieu, client: Client, state: str) -> None:
    proposal = make_lieu_proposal()
    browser = client_of(make_coordinator())
    text = browser.get(review(proposal)).content.decode()
    assert "Tiers-lieu des Essais" in text
    assert "Accompagner dans les démarches" in text or "démarches" in text
    chosen = NEW | {"state": state, "structure": str(lieu.structure_id)}
    assert browser.post(review(proposal), chosen).status_code == 302
    proposal.refresh_from_db()
    sheet = proposal.lieu
    assert sheet is not None
    assert (sheet.nom, sheet.adresse, sheet.code_insee, sheet.status) == (
        "Tiers-lieu des Essais",
        "2 bis rue Basse",
        "28168",
        state,
    )
    assert sheet.structure_id == lieu.structure_id
    assert [row.code for row in sheet.modalites.all()] == ["demarches"]
    assert sheet.position_precision == "centre_commune"
    page = client.get(proposal.get_absolute_url()).content.decode()
    assert "Ajouté" in page
    assert (sheet.get_absolute_url() in page) == (state == "publie")


def test_a_sheet_is_made_once(lieu: Lieu) -> None:
    proposal = make_lieu_proposal()
    seen = Contribution.objects.get(pk=proposal.pk)
    coordinator = make_coordinator()
    new = actions.NewLieu("Essais", "2 rue Basse", "28320", None, is_published=True)
    actions.create_lieu_for_contribution(contribution=proposal, lieu=new, by=coordinator)
    with pytest.raises(DomainError, match="déjà"):
        actions.create_lieu_for_contribution(contribution=seen, lieu=new, by=coordinator)
    assert Lieu.objects.exclude(pk=lieu.pk).count() == 1


@pytest.mark.parametrize(
    ("values", "field_id"),
    [
        ({"nom": ""}, "lieu-nom"),
        ({"adresse": ""}, "lieu-adresse"),
        ({"code_postal": "x"}, "lieu-code_postal"),
        ({"structure": "999999"}, "lieu-structure"),
        ({"state": ""}, "state-publie"),
        ({"answer": "x" * 2_001}, "lieu-answer"),
    ],
)
def test_a_mistake_in_a_new_sheet(lieu: Lieu, values: dict[str, str], field_id: str) -> None:
    proposal = make_lieu_proposal()
    response = client_of(make_coordinator()).post(review(proposal), NEW | values)
    text = response.content.decode()
    assert response.status_code == 400
    assert 'role="alert"' in text
    assert f'href="#{field_id}"' in text
    assert f'id="{field_id}"' in text
    assert not Lieu.objects.exclude(pk=lieu.pk).exists()


def test_a_near_sheet_is_shown(lieu: Lieu) -> None:
    proposal = make_lieu_proposal("Bibliothèque Gallardon")
    text = client_of(make_coordinator()).get(review(proposal)).content.decode()
    assert "peut-être déjà dans l’annuaire" in text
    assert lieu.get_absolute_url() in text


def test_html_is_text(lieu: Lieu, member: User) -> None:
    proposal = make_proposal(
        lieu, presentation_resume="<script>alert(1)</script>", message="<i>x</i>"
    )
    browser = client_of(member)
    for address in (review(proposal), f"{review(proposal)}?partie=presentation"):
        text = browser.get(address).content.decode()
        assert "<script>alert" not in text
        assert "<i>x</i>" not in text


def test_the_page_asks_a_constant_number_of_queries(
    lieu: Lieu, member: User, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    browser = client_of(member)
    one = make_proposal(lieu, printing_note="Un.")
    browser.get(review(one))
    with django_assert_max_num_queries(15) as first:
        browser.get(review(one))
    three = make_proposal(lieu, printing_note="Un.", wifi_note="Deux.", printing_possible=True)
    with django_assert_num_queries(len(first.captured_queries)):
        browser.get(review(three))


@pytest.mark.usefixtures("lieu")
def test_the_name_of_a_new_sheet_is_one_line() -> None:
    """A line break in a name would stop every e-mail whose subject says it."""
    proposal = make_lieu_proposal()
    chosen = NEW | {"nom": "Tiers-lieu\ndes\u2028Essais\x1b", "adresse": "2 bis\r\nrue Basse"}
    assert client_of(make_coordinator()).post(review(proposal), chosen).status_code == 302
    proposal.refresh_from_db()
    assert proposal.lieu is not None
    assert (proposal.lieu.nom, proposal.lieu.adresse) == (
        "Tiers-lieu des Essais",
        "2 bis rue Basse",
    )
