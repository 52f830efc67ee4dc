"""Sources, runs and rows as the pages of imports show them."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db.models import Case, Count, Exists, Max, OuterRef, Q, QuerySet, When
from django.utils import timezone

from maillage.accounts.models import User
from maillage.contributions.queries.desk_scope import Scope, communes_of_roles
from maillage.directory.enums import OPEN_STATUSES, PairVerdict, RowOutcome, RunStatus
from maillage.directory.models import (
    DuplicatePair,
    ImportRow,
    ImportRun,
    Source,
    SourceRecord,
)
from maillage.directory.sources import all_sources
from maillage.network.models import Coordination
from maillage.network.rules import Roles, territories_covered

SUSPECT, REMARKED = "suspectes", "remarques"
WRITTEN = (RowOutcome.CREEE, RowOutcome.MODIFIEE)
RECENT = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source, and what the territory has of it. `absent`: places that it gives no more."""

    slug: str
    nom: str
    producteur: str
    licence: str
    territoire: str
    is_declared: bool
    last: datetime | None
    sheets: int
    absent: int


def source_lines(*, roles: Roles) -> list[SourceLine]:
    """Every source, declared or named by an import, those that gave places first; three queries."""
    records = SourceRecord.objects.order_by()
    if not roles.is_administrator:
        records = records.filter(lieu__code_insee__in=communes_of_roles(roles=roles))
    numbers: dict[str, Mapping[str, Any]] = {
        row["source_id"]: row
        for row in records.values("source_id").annotate(
            sheets=Count("lieu", distinct=True),
            absent=Count("lieu", distinct=True, filter=Q(missing_since__isnull=False)),
        )
    }
    latest = dict(
        ImportRun.objects.filter(status=RunStatus.REUSSI)
        .order_by()
        .values_list("source_id")
        .annotate(last=Max("finished_at"))
    )
    declared = all_sources()
    rows = {row.slug: row for row in Source.objects.all()}
    lines = []
    for slug in {*declared, *rows}:
        said: Any = rows.get(slug) or declared[slug]
        found: Mapping[str, Any] = numbers.get(slug, {})
        lines.append(
            SourceLine(
                slug=slug,
                nom=said.nom,
                producteur=said.producteur,
                licence=said.licence,
                territoire=said.territoire,
                is_declared=slug in declared,
                last=latest.get(slug),
                sheets=found.get("sheets", 0),
                absent=found.get("absent", 0),
            )
        )
    return sorted(lines, key=lambda line: (line.last is None, line.nom.lower(), line.slug))


def source_choices() -> list[tuple[str, str]]:
    """(slug, name) of every source; one query."""
    names = {slug: one.nom for slug, one in all_sources().items()}
    names |= dict(Source.objects.values_list("slug", "nom"))
    return sorted(names.items(), key=lambda pair: (pair[1].lower(), pair[0]))


def visible_runs(*, roles: Roles, user: User) -> QuerySet[ImportRun]:
    """The runs that somebody may read, the latest first; all of them for an administrator.

    Their own, those of people whose whole charge is within theirs, and those of nobody (a
    command) or of an administrator that went well and wrote in their territory only.
    """
    rows = ImportRun.objects.select_related("source", "by")
    if roles.is_administrator:
        return rows
    held: dict[int, set[tuple[str, str]]] = defaultdict(set)
    charges = Coordination.objects.filter(
        user__import_runs__isnull=False, user__is_superuser=False
    ).order_by()
    for user_id, kind, code in charges.values_list("user_id", "kind", "code").distinct():
        held[user_id].add((kind, code))
    covered = territories_covered(roles=roles, pairs=set().union(*held.values()))
    authors = {user_id for user_id, pairs in held.items() if pairs <= covered}
    mine = communes_of_roles(roles=roles)
    places = ImportRow.objects.filter(run=OuterRef("pk"), lieu__isnull=False).order_by()
    is_inside = Exists(places) & ~Exists(places.exclude(lieu__code_insee__in=mine))
    of_the_site = Q(status=RunStatus.REUSSI) & (Q(by=None) | Q(by__is_superuser=True))
    return rows.filter(Q(by__in=authors | {user.pk}) | of_the_site & Q(is_inside))


def find_run(*, roles: Roles, user: User, pk: int) -> ImportRun | None:
    """A run that this person may read."""
    return visible_runs(roles=roles, user=user).filter(pk=pk).first()


@dataclass(frozen=True, slots=True)
class RunLine:
    """An import that went well, and the sheets of the territory that it wrote.

    `pk`: None when this person may not read its report.
    """

    pk: int | None
    source: str
    day: datetime
    sheets: int


def recent_imports(*, scope: Scope, roles: Roles, user: User, limit: int = 20) -> list[RunLine]:
    """The imports of the last 90 days that wrote in a territory, the latest first."""
    written = Q(rows__outcome__in=WRITTEN)
    if scope.communes is not None:
        written &= Q(rows__lieu__code_insee__in=scope.communes)
    runs = (
        ImportRun.objects.filter(status=RunStatus.REUSSI, finished_at__gte=timezone.now() - RECENT)
        .select_related("source")
        .annotate(sheets=Count("rows__lieu", distinct=True, filter=written))
        .filter(sheets__gt=0)
        .order_by("-finished_at", "-pk")
    )
    found = list(runs[:limit])
    readable = set(
        visible_runs(roles=roles, user=user)
        .filter(pk__in=[run.pk for run in found])
        .values_list("pk", flat=True)
    )
    return [
        RunLine(
            pk=run.pk if run.pk in readable else None,
            source=run.source.nom,
            day=run.finished_at or run.started_at,
            sheets=run.sheets,
        )
        for run in found
    ]


@dataclass(frozen=True, slots=True)
class RowFilter:
    """What is asked of the rows: an outcome, SUSPECT or REMARKED; words of the name."""

    what: str = ""
    words: str = ""


def rows_of_run(*, run: ImportRun, wanted: RowFilter) -> QuerySet[ImportRow]:
    """Rows of a run in the order of the file, with their sheets; then the absent ones.

    Those that only have remarks come last: they change nothing.
    """
    rank = Case(When(outcome=RowOutcome.INCHANGEE, then=2), When(line=0, then=1), default=0)
    rows = run.rows.select_related("lieu").order_by(rank, "line", "pk")
    if wanted.what == SUSPECT:
        rows = rows.exclude(verdict="")
    elif wanted.what == REMARKED:
        rows = rows.exclude(messages=[])
    elif wanted.what:
        rows = rows.filter(outcome=wanted.what)
    if wanted.words:
        rows = rows.filter(Q(nom__icontains=wanted.words) | Q(key__icontains=wanted.words))
    return rows


def sheets_alike(*, run: ImportRun) -> int:
    """How many sheets that the run wrote are in a pair that waits for a decision, today."""
    written = ImportRow.objects.filter(run=run, outcome__in=WRITTEN, lieu__isnull=False)
    pairs = DuplicatePair.objects.filter(
        Q(first=OuterRef("lieu")) | Q(second=OuterRef("lieu")),
        verdict=PairVerdict.A_REVOIR,
        first__status__in=OPEN_STATUSES,
        second__status__in=OPEN_STATUSES,
    )
    return written.filter(Exists(pairs)).values("lieu").distinct().count()


def last_same_file(*, run: ImportRun) -> ImportRun | None:
    """The import of the very same file of the same source that went well last."""
    if not run.sha256:
        return None
    same = ImportRun.objects.filter(
        source=run.source_id, sha256=run.sha256, status=RunStatus.REUSSI
    )
    return same.exclude(pk=run.pk).order_by("-finished_at", "-pk").first()


def progress_of(*, path: Path | None) -> Mapping[str, int]:
    """The counters of a run at work; nothing when it has not begun."""
    try:
        found = json.loads(path.read_text(encoding="ascii")) if path is not None else {}
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
