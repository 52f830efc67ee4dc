"""Periodic work: each app declares its jobs once, the worker runs those that are due."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone

from maillage.core.models import JobRun

RETRY_AFTER = timedelta(hours=1)
"""A job that failed, or whose worker died, is tried again then, or at its own pace if shorter."""
CLOCKS_DIFFER_BY = timedelta(minutes=5)
"""At most, between two machines that run workers."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """`run` does the work and returns one line for the log, without any personal data.

    It must bear to be cut and begun again, and end within RETRY_AFTER.
    """

    name: str
    every: timedelta
    run: Callable[[], str]


JOBS: dict[str, Job] = {}


def declare_job(*, name: str, every: timedelta, run: Callable[[], str]) -> None:
    """Add one job; ValueError when its name is taken."""
    if name in JOBS:
        raise ValueError(f"the job {name} is declared twice")
    JOBS[name] = Job(name, every, run)


def run_due_jobs() -> int:
    """Run what is due; returns how many ran. A job that fails does not stop the others.

    Two workers never run the same job at once: whoever moves its date from the value that both
    read is the one that runs it.
    """
    last_runs = {row.name: row for row in JobRun.objects.filter(name__in=JOBS)}
    return sum(
        _run(job)
        for job in JOBS.values()
        if _is_due(job, last_runs.get(job.name)) and _claim(job, last_runs.get(job.name))
    )


def _is_due(job: Job, last: JobRun | None) -> bool:
    if last is None or last.started_at > timezone.now() + CLOCKS_DIFFER_BY:
        return True  # never ran, or ran by a clock that was put right since
    went_well = last.finished_at is not None and last.failures == 0
    pause = job.every if went_well else min(job.every, RETRY_AFTER)
    if last.finished_at is None:  # running somewhere, or its worker died
        pause = RETRY_AFTER
    return last.started_at + pause <= timezone.now()


def _claim(job: Job, last: JobRun | None) -> bool:
    now = timezone.now()
    if last is None:
        _row, is_ours = JobRun.objects.get_or_create(name=job.name, defaults={"started_at": now})
        return is_ours
    return bool(
        JobRun.objects.filter(name=job.name, started_at=last.started_at).update(
            started_at=now, finished_at=None
        )
    )


def _run(job: Job) -> int:
    try:
        outcome = job.run()
    except Exception as error:
        logger.exception("job=failed name=%s", job.name)
        _finish(job, outcome=f"erreur : {type(error).__name__}", failures=F("failures") + 1)
    else:
        logger.info("job=done name=%s outcome=%r", job.name, outcome)
        _finish(job, outcome=outcome[:200], failures=0)
    return 1


def _finish(job: Job, **values: object) -> None:
    row = JobRun.objects.get(name=job.name)
    finished_at: datetime = max(timezone.now(), row.started_at)
    JobRun.objects.filter(pk=row.pk).update(finished_at=finished_at, **values)
