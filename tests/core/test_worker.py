"""The worker: its two loops go on after an error, a task cut short is taken over."""

import os
import socket
import subprocess
import sys
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import Settings

from maillage.core import worker as worker_module
from maillage.core.jobs import JOBS
from maillage.core.mail.sending import Sending
from maillage.core.models import JobRun
from maillage.core.retention import delete_task_results
from maillage.core.tasks import send_waiting_emails
from maillage.core.worker import (
    TASK_TRIES,
    MailLoop,
    Worker,
    is_stopping,
    run_forever,
    take_over_tasks,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def task_queue(settings: Settings) -> None:
    settings.TASKS = {
        "default": {
            "BACKEND": "django_tasks_db.DatabaseBackend",
            "QUEUES": ["default", "courriels"],
        }
    }


@pytest.fixture(scope="module")
def dead_process() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def running_task(worker_name: str, *, tries: int = 1, hours: int = 0) -> DBTaskResult:  # type: ignore[type-arg]
    send_waiting_emails.enqueue()
    row = DBTaskResult.objects.latest("enqueued_at")
    row.status = TaskResultStatus.RUNNING
    row.started_at = timezone.now() - timedelta(hours=hours)
    row.worker_ids = ["x"] * (tries - 1) + [worker_name]
    row.save()
    return row


@pytest.mark.usefixtures("task_queue")
def test_a_task_whose_worker_died_runs_again(dead_process: int) -> None:
    host = socket.gethostname()[:30]
    dead = running_task(f"{host}:{dead_process}:abc")
    mine_before = running_task(f"{host}:{os.getpid()}:abc")
    lost = running_task("ailleurs:12:abc", hours=7)
    alive = running_task(f"{host}:{os.getppid()}:abc")
    elsewhere = running_task("ailleurs:12:abc")
    given_up = running_task(f"{host}:{dead_process}:abc", tries=TASK_TRIES)
    assert take_over_tasks() == 4
    states = dict(DBTaskResult.objects.values_list("pk", "status"))
    for row in (dead, mine_before, lost):
        assert states[row.pk] == TaskResultStatus.READY
    for row in (alive, elsewhere):
        assert states[row.pk] == TaskResultStatus.RUNNING
    assert states[given_up.pk] == TaskResultStatus.FAILED


@pytest.mark.usefixtures("task_queue")
def test_once_does_what_is_due_then_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_module, "close_old_connections", lambda: None)
    monkeypatch.setattr(
        "django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None
    )
    send_waiting_emails.enqueue()
    call_command("run_jobs", once=True)
    assert set(JobRun.objects.values_list("name", flat=True)) == set(JOBS)
    assert set(JobRun.objects.values_list("failures", flat=True)) == {0}
    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL


def test_once_is_said() -> None:
    with pytest.raises(CommandError):
        call_command("run_jobs")


def test_a_loop_goes_on_after_an_error_until_it_is_asked_to_stop(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(worker_module, "close_old_connections", lambda: None)
    monkeypatch.setattr("maillage.core.worker.connections.close_all", lambda: None)
    monkeypatch.setattr(worker_module, "TICK_SECONDS", 0.001)
    worker_module._stopping.clear()
    ticks: list[str] = []

    def tick(name: str) -> None:
        ticks.append(name)
        if len(ticks) == 4:
            Worker().stop()
            return
        raise ZeroDivisionError

    monkeypatch.setitem(worker_module._LOOPS, "mail", lambda: tick)
    run_forever("mail")
    assert len(ticks) == 4
    assert "errors=3" in caplog.text
    assert is_stopping()
    worker_module._stopping.clear()


def test_a_child_without_its_watcher_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_stopping()
    monkeypatch.setattr(worker_module, "_watcher", os.getppid())
    assert not is_stopping()
    monkeypatch.setattr(worker_module, "_watcher", os.getpid())
    assert is_stopping()


def test_emails_are_swept_every_five_seconds_or_later_without_server(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [100.0]
    rounds: list[float] = []
    answers = iter([Sending(0), Sending(0, is_server_down=True), Sending(0)])

    def send(**_options: object) -> Sending:
        rounds.append(now[0])
        return next(answers)

    monkeypatch.setattr("maillage.core.worker.time.monotonic", lambda: now[0])
    monkeypatch.setattr(worker_module, "send_waiting", send)
    tick = MailLoop()
    for _ in range(80):
        tick("test")
        now[0] += 0.5
    assert rounds == [100.0, 105.0, 135.0]


@pytest.mark.usefixtures("task_queue")
def test_old_results_of_tasks_are_deleted() -> None:
    for days in (1, 8):
        send_waiting_emails.enqueue()
        row = DBTaskResult.objects.latest("enqueued_at")
        row.set_successful(0)
        DBTaskResult.objects.filter(pk=row.pk).update(
            finished_at=timezone.now() - timedelta(days=days)
        )
    send_waiting_emails.enqueue()
    assert delete_task_results() == "tasks=1"
    assert DBTaskResult.objects.count() == 2
