"""The worker: sends e-mails, runs waiting tasks and periodic jobs, until it is asked to stop.

Two threads, so that a long job never delays a sign-in code: one for e-mails, one for the rest.
Neither dies of an error: it is logged, counted, and the loop goes on after a pause.
"""

import logging
import os
import socket
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import close_old_connections, connections
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, TaskResultStatus, task_backends
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.management.commands.db_worker import Worker as TaskRunner
from django_tasks_db.models import DBTaskResult

from maillage.core.jobs import run_due_jobs
from maillage.core.mail.sending import send_waiting

MAIL_QUEUE = "courriels"
WORK_QUEUE = "default"

TICK_SECONDS = 0.5
SWEEP_SECONDS = 5.0
"""E-mails whose hour has come, and those that no task announced."""
SERVER_DOWN_SECONDS = 30.0
LONGEST_PAUSE_SECONDS = 30.0

TASK_LOST_AFTER = timedelta(hours=6)
TASK_TRIES = 3

logger = logging.getLogger(__name__)

_stopping = threading.Event()


def is_stopping() -> bool:
    """Whether the worker of this process was asked to stop: long work ends between two steps."""
    return _stopping.is_set()


class Worker:
    """Everything that happens without a visitor. `errors` counts what went wrong."""

    def __init__(self) -> None:
        self.errors = 0
        # Tells the tasks of a dead process from those of this one, even under the same number.
        self.name = f"{socket.gethostname()[:30]}:{os.getpid()}:{get_random_string(8)}"
        self._next_sweep = 0.0

    def stop(self) -> None:
        """End after the e-mail or the task in hand."""
        _stopping.set()

    def run(self) -> None:
        """Work until `stop`."""
        _stopping.clear()
        logger.info("worker=started name=%s", self.name)
        take_over_tasks()
        mail = threading.Thread(target=self._forever, args=("mail", self._mail), name="mail")
        mail.start()
        self._forever("work", self._work)
        mail.join()
        logger.info("worker=stopped name=%s errors=%d", self.name, self.errors)

    def run_once(self) -> None:
        """What is due now, then no more: for cron. Errors are raised."""
        _stopping.clear()
        take_over_tasks()
        self._work()
        run_waiting_tasks(queue=MAIL_QUEUE, worker=self.name)
        send_waiting()

    def _forever(self, loop: str, tick: Callable[[], None]) -> None:
        pause = TICK_SECONDS
        while not _stopping.wait(pause):
            close_old_connections()
            try:
                tick()
                pause = TICK_SECONDS
            except Exception:
                self.errors += 1
                pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
                logger.exception("worker=error loop=%s errors=%d", loop, self.errors)
        connections.close_all()

    def _mail(self) -> None:
        run_waiting_tasks(queue=MAIL_QUEUE, worker=self.name)
        if time.monotonic() >= self._next_sweep:
            is_down = send_waiting(is_stopping=is_stopping).is_server_down
            pause = SERVER_DOWN_SECONDS if is_down else SWEEP_SECONDS
            self._next_sweep = time.monotonic() + pause

    def _work(self) -> None:
        run_due_jobs()
        run_waiting_tasks(queue=WORK_QUEUE, worker=self.name)


def run_waiting_tasks(*, queue: str, worker: str) -> None:
    """Run the tasks that wait in one queue, one by one, until none is left."""
    if not isinstance(task_backends[DEFAULT_TASK_BACKEND_ALIAS], DatabaseBackend):
        return
    waiting = DBTaskResult.objects.ready().filter(
        queue_name=queue, backend_name=DEFAULT_TASK_BACKEND_ALIAS
    )
    # Looking first is a plain read; the runner takes the write lock of SQLite at each look.
    while not is_stopping() and waiting.exists():
        TaskRunner(
            queue_names=[queue],
            excluded_queue_names=[],
            interval=0,
            batch=True,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=1,
            worker_id=worker,
        ).run()


def take_over_tasks() -> int:
    """Put back the tasks that a dead worker left half done; returns how many.

    A task must therefore be one that can begin again. After three tries it is given up: it
    probably kills its worker.
    """
    taken = 0
    for row in DBTaskResult.objects.running():
        if _is_alive(row):
            continue
        is_last = len(row.worker_ids) >= TASK_TRIES
        taken += DBTaskResult.objects.filter(
            pk=row.pk, status=TaskResultStatus.RUNNING, worker_ids=row.worker_ids
        ).update(
            status=TaskResultStatus.FAILED if is_last else TaskResultStatus.READY,
            finished_at=timezone.now() if is_last else None,
        )
        logger.warning("task=taken_over path=%s given_up=%s", row.task_path, is_last)
    return taken


def _is_alive(row: DBTaskResult[Any, Any]) -> bool:
    """Whether the worker of a running task may still be at it."""
    if row.started_at is None or row.started_at < timezone.now() - TASK_LOST_AFTER:
        return False
    host, _, rest = (
        str(row.worker_ids[-1] if row.worker_ids else "").rpartition(":")[0].partition(":")
    )
    if host != socket.gethostname()[:30] or not rest.isdigit():
        return True
    if int(rest) == os.getpid():  # at the start of this process, nothing of ours runs
        return False
    try:
        os.kill(int(rest), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
