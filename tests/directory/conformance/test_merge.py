"""Merging: our choice of each field against the recorded merges of the national pipeline.

Two things are not compared. The identifier: both are kept here, none is made of the two. The
order inside a multi-valued field: the standard gives it no meaning.
"""

from datetime import date
from typing import Any

from maillage.directory.provenance import Claim, ClaimKind, resolve
from maillage.directory.standard import DEFAULT_PIVOT, FIELDS, SEPARATOR, VOCABULARIES
from tests.directory.conformance.cases import Case, check

NAME = "mergeDuplicates"
_MULTIPLE = {field.name for field in FIELDS if field.multiple}


def test_merges_are_the_national_ones_or_argued() -> None:
    check(NAME, _merged)


def _merged(case: Case) -> dict[str, Any]:
    _now, rows, groups = case.args
    by_id = {row["id"]: row for row in rows}
    recorded = dict(case.out["__map"])
    merged = []
    for group, ids in groups["mergeGroupsMap"]["__map"]:
        claims = [_claim(by_id[pk], rank) for rank, pk in enumerate(sorted(ids))]
        ours = _row(claims) | {"id": recorded[group]["id"]}
        merged.append([group, _as_recorded(ours, recorded[group])])
    return {"__map": merged}


def _claim(row: dict[str, Any], rank: int) -> Claim:
    lists = {
        name: tuple(text.split(SEPARATOR)) for name, text in row.items() if name in VOCABULARIES
    }
    return Claim(
        key=row["id"],
        source=row.get("source", ""),
        kind=ClaimKind.SOURCE,
        date=date.fromisoformat(row["date_maj"]),
        rank=rank,
        values={name: value for name, value in row.items() if name not in lists and name != "id"},
        lists=lists,
    )


def _row(claims: list[Claim]) -> dict[str, Any]:
    resolved = resolve(claims)
    lists = {name: SEPARATOR.join(values) for name, values in resolved.lists.items()}
    return {"pivot": DEFAULT_PIVOT, **resolved.values, **lists}


def _as_recorded(ours: dict[str, Any], theirs: dict[str, Any]) -> dict[str, Any]:
    """Our row, its multi-valued fields in the recorded order when they hold the same values."""
    return {
        name: theirs[name]
        if name in _MULTIPLE
        and name in theirs
        and sorted(str(value).split(SEPARATOR)) == sorted(theirs[name].split(SEPARATOR))
        else value
        for name, value in ours.items()
    }
