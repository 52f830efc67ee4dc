"""Two basins, two structures, three places, and one person of each role."""

from dataclasses import dataclass, field

from django.test import Client

from maillage.accounts.models import User
from maillage.directory.models import Lieu, Structure
from maillage.network.enums import MembershipRole
from tests.factories.directory import make_lieu
from tests.factories.people import (
    client_of,
    make_administrator,
    make_coordinator,
    make_member,
    make_structure,
    make_user,
)
from tests.factories.territory import BassinFactory, BassinMembershipFactory, CommuneFactory

# Every role of the table of rights. « own » and « other »: towards the things of the world that
# are called `own`, which all belong to the structure and the basin `here`.
ROLES = (
    "anonymous",
    "nobody",
    "member",
    "member_elsewhere",
    "referent",
    "referent_elsewhere",
    "coordinator",
    "coordinator_elsewhere",
    "administrator",
)


@dataclass
class World:
    """`here` is Chartres: its structure has two places. `there` is Dreux: one place."""

    here: Structure
    there: Structure
    lieu: Lieu
    second_lieu: Lieu
    lieu_there: Lieu
    people: dict[str, User] = field(default_factory=dict)

    def client(self, role: str) -> Client:
        """A browser of somebody who has this role."""
        return Client() if role == "anonymous" else client_of(self.people[role])


def make_world() -> World:
    """Everything, written by the actions of the site."""
    places = (("2421", "Chartres", "28085"), ("2422", "Dreux", "28134"))
    for bassin, nom, commune in places:
        BassinMembershipFactory.create(
            commune=CommuneFactory.create(code=commune, nom=nom, slug=nom.lower()),
            bassin=BassinFactory.create(code=bassin, nom=nom),
        )
    here, there = make_structure("Les Cordeliers"), make_structure("Le Beffroi")
    world = World(
        here=here,
        there=there,
        lieu=make_lieu(nom="Espace des Cordeliers", structure=here),
        second_lieu=make_lieu(nom="Annexe des Cordeliers", structure=here),
        lieu_there=make_lieu(
            nom="Salle du Beffroi",
            commune="Dreux",
            code_postal="28100",
            code_insee="28134",
            structure=there,
        ),
    )
    world.people = {
        "nobody": make_user(),
        "member": make_member(here),
        "member_elsewhere": make_member(there),
        "referent": make_member(here, MembershipRole.REFERENT),
        "referent_elsewhere": make_member(there, MembershipRole.REFERENT),
        "coordinator": make_coordinator("bassin", "2421"),
        "coordinator_elsewhere": make_coordinator("bassin", "2422"),
        "administrator": make_administrator(),
    }
    return world
