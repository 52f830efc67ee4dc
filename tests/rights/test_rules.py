"""The rules themselves, without a page: each role, own and other."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from maillage.accounts.models import User
from maillage.network import rules
from maillage.network.models import Claim, Coordination, Invitation
from tests.factories.directory import make_lieu
from tests.factories.people import make_coordinator, make_member, make_structure
from tests.rights.world import ROLES, World, make_world


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def person(world: World, role: str) -> User | AnonymousUser:
    return AnonymousUser() if role == "anonymous" else world.people[role]


# Predicate on the things of « here » → who.
EDIT = {"member", "referent", "coordinator", "administrator"}
MANAGE = EDIT - {"member"}
COORDINATE = {"coordinator", "administrator"}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_towards_the_things_of_here(world: World, role: str) -> None:
    user = person(world, role)
    claim = Claim(lieu=world.lieu)
    invitation = Invitation(structure=world.here, role="membre")
    own = Coordination.objects.get(user=world.people["coordinator"])
    answers = {
        "edit": rules.can_edit_lieu(user, world.lieu),
        "manage": rules.can_manage_lieu(user, world.lieu),
        "structure": rules.can_manage_structure(user, world.here),
        "people": rules.can_see_structure(user, world.here),
        "lieu": rules.coordinates_lieu(user, world.lieu),
        "organisation": rules.coordinates_structure(user, world.here),
        "territory": rules.coordinates_territory(user, kind="bassin", code="2421"),
        "claim": rules.can_answer_claim(user, claim),
        "invitation": rules.can_manage_invitation(user, invitation),
        "colleague": rules.can_remove_coordination(user, own),
    }
    assert answers == {
        "edit": role in EDIT,
        "manage": role in MANAGE,
        "structure": role in MANAGE,
        "people": role in EDIT,
        "lieu": role in COORDINATE,
        "organisation": role in COORDINATE,
        "territory": role in COORDINATE,
        "claim": role in COORDINATE,
        "invitation": role in MANAGE,
        "colleague": role == "administrator",
    }


@pytest.mark.parametrize("role", ROLES)
def test_lists_and_predicates_agree(world: World, role: str) -> None:
    user = person(world, role)
    for structure in (world.here, world.there):
        listed = rules.managed_structures(user).filter(pk=structure.pk).exists()
        assert listed == rules.can_manage_structure(user, structure)
    for structure, token in ((world.here, "a"), (world.there, "b")):
        Invitation.objects.create(
            email="a@exemple.fr",
            structure=structure,
            role="membre",
            token_hash=token,
            expires_at="2099-01-01T00:00Z",
        )
    for kind, code, token in (("bassin", "2421", "c"), ("region", "24", "d")):
        Invitation.objects.create(
            email="a@exemple.fr",
            coordination_kind=kind,
            coordination_code=code,
            token_hash=token,
            expires_at="2099-01-01T00:00Z",
        )
    allowed = {row for row in Invitation.objects.all() if rules.can_manage_invitation(user, row)}
    assert set(rules.managed_invitations(user)) == allowed


@pytest.mark.parametrize("role", ROLES)
def test_who_needs_a_second_factor(world: World, role: str) -> None:
    wanted = role in {"coordinator", "coordinator_elsewhere", "administrator"}
    assert rules.needs_second_factor(person(world, role)) == wanted


def test_a_profession_gives_no_right(world: World) -> None:
    user = world.people["nobody"]
    user.profession = "coordination"
    user.save()
    assert rules.roles_of(user) == rules.Roles()


def test_an_inactive_account_has_no_role(world: World) -> None:
    administrator = world.people["administrator"]
    administrator.is_active = False
    assert not rules.can_edit_lieu(administrator, world.lieu)
    assert rules.roles_of(administrator) is rules.NOBODY


def test_a_place_without_commune_or_structure_belongs_to_administrators(world: World) -> None:
    lieu = make_lieu(code_insee="", structure=None)
    allowed = {role for role in ROLES if rules.can_edit_lieu(person(world, role), lieu)}
    assert allowed == {"administrator"}


def test_a_structure_in_two_basins_is_coordinated_by_both(world: World) -> None:
    make_lieu(code_insee="28134", structure=world.here)
    assert rules.coordinates_structure(world.people["coordinator_elsewhere"], world.here)
    # Its place of Chartres stays with the coordination of Chartres.
    assert not rules.can_edit_lieu(world.people["coordinator_elsewhere"], world.lieu)


def test_a_territory_that_left_the_list_gives_no_right(world: World) -> None:
    user = make_coordinator("bassin", "9999")
    assert rules.roles_of(user).communes == frozenset()
    assert not rules.coordinates_territory(user, kind="bassin", code="9999")
    assert not rules.coordinates_territory(user, kind="lune", code="1")


def test_a_department_covers_its_basins_not_the_reverse(world: World) -> None:
    wide = make_coordinator("departement", "28")
    assert rules.coordinates_territory(wide, kind="bassin", code="2422")
    assert dict(rules.coordinable_territories(wide)).keys() >= {"bassin:2421", "departement:28"}
    narrow = world.people["coordinator"]
    assert dict(rules.coordinable_territories(narrow)).keys() == {"bassin:2421"}


def test_two_structures_two_roles(world: World) -> None:
    user = world.people["member"]
    make_member(world.there, "referent", user=user)
    assert rules.can_manage_structure(user, world.there)
    assert not rules.can_manage_structure(user, world.here)


def test_who_has_nothing_sees_nothing(world: World) -> None:
    structure = make_structure()
    for role in set(ROLES) - {"administrator"}:
        with pytest.raises(Http404):
            rules.structure_for_reading_or_404(person(world, role), structure.pk)
        with pytest.raises(Http404):
            rules.lieu_for_edit_or_404(person(world, role), "inconnu")
