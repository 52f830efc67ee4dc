"""Sending what waits in the queue.

Each e-mail is claimed by a conditional update, sent, then marked at once, one by one: a process
killed in the middle leaves at most one e-mail whose fate is unknown, and it goes again under the
same Message-ID.
"""

import logging
from datetime import timedelta
from smtplib import SMTPException, SMTPRecipientsRefused

from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import F
from django.utils import timezone

from maillage.core.enums import EmailStatus
from maillage.core.models import OutgoingEmail

CLAIM_EXPIRES = timedelta(minutes=2)
RETRY_AFTER = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)

logger = logging.getLogger(__name__)


def send_waiting(*, limit: int = 10_000) -> int:
    """Send what is due, oldest first; returns how many left."""
    now = timezone.now()
    OutgoingEmail.objects.filter(
        status=EmailStatus.EN_COURS, claimed_at__lt=now - CLAIM_EXPIRES
    ).update(status=EmailStatus.EN_ATTENTE)
    due = OutgoingEmail.objects.filter(status=EmailStatus.EN_ATTENTE, not_before__lte=now)
    keys = list(due.order_by("not_before", "pk").values_list("pk", flat=True)[:limit])
    if not keys:
        return 0
    sent = 0
    connection = get_connection()
    try:
        for pk in keys:
            claimed = OutgoingEmail.objects.filter(pk=pk, status=EmailStatus.EN_ATTENTE).update(
                status=EmailStatus.EN_COURS,
                claimed_at=timezone.now(),
                attempts=F("attempts") + 1,
            )
            if claimed:
                sent += _send(OutgoingEmail.objects.get(pk=pk), connection)
    finally:
        connection.close()
    return sent


def _send(row: OutgoingEmail, connection: object) -> bool:
    message = EmailMultiAlternatives(
        subject=row.subject,
        body=row.text,
        to=[row.recipient],
        connection=connection,
        headers={"Message-ID": row.message_id, "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(row.html, "text/html")
    try:
        message.send()
    except SMTPRecipientsRefused as error:
        _failed(row, error, is_final=True)
        return False
    except (OSError, SMTPException) as error:
        _failed(row, error, is_final=row.attempts > len(RETRY_AFTER))
        return False
    OutgoingEmail.objects.filter(pk=row.pk).update(
        status=EmailStatus.ENVOYE, sent_at=timezone.now(), subject="", text="", html="", error=""
    )
    logger.info("email=sent kind=%s pk=%s", row.kind, row.pk)
    return True


def _failed(row: OutgoingEmail, error: Exception, *, is_final: bool) -> None:
    """Try again later, or give up; the log names no address."""
    name = type(error).__name__
    logger.warning("email=failed kind=%s pk=%s error=%s final=%s", row.kind, row.pk, name, is_final)
    if is_final:
        OutgoingEmail.objects.filter(pk=row.pk).update(
            status=EmailStatus.ECHEC, error=name, subject="", text="", html=""
        )
        return
    OutgoingEmail.objects.filter(pk=row.pk).update(
        status=EmailStatus.EN_ATTENTE,
        error=name,
        not_before=timezone.now() + RETRY_AFTER[row.attempts - 1],
    )
