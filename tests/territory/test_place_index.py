"""Names found as people write them; no database."""

from collections.abc import Sequence

import pytest

from maillage.territory.place_index import PlaceEntry, PlaceIndex
from maillage.territory.place_query import looks_like_address, parse_place_query
from maillage.territory.place_typos import TypoTable, errors_allowed


def commune(code: str, name: str, population: int, *postal_codes: str) -> PlaceEntry:
    return PlaceEntry(
        kind="commune",
        code=code,
        label=name,
        detail="",
        names=(name,),
        latitude=48.0,
        longitude=1.0,
        population=population,
        departement=code[:2],
        postal_codes=postal_codes,
        commune_code=code,
    )


COMMUNES = [
    commune("28085", "Chartres", 38_426, "28000"),
    commune("28110", "Le Coudray", 4_400, "28630"),
    commune("28280", "Nogent-le-Rotrou", 9_200, "28400"),
    commune("28279", "Nogent-le-Roi", 4_100, "28210"),
    commune("28422", "Les Villages Vovéens", 4_009, "28150"),
    commune("28404", "Vernouillet", 12_600, "28500"),
    commune("28134", "Dreux", 31_000, "28100"),
    commune("28218", "Lucé", 15_400, "28110"),
    commune("37122", "Joué-lès-Tours", 38_000, "37300"),
    commune("37233", "Saint-Pierre-des-Corps", 16_000, "37700"),
    commune("37214", "Saint-Cyr-sur-Loire", 16_500, "37540"),
    commune("37261", "Tours", 137_000, "37000", "37100", "37200"),
    commune("37156", "Montlouis-sur-Loire", 11_000, "37270"),
    commune("36046", "La Châtre", 4_100, "36400"),
    commune("41044", "Châtres-sur-Cher", 1_000, "41320"),
    commune("45234", "Orléans", 116_000, "45000", "45100"),
    commune("45285", "Saint-Jean-de-la-Ruelle", 16_500, "45140"),
    commune("36130", "Montigny", 150, "36100"),
    commune("45214", "Montigny", 220, "45170"),
    commune("36044", "Châteauroux", 43_000, "36000"),
]
OTHERS = [
    PlaceEntry(
        kind="ancienne_commune",
        code="28422",
        label="Voves",
        detail="aujourd’hui Les Villages Vovéens",
        names=("Voves",),
        departement="28",
        commune_code="28422",
    ),
    PlaceEntry("departement", "28", "Eure-et-Loir", "", ("Eure-et-Loir",), population=431_000),
    PlaceEntry("bassin", "2421", "Chartres", "bassin de vie", ("Chartres",), population=190_000),
    PlaceEntry("bassin", "2422", "Dreux", "bassin de vie", ("Dreux",), population=128_000),
    PlaceEntry(
        "epci",
        "200040277",
        "CA Agglo du Pays de Dreux",
        "intercommunalité",
        ("CA Agglo du Pays de Dreux", "Agglo du Pays de Dreux"),
        population=116_000,
    ),
]


@pytest.fixture(scope="module")
def index() -> PlaceIndex:
    return PlaceIndex([*COMMUNES, *OTHERS])


def found(index: PlaceIndex, text: str, limit: int = 8) -> list[str]:
    return [match.key for match in index.search(text, limit=limit)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Chartres", "commune:28085"),
        ("chartres (28)", "commune:28085"),
        ("28000 CHARTRES CEDEX 3", "commune:28085"),
        ("nogent le rotrou", "commune:28280"),
        ("nogentlerotrou", "commune:28280"),
        ("nogen le rotrou", "commune:28280"),
        ("nogent le rotru", "commune:28280"),
        ("nogen l rotru", "commune:28280"),
        ("nogen ro", "commune:28280"),
        ("st pierre des corps", "commune:37233"),
        ("st-pierre de corps", "commune:37233"),
        ("saint pierredes corps", "commune:37233"),
        ("st cyr s/loire", "commune:37214"),
        ("St Cyr / Loire", "commune:37214"),
        ("montlouis s/ loire", "commune:37156"),
        ("st jean ruelle", "commune:45285"),
        ("joué", "commune:37122"),
        ("joue les tours", "commune:37122"),
        ("joué les tour", "commune:37122"),
        ("orleans", "commune:45234"),
        ("ORLÉANS", "commune:45234"),
        ("orlaens", "commune:45234"),
        ("orlaen", "commune:45234"),
        ("chatres", "commune:28085"),
        ("chatres sur", "commune:41044"),
        ("la chatre", "commune:36046"),
        ("la ch", "commune:36046"),
        ("chateau roux", "commune:36044"),
        ("ver nouillet", "commune:28404"),
        ("coudray", "commune:28110"),
        ("villages voveens", "commune:28422"),
        ("vilages voveen", "commune:28422"),
        ("voves", "ancienne_commune:28422"),
        ("28", "departement:28"),
        ("eure et loir", "departement:28"),
        ("eure loir", "departement:28"),
        ("département d’Eure-et-Loir", "departement:28"),
        ("28000", "code_postal:28000"),
        ("28 000", "code_postal:28000"),
        ("28085", "commune:28085"),
        ("bassin de Dreux", "bassin:2422"),
        ("bassin de vie de chartre", "bassin:2421"),
        ("agglo du pays de dreux", "epci:200040277"),
        ("pays dreux", "epci:200040277"),
        ("ville de Dreux", "commune:28134"),
        ("montigny 45", "commune:45214"),
        ("montigny (36)", "commune:36130"),
        ("tours 28", "commune:37261"),
    ],
)
def test_what_people_write_finds_what_they_mean(index: PlaceIndex, text: str, first: str) -> None:
    assert found(index, text)[0] == first


@pytest.mark.parametrize("text", ["", "   ", "-", "/", "xyzzyqw", "日本", "0", "99999", "(28)"])
def test_what_means_nothing_finds_nothing(index: PlaceIndex, text: str) -> None:
    assert found(index, text) == []


def test_every_beginning_finds_the_commune(index: PlaceIndex) -> None:
    for size in range(1, len("saint-pierre-des-corps") + 1):
        assert "commune:37233" in found(index, "Saint-Pierre-des-Corps"[:size], limit=25)


def test_the_commune_passes_before_its_bassin(index: PlaceIndex) -> None:
    assert found(index, "dreux")[:2] == ["commune:28134", "bassin:2422"]


def test_the_typing_error_does_not_hide_the_right_spelling(index: PlaceIndex) -> None:
    assert found(index, "chatres")[:3] == ["commune:28085", "commune:41044", "commune:36046"]


def test_namesakes_come_together_with_the_most_people_first(index: PlaceIndex) -> None:
    assert found(index, "montigny") == ["commune:45214", "commune:36130"]


def test_kinds_are_filtered(index: PlaceIndex) -> None:
    only = frozenset({"bassin"})
    assert [m.key for m in index.search("dreux", kinds=only)] == ["bassin:2422"]
    communes = frozenset({"commune"})
    assert [m.key for m in index.search("28000", kinds=communes)] == ["commune:28085"]


def test_limit_is_kept(index: PlaceIndex) -> None:
    assert len(found(index, "s", limit=2)) == 2


def test_postal_code_names_its_communes() -> None:
    shared = [commune(f"3610{n}", f"Village {n}", n, "36100") for n in range(1, 4)]
    place = PlaceIndex(shared).search("36100")[0]
    assert place.kind == "code_postal"
    assert place.detail == "Village 3 et 2 autres communes"
    assert place.population == 6
    assert place.commune_code == ""
    alone = PlaceIndex(COMMUNES).search("28000")[0]
    assert (alone.detail, alone.commune_code) == ("Chartres", "28085")


def test_postal_code_is_completed_while_typing(index: PlaceIndex) -> None:
    assert found(index, "370")[0] == "code_postal:37000"
    assert found(index, "281")[:2] == ["code_postal:28100", "code_postal:28110"]


def test_exact_key(index: PlaceIndex) -> None:
    place = index.get("commune", "28085")
    assert place is not None
    assert place.label == "Chartres"
    assert index.get("commune", "28") is None


def test_score_says_how_the_name_was_found(index: PlaceIndex) -> None:
    scores: Sequence[float] = [
        index.search(text)[0].score for text in ("dreux", "dre", "rotrou", "drexu")
    ]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 4


def test_empty_index_answers() -> None:
    index = PlaceIndex([])
    assert len(index) == 0
    assert index.search("chartres") == []
    assert index.search("28") == []


def test_typing_errors_are_counted() -> None:
    table = TypoTable(["chartres", "chatres", "dreux", "contres"])
    assert dict(table.near("chatres", 1)) == {"chatres": 0, "chartres": 1}
    assert dict(table.near("chatrse", 1)) == {"chatres": 1}
    assert dict(table.near("rdeux", 1)) == {"dreux": 1}
    assert table.near("aubagne", 2) == []
    assert table.near("x" * 300, 2) == []
    assert TypoTable([]).near("dreux", 2) == []


def test_signatures_never_lose_a_near_string() -> None:
    strings = [entry.label.lower().replace("-", "") for entry in COMMUNES]
    table = TypoTable(strings)
    for string in strings:
        for at in range(len(string)):
            for wrong in (string[:at] + string[at + 1 :], string[:at] + "zq" + string[at + 1 :]):
                assert string in dict(table.near(wrong, 2))


def test_errors_allowed_grow_with_the_word() -> None:
    assert [errors_allowed("x" * size) for size in (3, 4, 6, 7, 20)] == [0, 1, 1, 2, 2]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12 rue de la Paix Chartres", True),
        ("place des Épars, Chartres", True),
        ("3bis grande rue 28000 Chartres", True),
        ("28000 Chartres", False),
        ("Saint-Denis 37", False),
        ("Saint-Jean-de-la-Ruelle", False),
        ("28000", False),
        ("", False),
    ],
)
def test_addresses_are_recognised(text: str, expected: bool) -> None:
    assert looks_like_address(text) is expected


def test_a_long_text_is_cut() -> None:
    assert parse_place_query("chartres " + "x" * 100_000).words[0] == "chartres"


def test_a_name_is_alone_when_one_place_bears_it(index: PlaceIndex) -> None:
    assert index.is_alone("Joué-lès-Tours")
    assert index.is_alone("joue les tours")
    assert not index.is_alone("Joué")
    assert not index.is_alone("")
