"""Who coordinates what, and the members of a territory."""

import pytest

from maillage.core.models import JournalEntry
from maillage.network.models import Coordination
from tests.factories.people import make_coordinator, make_member
from tests.network.letters import letters
from tests.rights.world import World


def test_a_coordinator_sees_those_of_the_territory(world: World) -> None:
    text = world.client("coordinator").get("/pro/coordinations/").text
    assert str(world.people["coordinator"]) in text
    assert str(world.people["coordinator_elsewhere"]) not in text
    whole = world.client("administrator").get("/pro/coordinations/").text
    assert str(world.people["coordinator_elsewhere"]) in whole


def test_an_administrator_names_a_coordinator(world: World) -> None:
    page = world.client("administrator").post(
        "/pro/coordinations/", {"email": "nouvelle@exemple.fr", "territory": "departement:28"}
    )
    assert page.status_code == 302
    assert "Département : Eure-et-Loir" in letters("invitation")[0].text


def test_only_a_wider_territory_removes_a_coordinator(world: World) -> None:
    target = Coordination.objects.get(user=world.people["coordinator"])
    address = f"/pro/coordinations/{target.pk}/retirer/"
    assert world.client("coordinator").post(address).status_code == 404
    assert world.client("coordinator_elsewhere").post(address).status_code == 404
    world.people["wide"] = make_coordinator("departement", "28")
    assert world.client("wide").get(address).status_code == 405
    assert world.client("wide").post(address).status_code == 302
    assert not Coordination.objects.filter(pk=target.pk).exists()
    assert JournalEntry.objects.latest("pk").verb == "coordination.removed"
    assert world.client("coordinator").get("/pro/coordinations/").status_code == 404


def test_members_of_the_territory_with_their_last_visit(world: World) -> None:
    page = world.client("coordinator").get("/pro/territoires/membres/")
    assert str(world.people["member"]) in page.text
    assert str(world.people["member_elsewhere"]) not in page.text
    assert "jamais" in page.text


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_cost_the_same(
    world: World, count: int, django_assert_num_queries: object
) -> None:
    for _number in range(count):
        make_member(world.here)
        make_coordinator("bassin", "2421")
    client = world.client("coordinator")
    client.get("/pro/coordinations/")
    with django_assert_num_queries(12):  # type: ignore[operator]
        client.get("/pro/coordinations/")
    with django_assert_num_queries(7):  # type: ignore[operator]
        client.get("/pro/territoires/membres/")
