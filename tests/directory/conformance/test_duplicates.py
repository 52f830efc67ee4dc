"""The recorded cases of duplicates: the port of the national rule, and our own decisions.

Our scores are others altogether (a probability from more evidence), so what is compared is what
matters for people: which pairs of a case are one place, and which groups they make.
"""

from itertools import combinations
from typing import Any

import pytest

from maillage.directory.dedupe import SAME, Pair, Sheet, group_pairs, score_pair, sheet_of
from tests.directory.conformance.cases import Case, divergences, load_cases
from tests.directory.dedupe import national

Decisions = set[tuple[str, str]]


def test_port_gives_the_recorded_candidates() -> None:
    for case in load_cases("findDuplicates"):
        places, is_internal = case.args[0], case.args[1]
        found = national.find_duplicates(places, is_internal=is_internal)
        assert found == case.out, case.line


def test_port_gives_the_recorded_scores() -> None:
    for case in load_cases("duplicationComparisons"):
        found = national.comparisons(case.args[0], is_internal=case.args[1])
        assert found == [(row["id1"], row["id2"], row["score"]) for row in case.out], case.line


def test_port_gives_the_recorded_groups() -> None:
    for case in load_cases("groupDuplicates"):
        pairs = [(row["id1"], row["id2"]) for row in case.args[0]]
        expected = dict(case.out["mergeGroupsMap"]["__map"])
        assert national.groups(pairs) == expected, case.line


@pytest.mark.parametrize("name", ["findDuplicates", "duplicationComparisons"])
def test_decides_as_the_national_rule_or_says_why(name: str) -> None:
    argued = divergences(name)
    differs = {
        case.line: (_theirs(name, case), _ours(case))
        for case in load_cases(name)
        if _theirs(name, case) != _ours(case)
    }
    silent = {line: both for line, both in differs.items() if line not in argued}
    assert not silent, f"decided otherwise and not argued: {silent}"
    assert not argued - differs.keys(), f"argued but equal: {sorted(argued - differs.keys())}"


def test_groups_as_the_national_rule_or_says_why() -> None:
    name = "groupDuplicates"
    argued = divergences(name)
    differs = {case.line for case in load_cases(name) if _groups(case) != _recorded(case)}
    assert differs == argued


def _pair(one: str, other: str) -> tuple[str, str]:
    return min(one, other), max(one, other)


def _theirs(name: str, case: Case) -> Decisions:
    threshold = national.INTERNAL if case.args[1] else national.CROSS_SOURCE
    if name == "duplicationComparisons":
        return {_pair(row["id1"], row["id2"]) for row in case.out if row["score"] > threshold}
    return {
        _pair(lieu["id"], other["id"])
        for commune in case.out
        for lieu in commune["lieux"]
        for other in lieu["duplicates"]
        if (other["distanceScore"] + other["nomFuzzyScore"] + other["voieFuzzyScore"]) // 3
        > threshold
    }


def _ours(case: Case) -> Decisions:
    sheets = [sheet_of(place) for place in case.args[0]]
    return {
        _pair(one.id, other.id)
        for one, other in combinations(sheets, 2)
        if score_pair(one, other).probability >= SAME
    }


def _recorded(case: Case) -> list[tuple[str, ...]]:
    return sorted(tuple(ids) for _name, ids in case.out["mergeGroupsMap"]["__map"])


def _groups(case: Case) -> list[tuple[str, ...]]:
    rows: list[dict[str, Any]] = case.args[0]
    sheets = {
        row[f"id{side}"]: Sheet(
            row[f"id{side}"], nom=row[f"nom{side}"], adresse=row[f"adresse{side}"]
        )
        for row in rows
        for side in (1, 2)
    }
    pairs = [
        Pair(*_pair(row["id1"], row["id2"]), probability=row["score"] / 100, why=()) for row in rows
    ]
    return group_pairs(pairs, list(sheets.values()), at_least=SAME)
