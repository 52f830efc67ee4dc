"""What the trained part of alerts hears beside the rules, and that it is learnt fairly."""

import json
from pathlib import Path
from typing import Any

import pytest

from maillage.core.text import normalize
from maillage.orientation.engine.cues import sentence_of
from maillage.orientation.engine.model import Model
from maillage.orientation.engine.reading import read
from maillage.orientation.safety.alerts import AlertKind, find_alerts
from maillage.orientation.safety.ideas import ideas_of
from maillage.orientation.safety.learned import BARS, KINDS, train_alerts
from maillage.orientation.store import ALERTS, CORPUS

FOLDER = Path(__file__).parents[2] / "data" / "orientation"
APART = "alertes-test*.jsonl"
_FEW_WORDS = 4

# One of each kind that no rule hears, in words that the corpus does not have as such.
HEARD = (
    ("danger", "mon oncle est tombé de l'échelle il saigne de la tête et ne bouge pas"),
    ("danger", "mi vecina no respira y está en el suelo"),
    ("detresse", "je me dis que mes enfants seraient plus heureux si j'étais morte"),
    ("detresse", "i keep thinking about dying, i cant take it anymore"),
    ("violences", "mon compagnon me pousse et me tire par les cheveux quand il est saoul"),
    ("violences", "rajli kayderbni o kay7bessni f dar"),
    ("mineur", "des filles de son collège insultent ma fille de 12 ans sur snap"),
    ("mineur", "a grown man asks my 12 year old daughter for naked pictures"),
    ("enfance", "les petits de ma voisine ont des bleus et ils ont faim"),
    ("enfance", "мій батько б'є мене і сестру, мені 11"),
    ("fraude", "j'ai donné le code de ma carte au téléphone et mon compte est vidé"),
    ("droits", "la caf a stoppé mon allocation et je n'ai plus rien"),
    ("echeance", "il faut que j'envoie le dossier ce soir, dernier délai"),
)
CALM = (
    "je suis mort de rire avec cette vidéo",
    "on m'a encore tué dans fortnite",
    "je voudrais couper une vidéo de vacances",
    "un atelier de prévention du harcèlement pour des parents",
    "ma tablette est morte, où la faire réparer ?",
    "comment éviter les arnaques sur internet",
    "j'ai peur de me tromper en remplissant ma déclaration",
    "mon mari voudrait apprendre à se servir de son téléphone",
    "imprimer un billet de train à Dreux",
    "my battery is dead, where can i charge my phone",
)


def lines(pattern: str) -> list[dict[str, Any]]:
    return [
        json.loads(text)
        for path in sorted(FOLDER.glob(pattern))
        for text in path.read_text(encoding="utf-8").splitlines()
    ]


@pytest.fixture(scope="module")
def model() -> Model:
    """Of the real lines; a part of the engine's corpus is enough here."""
    return train_alerts(lines(ALERTS), lines(CORPUS)[::6])


def test_the_kinds_are_those_of_the_alerts() -> None:
    assert list(KINDS) == [kind.value for kind in AlertKind]
    assert set(BARS) == set(KINDS)


@pytest.mark.parametrize(("kind", "text"), HEARD)
def test_what_no_rule_says_is_heard(model: Model, kind: str, text: str) -> None:
    assert kind in [alert.kind for alert in find_alerts(text, model=model)]


@pytest.mark.parametrize("text", CALM)
def test_ordinary_words_raise_nothing(model: Model, text: str) -> None:
    assert find_alerts(text, model=model) == ()


def test_a_rule_is_enough_and_the_order_is_kept(model: Model) -> None:
    text = "plus de rsa ni d'apl et mon mari me frappe, je veux mourir"
    kinds = [alert.kind for alert in find_alerts(text, model=model)]
    assert set(kinds) >= {alert.kind for alert in find_alerts(text)}
    assert kinds == [kind for kind in AlertKind if kind in kinds]
    assert kinds[0] is AlertKind.DETRESSE


def test_the_words_that_speak_are_those_of_the_person(model: Model) -> None:
    text = "mon compagnon me pousse et me tire par les cheveux quand il est saoul"
    for alert in find_alerts(text, model=model):
        assert alert.words
        assert all(word in text for word in alert.words)


def test_the_same_lines_give_the_same_model(model: Model) -> None:
    few = lines(ALERTS)[::10]
    assert train_alerts(few, []).to_bytes() == train_alerts(few, []).to_bytes()
    kept = Model.from_bytes(model.to_bytes())
    text = HEARD[0][1]
    assert find_alerts(text, model=kept) == find_alerts(text, model=model)


def test_an_idea_is_the_same_in_every_language() -> None:
    for text in ("il me frappe", "he hits me", "me pega", "kayderbni", "beni dövüyor", "мене б'є"):
        assert "frapper" in ideas_of(sentence_of(read(text))), text


@pytest.mark.parametrize("pattern", [ALERTS, APART])
def test_every_line_is_well_formed(pattern: str) -> None:
    kept = lines(pattern)
    for line in kept:
        assert set(line) == {"texte", "alertes", "langue"}
        assert line["texte"].strip() == line["texte"] != ""
        assert set(line["alertes"]) <= set(KINDS)
        assert len(set(line["alertes"])) == len(line["alertes"])
        assert line["langue"] in {"fr", "en", "es", "pt", "ar", "tr", "uk", "ru"}
    assert len({line["texte"].lower() for line in kept}) == len(kept)
    for kind in KINDS:
        assert sum(kind in line["alertes"] for line in kept) >= 15
    assert sum(not line["alertes"] for line in kept) >= len(kept) // 4


def test_there_are_enough_lines_of_alerts() -> None:
    assert len(lines(ALERTS)) >= 1_200
    assert len(lines(APART)) >= 200


def test_no_text_kept_apart_is_learnt() -> None:
    apart = {normalize(line["texte"]) for line in lines(APART)}
    learnt = {normalize(line["texte"]) for line in (*lines(ALERTS), *lines(CORPUS))}
    assert {text for text in apart & learnt if len(text.split()) > _FEW_WORDS} == set()
