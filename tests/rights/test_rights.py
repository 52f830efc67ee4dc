"""The table of rights, walked with real requests: every closed address, every role."""

from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from pytest_django import Settings

from tests.rights.objects import make_objects, unknown
from tests.rights.table import TABLE, Row
from tests.rights.world import ROLES, World, make_world
from tests.test_consistency import named_patterns

LOGIN = "/connexion/"


def closed_addresses() -> set[str]:
    """Every address of the resolver that asks for an account."""
    return {
        name
        for name, pattern in named_patterns(get_resolver())
        if getattr(pattern.callback, "login_required", True)
    }


def test_every_closed_address_has_its_line() -> None:
    missing = closed_addresses() - set(TABLE)
    assert not missing, f"say who may use {sorted(missing)} in tests/rights/table.py"
    gone = set(TABLE) - closed_addresses()
    assert not gone, f"these addresses left, or are public: {sorted(gone)}"


@dataclass(frozen=True)
class Answer:
    """What the table looks at."""

    status: int
    location: str

    @property
    def is_login(self) -> bool:
        return self.status == 302 and self.location.startswith(LOGIN)


@dataclass
class Walk:
    """The world, its objects, and one browser of the role under test."""

    world: World
    objects: dict[str, dict[str, Any]]
    client: Client
    role: str

    def ask(self, name: str, row: Row, method: str, *, is_unknown: bool = False) -> Answer:
        """The answer to one request; whatever it wrote is undone."""
        kwargs = self.objects[row.kind]
        address = reverse(name, kwargs=unknown(kwargs) if is_unknown else kwargs)
        values = self.objects["values"]
        data = {key: text.format(**values) for key, text in row.data.items()}
        # Signing out takes the cookie away: the next address is asked by the same person.
        cookies = copy(self.client.cookies)
        try:
            with transaction.atomic():
                if method == "GET":
                    response = self.client.get(address + row.query)
                else:
                    response = self.client.post(address + row.query, data)
                if response.streaming:  # read to its end, which closes it without the database
                    response.getvalue()
                transaction.set_rollback(True)
            return Answer(response.status_code, response.headers.get("Location", ""))
        finally:
            self.client.cookies = cookies


@pytest.fixture(params=ROLES)
def walk(request: pytest.FixtureRequest, db: None, settings: Settings, tmp_path: Path) -> Walk:
    settings.MEDIA_ROOT = str(tmp_path)
    world = make_world()
    objects = make_objects(world)
    return Walk(world, objects, world.client(request.param), request.param)


def problem(walk: Walk, row: Row, method: str, answer: Answer) -> str:
    """What is wrong with an answer, or nothing."""
    status = answer.status
    if walk.role == "anonymous":
        return "" if answer.is_login else f"{status}, expected the sign-in"
    if answer.is_login and row is not TABLE["account_logout"]:
        return "sent to the sign-in"
    if walk.role not in row.who:
        # A method that the address never answers tells nothing about the object.
        wanted = {row.refusal} if method in row.methods.split() else {row.refusal, 405}
        return "" if status in wanted else f"{status}, expected {row.refusal}"
    if method not in row.methods.split():
        return "" if status == 405 else f"{status}, expected 405"
    return "" if status in {200, 302, 400} else f"{status}, expected a page"


def test_each_role_gets_what_the_table_says(walk: Walk) -> None:
    found = []
    for name, row in TABLE.items():
        for method in ("GET", "POST"):
            wrong = problem(walk, row, method, walk.ask(name, row, method))
            if wrong:
                found.append(f"{walk.role} {method} {name}: {wrong}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("walk", ["administrator"], indirect=True)
def test_what_does_not_exist_is_a_404_for_everybody(walk: Walk) -> None:
    found = []
    for name, row in TABLE.items():
        if not walk.objects[row.kind]:
            continue
        for method in row.methods.split():
            status = walk.ask(name, row, method, is_unknown=True).status
            if status != 404:
                found.append(f"{method} {name}: {status}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("walk", ["coordinator"], indirect=True)
def test_a_role_withdrawn_counts_at_the_next_request(walk: Walk) -> None:
    row = TABLE["network:claim_detail"]
    assert walk.ask("network:claim_detail", row, "GET").status == 200
    walk.world.people["coordinator"].coordinations.all().delete()
    assert walk.ask("network:claim_detail", row, "GET").status == 404
    assert walk.ask("network:claim_detail", row, "POST").status == 404


@pytest.mark.parametrize("walk", ["referent"], indirect=True)
def test_a_closed_account_is_out_at_the_next_request(walk: Walk) -> None:
    row = TABLE["network:structure_detail"]
    assert walk.ask("network:structure_detail", row, "GET").status == 200
    type(walk.world.people["referent"]).objects.update(is_active=False)
    assert walk.ask("network:structure_detail", row, "GET").is_login
