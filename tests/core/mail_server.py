"""A real SMTP server on this machine, which answers what a test asks of it."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

OK = "250 OK"


class MailServer:
    """What was received, in order; `answer_*` may refuse, close or kill before answering."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []
        self.connections = 0
        self.port = 0
        self.answer_mail: Callable[[str], str] = lambda _sender: OK
        self.answer_rcpt: Callable[[str], str] = lambda _recipient: OK
        self.answer_data: Callable[[EmailMessage], str] = lambda _message: OK

    @property
    def message_ids(self) -> list[str]:
        return [str(message["Message-ID"]) for message in self.received]

    async def handle_EHLO(  # noqa: N802 - names of aiosmtpd
        self,
        _server: SMTP,
        session: Session,
        _envelope: Envelope,
        hostname: str,
        answers: list[str],
    ) -> list[str]:
        session.host_name = hostname
        self.connections += 1
        return answers

    async def handle_MAIL(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, sender: str, _options: list[str]
    ) -> str:
        answer = self.answer_mail(sender)
        if answer == OK:
            envelope.mail_from = sender
        return answer

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, to: str, _options: list[str]
    ) -> str:
        answer = self.answer_rcpt(to)
        if answer == OK:
            envelope.rcpt_tos.append(to)
        return answer

    async def handle_DATA(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        content: Any = envelope.content
        message = message_from_bytes(content, policy=policy.default)
        answer = self.answer_data(message)
        if answer == OK:
            self.received.append(message)
        return answer


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A server on a free port of 127.0.0.1, stopped at the end."""
    handler = MailServer()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        handler.port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=handler.port)
    controller.start()
    try:
        yield handler
    finally:
        controller.stop()
