"""The figures of the coordinators' desk: a constant number of queries, whatever the places."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Avg, Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from maillage.accounts.models import User
from maillage.contributions.enums import (
    CLOSED_STATUSES,
    OPEN_REQUESTS,
    CampaignStatus,
    Nature,
    RequestStatus,
    Route,
)
from maillage.contributions.models import Campaign, Contribution, DeskOperation, UpdateRequest
from maillage.contributions.queries.desk_lists import (
    INCOMPLETE_BELOW,
    LISTS,
    is_stale,
    stale_since,
)
from maillage.contributions.queries.desk_scope import Scope, lieux_in, structures_of
from maillage.core.enums import EmailStatus
from maillage.core.models import OutgoingEmail
from maillage.directory.enums import LieuStatus, Section
from maillage.directory.models import Lieu, SectionConfirmation, Structure
from maillage.network.enums import ClaimStatus, InvitationStatus
from maillage.network.models import Claim, Invitation, Membership
from maillage.network.queries import active_memberships

ABSENT_DAYS = 180
UNDO_SHOWN = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class SheetFigures:
    """Counts of published places; `sections`: those not confirmed since 12 months, by section."""

    total: int
    stale: int
    never: int
    incomplete: int
    contradictory: int
    without_mail: int
    completeness: int
    shared_phones: int
    to_archive: int
    sections: dict[str, int]


def sheet_figures(*, scope: Scope) -> SheetFigures:
    """Four queries."""
    rows = lieux_in(scope=scope).order_by()
    found = rows.aggregate(
        total=Count("pk"),
        stale=Count("pk", filter=is_stale()),
        never=Count("pk", filter=Q(confirmed_at__isnull=True)),
        incomplete=Count("pk", filter=Q(completeness__lt=INCOMPLETE_BELOW)),
        contradictory=Count("pk", filter=~Q(contradictions="")),
        without_mail=Count("pk", filter=Q(courriels="")),
        mean=Avg("completeness"),
    )
    mean = found.pop("mean")
    return SheetFigures(
        **found,
        completeness=round(mean or 0),
        shared_phones=LISTS["telephone-partage"].select(scope).order_by().count(),
        to_archive=LISTS["archiver"].select(scope).order_by().count(),
        sections=_stale_sections(rows, found["total"]),
    )


def _stale_sections(rows: QuerySet[Lieu], total: int) -> dict[str, int]:
    fresh = dict(
        SectionConfirmation.objects.filter(
            lieu__in=rows.values("pk"), confirmed_at__gte=stale_since()
        )
        .order_by()
        .values_list("section")
        .annotate(number=Count("pk"))
    )
    return {section.value: total - fresh.get(section.value, 0) for section in Section}


@dataclass(frozen=True, slots=True)
class WaitingFigures:
    """What waits for an answer. `to_coordination`: those that the structures let pass."""

    reports: int
    proposals: int
    to_coordination: int
    claims: int
    invitations: int
    undelivered: int
    to_call: int


def waiting_figures(*, scope: Scope) -> WaitingFigures:
    """Five queries."""
    contributions = Contribution.objects.exclude(status__in=CLOSED_STATUSES)
    claims = Claim.objects.filter(status=ClaimStatus.RECUE)
    if scope.communes is not None:
        contributions = contributions.filter(
            Q(code_insee__in=scope.communes) | Q(lieu__code_insee__in=scope.communes)
        )
        claims = claims.filter(lieu__code_insee__in=scope.communes)
    found = contributions.order_by().aggregate(
        reports=Count("pk", filter=Q(nature=Nature.SIGNALEMENT)),
        proposals=Count("pk", filter=~Q(nature=Nature.SIGNALEMENT)),
        to_coordination=Count("pk", filter=Q(route=Route.COORDINATION)),
    )
    return WaitingFigures(
        **found,
        claims=claims.count(),
        invitations=waiting_invitations(scope=scope).count(),
        undelivered=undelivered(scope=scope).count(),
        to_call=to_call(scope=scope).count(),
    )


def waiting_invitations(*, scope: Scope) -> QuerySet[Invitation]:
    """Invitations that nobody used yet, to a structure of the territory or to coordinate it."""
    rows = Invitation.objects.filter(
        status=InvitationStatus.ENVOYEE, expires_at__gt=timezone.now()
    ).order_by("expires_at", "pk")
    if scope.communes is None:
        return rows
    kind, code = scope.pair
    return rows.filter(
        Q(structure__in=structures_of(scope=scope).order_by().values("pk"))
        | Q(coordination_kind=kind, coordination_code=code)
    )


def to_call(*, scope: Scope) -> QuerySet[UpdateRequest]:
    """Open requests outside campaigns without anybody to write to, the oldest first."""
    rows = UpdateRequest.objects.filter(
        status__in=OPEN_REQUESTS, campaign__isnull=True, email="", expires_at__gt=timezone.now()
    )
    if scope.communes is not None:
        rows = rows.filter(lieu__code_insee__in=scope.communes)
    return rows.select_related("lieu__structure").order_by("created_at", "pk")


def undelivered(*, scope: Scope) -> QuerySet[UpdateRequest]:
    """Open requests of the territory whose e-mail no server accepted."""
    failed = OutgoingEmail.objects.filter(
        status=EmailStatus.ECHEC,
        recipient__iexact=OuterRef("email"),
        created_at__gte=OuterRef("created_at"),
        kind__startswith="contributions.",
    )
    rows = UpdateRequest.objects.filter(status__in=OPEN_REQUESTS).exclude(email="")
    if scope.communes is not None:
        rows = rows.filter(lieu__code_insee__in=scope.communes)
    return rows.filter(Exists(failed)).select_related("lieu").order_by("-created_at", "-pk")


def campaigns_in(*, scope: Scope) -> list[Campaign]:
    """Campaigns in progress of the territory or around it, `asked` and `done` of its places."""
    inside = Q() if scope.communes is None else Q(requests__lieu__code_insee__in=scope.communes)
    rows = (
        Campaign.objects.filter(status=CampaignStatus.EN_COURS)
        .annotate(
            asked=Count("requests", filter=inside),
            done=Count("requests", filter=inside & Q(requests__status=RequestStatus.TERMINEE)),
        )
        .order_by("ends_on", "pk")
    )
    kind, code = scope.pair
    return [
        row
        for row in rows
        if scope.communes is None
        or row.asked
        or (row.territory_kind, row.territory_code) == (kind, code)
    ]


@dataclass(frozen=True, slots=True)
class MemberFigures:
    """People of the structures of the territory; `absent` did not come for six months."""

    total: int
    absent: int
    structures_without: int


def members_of_scope(*, scope: Scope) -> QuerySet[Membership]:
    """Who keeps the sheets of the territory, the latest visit first."""
    rows = active_memberships().select_related("user", "structure")
    if scope.communes is not None:
        rows = rows.filter(structure__in=structures_of(scope=scope).order_by().values("pk"))
    return rows.order_by("-user__last_seen_at", "pk")


def structures_without_people(*, scope: Scope) -> QuerySet[Structure]:
    """Structures of the territory whose sheets nobody keeps, by name, with their `places`."""
    kept = active_memberships().filter(structure=OuterRef("pk"))
    return (
        structures_of(scope=scope)
        .filter(~Exists(kept))
        .select_related("commune")
        .annotate(places=Count("lieux", filter=Q(lieux__status=LieuStatus.PUBLIE)))
        .order_by("nom", "pk")
    )


def member_figures(*, scope: Scope) -> MemberFigures:
    """Two queries."""
    since = timezone.now() - timedelta(days=ABSENT_DAYS)
    found = (
        members_of_scope(scope=scope)
        .order_by()
        .aggregate(
            total=Count("user", distinct=True),
            absent=Count("user", distinct=True, filter=Q(user__last_seen_at__lt=since)),
        )
    )
    without = structures_without_people(scope=scope).order_by().count()
    return MemberFigures(**found, structures_without=without)


def last_operation(*, user: User) -> DeskOperation | None:
    """The bulk action that this person did last and may still take back."""
    return (
        DeskOperation.objects.filter(
            by=user, undone_at__isnull=True, at__gte=timezone.now() - UNDO_SHOWN
        )
        .order_by("-at", "-pk")
        .first()
    )


def first_slug(*, scope: Scope, code: str) -> str:
    """The page address of the first sheet of a list; empty when the list is."""
    orders: dict[str, Sequence[str]] = {"incomplets": ("completeness", "nom", "pk")}
    rows = LISTS[code].select(scope).order_by(*orders.get(code, ("nom", "pk")))
    return rows.values_list("slug", flat=True).first() or ""
