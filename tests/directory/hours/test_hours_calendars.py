"""French calendars: zones, public holidays, school holidays."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from maillage.directory.hours import calendars
from maillage.directory.hours.calendars import SchoolHoliday

MAINLAND = [f"{number:02d}" for number in range(1, 96) if number != 20] + ["2A", "2B"]
OVERSEAS = ["971", "972", "973", "974", "975", "976", "977", "978", "984", "986", "987", "988"]


def test_every_mainland_department_has_a_zone() -> None:
    zones = {code: calendars.school_zone(departement=code) for code in MAINLAND}

    assert len(zones) == 96
    assert None not in zones.values()
    assert [code for code, zone in zones.items() if zone == "Corse"] == ["2A", "2B"]


@pytest.mark.parametrize(
    ("departement", "zone"),
    [
        *((code, "B") for code in ("18", "28", "36", "37", "41", "45")),
        ("69", "A"),
        ("69M", "A"),
        ("1", "A"),
        ("75", "C"),
        ("31", "C"),
        ("67", "B"),
        ("2a", "Corse"),
        ("974", None),
        ("99", None),
        ("", None),
    ],
)
def test_school_zone(departement: str, zone: str | None) -> None:
    assert calendars.school_zone(departement=departement) == zone


@pytest.mark.parametrize("departement", [*MAINLAND, *OVERSEAS, ""])
def test_every_time_zone_exists(departement: str) -> None:
    name = calendars.timezone_name(departement=departement)

    assert ZoneInfo(name).key == name
    assert (name == "Europe/Paris") == (departement not in OVERSEAS)


def test_mainland_has_the_eleven_public_holidays() -> None:
    assert calendars.public_holidays(year=2026, departement="28") == {
        date(2026, 1, 1): "Jour de l’an",
        date(2026, 4, 6): "Lundi de Pâques",
        date(2026, 5, 1): "Fête du Travail",
        date(2026, 5, 8): "Fête de la Victoire",
        date(2026, 5, 14): "Ascension",
        date(2026, 5, 25): "Lundi de Pentecôte",
        date(2026, 7, 14): "Fête nationale",
        date(2026, 8, 15): "Assomption",
        date(2026, 11, 1): "Toussaint",
        date(2026, 11, 11): "Armistice",
        date(2026, 12, 25): "Noël",
    }


@pytest.mark.parametrize("departement", ["57", "67", "68"])
def test_alsace_and_moselle_have_two_more(departement: str) -> None:
    own = calendars.public_holidays(year=2026, departement=departement)
    common = calendars.public_holidays(year=2026, departement="28")

    assert own.keys() - common.keys() == {date(2026, 4, 3), date(2026, 12, 26)}
    assert own[date(2026, 12, 26)] == "Saint-Étienne"


@pytest.mark.parametrize(
    ("departement", "day"),
    [
        ("971", date(2026, 5, 27)),
        ("972", date(2026, 5, 22)),
        ("973", date(2026, 6, 10)),
        ("974", date(2026, 12, 20)),
        ("976", date(2026, 4, 27)),
    ],
)
def test_overseas_departments_remember_the_abolition_of_slavery(
    departement: str, day: date
) -> None:
    own = calendars.public_holidays(year=2026, departement=departement)

    assert own[day] == "Abolition de l’esclavage"
    assert day not in calendars.public_holidays(year=2026, departement="28")


def test_a_calendar_handed_out_can_be_changed_without_harm() -> None:
    calendars.public_holidays(year=2026, departement="28").clear()

    assert len(calendars.public_holidays(year=2026, departement="28")) == 11


def test_winter_holidays_of_the_three_zones() -> None:
    found = {
        zone: calendars.school_holidays(zone=zone, start=date(2026, 2, 1), end=date(2026, 3, 31))
        for zone in "ABC"
    }

    assert found == {
        "A": [SchoolHoliday("Vacances d’hiver", date(2026, 2, 7), date(2026, 2, 22))],
        "B": [SchoolHoliday("Vacances d’hiver", date(2026, 2, 14), date(2026, 3, 1))],
        "C": [SchoolHoliday("Vacances d’hiver", date(2026, 2, 21), date(2026, 3, 8))],
    }


def test_school_holidays_touching_the_window_by_one_day_are_whole() -> None:
    last = calendars.school_holidays(zone="B", start=date(2026, 3, 1), end=date(2026, 3, 1))
    after = calendars.school_holidays(zone="B", start=date(2026, 3, 2), end=date(2026, 3, 2))

    assert [period.first for period in last] == [date(2026, 2, 14)]
    assert after == []


def test_christmas_holidays_go_over_the_new_year_in_one_piece() -> None:
    (period,) = calendars.school_holidays(zone="B", start=date(2026, 12, 31), end=date(2027, 1, 1))

    assert (period.first, period.last) == (date(2026, 12, 19), date(2027, 1, 3))


@pytest.mark.parametrize("zone", ["Corse", None, "Z"])
def test_a_zone_without_dates_has_no_school_holidays(zone: str | None) -> None:
    assert calendars.school_holidays(zone=zone, start=date(2020, 1, 1), end=date(2027, 1, 1)) == []
    assert calendars.calendar_horizon(zone=zone) == date.min


def test_nothing_is_known_beyond_the_horizon() -> None:
    horizon = calendars.calendar_horizon(zone="B")

    assert horizon >= date(2028, 8, 31)
    assert calendars.school_holidays(zone="B", start=horizon, end=horizon)
    assert (
        calendars.school_holidays(zone="B", start=date(horizon.year + 1, 1, 1), end=date.max) == []
    )
