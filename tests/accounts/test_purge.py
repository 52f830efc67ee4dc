"""Idle accounts: warned, closed, warned again, deleted."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from maillage.accounts.actions import (
    create_account,
    deactivate_account,
    note_activity,
    reactivate_account,
)
from maillage.accounts.actions.purge import Purge, purge_accounts
from maillage.accounts.models import User
from maillage.core.errors import DomainError
from maillage.core.jobs import JOBS
from maillage.core.models import JournalEntry
from tests.accounts.doors import kinds
from tests.factories.people import make_administrator, make_user

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
START = timezone.now()


@pytest.fixture
def user() -> User:
    user = create_account(email="pro@exemple.fr", display_name="Claude", profession="accueil")
    User.objects.update(last_seen_at=START)
    return user


def after(days: int) -> Purge:
    return purge_accounts(now=START + days * DAY)


def test_the_life_of_an_idle_account(user: User) -> None:
    assert after(334) == Purge()
    assert after(335) == Purge(warned=1)
    assert after(336) == Purge()
    assert after(364) == Purge()
    assert after(365) == Purge(closed=1)
    user.refresh_from_db()
    assert not user.is_active
    # deactivate_account dates from today: the second year is counted from there.
    User.objects.update(deactivated_at=START + 365 * DAY)
    assert after(365 + 334) == Purge()
    assert after(365 + 335) == Purge(warned_again=1)
    assert after(365 + 364) == Purge()
    assert after(365 + 365) == Purge(deleted=1)
    assert not User.objects.exists()
    steps = ["idle_warning", "deactivated", "deletion_warning", "deleted"]
    assert kinds() == [f"accounts.{step}" for step in steps]
    verbs = JournalEntry.objects.order_by("pk").values_list("verb", "actor_id")
    life = ["created", "deactivated", "deleted"]
    assert list(verbs) == [(f"account.{step}", None) for step in life]


def test_nobody_is_closed_without_thirty_days_of_notice(user: User) -> None:
    assert after(500) == Purge(warned=1)
    assert after(529) == Purge()
    assert after(530) == Purge(closed=1)


def test_a_visit_stops_everything(user: User) -> None:
    after(340)
    note_activity(user=user, session_key="", at=START + 350 * DAY)
    user.refresh_from_db()
    assert user.warned_at is None
    assert after(380) == Purge()


def test_demonstration_and_last_administrator_are_left_alone() -> None:
    make_user(is_demo=True, last_seen_at=START)
    chief = make_administrator(last_seen_at=START)
    assert after(2000) == Purge()
    second = make_administrator(last_seen_at=START)
    assert after(2000) == Purge(warned=2)
    assert after(2100) == Purge(closed=1)
    assert User.objects.filter(pk__in=[chief.pk, second.pk], is_active=True).count() == 1


def test_the_command_counts_first(user: User) -> None:
    User.objects.update(last_seen_at=START - 340 * DAY)
    out = StringIO()
    call_command("purge_accounts", "--dry-run", stdout=out)
    assert out.getvalue().startswith("[essai] prévenus : 1, désactivés : 0")
    assert kinds() == []
    call_command("purge_accounts", stdout=out)
    assert kinds() == ["accounts.idle_warning"]


def test_the_job_runs_every_day(user: User) -> None:
    job = JOBS["accounts.purge"]
    assert job.every == DAY
    assert job.run() == str(Purge())


def test_a_coordinator_opens_the_account_again(user: User) -> None:
    by = make_user()
    deactivate_account(user=user, by=by)
    reactivate_account(user=user, by=by)
    reactivate_account(user=user, by=by)
    user.refresh_from_db()
    assert user.is_active
    assert (user.deactivated_at, user.warned_at) == (None, None)
    assert kinds() == ["accounts.deactivated", "accounts.reactivated"]
    assert JournalEntry.objects.filter(verb="account.reactivated", actor_id=by.pk).count() == 1
    chief = make_administrator()
    with pytest.raises(DomainError, match="dernier compte"):
        deactivate_account(user=chief, by=by)
