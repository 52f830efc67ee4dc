"""Where e-mails go when no server is set."""

import email
import email.policy
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage as ReceivedMessage
from pathlib import Path
from smtplib import SMTPConnectError

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone
from django.utils.crypto import get_random_string

KEPT = 200


class NoServerBackend(BaseEmailBackend):
    """Production without EMAIL_HOST: nothing leaves, everything waits in the queue."""

    def open(self) -> bool | None:
        raise SMTPConnectError(0, "EMAIL_HOST is not set")

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise SMTPConnectError(0, f"EMAIL_HOST is not set, {len(email_messages)} left waiting")


class MailboxBackend(BaseEmailBackend):
    """Development without EMAIL_HOST: one file a message, read by the page core:mailbox."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.MAILBOX_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{timezone.now():%Y%m%dT%H%M%S%f}-{get_random_string(6)}.eml"
            (folder / f"{name}.part").write_bytes(message.message().as_bytes())
            (folder / f"{name}.part").rename(folder / name)
            sys.stdout.write(
                f"\n--- Courriel pour {', '.join(message.to)} : {message.subject}\n"
                f"{message.body}---\n"
            )
            sys.stdout.flush()
        for old in sorted(folder.glob("*.eml"), reverse=True)[KEPT:]:
            old.unlink(missing_ok=True)
        return len(email_messages)


@dataclass(frozen=True, slots=True)
class ReceivedEmail:
    """One file of the mailbox, read."""

    name: str
    to: str
    subject: str
    date: str
    text: str
    html: str


def received_emails(*, limit: int = 50) -> list[ReceivedEmail]:
    """The last e-mails of the mailbox, newest first; empty when nothing was sent."""
    files = sorted(Path(settings.MAILBOX_DIR).glob("*.eml"), reverse=True)[:limit]
    return [_read(file) for file in files]


def _read(file: Path) -> ReceivedEmail:
    message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    return ReceivedEmail(
        name=file.stem,
        to=str(message["To"]),
        subject=str(message["Subject"]),
        date=str(message["Date"]),
        text=_part(message, "plain"),
        html=_part(message, "html"),
    )


def _part(message: ReceivedMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part is not None else ""
