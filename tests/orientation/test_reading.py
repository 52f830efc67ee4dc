import pytest

from maillage.orientation.engine.cues import (
    ages_of,
    frais_of,
    is_wished,
    moment_of,
    sentence_of,
    ways_of,
)
from maillage.orientation.engine.labels import A_DISTANCE, AUTONOMIE, COLLECTIF, INDIVIDUEL
from maillage.orientation.engine.languages import language_of
from maillage.orientation.engine.mandate import mandate_words
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
        ("il joue du matin au soir", None),
        ("le car du jeudi", None),
        ("mon jour libre c'est le jeudi", "jeudi"),
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
        ("je veux bien payer", "Payant"),
        ("je ne peux pas payer quelqu’un", "Gratuit"),
        ("sans que cela me coûte", "Gratuit"),
        ("gratuit si possible", "Gratuit"),
        ("gratuit pour les chômeurs", "Gratuit sous condition"),
        ("je ne peux pas payer mon loyer", None),
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


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("un cours en groupe", {COLLECTIF}),
        ("avec d'autres débutants, ce serait plus drôle", {COLLECTIF}),
        ("un rendez-vous en tête à tête", {INDIVIDUEL}),
        ("tout seul avec le prof", {INDIVIDUEL}),
        ("à deux, pas en groupe", {INDIVIDUEL}),
        ("en visio si possible", {A_DISTANCE}),
        ("un poste en libre accès", {AUTONOMIE}),
        ("un cours d'informatique", set()),
    ],
)
def test_ways_of_being_helped(text: str, ways: set[str]) -> None:
    assert set(ways_of(sentence_of(read(text)))) == ways


def test_a_free_day_is_surely_a_wish() -> None:
    free, told = read("je suis libre le jeudi"), read("le jeudi il y a un marché")
    for reading, is_free in ((free, True), (told, False)):
        sentence = sentence_of(reading)
        moment = moment_of(reading, sentence)
        assert moment is not None
        assert is_wished(sentence, moment) is is_free


@pytest.mark.parametrize(
    "text",
    [
        "quelqu'un pour faire ma déclaration à ma place",
        "je ne sais pas lire et la caf demande des papiers",
        "elle ne peut pas le faire toute seule",
        "quelqu'un qui s'occupe de tout",
        "il faudrait le faire pour moi, la carte grise",
        "jve kelkun ki rempli pa, ki fasse les papié pr moi",
        "I need someone to fill in the form on my behalf",
        "necesito que alguien rellene los papeles en mi lugar",
        "أريد من يملأ الأوراق مكاني",
    ],
)
def test_somebody_must_act_in_ones_place(text: str) -> None:
    assert mandate_words(sentence_of(read(text)))


@pytest.mark.parametrize(
    "text",
    [
        "je ne veux pas qu'on fasse à ma place",
        "mon mari s'occupait de tout",
        "que mon voisin vote à ma place",
        "I can't read French",
        "je veux faire ma carte grise",
    ],
)
def test_to_be_helped_is_not_to_be_replaced(text: str) -> None:
    assert mandate_words(sentence_of(read(text))) == ()
