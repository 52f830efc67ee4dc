"""Answers: what is accepted, written otherwise or refused, and who won when two answered at once.

Every answer first closes the contribution by a conditional update: the second person is told
that it is closed, and nothing that the first wrote is touched.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from maillage.accounts.models import User
from maillage.contributions.emails.contributions import outcome_key, outcome_letter
from maillage.contributions.enums import CLOSED_STATUSES, Nature, ReportStatus
from maillage.contributions.models import Contribution
from maillage.contributions.queries.proposals import Changes, is_public, public_values
from maillage.core.enums import EmailStatus
from maillage.core.errors import DomainError
from maillage.core.journal import Actor, record
from maillage.core.mail import cancel_email, queue_emails
from maillage.core.models import OutgoingEmail
from maillage.directory.actions import HAND_ORIGIN, archive_lieu, save_lieu
from maillage.directory.enums import (
    ConfirmationChannel,
    LieuStatus,
    ModaliteField,
    PositionPrecision,
    Section,
)
from maillage.directory.models import Lieu, Structure
from maillage.directory.section_actions import Author, SavedSection, save_section
from maillage.directory.section_queries import fingerprint, read_values
from maillage.territory.models import Commune

UNDO_DELAY = timedelta(minutes=10)
"""An answer that wrote on the sheet can be undone for so long; the e-mail waits as long."""

_ORIGIN = f"{HAND_ORIGIN}:{ConfirmationChannel.CONTRIBUTION}"


# --- in words ------------------------------------------------------------------------------
def start_report(*, report: Contribution) -> Contribution:
    """Say that somebody is checking; DomainError when the contribution is closed."""
    return _change(report, status=ReportStatus.EN_COURS)


@transaction.atomic
def answer_report(
    *, report: Contribution, status: ReportStatus, answer: str, by: User | None = None
) -> Contribution:
    """Close a contribution with words alone, and send them to whoever left an address.

    Raises DomainError when it is already closed, when the status does not close, or when a
    refusal gives no reason.
    """
    text = answer.strip()
    if status not in CLOSED_STATUSES:
        raise DomainError("not_closing", "Une réponse est « Corrigé » ou « Non retenu ».")
    if status == ReportStatus.REFUSE and not text:
        raise DomainError("reason_missing", "Un refus donne sa raison : écrivez la réponse.")
    closed = _close(report, status=status, answer=text, by=by)
    _finish(closed, by=by)
    return closed


# --- on the sheet --------------------------------------------------------------------------
@transaction.atomic
def accept_contribution(
    *,
    contribution: Contribution,
    author: Author,
    expected: Mapping[str, str],
    answer: str = "",
    proposed: str = "",
) -> Contribution:
    """Write the proposed values as they are.

    `expected` maps each section to the fingerprint that its reviewer read; `proposed` is that of
    the proposal, which its source may renew meanwhile. Raises DomainError when it was, when it is
    closed or holds no values, SectionConflictError when a section says something else
    now, ValidationError when the sheet refuses a value. Nothing is written then.
    """
    if contribution.nature != Nature.CORRECTION or contribution.lieu is None:
        raise DomainError("no_values", "Il n’y a pas de valeurs à accepter : corrigez la fiche.")
    closed = _close(contribution, status=ReportStatus.CORRIGE, answer=answer, by=author.user)
    if proposed and proposed != fingerprint(values=closed.changes):
        raise DomainError(
            "renewed", "La source dit autre chose depuis. Rien n’est écrit : relisez-la."
        )
    writes = [
        _write(closed, Section(code), values, author, expected.get(code, ""))
        for code, values in closed.changes.items()
    ]
    _keep(closed, writes)
    _finish(closed, by=author.user)
    return closed


@transaction.atomic
def amend_contribution(
    *,
    contribution: Contribution,
    section: Section,
    values: Mapping[str, Any],
    author: Author,
    expected: str,
    answer: str = "",
) -> Contribution:
    """Correct one section of the sheet in place, and close: the answer is what was written.

    An error told in words becomes « corrigé », its before and after recorded; proposed values
    « corrigé autrement », unless they were written as they were. Raises what
    `accept_contribution` raises, and DomainError when nothing changes.
    """
    if contribution.lieu is None:
        raise DomainError("no_lieu", "Ce lieu n’a pas encore de fiche : créez-la d’abord.")
    is_proposal = contribution.nature == Nature.CORRECTION
    closed = _close(
        contribution,
        status=ReportStatus.MODIFIE if is_proposal else ReportStatus.CORRIGE,
        answer=answer,
        by=author.user,
    )
    write = _write(closed, section, values, author, expected)
    if not write.replaced:
        raise DomainError(
            "nothing_changed",
            "Rien n’a changé sur la fiche. Corrigez ce qui est faux, ou répondez sans la changer.",
        )
    proposed = closed.changes.get(section.value, {})
    if is_proposal and closed.changes.keys() == {section.value}:
        now = read_values(lieu=write.lieu, section=section)
        if write.names <= proposed.keys() and all(now[name] == proposed[name] for name in proposed):
            closed.status = ReportStatus.CORRIGE
    _keep(closed, [write])
    _finish(closed, by=author.user)
    return closed


@transaction.atomic
def archive_for_contribution(
    *, contribution: Contribution, by: User, answer: str = ""
) -> Contribution:
    """« Ce lieu n’existe plus »: take the sheet out of the public pages, and close."""
    if contribution.lieu is None:
        raise DomainError("no_lieu", "Ce lieu n’a pas de fiche.")
    closed = _close(contribution, status=ReportStatus.CORRIGE, answer=answer, by=by)
    archive_lieu(lieu=Lieu.objects.get(pk=contribution.lieu.pk), origin=_ORIGIN, by=by)
    _finish(closed, by=by)
    return closed


@dataclass(frozen=True, slots=True)
class NewLieu:
    """What the coordination keeps of a proposed place."""

    nom: str
    adresse: str
    code_postal: str
    structure: Structure | None
    is_published: bool


@transaction.atomic
def create_lieu_for_contribution(
    *, contribution: Contribution, lieu: NewLieu, by: User, answer: str = ""
) -> Contribution:
    """Make the sheet of a proposed place, published or in preparation, and close.

    Its position is the centre of the commune until somebody places it better. Raises DomainError
    when it is closed, has a sheet or no known commune, ValidationError for a refused value.
    """
    commune = Commune.objects.filter(pk=contribution.code_insee).first()
    if contribution.nature != Nature.NOUVEAU_LIEU or contribution.lieu is not None:
        raise DomainError("has_lieu", "Ce lieu a déjà sa fiche.")
    if commune is None:
        raise DomainError("no_commune", "La commune de ce lieu n’est plus connue.")
    closed = _close(contribution, status=ReportStatus.CORRIGE, answer=answer, by=by)
    services = closed.changes.get(Section.SERVICES, {})
    is_placed = commune.latitude is not None
    sheet = save_lieu(
        lieu=Lieu(
            id=f"maillage-{closed.number}",
            nom=lieu.nom,
            adresse=lieu.adresse,
            commune=commune.nom,
            code_postal=lieu.code_postal,
            code_insee=commune.code,
            latitude=commune.latitude,
            longitude=commune.longitude,
            position_precision=(
                PositionPrecision.CENTRE_COMMUNE if is_placed else PositionPrecision.INCONNUE
            ),
            activities=services.get("activities", ""),
            structure=lieu.structure,
            status=LieuStatus.PUBLIE if lieu.is_published else LieuStatus.BROUILLON,
            date_maj=timezone.localdate(),
        ),
        modalites={ModaliteField.SERVICES.value: services.get("services", [])},
        origin=_ORIGIN,
        by=by,
    )
    closed.lieu = sheet
    closed.applied = {
        Section.CONTACTS.value: {
            name: getattr(sheet, name) for name in ("nom", "adresse", "code_postal", "commune")
        }
    }
    closed.save(update_fields=["lieu", "applied"])
    _finish(closed, by=by)
    return closed


@transaction.atomic
def undo_answer(*, contribution: Contribution, author: Author) -> Contribution:
    """Put back what an answer wrote over, and open the contribution again.

    The sections stay confirmed: whoever undoes has just read them. Raises DomainError when
    nothing was written or when it is too late, SectionConflictError when somebody changed the
    sheet since.
    """
    if not can_undo(contribution):
        raise DomainError("too_late", "Il est trop tard pour annuler : corrigez la fiche.")
    key = outcome_key(contribution=contribution)
    values: dict[str, object] = {
        "status": ReportStatus.EN_COURS,
        "answer": "",
        "answered_at": None,
        "answered_by": None,
        "applied": {},
        "replaced": {},
    }
    if contribution.nature == Nature.SIGNALEMENT:
        values["before"] = {}
    opened = Contribution.objects.filter(
        pk=contribution.pk, answered_at=contribution.answered_at
    ).update(**values)
    if not opened or contribution.lieu is None:
        raise DomainError("changed", "Quelqu’un a déjà changé cette réponse.")
    for code, kept in contribution.replaced.items():
        save_section(
            lieu=contribution.lieu,
            section=Section(code),
            values=kept["values"],
            author=author,
            expected=kept["fingerprint"],
        )
    record(verb="contribution.undone", by=author.actor, on=contribution)
    for email in OutgoingEmail.objects.filter(dedupe_key=key, status=EmailStatus.EN_ATTENTE):
        cancel_email(email=email)
    contribution.refresh_from_db()
    return contribution


def can_undo(contribution: Contribution) -> bool:
    """Whether an answer that wrote on the sheet is recent enough to be undone."""
    moment = contribution.answered_at
    return bool(contribution.replaced) and (
        moment is not None and timezone.now() - moment < UNDO_DELAY
    )


# --- shared --------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class _Write:
    """One section written: what it replaced, what the public read before and reads now."""

    lieu: Lieu
    section: Section
    replaced: dict[str, Any]
    fingerprint: str
    before: dict[str, Any]
    applied: dict[str, Any]

    @property
    def names(self) -> set[str]:
        return set(self.replaced)


def _write(
    contribution: Contribution,
    section: Section,
    values: Mapping[str, Any],
    author: Author,
    expected: str,
) -> _Write:
    lieu = contribution.lieu
    if lieu is None:
        raise DomainError("no_lieu", "Ce lieu n’a pas de fiche.")
    shown = public_values(lieu=Lieu.objects.get(pk=lieu.pk), section=section)
    saved: SavedSection = save_section(
        lieu=lieu, section=section, values=values, author=author, expected=expected
    )
    stored = Lieu.objects.get(pk=lieu.pk)
    now = public_values(lieu=stored, section=section)
    proposed = contribution.changes.get(section.value, {})
    names = [*proposed, *(row.name for row in saved.changes if row.name not in proposed)]
    told = [name for name in names if is_public(name) and name not in stored.professional_values]
    return _Write(
        lieu=stored,
        section=section,
        replaced={row.name: row.before for row in saved.changes},
        fingerprint=fingerprint(values=read_values(lieu=stored, section=section)),
        before={name: shown[name] for name in told},
        applied={name: now[name] for name in told},
    )


def _keep(contribution: Contribution, writes: list[_Write]) -> None:
    """Record the before and after of what was written."""
    before: Changes = dict(contribution.before)
    for write in writes:
        code = write.section.value
        before[code] = {**write.before, **before.get(code, {})}
    contribution.before = before
    contribution.applied = {write.section.value: write.applied for write in writes}
    contribution.replaced = {
        write.section.value: {"values": write.replaced, "fingerprint": write.fingerprint}
        for write in writes
        if write.replaced
    }
    contribution.save(update_fields=["status", "before", "applied", "replaced"])


def _close(
    contribution: Contribution, *, status: ReportStatus, answer: str, by: User | None
) -> Contribution:
    return _change(
        contribution,
        status=status,
        answer=answer.strip(),
        answered_at=timezone.now(),
        answered_by=by,
    )


def _change(contribution: Contribution, **values: object) -> Contribution:
    """Change an open contribution only: two people answering at once cannot both win."""
    changed = (
        Contribution.objects.filter(pk=contribution.pk)
        .exclude(status__in=CLOSED_STATUSES)
        .update(**values)
    )
    if not changed:
        raise DomainError("closed", "Quelqu’un a déjà répondu : voici ce qui a été décidé.")
    contribution.refresh_from_db()
    return contribution


_VERBS = {
    ReportStatus.CORRIGE: "contribution.accepted",
    ReportStatus.MODIFIE: "contribution.amended",
    ReportStatus.REFUSE: "contribution.refused",
}


def _finish(contribution: Contribution, *, by: User | None) -> None:
    """The line of the journal and the e-mail of an answer."""
    record(
        verb=_VERBS[ReportStatus(contribution.status)],
        by=Actor.of(by),
        on=contribution,
        detail={"nature": contribution.nature, "sections": list(contribution.applied)},
    )
    proposer = contribution.proposer
    to = contribution.email or (proposer.email if proposer and proposer.is_active else "")
    if not to:
        return
    not_before = timezone.now() + UNDO_DELAY if contribution.replaced else None
    queue_emails(letters=[outcome_letter(contribution=contribution, to=to, not_before=not_before)])
