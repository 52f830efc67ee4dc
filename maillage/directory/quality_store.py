"""The score, the completeness and the contradictions of sheets, kept in columns of theirs.

The coordinators' desk counts thousands of sheets at each look: what needs Python is computed
when a sheet is written (actions.save_lieu, bulk_actions.BulkWriter), and again for all of them
by `refresh_quality(ids=None)`, every day: freshness moves with time, the rules and the communes
may change.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from maillage.directory.claim_queries import fed_by_several, origins_of_several
from maillage.directory.enums import BY_PEOPLE, WELL_PLACED
from maillage.directory.models import Equipment, ExceptionalPeriod, Lieu, Modalite
from maillage.directory.quality import Facts
from maillage.directory.score import (
    PartCode,
    ScoreFacts,
    data_inclusion_score,
    freshness_of,
    measure,
    total_of,
)
from maillage.territory.models import Commune

_CHUNK = 1000
_PLAIN = (
    "telephone",
    "courriels",
    "prise_rdv",
    "horaires",
    "horaires_text",
    "code_postal",
    "latitude",
    "longitude",
    "age_min",
    "age_max",
    "human_support",
    "presentation_resume",
    "site_web",
)
_BESIDE = ("adresse", "presentation_detail")
_OTHERS = (
    "id",
    "code_insee",
    "position_precision",
    "professional_values",
    "date_maj",
    "confirmed_at",
    "confirmed_by",
)
PART_COLUMNS: dict[PartCode, str] = {
    PartCode.COMPLETUDE: "completeness",
    PartCode.FRAICHEUR: "score_freshness",
    PartCode.HORAIRES: "score_hours",
    PartCode.POSITION: "score_position",
    PartCode.CONTACT: "score_contact",
}
"""Part of the score → column of Lieu."""


class Quality(NamedTuple):
    """What is kept of one sheet, column by column; see Lieu."""

    completeness: int
    contradictions: str
    score: int
    score_freshness: int
    score_position: int
    score_contact: int
    score_hours: int | None
    score_data_inclusion: int | None


COLUMNS = Quality._fields


def refresh_quality(*, ids: Collection[str] | None = None) -> dict[str, Quality]:
    """Compute the columns of Quality anew, of every sheet without `ids`; writes what differs.

    Six queries per thousand sheets, and a few more when several records feed some: what their
    sources say against each other is a contradiction of the sheet. Neither the revision nor the
    history moves: nothing that the public reads changed. Returns what the given sheets have now.
    """
    lieux = Lieu.objects.order_by() if ids is None else Lieu.objects.filter(pk__in=ids).order_by()
    found: dict[str, Quality] = {}
    changed: list[tuple[Any, ...]] = []
    for row, facts in _facts(lieux):
        quality = _quality_of(facts)
        if quality != tuple(row[name] for name in COLUMNS):
            changed.append((*quality, row["id"]))
        if ids is not None:
            found[row["id"]] = quality
    _write(COLUMNS, changed)
    return found


def refresh_sayings(*, ids: Collection[str]) -> None:
    """Measure again the sheets among `ids` that several records feed: one query when none is.

    For when what is said of sheets changed, and perhaps not the sheets.
    """
    keys = fed_by_several(ids=ids)
    if keys:
        refresh_quality(ids=keys)


def _quality_of(facts: ScoreFacts) -> Quality:
    found = measure(facts)
    exported = data_inclusion_score(facts)
    return Quality(
        completeness=found.parts[PartCode.COMPLETUDE],
        contradictions="|".join(found.contradictions),
        score=found.total,
        score_freshness=found.parts[PartCode.FRAICHEUR],
        score_position=found.parts[PartCode.POSITION],
        score_contact=found.parts[PartCode.CONTACT],
        score_hours=found.parts.get(PartCode.HORAIRES),
        score_data_inclusion=None if exported is None else round(100 * exported),
    )


def refresh_freshness(*, ids: Collection[str]) -> None:
    """Bring the freshness and the total of sheets in line with their dates, the rest being true.

    Two queries; for a confirmation, that changes nothing else. A sheet never measured is left.
    """
    today = timezone.localdate()
    names = ("id", "date_maj", "confirmed_at", "confirmed_by", *PART_COLUMNS.values())
    changed = []
    for values in Lieu.objects.filter(pk__in=ids, score__isnull=False).values(*names):
        parts = {
            part: values[name] for part, name in PART_COLUMNS.items() if values[name] is not None
        }
        parts[PartCode.FRAICHEUR] = freshness_of(
            date_maj=values["date_maj"],
            confirmed_on=_confirmed_on(values["confirmed_at"], values["confirmed_by"]),
            today=today,
        )
        changed.append((parts[PartCode.FRAICHEUR], total_of(parts), values["id"]))
    _write(("score_freshness", "score"), changed)


def facts_of(*, ids: Collection[str]) -> dict[str, Facts]:
    """What the rules read of sheets, by identifier; queries as `refresh_quality`."""
    return {pk: found.facts for pk, found in score_facts_of(ids=ids).items()}


def score_facts_of(*, ids: Collection[str]) -> dict[str, ScoreFacts]:
    """What the score reads of sheets, by identifier; queries as `refresh_quality`."""
    rows = Lieu.objects.filter(pk__in=ids).order_by()
    return {row["id"]: facts for row, facts in _facts(rows)}


def _confirmed_on(moment: datetime | None, kind: str) -> date | None:
    """The day a person vouched for the sheet; what a source says of itself is no confirmation."""
    return timezone.localdate(moment) if moment is not None and kind in BY_PEOPLE else None


def _write(columns: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
    """Plain SQL: bulk_update would build one CASE of a thousand branches per column."""
    if not rows:
        return
    table = connection.ops.quote_name(Lieu._meta.db_table)
    values = ", ".join(f"{name} = %s" for name in columns)
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET {values} WHERE id = %s", rows)  # noqa: S608


def _facts(lieux: QuerySet[Lieu]) -> Iterator[tuple[dict[str, Any], ScoreFacts]]:
    names = (*_OTHERS, *COLUMNS, *_PLAIN, *_BESIDE)
    today = timezone.localdate()
    rows = lieux.values_list(*names).iterator(chunk_size=_CHUNK)
    source = (dict(zip(names, row, strict=True)) for row in rows)
    while chunk := list(islice(source, _CHUNK)):
        ids = [row["id"] for row in chunk]
        lists = _lists(ids)
        closures: dict[str, list[Any]] = defaultdict(list)
        periods = ExceptionalPeriod.objects.filter(lieu_id__in=ids, horaires="").order_by()
        for pk, first, last in periods.values_list("lieu_id", "first_day", "last_day"):
            closures[pk].append((first, last))
        equipped = set(
            Equipment.objects.filter(lieu_id__in=ids).order_by().values_list("lieu_id", flat=True)
        )
        opposed = _opposed(ids)
        centres = _communes({row["code_insee"] for row in chunk if row["code_insee"]})
        for row in chunk:
            # What the structure keeps for professionals is known all the same.
            known = row | row["professional_values"] if row["professional_values"] else row
            centre, postal_codes = centres.get(row["code_insee"], (None, frozenset()))
            facts = Facts(
                **{name: known[name] for name in _PLAIN},
                is_exact=row["position_precision"] in WELL_PLACED,
                has_equipment=row["id"] in equipped,
                centre=centre,
                postal_codes=postal_codes,
                lists=lists.get(row["id"], {}),
                closures=closures.get(row["id"], ()),
                opposed=opposed.get(row["id"], frozenset()),
            )
            yield (
                row,
                ScoreFacts(
                    facts,
                    today=today,
                    date_maj=row["date_maj"],
                    confirmed_on=_confirmed_on(row["confirmed_at"], row["confirmed_by"]),
                    adresse=known["adresse"],
                    presentation_detail=known["presentation_detail"],
                ),
            )


def _opposed(ids: Collection[str]) -> dict[str, frozenset[str]]:
    """The fields of which the sources of a sheet say what cannot be true together."""
    return {
        pk: frozenset(name for name, origin in origins.items() if origin.is_contradicted)
        for pk, origins in origins_of_several(ids=ids).items()
    }


@lru_cache(maxsize=1)
def _codes() -> dict[int, tuple[str, str]]:
    rows = Modalite.objects.order_by().values_list("pk", "field", "code")
    return {pk: (field, code) for pk, field, code in rows}


def _lists(ids: Collection[str]) -> Mapping[str, dict[str, frozenset[str]]]:
    pairs = list(
        Lieu.modalites.through.objects.filter(lieu_id__in=ids).values_list("lieu_id", "modalite_id")
    )
    if not {modalite for _pk, modalite in pairs} <= _codes().keys():
        _codes.cache_clear()
    known = _codes()
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for pk, modalite in pairs:
        field, code = known[modalite]
        found[pk][field].add(code)
    return {
        pk: {field: frozenset(codes) for field, codes in lists.items()}
        for pk, lists in found.items()
    }


def _communes(
    codes: Collection[str],
) -> dict[str, tuple[tuple[float, float] | None, frozenset[str]]]:
    rows = Commune.objects.filter(pk__in=codes).order_by()
    return {
        code: (
            None if latitude is None or longitude is None else (latitude, longitude),
            frozenset(part for part in postal_codes.split("|") if part),
        )
        for code, latitude, longitude, postal_codes in rows.values_list(
            "pk", "latitude", "longitude", "postal_codes"
        )
    }
