"""Periodic work: run when due, once, whatever happens."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from maillage.core import jobs
from maillage.core.jobs import JOBS, declare_job, run_due_jobs
from maillage.core.models import JobRun

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_other_job() -> Iterator[None]:
    kept = dict(JOBS)
    JOBS.clear()
    yield
    JOBS.clear()
    JOBS.update(kept)


def move_back(by: timedelta) -> None:
    """As if the last run was longer ago."""
    for row in JobRun.objects.all():
        row.started_at -= by
        row.finished_at = row.finished_at and row.finished_at - by
        row.save()


def test_a_job_runs_when_it_is_due() -> None:
    runs: list[int] = []

    def count() -> str:
        runs.append(1)
        return f"n={len(runs)}"

    declare_job(name="test.count", every=timedelta(days=1), run=count)
    assert run_due_jobs() == 1
    assert run_due_jobs() == 0
    move_back(timedelta(hours=23))
    assert run_due_jobs() == 0
    move_back(timedelta(hours=1))
    assert run_due_jobs() == 1
    assert len(runs) == 2
    assert JobRun.objects.get().outcome == "n=2"


def test_a_clock_that_was_years_ahead_stops_no_job() -> None:
    runs: list[int] = []
    declare_job(name="test.count", every=timedelta(days=1), run=lambda: str(runs.append(1)))
    assert run_due_jobs() == 1
    move_back(-timedelta(days=1000))
    assert run_due_jobs() == 1
    assert run_due_jobs() == 0
    move_back(-timedelta(minutes=1))  # the clock of another machine
    assert run_due_jobs() == 0


def test_a_job_that_fails_is_told_and_tried_an_hour_later_and_stops_no_other() -> None:
    runs: list[str] = []

    def broken() -> str:
        runs.append("broken")
        raise ZeroDivisionError

    def sound() -> str:
        runs.append("sound")
        return ""

    declare_job(name="test.broken", every=timedelta(days=1), run=broken)
    declare_job(name="test.sound", every=timedelta(days=1), run=sound)
    assert run_due_jobs() == 2
    row = JobRun.objects.get(name="test.broken")
    assert (row.failures, row.outcome) == (1, "erreur : ZeroDivisionError")
    assert row.finished_at is not None
    move_back(timedelta(hours=1))
    run_due_jobs()
    assert runs == ["broken", "sound", "broken"]
    assert JobRun.objects.get(name="test.broken").failures == 2


def test_a_job_whose_worker_died_is_begun_again_after_an_hour() -> None:
    declare_job(name="test.cut", every=timedelta(minutes=5), run=lambda: "done")
    JobRun.objects.create(name="test.cut", started_at=timezone.now() - timedelta(minutes=59))
    assert run_due_jobs() == 0
    move_back(timedelta(minutes=1))
    assert run_due_jobs() == 1


def test_two_workers_that_read_the_same_date_run_a_job_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    runs: list[int] = []

    def count() -> str:
        runs.append(1)
        return ""

    declare_job(name="test.count", every=timedelta(days=1), run=count)
    run_due_jobs()
    move_back(timedelta(days=1))
    seen: QuerySet[JobRun] = JobRun.objects.all()
    both_read = list(seen)
    claims = [jobs._claim(JOBS["test.count"], last) for last in both_read * 2]
    assert claims == [True, False]
    # The first run of all, too.
    JobRun.objects.all().delete()
    assert [jobs._claim(JOBS["test.count"], None) for _worker in range(2)] == [True, False]


def test_a_name_is_taken_once() -> None:
    declare_job(name="test.one", every=timedelta(days=1), run=lambda: "")
    with pytest.raises(ValueError, match="twice"):
        declare_job(name="test.one", every=timedelta(days=1), run=lambda: "")
