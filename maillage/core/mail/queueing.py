"""Putting e-mails in the queue."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from maillage.core.enums import EmailStatus
from maillage.core.errors import DomainError
from maillage.core.mail.kinds import EmailKind
from maillage.core.models import OutgoingEmail


@dataclass(frozen=True, slots=True)
class Letter:
    """One e-mail to queue: its kind, its reader and what its templates print."""

    kind: EmailKind
    to: str
    context: Mapping[str, Any]
    dedupe_key: str = ""
    not_before: datetime | None = None


def queue_email(
    *,
    kind: EmailKind,
    to: str,
    context: Mapping[str, Any],
    dedupe_key: str = "",
    not_before: datetime | None = None,
) -> OutgoingEmail | None:
    """Queue one e-mail; it leaves after the caller's transaction, by the task queue.

    None when `dedupe_key` was already used: the same e-mail never goes twice. Raises
    DomainError for an address that no mail can reach.
    """
    letter = Letter(kind, to, context, dedupe_key, not_before)
    found = queue_emails(letters=[letter])
    return found[0] if found else None


def queue_emails(*, letters: Iterable[Letter]) -> list[OutgoingEmail]:
    """Queue many; returns those that were new. One insert for all of them."""
    rows = [_row(letter) for letter in letters]
    keys = [row.dedupe_key for row in rows if row.dedupe_key]
    known = set(
        OutgoingEmail.objects.filter(dedupe_key__in=keys).values_list("dedupe_key", flat=True)
    )
    new: dict[str, OutgoingEmail] = {}
    for row in rows:
        if row.dedupe_key not in known:
            new.setdefault(row.dedupe_key or row.message_id, row)
    if not new:
        return []
    # Somebody else may have queued the same meanwhile: their row wins, in silence.
    OutgoingEmail.objects.bulk_create(new.values(), ignore_conflicts=True, batch_size=500)
    transaction.on_commit(_wake)
    ours = [row.message_id for row in new.values()]
    return list(OutgoingEmail.objects.filter(message_id__in=ours).order_by("pk"))


def render_email(*, kind: EmailKind, context: Mapping[str, Any]) -> tuple[str, str, str]:
    """(subject, text, HTML) of one e-mail."""
    full = {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "contact_email": settings.CONTACT_EMAIL,
        **context,
    }
    written = render_to_string(f"{kind.template_base}.txt", full).strip()
    subject, _, text = written.partition("\n")
    html = render_to_string(f"{kind.template_base}.html", {**full, "subject": subject})
    return " ".join(subject.split())[:250], text.strip() + "\n", html


def cancel_email(*, email: OutgoingEmail) -> bool:
    """Take back one e-mail that has not left; False when it is too late."""
    return bool(
        OutgoingEmail.objects.filter(pk=email.pk, status=EmailStatus.EN_ATTENTE).update(
            status=EmailStatus.ANNULE, subject="", text="", html=""
        )
    )


def _row(letter: Letter) -> OutgoingEmail:
    address = letter.to.strip()
    try:
        validate_email(address)
    except ValidationError as error:
        raise DomainError("bad_address", "Cette adresse électronique n’est pas valable.") from error
    subject, text, html = render_email(kind=letter.kind, context=letter.context)
    domain = settings.SITE_URL.split("://", 1)[-1].split("/", 1)[0].split(":", 1)[0]
    return OutgoingEmail(
        kind=letter.kind.slug,
        recipient=address,
        subject=subject,
        text=text,
        html=html,
        dedupe_key=letter.dedupe_key or None,
        message_id=f"<{uuid.uuid4().hex}@{domain}>",
        not_before=letter.not_before or timezone.now(),
    )


def _wake() -> None:
    """Ask the task queue to send what waits."""
    from maillage.core.tasks import send_waiting_emails  # noqa: PLC0415

    send_waiting_emails.enqueue()
