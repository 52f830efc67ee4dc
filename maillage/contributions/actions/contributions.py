"""What people send: kept under a number, announced to those who may answer, forgotten in time."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from maillage.accounts.models import User
from maillage.contributions.actions.notices import announce
from maillage.contributions.enums import CLOSED_STATUSES, Nature, Route
from maillage.contributions.models import MESSAGE_MAX_LENGTH, Contribution
from maillage.contributions.numbers import draw_number
from maillage.contributions.queries.contributions import ESCALATE_AFTER
from maillage.contributions.queries.proposals import Changes, is_public, twin_of
from maillage.core.errors import DomainError
from maillage.core.journal import Actor, record
from maillage.core.journal.writing import SYSTEM, VISITOR
from maillage.directory.enums import Section
from maillage.directory.models import Lieu
from maillage.network.queries import people_of_structure

# Retention. The page /vos-donnees/ says the same; a test holds the two together.
EMAIL_KEPT_DAYS = 30
EMAIL_UNANSWERED_KEPT_DAYS = 365
REPORT_KEPT_DAYS = 365
REPORT_UNANSWERED_KEPT_DAYS = 730
# A whole section with every part fits; a robot's book does not.
CHANGES_MAX_LENGTH = 20_000


def create_report(
    *, lieu: Lieu, kind: str, message: str, email: str = "", by: User | None = None
) -> Contribution:
    """Keep an error told in words under a new number; raises ValidationError for a refused value.

    A form sent twice (a double click, a page reloaded) gives the first report again. So do the
    two functions below.
    """
    return receive_contribution(
        Contribution(
            nature=Nature.SIGNALEMENT,
            lieu=lieu,
            kind=kind,
            message=message,
            email=email,
            proposer=by,
            code_insee=lieu.code_insee,
        )
    )


def create_proposal(
    *,
    lieu: Lieu,
    section: Section,
    before: dict[str, Any],
    after: dict[str, Any],
    message: str = "",
    email: str = "",
    by: User | None = None,
) -> Contribution:
    """Keep values proposed for one section of a sheet, beside those that the proposer read.

    `before` and `after` hold the fields that differ (queries.proposals.public_differences).
    Raises DomainError when nothing differs, when a field is not for the public, or when a text
    is too long; ValidationError for another refused value.
    """
    if not after:
        raise DomainError(
            "nothing_proposed", "Rien n’est différent de la fiche : changez ce qui est faux."
        )
    if not all(is_public(name) for name in after):
        raise DomainError("not_public", "Ce champ ne se propose pas : écrivez un message.")
    for name, value in after.items():
        longest = max(MESSAGE_MAX_LENGTH, len(str(before.get(name) or "")))
        if isinstance(value, str) and len(value) > longest:
            raise DomainError("too_long", "Un texte est trop long : 2 000 caractères au plus.")
    changes: Changes = {section.value: after}
    _check_size(changes)
    return receive_contribution(
        Contribution(
            nature=Nature.CORRECTION,
            lieu=lieu,
            changes=changes,
            before={section.value: before},
            message=message,
            email=email,
            proposer=by,
            code_insee=lieu.code_insee,
        )
    )


def propose_lieu(
    *,
    code_insee: str,
    changes: Changes,
    how_known: str,
    message: str = "",
    email: str = "",
    by: User | None = None,
) -> Contribution:
    """Keep the proposal of a place that is missing; `changes` holds at least its contacts.

    Raises DomainError when it is too long, ValidationError for another refused value.
    """
    _check_size(changes)
    return receive_contribution(
        Contribution(
            nature=Nature.NOUVEAU_LIEU,
            changes=changes,
            how_known=how_known,
            message=message,
            email=email,
            proposer=by,
            code_insee=code_insee,
        )
    )


def _check_size(changes: Changes) -> None:
    if len(json.dumps(changes)) > CHANGES_MAX_LENGTH:
        raise DomainError(
            "too_long", "La proposition est trop longue : dites l’essentiel dans le message."
        )


@transaction.atomic
def receive_contribution(contribution: Contribution) -> Contribution:
    """Give a contribution its number and its route, keep it, tell those who may answer.

    One whose `told_at` is set tells nobody (the examples of the demonstration); those of sources
    come by hundreds, and wait for the daily letter. The same open contribution received again
    gives the first one. Raises ValidationError for a refused value.
    """
    twin = twin_of(contribution=contribution)
    if twin is not None:
        return twin
    number = draw_number()
    while Contribution.objects.filter(number=number).exists():
        number = draw_number()
    contribution.number = number
    contribution.route = _route_of(contribution)
    contribution.full_clean()
    contribution.save(force_insert=True)
    record(
        verb="contribution.received",
        by=_actor_of(contribution),
        on=contribution,
        detail={"nature": contribution.nature, "route": contribution.route},
    )
    if contribution.source is None:
        announce(contributions=_untold_beside(contribution), now=timezone.now())
    return contribution


def _actor_of(contribution: Contribution) -> Actor:
    if contribution.source is not None:
        return SYSTEM
    by = contribution.proposer
    return Actor.of(by) if by is not None else VISITOR


def _route_of(contribution: Contribution) -> Route:
    """The structure when somebody else than the proposer is there to answer."""
    lieu = contribution.lieu
    people = people_of_structure(structure_id=lieu.structure_id if lieu is not None else None)
    others = [person for person in people if person != contribution.proposer]
    return Route.STRUCTURE if others else Route.COORDINATION


def _untold_beside(contribution: Contribution) -> QuerySet[Contribution]:
    """The contribution and those not announced yet that wait for the same people."""
    rows = _untold().filter(route=contribution.route)
    if contribution.route == Route.STRUCTURE and contribution.lieu is not None:
        return rows.filter(lieu__structure=contribution.lieu.structure)
    return rows.filter(code_insee=contribution.code_insee)


def _untold() -> QuerySet[Contribution]:
    return (
        Contribution.objects.filter(told_at__isnull=True)
        .exclude(status__in=CLOSED_STATUSES)
        .select_related("lieu")
        .order_by("created_at", "pk")
    )


@transaction.atomic
def escalate_contributions(*, now: datetime) -> int:
    """Hand over to the coordination what a structure left 10 days without an answer.

    Returns how many. Idempotent: each is handed over once, and announced again.
    """
    late = list(
        Contribution.objects.select_for_update()
        .exclude(status__in=CLOSED_STATUSES)
        .filter(route=Route.STRUCTURE, created_at__lte=now - ESCALATE_AFTER)
    )
    for contribution in late:
        contribution.route, contribution.escalated_at = Route.COORDINATION, now
        contribution.told_at = None
        contribution.save(update_fields=["route", "escalated_at", "told_at"])
        record(
            verb="contribution.escalated",
            by=SYSTEM,
            on=contribution,
            detail={"nature": contribution.nature},
        )
    return len(late)


def announce_untold(*, now: datetime) -> int:
    """Tell by e-mail what nobody was told yet; returns the number of letters."""
    return announce(contributions=_untold(), now=now)


@dataclass(frozen=True, slots=True)
class Purge:
    """How many addresses were erased and how many contributions were deleted."""

    emails: int
    reports: int


@transaction.atomic
def purge_reports(*, now: datetime, dry_run: bool = False) -> Purge:
    """Apply the retention rules: addresses, then whole contributions. Idempotent."""
    reports: QuerySet[Contribution] = Contribution.objects.filter(
        Q(answered_at__lt=now - timedelta(days=REPORT_KEPT_DAYS))
        | Q(
            answered_at__isnull=True,
            created_at__lt=now - timedelta(days=REPORT_UNANSWERED_KEPT_DAYS),
        )
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
