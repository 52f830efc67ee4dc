"""What is asked next: only what changes the answer."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from maillage.directory.queries import OPEN_CRITERIA
from maillage.orientation.enums import Step
from maillage.orientation.queries import next_step
from maillage.orientation.safety.alerts import AlertKind
from maillage.orientation.situation import Situation
from tests.factories.directory import make_lieu

pytestmark = pytest.mark.django_db

TUESDAY_10H = datetime(2026, 3, 10, 9, tzinfo=UTC)
KM = 1 / 111.195
NEED = Situation(services=frozenset({"demarches"}))
HERE = replace(NEED, latitude=48.4438, longitude=1.4890)


def place(km: float, **fields: Any) -> None:
    values = {"services": ["demarches"], **fields.pop("values", {})}
    make_lieu(latitude=48.4438 + km * KM, modalites=values, **fields)


def asked(situation: Situation = HERE, **fields: Any) -> Step | None:
    return next_step(situation=replace(situation, **fields), now=TUESDAY_10H)


def test_the_need_then_the_place() -> None:
    assert asked(Situation()) == Step.BESOIN
    assert asked(NEED) == Step.OU
    assert asked(Situation(skipped=frozenset({Step.BESOIN}))) == Step.OU


def test_without_a_place_nothing_else_is_asked() -> None:
    place(1, age_max=25)
    place(2)
    assert asked(NEED, skipped=frozenset({Step.OU})) is None


def test_the_same_three_for_everybody_ask_nothing() -> None:
    for km in (1, 2, 3):
        place(km)
    assert asked() is None


def test_for_whom_when_a_place_is_for_some_only() -> None:
    for km in (1, 2, 3):
        place(km)
    place(0.5, age_max=25)
    assert asked() == Step.PUBLIC
    assert asked(publics=frozenset({"seniors"})) is None
    assert asked(skipped=frozenset({Step.PUBLIC})) is None


def test_for_whom_when_the_best_place_addresses_some() -> None:
    for km in (1, 1.1, 1.2):
        place(km)
    place(1.3, values={"publics_specifiquement_adresses": ["seniors"]})
    assert asked() == Step.PUBLIC


def test_a_third_place_for_another_is_not_worth_a_question() -> None:
    for km in (1, 2, 3):
        place(km)
    place(3.1, values={"publics_specifiquement_adresses": ["seniors"]})
    assert asked() is None


def test_when_if_another_place_is_open_then() -> None:
    for km in (1, 2, 3):
        place(km, horaires="Mo-Fr 09:00-17:00")
    assert asked() is None
    place(8, horaires="Sa 09:00-12:00")
    assert asked() == Step.MOMENT
    assert asked(skipped=frozenset({Step.MOMENT})) is None
    assert asked(open=OPEN_CRITERIA["lundi"]) is None


def test_what_is_urgent_is_not_asked_when() -> None:
    for km in (1, 2, 3):
        place(km, horaires="Mo-Fr 09:00-17:00")
    place(8, horaires="Sa 09:00-12:00")
    assert asked(is_urgent=True) is None


def test_one_question_after_the_other() -> None:
    for km in (1, 2, 3):
        place(km, horaires="Mo-Fr 09:00-17:00")
    place(0.5, age_max=25, horaires="Mo-Fr 09:00-17:00")
    place(8, horaires="Sa 09:00-12:00")
    steps = []
    situation = NEED
    while step := asked(situation):
        steps.append(step)
        if step == Step.OU:
            situation = replace(situation, latitude=48.4438, longitude=1.4890)
        else:
            situation = replace(situation, skipped=situation.skipped | {step})
    assert steps == [Step.OU, Step.PUBLIC, Step.MOMENT]


@pytest.mark.parametrize("kind", ["danger", "detresse", "violences", "mineur", "enfance"])
def test_nothing_is_asked_of_a_person_in_danger(kind: str) -> None:
    assert asked(Situation(), alerts=(AlertKind(kind),)) is None
    assert asked(NEED, alerts=(AlertKind.FRAUDE,)) == Step.OU


def test_a_small_directory_asks_nothing_more() -> None:
    assert asked() is None
    place(1)
    assert asked() is None


def test_questions_read_the_index_only(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for km in (1, 2, 3):
        place(km)
    asked()
    with django_assert_num_queries(1):
        assert asked() is None
