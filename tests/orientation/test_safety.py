"""Alerts: texts in the eight languages and their near misses, written before the rules that hear
them (five rounds, one file each)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from maillage.orientation.safety.alerts import ALERT_LETTERS, Alert, AlertKind, find_alerts


def _texts(sign: str) -> Iterator[tuple[AlertKind, str]]:
    kind = AlertKind.DANGER
    files = sorted(Path(__file__).parent.glob("safety_texts_*.txt"))
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    for line in lines:
        if line.startswith("["):
            kind = AlertKind(line.strip("[]"))
        elif line.startswith(f"{sign} "):
            yield kind, line[2:]


def kinds_of(text: str, *, is_urgent: bool = False) -> list[AlertKind]:
    return [alert.kind for alert in find_alerts(text, is_urgent=is_urgent)]


@pytest.mark.parametrize(("kind", "text"), list(_texts("+")))
def test_what_cannot_wait_is_heard(kind: AlertKind, text: str) -> None:
    assert kind in kinds_of(text)


@pytest.mark.parametrize(("kind", "text"), list(_texts("-")))
def test_a_near_miss_raises_nothing_of_the_kind(kind: AlertKind, text: str) -> None:
    assert kind not in kinds_of(text)


@pytest.mark.parametrize("kind", AlertKind)
def test_each_kind_was_tried_enough(kind: AlertKind) -> None:
    assert len([text for said, text in _texts("+") if said == kind]) >= 50
    assert len([text for said, text in _texts("-") if said == kind]) >= 25


def test_the_most_serious_comes_first() -> None:
    text = "mon mari me frappe, je veux mourir, et la caf a coupé mon rsa"
    assert kinds_of(text) == [AlertKind.DETRESSE, AlertKind.VIOLENCES, AlertKind.DROITS]


def test_the_words_are_those_of_the_person() -> None:
    (alert,) = find_alerts("jé plu de RSA depui 2 moi")
    assert alert == Alert(AlertKind.DROITS, ("plu", "de", "RSA"))


def test_spelling_by_ear_is_heard() -> None:
    assert kinds_of("mon conpagnon me menasse") == [AlertKind.VIOLENCES]


@pytest.mark.parametrize("text", ["", "   ", "???", "bonjour", "x" * 20_000, "je cherche un cours"])
def test_nothing_said_raises_nothing(text: str) -> None:
    assert find_alerts(text) == ()


def test_an_urgent_need_without_a_rule_takes_the_cues_of_the_engine() -> None:
    text = "une mise en demeure, la limite c'est jeudi"
    assert find_alerts(text) == ()
    assert kinds_of(text, is_urgent=True) == [AlertKind.ECHEANCE]
    assert find_alerts("au plus vite svp", is_urgent=True) == ()


def test_letters_are_single_and_say_nothing() -> None:
    letters = list(ALERT_LETTERS.values())
    assert set(ALERT_LETTERS) == set(AlertKind)
    assert len(set(letters)) == len(letters)
    for kind, letter in ALERT_LETTERS.items():
        assert len(letter) == 1
        assert letter != kind.value[0]
