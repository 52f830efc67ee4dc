"""Reads of the contributions: one of them, those that wait for somebody, how long answers take."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, ExpressionWrapper, F, Q, QuerySet
from django.db.models.fields import DurationField
from django.utils import timezone

from maillage.accounts.models import User
from maillage.contributions.enums import CLOSED_STATUSES, Nature, Route
from maillage.contributions.models import Contribution
from maillage.core.durations import duration_words
from maillage.network.rules import roles_of
from maillage.territory.queries import commune_codes_of

# A structure that says nothing for this long hands over to the coordination.
ESCALATE_AFTER = timedelta(days=10)
# A median of fewer answers would say who answered what.
MEDIAN_MIN_ANSWERS = 5
MEDIAN_PERIOD = timedelta(days=365)


def find_report(*, number: str) -> Contribution | None:
    """The contribution of a written number, with its place; None when there is none."""
    return Contribution.objects.select_related("lieu").filter(number=number).first()


def find_for_review(*, number: str) -> Contribution | None:
    """The same with what its answer needs: structure, proposer, who answered."""
    return (
        Contribution.objects.select_related(
            *("lieu__structure", "lieu__territory_commune"),
            *("proposer", "source", "answered_by"),
        )
        .filter(number=number)
        .first()
    )


# --- whose turn it is ----------------------------------------------------------------------
def answerable_by(*, user: User | AnonymousUser) -> QuerySet[Contribution]:
    """All that this person may answer, closed ones included, the oldest first.

    Those about sheets of the person's structures, and those of the coordinated communes.
    """
    rows = Contribution.objects.select_related("lieu", "proposer", "source").order_by(
        "created_at", "pk"
    )
    roles = roles_of(user)
    if roles.is_administrator:
        return rows
    mine = Q(pk__in=[])
    if roles.member_of:
        mine |= Q(lieu__structure_id__in=roles.member_of)
    if roles.communes:
        mine |= Q(code_insee__in=roles.communes)
    return rows.filter(mine)


def waiting_for(*, user: User | AnonymousUser) -> QuerySet[Contribution]:
    """Open contributions whose answer is expected from this person, the oldest first.

    What a structure still has its ten days to answer is not yet for the coordination.
    """
    return (
        answerable_by(user=user)
        .exclude(status__in=CLOSED_STATUSES)
        .filter(Q(route=Route.COORDINATION) | Q(lieu__structure_id__in=roles_of(user).member_of))
    )


@dataclass(frozen=True, slots=True)
class WaitingCounts:
    """How many open contributions wait for somebody; `late`: for more than ten days."""

    total: int
    late: int
    escalated: int
    new_lieux: int


def waiting_counts(*, user: User | AnonymousUser) -> WaitingCounts:
    """The figures of `waiting_for`, in one query."""
    late = Q(created_at__lte=timezone.now() - ESCALATE_AFTER)
    found = (
        waiting_for(user=user)
        .order_by()
        .aggregate(
            total=Count("pk"),
            late=Count("pk", filter=late),
            escalated=Count("pk", filter=Q(escalated_at__isnull=False)),
            new_lieux=Count("pk", filter=Q(nature=Nature.NOUVEAU_LIEU)),
        )
    )
    return WaitingCounts(**found)


# --- figures -------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class AnswerTime:
    """The median time of `count` answers, and the same in words."""

    median: timedelta
    count: int
    words: str


def median_answer_time(
    *, territory: tuple[str, str] | None = None, now: datetime | None = None
) -> AnswerTime | None:
    """The median time between sending and answer, over the answers of the last 12 months.

    `territory` is a (kind, code) of territory.queries; UnknownTerritoryError when it does not
    exist. None under 5 answers. Two queries, whatever the number of answers.
    """
    since = (now or timezone.now()) - MEDIAN_PERIOD
    # Nobody waits for the answer to a source.
    answered = Contribution.objects.filter(answered_at__gte=since, source=None)
    if territory is not None:
        kind, code = territory
        answered = answered.filter(code_insee__in=commune_codes_of(kind=kind, code=code))
    count = answered.count()
    if count < MEDIAN_MIN_ANSWERS:
        return None
    took = ExpressionWrapper(F("answered_at") - F("created_at"), output_field=DurationField())
    ordered = answered.annotate(took=took).order_by("took").values_list("took", flat=True)
    middle = list(ordered[(count - 1) // 2 : count // 2 + 1])
    median = sum(middle, timedelta()) / len(middle)
    return AnswerTime(median, count, duration_words(median))
