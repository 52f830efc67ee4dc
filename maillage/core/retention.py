"""How long the ground floor keeps what it writes, and the jobs that erase it."""

from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.db.models import Q
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from maillage.core.enums import EmailStatus
from maillage.core.jobs import declare_job
from maillage.core.journal import triggers
from maillage.core.models import JournalEntry, OutgoingEmail

RECIPIENT_KEPT = timedelta(days=30)
EMAIL_KEPT = timedelta(days=365)
TASK_KEPT = timedelta(days=7)
SUPPORT_LOG_KEPT = timedelta(days=365)

_BATCH = 5_000


def declare_jobs() -> None:
    """Every day, but the sessions, whose table grows with robots."""
    day = timedelta(days=1)
    declare_job(name="core.erase_recipients", every=day, run=erase_recipients)
    declare_job(name="core.delete_old_emails", every=day, run=delete_old_emails)
    declare_job(name="core.delete_old_journal", every=day, run=delete_old_journal)
    declare_job(name="core.delete_support_log", every=day, run=delete_support_log)
    declare_job(name="core.delete_task_results", every=day, run=delete_task_results)
    declare_job(name="core.clear_sessions", every=timedelta(hours=6), run=clear_sessions)


def erase_recipients() -> str:
    """Forget to whom an e-mail went, thirty days after it left or was given up."""
    limit = timezone.now() - RECIPIENT_KEPT
    ended = Q(status=EmailStatus.ENVOYE, sent_at__lt=limit) | Q(
        status__in=[EmailStatus.ECHEC, EmailStatus.ANNULE],
        created_at__lt=limit,
        not_before__lt=limit,
    )
    count = OutgoingEmail.objects.filter(ended).exclude(recipient="").update(recipient="")
    return f"recipients={count}"


def delete_old_emails() -> str:
    """Delete the trace of an e-mail after one year; one that still waits stays."""
    old = OutgoingEmail.objects.filter(created_at__lt=timezone.now() - EMAIL_KEPT).exclude(
        status__in=[EmailStatus.EN_ATTENTE, EmailStatus.EN_COURS]
    )
    return f"emails={old.delete()[0]}"


def delete_old_journal() -> str:
    """Delete the lines of the journal that its trigger lets go (core/journal/triggers.py)."""
    # One hour of margin: the trigger reads the clock of the database.
    limit = timezone.now() - timedelta(days=triggers.KEPT_DAYS) - timedelta(hours=1)
    count = 0
    while keys := list(JournalEntry.objects.filter(at__lt=limit).values_list("pk")[:_BATCH]):
        count += JournalEntry.objects.filter(pk__in=[pk for (pk,) in keys]).delete()[0]
    return f"lines={count}"


def delete_support_log() -> str:
    """Delete after a year what the support tool notes of itself: it names accounts."""
    old = LogEntry.objects.filter(action_time__lt=timezone.now() - SUPPORT_LOG_KEPT)
    return f"lines={old.delete()[0]}"


def delete_task_results() -> str:
    """Delete finished tasks after a week: their arguments and tracebacks."""
    old = DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - TASK_KEPT)
    return f"tasks={old.delete()[0]}"


def clear_sessions() -> str:
    """Delete expired sessions."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return "sessions=cleared"
