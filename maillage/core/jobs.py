"""Periodic work: each app declares its jobs once, the worker runs those that are due."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Job:
    """`run` does the work and returns one line for the log, without any personal data."""

    name: str
    every: timedelta
    run: Callable[[], str]


JOBS: dict[str, Job] = {}


def declare_job(*, name: str, every: timedelta, run: Callable[[], str]) -> None:
    """Add one job; ValueError when its name is taken."""
    if name in JOBS:
        raise ValueError(f"the job {name} is declared twice")
    JOBS[name] = Job(name, every, run)
