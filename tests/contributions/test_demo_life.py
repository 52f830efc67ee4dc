"""Life of the demonstration: clearly an example, once, without an e-mail; accounts made once."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from maillage.accounts.models import User
from maillage.contributions.actions.demo import DemoLife, make_demo_life
from maillage.contributions.models import Campaign, Contribution
from maillage.core.models import OutgoingEmail
from maillage.directory.enums import ESSENTIAL_SECTIONS, ConfirmationKind
from maillage.directory.models import Lieu, SectionConfirmation
from maillage.network.models import Coordination
from maillage.network.rules import roles_of
from maillage.portal.management.commands import prepare_site
from tests.factories.directory import make_lieu
from tests.factories.people import make_coordinator, make_member
from tests.rights.world import World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo() -> World:
    """The places of Chartres come from the demonstration."""
    world = make_world()
    world.here.bassin_id = "2421"
    world.here.save()
    here = Lieu.objects.filter(structure=world.here)
    here.update(import_source="demonstration")
    Lieu.history.filter(id__in=here.values("pk")).update(history_source="demonstration")
    return world


def test_everything_says_that_it_is_an_example_and_nobody_is_told(demo: World) -> None:
    # Whoever answers for these sheets in earnest would get the letters.
    make_member(demo.here)
    make_coordinator("bassin", "2421")
    call_command("demo_accounts")
    assert make_demo_life() == DemoLife(contributions=3, sheets_confirmed=2, campaigns=1)
    assert {row.nature for row in Contribution.objects.all()} == {
        "signalement",
        "correction",
        "nouveau_lieu",
    }
    for row in Contribution.objects.all():
        assert row.message.startswith("Exemple de démonstration : ")
        assert row.email == ""
    campaign = Campaign.objects.get()
    assert (campaign.nom, campaign.status) == ("Campagne de démonstration", "brouillon")
    assert not OutgoingEmail.objects.exists()


def test_sheets_are_confirmed_in_the_past_never_in_the_name_of_their_structure(
    demo: World,
) -> None:
    call_command("demo_accounts")
    make_demo_life()
    rows = SectionConfirmation.objects.select_related("by")
    assert {row.kind for row in rows} == {ConfirmationKind.COORDINATION}
    assert all(row.by is not None and row.by.is_demo for row in rows)
    assert len({row.confirmed_at for row in rows}) == 2
    assert max(row.confirmed_at for row in rows) < timezone.now() - timedelta(days=4)
    assert set(ESSENTIAL_SECTIONS) <= {row.section for row in rows}


def test_a_second_run_adds_nothing_and_answers_stay(demo: World) -> None:
    call_command("demo_accounts")
    make_demo_life()
    Contribution.objects.update(status="corrige", answered_at=timezone.now())
    assert make_demo_life() == DemoLife()


def test_a_sheet_that_somebody_wrote_is_left_alone(demo: World) -> None:
    call_command("demo_accounts")
    Lieu.history.filter(id=demo.lieu.pk).update(history_source="saisie:espace")
    make_demo_life()
    assert not demo.lieu.confirmations.exists()
    assert not demo.lieu.contributions.exists()
    assert demo.second_lieu.confirmations.exists()
    assert not demo.lieu_there.confirmations.exists()


def test_refused_in_production_and_without_accounts(demo: World, settings: Settings) -> None:
    with pytest.raises(CommandError, match="comptes de démonstration manquent"):
        call_command("demo_life")
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="production"):
        call_command("demo_life")
    assert not Contribution.objects.exists()


@pytest.fixture(autouse=True)
def _orientation_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare_site, "is_trained", lambda: True)


def prepare() -> str:
    out = StringIO()
    call_command("prepare_site", stdout=out)
    return out.getvalue()


def test_preparing_a_site_makes_the_accounts_once_in_development_only(
    demo: World, settings: Settings
) -> None:
    prepare()
    assert not User.objects.filter(is_demo=True).exists()
    settings.DEVELOPMENT = True
    prepare()
    assert User.objects.filter(is_demo=True).count() == 5
    assert Contribution.objects.count() == 3
    # What a person took away from them stays away.
    Coordination.objects.filter(user__email__startswith="coordination-bassin").delete()
    Contribution.objects.all().delete()
    prepare()
    bassin = User.objects.get(email__startswith="coordination-bassin")
    assert not roles_of(bassin).is_coordinator
    assert not Contribution.objects.exists()


def test_a_database_without_the_demonstration_gets_no_account(settings: Settings) -> None:
    settings.DEVELOPMENT = True
    make_lieu()
    prepare()
    assert not User.objects.exists()
