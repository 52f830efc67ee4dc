"""Writes of the contributions."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from maillage.contributions.enums import CLOSED_STATUSES, ReportStatus
from maillage.contributions.models import Contribution
from maillage.contributions.numbers import draw_number
from maillage.core.errors import DomainError
from maillage.directory.models import Lieu

# Retention. The page /vos-donnees/ says the same; a test holds the two together.
EMAIL_KEPT_DAYS = 30
EMAIL_UNANSWERED_KEPT_DAYS = 365
REPORT_KEPT_DAYS = 365
# The same words about the same place within this delay are one report sent twice.
SAME_REPORT = timedelta(minutes=15)

logger = logging.getLogger(__name__)


@transaction.atomic
def create_report(*, lieu: Lieu, kind: str, message: str, email: str = "") -> Contribution:
    """Keep a visitor's report under a new number; raises ValidationError for a refused value.

    A form sent twice (a double click, a page reloaded) gives the first report again.
    """
    twin = Contribution.objects.filter(
        lieu=lieu,
        kind=kind,
        message=message,
        email=email,
        status=ReportStatus.RECU,
        created_at__gte=timezone.now() - SAME_REPORT,
    ).first()
    if twin is not None:
        return twin
    number = draw_number()
    while Contribution.objects.filter(number=number).exists():
        number = draw_number()
    report = Contribution(number=number, lieu=lieu, kind=kind, message=message, email=email)
    report.full_clean()
    report.save(force_insert=True)
    return report


def start_report(*, report: Contribution) -> Contribution:
    """Say that somebody is checking; DomainError when the report is closed."""
    return _change(report, status=ReportStatus.EN_COURS)


@transaction.atomic
def answer_report(*, report: Contribution, status: ReportStatus, answer: str) -> Contribution:
    """Close a report with its answer, and send it to the visitor who left an address.

    Raises DomainError when it is already closed, when the status does not close, or when a
    refusal gives no reason. A message that cannot be sent is logged; the answer stays on the
    page of the report.
    """
    text = answer.strip()
    if status not in CLOSED_STATUSES:
        raise DomainError("not_closing", "Une réponse est « Corrigé » ou « Non retenu ».")
    if status == ReportStatus.REFUSE and not text:
        raise DomainError("reason_missing", "Un refus donne sa raison : écrivez la réponse.")
    changed = _change(report, status=status, answer=text, answered_at=timezone.now())
    if changed.email:
        transaction.on_commit(partial(send_answer, report=changed))
    return changed


def _change(report: Contribution, **values: object) -> Contribution:
    """Change an open report only: two people answering at once cannot both win."""
    changed = (
        Contribution.objects.filter(pk=report.pk)
        .exclude(status__in=CLOSED_STATUSES)
        .update(**values)
    )
    if not changed:
        raise DomainError("closed", "Ce signalement a déjà reçu sa réponse.")
    report.refresh_from_db()
    return report


def send_answer(*, report: Contribution) -> bool:
    """Send the answer; False, and a line in the log without any address, when it fails."""
    lines = [
        f"Vous avez signalé une erreur sur la fiche « {report.lieu.nom} ».",
        f"Votre signalement {report.number} : {report.get_status_display().lower()}.",
    ]
    if report.answer:
        lines.append(report.answer)
    lines.append(f"{settings.SITE_URL}{report.get_absolute_url()}")
    try:
        send_mail(
            subject=f"{settings.SITE_NAME} : votre signalement {report.number}",
            message="\n\n".join(lines),
            from_email=None,
            recipient_list=[report.email],
        )
    except (OSError, SMTPException) as error:
        logger.warning("report_answer_not_sent pk=%s error=%s", report.pk, type(error).__name__)
        return False
    return True


@dataclass(frozen=True, slots=True)
class Purge:
    """How many addresses were erased and how many reports were deleted."""

    emails: int
    reports: int


@transaction.atomic
def purge_reports(*, now: datetime, dry_run: bool = False) -> Purge:
    """Apply the retention rules: addresses, then whole reports. Idempotent."""
    reports: QuerySet[Contribution] = Contribution.objects.filter(
        answered_at__lt=now - timedelta(days=REPORT_KEPT_DAYS)
    )
    emails = (
        Contribution.objects.exclude(email="")
        .exclude(pk__in=reports.values("pk"))
        .filter(
            Q(answered_at__lt=now - timedelta(days=EMAIL_KEPT_DAYS))
            | Q(
                answered_at__isnull=True,
                created_at__lt=now - timedelta(days=EMAIL_UNANSWERED_KEPT_DAYS),
            )
        )
    )
    if dry_run:
        return Purge(emails=emails.count(), reports=reports.count())
    erased = emails.update(email="")
    deleted, _ = reports.delete()
    return Purge(emails=erased, reports=deleted)
