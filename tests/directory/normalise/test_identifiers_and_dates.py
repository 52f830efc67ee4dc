"""Check digits of identifiers; dates in all their shapes."""

from datetime import date

import pytest

from maillage.directory.normalise.codes import is_siren, is_siret, read_pivot
from maillage.directory.normalise.dates import read_date
from maillage.directory.normalise.notes import Level, Notes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("732 829 320 00074", "73282932000074"),
        ("73282932000075", ""),
        ("732829320", "732829320"),
        ("732829321", ""),
        ("35600000049837", "35600000049837"),
        ("35600000000048", "35600000000048"),
        ("35600000049838", ""),
        ("FR44732829320", "732829320"),
        ("7,3282932E+13", ""),
        ("W9C1000001", "W9C1000001"),
        ("0123456001", "0123456001"),
        ("1", ""),
        ("73282932000074.0", "73282932000074"),
    ],
)
def test_pivot(text: str, expected: str) -> None:
    notes = Notes()
    assert read_pivot(text, notes=notes) == expected
    assert expected or notes[0].level is Level.AVERTISSEMENT


def test_the_zero_that_a_spreadsheet_took() -> None:
    siren = next(f"0{n:08d}" for n in range(5_520_000, 5_520_100) if is_siren(f"0{n:08d}"))
    notes = Notes()
    assert read_pivot(siren[1:], notes=notes) == siren
    assert notes[0].level is Level.REPARE
    assert not is_siret("0" * 14)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lieu labellisé le 01/12/2022", date(2022, 12, 1)),
        ("mis à jour en mars 2023", date(2023, 3, 1)),
        ("1670421075", date(2022, 12, 7)),
        ("1670421075000", date(2022, 12, 7)),
        ("2022/06/10 10:04:59.524", date(2022, 6, 10)),
        ("21/04/2022 14:34:13", date(2022, 4, 21)),
        ("13/12/2022 à 17h51", date(2022, 12, 13)),
        ("2023", date(2023, 1, 1)),
        ("03/2023", date(2023, 3, 1)),
        ("2022-04-21 14:34:13.123+00", date(2022, 4, 21)),
        ("2022-04-21 23:30:00 UTC", date(2022, 4, 22)),
        ("21 / 04 / 2022", date(2022, 4, 21)),
        ("Étape 3 - 01/12/2022", date(2022, 12, 1)),
        ("21/04/2022 - 14:34", date(2022, 4, 21)),
        ("21-avr-22", date(2022, 4, 21)),
        ("avr-22", date(2022, 4, 1)),
        ("21042022", date(2022, 4, 21)),
        ("31132022", None),
        ("06/08/0002", None),
        ("entre 12/13 et 14/15", None),
    ],
)
def test_date(text: str, expected: date | None) -> None:
    assert read_date(text, notes=Notes()) == expected


def test_a_day_to_come_is_noted_and_not_believed() -> None:
    notes = Notes()
    today = date(2026, 3, 31)
    assert read_date("01/04/2026", notes=notes, today=today) == date(2026, 4, 1)
    assert notes == []
    assert read_date("01/04/2062", notes=notes, today=today) is None
    assert notes[0].level is Level.AVERTISSEMENT
