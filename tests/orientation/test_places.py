import unicodedata

import pytest

from maillage.orientation.engine import Gazetteer
from maillage.orientation.engine.places import find_commune
from maillage.orientation.engine.reading import read


@pytest.mark.parametrize(
    ("text", "commune"),
    [
        ("imprimer à Dreux", "Dreux"),
        ("un scanner a dreu ?", "Dreux"),
        ("je suis a nogent", "Nogent-le-Rotrou"),
        ("j'habite Nogent-le-Roi", "Nogent-le-Roi"),
        ("cours d'ordinateur, la loupe", "La Loupe"),
        ("wifi Tours", "Tours"),
        ("j'habite à Voves depuis toujours", "Les Villages Vovéens"),
        ("Orléans'tayım, yardım lazım", "Orléans"),
        ("أسكن في Orléans", "Orléans"),
        ("я живу в Туре", "Tours"),
        ("un cours vers aubigny sur nere", "Aubigny-sur-Nère"),
        ("une imprimante obigni sur nere", "Aubigny-sur-Nère"),
        ("je cherche dans le 28400", "Nogent-le-Rotrou"),
        ("photocopieuse ORLEANS", "Orléans"),
        ("fablab tours", "Tours"),
        ("un fablab sur tour", "Tours"),
        ("Tours'da oturuyorum, yardım lazım", "Tours"),
        ("jabite contre et je cherche un cours", "Le Controis-en-Sologne"),
    ],
)
def test_a_commune_is_found_however_it_is_written(
    gazetteer: Gazetteer, text: str, commune: str
) -> None:
    mention = find_commune(read(text), gazetteer)
    assert mention is not None
    assert mention.town.nom == commune


@pytest.mark.parametrize(
    "text",
    [
        "apprendre des tours de magie",
        "faire deux tours",
        "chacun a tour de role",
        "je vais à la mer cet été",
        "lire avec une loupe",
        "j'ai des monts et merveilles à imprimer",
        "ma fille de Blois me le faisait avant",
        "la rue de Tours est fermée",
        "je suis né à Blois",
        "refaire mon permis de conduire",
        "je suis contre les machines",
        "un radar m'a pris en Bretagne",
    ],
)
def test_a_word_or_a_story_is_no_commune(gazetteer: Gazetteer, text: str) -> None:
    assert find_commune(read(text), gazetteer) is None


def test_where_one_lives_passes_before_where_one_goes(gazetteer: Gazetteer) -> None:
    mention = find_commune(
        read("rendez-vous à Tours, mais j'habite Mer et pas ailleurs"), gazetteer
    )
    assert mention is not None
    assert mention.town.nom == "Mer"


def test_accents_apart_from_their_letter_change_nothing(gazetteer: Gazetteer) -> None:
    text = unicodedata.normalize("NFD", "dépêché, énervé, j'habite à Orléans !")
    mention = find_commune(read(text), gazetteer)
    assert mention is not None
    assert mention.words == "Orléans"


def test_the_words_that_were_read_are_given(gazetteer: Gazetteer) -> None:
    mention = find_commune(read("je suis a nogent le rotrou merci"), gazetteer)
    assert mention is not None
    found = mention.found()
    assert (found.code, found.words) == ("28280", ("nogent le rotrou",))
    assert 0.5 < found.confidence < 1
