"""Small accounts: each with the one role that matters to a test."""

from itertools import count
from typing import Any

from django.test import Client

from maillage.accounts.models import User
from maillage.directory.models import Structure
from maillage.network.enums import CoordinationKind, MembershipRole
from maillage.network.models import Coordination, Membership

_numbers = count(1)


def make_user(email: str = "", **fields: Any) -> User:
    """An account without any role; the address is new at every call unless given."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "display_name": f"Personne {number}",
        "profession": "mediation",
        **fields,
    }
    return User.objects.create_user(email or f"personne-{number}@exemple.fr", **values)


def make_structure(nom: str = "", **fields: Any) -> Structure:
    """A structure; its name is new at every call unless given."""
    number = next(_numbers)
    values: dict[str, Any] = {"slug": f"structure-{number}", **fields}
    return Structure.objects.create(nom=nom or f"Structure {number}", **values)


def make_member(
    structure: Structure, role: str = MembershipRole.MEMBRE, *, user: User | None = None
) -> User:
    """A person of one structure; a new account unless `user` is given."""
    person = user or make_user()
    Membership.objects.create(user=person, structure=structure, role=role)
    return person


def make_coordinator(
    kind: str = CoordinationKind.BASSIN, code: str = "2421", *, user: User | None = None
) -> User:
    """A person who coordinates one territory, whose communes the test has made."""
    person = user or make_user(profession="coordination")
    Coordination.objects.create(user=person, kind=kind, code=code)
    return person


def make_administrator(**fields: Any) -> User:
    """A person whose charge is the whole site."""
    return make_user(**{"is_superuser": True, **fields})


def client_of(user: User) -> Client:
    """A browser in which this person has signed in; a new one at every call."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client
