"""Pairs of sheets that look alike, as a coordinator goes through them; what was decided."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from maillage.contributions.queries.desk_scope import Scope
from maillage.directory.dedupe import CERTAIN, SAME, score_pair
from maillage.directory.dedupe_queries import LastSearch, last_search, load_sheets
from maillage.directory.enums import OPEN_STATUSES, LieuStatus, PairVerdict
from maillage.directory.models import DuplicatePair, Lieu
from maillage.directory.tasks import search_for_duplicates

LIKELIHOODS: dict[str, tuple[str, float, float]] = {
    "presque-sur": ("presque sûr", CERTAIN, 1.01),
    "probable": ("probable", SAME, CERTAIN),
    "possible": ("possible", 0.0, SAME),
}
"""Code → words, from this probability, below that one."""


@dataclass(frozen=True, slots=True)
class PairFilter:
    """What is asked of the list: a key of LIKELIHOODS, an INSEE code; empty for all."""

    likelihood: str = ""
    commune: str = ""


def likelihood_of(*, probability: float) -> str:
    """« presque sûr », « probable », « possible »."""
    return next(words for words, least, _most in LIKELIHOODS.values() if probability >= least)


def pairs_to_review(*, scope: Scope, wanted: PairFilter | None = None) -> QuerySet[DuplicatePair]:
    """The pairs that wait, the likeliest first, with both sheets.

    At least one sheet stands in the territory; the other too, or everybody may read it.
    """
    rows = DuplicatePair.objects.filter(
        verdict=PairVerdict.A_REVOIR,
        first__status__in=OPEN_STATUSES,
        second__status__in=OPEN_STATUSES,
    )
    if scope.communes is not None:
        first = Q(first__code_insee__in=scope.communes)
        second = Q(second__code_insee__in=scope.communes)
        rows = rows.filter(
            (first & second)
            | (first & Q(second__status=LieuStatus.PUBLIE))
            | (second & Q(first__status=LieuStatus.PUBLIE))
        )
    if wanted and wanted.likelihood in LIKELIHOODS:
        _words, least, most = LIKELIHOODS[wanted.likelihood]
        rows = rows.filter(probability__gte=least, probability__lt=most)
    if wanted and wanted.commune:
        rows = rows.filter(
            Q(first__code_insee=wanted.commune) | Q(second__code_insee=wanted.commune)
        )
    return rows.select_related("first", "second").order_by("-probability", "first", "second")


def communes_to_review(*, scope: Scope) -> list[tuple[str, str]]:
    """(INSEE code, name) of the communes that have pairs, by name."""
    rows = pairs_to_review(scope=scope).order_by().exclude(first__code_insee="")
    pairs = rows.values_list("first__code_insee", "first__commune").distinct()
    return sorted({str(code): str(nom) for code, nom in pairs}.items(), key=lambda row: row[1])


@dataclass(frozen=True, slots=True)
class PairPlace:
    """Where a pair stands among those that wait: 1 is the first, 0 when it does not wait."""

    number: int
    total: int
    previous: DuplicatePair | None
    next: DuplicatePair | None


def place_of(*, pairs: QuerySet[DuplicatePair], pair: DuplicatePair) -> PairPlace:
    """The neighbours of a pair, decided or not, in a list of `pairs_to_review`. Four queries."""
    same = Q(probability=pair.probability)
    before = pairs.filter(
        Q(probability__gt=pair.probability)
        | same & (Q(first__lt=pair.first_id) | Q(first=pair.first_id, second__lt=pair.second_id))
    )
    after = pairs.filter(
        Q(probability__lt=pair.probability)
        | same & (Q(first__gt=pair.first_id) | Q(first=pair.first_id, second__gt=pair.second_id))
    )
    earlier, total = before.count(), pairs.count()
    following = after.first()
    is_there = earlier + after.count() < total
    return PairPlace(earlier + 1 if is_there else 0, total, before.last(), following)


def find_pair(*, one: Lieu, other: Lieu) -> DuplicatePair:
    """What is known of two sheets, `one` < `other` (keys); unsaved when nobody compared them."""
    known = (
        DuplicatePair.objects.select_related("first", "second", "by")
        .filter(first=one, second=other)
        .first()
    )
    if known is not None:
        return known
    score = score_pair(*load_sheets(ids=[one.pk, other.pk]))
    return DuplicatePair(
        first=one, second=other, probability=score.probability, why=list(score.why)
    )


def decisions_in(*, scope: Scope) -> QuerySet[DuplicatePair]:
    """The decisions about sheets of the territory, the last first, those of the program too."""
    rows = DuplicatePair.objects.exclude(verdict=PairVerdict.A_REVOIR)
    if scope.communes is not None:
        rows = rows.filter(
            Q(first__code_insee__in=scope.communes), Q(second__code_insee__in=scope.communes)
        )
    return rows.select_related("first", "second", "by").order_by("-at", "-pk")


def merges_of(*, lieu: Lieu) -> list[DuplicatePair]:
    """The decisions by which other sheets were merged into this one, the last first."""
    members = Lieu.objects.filter(merged_into=lieu).values("pk")
    inside = Q(first=lieu) | Q(first__in=members), Q(second=lieu) | Q(second__in=members)
    rows = DuplicatePair.objects.filter(*inside, verdict=PairVerdict.FUSIONNES)
    return list(rows.select_related("first", "second").order_by("-at", "-pk"))


@dataclass(frozen=True, slots=True)
class SearchState:
    """The search of duplicates: the last one, one that waits or runs, one that failed since."""

    last: LastSearch | None
    is_waiting: bool
    has_failed: bool


def search_state() -> SearchState:
    """Where the search of duplicates is. Three queries."""
    last = last_search()
    tasks = DBTaskResult.objects.filter(task_path=search_for_duplicates.module_path)
    waiting = tasks.filter(status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING])
    failed = tasks.filter(status=TaskResultStatus.FAILED)
    if last is not None:
        failed = failed.filter(enqueued_at__gt=last.at)
    is_waiting = waiting.exists()
    return SearchState(last, is_waiting, not is_waiting and failed.exists())
