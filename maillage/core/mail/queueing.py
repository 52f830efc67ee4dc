"""Putting e-mails in the queue."""

import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.template import Context, Template
from django.template.loader import get_template, render_to_string
from django.utils import timezone

from maillage.core.enums import EmailStatus
from maillage.core.errors import DomainError
from maillage.core.mail.kinds import EmailKind
from maillage.core.models import OutgoingEmail

SUBJECT_MAX = 250
_END_OF_SUBJECT = "\x1f"
_NOT_IN_A_HEADER = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")
_CHUNK = 500


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
    """Queue many; returns those that were new. One insert for 500 of them.

    All or none: raises DomainError as soon as one has an address that no mail can reach (ask
    `is_address` before), or a subject on two lines.
    """
    rows = [_row(letter) for letter in letters]
    known = _known([row.dedupe_key for row in rows if row.dedupe_key])
    new: dict[str, OutgoingEmail] = {}
    for row in rows:
        if row.dedupe_key not in known:
            new.setdefault(row.dedupe_key or row.message_id, row)
    if not new:
        return []
    written: list[OutgoingEmail] = []
    ours = list(new.values())
    with transaction.atomic():
        for start in range(0, len(ours), _CHUNK):
            chunk = ours[start : start + _CHUNK]
            # Somebody else may have queued the same meanwhile: their row wins, in silence.
            OutgoingEmail.objects.bulk_create(chunk, ignore_conflicts=True)
            ids = [row.message_id for row in chunk]
            written += OutgoingEmail.objects.filter(message_id__in=ids).order_by("pk")
        # The worker finds what no task announced, a few seconds later.
        transaction.on_commit(_wake, robust=True)
    return written


def is_address(text: str) -> bool:
    """Whether a mail could go there: the shape only."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _known(keys: list[str]) -> set[str]:
    """Those of these keys that were used already."""
    found: set[str] = set()
    for start in range(0, len(keys), _CHUNK):
        rows = OutgoingEmail.objects.filter(dedupe_key__in=keys[start : start + _CHUNK])
        found.update(key for key in rows.values_list("dedupe_key", flat=True) if key)
    return found


def render_email(*, kind: EmailKind, context: Mapping[str, Any]) -> tuple[str, str, str]:
    """(subject, text, HTML) of one e-mail.

    Raises DomainError when a value puts a line break into the subject: that is how headers are
    forged, and no name needs it.
    """
    full = {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "contact_email": settings.CONTACT_EMAIL,
        **context,
    }
    source: str = get_template(f"{kind.template_base}.txt").template.source  # type: ignore[attr-defined]
    written = _marked(source).render(Context(full, autoescape=False))
    subject, _, text = written.partition(_END_OF_SUBJECT)
    subject = re.sub(" {2,}", " ", subject.strip())  # no-break spaces stay
    if _NOT_IN_A_HEADER.search(subject) or _END_OF_SUBJECT in text:
        raise DomainError(
            "bad_subject",
            "Un nom de ce courriel contient un retour à la ligne : corrigez-le, puis recommencez.",
        )
    html = render_to_string(f"{kind.template_base}.html", {**full, "subject": subject})
    return subject[:SUBJECT_MAX], text.strip() + "\n", html


@cache
def _marked(source: str) -> Template:
    """The text of a kind, with a mark where its first line, the subject, ends.

    The mark is set before values are printed, so that none of them can move it.
    """
    first, _, rest = source.partition("\n")
    return Template(f"{first}{_END_OF_SUBJECT}{rest}")


def cancel_email(*, email: OutgoingEmail) -> bool:
    """Take back one e-mail that has not left; False when it is too late."""
    return bool(
        OutgoingEmail.objects.filter(pk=email.pk, status=EmailStatus.EN_ATTENTE).update(
            status=EmailStatus.ANNULE, subject="", text="", html=""
        )
    )


def _row(letter: Letter) -> OutgoingEmail:
    address = letter.to.strip(" ")
    if not is_address(address):
        raise DomainError("bad_address", "Cette adresse électronique n’est pas valable.")
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
