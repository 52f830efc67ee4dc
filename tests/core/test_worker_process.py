"""The worker as it really runs: a process of its own, a real mail server, a kill -9."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings as site_settings
from django.db import connection
from pytest_django.fixtures import Settings

from maillage.core.enums import EmailStatus
from maillage.core.mail import EmailKind, queue_email
from maillage.core.models import OutgoingEmail
from tests.core.mail_server import OK, MailServer, mail_server
from tests.core.processes import children_of

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 60

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _task_queue(settings: Settings) -> None:
    settings.TASKS = {
        "default": {
            "BACKEND": "django_tasks_db.DatabaseBackend",
            "QUEUES": ["default", "courriels"],
        }
    }


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


class Workers:
    """Starts `run_worker` on a database that it shares with the test."""

    def __init__(self, server: MailServer, folder: Path) -> None:
        self.processes: list[subprocess.Popen[bytes]] = []
        self.env = {
            **os.environ,
            "MAILLAGE_ENV": "dev",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": self._share_database(folder),
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(server.port),
            "EMAIL_USE_TLS": "0",
            "EMAIL_HOST_USER": "",
            "LOG_LEVEL": "WARNING",
        }

    def _share_database(self, folder: Path) -> str:
        """The address of the test's database; one in memory is first copied into a file."""
        values = connection.settings_dict
        if connection.vendor == "postgresql":
            host = quote(str(values["HOST"]))
            return f"postgresql://{values['USER']}@/{values['NAME']}?host={host}"
        self.file = folder / "base.sqlite3"
        connection.ensure_connection()
        with sqlite3.connect(self.file) as copy:
            connection.connection.backup(copy)
        copy.close()
        return f"sqlite:///{self.file}"

    def start(self) -> "subprocess.Popen[bytes]":
        process = subprocess.Popen(
            [sys.executable, "manage.py", "run_worker"], cwd=ROOT, env=self.env
        )
        self.processes.append(process)
        return process

    def kill_watcher(self) -> None:
        """kill -9 of the process that was started."""
        self.processes[-1].send_signal(signal.SIGKILL)

    def kill_all(self) -> None:
        """kill -9 of it and of its two children, as when the machine stops."""
        children = children_of(self.processes[-1].pid)
        assert len(children) == 2
        self.kill_watcher()
        for pid in children:
            os.kill(pid, signal.SIGKILL)

    def statuses(self) -> list[str]:
        """The state of each e-mail, as the worker wrote it."""
        if connection.vendor == "postgresql":
            return list(OutgoingEmail.objects.values_list("status", flat=True))
        copy = sqlite3.connect(self.file)
        try:
            return [row[0] for row in copy.execute("SELECT status FROM core_outgoingemail")]
        finally:
            copy.close()

    def end(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                process.kill()
            process.communicate()


def wait_for(is_true: Callable[[], bool]) -> None:
    """Until it is so; fails after a minute."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not is_true():
        assert time.monotonic() < end, "the worker did not do it in time"
        time.sleep(0.05)


@pytest.fixture
def kind(settings: Settings, tmp_path: Path) -> EmailKind:
    """A kind of the tests, with templates of its own."""
    folder = tmp_path / "templates" / "test" / "emails"
    folder.mkdir(parents=True)
    (folder / "hello.txt").write_text("Bonjour {{ name }}\n\nVoici : {{ url }}\n")
    (folder / "hello.html").write_text(
        '{% extends "core/email.html" %}{% block body %}'
        '{% include "core/emails/button.html" with url=url label="Voir" %}{% endblock %}'
    )
    templates = [{**site_settings.TEMPLATES[0], "DIRS": [tmp_path / "templates"]}]
    settings.TEMPLATES = templates
    return EmailKind("test.hello", "Bonjour", dict)


def test_from_the_queue_to_the_mailbox(server: MailServer, tmp_path: Path, kind: EmailKind) -> None:
    context = {"name": "l’Étoile & Cie", "url": "https://exemple.fr/a/?b=1&c=2"}
    row = queue_email(kind=kind, to="a@exemple.fr", context=context, dedupe_key="une-fois")
    assert row is not None
    assert queue_email(kind=kind, to="a@exemple.fr", context=context, dedupe_key="une-fois") is None
    workers = Workers(server, tmp_path)
    try:
        process = workers.start()
        wait_for(lambda: workers.statuses() == [EmailStatus.ENVOYE])
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE_SECONDS) == 0
    finally:
        workers.end()
    [message] = server.received
    assert message["Subject"] == "Bonjour l’Étoile & Cie"
    assert message["Message-ID"] == row.message_id
    text, html = (str(part.get_content()) for part in message.iter_parts())
    assert "Voici : https://exemple.fr/a/?b=1&c=2" in text
    assert "l’Étoile &amp; Cie" in html
    assert html.count("https://exemple.fr/a/?b=1&amp;c=2") == 2


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="finds the children as Linux knows them")
def test_killed_twice_in_the_middle_each_email_arrives_once(
    server: MailServer, tmp_path: Path
) -> None:
    count = 300
    OutgoingEmail.objects.bulk_create(
        OutgoingEmail(
            kind="test.kind",
            recipient=f"n{number}@exemple.fr",
            subject=f"Objet {number}",
            text="Texte",
            html="<p>Texte</p>",
            message_id=f"<{number}@exemple.fr>",
        )
        for number in range(count)
    )
    workers = Workers(server, tmp_path)

    def killed_once_accepted(message: EmailMessage) -> str:
        """The worst moment: the message is taken, the worker does not know it yet."""
        if message["To"] == "n100@exemple.fr":
            workers.kill_watcher()
        return OK

    def killed_before_the_data(to: str) -> str:
        if to == "n200@exemple.fr" and len(workers.processes) == 2:
            workers.kill_all()
        return OK

    server.answer_data = killed_once_accepted
    server.answer_rcpt = killed_before_the_data
    try:
        assert workers.start().wait(PATIENCE_SECONDS) == -signal.SIGKILL
        assert workers.start().wait(PATIENCE_SECONDS) == -signal.SIGKILL
        assert len(server.received) == 200
        assert EmailStatus.EN_COURS in workers.statuses()
        last = workers.start()
        wait_for(lambda: set(workers.statuses()) == {EmailStatus.ENVOYE})
        last.send_signal(signal.SIGTERM)
        assert last.wait(PATIENCE_SECONDS) == 0
    finally:
        workers.end()
    assert sorted(server.message_ids) == sorted(f"<{number}@exemple.fr>" for number in range(count))


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="finds the children as Linux knows them")
def test_a_child_that_dies_is_started_again(server: MailServer, tmp_path: Path) -> None:
    workers = Workers(server, tmp_path)
    try:
        process = workers.start()
        wait_for(lambda: len(children_of(process.pid)) == 2)
        dead = children_of(process.pid)
        for pid in dead:
            os.kill(pid, signal.SIGKILL)
        wait_for(lambda: len(set(children_of(process.pid)) - set(dead)) == 2)
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE_SECONDS) == 0
    finally:
        workers.end()
