"""The people of a structure: roles given and withdrawn, with an undo."""

import pytest
from django.core import signing

from maillage.accounts.actions import deactivate_account
from maillage.core.models import JournalEntry
from maillage.network.models import Membership
from tests.factories.people import make_member
from tests.rights.world import World


def page_of(world: World) -> str:
    return f"/pro/structures/{world.here.pk}/"


def test_a_referent_sees_people_places_and_visits(world: World) -> None:
    page = world.client("referent").get(page_of(world))
    assert str(world.people["member"]) in page.text
    assert "Annexe des Cordeliers" in page.text
    assert "Dernière visite : jamais" in page.text


def test_a_member_sees_names_but_neither_visits_nor_buttons(world: World) -> None:
    page = world.client("member").get(page_of(world))
    assert str(world.people["referent"]) in page.text
    assert "Dernière visite" not in page.text
    assert "/retirer/" not in page.text


def test_a_role_withdrawn_while_a_page_is_open_counts_at_once(world: World) -> None:
    client = world.client("referent")
    client.get(page_of(world))
    world.client("administrator").post(
        f"{page_of(world)}membres/{world.people['referent'].pk}/role/", {"role": "membre"}
    )
    late = client.post(f"{page_of(world)}membres/{world.people['member'].pk}/retirer/")
    assert late.status_code == 404
    assert Membership.objects.filter(user=world.people["member"]).exists()


def test_removing_somebody_can_be_undone(world: World) -> None:
    client, member = world.client("referent"), world.people["member"]
    answer = client.post(f"{page_of(world)}membres/{member.pk}/retirer/", follow=True)
    assert "ne fait plus partie" in answer.text
    assert not Membership.objects.filter(user=member).exists()
    token = answer.context["undo"]
    back = client.post(f"{page_of(world)}retablir/", {"retirer": token}, follow=True)
    assert "de nouveau dans la structure" in back.text
    assert Membership.objects.get(user=member).role == "membre"
    verbs = list(JournalEntry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs[-2:] == ["membership.removed", "membership.added"]


def test_an_undo_serves_for_an_hour_and_for_its_structure(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, member = world.client("referent"), world.people["member"]
    answer = client.post(f"{page_of(world)}membres/{member.pk}/retirer/", follow=True)
    token = answer.context["undo"]
    there = f"/pro/structures/{world.there.pk}/retablir/"
    world.client("referent_elsewhere").post(there, {"retirer": token})
    forged = signing.dumps({"structure": world.here.pk, "user": member.pk, "role": "referent"})
    client.post(f"{page_of(world)}retablir/", {"retirer": forged})
    monkeypatch.setattr("maillage.network.views.structures.UNDO_SECONDS", -1)
    late = client.post(f"{page_of(world)}retablir/", {"retirer": token}, follow=True)
    assert "trop tard" in late.text
    assert not Membership.objects.filter(user=member).exists()


def test_leaving_asks_for_the_tick(world: World) -> None:
    client = world.client("member")
    page = client.post(f"{page_of(world)}quitter/", follow=True)
    assert "Cochez la case" in page.text
    client.post(f"{page_of(world)}quitter/", {"confirmer": "oui"})
    assert not Membership.objects.filter(user=world.people["member"]).exists()
    assert client.get(page_of(world)).status_code == 404


def test_whoever_is_no_member_cannot_leave(world: World) -> None:
    answer = world.client("coordinator").post(f"{page_of(world)}quitter/", {"confirmer": "oui"})
    assert answer.status_code == 404


@pytest.mark.parametrize("role", ["", "chef", "administrator"])
def test_unknown_roles_are_refused(world: World, role: str) -> None:
    address = f"{page_of(world)}membres/{world.people['member'].pk}/role/"
    page = world.client("referent").post(address, {"role": role}, follow=True)
    assert "Ce rôle n’existe pas" in page.text
    assert Membership.objects.get(user=world.people["member"]).role == "membre"


def test_a_person_of_another_structure_is_not_reached_through_mine(world: World) -> None:
    other = world.people["member_elsewhere"]
    address = f"{page_of(world)}membres/{other.pk}/retirer/"
    assert world.client("referent").post(address).status_code == 404
    assert Membership.objects.filter(user=other).exists()


@pytest.mark.parametrize("pk", [0, 10**30])
def test_unknown_structures(world: World, pk: int) -> None:
    assert world.client("administrator").get(f"/pro/structures/{pk}/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same(
    world: World, count: int, django_assert_num_queries: object
) -> None:
    for _number in range(count):
        make_member(world.here)
    client = world.client("referent")
    client.get(page_of(world))
    with django_assert_num_queries(7):  # type: ignore[operator]
        client.get(page_of(world))


def test_the_coordination_opens_a_closed_account_again(world: World) -> None:
    member = world.people["member"]
    deactivate_account(user=member, by=None)
    address = f"{page_of(world)}membres/{member.pk}/rouvrir/"
    assert address not in world.client("referent").get(page_of(world)).text
    client = world.client("coordinator")
    assert address in client.get(page_of(world)).text
    assert "compte désactivé" in client.get("/pro/territoires/membres/").text
    assert "est rouvert" in client.post(address, follow=True).text
    member.refresh_from_db()
    assert member.is_active
    assert JournalEntry.objects.filter(verb="account.reactivated").count() == 1


def test_the_account_of_the_support_is_opened_by_an_administrator(world: World) -> None:
    member = world.people["member"]
    member.is_staff = True
    member.save(update_fields=["is_staff"])
    deactivate_account(user=member, by=None)
    address = f"{page_of(world)}membres/{member.pk}/rouvrir/"
    assert world.client("coordinator").post(address).status_code == 404
    assert world.client("administrator").post(address).status_code == 302
    member.refresh_from_db()
    assert member.is_active
