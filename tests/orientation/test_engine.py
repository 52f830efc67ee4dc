import random

import pytest

from maillage.orientation.engine import Engine, Model
from maillage.orientation.engine.cues import ages_of, sentence_of
from maillage.orientation.engine.labels import (
    ACCES,
    AUTRES_LANGUES,
    DEMARCHES,
    INSERTION,
    SENIORS,
)
from maillage.orientation.engine.reading import read
from maillage.orientation.engine.scores import score_field
from maillage.orientation.engine.urgency import AGAINST, urgency_cues

FIELDS = [
    *("besoins", "themes", "publics", "prise_en_charge", "modalites", "frais", "moment"),
    *("commune", "urgence", "hors_sujet", "langue"),
]


def test_a_whole_need(engine: Engine) -> None:
    need = engine.understand("j'ai 72 ans, refaire ma carte grise à Dreux, le mercredi")
    assert need.as_dict() == {
        "besoins": [DEMARCHES],
        "themes": ["transports_mobilite"],
        "publics": [SENIORS],
        "prise_en_charge": [],
        "modalites": [],
        "frais": None,
        "moment": "mercredi",
        "commune": "Dreux",
        "urgence": False,
        "hors_sujet": False,
        "langue": "fr",
    }


def test_each_part_says_its_words_and_how_sure_it_is(engine: Engine) -> None:
    need = engine.understand("refaire ma carte grise à Dreux")
    (besoin,) = need.besoins
    assert 0 < besoin.confidence <= 1
    assert {"carte", "grise"} & set(besoin.words)
    assert need.commune is not None
    assert need.commune.words == ("Dreux",)


def test_several_needs_at_once(engine: Engine) -> None:
    need = engine.understand("refaire mon CV et imprimer trois feuilles")
    assert {value.value for value in need.besoins} == {INSERTION, ACCES}


def test_themes_only_stand_beside_procedures(engine: Engine) -> None:
    assert engine.understand("imprimer trois feuilles").themes == ()


def test_off_topic_keeps_the_commune_and_nothing_else(engine: Engine) -> None:
    given = engine.understand("un bon restaurant à Blois").as_dict()
    assert given["hors_sujet"] is True
    assert given["commune"] == "Blois"
    assert given["besoins"] == []


def test_a_greeting_is_an_empty_need(engine: Engine) -> None:
    need = engine.understand("coucou, il y a quelqu'un")
    assert need.besoins == ()
    assert not need.hors_sujet.is_true


def test_money_gone_is_urgent_and_a_question_is_not(engine: Engine) -> None:
    assert engine.understand("j'ai donné mon code de carte à un faux conseiller").urgence.is_true
    assert not engine.understand("comment reconnaître un faux mail").urgence.is_true


def test_another_language_says_a_difficulty_in_french(engine: Engine) -> None:
    need = engine.understand("Necesito imprimir un documento por favor")
    assert need.langue.value == "es"
    assert [value.value for value in need.prise_en_charge] == [AUTRES_LANGUES]


def test_a_procedure_done_in_ones_place_asks_for_a_mandate(engine: Engine) -> None:
    need = engine.understand("refaire ma carte grise à ma place")
    assert need.mandat.is_true
    assert "mandat" not in need.as_dict()
    assert not engine.understand("refaire ma carte grise").mandat.is_true
    assert not engine.understand("apprendre à envoyer un mail à ma place").mandat.is_true


@pytest.mark.parametrize("text", ["", "   ", "😀", "???", "\x00", "a" * 20_000, "é" * 50, "1"])
def test_anything_has_an_answer(engine: Engine, text: str) -> None:
    assert list(engine.understand(text).as_dict()) == FIELDS


def test_noise_never_breaks_the_engine(engine: Engine) -> None:
    dice = random.Random(5)
    signs = "aeioust d'éàç-,.!?129 ыіضب中'’\n\t😀İıſ"
    for _ in range(300):
        text = "".join(dice.choices(signs, k=dice.randint(1, 60)))
        assert list(engine.understand(text).as_dict()) == FIELDS


def test_a_kept_model_answers_the_same(engine: Engine) -> None:
    kept = Model.from_bytes(engine.model.to_bytes())
    text = "demande de RSA et un scanner"
    assert kept.predict(read(text)).probability == engine.model.predict(read(text)).probability


def test_a_broken_model_is_refused() -> None:
    with pytest.raises((ValueError, OSError, KeyError)):
        Model.from_bytes(b"not a model")


def test_scores_count_values_and_inventions() -> None:
    wanted = [{"commune": "Dreux"}, {"commune": None}, {"commune": None}]
    given = [{"commune": "Dreux"}, {"commune": "Tours"}, {"commune": None}]
    score = score_field("commune", wanted, given)
    assert (score.precision, score.recall, score.exact) == (0.5, 1.0, 1.0)
    assert score.invented == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("on dort dans la voiture depuis deux nuits", "droit coupé"),
        ("la caf 9at3at 3lia lflous", "droit coupé"),
        ("il bouge ma souris sur l'écran", "fraude"),
        ("mon titre finit dans six mois", "lointain"),
        ("ça presse pas, l'an prochain peut-être", "lointain"),
        ("un ordinateur, pas plus de 80 euros", "prix"),
    ],
)
def test_the_forms_of_urgency_say_their_kind(text: str, kind: str) -> None:
    cues = urgency_cues(sentence_of(read(text)))
    assert set(cues) - AGAINST == {kind} - AGAINST
    assert kind in cues


def test_two_ages_are_not_one() -> None:
    ages = ages_of(
        sentence_of(read("mes enfants de huit et dix ans, leur tante de vingt et un ans"))
    )
    assert [age.years for age in ages] == [10, 21]
