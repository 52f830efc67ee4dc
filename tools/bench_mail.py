"""Measure the e-mails of a campaign, and print a table (Markdown, in French).

2,000 e-mails are written and queued, then sent by a real `run_worker` to a real SMTP server of
this machine; then 2,000 more, the worker being killed (kill -9) at random moments and started
again each time. Everything lives in a temporary folder. Slowness is told, never a failure.

Run by itself, or: bench_mail.py 20 --all (20 kills, the children of the worker too).
"""

import os
import random
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bench_table import Line, comma, print_lines

if TYPE_CHECKING:
    from tests.core.mail_server import MailServer

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
COUNT = 2_000
KILLS = 5
KIND = "contributions.update_request"
QUEUE_GOAL_SECONDS = 30
PATIENCE_SECONDS = 300


@dataclass(frozen=True)
class Figures:
    """What was measured; `sent` in e-mails a second."""

    queue_seconds: float
    sent: float
    kills: int
    lost: int
    doubled: int

    @property
    def lines(self) -> Iterator[Line]:
        yield Line(
            f"{COUNT} courriels écrits et mis en file",
            f"≤ {QUEUE_GOAL_SECONDS} s",
            comma(f"{self.queue_seconds:.1f} s"),
            self.queue_seconds <= QUEUE_GOAL_SECONDS,
        )
        yield Line("Envoi à un serveur de cette machine", "–", f"{self.sent:.0f} par seconde", None)
        yield Line(
            f"{COUNT} courriels envoyés malgré {self.kills} kill -9",
            "0 perdu, 0 doublé",
            f"{self.lost} perdu, {self.doubled} doublé",
            not self.lost + self.doubled,
        )


def prepare(folder: Path, port: int) -> None:
    """The environment of this process and of the workers; an empty database."""
    os.environ.update(
        MAILLAGE_ENV="production",
        DJANGO_SETTINGS_MODULE="config.settings",
        SECRET_KEY=secrets.token_hex(32),
        ALLOWED_HOSTS="127.0.0.1",
        DATABASE_URL=f"sqlite:///{folder / 'bench.sqlite3'}",
        MAILLAGE_SITE_URL="https://exemple.fr",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=str(port),
        EMAIL_USE_TLS="0",
        EMAIL_USE_SSL="0",
        EMAIL_HOST_USER="",
        LOG_LEVEL="ERROR",
    )
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)


def queue(name: str) -> float:
    """Queue COUNT e-mails, each under its key; the seconds it took."""
    from maillage.core.mail import KINDS, Letter, queue_emails  # noqa: PLC0415

    kind = KINDS[KIND]
    context = kind.sample()
    begin = time.perf_counter()
    queue_emails(
        letters=(
            Letter(kind, f"{name}{number}@exemple.fr", context, dedupe_key=f"{name}:{number}")
            for number in range(COUNT)
        )
    )
    return time.perf_counter() - begin


def waiting() -> int:
    from maillage.core.enums import EmailStatus  # noqa: PLC0415
    from maillage.core.models import OutgoingEmail  # noqa: PLC0415

    return OutgoingEmail.objects.exclude(status=EmailStatus.ENVOYE).count()


def start_worker() -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "manage.py", "run_worker"], cwd=ROOT)


def wait_for(is_true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not is_true() and time.monotonic() < end:
        time.sleep(0.002)


def has_received(server: "MailServer", count: int) -> bool:
    return len(server.received) >= count


def kill(worker: "subprocess.Popen[bytes]", *, with_children: bool) -> None:
    """kill -9 of the worker; with its children, as when the machine stops."""
    from tests.core.processes import children_of  # noqa: PLC0415

    victims = [worker.pid, *(children_of(worker.pid) if with_children else [])]
    for pid in victims:
        os.kill(pid, signal.SIGKILL)
    worker.wait()


def measure(kills: int, *, with_children: bool) -> Figures:
    """Everything, in order."""
    from tests.core.mail_server import mail_server  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as name, mail_server() as server:
        prepare(Path(name), server.port)
        queue_seconds = queue("a")
        worker = start_worker()
        wait_for(lambda: len(server.received) > 0)
        begin = time.perf_counter()
        wait_for(lambda: len(server.received) >= COUNT)
        rate = COUNT / (time.perf_counter() - begin)
        wait_for(lambda: waiting() == 0)
        queue("b")
        for step in range(1, kills + 1):
            wait_for(partial(has_received, server, COUNT + step * COUNT // (kills + 1)))
            time.sleep(random.uniform(0, 0.02))  # noqa: S311 - a moment, not a secret
            kill(worker, with_children=with_children)
            worker = start_worker()
        wait_for(lambda: waiting() == 0)
        worker.send_signal(signal.SIGTERM)
        worker.wait()
        received = Counter(server.message_ids)
        return Figures(
            queue_seconds=queue_seconds,
            sent=rate,
            kills=kills,
            lost=2 * COUNT - len(received),
            doubled=sum(1 for count in received.values() if count > 1),
        )


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdecimal()]
    kills = numbers[0] if numbers else KILLS
    print_lines(measure(kills, with_children="--all" in sys.argv).lines)
