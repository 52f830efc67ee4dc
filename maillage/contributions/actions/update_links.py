"""Answers to a request: by the personal link, or by a coordinator on the telephone."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from maillage.accounts.enums import Profession
from maillage.contributions.enums import (
    OPEN_REQUESTS,
    AnswerOutcome,
    RequestStatus,
)
from maillage.contributions.models import SectionAnswer, UpdateRequest
from maillage.core.errors import DomainError
from maillage.core.journal import record
from maillage.core.models import JournalEntry
from maillage.directory.actions import save_lieu
from maillage.directory.enums import AskFrequency, ConfirmationChannel, Section
from maillage.directory.models import Lieu, SectionConfirmation
from maillage.directory.section_actions import (
    Author,
    SavedSection,
    SectionConflictError,
    confirm_sections,
    refresh_confirmation,
    save_section,
)
from maillage.directory.section_queries import fingerprint, read_values


def _locked(request: UpdateRequest, author: Author, now: datetime) -> UpdateRequest:
    """The request as it is now; DomainError when it takes no answer any more."""
    stored = UpdateRequest.objects.select_for_update().select_related("lieu").get(pk=request.pk)
    is_link = author.channel == ConfirmationChannel.LIEN
    if stored.status == RequestStatus.REVOQUEE or (is_link and stored.expires_at <= now):
        raise DomainError("link_over", "Ce lien n’est plus valable.")
    return stored


def _confirmation_of(lieu: Lieu, section: Section) -> dict[str, Any] | None:
    """The confirmation of a section as JSON, for an undo."""
    row = SectionConfirmation.objects.filter(lieu=lieu, section=section).first()
    if row is None:
        return None
    return {
        "confirmed_at": row.confirmed_at.isoformat(),
        "kind": row.kind,
        "channel": row.channel,
        "profession": row.profession,
        "by_id": row.by_id,
    }


def _keep_answer(
    request: UpdateRequest,
    section: Section,
    author: Author,
    now: datetime,
    *,
    former: Mapping[str, Any] | None,
    values: Mapping[str, Any] | None = None,
    after: str = "",
) -> None:
    """Store the answer of a section; what an undo goes back to is what the first one found."""
    known = SectionAnswer.objects.filter(request=request, section=section).first()
    before: dict[str, Any] = {"confirmation": former, "values": values}
    outcome = AnswerOutcome.CORRIGE if values else AnswerOutcome.INCHANGE
    if known is not None and known.before:
        before = {
            "confirmation": known.before["confirmation"],
            "values": known.before["values"] or values,
        }
        if known.outcome == AnswerOutcome.CORRIGE:
            outcome = AnswerOutcome.CORRIGE
            after = after or known.after_fingerprint
    SectionAnswer.objects.update_or_create(
        request=request,
        section=section,
        defaults={
            "outcome": outcome,
            "kind": author.kind,
            "channel": author.channel,
            "profession": author.profession,
            "answered_at": now,
            "before": before,
            "after_fingerprint": after,
        },
    )


def refresh_status(*, request: UpdateRequest, now: datetime | None = None) -> None:
    """Bring the state in line with the answers: none, some, all the sections asked."""
    rows = SectionAnswer.objects.filter(request=request)
    answered = set(rows.values_list("section", flat=True))
    status = RequestStatus.A_FAIRE
    if answered:
        status = RequestStatus.COMMENCEE
    if answered >= set(request.sections):
        status = RequestStatus.TERMINEE
    if status == request.status:
        return
    if status != RequestStatus.TERMINEE and request.campaign_id is None:
        # Taken up again: a request of the same cause made meanwhile gives way.
        UpdateRequest.objects.filter(
            lieu_id=request.lieu_id,
            campaign__isnull=True,
            cause=request.cause,
            status__in=OPEN_REQUESTS,
        ).exclude(pk=request.pk).update(status=RequestStatus.REVOQUEE)
    request.completed_at = (now or timezone.now()) if status == RequestStatus.TERMINEE else None
    request.status = status
    request.save(update_fields=["status", "completed_at"])


@transaction.atomic
def answer_unchanged(
    *,
    request: UpdateRequest,
    sections: Collection[Section],
    author: Author,
    now: datetime | None = None,
) -> UpdateRequest:
    """« Rien n’a changé » for these sections; the same said twice changes only the date.

    DomainError when the link takes no answer any more.
    """
    moment = now or timezone.now()
    stored = _locked(request, author, moment)
    for section in sections:
        _keep_answer(stored, section, author, moment, former=_confirmation_of(stored.lieu, section))
    confirm_sections(lieu=stored.lieu, sections=sections, author=author, at=moment)
    refresh_status(request=stored, now=moment)
    _note(stored, author, [section.value for section in sections], AnswerOutcome.INCHANGE)
    return stored


@transaction.atomic
def answer_corrected(
    *,
    request: UpdateRequest,
    section: Section,
    values: Mapping[str, Any],
    expected: str,
    author: Author,
    now: datetime | None = None,
) -> SavedSection:
    """Correct one section of the sheet of a request, and confirm it.

    Raises SectionConflictError when somebody changed the section since it was read,
    ValidationError and DomainError as save_section, DomainError when the link takes no answer.
    """
    moment = now or timezone.now()
    stored = _locked(request, author, moment)
    former = _confirmation_of(stored.lieu, section)
    before = read_values(lieu=stored.lieu, section=section)
    saved = save_section(
        lieu=stored.lieu,
        section=section,
        values=values,
        author=author,
        expected=expected,
        at=moment,
    )
    after = fingerprint(
        values=read_values(lieu=Lieu.objects.get(pk=saved.lieu.pk), section=section)
    )
    _keep_answer(
        stored,
        section,
        author,
        moment,
        former=former,
        values=before if saved.changes else None,
        after=after if saved.changes else "",
    )
    refresh_status(request=stored, now=moment)
    outcome = AnswerOutcome.CORRIGE if saved.changes else AnswerOutcome.INCHANGE
    _note(stored, author, [section.value], outcome)
    return saved


def _note(
    request: UpdateRequest, author: Author, sections: list[str], outcome: AnswerOutcome
) -> None:
    record(
        verb="request.answered",
        by=author.actor,
        on=request.lieu,
        detail={
            "request": request.pk,
            "sections": sections,
            "outcome": outcome.value,
            "channel": author.channel.value,
        },
    )


@transaction.atomic
def undo_answers(
    *, request: UpdateRequest, author: Author, now: datetime | None = None
) -> tuple[str, ...]:
    """Take back what was answered by this link: values and dates as they were before.

    Returns the labels of the sections that somebody else changed since: those stay.
    """
    moment = now or timezone.now()
    stored = _locked(request, author, moment)
    lieu = stored.lieu
    kept: list[str] = []
    undone: list[str] = []
    answers = SectionAnswer.objects.filter(request=stored, channel=author.channel)
    for answer in answers:
        if not answer.before:
            continue
        section = Section(answer.section)
        values = answer.before["values"]
        if values:
            try:
                with transaction.atomic():
                    save_section(
                        lieu=lieu,
                        section=section,
                        values=values,
                        author=author,
                        expected=answer.after_fingerprint,
                        at=moment,
                    )
            except SectionConflictError:
                kept.append(str(section.label))
                continue
        _restore_confirmation(lieu, section, answer.before["confirmation"])
        answer.delete()
        undone.append(section.value)
    refresh_confirmation(lieu=Lieu.objects.get(pk=lieu.pk))
    refresh_status(request=stored, now=moment)
    if undone:
        record(
            verb="request.undone",
            by=author.actor,
            on=lieu,
            detail={"request": stored.pk, "sections": undone},
        )
    return tuple(kept)


def _restore_confirmation(lieu: Lieu, section: Section, former: Mapping[str, Any] | None) -> None:
    rows = SectionConfirmation.objects.filter(lieu=lieu, section=section)
    if former is None:
        rows.delete()
        return
    moment = parse_datetime(str(former["confirmed_at"]))
    rows.update(**{**former, "confirmed_at": moment})


@transaction.atomic
def say_who(*, request: UpdateRequest, profession: Profession, author: Author) -> None:
    """Keep what the person who answered by the link does; optional, never a name."""
    stored = _locked(request, author, timezone.now())
    answers = SectionAnswer.objects.filter(request=stored, channel=ConfirmationChannel.LIEN)
    sections = list(answers.values_list("section", flat=True))
    answers.update(profession=profession)
    SectionConfirmation.objects.filter(
        lieu=stored.lieu, section__in=sections, channel=ConfirmationChannel.LIEN
    ).update(profession=profession)


@transaction.atomic
def choose_frequency(*, request: UpdateRequest, frequency: AskFrequency, author: Author) -> None:
    """Keep how often the structure accepts to be asked."""
    stored = _locked(request, author, timezone.now())
    if stored.lieu.ask_every_months != frequency:
        lieu = stored.lieu
        lieu.ask_every_months = frequency
        save_lieu(lieu=lieu, modalites=None, origin=author.origin, by=author.user)


@transaction.atomic
def collect_answers(*, now: datetime | None = None, request_ids: Collection[int] = ()) -> int:
    """Count as answers the sections confirmed elsewhere since they were asked.

    A librarian who signs in instead of opening the link has answered all the same: no reminder
    leaves any more. Returns how many sections were found.
    """
    moment = now or timezone.now()
    requests = UpdateRequest.objects.filter(status__in=OPEN_REQUESTS).prefetch_related("answers")
    if request_ids:
        requests = requests.filter(pk__in=request_ids)
    waiting = {request.pk: request for request in requests}
    by_lieu: dict[str, list[UpdateRequest]] = {}
    for request in waiting.values():
        by_lieu.setdefault(request.lieu_id, []).append(request)
    rows = SectionConfirmation.objects.filter(
        lieu__update_requests__status__in=OPEN_REQUESTS,
        channel__in=[
            ConfirmationChannel.ESPACE,
            ConfirmationChannel.APPEL,
            ConfirmationChannel.VISITE,
            ConfirmationChannel.LIEN,
        ],
    ).distinct()
    found = 0
    touched: set[int] = set()
    for row in rows:
        for request in by_lieu.get(row.lieu_id, []):
            known = {answer.section for answer in request.answers.all()}
            is_wanted = row.section in request.sections and row.section not in known
            if not is_wanted or row.confirmed_at < request.created_at:
                continue
            SectionAnswer.objects.get_or_create(
                request=request,
                section=row.section,
                defaults={
                    "outcome": _outcome_since(row, request.created_at),
                    "kind": row.kind,
                    "channel": row.channel,
                    "profession": row.profession,
                    "answered_at": row.confirmed_at,
                },
            )
            found += 1
            touched.add(request.pk)
    for pk in touched:
        refresh_status(request=waiting[pk], now=moment)
    return found


def _outcome_since(row: SectionConfirmation, since: datetime) -> AnswerOutcome:
    """Whether the section was written by hand since it was asked, as the journal tells."""
    saved = JournalEntry.objects.filter(
        verb="sheet.section_saved",
        object_type=Lieu._meta.label_lower,
        object_id=row.lieu_id,
        at__gte=since,
    ).values_list("detail", flat=True)
    changed = any(detail.get("section") == row.section for detail in saved)
    return AnswerOutcome.CORRIGE if changed else AnswerOutcome.INCHANGE
