"""Demonstration accounts: one by role, twice the same, never in production."""

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from pytest_django import Settings

from maillage.accounts.models import User
from maillage.network.actions.demo import DEMO_DOMAIN, codes_of_accounts, demo_code
from maillage.network.rules import roles_of
from maillage.territory.models import Bassin
from tests.rights.world import World


@pytest.fixture
def demo(world: World) -> World:
    world.here.bassin = Bassin.objects.get(code="2421")
    world.here.save()
    world.here.lieux.update(import_source="demonstration")
    return world


def account(name: str) -> User:
    return User.objects.get(email=f"{name}@{DEMO_DOMAIN}")


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("demo_accounts", *arguments, stdout=out)
    return out.getvalue()


def test_one_account_by_role(demo: World) -> None:
    assert run() == ""
    assert roles_of(account("membre")).member_of == {demo.here.pk}
    assert roles_of(account("referent")).referent_of == {demo.here.pk}
    assert roles_of(account("coordination-bassin")).territories == (("bassin", "2421"),)
    assert roles_of(account("coordination-region")).territories == (("region", "24"),)
    assert roles_of(account("administration")).is_administrator
    made = User.objects.filter(is_demo=True)
    assert made.count() == 5
    assert all(user.display_name.startswith("Compte de démonstration – ") for user in made)
    assert not any(user.has_usable_password() for user in made)


def test_who_needs_a_second_factor_has_the_documented_one(demo: World) -> None:
    run()
    guarded = Authenticator.objects.filter(type="totp").values_list("user__email", flat=True)
    assert set(guarded) == {
        f"{name}@{DEMO_DOMAIN}"
        for name in ("coordination-bassin", "coordination-region", "administration")
    }
    factor = Authenticator.objects.get(user=account("administration"))
    assert factor.wrap().validate_code(demo_code())


def test_the_second_time_changes_nothing(demo: World) -> None:
    run()
    before = list(User.objects.order_by("pk").values("pk", "email", "is_superuser"))
    run()
    assert list(User.objects.order_by("pk").values("pk", "email", "is_superuser")) == before
    assert Authenticator.objects.count() == 3


def test_the_table_says_how_to_sign_in(demo: World) -> None:
    assert run("--existing") == ""
    printed = run("--print")
    assert f"référent d’une structure         referent@{DEMO_DOMAIN}\n" in printed
    assert printed.count("  + second code ") == 3
    assert "/dev/courriels/" in printed
    assert run("--existing").splitlines()[1] == printed.splitlines()[1]


def test_the_page_of_the_last_emails_gives_the_second_codes(demo: World) -> None:
    assert codes_of_accounts() == []
    run()
    codes = {row.email.split("@")[0]: row.code for row in codes_of_accounts()}
    assert [name for name, code in codes.items() if not code] == ["membre", "referent"]
    factor = Authenticator.objects.get(user=account("coordination-bassin")).wrap()
    assert factor.validate_code(codes["coordination-bassin"])


def test_structures_of_real_data_have_no_demonstration_account(world: World) -> None:
    world.here.bassin = Bassin.objects.get(code="2421")
    world.here.save()
    with pytest.raises(CommandError, match="données de démonstration manquent"):
        run()


def test_refused_in_production_and_without_data(world: World, settings: Settings) -> None:
    with pytest.raises(CommandError, match="données de démonstration manquent"):
        run()
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="production"):
        run()
    assert not User.objects.filter(is_demo=True).exists()
