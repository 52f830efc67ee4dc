"""Invitations: sent, accepted once, cancelled, sent again, never honoured without the right."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from maillage.accounts.actions import deactivate_account
from maillage.accounts.models import User
from maillage.core.errors import DomainError
from maillage.core.models import JournalEntry, OutgoingEmail
from maillage.network.actions.invitations import InvitationOrder, send_invitations
from maillage.network.links import hash_of
from maillage.network.models import Coordination, Invitation, Membership
from maillage.network.queries import Purpose
from tests.factories.people import make_coordinator, make_user
from tests.network.letters import last_link, letters
from tests.rights.world import World

ACCEPTED = {"display_name": "Camille Exemple", "profession": "bibliotheque"}


def invite(world: World, email: str = "camille@exemple.fr", role: str = "membre") -> str:
    """An invitation by the referent; the link of its e-mail."""
    order = InvitationOrder(email=email, purpose=Purpose(structure=world.here, role=role))
    send_invitations(by=world.people["referent"], orders=[order])
    return last_link("invitation")


def test_a_referent_invites_and_the_person_accepts(world: World) -> None:
    page = world.client("referent").post(
        f"/pro/structures/{world.here.pk}/inviter/",
        {"email": "Camille@Exemple.fr", "role": "membre", "display_name": "Camille"},
    )
    assert page.status_code == 302
    (letter,) = letters("invitation")
    assert letter.recipient == "camille@exemple.fr"
    assert "Les Cordeliers" in letter.subject
    client, link = Client(), last_link("invitation")
    shown = client.get(link)
    assert "Les Cordeliers" in shown.text
    assert 'value="Camille"' in shown.text
    assert shown.headers["Referrer-Policy"] == "same-origin"
    answer = client.post(link, ACCEPTED)
    assert answer.status_code == 302
    assert "_auth_user_id" not in client.session
    assert answer.headers["Location"] == "/connexion/code/"
    code = OutgoingEmail.objects.get(kind="accounts.login_code")
    assert code.recipient == "camille@exemple.fr"
    user = User.objects.get(email="camille@exemple.fr")
    assert (user.display_name, user.profession) == ("Camille Exemple", "bibliotheque")
    assert Membership.objects.get(user=user).role == "membre"
    verbs = JournalEntry.objects.values_list("verb", flat=True)
    assert {"invitation.sent", "invitation.accepted", "membership.added"} <= set(verbs)


def test_only_the_hash_of_the_secret_is_kept(world: World) -> None:
    token = invite(world).split("/")[2]
    assert len(token) >= 22  # 128 bits in base 64
    row = Invitation.objects.get()
    assert row.token_hash == hash_of(token)
    assert token not in str(list(Invitation.objects.values()))


def test_a_link_serves_once(world: World) -> None:
    link = invite(world)
    assert Client().post(link, ACCEPTED).status_code == 302
    second = Client().post(link, {**ACCEPTED, "display_name": "Une autre personne"})
    assert second.status_code == 404
    assert Membership.objects.filter(user__email="camille@exemple.fr").count() == 1
    assert not User.objects.filter(display_name="Une autre personne").exists()


def test_used_expired_revoked_and_unknown_links_show_the_same_page(world: World) -> None:
    used, expired, revoked = (invite(world, f"{name}@exemple.fr") for name in "abc")
    Client().post(used, ACCEPTED)
    Invitation.objects.filter(email="b@exemple.fr").update(expires_at=timezone.now())
    Invitation.objects.filter(email="c@exemple.fr").update(
        status="revoquee", answered_at=timezone.now()
    )
    pages = set()
    for link in (used, expired, revoked, "/invitation/inconnu/", f"/invitation/{'a' * 3000}/"):
        page = Client().get(link)
        assert page.status_code == 404
        assert Client().post(link, ACCEPTED).status_code == 404
        pages.add(page.text.replace(link, ""))
    assert len(pages) == 1
    assert "Ce lien ne fonctionne plus" in pages.pop()


def test_guessing_links_is_stopped(world: World) -> None:
    client = Client()
    codes = [client.get(f"/invitation/essai-{n}/").status_code for n in range(62)]
    assert codes[:60] == [404] * 60
    assert codes[60:] == [429] * 2
    assert client.get(invite(world)).status_code == 429


def test_a_forwarded_link_gives_nothing_without_the_mailbox(world: World) -> None:
    known = make_user("camille@exemple.fr", display_name="Camille Vraie")
    thief = Client()
    answer = thief.post(invite(world), {**ACCEPTED, "display_name": "Voleur"})
    assert answer.status_code == 302
    assert thief.get("/pro/professionnels/").status_code == 302  # still nobody
    known.refresh_from_db()
    assert known.display_name == "Camille Vraie"  # what an account says of itself stays


def test_an_invitation_dies_with_the_right_of_its_author(world: World) -> None:
    link = invite(world)
    Membership.objects.filter(user=world.people["referent"]).update(role="membre")
    assert Client().get(link).status_code == 404
    assert Client().post(link, ACCEPTED).status_code == 404
    assert not User.objects.filter(email="camille@exemple.fr").exists()


def test_an_invitation_dies_with_the_account_of_its_author(world: World) -> None:
    link = invite(world)
    User.objects.filter(pk=world.people["referent"].pk).update(is_active=False)
    assert Client().get(link).status_code == 404
    world.people["referent"].delete()
    assert Client().post(link, ACCEPTED).status_code == 404


def test_sending_again_changes_the_link(world: World) -> None:
    first = invite(world)
    invitation = Invitation.objects.get()
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    answer = world.client("coordinator").post(f"/pro/invitations/{invitation.pk}/renvoyer/")
    assert answer.status_code == 302
    second = last_link("invitation")
    assert second != first
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    invitation.refresh_from_db()
    assert invitation.invited_by == world.people["coordinator"]


def test_a_revoked_invitation_neither_opens_nor_leaves_again(world: World) -> None:
    link = invite(world)
    pk = Invitation.objects.get().pk
    client = world.client("referent")
    assert client.post(f"/pro/invitations/{pk}/annuler/").status_code == 302
    assert Client().get(link).status_code == 404
    page = client.post(f"/pro/invitations/{pk}/renvoyer/", follow=True)
    assert "déjà acceptée ou annulée" in page.text
    assert len(letters("invitation")) == 1


def test_the_same_person_is_not_invited_twice(world: World) -> None:
    invite(world)
    client = world.client("referent")
    address = f"/pro/structures/{world.here.pk}/inviter/"
    again = client.post(address, {"email": "CAMILLE@exemple.fr", "role": "membre"})
    assert again.status_code == 400
    assert "déjà invitée" in again.text
    member = world.people["member"].email
    page = client.post(address, {"email": member, "role": "membre"})
    assert "y est déjà" in page.text
    assert len(letters("invitation")) == 1


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"email": "pas une adresse", "role": "membre"}, "n’est pas complète"),
        ({"email": "a@exemple.fr\r\nBcc: b@exemple.fr", "role": "membre"}, "n’est pas complète"),
        ({"email": "a@exemple.fr", "role": "chef"}, "dans la liste"),
        ({"email": "a@exemple.fr", "role": ""}, "Choisissez le rôle"),
        (
            {"email": "a@exemple.fr", "role": "membre", "display_name": "A\r\nBcc: b@exemple.fr"},
            "n’a pas sa place dans un nom",
        ),
        (
            {"email": "a@exemple.fr", "role": "membre", "display_name": "http://gain.example"},
            "n’a pas sa place dans un nom",
        ),
    ],
)
def test_bad_input_is_said_in_french(world: World, values: dict[str, str], words: str) -> None:
    page = world.client("referent").post(f"/pro/structures/{world.here.pk}/inviter/", values)
    assert page.status_code == 400
    assert words in page.text
    assert not Invitation.objects.exists()


def test_a_name_cannot_add_a_header_to_an_e_mail(world: World) -> None:
    User.objects.filter(pk=world.people["referent"].pk).update(
        display_name="Camille\r\nBcc: cible@exemple.fr"
    )
    world.people["referent"].refresh_from_db()
    invite(world)
    (letter,) = letters("invitation")
    assert "\n" not in letter.subject
    assert letter.recipient == "camille@exemple.fr"


def test_a_role_is_raised_never_lowered(world: World) -> None:
    link = invite(world, "neuve@exemple.fr", "membre")
    user = make_user("neuve@exemple.fr")
    Membership.objects.create(user=user, structure=world.here, role="referent")
    Client().post(link, ACCEPTED)
    assert Membership.objects.get(user=user).role == "referent"


def test_a_coordinator_entrusts_a_territory_inside_theirs_only(world: World) -> None:
    client = world.client("coordinator")
    inside = client.post(
        "/pro/coordinations/", {"email": "dreux@exemple.fr", "territory": "bassin:2421"}
    )
    assert inside.status_code == 302
    outside = client.post(
        "/pro/coordinations/", {"email": "autre@exemple.fr", "territory": "bassin:2422"}
    )
    assert outside.status_code == 400
    wider = client.post(
        "/pro/coordinations/", {"email": "autre@exemple.fr", "territory": "region:24"}
    )
    assert wider.status_code == 400
    Client().post(last_link("invitation"), ACCEPTED)
    named = Coordination.objects.get(user__email="dreux@exemple.fr")
    assert (named.kind, named.code) == ("bassin", "2421")


def test_the_action_itself_refuses_without_the_right(world: World) -> None:
    order = InvitationOrder(
        email="a@exemple.fr", purpose=Purpose(structure=world.there, role="membre")
    )
    with pytest.raises(DomainError, match="Vous ne pouvez pas inviter"):
        send_invitations(by=world.people["referent"], orders=[order])


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(
    world: World, count: int, django_assert_num_queries: object
) -> None:
    regional = make_coordinator("departement", "28")
    for number in range(count):
        invite(world, f"personne-{number}@exemple.fr")
        order = InvitationOrder(
            email=f"c{number}@exemple.fr", purpose=Purpose(kind="bassin", code="2421")
        )
        send_invitations(by=regional, orders=[order])
    client = world.client("coordinator")
    client.get("/pro/invitations/")
    with django_assert_num_queries(10):  # type: ignore[operator]
        page = client.get("/pro/invitations/")
    assert page.text.count("En attente") == 2 * count


def test_a_referent_sees_the_invitations_of_the_structure_only(world: World) -> None:
    invite(world)
    assert "camille@exemple.fr" in world.client("referent").get("/pro/invitations/").text
    elsewhere = world.client("referent_elsewhere").get("/pro/invitations/")
    assert "camille@exemple.fr" not in elsewhere.text


def test_accepting_opens_a_closed_account_again(world: World) -> None:
    member = world.people["member"]
    deactivate_account(user=member, by=None)
    client = Client()
    client.post(invite(world, member.email), ACCEPTED)
    member.refresh_from_db()
    assert member.is_active
    assert Membership.objects.filter(user=member, structure=world.here).count() == 1
    assert OutgoingEmail.objects.filter(kind="accounts.reactivated").count() == 1


def test_a_referent_does_not_give_back_the_charge_of_a_coordinator(world: World) -> None:
    coordinator = world.people["coordinator"]
    deactivate_account(user=coordinator, by=None)
    Client().post(invite(world, coordinator.email), ACCEPTED)
    coordinator.refresh_from_db()
    assert not coordinator.is_active
