"""What is kept of people is written down, with the work that erases it."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import EmailField, Model
from django.utils import timezone

from maillage.contributions.actions.desk import OPERATION_KEPT
from maillage.contributions.jobs.desk import forget
from maillage.contributions.models import DeskOperation
from maillage.core.jobs import JOBS
from maillage.core.retention import SUPPORT_LOG_KEPT, delete_support_log
from maillage.directory.import_actions.records import CELLS_KEPT
from maillage.directory.tasks import forget_old_cells
from tests.factories.imports import make_record
from tests.factories.people import make_user

PAGE = Path(__file__).parent.parent / "docs/reference/donnees-personnelles.md"
# Other names of fields that hold somebody's words, address or key.
PERSONAL_NAMES = {
    "actor_id",
    "address_mark",
    "display_name",
    "message",
    "profession",
    "recipient",
    "session_key",
    "args_kwargs",
    "image",
}


def names_somebody(model: type[Model]) -> bool:
    """Whether a row may say something of a person."""
    user = get_user_model()
    return any(
        field.related_model is user or isinstance(field, EmailField) or field.name in PERSONAL_NAMES
        for field in model._meta.concrete_fields
    )


def test_every_table_that_names_somebody_is_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    people = {model.__name__ for model in apps.get_models() if names_somebody(model)}
    assert {name for name in people if f"`{name}`" not in page} == set()
    # And nothing else: a table that is gone leaves the page.
    known = {model.__name__ for model in apps.get_models()}
    assert set(re.findall(r"\| `(\w+)` \|", page)) <= known


def test_every_work_named_by_the_page_exists() -> None:
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line[:2] == "| "]
    works = {name for row in rows for name in re.findall(r"`(\w+\.\w+)`", row.split("|")[-2])}
    assert works
    assert works <= set(JOBS)


@pytest.mark.django_db
def test_what_the_support_did_goes_after_a_year() -> None:
    kind = ContentType.objects.get_for_model(get_user_model())
    for days in (SUPPORT_LOG_KEPT.days - 1, SUPPORT_LOG_KEPT.days + 1):
        row = LogEntry.objects.create(
            user=make_user(), content_type=kind, object_repr="a@exemple.fr", action_flag=CHANGE
        )
        LogEntry.objects.filter(pk=row.pk).update(action_time=timezone.now() - timedelta(days=days))
    assert delete_support_log() == "lines=1"
    assert LogEntry.objects.count() == 1


@pytest.mark.django_db
def test_bulk_actions_go_when_nobody_takes_them_back() -> None:
    now = timezone.now()
    kept = DeskOperation.objects.create(kind="archiver", at=now)
    DeskOperation.objects.create(kind="archiver", at=now - OPERATION_KEPT - timedelta(days=1))
    assert forget() == "operations=1"
    assert DeskOperation.objects.get() == kept


@pytest.mark.django_db
def test_cells_of_places_that_a_source_gives_no_more_go_after_thirteen_months() -> None:
    now = timezone.now()
    said = {
        "raw": {"nom": "Relais"},
        "messages": [{"level": "repare"}],
        "values": {"nom": "Relais"},
    }
    ends = [None, now - CELLS_KEPT + timedelta(days=1), now - CELLS_KEPT - timedelta(days=1)]
    given, late, old = (make_record(missing_since=end, **said) for end in ends)
    assert forget_old_cells() == "records=1"
    assert forget_old_cells() == "records=0"
    for record in (given, late, old):
        record.refresh_from_db()
    assert (given.raw, late.raw, old.raw) == (said["raw"], said["raw"], {})
    assert (old.messages, old.values) == ([], said["values"])
