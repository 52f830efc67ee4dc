"""Answering: who may, what is written on the sheet, who wins, what the proposer reads."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.models import User
from maillage.contributions.actions import moderation as actions
from maillage.contributions.enums import RefusalReason
from maillage.contributions.models import Contribution
from maillage.core.models import JournalEntry, OutgoingEmail
from maillage.directory.enums import ConfirmationChannel, ConfirmationKind, Section
from maillage.directory.models import Lieu, SectionConfirmation
from maillage.directory.section_actions import Author, save_section
from maillage.directory.section_queries import fingerprint, read_values
from maillage.network.models import Membership
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
    make_administrator,
    make_coordinator,
    make_member,
    make_structure,
    make_user,
)
from tests.factories.territory import BassinFactory, BassinMembershipFactory, CommuneFactory

pytestmark = pytest.mark.django_db
SECRET = "+33237999999"
LIST = "/pro/contributions/"


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


def marks(lieu: Lieu, section: Section) -> dict[str, str]:
    """What a page of review carries: what the section said when it was read."""
    values = read_values(lieu=Lieu.objects.get(pk=lieu.pk), section=section)
    return {f"empreinte-{section.value}": fingerprint(values=values)}


# --- who may -------------------------------------------------------------------------------
def test_who_may_answer(lieu: Lieu, member: User, client: Client) -> None:
    report = make_report(lieu)
    allowed = [member, make_coordinator(), make_coordinator("region", "24"), make_administrator()]
    elsewhere = CommuneFactory.create(code="28001")
    BassinMembershipFactory.create(commune=elsewhere, bassin__code="2499", bassin__nom="Ailleurs")
    refused = [make_member(make_structure()), make_coordinator("bassin", "2499"), make_user()]
    for person in allowed:
        assert client_of(person).get(review(report)).status_code == 200
    for person in refused:
        assert client_of(person).get(review(report)).status_code == 404
        sent = client_of(person).post(review(report), {"action": "refuser", "reason": "juste"})
        assert sent.status_code == 404
    assert client.get(review(report)).status_code == 302
    assert client_of(member).get("/pro/contributions/M-7K4Q-3XWD/").status_code == 404
    assert client_of(member).put(review(report)).status_code == 405
    report.refresh_from_db()
    assert report.status == "recu"


def test_a_missing_place_is_for_the_coordination(lieu: Lieu, member: User) -> None:
    proposal = make_lieu_proposal()
    assert client_of(member).get(review(proposal)).status_code == 404
    assert client_of(make_coordinator()).get(review(proposal)).status_code == 200
    assert lieu.code_insee == proposal.code_insee


def test_a_role_withdrawn_while_the_page_is_open(lieu: Lieu, member: User) -> None:
    proposal = make_proposal(lieu, horaires="Mo 09:00-12:00")
    browser = client_of(member)
    assert browser.get(review(proposal)).status_code == 200
    Membership.objects.filter(user=member).delete()
    sent = {"action": "accepter", **marks(lieu, Section.HORAIRES)}
    assert browser.post(review(proposal), sent).status_code == 404
    lieu.refresh_from_db()
    assert lieu.horaires == "Mo-Fr 09:00-12:00"


def test_the_address_of_a_visitor_is_never_shown(lieu: Lieu, member: User) -> None:
    report = make_report(lieu, email="marie@exemple.fr")
    browser = client_of(member)
    for address in (review(report), f"{review(report)}?partie=horaires", LIST):
        assert "marie@exemple.fr" not in browser.get(address).content.decode()
    assert "recevra votre réponse par courriel" in browser.get(review(report)).content.decode()


# --- the list ------------------------------------------------------------------------------
def test_the_list_and_its_filters(lieu: Lieu, member: User) -> None:
    browser = client_of(member)
    assert "Personne n’attend votre réponse" in browser.get(LIST).content.decode()
    old = make_report(lieu, message="<b>Vieux</b>")
    Contribution.objects.update(created_at=timezone.now() - timedelta(days=12))
    fresh = make_proposal(lieu)
    closed = make_report(lieu, message="Réglé.")
    actions.answer_report(report=closed, status="corrige", answer="Fait.")  # type: ignore[arg-type]
    mine = make_report(make_lieu("Ailleurs"), by=member)

    def numbers(**query: str) -> set[str]:
        text = browser.get(LIST, query).content.decode()
        return {c.number for c in (old, fresh, closed, mine) if c.number in text}

    assert numbers() == {old.number, fresh.number}
    assert numbers(nature="correction") == {fresh.number}
    assert numbers(age="10") == {old.number}
    assert numbers(etat="closes") == {closed.number}
    assert numbers(etat="miennes") == {mine.number}
    assert numbers(nature="nouveau_lieu") == set()
    assert numbers(etat="zut", nature="zut", age="zut", page="zut") == {old.number, fresh.number}
    text = browser.get(LIST).content.decode()
    assert "&lt;b&gt;Vieux" in text
    assert (
        "Aucune contribution ne répond"
        in browser.get(LIST, {"nature": "nouveau_lieu"}).content.decode()
    )
    assert client_of(make_user()).get(LIST).status_code == 404
    assert browser.post(LIST).status_code == 405


def test_a_coordinator_narrows_the_list_to_one_territory(lieu: Lieu) -> None:
    tours = BassinFactory.create(code="2499", nom="Tours")
    BassinMembershipFactory.create(commune=CommuneFactory.create(code="37261"), bassin=tours)
    here, there = make_coordinator(), "bassin:2499"
    make_coordinator("bassin", "2499", user=here)
    browser = client_of(here)
    report = make_report(lieu)
    elsewhere = make_report(make_lieu("Ailleurs", code_insee="37261", code_postal="37000"))

    def numbers(territory: str) -> set[str]:
        text = browser.get(LIST, {"etat": "ouvertes", "territoire": territory}).content.decode()
        return {one.number for one in (report, elsewhere) if one.number in text}

    assert numbers("") == {report.number, elsewhere.number}
    assert numbers("bassin:2421") == {report.number}
    assert numbers(there) == {elsewhere.number}
    # A territory of somebody else narrows nothing, and shows nothing more.
    assert numbers("bassin:9999") == {report.number, elsewhere.number}


def test_the_list_asks_the_same_queries_for_1_and_3(
    lieu: Lieu, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    coordinator = client_of(make_coordinator())
    make_report(lieu)
    coordinator.get(LIST)
    with django_assert_max_num_queries(10) as first:
        coordinator.get(LIST)
    make_proposal(lieu, by=make_user())
    make_lieu_proposal()
    with django_assert_num_queries(len(first.captured_queries)):
        text = coordinator.get(LIST).content.decode()
    assert "3 contributions" in text


def test_long_lists_have_pages(lieu: Lieu, member: User) -> None:
    for number in range(21):
        make_report(lieu, message=f"Faux {number}.")
    text = client_of(member).get(LIST, {"page": "2"}).content.decode()
    assert "Faux 20." in text
    assert "page=1" in text


# --- accepting -----------------------------------------------------------------------------
def test_accepting_writes_the_sheet_and_the_number_says_it(
    lieu: Lieu, member: User, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    proposal = make_proposal(lieu, horaires="Mo 14:00-17:00", email="marie@exemple.fr")
    Contribution.objects.update(created_at=timezone.now() - timedelta(days=2, hours=1))
    browser = client_of(member)
    text = browser.get(review(proposal)).content.decode()
    assert "du lundi au vendredi 9 h – 12 h" in text
    assert "lundi 14 h – 17 h" in text
    sent = {"action": "accepter", "answer": "Merci.", **marks(lieu, Section.HORAIRES)}
    response = browser.post(review(proposal), sent, follow=True)
    assert "La proposition est acceptée" in response.content.decode()
    lieu.refresh_from_db()
    proposal.refresh_from_db()
    assert lieu.horaires == "Mo 14:00-17:00"
    assert (proposal.status, proposal.answered_by) == ("corrige", member)
    assert proposal.applied == {"horaires": {"horaires": "Mo 14:00-17:00"}}
    kept = SectionConfirmation.objects.get(lieu=lieu, section=Section.HORAIRES)
    assert (kept.channel, kept.kind, kept.by) == ("contribution", "structure", member)
    page = client.get(proposal.get_absolute_url()).content.decode()
    for words in ("Corrigé", "2 jours", "lundi 14 h – 17 h", "du lundi au vendredi", "Merci."):
        assert words in page
    letter = OutgoingEmail.objects.get(kind="contributions.outcome")
    assert letter.recipient == "marie@exemple.fr"
    assert letter.not_before > timezone.now() + timedelta(minutes=9), "an undo is still possible"
    assert "2 jours" in letter.text
    assert JournalEntry.objects.filter(verb="contribution.accepted", actor_id=member.pk).exists()


def test_a_coordinator_answers_in_the_name_of_the_structure(lieu: Lieu) -> None:
    proposal = make_proposal(lieu, horaires="Mo 14:00-17:00")
    sent = {"action": "accepter", **marks(lieu, Section.HORAIRES)}
    assert client_of(make_coordinator()).post(review(proposal), sent).status_code == 302
    assert SectionConfirmation.objects.get(section=Section.HORAIRES).kind == "coordination"


def test_a_sheet_that_changed_meanwhile_is_read_again(lieu: Lieu, member: User) -> None:
    proposal = make_proposal(lieu, horaires="Mo 14:00-17:00")
    stale = marks(lieu, Section.HORAIRES)
    save_section(
        lieu=lieu,
        section=Section.HORAIRES,
        values={"horaires": "Tu 10:00-11:00"},
        author=author(member),
    )
    browser = client_of(member)
    response = browser.post(review(proposal), {"action": "accepter", **stale})
    text = response.content.decode()
    assert response.status_code == 409
    assert "mardi 10 h – 11 h" in text
    assert "A changé depuis" in text
    lieu.refresh_from_db()
    proposal.refresh_from_db()
    assert (lieu.horaires, proposal.status) == ("Tu 10:00-11:00", "recu")
    again = {"action": "accepter", **marks(lieu, Section.HORAIRES)}
    assert browser.post(review(proposal), again).status_code == 302
    lieu.refresh_from_db()
    assert lieu.horaires == "Mo 14:00-17:00"


def test_values_that_the_sheet_refuses_are_said(lieu: Lieu, member: User) -> None:
    proposal = make_proposal(lieu, horaires="n’importe quand")
    sent = {"action": "accepter", **marks(lieu, Section.HORAIRES)}
    response = client_of(member).post(review(proposal), sent)
    assert response.status_code == 400
    assert "La fiche refuse ces valeurs" in response.content.decode()
    proposal.refresh_from_db()
    assert proposal.status == "recu"


def test_two_people_answer_at_once(lieu: Lieu, member: User) -> None:
    proposal = make_proposal(lieu, presentation_resume="Un lieu vivant.")
    other = client_of(make_coordinator())
    address = f"{review(proposal)}?partie=presentation"
    typed = shown(other, address) | {"presentation_resume": "Un lieu gai.", "answer": "Bien vu."}
    refusal = {"action": "refuser", "reason": "inverifiable"}
    assert client_of(member).post(review(proposal), refusal).status_code == 302
    response = other.post(review(proposal), typed)
    text = response.content.decode()
    assert response.status_code == 409
    assert "Quelqu’un a déjà répondu" in text
    assert RefusalReason.INVERIFIABLE.label in text
    assert "Un lieu gai." in text, "what the second person typed is still there"
    assert "Bien vu." in text
    lieu.refresh_from_db()
    assert lieu.presentation_resume == "Un lieu calme."


def test_hidden_fields_stay_hidden_from_whoever_has_the_number(
    lieu: Lieu, member: User, client: Client
) -> None:
    Lieu.objects.filter(pk=lieu.pk).update(telephone="", professional_values={"telephone": SECRET})
    lieu.refresh_from_db()
    proposal = make_proposal(lieu, telephone="+33237111111")
    text = client_of(member).get(review(proposal)).content.decode()
    assert "Réservé aux professionnels" in text
    sent = {"action": "accepter", **marks(lieu, Section.CONTACTS)}
    assert client_of(member).post(review(proposal), sent).status_code == 302
    lieu.refresh_from_db()
    proposal.refresh_from_db()
    assert (lieu.telephone, lieu.professional_values) == ("", {"telephone": "+33237111111"})
    assert proposal.applied == {"contacts": {}}
    page = client.get(proposal.get_absolute_url()).content.decode()
    assert SECRET not in page
    assert "99 99 99" not in page


# --- undoing -------------------------------------------------------------------------------
def accepted(lieu: Lieu, member: User) -> Contribution:
    proposal = make_proposal(lieu, presentation_resume="Un lieu vivant.", email="marie@exemple.fr")
    sent = {"action": "accepter", **marks(lieu, Section.PRESENTATION)}
    assert client_of(member).post(review(proposal), sent).status_code == 302
    proposal.refresh_from_db()
    return proposal


def test_an_answer_is_undone(lieu: Lieu, member: User) -> None:
    proposal = accepted(lieu, member)
    browser = client_of(member)
    assert "Annuler ma réponse" in browser.get(review(proposal)).content.decode()
    assert browser.post(review(proposal), {"action": "annuler"}).status_code == 302
    lieu.refresh_from_db()
    proposal.refresh_from_db()
    assert lieu.presentation_resume == "Un lieu calme."
    assert (proposal.status, proposal.answered_at, proposal.applied) == ("en_cours", None, {})
    assert OutgoingEmail.objects.get(kind="contributions.outcome").status == "annule"
    sent = {"action": "accepter", **marks(lieu, Section.PRESENTATION)}
    assert browser.post(review(proposal), sent).status_code == 302
    waiting = OutgoingEmail.objects.filter(kind="contributions.outcome", status="en_attente")
    assert waiting.count() == 1


def test_too_late_to_undo(lieu: Lieu, member: User) -> None:
    proposal = accepted(lieu, member)
    late = timezone.now() - actions.UNDO_DELAY
    Contribution.objects.filter(pk=proposal.pk).update(answered_at=late)
    browser = client_of(member)
    assert "Annuler ma réponse" not in browser.get(review(proposal)).content.decode()
    assert browser.post(review(proposal), {"action": "annuler"}).status_code == 400
    lieu.refresh_from_db()
    assert lieu.presentation_resume == "Un lieu vivant."


def test_nothing_is_undone_over_the_words_of_another(lieu: Lieu, member: User) -> None:
    proposal = accepted(lieu, member)
    save_section(
        lieu=lieu,
        section=Section.PRESENTATION,
        values={"presentation_resume": "Un lieu neuf."},
        author=author(member),
    )
    assert client_of(member).post(review(proposal), {"action": "annuler"}).status_code == 409
    lieu.refresh_from_db()
    proposal.refresh_from_db()
    assert (lieu.presentation_resume, proposal.status) == ("Un lieu neuf.", "corrige")
