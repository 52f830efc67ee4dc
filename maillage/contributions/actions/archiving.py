"""Archiving what gives no sign of life, after two notices that really reached somebody.

First notice when a place becomes a candidate (24 months), second 30 days after, archived 30
days after the second. A notice counts when its e-mail left: to the structure, or to somebody
who coordinates its territory. Nobody to tell: the place is never archived by itself. A few
places a day (DAILY_LIMIT), so that an installation that has just imported old data has weeks to
react, not one night.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from maillage.accounts.models import User
from maillage.contributions.actions.update_requests import (
    mail_entry,
    new_request,
)
from maillage.contributions.emails.campaigns import ARCHIVE_DIGEST, ARCHIVE_NOTICE
from maillage.contributions.enums import OPEN_REQUESTS, RequestCause, RequestStatus
from maillage.contributions.links import address_mark
from maillage.contributions.models import UpdateRequest
from maillage.contributions.queries.campaigns import recipients_of
from maillage.contributions.queries.stale import archive_candidates
from maillage.core.enums import EmailStatus
from maillage.core.journal import record
from maillage.core.journal.writing import SYSTEM
from maillage.core.mail import Letter, queue_emails
from maillage.core.models import OutgoingEmail
from maillage.directory.actions import archive_lieu
from maillage.directory.enums import ESSENTIAL_SECTIONS
from maillage.directory.models import Lieu
from maillage.network.queries import coordinators_of_communes

ORIGIN = "systeme:peremption"
NOTICE_GAP = timedelta(days=30)
DAILY_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Archiving:
    """What one run did, or would do: first and second notices, archived places, revived ones."""

    first: int = 0
    second: int = 0
    archived: int = 0
    revived: int = 0


def archive_stale(
    *, now: datetime | None = None, dry_run: bool = False, limit: int = DAILY_LIMIT
) -> Archiving:
    """One day of archiving; nothing when the setting says no."""
    if not settings.ARCHIVE_STALE:
        return Archiving()
    moment = now or timezone.now()
    candidates = {lieu.pk: lieu for lieu in archive_candidates(now=moment)}
    requests = list(
        UpdateRequest.objects.filter(
            cause=RequestCause.ARCHIVAGE, status__in=OPEN_REQUESTS
        ).select_related("lieu")
    )
    revived = [row for row in requests if row.lieu_id not in candidates]
    standing = [row for row in requests if row.lieu_id in candidates]
    told = _Told.of([row.lieu for row in standing])
    second, archived = [], []
    for row in standing:
        if row.reminders == 0 and told.is_told(row, 1, moment - NOTICE_GAP):
            second.append(row)
        elif row.reminders == 1 and told.is_told(row, 2, moment - NOTICE_GAP):
            archived.append(row)
    second, archived = second[:limit], archived[:limit]
    known = {row.lieu_id for row in requests}
    fresh = [lieu for pk, lieu in candidates.items() if pk not in known]
    first = _reachable(fresh)[:limit]
    if not dry_run:
        for row in revived:
            _give_up(row)
        for row in archived:
            _archive(row, moment)
        _second_notices(second, moment)
        _first_notices(first, moment)
    return Archiving(len(first), len(second), len(archived), len(revived))


def _give_up(request: UpdateRequest) -> None:
    """The place gave a sign of life: the notices stop."""
    UpdateRequest.objects.filter(pk=request.pk, status__in=OPEN_REQUESTS).update(
        status=RequestStatus.REVOQUEE
    )


@transaction.atomic
def _archive(request: UpdateRequest, moment: datetime) -> None:
    """Archive one place, unless it gave a sign of life this very moment."""
    lieu = archive_candidates(now=moment).filter(pk=request.lieu_id).first()
    if lieu is None:
        return
    UpdateRequest.objects.filter(pk=request.pk).update(status=RequestStatus.REVOQUEE)
    archive_lieu(lieu=lieu, origin=ORIGIN)
    record(verb="sheet.archived", by=SYSTEM, on=lieu, detail={"cause": "peremption"})


@transaction.atomic
def _first_notices(lieux: Sequence[Lieu], moment: datetime) -> None:
    addresses = recipients_of(lieux=lieux)
    requests = []
    for lieu in lieux:
        request = new_request(
            lieu_id=lieu.pk,
            email=next(iter(addresses[lieu.pk]), ""),
            cause=RequestCause.ARCHIVAGE,
            sections=[section.value for section in ESSENTIAL_SECTIONS],
            # The link outlives the archiving: whoever comes late is told the same as others.
            expires_at=moment + 4 * NOTICE_GAP,
        )
        request.lieu = lieu
        request.created_at = request.sent_at = moment
        requests.append(request)
    UpdateRequest.objects.bulk_create(requests, batch_size=200)
    _tell(requests, notice=1, moment=moment, archived_from=moment + 2 * NOTICE_GAP)


@transaction.atomic
def _second_notices(requests: Sequence[UpdateRequest], moment: datetime) -> None:
    for request in requests:
        UpdateRequest.objects.filter(pk=request.pk, status__in=OPEN_REQUESTS).update(
            reminders=1, last_reminder_at=moment, expires_at=moment + 3 * NOTICE_GAP
        )
    _tell(requests, notice=2, moment=moment, archived_from=moment + NOTICE_GAP)


def _tell(
    requests: Sequence[UpdateRequest],
    *,
    notice: int,
    moment: datetime,
    archived_from: datetime,
) -> None:
    """Queue the e-mails of one notice: each structure, and one list for each coordinator."""
    day = timezone.localdate(archived_from)
    addresses = recipients_of(lieux=[request.lieu for request in requests])
    letters = [
        Letter(
            kind=ARCHIVE_NOTICE,
            to=address,
            context={"lieux": [mail_entry(request)], "notice": notice, "archived_from": day},
            dedupe_key=f"archive:{request.pk}:{notice}:{address_mark(address)}",
        )
        for request in requests
        for address in addresses[request.lieu_id]
    ]
    by_user: dict[int, list[UpdateRequest]] = {}
    coordinators = _coordinators([request.lieu for request in requests])
    for request in requests:
        for user in coordinators.get(request.lieu.code_insee, ()):
            by_user.setdefault(user, []).append(request)
    emails = dict(User.objects.filter(pk__in=by_user).values_list("pk", "email"))
    for user, rows in by_user.items():
        letters.append(
            Letter(
                kind=ARCHIVE_DIGEST,
                to=emails[user],
                context={
                    "lieux": [_public_entry(row.lieu) for row in rows],
                    "archived_from": day,
                },
                dedupe_key=_digest_key(timezone.localdate(moment), notice, user),
            )
        )
    queue_emails(letters=letters)


def _public_entry(lieu: Lieu) -> dict[str, str]:
    url = f"{settings.SITE_URL}{lieu.get_absolute_url()}"
    return {"nom": lieu.nom, "commune": lieu.commune, "url": url}


def _digest_key(day: date, notice: int, user: int) -> str:
    return f"archive-digest:{day.isoformat()}:{notice}:{user}"


def _coordinators(lieux: Iterable[Lieu]) -> dict[str, tuple[int, ...]]:
    """INSEE code → accounts that coordinate it."""
    return coordinators_of_communes(codes={lieu.code_insee for lieu in lieux})


def _reachable(lieux: Sequence[Lieu]) -> list[Lieu]:
    """Those about whom somebody can be told."""
    addresses = recipients_of(lieux=lieux)
    coordinators = _coordinators(lieux)
    return [lieu for lieu in lieux if addresses[lieu.pk] or lieu.code_insee in coordinators]


@dataclass(frozen=True, slots=True)
class _Told:
    """Which notices left: keys of the e-mails sent, and who coordinates what."""

    sent: frozenset[str]
    coordinators: dict[str, tuple[int, ...]]

    @classmethod
    def of(cls, lieux: Sequence[Lieu]) -> "_Told":
        keys = OutgoingEmail.objects.filter(
            status=EmailStatus.ENVOYE, dedupe_key__startswith="archive"
        ).values_list("dedupe_key", flat=True)
        return cls(frozenset(key for key in keys if key), _coordinators(lieux))

    def is_told(self, request: UpdateRequest, notice: int, before: datetime) -> bool:
        """Whether somebody got this notice, at or before a moment."""
        at = request.created_at if notice == 1 else request.last_reminder_at
        if at is None or at > before:
            return False
        day = timezone.localdate(at)
        if any(
            _digest_key(day, notice, user) in self.sent
            for user in self.coordinators.get(request.lieu.code_insee, ())
        ):
            return True
        return any(key.startswith(f"archive:{request.pk}:{notice}:") for key in self.sent)
