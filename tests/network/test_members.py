"""The professional directory: opt-in, members only."""

from collections.abc import Callable

import pytest
from django.test import Client

from maillage.network.actions.people import save_profile
from maillage.network.models import MemberProfile
from tests.factories.people import make_member, make_user
from tests.network.letters import letters
from tests.rights.world import World

DIRECTORY = "/pro/professionnels/"


def listed(world: World, role: str, **profile: str) -> None:
    values = {"teaches": "", "seeks": "", **profile}
    save_profile(user=world.people[role], is_listed=True, **values)


def test_nobody_is_listed_without_saying_yes(world: World) -> None:
    assert "0 personne" in world.client("member").get(DIRECTORY).text
    page = world.client("member").get("/pro/profil/")
    assert "checked" not in page.text
    world.client("member").post("/pro/profil/", {"is_listed": "on", "teaches": "Les mandats"})
    assert "Les mandats" in world.client("member_elsewhere").get(DIRECTORY).text
    world.client("member").post("/pro/profil/", {"teaches": "Les mandats"})
    assert "Les mandats" not in world.client("member_elsewhere").get(DIRECTORY).text
    assert MemberProfile.objects.get().is_listed is False


def test_the_public_and_accounts_without_role_never_see_it(world: World) -> None:
    listed(world, "member", teaches="Les mandats")
    pk = world.people["member"].pk
    for address in (DIRECTORY, f"{DIRECTORY}{pk}/ecrire/"):
        anonymous = Client().get(address)
        assert anonymous.status_code == 302
        assert "Les mandats" not in anonymous.text
        assert world.client("nobody").get(address).status_code == 404
    for address in ("/", f"/lieux/{world.lieu.slug}/", "/api/v1/lieux"):
        assert str(world.people["member"]) not in Client().get(address).text


def test_who_has_no_role_any_more_is_not_listed(world: World) -> None:
    listed(world, "member", teaches="Les mandats")
    world.people["member"].memberships.all().delete()
    assert "Les mandats" not in world.client("referent").get(DIRECTORY).text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=MANDATS", {"member"}),
        ("q=beffroi", {"member_elsewhere"}),
        ("q=eleves+cordeliers", {"referent"}),
        ("q=introuvable", set()),
        ("metier=accueil", {"member_elsewhere"}),
        ("metier=astronaute", {"member", "referent", "member_elsewhere", "coordinator"}),
        ("territoire=bassin:2421", {"member", "referent", "coordinator"}),
        ("territoire=bassin:2422", {"member_elsewhere"}),
        ("territoire=lune:1", set()),
        ("q=%3Cscript%3E&page=99", set()),
    ],
)
def test_search(world: World, query: str, found: set[str]) -> None:
    listed(world, "member", teaches="Les mandats")
    listed(world, "referent", seeks="Des élèves")
    listed(world, "member_elsewhere")
    listed(world, "coordinator")
    other = world.people["member_elsewhere"]
    other.profession = "accueil"
    other.save()
    page = world.client("administrator").get(f"{DIRECTORY}?{query}")
    assert {card["pk"] for card in page.context["rows"]} == {
        world.people[role].pk for role in found
    }
    assert "<script>" not in page.text.replace("<script type", "")


def test_writing_to_a_member_hides_their_address(world: World) -> None:
    listed(world, "member")
    person, sender = world.people["member"], world.people["coordinator"]
    client, address = world.client("coordinator"), f"{DIRECTORY}{person.pk}/ecrire/"
    page = client.get(address)
    assert person.email not in page.text
    assert sender.email in page.text
    assert client.post(address, {"message": " "}).status_code == 400
    done = client.post(address, {"message": "Bonjour\r\nBcc: x@exemple.fr"}, follow=True)
    assert "Message envoyé" in done.text
    assert person.email not in done.text
    (letter,) = letters("member_message")
    assert letter.recipient == person.email
    assert sender.email in letter.text
    assert "Bcc" not in letter.subject


def test_messages_are_throttled(world: World) -> None:
    listed(world, "member")
    client = world.client("coordinator")
    address = f"{DIRECTORY}{world.people['member'].pk}/ecrire/"
    codes = [client.post(address, {"message": "Bonjour"}).status_code for _n in range(21)]
    assert codes == [302] * 20 + [429]


def test_who_is_not_listed_receives_nothing(world: World) -> None:
    address = f"{DIRECTORY}{world.people['member'].pk}/ecrire/"
    assert world.client("coordinator").post(address, {"message": "Bonjour"}).status_code == 404
    assert not letters("member_message")


def test_a_profile_too_long_is_said(world: World) -> None:
    page = world.client("member").post("/pro/profil/", {"teaches": "a" * 501})
    assert page.status_code == 400
    assert "500 caractères" in page.text


@pytest.mark.parametrize("count", [1, 3])
def test_the_directory_costs_the_same(
    world: World, count: int, django_assert_num_queries: Callable[..., object]
) -> None:
    for _number in range(count):
        user = make_member(world.here, user=make_user())
        save_profile(user=user, is_listed=True, teaches="", seeks="")
    listed(world, "coordinator")
    client = world.client("member")
    client.get(DIRECTORY)
    with django_assert_num_queries(11):  # type: ignore[attr-defined]
        client.get(DIRECTORY)
