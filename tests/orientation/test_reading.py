import pytest

from maillage.orientation.engine.cues import (
    ages_of,
    frais_of,
    moment_of,
    sentence_of,
)
from maillage.orientation.engine.languages import language_of
from maillage.orientation.engine.reading import read
from maillage.orientation.engine.tokens import key_of, tokens_of
from maillage.orientation.engine.urgency import urgency_cues


@pytest.mark.parametrize(
    ("heard", "written"),
    [
        ("papié", "papiers"),
        ("retrete", "retraite"),
        ("deklarasion", "déclaration"),
        ("telefone", "téléphone"),
        ("kestion", "question"),
    ],
)
def test_words_by_ear_sound_as_words_written(heard: str, written: str) -> None:
    assert key_of(heard) == key_of(written)


def test_words_that_sound_otherwise_stay_apart() -> None:
    assert key_of("permis") != key_of("premier")


def test_shorthand_is_written_out() -> None:
    assert [token.plain for token in tokens_of("jve 1 rdv")] == [
        "je",
        "veux",
        "un",
        "rendez",
        "vous",
    ]


@pytest.mark.parametrize(
    ("text", "idea"),
    [
        ("ma carte gri", "voiture"),
        ("ruhsat", "voiture"),
        ("lordi marche pa", "machine"),
        ("un problème d'impôts", "impots"),
        ("limpot", "impots"),
        ("طباعة ورقة", "imprimer"),
        ("роздрукувати документ", "imprimer"),
    ],
)
def test_ideas_are_found_in_any_spelling_or_language(text: str, idea: str) -> None:
    assert idea in {found.name for found in read(text).ideas}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("je voudrais imprimer", "fr"),
        ("I need help with my computer", "en"),
        ("Necesito ayuda con el ordenador", "es"),
        ("Preciso de ajuda para o computador", "pt"),
        ("Bilgisayar için yardım istiyorum", "tr"),
        ("Мені потрібна допомога", "uk"),
        ("Мне нужны документы, это срочно, вы поможете?", "ru"),
        ("أريد المساعدة", "ar"),
        ("bghit nt3alem l'ordinateur, ma kanhderch français", "ar"),
        ("hola", "es"),
        ("azertyuiop", "und"),
        ("12 34", "und"),
        ("", "und"),
        ("jve 1 rdv pr la caf stp", "fr"),
        ("ordinateur", "fr"),
    ],
)
def test_languages(text: str, language: str) -> None:
    assert language_of(read(text)).value == language


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("j'ai 72 ans", [72]),
        ("mon fils de 13 an", [13]),
        ("à quatre-vingt-deux ans", [82]),
        ("depuis 20 ans", []),
        ("il y a trente ans", []),
        ("après quarante ans de métier", []),
    ],
)
def test_ages_are_not_durations(text: str, years: list[int]) -> None:
    assert [age.years for age in ages_of(sentence_of(read(text)))] == years


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("je peux venir le mercredi", "mercredi"),
        ("ouvert après 18 h ?", "soir"),
        ("un cours le matin", "matin"),
        ("l'aprem ya qqun ?", "apres-midi"),
        ("qqun tout de suite", "maintenant"),
        ("à rendre avant vendredi", None),
        ("maintenant mes enfants ne viennent plus jamais me voir le dimanche dernier", None),
        ("j'ai besoin d'aide", None),
    ],
)
def test_a_moment_is_a_wish_not_a_deadline(text: str, moment: str | None) -> None:
    reading = read(text)
    found = moment_of(reading, sentence_of(reading))
    assert (found.value if found else None) == moment


@pytest.mark.parametrize(
    ("text", "frais"),
    [
        ("un cours gratuit", "Gratuit"),
        ("c gratos ?", "Gratuit"),
        ("je peux payer", "Payant"),
        ("un ordinateur pas cher", None),
    ],
)
def test_prices(text: str, frais: str | None) -> None:
    reading = read(text)
    found = frais_of(reading, sentence_of(reading))
    assert (found.value if found else None) == frais


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("ils ont suspendu mon rsa", "droit coupé"),
        ("à rendre avant demain", "échéance"),
        ("j'ai donné mon code de carte", "argent"),
        ("je n'ai rien donné", "calme"),
    ],
)
def test_urgency_has_its_forms(text: str, cue: str) -> None:
    assert cue in urgency_cues(sentence_of(read(text)))
