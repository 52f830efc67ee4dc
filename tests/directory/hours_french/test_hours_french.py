"""French texts of opening hours: what they give, and that what is doubtful gives nothing."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from maillage.directory.hours.french import read_day_hours, read_days, read_hours
from maillage.directory.hours.french.filter import filter_line
from maillage.directory.hours.french.loose import merge_ranges
from maillage.directory.hours.plan import validate
from tests.directory.hours_french.cases import CASES, DAY_HOURS, DAYS, WITH_DAYS


@pytest.mark.parametrize(("texte", "osm"), CASES)
def test_a_text(texte: str, osm: str | None) -> None:
    reading = read_hours(texte)
    assert reading.osm == osm
    if osm is None:
        assert reading.why.endswith((".", "?"))
    else:
        validate(osm=osm)


@pytest.mark.parametrize(("texte", "jours", "osm"), WITH_DAYS)
def test_days_of_the_companion_column(texte: str, jours: str, osm: str | None) -> None:
    assert read_hours(texte, jours=jours).osm == osm


@pytest.mark.parametrize(("texts", "parity", "osm"), DAYS)
def test_one_text_per_day(texts: dict[str, str], parity: str, osm: str | None) -> None:
    assert read_days(texts, parity=parity).osm == osm


@pytest.mark.parametrize(("texte", "osm"), DAY_HOURS)
def test_hours_of_one_day(texte: str, osm: str) -> None:
    assert read_day_hours(texte) == osm


def test_what_is_left_aside_is_said() -> None:
    reading = read_hours("Lundi 9h-12h, samedi sur rendez-vous")
    assert reading.osm == "Mo 09:00-12:00"
    assert "rendez-vous" in reading.why


def test_merged_ranges_overlap_or_touch() -> None:
    assert merge_ranges("08:00-12:00", "11:00-13:00,14:00-15:00") == "08:00-13:00,14:00-15:00"


@pytest.mark.parametrize(
    "line",
    [
        {},
        {"id": "a"},
        {"id": "a", "texte": None},
        {"id": "a", "texte": 12, "jours": []},
        {"id": "a", "texte": ["lundi"]},
        {"id": "a", "texte": "lundi 9h-12h " * 1000},
        {"id": "a", "texte": "\x00\ud800 lundi 99h-105h"},
        {"id": "a", "texte": "((((" * 500 + "lundi"},
        {"id": "a", "texte": "-" * 2900},
    ],
)
def test_a_bad_line_gives_no_hours(line: dict[str, Any]) -> None:
    assert filter_line(line) == {"id": line.get("id"), "osm": None}


@pytest.mark.parametrize("args", [[], [1], [{}, {}], [{"h": 1}, {"horaires": 2}], ["a", None]])
def test_bad_recorded_arguments_give_nothing(args: list[Any]) -> None:
    assert not filter_line({"id": 3, "args": args})["out"]


def _gold() -> list[dict[str, Any]]:
    folder = os.environ.get("MAILLAGE_DATA_DIR", "")
    path = Path(folder).parent / "gold/horaires_dev.jsonl"
    if not folder or not path.is_file():
        pytest.skip("MAILLAGE_DATA_DIR is not set, or has no gold folder beside it")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_honest_silences_of_the_gold_sample() -> None:
    """The texts that cannot be converted give nothing; the minutes are measured by the bench."""
    asked = [case for case in _gold() if case["osm"] is None]
    assert asked
    for case in asked:
        assert filter_line(case)["osm"] is None, case["id"]


def test_most_texts_of_the_gold_sample_are_read() -> None:
    asked = [case for case in _gold() if case["osm"] is not None]
    read = [case for case in asked if filter_line(case)["osm"]]
    assert len(read) >= 0.95 * len(asked)
