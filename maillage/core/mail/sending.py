"""Sending what waits in the queue.

One sender at a time (core.locks), one connection for many e-mails. Each e-mail is claimed by a
conditional update, handed over, noted (core.mail.receipts), then marked in a commit of its own. A
process killed in the middle leaves at most one e-mail claimed: the next sender takes it over
under the same Message-ID, which lets a mail server recognise the only one that could arrive
twice (killed between the server's acceptance and our note, while its answer travels).
"""

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from email.utils import formataddr
from smtplib import (
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)
from time import sleep

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import OperationalError, connection
from django.db.models import Case, F, IntegerField, Value, When
from django.utils import timezone

from maillage.core.enums import EmailStatus
from maillage.core.locks import alone
from maillage.core.mail.kinds import KINDS
from maillage.core.mail.receipts import Receipts
from maillage.core.models import OutgoingEmail

RETRY_AFTER = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)
"""Pauses between two tries of one e-mail; after the last, it is given up."""

BATCH = 20
"""E-mails chosen at once: a sign-in code waits for no more than these."""

BREAKS_BEFORE_PAUSE = 3
MARK_TRIES = 10
CLOSING = 421
PERMANENT = 500

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sending:
    """What one round did; `is_server_down`: nothing could leave, try again in a while."""

    sent: int
    is_server_down: bool = False


class _ServerDownError(Exception):
    """The mail server does not answer, or refuses us: no e-mail is to blame."""


def send_waiting(*, is_stopping: Callable[[], bool] = lambda: False) -> Sending:
    """Send all that is due: urgent kinds first, then the oldest.

    Does nothing when another process sends. Ends early, between two e-mails, when
    `is_stopping` says so.
    """
    with alone("courriels") as is_ours:
        if not is_ours:
            return Sending(0)
        receipts = Receipts()
        _take_over(receipts)
        sender = _Sender(receipts)
        try:
            while not is_stopping() and (keys := _next_keys()):
                for pk in keys:
                    if is_stopping():
                        break
                    sender.send(pk)
        except _ServerDownError as error:
            logger.warning("email=server_down error=%s", error)
            return Sending(sender.sent, is_server_down=True)
        finally:
            sender.close()
        # Not after an error: the next sender must read what could not be marked.
        receipts.forget()
        return Sending(sender.sent)


def _take_over(receipts: Receipts) -> None:
    """Put back what a dead sender had claimed: we hold the lock, so nobody is sending it."""
    left = OutgoingEmail.objects.filter(status=EmailStatus.EN_COURS)
    accepted = receipts.read()
    for pk, message_id in left.values_list("pk", "message_id"):
        if message_id in accepted:
            _mark_sent(pk)
    receipts.forget()
    # An e-mail that kills its sender each time is not tried for ever.
    left.filter(attempts__gt=len(RETRY_AFTER)).update(
        status=EmailStatus.ECHEC, error="interrompu", subject="", text="", html=""
    )
    count = left.update(status=EmailStatus.EN_ATTENTE)
    if count:
        logger.warning("email=taken_over count=%d", count)


def _next_keys() -> list[int]:
    urgent = [slug for slug, kind in KINDS.items() if kind.is_urgent]
    due = OutgoingEmail.objects.filter(
        status=EmailStatus.EN_ATTENTE, not_before__lte=timezone.now()
    ).alias(
        rank=Case(
            When(kind__in=urgent, then=Value(0)), default=Value(1), output_field=IntegerField()
        )
    )
    return list(due.order_by("rank", "not_before", "pk").values_list("pk", flat=True)[:BATCH])


class _Sender:
    """One connection to the mail server, opened when needed, opened again when it broke."""

    def __init__(self, receipts: Receipts) -> None:
        self.sent = 0
        self._receipts = receipts
        self._connection: BaseEmailBackend | None = None
        self._was_used = False
        self._breaks = 0

    def send(self, pk: int) -> None:
        """Claim one e-mail, hand it over, mark it; _ServerDownError when none could leave."""
        connection_open = self._open()
        claimed = OutgoingEmail.objects.filter(pk=pk, status=EmailStatus.EN_ATTENTE).update(
            status=EmailStatus.EN_COURS, attempts=F("attempts") + 1
        )
        if not claimed:  # cancelled meanwhile
            return
        row = OutgoingEmail.objects.get(pk=pk)
        try:
            self._hand_over(connection_open, _message(row))
        except SMTPSenderRefused as error:
            # Our own address is refused: a matter of configuration, this e-mail is innocent.
            _put_back(row)
            raise _ServerDownError(f"{error.smtp_code} {type(error).__name__}") from error
        except _ServerDownError:
            _put_back(row)
            raise
        except (OSError, ValueError) as error:  # every SMTP exception is an OSError
            _failed(row, error)
            self._breaks += _is_broken(error)
            if self._breaks >= BREAKS_BEFORE_PAUSE:
                raise _ServerDownError(type(error).__name__) from error
        else:
            self._receipts.note(row.message_id)
            _mark_sent(pk)
            self.sent += 1
            self._breaks = 0
            logger.info("email=sent kind=%s pk=%s", row.kind, pk)

    def close(self) -> None:
        """Say goodbye; a server that is gone does not mind."""
        if self._connection is not None:
            with suppress(OSError):
                self._connection.close()
        self._connection = None

    def _open(self) -> BaseEmailBackend:
        if self._connection is None:
            fresh: BaseEmailBackend = get_connection()
            try:
                fresh.open()
            except OSError as error:
                raise _ServerDownError(type(error).__name__) from error
            self._connection = fresh
            self._was_used = False
        return self._connection

    def _hand_over(
        self, open_connection: BaseEmailBackend, message: EmailMultiAlternatives
    ) -> None:
        """Send by the open connection, once more by a new one when this one had grown old."""
        was_used, self._was_used = self._was_used, True
        try:
            open_connection.send_messages([message])
        except OSError as error:
            if not _is_broken(error):
                raise
            self.close()
            if not was_used:
                raise
            self._open().send_messages([message])
            self._was_used = True


def _message(row: OutgoingEmail) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        subject=row.subject,
        body=row.text,
        from_email=formataddr((settings.SITE_NAME, settings.DEFAULT_FROM_EMAIL)),
        to=[row.recipient],
        headers={"Message-ID": row.message_id, "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(row.html, "text/html")
    return message


def _mark_sent(pk: int) -> None:
    """Mark at once; a database that is away for a moment must not make us send twice."""
    for left in reversed(range(MARK_TRIES)):
        try:
            OutgoingEmail.objects.filter(pk=pk).update(
                status=EmailStatus.ENVOYE,
                sent_at=timezone.now(),
                subject="",
                text="",
                html="",
                error="",
            )
        except OperationalError:
            if not left or connection.in_atomic_block:
                raise
            logger.warning("email=mark_delayed pk=%s", pk)
            sleep(1)
            connection.close_if_unusable_or_obsolete()
        else:
            return


def _put_back(row: OutgoingEmail) -> None:
    OutgoingEmail.objects.filter(pk=row.pk).update(
        status=EmailStatus.EN_ATTENTE, attempts=F("attempts") - 1
    )


def _is_broken(error: Exception) -> bool:
    """Whether the connection is of no more use: closed, or closing, or mute."""
    if isinstance(error, SMTPServerDisconnected) or _code(error) == CLOSING:
        return True
    return isinstance(error, OSError) and not isinstance(error, SMTPException)


def _code(error: Exception) -> int:
    """The server's answer; 0 when it gave none."""
    if isinstance(error, SMTPRecipientsRefused):
        return max((code for code, _words in error.recipients.values()), default=0)
    return int(error.smtp_code) if isinstance(error, SMTPResponseException) else 0


def _failed(row: OutgoingEmail, error: Exception) -> None:
    """Try again later, or give up; neither the log nor the row keeps the server's words."""
    code = _code(error)
    is_refused = code >= PERMANENT and isinstance(error, SMTPRecipientsRefused | SMTPDataError)
    is_final = is_refused or row.attempts > len(RETRY_AFTER) or not isinstance(error, OSError)
    reason = f"{code} {type(error).__name__}" if code else type(error).__name__
    logger.warning(
        "email=failed kind=%s pk=%s error=%r final=%s", row.kind, row.pk, reason, is_final
    )
    if is_final:
        OutgoingEmail.objects.filter(pk=row.pk).update(
            status=EmailStatus.ECHEC, error=reason, subject="", text="", html=""
        )
    else:
        OutgoingEmail.objects.filter(pk=row.pk).update(
            status=EmailStatus.EN_ATTENTE,
            error=reason,
            not_before=timezone.now() + RETRY_AFTER[row.attempts - 1],
        )
