"""A real SMTP server on this machine, and a site that sends its e-mails through it."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from aiosmtpd.controller import Controller

from tests.e2e import site as real_site

WAIT_SECONDS = 30


@dataclass
class Mailbox:
    """Everything that the site sent, in order."""

    messages: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        parsed = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        self.messages.append(parsed)
        return "250 OK"

    def wait_for(self, to: str, *, saying: str, since: int = 0) -> str:
        """The text of the first message to an address that says something; fails after 30 s."""
        limit = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < limit:
            for message in self.messages[since:]:
                body = message.get_body(("plain",))
                assert body is not None
                text = str(body.get_content())
                if to in str(message["To"]) and (saying in text or saying in message["Subject"]):
                    return text
            time.sleep(0.1)
        subjects = [f"{message['To']}: {message['Subject']}" for message in self.messages]
        raise AssertionError(f"no message to {to} says « {saying} »: {subjects}")


def link_in(text: str, *, below: str) -> str:
    """The path of the first link of a message that begins with `below`."""
    for address in re.findall(r"https?://\S+", text):
        path = urlsplit(address.rstrip(".,)>")).path
        if path.startswith(below):
            return path
    raise AssertionError(f"no link below {below} in: {text}")


@dataclass(frozen=True)
class MailSite:
    """A running site: its address, its mailbox, and its commands."""

    address: str
    mailbox: Mailbox
    environment: dict[str, str]

    def manage(self, *command: str) -> str:
        """Run one management command on the site's database; its output."""
        result = subprocess.run(
            [sys.executable, real_site.ROOT / "manage.py", *command],
            cwd=real_site.ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout


@contextmanager
def running_with_mail(prepared: Path, own: Path) -> Iterator[MailSite]:
    """A site of its own with its worker and a mail server; everything stops at the end."""
    mailbox = Mailbox()
    port = real_site.free_port()
    server = Controller(mailbox, hostname="127.0.0.1", port=port)
    server.start()
    overrides = {
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(port),
        "EMAIL_USE_TLS": "0",
        "MAILLAGE_MEDIA_DIR": str(own / "media"),
    }
    try:
        with real_site.running(prepared, own, **overrides) as address:
            environment = (
                real_site.environment(
                    database=own / "site.sqlite3",
                    static=prepared / "static",
                    port=urlsplit(address).port or 0,
                )
                | overrides
            )
            with (own / "worker.log").open("w") as log:
                worker = subprocess.Popen(
                    [sys.executable, real_site.ROOT / "manage.py", "run_worker"],
                    cwd=real_site.ROOT,
                    env={**environment, "PYTHONUNBUFFERED": "1", "HOME": os.environ["HOME"]},
                    stdout=log,
                    stderr=subprocess.STDOUT,
                )
                try:
                    yield MailSite(address, mailbox, environment)
                finally:
                    worker.terminate()
                    worker.wait(timeout=20)
    finally:
        server.stop()
