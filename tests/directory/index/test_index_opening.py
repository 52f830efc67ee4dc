"""Who is open when, among all the places at once. March 10th, 2026 is a Tuesday."""

from datetime import date, datetime, time

import pytest

from maillage.directory.hours.schedule import Exceptional
from maillage.directory.index.columns import LieuIndex
from maillage.directory.index.opening import Hours, Moment, OpenMasks
from tests.directory.index.rows import FIRST_DAY, make_index, make_row, utc

TUESDAY_10H = utc(2026, 3, 10, 9)  # 10:00 in Paris
HOURS = {
    "office": "Mo-Fr 09:00-12:00,14:00-17:30",
    "evening": "Tu 17:00-19:30",
    "until-18": "Mo-Fr 09:00-18:00",
    "saturday": "Sa[1] 10:00-12:00",
    "night": "Fr 20:00-02:00",
    "always": "24/7",
    "season": "Jul-Aug Mo-Fr 09:00-18:00",
    "appointment": '"sur rendez-vous"',
    "unreadable": "tous les matins",
    "none": "",
}


@pytest.fixture(scope="module")
def index() -> LieuIndex:
    return make_index(*(make_row(name, osm=osm) for name, osm in HOURS.items()))


def names(index: LieuIndex, masks: OpenMasks) -> tuple[set[str], set[str]]:
    open_ = {index.id_of(row) for row in range(index.size) if masks.open[row]}
    unknown = {index.id_of(row) for row in range(index.size) if masks.unknown[row]}
    return open_, unknown


UNKNOWN = {"appointment", "unreadable", "none"}


@pytest.mark.parametrize(
    ("moment", "now", "expected"),
    [
        (Moment("now"), TUESDAY_10H, {"office", "until-18", "always"}),
        (Moment("now"), utc(2026, 3, 10, 11, 0), {"until-18", "always"}),  # 12:00: just closed
        (Moment("now"), utc(2026, 3, 10, 17, 0), {"evening", "always"}),
        (Moment("now"), utc(2026, 3, 14, 0, 30), {"night", "always"}),  # Saturday, 1:30
        (Moment("today"), TUESDAY_10H, {"office", "until-18", "evening", "always"}),
        (Moment("today"), utc(2026, 3, 10, 16, 45), {"until-18", "evening", "always"}),
        (Moment("evening"), TUESDAY_10H, {"evening", "night", "always"}),
        (Moment("weekend"), TUESDAY_10H, {"saturday", "night", "always"}),
        (Moment("day", 5), TUESDAY_10H, {"saturday", "night", "always"}),
        (Moment("day", 6), TUESDAY_10H, {"always"}),
        (Moment("day", 1), TUESDAY_10H, {"office", "until-18", "evening", "always"}),
        (Moment("day", 1, time(18)), TUESDAY_10H, {"evening", "always"}),
        (Moment("day", 3, time(17, 30)), TUESDAY_10H, {"until-18", "always"}),
        (Moment("day", 5, time(1)), TUESDAY_10H, {"night", "always"}),
        (Moment("day", 5, time(11)), TUESDAY_10H, {"saturday", "always"}),
    ],
)
def test_open(index: LieuIndex, moment: Moment, now: datetime, expected: set[str]) -> None:
    assert names(index, index.opening.masks(moment, now)) == (expected, UNKNOWN)


def test_the_first_saturday_may_be_in_three_weeks_and_a_half(index: LieuIndex) -> None:
    assert date(2026, 4, 4).weekday() == 5
    open_, _unknown = names(index, index.opening.masks(Moment("weekend"), utc(2026, 3, 7, 12)))
    assert "saturday" in open_


def test_a_day_that_is_over_waits_for_the_next_week() -> None:
    """Tuesday at 22:00, « le mardi » is the next Tuesdays, closed this time."""
    last = [Exceptional(date(2026, 3, 11), date(2026, 5, 1), None, "travaux")]
    index = make_index(make_row("a", osm="Tu 09:00-12:00", exceptional=tuple(last)))
    assert index.opening.masks(Moment("day", 1), utc(2026, 3, 10, 8)).open.any()
    assert not index.opening.masks(Moment("day", 1), utc(2026, 3, 10, 21)).open.any()


def test_the_change_of_clocks_moves_utc_and_not_the_hour() -> None:
    """March 29th, 2026: 18:00 in Paris is 17:00 UTC before, 16:00 UTC after."""
    index = make_index(make_row("a", osm="Su 18:00-19:00"))
    assert index.opening.masks(Moment("day", 6, time(18)), utc(2026, 3, 10, 8)).open.all()
    assert not index.opening.masks(Moment("day", 6, time(17)), utc(2026, 3, 10, 8)).open.any()
    assert not index.opening.masks(Moment("day", 6, time(19)), utc(2026, 3, 10, 8)).open.any()


def test_each_place_lives_in_its_time_zone() -> None:
    """10:00 in Paris is 13:00 in La Réunion and 5:00 in Guadeloupe."""
    index = make_index(
        *(make_row(code, hours=Hours("Mo-Fr 09:00-12:00", code)) for code in ("28", "971", "974"))
    )
    assert names(index, index.opening.masks(Moment("now"), TUESDAY_10H))[0] == {"28"}
    at_11 = index.opening.masks(Moment("day", 1, time(11)), TUESDAY_10H)
    assert names(index, at_11)[0] == {"28", "971", "974"}
    # 22:30 UTC on Tuesday is Wednesday in La Réunion, where the day is all ahead.
    later = index.opening.masks(Moment("today"), utc(2026, 3, 10, 22, 30))
    assert names(index, later)[0] == {"974"}


def test_an_exceptional_period_says_what_is_not_known_otherwise() -> None:
    closed = Exceptional(date(2026, 3, 9), date(2026, 3, 13), None, "travaux")
    special = Exceptional(date(2026, 3, 10), date(2026, 3, 10), "09:00-12:00", "fête")
    index = make_index(
        make_row("closed", exceptional=(closed,)),
        make_row("special", exceptional=(special,)),
        make_row("office", osm="Mo-Fr 09:00-12:00", exceptional=(closed,)),
    )
    assert names(index, index.opening.masks(Moment("now"), TUESDAY_10H)) == ({"special"}, set())
    # Two weeks later, nothing is known of the first two again.
    assert names(index, index.opening.masks(Moment("now"), utc(2026, 3, 24, 9))) == (
        {"office"},
        {"closed", "special"},
    )


def test_closing_time() -> None:
    index = make_index(make_row("a", osm="Tu 09:00-12:00"), make_row("b", osm="We 09:00-12:00"))
    closing = index.opening.closing(TUESDAY_10H).tolist()
    assert closing == [int(utc(2026, 3, 10, 11).timestamp() // 60), 0]


def test_the_window_must_hold_four_weeks(index: LieuIndex) -> None:
    assert date(2026, 3, 7) == FIRST_DAY
    assert not index.opening.covers_moment(utc(2026, 3, 7, 12))
    assert index.opening.covers_moment(utc(2026, 3, 8, 0))
    assert index.opening.covers_moment(utc(2026, 3, 14, 23))
    assert not index.opening.covers_moment(utc(2026, 3, 15, 0))
