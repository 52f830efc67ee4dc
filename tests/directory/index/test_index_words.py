"""Search by words."""

import pytest

from maillage.directory.index.lexicon import content_words, stem
from maillage.directory.index.search import Query, Search
from maillage.directory.index.synonyms import PHRASES
from maillage.directory.index.words import parse
from maillage.directory.vocabularies import BY_CODE
from tests.directory.index.rows import make_index, make_row, utc

NOW = utc(2026, 3, 10, 9)
INDEX = make_index(
    make_row("a", nom="Médiathèque de Gallardon", commune="Gallardon", kind_text="BIB"),
    make_row("b", nom="Mairie de Chartres", search_text="prêt de livres, médiathèque voisine"),
    make_row("c", nom="Point info", values=[("services", "demarches")]),
    make_row("d", nom="Cyber-base", search_text="ateliers de déclaration de revenus et impôts"),
    make_row("e", nom="L’Atelier du Cœur", search_text="imprimante", code_postal="28170"),
)


def found(words: str) -> list[str]:
    search = Search(INDEX, Query(now=NOW, words=words))
    return [INDEX.id_of(row) for row in search.order.tolist()]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("mediatheque", ["a", "b"]),  # the name before the description
        ("MÉDIATHÈQUE", ["a", "b"]),
        ("mediateque", ["a", "b"]),  # one letter is missing
        ("medaitheque", ["a", "b"]),  # two letters are swapped
        ("mediatheque gallardon", ["a"]),  # every word must be there
        ("médiathèque de gallardon", ["a"]),
        ("galla", ["a"]),  # the last word may be unfinished
        ("galla mediatheque", []),  # not the first ones
        ("bib", ["a"]),
        ("coeur", ["e"]),
        ("28170", ["e"]),
        ("28171", []),  # figures are not guessed
        ("impots", ["d", "c"]),  # those that say it, then those that help with it
        ("impot", ["d", "c"]),
        ("immpots", ["d", "c"]),
        ("atelier", ["e", "d"]),
        ("xyzzy", []),
        ("mairie xyzzy", []),
    ],
)
def test_words(words: str, expected: list[str]) -> None:
    assert found(words) == expected


def test_stop_words_are_ignored_unless_alone() -> None:
    assert content_words("la mairie de chez moi") == ["mairie"]
    assert content_words("le la") == ["le", "la"]


def test_plural_is_ignored() -> None:
    assert [stem(word) for word in ("ateliers", "jeux", "bus", "cours")] == [
        "atelier",
        "jeu",
        "bus",
        "cour",
    ]


def test_the_longest_phrase_wins() -> None:
    (unit,) = parse("ordinateur pas cher")
    assert [need.code for need in unit.needs] == ["materiel-solidaire"]
    first, second = parse("ordinateur gallardon")
    assert [need.code for need in first.needs] == ["outils"]
    assert second.needs == ()


@pytest.mark.parametrize(
    ("phrase", "code"),
    [
        ("impôts", "demarches"),
        ("la caf", "demarches"),
        ("mes papiers", "demarches"),
        ("faire un CV", "emploi"),
        ("smartphone", "outils"),
        ("une arnaque", "securite"),
        ("ordinateur pas cher", "materiel-solidaire"),
        ("imprimer", "imprimante"),
        ("fake news", "comprendre"),
        ("jeux vidéo", "loisirs"),
        ("contrôle parental", "parentalite"),
    ],
)
def test_everyday_words_lead_to_needs(phrase: str, code: str) -> None:
    (unit,) = parse(phrase)
    assert code in {need.code for need in unit.needs}


def test_every_need_exists() -> None:
    from maillage.directory.enums import EquipmentKind

    known = {field: set(codes) for field, codes in BY_CODE.items()}
    known["equipements"] = set(EquipmentKind.values)
    for needs in PHRASES.needs.values():
        for need in needs:
            assert need.code in known[need.field], need


def test_a_name_is_found_by_its_words_only() -> None:
    worth = INDEX.words.in_names("mediatheque")
    assert [INDEX.id_of(row) for row in range(INDEX.size) if worth[row]] == ["a"]
    assert not INDEX.words.in_names("chartres mediatheque").any()
