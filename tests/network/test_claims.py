"""« C’est ma structure »: by the mailbox of the place, or by the coordination."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from maillage.accounts.actions import deactivate_account
from maillage.accounts.models import User
from maillage.core.human_form import form_token
from maillage.core.models import JournalEntry
from maillage.directory.actions import save_lieu
from maillage.directory.models import Lieu
from maillage.network.actions.claims import accept_claim, announce_claims
from maillage.network.jobs import run_claims
from maillage.network.models import Claim, Coordination, Membership
from maillage.network.queries import (
    address_speaks_for,
    served_by_coordination,
    served_sentence,
)
from tests.factories.directory import make_lieu
from tests.factories.people import make_member, make_user
from tests.network.letters import last_link, letters
from tests.rights.world import World

CAMILLE = {
    "display_name": "Camille Exemple",
    "email": "camille@exemple.fr",
    "profession": "bibliotheque",
    "message": "Je suis à l’accueil.",
}


@pytest.fixture
def jeton(monkeypatch: pytest.MonkeyPatch) -> str:
    """The token of a form shown long enough ago."""
    monkeypatch.setattr("maillage.core.human_form.MIN_FORM_SECONDS", -1)
    return form_token()


def claim(lieu: Lieu, jeton: str, **more: str) -> str:
    """Send the public form; the page of the answer."""
    page = Client().post(f"/lieux/{lieu.slug}/rattacher/", {**CAMILLE, "jeton": jeton, **more})
    assert page.status_code == 200, page.text
    return page.text


def with_mailbox(lieu: Lieu, address: str = "contact@lieu.example") -> Lieu:
    """The sheet gives this address, and has always given it."""
    Lieu.objects.filter(pk=lieu.pk).update(courriels=address)
    lieu.history.update(courriels=address)
    lieu.refresh_from_db()
    return lieu


def test_the_mailbox_of_the_place_accepts(world: World, jeton: str) -> None:
    Membership.objects.filter(role="referent").delete()
    for lieu in (world.lieu, world.second_lieu):
        with_mailbox(lieu)
    assert "contact@lieu.example" in claim(world.lieu, jeton)
    (letter,) = letters("claim_to_confirm")
    assert letter.recipient == "contact@lieu.example"
    link = last_link("claim_to_confirm")
    shown = Client().get(link)
    assert "Camille Exemple" in shown.text
    assert not User.objects.filter(email="camille@exemple.fr").exists()  # GET changes nothing
    assert "C’est accepté" in Client().post(link).text
    member = Membership.objects.get(user__email="camille@exemple.fr")
    assert (member.structure, member.role) == (world.here, "referent")
    assert letters("claim_accepted")[0].recipient == "camille@exemple.fr"
    closed = Claim.objects.get()
    assert (closed.status, closed.email, closed.message) == ("acceptee", "", "")
    assert Client().get(link).status_code == 404
    assert Client().post(link).status_code == 404
    verbs = set(JournalEntry.objects.values_list("verb", flat=True))
    assert {"claim.received", "claim.accepted", "membership.added"} <= verbs


def test_the_mailbox_of_one_place_does_not_open_the_others(world: World, jeton: str) -> None:
    with_mailbox(world.lieu, "annexe@lieu.example")
    claim(world.lieu, jeton)
    assert not letters("claim_to_confirm")  # the coordination decides


def test_an_address_written_yesterday_accepts_nobody(world: World, jeton: str) -> None:
    """Whoever corrects the sheet for a moment cannot accept themselves."""
    lieu = with_mailbox(world.lieu_there)
    lieu.courriels = "moi@ailleurs.example"
    save_lieu(lieu=lieu, modalites=None, origin="essai")
    claim(lieu, jeton)
    assert not letters("claim_to_confirm")  # the coordination decides
    history: Any = lieu.history
    history.update(history_date=timezone.now() - timedelta(days=8))
    assert address_speaks_for(lieu=lieu) == "moi@ailleurs.example"


def test_the_mailbox_makes_no_second_referent(world: World, jeton: str) -> None:
    make_member(world.there, "referent")
    with_mailbox(world.lieu_there)
    claim(world.lieu_there, jeton)
    Client().post(last_link("claim_to_confirm"))
    assert Membership.objects.get(user__email="camille@exemple.fr").role == "membre"


def test_a_link_expires_after_fifteen_days(world: World, jeton: str) -> None:
    with_mailbox(world.lieu_there)
    claim(world.lieu_there, jeton)
    link = last_link("claim_to_confirm")
    Claim.objects.update(created_at=timezone.now() - timedelta(days=15, minutes=1))
    assert Client().get(link).status_code == 404
    assert Client().post(link).status_code == 404
    assert not Membership.objects.filter(user__email="camille@exemple.fr").exists()


def test_a_mailbox_that_left_the_sheet_no_longer_answers(world: World, jeton: str) -> None:
    with_mailbox(world.lieu_there)
    claim(world.lieu_there, jeton)
    with_mailbox(world.lieu_there, "")
    assert Client().post(last_link("claim_to_confirm")).status_code == 404


def test_the_coordination_accepts_as_member(world: World, jeton: str) -> None:
    claim(world.lieu, jeton)
    pk = Claim.objects.get().pk
    client = world.client("coordinator")
    assert "Camille Exemple" in client.get("/pro/rattachements/").text
    assert "Je suis à l’accueil." in client.get(f"/pro/rattachements/{pk}/").text
    answer = client.post(f"/pro/rattachements/{pk}/", {"answer": "membre"})
    assert answer.status_code == 302
    assert Membership.objects.get(user__email="camille@exemple.fr").role == "membre"
    again = client.post(f"/pro/rattachements/{pk}/", {"answer": "referent"}, follow=True)
    assert "déjà reçu sa réponse" in again.text
    assert len(letters("claim_accepted")) == 1


def test_a_refusal_gives_its_reason(world: World, jeton: str) -> None:
    claim(world.lieu, jeton)
    address = f"/pro/rattachements/{Claim.objects.get().pk}/"
    client = world.client("coordinator")
    mute = client.post(address, {"answer": "refus"})
    assert mute.status_code == 400
    assert "Un refus donne sa raison" in mute.text
    client.post(address, {"answer": "refus", "reason": "Cette personne est partie."})
    (letter,) = letters("claim_refused")
    assert "Cette personne est partie." in letter.text
    assert not User.objects.filter(email="camille@exemple.fr").exists()


def test_the_other_basin_sees_nothing(world: World, jeton: str) -> None:
    claim(world.lieu, jeton)
    client = world.client("coordinator_elsewhere")
    assert "Camille" not in client.get("/pro/rattachements/").text
    address = f"/pro/rattachements/{Claim.objects.get().pk}/"
    assert client.get(address).status_code == 404
    assert client.post(address, {"answer": "referent"}).status_code == 404


def test_a_sheet_without_structure_gets_one(world: World, jeton: str) -> None:
    lieu = make_lieu(nom="Point numérique", pivot="12345678901234")
    claim(lieu, jeton)
    world.client("coordinator").post(
        f"/pro/rattachements/{Claim.objects.get().pk}/", {"answer": "referent"}
    )
    lieu.refresh_from_db()
    assert lieu.structure is not None
    assert (lieu.structure.nom, lieu.structure.siret) == ("Point numérique", "12345678901234")
    assert lieu.structure.commune_id == "28085"
    assert Membership.objects.get(structure=lieu.structure).role == "referent"


def test_the_answer_never_tells_who_has_an_account(world: World, jeton: str) -> None:
    unknown = claim(world.lieu, jeton, email="inconnue@exemple.fr")
    known = claim(world.lieu, jeton, email=world.people["member"].email)
    twice = claim(world.lieu, jeton, email=world.people["member"].email)
    assert unknown == known == twice
    assert Claim.objects.count() == 2  # the same person twice is one claim


def test_an_existing_account_keeps_its_name(world: World, jeton: str) -> None:
    user = make_user("camille@exemple.fr", display_name="Camille Vraie")
    claim(world.lieu, jeton)
    world.client("administrator").post(
        f"/pro/rattachements/{Claim.objects.get().pk}/", {"answer": "membre"}
    )
    user.refresh_from_db()
    assert user.display_name == "Camille Vraie"
    assert user.memberships.count() == 1


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"email": "rien"}, "n’est pas complète"),
        ({"display_name": ""}, "Écrivez le prénom et le nom"),
        ({"display_name": "A\r\nBcc: b@exemple.fr"}, "n’a pas sa place dans un nom"),
        ({"profession": "astronaute"}, "dans la liste"),
        ({"message": "a" * 1001}, "trop long"),
        ({"precision": "robot"}, "Laissez vide"),
        ({"jeton": "faux"}, "arrivé incomplet"),
        ({"message": "a\x00b"}, "caractère"),
    ],
)
def test_bad_input(world: World, jeton: str, values: dict[str, str], words: str) -> None:
    page = Client().post(
        f"/lieux/{world.lieu.slug}/rattacher/", {**CAMILLE, "jeton": jeton, **values}
    )
    assert page.status_code == 400
    assert words in page.text
    assert not Claim.objects.exists()


def test_a_form_sent_at_once_is_a_robot(world: World) -> None:
    page = Client().post(f"/lieux/{world.lieu.slug}/rattacher/", {**CAMILLE, "jeton": form_token()})
    assert page.status_code == 400


def test_one_sheet_is_not_flooded(world: World, jeton: str) -> None:
    for number in range(5):
        claim(world.lieu, jeton, email=f"p{number}@exemple.fr")
    page = Client().post(f"/lieux/{world.lieu.slug}/rattacher/", {**CAMILLE, "jeton": jeton})
    assert page.status_code == 429


def test_unknown_and_hidden_sheets(world: World) -> None:
    assert Client().get("/lieux/inconnu/rattacher/").status_code == 404
    Lieu.objects.filter(pk=world.lieu.pk).update(status="brouillon")
    assert Client().get(f"/lieux/{world.lieu.slug}/rattacher/").status_code == 404
    Lieu.objects.filter(pk=world.lieu.pk).update(status="archive")
    assert Client().get(f"/lieux/{world.lieu.slug}/rattacher/").status_code == 410
    assert Client().put(f"/lieux/{world.lieu.slug}/rattacher/").status_code == 405


def test_the_sheet_leads_to_the_claim(world: World) -> None:
    page = Client().get(f"/lieux/{world.lieu.slug}/")
    assert f'href="/lieux/{world.lieu.slug}/rattacher/"' in page.text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same(
    world: World, count: int, jeton: str, django_assert_num_queries: object
) -> None:
    for number in range(count):
        claim(world.lieu, jeton, email=f"p{number}@exemple.fr")
    client = world.client("coordinator")
    client.get("/pro/rattachements/")
    with django_assert_num_queries(7):  # type: ignore[operator]
        page = client.get("/pro/rattachements/")
    assert page.text.count("people__item") == count


def test_who_serves_a_structure_without_mailbox(world: World) -> None:
    orphan = make_lieu()
    assert served_by_coordination(lieu=orphan)
    assert "en son nom" in served_sentence(lieu=orphan)
    assert not served_by_coordination(lieu=world.lieu)
    assert served_sentence(lieu=world.lieu) == ""
    User.objects.filter(memberships__structure=world.here).update(is_active=False)
    assert served_by_coordination(lieu=world.lieu)
    assert not served_by_coordination(lieu=with_mailbox(world.lieu))


def test_the_coordination_is_told_once_a_day(world: World, jeton: str) -> None:
    claim(world.lieu, jeton)
    (letter,) = letters("claims_waiting")
    assert letter.recipient == world.people["coordinator"].email
    assert "Espace des Cordeliers" in letter.text
    assert "Camille" not in letter.text  # the page says who, once signed in
    assert Claim.objects.get().told_at is not None
    claim(world.second_lieu, jeton)
    assert len(letters("claims_waiting")) == 1
    later = Claim.objects.get(lieu=world.second_lieu)
    assert later.told_at is None
    assert announce_claims(now=timezone.now() + timedelta(days=1)) == 1
    assert "Annexe des Cordeliers" in letters("claims_waiting")[-1].text
    later.refresh_from_db()
    assert later.told_at is not None
    assert run_claims() == "letters=0"


def test_the_administration_is_told_where_nobody_coordinates(world: World, jeton: str) -> None:
    Coordination.objects.all().delete()
    claim(world.lieu, jeton)
    (letter,) = letters("claims_waiting")
    assert letter.recipient == world.people["administrator"].email


def test_an_accepted_claim_opens_a_closed_account_again(world: World, jeton: str) -> None:
    closed = make_user("camille@exemple.fr")
    deactivate_account(user=closed, by=None)
    claim(world.lieu, jeton)
    row = Claim.objects.get()
    accept_claim(claim=row, role="membre", by=world.people["coordinator"])
    closed.refresh_from_db()
    assert closed.is_active
