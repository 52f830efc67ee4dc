"""Strings: what is refused and how, what never breaks, and agreement with the library."""

import json
import os
import random
import re
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from opening_hours import OpeningHours, State

from maillage.directory.hours import schedule, words
from maillage.directory.hours.plan import library_day, plan_of
from maillage.directory.hours.schedule import HoursError

CHARTRES = schedule.context_of(departement="28")
PERMANENCES = "lieux/conseillers-numeriques_permanences_cvl_2022-05.json"


@pytest.mark.parametrize(
    ("osm", "named"),
    [
        ("", "vides"),
        ("   ", "vides"),
        ("Mo-Fr 9h-12h", "à partir de « 9h-12h »"),
        ("lundi 09:00-12:00", "« lundi 09:00-12:00 » n’ont pas pu être lus"),
        ("Mo-Fr 09:00-12:00;", "incomplets à la fin"),
        ("Mo-Fr 09:00-12:60", "à partir de « 09:00-12:60 »"),
        (" Mo 09:00-12:00; Tu 09:30-12:00-13:30; We off", "à partir de « 09:30-12:00-13:30 »"),
        ("Mo 10:00-12:00\nTu 10:00-12:00", "n’ont pas pu être lus"),
        ("Mo " + "x" * 100, "…"),
        ("Mo-Fr 09:00-12:00; " * 200, "trop longs"),
        ("Mo 18:00-18:00", "« 18:00-18:00 » finit à l’heure où il commence"),
        ("Mo \ud800", "n’ont pas pu être lus"),
        ("\0", "n’ont pas pu être lus"),
        ("week 52-2 off", "n’ont pas pu être lus"),
    ],
)
def test_a_refusal_says_what_and_gives_an_example(osm: str, named: str) -> None:
    with pytest.raises(HoursError) as refusal:
        schedule.validate(osm=osm)

    assert named in refusal.value.message_fr
    assert "« Mo-Fr 09:00-12:00,14:00-17:30; Sa 09:00-12:00; PH off »" in refusal.value.message_fr


@pytest.mark.parametrize(
    "osm", ["Mo 00:00-00:00", 'Mo 09:00-12:00 "pas 18:00-18:00"', "Mo 09:00-12:00,12:00-14:00"]
)
def test_what_only_looks_like_an_empty_span_is_accepted(osm: str) -> None:
    schedule.validate(osm=osm)

    assert schedule.weekly(osm=osm) != []


def test_the_example_of_the_refusals_is_right() -> None:
    schedule.validate(osm="Mo-Fr 09:00-12:00,14:00-17:30; Sa 09:00-12:00; PH off")


def everything(osm: str) -> bool:
    """Ask all that can be asked of a string; False when it is refused as it should be."""
    start = date(2026, 4, 25)
    at = datetime(2026, 4, 25, 10, tzinfo=ZoneInfo("Europe/Paris"))
    words.hours_in_words(osm=osm)
    schedule.weekly(osm=osm)
    try:
        schedule.validate(osm=osm)
        found = schedule.intervals(osm=osm, context=CHARTRES, start=start, days=36)
        schedule.days(osm=osm, context=CHARTRES, start=start, count=10)
        schedule.state(osm=osm, context=CHARTRES, at=at)
    except HoursError:
        return False
    assert found == sorted(found)
    assert all(opens < closes for opens, closes in found)
    assert all(left[1] < right[0] for left, right in pairwise(found))
    return True


PIECES = [
    *["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su", "PH", "SH", "mo", "FR", "off", "closed", "open"],
    *["unknown", "easter", "week", "24/7", "sunrise"],
    *["Mo-Fr", "Sa[1,3]", "Fr[-1]", "PH,SH", "SH Mo-Fr", "PH -1 day", "Jan", "Jul-Aug", "2026"],
    *["Dec 25", "Aug 01-21", "week 1-53/2", "09:00-12:00", "22:00-02:00", "10:00+", "9:00-26:00"],
    *["00:00-24:00", "10:00-12:00/00:30", "(sunset-01:00)-23:00", '"sur rendez-vous"', '"', "[1]"],
    *[";", ";", "; ", ", ", ",", " || ", "-", ":", "+", "/", "é", "’", "\t", "0", "99", "🕐"],
]


@pytest.mark.parametrize("seed", range(4))
def test_random_strings_break_nothing(seed: int) -> None:
    source = random.Random(seed)
    accepted = 0
    for _attempt in range(400):
        pieces = source.choices(PIECES, k=source.randint(1, 9))
        accepted += everything(source.choice(["", " "]).join(pieces))
    for _attempt in range(100):
        everything("".join(chr(source.randrange(1, 0x3000)) for _char in range(20)))

    assert accepted > 0


@pytest.mark.parametrize("seed", range(4))
def test_random_well_formed_rules_are_all_read(seed: int) -> None:
    source = random.Random(seed)
    wides = ["", "", "", "Jul-Aug ", "week 1-53/2 ", "Dec 25 ", "2026 ", "Jan 01-Mar 31: "]
    selectors = ["", "Mo ", "Mo-Fr ", "Sa[1,3] ", "PH ", "SH ", "SH,PH ", "SH Mo-Fr ", "Mo,PH "]
    times = ["off", "09:00-12:00", "09:00-12:00,14:00-18:00", "22:00-02:00", '10:00+ "tard"']
    for _attempt in range(150):
        rules = [
            source.choice(wides) + source.choice(selectors) + source.choice(times)
            for _rule in range(source.randint(1, 4))
        ]
        osm = rules[0] + "".join(source.choice(["; ", ", "]) + rule for rule in rules[1:])
        try:
            OpeningHours(osm)
        except ValueError:
            continue
        assert everything(osm), osm


def shared_strings() -> list[str]:
    folder = os.environ.get("MAILLAGE_DATA_DIR")
    if not folder:
        pytest.skip("MAILLAGE_DATA_DIR is not set")
    rows = json.loads((Path(folder) / PERMANENCES).read_text(encoding="utf-8"))
    found = {row["horaires"] for row in rows if row.get("horaires")}
    gold = Path(folder).parent / "gold" / "horaires_dev.jsonl"
    for line in gold.read_text(encoding="utf-8").splitlines():
        if osm := json.loads(line)["osm"]:
            found.add(osm)
    return sorted(found)


def test_real_strings_are_evaluated() -> None:
    strings = shared_strings()
    refused = [osm for osm in strings if not everything(osm)]

    assert len(strings) > 200
    # Four were mistyped at their source: « 09:30-12:00-13:30 », « 18:00-18:00 ».
    assert len(refused) == 4
    assert all(re.search(r"-\d\d:\d\d-|(\d\d:\d\d)-\1", osm) for osm in refused)


def library_intervals(osm: str, start: date, days: int) -> list[tuple[str, str]]:
    first = datetime.combine(start, time())
    found = OpeningHours(osm).intervals(first, first + timedelta(days=days))
    return [
        (f"{opens:%m%d %H:%M}", f"{closes:%m%d %H:%M}")
        for opens, closes, kind, _comment in found
        if kind == State.OPEN
    ]


def test_real_strings_without_holidays_agree_with_the_library() -> None:
    # 7 September to 11 October 2026: no public holiday, no change of clocks.
    start, days = date(2026, 9, 7), 35
    compared = 0
    for osm in shared_strings():
        if "SH" in osm or "PH" in osm or not everything(osm):
            continue
        found = schedule.intervals(osm=osm, context=CHARTRES, start=start, days=days)
        zone = ZoneInfo("Europe/Paris")
        moments = [
            tuple(f"{datetime.fromtimestamp(at * 60, tz=zone):%m%d %H:%M}" for at in pair)
            for pair in found
        ]
        assert moments == library_intervals(osm, start, days), osm
        compared += 1

    assert compared > 200


@pytest.mark.parametrize("seed", range(4))
def test_the_table_and_the_library_agree_on_plain_strings(seed: int) -> None:
    source = random.Random(seed)
    selectors = ["", "Mo ", "Fr-Tu ", "Mo,We ", "PH ", "SH ", "SH,PH ", "SH Mo-Fr ", "Mo,PH "]
    times = ["off", "09:00-12:00", "09:00-12:00,14:00-18:00", "22:00-02:00", "20:00-26:00"]
    for _attempt in range(60):
        osm = source.choice(selectors) + source.choice(times)
        for _rule in range(source.randint(0, 3)):
            rule = source.choice(selectors) + source.choice(times)
            osm += (", " if not rule.endswith("off") and source.random() < 0.3 else "; ") + rule
        plan = plan_of(osm)
        if plan.table is None:  # « Mo off, 09:00-12:00 »: the last comma began no rule
            continue
        for key, expected in enumerate(plan.table):
            is_public, is_school = key // 7 % 2 == 1, key >= 14
            truth = tuple(is_public if day.kind == "PH" else is_school for day in plan.holidays)
            asked = library_day(osm, truth, date(2026, 6, 1) + timedelta(days=key % 7))
            assert asked.open == expected.open, (osm, key)


# The plain weekly pattern


def test_weekly_pattern() -> None:
    assert schedule.weekly(osm="Mo,We 09:00-12:30; Sa 22:00-02:00; PH off") == [
        (0, time(9), time(12, 30)),
        (2, time(9), time(12, 30)),
        (5, time(22), time(2)),
    ]


def test_weekly_pattern_of_always_open() -> None:
    assert schedule.weekly(osm="24/7") == [(day, time(0), time(23, 59)) for day in range(7)]


def test_weekly_pattern_of_never_open_is_empty() -> None:
    assert schedule.weekly(osm="off") == []


@pytest.mark.parametrize(
    "osm",
    [
        "",
        "n'importe quoi",
        "Sa[1,3] 09:00-12:00",
        "week 1-53/2 Mo 09:00-12:00",
        "Mo 09:00-12:00; SH off",
        "Jul Mo 09:00-12:00",
        'Mo 09:00-12:00 "sur rendez-vous"',
        "Mo sunrise-sunset",
    ],
)
def test_weekly_pattern_refused(osm: str) -> None:
    assert schedule.weekly(osm=osm) is None
