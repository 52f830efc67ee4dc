"""The daily purge: idle accounts are warned, closed, warned again, deleted.

Nobody is closed or deleted less than thirty days after a notice, even when the job slept.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from maillage.accounts import emails
from maillage.accounts.actions.life import deactivate_account, delete_account
from maillage.accounts.actions.sessions import purge_sessions
from maillage.accounts.models import User
from maillage.accounts.queries import is_last_administrator
from maillage.accounts.rules import CLOSED_BEFORE_DELETION, IDLE_BEFORE_CLOSING, NOTICE
from maillage.core.mail import EmailKind, queue_email


@dataclass(frozen=True, slots=True)
class Purge:
    """How many accounts were warned, closed, warned of their deletion, deleted."""

    warned: int = 0
    closed: int = 0
    warned_again: int = 0
    deleted: int = 0
    sessions: int = 0

    def __str__(self) -> str:
        return (
            f"prévenus : {self.warned}, désactivés : {self.closed}, prévenus de leur "
            f"suppression : {self.warned_again}, supprimés : {self.deleted}, "
            f"sessions finies : {self.sessions}"
        )


def purge_accounts(*, dry_run: bool = False, now: datetime | None = None) -> Purge:
    """Do what is due; with `dry_run`, only count. Demonstration accounts are left alone."""
    at = now or timezone.now()
    accounts = User.objects.filter(is_demo=False)
    idle = accounts.filter(is_active=True)
    closed = accounts.filter(is_active=False)
    to_close = idle.filter(last_seen_at__lte=at - IDLE_BEFORE_CLOSING, warned_at__lte=at - NOTICE)
    to_warn = idle.filter(last_seen_at__lte=at - IDLE_BEFORE_CLOSING + NOTICE, warned_at=None)
    to_delete = closed.filter(
        deactivated_at__lte=at - CLOSED_BEFORE_DELETION, warned_at__lte=at - NOTICE
    )
    to_warn_again = closed.filter(
        deactivated_at__lte=at - CLOSED_BEFORE_DELETION + NOTICE, warned_at=None
    )
    return Purge(
        deleted=_each(to_delete, dry_run, lambda user: delete_account(user=user, by=None)),
        warned_again=_each(
            to_warn_again, dry_run, lambda user: _warn(user, emails.DELETION_WARNING, at)
        ),
        closed=_each(to_close, dry_run, lambda user: deactivate_account(user=user, by=None)),
        warned=_each(to_warn, dry_run, lambda user: _warn(user, emails.IDLE_WARNING, at)),
        sessions=0 if dry_run else purge_sessions(),
    )


def _each(accounts: QuerySet[User], dry_run: bool, act: Callable[[User], object]) -> int:
    """Act on each account in its own transaction: one that fails does not undo the others."""
    done = 0
    for pk in list(accounts.order_by("pk").values_list("pk", flat=True)):
        user = accounts.filter(pk=pk).first()  # whoever came back meanwhile is left alone
        if user is None or is_last_administrator(user=user):
            continue
        if not dry_run:
            act(user)
        done += 1
    return done


@transaction.atomic
def _warn(user: User, kind: EmailKind, at: datetime) -> None:
    # Whoever comes back meanwhile has no notice any more (accounts.actions.note_activity).
    if User.objects.filter(pk=user.pk, warned_at=None).update(warned_at=at):
        day = timezone.localdate(at + NOTICE + timedelta(days=1))
        queue_email(kind=kind, to=user.email, context={"day": day})
