"""« Ne plus recevoir ces demandes »: kept, obeyed everywhere, taken back."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.contributions.actions.campaigns import record_call
from maillage.contributions.actions.refusals import accept_mail, refuse_mail
from maillage.contributions.actions.reminders import send_reminders
from maillage.contributions.actions.update_requests import (
    ask_for_confirmation,
    resend_request,
    revoke_request,
)
from maillage.contributions.enums import CallOutcome
from maillage.contributions.links import address_mark, token_of
from maillage.contributions.models import MailRefusal, UpdateRequest
from maillage.contributions.queries.campaigns import addresses_of, plan_of, recipients_of
from maillage.contributions.queries.refusals import silent_lieux
from maillage.core.errors import DomainError
from maillage.core.models import JournalEntry, OutgoingEmail
from maillage.directory.models import Lieu
from tests.factories.campaigns import make_bassin, make_campaign
from tests.factories.directory import make_lieu
from tests.factories.people import (
    client_of,
    make_administrator,
    make_coordinator,
    make_member,
    make_structure,
)

pytestmark = pytest.mark.django_db
ADDRESS = "accueil@exemple.fr"


@pytest.fixture
def lieu() -> Lieu:
    return make_lieu(courriels=ADDRESS)


def ask(lieu: Lieu) -> UpdateRequest:
    return ask_for_confirmation(lieux=[lieu], by=None)[0]


def stop(request: UpdateRequest, address: str = "") -> str:
    token = token_of(public_id=request.public_id, nonce=request.nonce)
    mark = f"?a={address_mark(address)}" if address else ""
    return f"/mise-a-jour/{token}/arret/{mark}"


def browser() -> Client:
    return Client(enforce_csrf_checks=True)


def test_the_email_says_how_to_stop(lieu: Lieu) -> None:
    request = ask(lieu)
    letter = OutgoingEmail.objects.get()
    assert stop(request, ADDRESS) in letter.text
    assert f'{stop(request, ADDRESS)}">Ne plus recevoir ces demandes</a>' in letter.html


def test_reading_stops_nothing(lieu: Lieu) -> None:
    response = browser().get(stop(ask(lieu), ADDRESS))
    assert response.status_code == 200
    assert not MailRefusal.objects.exists()


def test_an_address_that_stops_gets_nothing_more_about_any_place(lieu: Lieu) -> None:
    other = make_lieu(courriels=ADDRESS.upper())
    request = ask(lieu)
    address = stop(request, ADDRESS)
    page = browser().post(address, {"arreter": "1"}, follow=True)
    assert "C’est noté" in page.content.decode()
    assert recipients_of(lieux=[lieu, other]) == {lieu.pk: (), other.pk: ()}
    row = MailRefusal.objects.get()
    assert (row.lieu, row.address_mark) == (None, address_mark(ADDRESS))
    assert ADDRESS not in str(JournalEntry.objects.filter(verb="mail.refused").values())
    # Asked by telephone from now on: the open request has nobody to write to.
    request.refresh_from_db()
    assert request.email == ""


def test_a_place_that_stops_leaves_the_other_places_of_the_address(lieu: Lieu) -> None:
    other = make_lieu(courriels=ADDRESS)
    browser().post(stop(ask(lieu)), {"arreter": "1"})
    assert recipients_of(lieux=[lieu, other]) == {lieu.pk: (), other.pk: (ADDRESS,)}


def test_one_referent_who_stops_leaves_the_others(lieu: Lieu) -> None:
    structure = make_structure()
    first, second = make_member(structure, "referent"), make_member(structure, "referent")
    place = make_lieu(structure=structure)
    request = ask(place)
    refuse_mail(lieu=place, address=first.email)
    assert recipients_of(lieux=[place]) == {place.pk: (second.email,)}
    request.refresh_from_db()
    assert request.email == second.email


def test_a_mark_of_nobody_speaks_for_the_place_only(lieu: Lieu) -> None:
    make_lieu(courriels="autre@exemple.fr")
    browser().post(stop(ask(lieu), "autre@exemple.fr"), {"arreter": "1"})
    assert list(MailRefusal.objects.values_list("lieu", "address_mark")) == [(lieu.pk, "")]


def test_no_reminder_leaves_after_a_refusal(lieu: Lieu) -> None:
    request = ask(lieu)
    refuse_mail(lieu=lieu, address=ADDRESS)
    UpdateRequest.objects.filter(pk=request.pk).update(sent_at=timezone.now() - timedelta(days=8))
    assert send_reminders() == 0
    assert OutgoingEmail.objects.count() == 1


def test_campaigns_call_those_who_refuse_mail() -> None:
    make_bassin()
    lieu = make_lieu(courriels=ADDRESS, code_insee="28085")
    refuse_mail(lieu=lieu, address=ADDRESS)
    plan = plan_of(campaign=make_campaign())
    assert [item.id for item in plan.to_call] == [lieu.pk]
    assert plan.to_mail == ()
    assert silent_lieux(addresses=addresses_of(lieux=[lieu])) == {lieu.pk}


def test_a_coordinator_cannot_write_all_the_same(lieu: Lieu) -> None:
    request = ask(lieu)
    refuse_mail(lieu=lieu)
    with pytest.raises(DomainError, match="ne veut plus de courriel"):
        resend_request(request=request, by=make_administrator())
    with pytest.raises(DomainError):
        record_call(request=request, outcome=CallOutcome.LIEN, by=make_administrator())


def test_a_refusal_is_taken_back_from_the_same_page(lieu: Lieu) -> None:
    request = ask(lieu)
    address = stop(request, ADDRESS)
    browser().post(address, {"arreter": "1"})
    browser().post(address, {"arreter": "1"})
    assert MailRefusal.objects.count() == 1
    browser().post(address, {"reprendre": "1"})
    assert recipients_of(lieux=[lieu]) == {lieu.pk: (ADDRESS,)}
    request.refresh_from_db()
    assert request.email == ADDRESS
    assert not accept_mail(lieu=lieu)


def test_it_works_after_the_link_ended_and_not_with_another(lieu: Lieu) -> None:
    request = ask(lieu)
    UpdateRequest.objects.filter(pk=request.pk).update(expires_at=timezone.now())
    assert browser().get(stop(request, ADDRESS)).status_code == 200
    wrong = stop(request, ADDRESS).replace(request.public_id, "abcdefghijkl")
    assert browser().post(wrong, {"arreter": "1"}).status_code == 404
    assert not MailRefusal.objects.exists()


def test_a_revoked_link_stops_nothing(lieu: Lieu) -> None:
    request = ask(lieu)
    revoke_request(request=request, by=make_administrator())
    assert browser().post(stop(request), {"arreter": "1"}).status_code == 404


def test_another_site_cannot_send_the_form(lieu: Lieu) -> None:
    response = browser().post(stop(ask(lieu)), headers={"origin": "https://ailleurs.exemple"})
    assert response.status_code == 400
    assert not MailRefusal.objects.exists()


def test_a_referent_takes_the_refusal_back_and_the_coordination_does_not() -> None:
    make_bassin()
    structure = make_structure()
    referent = make_member(structure, "referent")
    place = make_lieu(structure=structure, code_insee="28085")
    refuse_mail(lieu=place, address=referent.email)
    page = reverse("contributions:sheet_detail", args=[place.slug])
    button = reverse("contributions:sheet_mail", args=[place.slug])
    coordinator = client_of(make_coordinator())
    text = coordinator.get(page).content.decode()
    assert "ne plus recevoir ces demandes" in text
    assert button not in text
    assert coordinator.post(button).status_code == 404
    assert recipients_of(lieux=[place]) == {place.pk: ()}
    mine = client_of(referent)
    assert button in mine.get(page).content.decode()
    assert mine.post(button).status_code == 302
    assert recipients_of(lieux=[place]) == {place.pk: (referent.email,)}
    assert button not in mine.get(page).content.decode()
