"""Opening hours in French words."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from maillage.directory.hours import schedule, words
from maillage.directory.hours.schedule import Exceptional

CHARTRES = schedule.context_of(departement="28")
PARIS = ZoneInfo("Europe/Paris")
WEEK = "Mo-Fr 09:00-12:00,14:00-18:00; Sa 09:30-12:00"


def said(
    osm: str | None, *at: int, exceptional: tuple[Exceptional, ...] = (), departement: str = "28"
) -> str:
    context = schedule.context_of(departement=departement)
    now = datetime(*at, tzinfo=PARIS)  # type: ignore[misc, arg-type]
    state = schedule.state(osm=osm, context=context, at=now, exceptional=exceptional)
    return words.state_in_words(state=state, now=now, timezone=context.timezone)


@pytest.mark.parametrize(
    ("osm", "at", "expected"),
    [
        (WEEK, (2026, 6, 1, 15), "ouvert jusqu’à 18 h"),
        ("Mo 09:00-12:30", (2026, 6, 1, 10), "ouvert jusqu’à 12 h 30"),
        (WEEK, (2026, 6, 1, 17, 40), "ouvert, ferme dans 20 min"),
        (WEEK, (2026, 6, 1, 17, 59, 30), "ouvert, ferme dans 1 min"),
        ("24/7", (2026, 6, 1, 15), "ouvert 24 h sur 24"),
        (WEEK, (2026, 6, 1, 12), "ouvre aujourd’hui à 14 h"),
        (WEEK, (2026, 6, 1, 19), "ouvre demain à 9 h"),
        (WEEK, (2026, 6, 5, 23, 59), "ouvre demain à 9 h 30"),
        (WEEK, (2026, 6, 6, 13), "ouvre lundi à 9 h"),
        ("Mo 09:05-12:00", (2026, 6, 2, 9), "ouvre lundi à 9 h 05"),
        ("Mo 09:00-12:00", (2026, 6, 1, 13), "ouvre le 8 juin à 9 h"),
        ("We 09:00-12:00; Jun off", (2026, 6, 25, 13), "ouvre mercredi à 9 h"),
        ("We 09:00-12:00; Jun off", (2026, 6, 20, 13), "ouvre le 1er juillet à 9 h"),
        (WEEK, (2026, 12, 31, 19), "ouvre samedi à 9 h 30"),
        ("off", (2026, 6, 1, 15), "fermé, pas d’ouverture connue dans les 4 semaines"),
        (None, (2026, 6, 1, 15), "horaires non communiqués"),
        ("Mo 18:00-24:00", (2026, 6, 1, 19), "ouvert jusqu’à minuit"),
        ("Mo 22:00-02:00", (2026, 6, 1, 23), "ouvert jusqu’à 2 h"),
        ("Mo 22:00-32:00", (2026, 6, 1, 23), "ouvert jusqu’à demain à 8 h"),
        ("Mo-We 00:00-24:00", (2026, 6, 1, 9), "ouvert jusqu’à jeudi à 0 h"),
        ("Jun 01-10 00:00-24:00", (2026, 6, 1, 9), "ouvert jusqu’au 11 juin à 0 h"),
    ],
)
def test_state(osm: str | None, at: tuple[int, ...], expected: str) -> None:
    assert said(osm, *at) == expected


@pytest.mark.parametrize(
    ("last", "osm", "expected"),
    [
        (date(2026, 6, 1), WEEK, "fermé exceptionnellement aujourd’hui, ouvre demain à 9 h"),
        (
            date(2026, 6, 7),
            WEEK,
            "fermé exceptionnellement jusqu’au 7 juin, ouvre le 8 juin à 9 h",
        ),
        (date(2026, 9, 1), WEEK, "fermé exceptionnellement jusqu’au 1er septembre"),
        (date(2027, 6, 3), WEEK, "fermé exceptionnellement jusqu’au 3 juin 2027"),
        (date(2026, 6, 3), None, "fermé exceptionnellement jusqu’au 3 juin"),
    ],
)
def test_exceptional_closure(last: date, osm: str | None, expected: str) -> None:
    closure = Exceptional(date(2026, 6, 1), last, None, "Travaux")

    assert said(osm, 2026, 6, 1, 10, exceptional=(closure,)) == expected


def test_temporary_hours_are_said_as_usual_ones() -> None:
    fair = Exceptional(date(2026, 6, 6), date(2026, 6, 7), "10:00-12:30", "Salon")

    assert said("off", 2026, 6, 6, 11, exceptional=(fair,)) == "ouvert jusqu’à 12 h 30"
    assert said("off", 2026, 6, 6, 13, exceptional=(fair,)) == "ouvre demain à 10 h"


def test_hours_are_those_of_the_place_not_of_the_reader() -> None:
    assert said("Mo 09:00-12:00", 2026, 6, 1, 8, departement="974") == "ouvert jusqu’à 12 h"
    assert said("Mo 09:00-12:00", 2026, 6, 1, 4, departement="974") == "ouvre aujourd’hui à 9 h"


@pytest.mark.parametrize(
    ("ranges", "expected"),
    [
        (((time(9), time(12)), (time(14), time(18))), "9 h – 12 h, 14 h – 18 h"),
        (((time(9, 30), time(12, 5)),), "9 h 30 – 12 h 05"),
        (((time(22), time(0)),), "22 h – minuit"),
        (((time(22), time(2)),), "22 h – 2 h"),
        (((time(0), time(0)),), "24 h sur 24"),
        ((), "fermé"),
    ],
)
def test_ranges(ranges: tuple[tuple[time, time], ...], expected: str) -> None:
    assert words.ranges_in_words(ranges=ranges) == expected


@pytest.mark.parametrize(
    ("osm", "expected"),
    [
        (
            "Mo-Fr 09:00-12:00,14:00-17:00; Sa 09:00-12:00",
            "du lundi au vendredi 9 h – 12 h et 14 h – 17 h ; samedi 9 h – 12 h",
        ),
        ("Mo,Tu 09:00-12:00", "lundi et mardi 9 h – 12 h"),
        ("Mo-We,Fr 09:00-12:00", "du lundi au mercredi et vendredi 9 h – 12 h"),
        ("Mo-Fr 09:00-12:00; We off", "lundi, mardi, jeudi et vendredi 9 h – 12 h"),
        ("09:00-12:00", "tous les jours 9 h – 12 h"),
        ("Mo 09:00-12:00; PH off", "lundi 9 h – 12 h ; fermé les jours fériés"),
        (
            "Mo 09:00-12:00; PH 10:00-11:30",
            "lundi 9 h – 12 h ; jours fériés 10 h – 11 h 30",
        ),
        ("24/7", "ouvert 24 h sur 24, tous les jours"),
        ("off", "fermé"),
        ("", "horaires non communiqués"),
        ("Mo 22:00-02:00", "lundi 22 h – 2 h"),
        ("Sa[1,3] 09:00-12:00", "premier et troisième samedi du mois 9 h – 12 h"),
        ("Fr[-1] 14:00-16:00", "dernier vendredi du mois 14 h – 16 h"),
        (
            "week 1-53/2 Mo 09:00-12:00; week 2-52/2 Tu 09:00-12:00",
            "semaines impaires, lundi 9 h – 12 h ; semaines paires, mardi 9 h – 12 h",
        ),
        (
            "Mo-Fr 09:00-12:00; SH Mo-Fr 14:00-16:00",
            (
                "du lundi au vendredi 9 h – 12 h ; "
                "pendant les vacances scolaires, du lundi au vendredi 14 h – 16 h"
            ),
        ),
        (
            "We 09:00-12:00; SH off; PH off",
            "mercredi 9 h – 12 h ; fermé pendant les vacances scolaires ; fermé les jours fériés",
        ),
        (
            "Mo-Fr 09:00-12:00; Aug 01-21 off",
            "du lundi au vendredi 9 h – 12 h ; fermé du 1er au 21 août",
        ),
        (
            "Oct-Jun Su 13:00-20:00; Jul off",
            "d’octobre à juin, dimanche 13 h – 20 h ; fermé en juillet",
        ),
        (
            'Mo-Fr 10:00-17:00 "sur rendez-vous"',
            "du lundi au vendredi 10 h – 17 h (sur rendez-vous)",
        ),
        ('Mo "sur rendez-vous"', "lundi (sur rendez-vous)"),
        ("Mo 09:00-12:00 unknown", "lundi 9 h – 12 h (à confirmer)"),
        ("Sa[1] 09:00-12:00; Mo off", "premier samedi du mois 9 h – 12 h ; fermé le lundi"),
        ("2026 Dec 24 off", "fermé le 24 décembre 2026"),
    ],
)
def test_a_string_read_aloud(osm: str, expected: str) -> None:
    assert words.hours_in_words(osm=osm) == expected


@pytest.mark.parametrize(
    "osm",
    [
        "le matin",
        "Mo sunrise-sunset",
        "PH -1 day 09:00-12:00",
        "Mo 09:00-12:00 || off",
        "easter 09:00-12:00",
        "week 3-12/2 Mo 09:00-12:00",
        "PH Mo-Fr 10:00-12:00",
        "Mo 10:00-18:00; Mo 12:00-13:00 off",
    ],
)
def test_a_string_without_a_simple_reading_stays_as_it_is(osm: str) -> None:
    assert words.hours_in_words(osm=osm) == osm
