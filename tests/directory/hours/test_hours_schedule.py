"""When a place is open: calendars, exceptions, changes of clocks, nights."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from maillage.directory.hours import schedule
from maillage.directory.hours.schedule import Context, Exceptional, HoursError

CHARTRES = schedule.context_of(departement="28")
STRASBOURG = schedule.context_of(departement="67")
SAINT_DENIS = schedule.context_of(departement="974")
PARIS = ZoneInfo("Europe/Paris")
NO_EXCEPTION: tuple[Exceptional, ...] = ()
WEEK = "Mo-Fr 09:00-17:00"


def told(
    osm: str,
    start: date,
    days: int = 1,
    *,
    context: Context = CHARTRES,
    exceptional: Sequence[Exceptional] = NO_EXCEPTION,
) -> list[str]:
    """Say the intervals in local time: « 0506 09:00-17:00 » (month and day of the opening)."""
    zone = ZoneInfo(context.timezone)
    found = schedule.intervals(
        osm=osm, context=context, start=start, days=days, exceptional=exceptional
    )
    moments = [
        tuple(datetime.fromtimestamp(minute * 60, tz=zone) for minute in pair) for pair in found
    ]
    return [f"{opens:%m%d %H:%M}-{closes:%H:%M}" for opens, closes in moments]


def day_of(
    osm: str | None,
    day: date,
    *,
    context: Context = CHARTRES,
    exceptional: Sequence[Exceptional] = NO_EXCEPTION,
) -> schedule.Day:
    (found,) = schedule.days(osm=osm, context=context, start=day, count=1, exceptional=exceptional)
    return found


def paris(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=PARIS)  # type: ignore[misc, arg-type]


# Plain weeks


def test_a_plain_week_in_epoch_minutes_of_utc() -> None:
    found = schedule.intervals(osm=WEEK, context=CHARTRES, start=date(2026, 6, 1), days=2)

    nine = int(datetime(2026, 6, 1, 7, tzinfo=UTC).timestamp()) // 60
    assert found == [(nine, nine + 480), (nine + 1440, nine + 1920)]


@pytest.mark.parametrize(
    ("osm", "expected"),
    [
        ("Mo 09:30-12:15,13:45-18:00", ["0601 09:30-12:15", "0601 13:45-18:00"]),
        ("Mo 9:00-12:00", ["0601 09:00-12:00"]),
        ("mo 09:00-12:00", ["0601 09:00-12:00"]),
        ("Sa-Mo 09:00-12:00", ["0601 09:00-12:00"]),
        ("09:00-12:00; Mo 14:00-15:00", ["0601 14:00-15:00"]),
        ("09:00-12:00, Mo 14:00-15:00", ["0601 09:00-12:00", "0601 14:00-15:00"]),
        ("Mo 09:00-12:00, 14:00-15:00", ["0601 09:00-12:00", "0601 14:00-15:00"]),
        ("Mo 09:00-12:00 , 14:00-15:00", ["0601 09:00-12:00", "0601 14:00-15:00"]),
        ("Mo 09:00-12:00,11:00-15:00", ["0601 09:00-15:00"]),
        ("Mo-Fr 09:00-12:00; Mo off", []),
        ("Mo-Fr 09:00-12:00; Mo closed", []),
        ("Mo-Fr 09:00-12:00, Mo off", []),
        ("Mo 10:00-18:00; Mo 12:00-13:00 off", ["0601 10:00-12:00", "0601 13:00-18:00"]),
        ("Mo", ["0601 00:00-00:00"]),
        ("off", []),
        ("closed", []),
        ("Mo 09:00-12:00 unknown", []),
        ('Mo "sur rendez-vous"', []),
        ('"sur rendez-vous"', []),
        ('Mo 09:00-12:00 "sur rendez-vous"', ["0601 09:00-12:00"]),
        ('Mo 09:00-12:00 "tel; mel, fax"; Tu off', ["0601 09:00-12:00"]),
        ("Mo 09:00-12:00+", ["0601 09:00-12:00"]),
    ],
)
def test_one_monday(osm: str, expected: list[str]) -> None:
    assert told(osm, date(2026, 6, 1)) == expected


def test_always_open_is_one_interval_and_ignores_holidays() -> None:
    assert told("24/7", date(2026, 4, 30), 3) == ["0430 00:00-00:00"]
    found = schedule.intervals(osm="24/7", context=CHARTRES, start=date(2026, 4, 30), days=3)
    assert [closes - opens for opens, closes in found] == [3 * 1440]
    assert day_of("24/7", date(2026, 5, 1)).ranges == ((time(0), time(0)),)
    assert not day_of("Mo-Su 00:00-24:00", date(2026, 5, 1)).holiday_assumed_closed


def test_no_days_asked_none_given() -> None:
    assert schedule.intervals(osm=WEEK, context=CHARTRES, start=date(2026, 6, 1), days=0) == []
    assert schedule.days(osm=WEEK, context=CHARTRES, start=date(2026, 6, 1), count=0) == []


# Ranks, parity, dates


def test_first_and_third_saturday() -> None:
    assert told("Sa[1,3] 09:00-12:00", date(2026, 6, 1), 30) == [
        "0606 09:00-12:00",
        "0620 09:00-12:00",
    ]


def test_last_friday() -> None:
    assert told("Fr[-1] 14:00-16:00", date(2026, 6, 1), 30) == ["0626 14:00-16:00"]


def test_parity_of_weeks_over_a_new_year_with_53_weeks() -> None:
    odd = told("week 1-53/2 We 09:00-12:00", date(2026, 12, 14), 35)
    even = told("week 2-52/2 We 09:00-12:00", date(2026, 12, 14), 35)

    assert odd == ["1216 09:00-12:00", "1230 09:00-12:00", "0106 09:00-12:00"]
    assert even == ["1223 09:00-12:00", "0113 09:00-12:00"]


def test_dates_months_and_easter() -> None:
    assert told("Aug 01-21 off", date(2026, 8, 1), 25) == []
    assert told("Mo-Fr 09:00-12:00; Aug 01-20 off", date(2026, 8, 18), 4) == ["0821 09:00-12:00"]
    assert told("Jul-Aug Mo 09:00-12:00", date(2026, 8, 31), 8) == ["0831 09:00-12:00"]
    assert told("2026 Jun 02 09:00-12:00", date(2026, 6, 1), 3) == ["0602 09:00-12:00"]
    assert told("easter 10:00-12:00", date(2026, 4, 4), 3) == ["0405 10:00-12:00"]


def test_a_fallback_does_not_hide_the_following_days() -> None:
    found = told('Mo-Fr 09:00-12:00 || "sur rendez-vous"', date(2026, 6, 5), 4)

    assert found == ["0605 09:00-12:00", "0608 09:00-12:00"]


# Public holidays


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 5, 1), "Fête du Travail"),
        (date(2026, 4, 6), "Lundi de Pâques"),
        (date(2026, 5, 14), "Ascension"),
    ],
)
def test_a_holiday_of_which_nothing_is_said_is_assumed_closed(day: date, name: str) -> None:
    found = day_of(WEEK, day)

    assert (found.ranges, found.holiday, found.holiday_assumed_closed) == ((), name, True)
    assert told(WEEK, day) == []


def test_a_holiday_that_the_string_closes_is_not_an_assumption() -> None:
    found = day_of(f"{WEEK}; PH off", date(2026, 5, 1))

    assert (found.ranges, found.holiday_assumed_closed) == ((), False)


def test_a_holiday_on_a_day_already_closed_is_not_an_assumption() -> None:
    found = day_of("Tu 09:00-12:00", date(2026, 5, 1))

    assert (found.ranges, found.holiday, found.holiday_assumed_closed) == (
        (),
        "Fête du Travail",
        False,
    )


@pytest.mark.parametrize(
    ("osm", "may_first", "may_second"),
    [
        ("Mo-Sa 09:00-12:00; PH 10:00-11:00", ["0501 10:00-11:00"], ["0502 09:00-12:00"]),
        ("Sa,PH 09:00-12:00", ["0501 09:00-12:00"], ["0502 09:00-12:00"]),
        ("PH 10:00-11:00", ["0501 10:00-11:00"], []),
        ("PH Mo-Fr 10:00-11:00", ["0501 10:00-11:00"], []),
        ("PH Sa 10:00-11:00", [], []),
        ("Mo-Sa 09:00-12:00; PH,SH off", [], ["0502 09:00-12:00"]),
        ("Mo-Sa 09:00-12:00; PH +1 day off", ["0501 09:00-12:00"], []),
        ("PH off; Mo-Sa 09:00-12:00", ["0501 09:00-12:00"], ["0502 09:00-12:00"]),
        ("Mo-Sa 09:00-12:00; May 01 10:00-11:00", ["0501 10:00-11:00"], ["0502 09:00-12:00"]),
        ("Mo-Sa 09:00-12:00; May 01-02 10:00-11:00", [], ["0502 10:00-11:00"]),
        ("Mo-Sa 09:00-12:00; PH Fr unknown", [], ["0502 09:00-12:00"]),
    ],
)
def test_what_a_string_says_of_holidays_is_obeyed(
    osm: str, may_first: list[str], may_second: list[str]
) -> None:
    assert told(osm, date(2026, 5, 1)) == may_first
    assert told(osm, date(2026, 5, 2)) == may_second


def test_26_december_is_a_holiday_in_alsace_only() -> None:
    day = date(2026, 12, 26)

    assert told("Sa 09:00-12:00", day) == ["1226 09:00-12:00"]
    assert told("Sa 09:00-12:00", day, context=STRASBOURG) == []
    assert day_of("Sa 09:00-12:00", day, context=STRASBOURG).holiday == "Saint-Étienne"


# School holidays


@pytest.mark.parametrize(
    ("osm", "during", "after"),
    [
        # Saturday 28 February to Monday 2 March 2026: the last two days of zone B, then school.
        ("SH Mo-Fr 10:00-19:00", ["0227 10:00-19:00"], []),
        ("SH 10:00-19:00", ["0227 10:00-19:00"], []),
        ("Mo-Fr 09:00-12:00; SH off", [], ["0302 09:00-12:00"]),
        ("Mo-Fr 09:00-12:00; SH,PH off", [], ["0302 09:00-12:00"]),
        ("Mo-Fr 09:00-12:00; SH Mo-Fr 14:00-16:00", ["0227 14:00-16:00"], ["0302 09:00-12:00"]),
        ("Mo,SH 09:00-12:00", ["0227 09:00-12:00"], ["0302 09:00-12:00"]),
        ('SH Mo-Fr 10:00-19:00 "jeux"', ["0227 10:00-19:00"], []),
        ("Jan-Feb SH Mo-Fr 10:00-19:00", ["0227 10:00-19:00"], []),
        ("Jul-Aug SH Mo-Fr 10:00-19:00", [], []),
        ("SH Fr[-1] 10:00-19:00", ["0227 10:00-19:00"], []),
        ("week 2-52/2 SH Fr 10:00-19:00", [], []),
        ("week 1-53/2 SH Fr 10:00-19:00", ["0227 10:00-19:00"], []),
    ],
)
def test_school_holidays_of_zone_b(osm: str, during: list[str], after: list[str]) -> None:
    assert told(osm, date(2026, 2, 27)) == during
    assert told(osm, date(2026, 3, 2)) == after


def test_school_holidays_follow_the_zone_of_the_place() -> None:
    paris_city = schedule.context_of(departement="75")

    assert told("SH Mo 09:00-12:00", date(2026, 3, 2)) == []
    assert told("SH Mo 09:00-12:00", date(2026, 3, 2), context=paris_city) == ["0302 09:00-12:00"]
    assert told("SH 09:00-12:00", date(2026, 3, 2), context=SAINT_DENIS) == []


def test_days_name_the_school_holidays() -> None:
    found = schedule.days(osm=WEEK, context=CHARTRES, start=date(2026, 3, 1), count=2)

    assert [day.school_holiday for day in found] == ["Vacances d’hiver", None]


# Nights


def test_a_night_belongs_to_its_first_day() -> None:
    osm = "Mo-Fr 22:00-02:00"

    assert told(osm, date(2026, 6, 5), 2) == ["0605 00:00-02:00", "0605 22:00-02:00"]
    assert told(osm, date(2026, 6, 1)) == ["0601 22:00-00:00"]
    assert told(osm, date(2026, 6, 7)) == []
    found = schedule.days(osm=osm, context=CHARTRES, start=date(2026, 6, 5), count=2)
    assert [day.ranges for day in found] == [((time(22), time(2)),), ()]


@pytest.mark.parametrize(
    "osm",
    [
        "Mo-Fr 22:00-02:00; Tu off",
        "Mo-Fr 22:00-26:00; Tu off",
        'Mo-Fr 22:00-02:00 "club"; Tu off',
        'Mo-Fr 22:00-02:00 "club"; Tu off; We 10:00-12:00',
        'Mo 22:00-02:00 "club", We 10:00-12:00',
    ],
)
def test_the_rule_of_the_next_day_does_not_cut_a_night(osm: str) -> None:
    assert told(osm, date(2026, 6, 1), 2) == ["0601 22:00-02:00"]


def test_a_night_before_a_holiday_or_a_closure_goes_on() -> None:
    closure = Exceptional(date(2026, 6, 2), date(2026, 6, 2), None, "Travaux")

    assert told("22:00-02:00", date(2026, 4, 30), 2) == ["0430 00:00-02:00", "0430 22:00-02:00"]
    assert told("22:00-02:00", date(2026, 6, 2), exceptional=[closure]) == ["0602 00:00-02:00"]


# Changes of clocks, other time zones


def test_hours_follow_the_clock_when_it_changes() -> None:
    osm = "Su 01:00-04:00; PH off"
    spring = schedule.intervals(osm=osm, context=CHARTRES, start=date(2026, 3, 29), days=1)
    autumn = schedule.intervals(osm=osm, context=CHARTRES, start=date(2026, 10, 25), days=1)

    assert [closes - opens for opens, closes in spring] == [120]
    assert [closes - opens for opens, closes in autumn] == [240]
    assert told("Mo-Su 09:00-12:00", date(2026, 3, 28), 3) == [
        "0328 09:00-12:00",
        "0329 09:00-12:00",
        "0330 09:00-12:00",
    ]


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25)])
def test_a_whole_day_lasts_as_long_as_it_lasts(day: date, hours: int) -> None:
    found = schedule.intervals(osm="24/7", context=CHARTRES, start=day, days=1)

    assert [closes - opens for opens, closes in found] == [hours * 60]


def test_hours_that_do_not_exist_are_left_out() -> None:
    assert told("Su 02:15-02:45", date(2026, 3, 29)) == ["0329 03:15-03:45"]
    assert told("Su 02:30-03:15", date(2026, 3, 29)) == []


def test_la_reunion_lives_in_its_own_time() -> None:
    nine = datetime(2026, 6, 1, 9, tzinfo=ZoneInfo("Indian/Reunion"))

    found = schedule.intervals(osm=WEEK, context=SAINT_DENIS, start=date(2026, 6, 1), days=1)
    seen_from_paris = schedule.state(osm=WEEK, context=SAINT_DENIS, at=paris(2026, 6, 1, 7, 30))

    assert found[0][0] * 60 == int(nine.timestamp())
    assert seen_from_paris.kind == "open"
    assert seen_from_paris.until == datetime(2026, 6, 1, 17, tzinfo=ZoneInfo("Indian/Reunion"))
    assert schedule.state(osm=WEEK, context=CHARTRES, at=paris(2026, 6, 1, 7, 30)).kind == "closed"


# Exceptional periods


def test_a_week_of_exceptional_closure() -> None:
    closure = Exceptional(date(2026, 6, 8), date(2026, 6, 14), None, "Travaux")
    found = schedule.days(
        osm=WEEK, context=CHARTRES, start=date(2026, 6, 5), count=11, exceptional=[closure]
    )

    assert told(WEEK, date(2026, 6, 5), 11, exceptional=[closure]) == [
        "0605 09:00-17:00",
        "0615 09:00-17:00",
    ]
    assert [day.day.day for day in found if day.exceptional is closure] == list(range(8, 15))
    assert all(day.ranges == () for day in found if day.exceptional)


def test_temporary_hours_on_a_day_usually_closed() -> None:
    fair = Exceptional(date(2026, 6, 6), date(2026, 6, 7), "10:00-12:30", "Salon")

    assert told(WEEK, date(2026, 6, 6), 2, exceptional=[fair]) == [
        "0606 10:00-12:30",
        "0607 10:00-12:30",
    ]
    assert told("", date(2026, 6, 6), 1, exceptional=[fair]) == ["0606 10:00-12:30"]
    assert day_of(None, date(2026, 6, 6), exceptional=[fair]).ranges == ((time(10), time(12, 30)),)


def test_the_shortest_exceptional_period_decides() -> None:
    summer = Exceptional(date(2026, 7, 1), date(2026, 8, 31), "Mo-Fr 08:00-12:00", "Été")
    closure = Exceptional(date(2026, 8, 3), date(2026, 8, 7), "", "Congés")

    for order in ([summer, closure], [closure, summer]):
        assert told(WEEK, date(2026, 8, 7), 4, exceptional=order) == ["0810 08:00-12:00"]


def test_temporary_hours_on_a_holiday_hold_when_given_for_that_day() -> None:
    day = date(2026, 7, 14)
    season = Exceptional(date(2026, 7, 1), date(2026, 7, 31), "Mo-Fr 08:00-12:00", "Été")
    on_the_day = Exceptional(day, day, "14:00-18:00", "Fête")

    assert told(WEEK, day, exceptional=[season]) == []
    assert day_of(WEEK, day, exceptional=[season]).holiday_assumed_closed
    assert told(WEEK, day, exceptional=[season, on_the_day]) == ["0714 14:00-18:00"]


def test_unreadable_temporary_hours_are_an_hours_error() -> None:
    wrong = Exceptional(date(2026, 6, 1), date(2026, 6, 1), "le matin", "")

    with pytest.raises(HoursError, match="le matin"):
        told(WEEK, date(2026, 6, 1), exceptional=[wrong])


# Comments


def test_the_comment_of_the_string_is_given_with_the_day() -> None:
    assert day_of('Mo 09:00-12:00 "sur rendez-vous"', date(2026, 6, 1)).comment == "sur rendez-vous"
    assert day_of('Mo "sur rendez-vous"', date(2026, 6, 1)).comment == "sur rendez-vous"
    assert day_of('Mo 09:00-12:00 "sur rendez-vous"', date(2026, 6, 2)).comment is None
    assert day_of(WEEK, date(2026, 6, 1)).comment is None


# State


def test_open_until() -> None:
    found = schedule.state(osm=WEEK, context=CHARTRES, at=paris(2026, 6, 1, 9))

    assert found == schedule.State("open", paris(2026, 6, 1, 17), None, False, None)


def test_closed_at_the_very_minute_of_closing() -> None:
    found = schedule.state(osm=WEEK, context=CHARTRES, at=paris(2026, 6, 1, 17))

    assert found == schedule.State("closed", None, paris(2026, 6, 2, 9), False, None)


@pytest.mark.parametrize(("minute", "soon"), [(29, False), (30, True), (59, True)])
def test_closing_soon_is_half_an_hour(minute: int, *, soon: bool) -> None:
    found = schedule.state(osm=WEEK, context=CHARTRES, at=paris(2026, 6, 1, 16, minute))

    assert (found.kind, found.closing_soon) == ("open", soon)


def test_open_for_ever_has_no_end() -> None:
    found = schedule.state(osm="24/7", context=CHARTRES, at=paris(2026, 6, 1, 3))

    assert found == schedule.State("open", None, None, False, None)


def test_open_in_the_night_that_began_yesterday() -> None:
    found = schedule.state(osm="Fr 22:00-02:00", context=CHARTRES, at=paris(2026, 6, 6, 1, 45))

    assert (found.kind, found.until) == ("open", paris(2026, 6, 6, 2))
    assert found.closing_soon


def test_next_opening_jumps_over_a_long_week_end() -> None:
    found = schedule.state(osm=WEEK, context=CHARTRES, at=paris(2026, 4, 3, 18))

    assert found.opens_at == paris(2026, 4, 7, 9)


@pytest.mark.parametrize(
    ("at", "expected"),
    [(paris(2026, 6, 3, 8), None), (paris(2026, 6, 3, 10), paris(2026, 7, 1, 9))],
)
def test_next_opening_is_looked_for_over_28_days(at: datetime, expected: datetime | None) -> None:
    found = schedule.state(osm="2026 Jul 01 09:00-12:00", context=CHARTRES, at=at)

    assert (found.kind, found.opens_at) == ("closed", expected)


def test_exceptional_closure_in_the_state() -> None:
    closure = Exceptional(date(2026, 6, 1), date(2026, 6, 3), None, "Travaux")
    found = schedule.state(
        osm=WEEK, context=CHARTRES, at=paris(2026, 6, 1, 10), exceptional=[closure]
    )

    assert found == schedule.State("closed", None, paris(2026, 6, 4, 9), False, closure)


@pytest.mark.parametrize("osm", [None, "", "  "])
def test_no_hours_is_unknown_unless_an_exceptional_period_covers(osm: str | None) -> None:
    closure = Exceptional(date(2026, 6, 1), date(2026, 6, 1), None, "Travaux")
    at = paris(2026, 6, 1, 10)
    unknown = schedule.state(osm=osm, context=CHARTRES, at=at)
    covered = schedule.state(osm=osm, context=CHARTRES, at=at, exceptional=[closure])
    after = schedule.state(
        osm=osm, context=CHARTRES, at=at + timedelta(days=1), exceptional=[closure]
    )

    assert unknown == schedule.State("unknown", None, None, False, None)
    assert (covered.kind, covered.exceptional) == ("closed", closure)
    assert after.kind == "unknown"
    assert day_of(osm, date(2026, 6, 1)).ranges == ()


def test_a_string_that_says_unknown_is_unknown_at_that_time() -> None:
    osm = "Mo 09:00-12:00 unknown; Tu 09:00-12:00"
    found = schedule.state(osm=osm, context=CHARTRES, at=paris(2026, 6, 1, 10))

    assert (found.kind, found.opens_at) == ("unknown", paris(2026, 6, 2, 9))
    assert schedule.state(osm=osm, context=CHARTRES, at=paris(2026, 6, 1, 13)).kind == "closed"
