"""The worker: sends e-mails, runs waiting tasks and periodic jobs, until it is asked to stop."""

import logging
import os
import signal
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
RESTART_SECONDS = 1.0

TASK_LOST_AFTER = timedelta(hours=6)
TASK_TRIES = 3

logger = logging.getLogger(__name__)

_stopping = threading.Event()
_watcher: int | None = None


def is_stopping() -> bool:
    """Whether this process was asked to stop, or lost its watcher: end between two steps."""
    return _stopping.is_set() or (_watcher is not None and os.getppid() != _watcher)


class Worker:
    """Everything that happens without a visitor.

    A process that only watches, and two children: one sends e-mails, one runs tasks and jobs, so
    that a long job never delays a sign-in code. A child that dies is started again. When the
    watcher dies, even by a kill -9, each child ends what it has in hand, an e-mail above all,
    then stops: nothing is cut between the mail server's answer and our mark.
    """

    def __init__(self) -> None:
        self._children: dict[int, str] = {}

    def stop(self) -> None:
        """End after the e-mail or the task in hand."""
        _stopping.set()

    def run(self) -> None:
        """Work until `stop`."""
        _stopping.clear()
        logger.info("worker=started pid=%d", os.getpid())
        for loop in _LOOPS:
            self._start(loop)
        while not _stopping.wait(TICK_SECONDS):
            while ended := self._ended_child():
                logger.error("worker=child_died loop=%s", ended)
                _stopping.wait(RESTART_SECONDS)
                if not _stopping.is_set():
                    self._start(ended)
        for pid in self._children:
            os.kill(pid, signal.SIGTERM)
        for pid in self._children:
            os.waitpid(pid, 0)
        logger.info("worker=stopped pid=%d", os.getpid())

    def _start(self, loop: str) -> None:
        # A connection shared by two processes would mix their answers.
        connections.close_all()
        watcher = os.getpid()
        pid = os.fork()
        if pid:
            self._children[pid] = loop
            return
        try:
            # Out of reach of what is sent to the group of the watcher (Ctrl+C, a kill of all).
            os.setsid()
            _watch(watcher)
            run_forever(loop)
        finally:
            logging.shutdown()
            os._exit(0)

    def _ended_child(self) -> str | None:
        """The loop of a child that just died; None when all are alive."""
        for pid in list(self._children):
            if os.waitpid(pid, os.WNOHANG)[0]:
                return self._children.pop(pid)
        return None


def _watch(watcher: int) -> None:
    global _watcher  # noqa: PLW0603 - one process, one watcher
    _watcher = watcher


def run_forever(loop: str) -> None:
    """One child: tick after tick, until it is asked to stop or its watcher is gone.

    It does not die of an error, which is logged and counted; it goes on after a pause.
    """
    tick = _LOOPS[loop]()
    name = _worker_name()
    errors = 0
    pause = 0.0
    while not (_stopping.wait(pause) or is_stopping()):
        close_old_connections()
        try:
            tick(name)
            pause = TICK_SECONDS
        except Exception:
            errors += 1
            pause = min(max(pause, TICK_SECONDS) * 2, LONGEST_PAUSE_SECONDS)
            logger.exception("worker=error loop=%s errors=%d", loop, errors)
    connections.close_all()


def run_once() -> None:
    """What is due now, then no more: for cron. Errors are raised."""
    _stopping.clear()
    name = _worker_name()
    take_over_tasks()
    for loop in _LOOPS.values():
        loop()(name)


def _worker_name() -> str:
    """Tells the tasks of a dead process from those of this one, even under the same number."""
    return f"{socket.gethostname()[:30]}:{os.getpid()}:{get_random_string(8)}"


class MailLoop:
    """E-mails: at once when a task says so, else every few seconds."""

    def __init__(self) -> None:
        self._next_sweep = 0.0

    def __call__(self, name: str) -> None:
        run_waiting_tasks(queue=MAIL_QUEUE, worker=name)
        if time.monotonic() >= self._next_sweep:
            is_down = send_waiting(is_stopping=is_stopping).is_server_down
            pause = SERVER_DOWN_SECONDS if is_down else SWEEP_SECONDS
            self._next_sweep = time.monotonic() + pause


class WorkLoop:
    """Periodic jobs and tasks; first of all, the tasks of the dead."""

    def __init__(self) -> None:
        self._has_begun = False

    def __call__(self, name: str) -> None:
        if not self._has_begun:
            take_over_tasks()
            self._has_begun = True
        run_due_jobs()
        run_waiting_tasks(queue=WORK_QUEUE, worker=name)


_LOOPS: dict[str, Callable[[], Callable[[str], None]]] = {"mail": MailLoop, "work": WorkLoop}


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
