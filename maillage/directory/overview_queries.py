"""What the directory holds once sources are in: places by basin, sheets and score by source."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Avg, Count, Exists, OuterRef

from maillage.directory.enums import OPEN_STATUSES, LieuStatus, PairVerdict
from maillage.directory.models import DuplicatePair, Lieu, SourceRecord

OUTSIDE = "hors du territoire connu"


@dataclass(frozen=True, slots=True)
class BasinCount:
    """Sheets of one basin; `nom` OUTSIDE for those of no known basin."""

    nom: str
    published: int
    drafts: int


@dataclass(frozen=True, slots=True)
class SourceScore:
    """Open sheets that a source feeds, and their mean score (0 to 100)."""

    nom: str
    sheets: int
    score: float


@dataclass(frozen=True, slots=True)
class Overview:
    """`suspects`: records whose position is doubtful; `merged`, `to_review`: pairs of sheets."""

    basins: tuple[BasinCount, ...]
    sources: tuple[SourceScore, ...]
    suspects: int
    merged: int
    to_review: int


def count_all() -> Overview:
    """Count the open sheets of the whole site. Four queries."""
    verdicts = dict(
        DuplicatePair.objects.order_by().values_list("verdict").annotate(count=Count("pk"))
    )
    return Overview(
        basins=_basins(),
        sources=_sources(),
        suspects=SourceRecord.objects.exclude(verdict="").count(),
        merged=verdicts.get(PairVerdict.FUSIONNES.value, 0),
        to_review=verdicts.get(PairVerdict.A_REVOIR.value, 0),
    )


def _basins() -> tuple[BasinCount, ...]:
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    rows = Lieu.objects.filter(status__in=OPEN_STATUSES).order_by()
    path = "territory_commune__bassin_membership__bassin__nom"
    for nom, status, count in rows.values_list(path, "status").annotate(count=Count("pk")):
        counts[nom or OUTSIDE][status] += count
    found = [
        BasinCount(nom, by_status[LieuStatus.PUBLIE], by_status[LieuStatus.BROUILLON])
        for nom, by_status in counts.items()
    ]
    return tuple(sorted(found, key=lambda basin: (basin.nom == OUTSIDE, basin.nom)))


def _sources() -> tuple[SourceScore, ...]:
    given = SourceRecord.objects.filter(missing_since=None)
    # A source that gives one sheet twice counts once.
    former = given.filter(lieu=OuterRef("lieu"), source=OuterRef("source"), pk__lt=OuterRef("pk"))
    rows = given.filter(~Exists(former), lieu__status__in=OPEN_STATUSES).order_by()
    figures = rows.values_list("source", "source__nom").annotate(
        count=Count("pk"), mean=Avg("lieu__score")
    )
    found = [SourceScore(nom, count, mean or 0.0) for _slug, nom, count, mean in figures]
    return tuple(sorted(found, key=lambda source: (-source.score, source.nom)))
