"""A plain week: read, typed, written back; richer strings are left alone."""

import csv
import json
import random
from pathlib import Path

import pytest

from maillage.directory.hours.schedule import HoursError, validate, weekly_table
from maillage.directory.hours.week import (
    EMPTY_WEEK,
    Range,
    Week,
    WeekError,
    is_range,
    osm_ranges,
    parse_week,
    read_ranges,
    read_time,
    typed_ranges,
    typed_time,
    write_week,
)

DEMO = Path(__file__).parents[3] / "data" / "demo"


@pytest.mark.parametrize(
    ("osm", "canonical"),
    [
        ("", ""),
        ("Mo-Fr 9:00-12:00, 14:00-17:00", "Mo-Fr 09:00-12:00,14:00-17:00"),
        ("Sa 10:00-12:00; Mo-Fr 09:00-12:00", "Mo-Fr 09:00-12:00; Sa 10:00-12:00"),
        ("Mo,Tu,We 09:00-12:00", "Mo-We 09:00-12:00"),
        ("Mo 09:00-12:00; Tu 09:00-12:00; Th 09:00-12:00", "Mo,Tu,Th 09:00-12:00"),
        ("Mo-Fr 09:00-12:00; We off", "Mo,Tu,Th,Fr 09:00-12:00"),
        ("Mo-Fr 09:00-12:00; PH off", "Mo-Fr 09:00-12:00; PH off"),
        ("Mo-Fr 09:00-12:00; Sa,Su,PH off", "Mo-Fr 09:00-12:00; PH off"),
        ("Mo 09:00-12:00,12:00-14:00", "Mo 09:00-14:00"),
        ("Mo 09:00-12:00, Mo 14:00-17:00", "Mo 09:00-12:00,14:00-17:00"),
        ("24/7", "24/7"),
        ("09:00-12:00", "Mo-Su 09:00-12:00"),
        ("Mo 20:00-24:00", "Mo 20:00-24:00"),
        ('Tu-Fr 10:00-17:00 "Sur RDV"', 'Tu-Fr 10:00-17:00 "sur rendez-vous"'),
        (
            'Mo 09:00-12:00, Mo 14:00-17:00 "sur rendez-vous"',
            'Mo 09:00-12:00, Mo 14:00-17:00 "sur rendez-vous"',
        ),
        (
            'Sa "sur rendez-vous"; Mo 09:00-12:00',
            'Mo 09:00-12:00; Sa unknown "sur rendez-vous"',
        ),
    ],
)
def test_a_plain_week_is_written_in_one_way(osm: str, canonical: str) -> None:
    week = parse_week(osm=osm)
    assert week is not None
    assert write_week(week=week) == canonical
    assert parse_week(osm=canonical) == week


@pytest.mark.parametrize(
    "osm",
    [
        "Sa[1,3] 10:00-12:00",
        "SH Mo-Fr 14:00-18:00",
        "Jul-Aug Mo-Fr 09:00-12:00",
        "week 2-52/2 We 14:00-17:00",
        "Mo-Fr,PH 09:00-12:00",
        "PH -1 day 09:00-12:00",
        "Fr 22:00-02:00",
        'Mo 09:00-12:00 "pour les habitants"',
        'Mo-Fr 09:00-12:00 || "sur rendez-vous"',
        "Mo sunrise-sunset",
        "Mo 08:00-09:00,10:00-11:00,12:00-13:00,14:00-15:00,16:00-17:00",
        "du lundi au vendredi",
    ],
)
def test_what_says_more_than_a_week_is_left_alone(osm: str) -> None:
    assert parse_week(osm=osm) is None


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("9", 540),
        ("9h", 540),
        ("9 h", 540),
        ("9H30", 570),
        ("9 h 30", 570),
        ("09:30", 570),
        ("9.30", 570),
        ("930", 570),
        ("1430", 870),
        ("0930", 570),
        ("14 heures", 840),
        ("midi", 720),
        ("minuit", 0),
        ("0h", 0),
        ("24h", 1440),
    ],
)
def test_an_hour_is_read_as_people_type_it(typed: str, minutes: int) -> None:
    assert read_time(typed) == minutes


def test_midnight_ends_a_day() -> None:
    assert read_time("minuit", is_end=True) == 1440
    assert read_time("0h", is_end=True) == 1440


@pytest.mark.parametrize("typed", ["", "neuf", "25h", "9h75", "24h30", "-9", "12345", "9h30x", "٩"])
def test_what_is_not_an_hour_is_refused_in_french(typed: str) -> None:
    with pytest.raises(WeekError, match="heure"):
        read_time(typed)


@pytest.mark.parametrize(
    ("typed", "spans"),
    [
        ("9h-12h", [(540, 720)]),
        ("9-12", [(540, 720)]),
        ("9h – 12h", [(540, 720)]),
        ("de 9h à 12h", [(540, 720)]),
        ("9h à midi", [(540, 720)]),
        ("9h/12h", [(540, 720)]),
        ("9h-12h et 14h-17h30", [(540, 720), (840, 1050)]),
        ("14h-17h, 9h-12h", [(540, 720), (840, 1020)]),
        ("9h-12h 14h-17h", [(540, 720), (840, 1020)]),
        ("09:00-12:00;14:00-17:00", [(540, 720), (840, 1020)]),
        ("20h-minuit", [(1200, 1440)]),
    ],
)
def test_ranges_are_read_as_people_paste_them(typed: str, spans: list[tuple[int, int]]) -> None:
    assert read_ranges(typed) == spans
    assert is_range(typed)
    assert read_ranges(typed_ranges(spans)) == spans
    assert read_ranges(osm_ranges(spans)) == spans


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "par exemple"),
        ("le matin", "n’est pas compris"),
        ("9h", "n’est pas compris"),
        ("12h-9h", "la fin vient avant le début"),
        ("9h-12h et 11h-14h", "se chevauchent"),
        ("9h-26h", "n’existe pas"),
        ("9h-12h fermé", "n’est pas compris"),
    ],
)
def test_wrong_ranges_are_refused_in_french(typed: str, words: str) -> None:
    with pytest.raises(WeekError, match=words):
        read_ranges(typed)


def test_one_hour_is_not_a_range() -> None:
    assert not any(is_range(typed) for typed in ("9", "9h30", "midi", ""))


def test_every_minute_is_typed_back() -> None:
    assert all(read_time(typed_time(minute)) == minute for minute in range(1441))


def _any_week(generator: random.Random) -> Week:
    days: list[tuple[Range, ...]] = []
    for _weekday in range(7):
        marks = sorted(generator.sample(range(0, 1441, 15), 2 * generator.randint(0, 4)))
        ranges = [
            Range(start, end, generator.random() < 0.2)
            for start, end in zip(marks[::2], marks[1::2], strict=True)
        ]
        days.append(tuple(ranges))
    return Week(tuple(days), holidays_closed=any(days) and generator.random() < 0.5)


def test_every_week_comes_back_as_it_was() -> None:
    generator = random.Random(20261121)
    for _turn in range(400):
        week = _any_week(generator)
        osm = write_week(week=week)
        if osm:
            validate(osm=osm)
        assert parse_week(osm=osm) == (week if any(week.days) else EMPTY_WEEK), osm


def _strings(folder: Path) -> set[str]:
    found: set[str] = set()
    for path in folder.rglob("*.csv"):
        with path.open(encoding="utf-8", errors="replace", newline="") as file:
            found.update(row.get("horaires") or "" for row in csv.DictReader(file))
    for path in [*folder.rglob("*.json"), *folder.rglob("*.jsonl")]:
        text = path.read_text(encoding="utf-8")
        rows = text.splitlines() if path.suffix == ".jsonl" else [text]
        for row in rows:
            _collect(json.loads(row), found)
    return {text for text in found if isinstance(text, str) and _is_valid(text)}


def _collect(value: object, found: set[str]) -> None:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name in {"horaires", "osm", "horaires_ouverture"} and isinstance(inner, str):
                found.add(inner)
            _collect(inner, found)
    elif isinstance(value, list):
        for inner in value:
            _collect(inner, found)


def _is_valid(osm: str) -> bool:
    try:
        validate(osm=osm)
    except HoursError:
        return False
    return True


def _check_round_trip(strings: set[str]) -> int:
    plain = 0
    for osm in strings:
        week = parse_week(osm=osm)
        if week is None:
            continue
        plain += 1
        canonical = write_week(week=week)
        assert parse_week(osm=canonical) == week, osm
        assert weekly_table(osm=canonical) == weekly_table(osm=osm), osm
        assert ("PH" in canonical) == ("PH" in osm), osm
    return plain


def test_the_hours_of_the_demonstration_survive() -> None:
    strings = _strings(DEMO)
    assert _check_round_trip(strings) == len(strings) > 0


def test_the_hours_of_real_files_survive(data_dir: Path) -> None:
    folders = [data_dir, *(path for path in [data_dir.parent / "gold"] if path.is_dir())]
    strings = set[str]().union(*(_strings(folder) for folder in folders))
    assert len(strings) > 150
    assert _check_round_trip(strings) > len(strings) * 0.7
