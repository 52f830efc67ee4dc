"""The completeness and the contradictions of sheets, computed together and kept in two columns.

The coordinators' desk counts thousands of sheets at each look: what needs Python is computed
when a sheet is written (actions.save_lieu, bulk_actions.BulkWriter), and again for all of them
by `refresh_quality(ids=None)` when the rules or the communes change.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from maillage.directory.enums import PositionPrecision
from maillage.directory.models import Equipment, ExceptionalPeriod, Lieu, Modalite
from maillage.directory.quality import Facts, completeness_of, contradictions_of
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
_OTHERS = (
    "id",
    "code_insee",
    "position_precision",
    "professional_values",
    "completeness",
    "contradictions",
)


@dataclass(frozen=True, slots=True)
class Quality:
    """What is kept of one sheet."""

    completeness: int
    contradictions: str


def refresh_quality(*, ids: Collection[str] | None = None) -> dict[str, Quality]:
    """Compute the two columns anew, of every sheet without `ids`; writes those that differ.

    Five queries per thousand sheets. Neither the revision nor the history moves: nothing that
    the public reads changed. Returns what the given sheets have now.
    """
    lieux = Lieu.objects.order_by() if ids is None else Lieu.objects.filter(pk__in=ids).order_by()
    found: dict[str, Quality] = {}
    changed: list[tuple[int, str, str]] = []
    for row, facts in _facts(lieux):
        quality = Quality(completeness_of(facts), "|".join(contradictions_of(facts)))
        if (row["completeness"], row["contradictions"]) != (
            quality.completeness,
            quality.contradictions,
        ):
            changed.append((quality.completeness, quality.contradictions, row["id"]))
        if ids is not None:
            found[row["id"]] = quality
    _write(changed)
    return found


def facts_of(*, ids: Collection[str]) -> dict[str, Facts]:
    """What the rules read of sheets, by identifier: five queries per thousand."""
    rows = Lieu.objects.filter(pk__in=ids).order_by()
    return {row["id"]: facts for row, facts in _facts(rows)}


def _write(rows: list[tuple[int, str, str]]) -> None:
    """Plain SQL: bulk_update would build one CASE of a thousand branches per column."""
    if not rows:
        return
    table = connection.ops.quote_name(Lieu._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET completeness = %s, contradictions = %s WHERE id = %s",  # noqa: S608
            rows,
        )


def _facts(lieux: QuerySet[Lieu]) -> Iterator[tuple[dict[str, Any], Facts]]:
    names = (*_OTHERS, *_PLAIN)
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
        centres = _communes({row["code_insee"] for row in chunk if row["code_insee"]})
        for row in chunk:
            plain = {name: row[name] for name in _PLAIN}
            # What the structure keeps for professionals is known all the same.
            hidden = row["professional_values"]
            plain |= {name: value for name, value in hidden.items() if name in plain}
            centre, postal_codes = centres.get(row["code_insee"], (None, frozenset()))
            yield (
                row,
                Facts(
                    **plain,
                    is_exact=row["position_precision"]
                    in (PositionPrecision.EXACTE, PositionPrecision.RUE),
                    has_equipment=row["id"] in equipped,
                    centre=centre,
                    postal_codes=postal_codes,
                    lists=lists.get(row["id"], {}),
                    closures=closures.get(row["id"], ()),
                ),
            )


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
