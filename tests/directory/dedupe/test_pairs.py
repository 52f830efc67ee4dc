"""Finding pairs among many sheets, and grouping them without weak chains."""

from dataclasses import replace
from itertools import combinations

import pytest

from maillage.directory.dedupe import CERTAIN, POSSIBLE, SAME, Pair, Sheet, find_pairs, group_pairs
from maillage.directory.dedupe.blocking import CROWD, candidates
from maillage.directory.dedupe.pairs import MAX_LIKELY
from maillage.directory.dedupe.reading import read_sheet

BASE = Sheet(
    id="a",
    source="un",
    nom="Médiathèque des Tilleuls",
    adresse="12 rue du Lavoir",
    code_postal="41990",
    commune="Montbruyère",
    telephone="0299001122",
)


def _compared(*sheets: Sheet) -> set[tuple[int, int]]:
    readings = [read_sheet(sheet) for sheet in sheets]
    return {(index, position) for position, earlier in candidates(readings) for index in earlier}


@pytest.mark.parametrize(
    "other",
    [
        Sheet(id="b", nom="Autre nom", telephone="+33 2 99 00 11 22"),
        Sheet(id="b", nom="TILLEULS (médiathèque)", code_postal="41990"),
        Sheet(id="b", nom="Tout autre", adresse="12 r du Lavoir", commune="MONTBRUYERE"),
        Sheet(id="b", nom="Bibliothèque", code_postal="41990"),
        Sheet(id="b", nom="Bibliothèque Montbruyère", code_postal="41000"),
    ],
)
def test_sheets_that_share_something_precise_are_compared(other: Sheet) -> None:
    assert _compared(BASE, other) == {(0, 1)}


def test_near_positions_are_compared_across_cells() -> None:
    one = Sheet(id="a", nom="Le Repaire", latitude=47.59999, longitude=1.29999)
    near = Sheet(id="b", nom="La Fabrique", latitude=47.60001, longitude=1.30001)
    far = Sheet(id="c", nom="Le Comptoir", latitude=47.7, longitude=1.3)
    assert _compared(one, near, far) == {(0, 1)}
    assert _compared(replace(one, is_exact=False), near) == set()


def test_nothing_in_common_is_not_compared() -> None:
    other = Sheet(
        id="b", nom="CCAS", adresse="3 rue Haute", code_postal="18990", commune="Ailleurs"
    )
    assert _compared(BASE, other) == set()


def test_a_switchboard_makes_no_crowd_of_pairs() -> None:
    sheets = [
        Sheet(id=f"{number:03d}", nom="Antenne", commune=f"Ville{chr(97 + number % 26)}{number}",
              telephone="0299001122")
        for number in range(CROWD + 5)
    ]  # fmt: skip
    assert _compared(*sheets) == set()


def test_shared_telephone_counts_for_less_when_many_bear_it() -> None:
    other = replace(BASE, id="b", source="deux", nom="France services", adresse="3 rue Haute")
    crowd = [
        replace(BASE, id=f"z{number}", nom="Antenne", adresse="", commune=f"Ville {number}")
        for number in range(20)
    ]
    alone = _probability(find_pairs([replace(BASE, nom="MSAP"), other], at_least=0.0), "a", "b")
    crowded = _probability(
        find_pairs([replace(BASE, nom="MSAP"), other, *crowd], at_least=0.0), "a", "b"
    )
    assert crowded < alone


def _probability(pairs: list[Pair], first: str, second: str) -> float:
    (pair,) = [pair for pair in pairs if (pair.first, pair.second) == (first, second)]
    return pair.probability


def test_pairs_are_ordered_and_do_not_depend_on_the_order_of_sheets() -> None:
    sheets = [
        BASE,
        replace(BASE, id="c", source="deux"),
        replace(BASE, id="b", source="trois", telephone=""),
        Sheet(id="d", nom="Mairie", adresse="12 rue du Lavoir", code_postal="41990"),
    ]
    seen: list[tuple[int, int]] = []
    pairs = find_pairs(sheets, at_least=POSSIBLE, progress=lambda *done: seen.append(done))
    assert [(pair.first, pair.second) for pair in pairs] == [("a", "c"), ("a", "b"), ("b", "c")]
    assert pairs == find_pairs(sheets[::-1], at_least=POSSIBLE)
    assert seen[-1] == (4, 4)
    assert group_pairs(pairs, sheets, at_least=CERTAIN) == [("a", "b", "c")]


def test_no_sheet_or_one_sheet() -> None:
    assert find_pairs([], at_least=POSSIBLE) == []
    assert find_pairs([BASE], at_least=POSSIBLE) == []
    assert group_pairs([], [BASE], at_least=SAME) == []


def test_a_chain_of_links_is_not_a_group() -> None:
    """A and C are two places; B looks like both."""
    library = replace(BASE, id="a")
    hall = replace(BASE, id="c", nom="Mairie", telephone="")
    between = replace(BASE, id="b", nom="Mairie et médiathèque", source="deux")
    pairs = [Pair("a", "b", 0.99, ()), Pair("b", "c", 0.97, ())]
    assert group_pairs(pairs, [library, hall, between], at_least=CERTAIN) == [("a", "b")]


def test_a_far_member_is_left_out() -> None:
    here = replace(BASE, latitude=47.6, longitude=1.3, nom="Atelier", telephone="", adresse="")
    sheets = [here, replace(here, id="b", source="deux"), replace(here, id="c", latitude=47.7)]
    pairs = [Pair("a", "b", 0.99, ()), Pair("b", "c", 0.97, ())]
    assert group_pairs(pairs, sheets, at_least=CERTAIN) == [("a", "b")]


def test_members_that_blocks_kept_apart_are_compared() -> None:
    sheets = [replace(BASE, id=name, source=name) for name in "abcd"]
    pairs = [Pair(*ids, 0.99, ()) for ids in (("a", "b"), ("c", "d"), ("b", "c"))]
    assert group_pairs(pairs, sheets, at_least=CERTAIN) == [("a", "b", "c", "d")]


def test_groups_do_not_depend_on_the_order_of_pairs() -> None:
    sheets = [replace(BASE, id=name, source=name) for name in "abcde"]
    pairs = [Pair(*ids, 0.97, ()) for ids in combinations("abcde", 2)]
    forth = group_pairs(pairs, sheets, at_least=CERTAIN)
    assert forth == group_pairs(pairs[::-1], sheets[::-1], at_least=CERTAIN)
    assert forth == [tuple("abcde")]


def test_one_name_a_hundred_times_in_one_street_gives_few_pairs() -> None:
    crowd = [
        Sheet(
            id=f"{number:03d}",
            nom="Médiathèque",
            adresse=f"{number} rue Haute",
            code_postal="41990",
            commune="Montbruyère",
            latitude=47.6,
            longitude=1.3,
        )
        for number in range(100)
    ]
    twin = replace(crowd[7], id="zzz", telephone="0299001122", nom="Médiathèque des Tilleuls")
    phone = replace(crowd[7], id="007", telephone="0299001122", nom="Médiathèque des Tilleuls")
    crowd[7] = phone
    pairs = find_pairs([*crowd, twin], at_least=POSSIBLE)
    assert len(pairs) <= 101 * MAX_LIKELY
    assert (pairs[0].first, pairs[0].second) == ("007", "zzz")
    of_twin = [pair for pair in pairs if pair.second == "zzz"]
    assert len(of_twin) == MAX_LIKELY
