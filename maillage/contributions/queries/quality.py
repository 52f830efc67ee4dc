"""How good the sheets of a territory are, by source, by territory; what to mend first."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Case, Count, Exists, F, OuterRef, Q, QuerySet, Value, When

from maillage.contributions.queries.desk_lists import INCOMPLETE_BELOW, is_stale
from maillage.contributions.queries.desk_scope import Scope, lieux_in
from maillage.contributions.queries.imports import source_choices
from maillage.directory.models import Lieu, SourceRecord
from maillage.directory.quality_store import PART_COLUMNS
from maillage.directory.score import PartCode
from maillage.network.enums import CoordinationKind

GOOD_FROM, POOR_BELOW = 75, 50
"""A score from here on is good; below that one the sheet is to take up again."""
ABSENT = "absent"
NO_SOURCE = "sans-fichier"
"""What stands for a source of the sheets that no file gives; a slug of its own."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something to mend: in words for one sheet and for several, in a word or two (`short`, for
    the head of a column); `part`: the part of the score that tells it.
    """

    code: str
    one: str
    several: str
    short: str
    condition: Callable[[], Q]
    part: PartCode | None = None


def _not_given() -> Q:
    """A file gave the sheet once, and its source gives it no more."""
    return Q(
        Exists(
            SourceRecord.objects.filter(lieu=OuterRef("pk"), missing_since__isnull=False).filter(
                ~Exists(_given(source=OuterRef("source")))
            )
        )
    )


def _given(*, source: Any, lieu: Any = None) -> QuerySet[SourceRecord]:
    """What a source gives today of the sheet of the outer query."""
    return SourceRecord.objects.filter(
        lieu=OuterRef("lieu") if lieu is None else lieu, source=source, missing_since__isnull=True
    )


FAULTS: dict[str, Fault] = {
    fault.code: fault
    for fault in (
        Fault(
            "horaires",
            "fiche sans horaires",
            "fiches sans horaires",
            "Sans horaires",
            lambda: Q(score_hours=0),
            PartCode.HORAIRES,
        ),
        # 20: a web site, and nothing else.
        Fault(
            "contact",
            "fiche sans contact",
            "fiches sans contact",
            "Sans contact",
            lambda: Q(score_contact__lte=20),
            PartCode.CONTACT,
        ),
        # 40: approximate; 0: none, or far outside the commune.
        Fault(
            "position",
            "fiche à la position approximative",
            "fiches à la position approximative",
            "Mal placées",
            lambda: Q(score_position__lte=40),
            PartCode.POSITION,
        ),
        Fault(
            "fraicheur",
            "fiche de plus d’un an",
            "fiches de plus d’un an",
            "Plus d’un an",
            is_stale,
            PartCode.FRAICHEUR,
        ),
        Fault(
            "completude",
            "fiche incomplète",
            "fiches incomplètes",
            "Incomplètes",
            lambda: Q(completeness__lt=INCOMPLETE_BELOW),
            PartCode.COMPLETUDE,
        ),
        Fault(
            "contradictions",
            "fiche qui se contredit",
            "fiches qui se contredisent",
            "Se contredisent",
            lambda: ~Q(contradictions=""),
        ),
        Fault(
            ABSENT,
            "fiche que sa source ne donne plus",
            "fiches que leur source ne donne plus",
            "Plus données",
            _not_given,
        ),
    )
}
"""Code → what is wrong; the figures and the lists read the same conditions."""


@dataclass(frozen=True, slots=True)
class QualityLine:
    """The sheets of a territory or a source; means out of 100, None when nothing was measured.

    `parts` by part; `bands`: how many are good, between, poor; `faults`: how many by code of
    FAULTS; `exported`: mean of data·inclusion's score, of the `sent` sheets that have it.
    """

    code: str
    nom: str
    count: int
    mean: float | None
    parts: Mapping[PartCode, float | None]
    bands: tuple[int, int, int]
    faults: Mapping[str, int]
    exported: float | None
    sent: int


def _figures(absent: Q) -> dict[str, Any]:
    good, poor = Q(score__gte=GOOD_FROM), Q(score__lt=POOR_BELOW)
    return {
        "line_count": Count("pk"),
        "line_mean": Avg("score"),
        "line_exported": Avg("score_data_inclusion"),
        "line_sent": Count("score_data_inclusion"),
        "band_good": Count("pk", filter=good),
        "band_between": Count("pk", filter=~good & ~poor & Q(score__isnull=False)),
        "band_poor": Count("pk", filter=poor),
        **{f"part_{part}": Avg(column) for part, column in PART_COLUMNS.items()},
        **{
            f"fault_{code}": Count("pk", filter=absent if code == ABSENT else fault.condition())
            for code, fault in FAULTS.items()
        },
    }


def _line(row: Mapping[str, Any], *, code: str = "", nom: str = "") -> QualityLine:
    return QualityLine(
        code=code,
        nom=nom,
        count=row["line_count"],
        mean=row["line_mean"],
        parts={part: row[f"part_{part}"] for part in PART_COLUMNS},
        bands=(row["band_good"], row["band_between"], row["band_poor"]),
        faults={fault: row[f"fault_{fault}"] for fault in FAULTS},
        exported=row["line_exported"],
        sent=row["line_sent"],
    )


def quality_of_scope(*, scope: Scope) -> QualityLine:
    """All the published sheets of the territory; one query."""
    rows = lieux_in(scope=scope).order_by()
    return _line(rows.aggregate(**_figures(_not_given())), nom=scope.nom)


def quality_by_source(*, scope: Scope) -> list[QualityLine]:
    """One line by source, those that give most first; a sheet of three sources counts in each.

    The last line, NO_SOURCE, has the sheets that no file gives. Two queries.
    """
    former = SourceRecord.objects.filter(
        lieu=OuterRef("pk"), source=OuterRef("given_by"), pk__lt=OuterRef("record")
    )
    absent = Q(given_by__isnull=False) & Q(
        ~Exists(_given(source=OuterRef("given_by"), lieu=OuterRef("pk")))
    )
    rows = (
        lieux_in(scope=scope)
        .annotate(given_by=F("records__source"), record=F("records__pk"))
        # A source that gives one sheet twice counts once.
        .filter(~Exists(former))
        .order_by()
        .values("given_by")
        .annotate(**_figures(absent))
    )
    names = dict(source_choices())
    lines = [
        _line(row, code=row["given_by"] or NO_SOURCE, nom=names.get(row["given_by"], ""))
        for row in rows
    ]
    return sorted(lines, key=lambda line: (line.code == NO_SOURCE, -line.count, line.code))


_BASSIN = "territory_commune__bassin_membership__bassin"
_EPCI = "territory_commune__epci"


def quality_by_territory(*, scope: Scope) -> list[QualityLine]:
    """One line by basin, or by EPCI within a basin, by name; `code` is « bassin:2421 », or the
    bare code of an EPCI. The last line, without a code, has what stands in none. One query.
    """
    path = _EPCI if scope.pair[0] == CoordinationKind.BASSIN else _BASSIN
    rows = (
        lieux_in(scope=scope)
        .order_by()
        .values(inside_code=F(f"{path}__code"), inside_nom=F(f"{path}__nom"))
        .annotate(**_figures(_not_given()))
    )
    kind = "" if path == _EPCI else f"{CoordinationKind.BASSIN.value}:"
    lines = [
        _line(
            row,
            code=f"{kind}{row['inside_code']}" if row["inside_code"] else "",
            nom=row["inside_nom"] or "",
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: (not line.code, line.nom))


# --- what to mend first ------------------------------------------------------------------
NEAR_MANY, NEAR_SOME = 10_000, 2_000
"""Inhabitants of the commune from which a sheet weighs twice, and one and a half."""


@dataclass(frozen=True, slots=True)
class FirstFilter:
    """What is asked of the list: a code of FAULTS, a source (or NO_SOURCE); empty for all."""

    fault: str = ""
    source: str = ""


def sheets_to_mend(*, scope: Scope, wanted: FirstFilter) -> QuerySet[Lieu]:
    """The sheets whose mending would help most people, first: what is missing to a hundred,
    weighed with the inhabitants of the commune.
    """
    rows = lieux_in(scope=scope)
    given = SourceRecord.objects.filter(lieu=OuterRef("pk"))
    if wanted.source == NO_SOURCE:
        rows = rows.filter(~Exists(given))
    elif wanted.source:
        rows = rows.filter(Exists(given.filter(source=wanted.source)))
    if wanted.fault == ABSENT and wanted.source:
        rows = rows.filter(~Exists(given.filter(source=wanted.source, missing_since__isnull=True)))
    elif wanted.fault:
        rows = rows.filter(FAULTS[wanted.fault].condition())
    else:
        rows = rows.filter(score__lt=100)
    people = "territory_commune__population__gte"
    weight = Case(
        When(**{people: NEAR_MANY}, then=Value(4)),
        When(**{people: NEAR_SOME}, then=Value(3)),
        default=Value(2),
    )
    return rows.annotate(worth=(100 - F("score")) * weight).order_by(
        F("worth").desc(nulls_last=True), "nom", "pk"
    )


def absent_from(*, ids: Iterable[str]) -> dict[str, list[str]]:
    """The names of the sources that gave each sheet and give it no more; one query."""
    gone = (
        SourceRecord.objects.filter(lieu__in=list(ids), missing_since__isnull=False)
        .filter(~Exists(_given(source=OuterRef("source"))))
        .order_by("source__nom")
        .values_list("lieu_id", "source__nom")
        .distinct()
    )
    found: dict[str, list[str]] = {}
    for pk, nom in gone:
        found.setdefault(pk, []).append(nom)
    return found
