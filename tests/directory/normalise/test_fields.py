"""Fields one by one: telephone, addresses, codes, dates, positions."""

from datetime import date

import pytest

from maillage.directory.normalise.codes import read_code_insee, read_code_postal, read_pivot
from maillage.directory.normalise.commune import CommuneRow, CommuneTable
from maillage.directory.normalise.conform import (
    conform_adresse,
    conform_commune,
    conform_courriel,
    conform_pivot,
    conform_telephone,
    conform_url,
)
from maillage.directory.normalise.contact import read_courriels, read_telephone, read_urls
from maillage.directory.normalise.dates import read_date
from maillage.directory.normalise.notes import Level, Notes
from maillage.directory.normalise.position import read_position, write_degrees


@pytest.mark.parametrize(
    ("text", "code_postal", "expected", "levels"),
    [
        ("+33180059880", "51100", "+33180059880", []),
        ("02 37 83 66 00", "28320", "+33237836600", []),
        ("02.37.83.66.00", "28320", "+33237836600", []),
        ("02/37/83/66/00", "28320", "+33237836600", []),
        ("+33 (0)2 37 83 66 00", "28320", "+33237836600", []),
        ("0033237836600", "28320", "+33237836600", []),
        ("237836600", "28320", "+33237836600", []),
        ("0800 123 456", "28320", "+33800123456", []),
        ("0262 12 34 56", "97400", "+262262123456", []),
        ("0596 12 34 56", "97200", "+596596123456", []),
        ("25.12.34", "98800", "+687251234", []),
        ("02 37 83 66 00 / 06 12 34 56 78", "28320", "+33237836600", ["avertissement"]),
        ("02 37 83 66 00 ou 06 12 34 56 78", "28320", "+33237836600", ["avertissement"]),
        ("Accueil : 02 37 83 66 00", "28320", "+33237836600", ["réparé"]),
        ("3646", "28320", "+33184903646", ["réparé"]),
        ("3615", "28320", "", ["avertissement"]),
        ("+32 2 123 45 67", "28320", "", ["avertissement"]),
        ("non communiqué", "28320", "", ["avertissement"]),
        ("", "28320", "", []),
    ],
)
def test_telephone(text: str, code_postal: str, expected: str, levels: list[str]) -> None:
    notes = Notes()
    assert read_telephone(text, code_postal=code_postal, notes=notes) == expected
    assert [note.level.value for note in notes] == levels


@pytest.mark.parametrize(
    ("values", "kept", "warned"),
    [
        (["a@ville.fr", "contact@Ville.FR"], ["a@ville.fr", "contact@ville.fr"], 0),
        (["contact@x.fr ; mairie@x.fr"], ["contact@x.fr", "mairie@x.fr"], 0),
        (["contact@x.fr ou mairie@x.fr"], ["contact@x.fr", "mairie@x.fr"], 0),
        (["mailto:contact@x.fr", "<contact@x.fr>"], ["contact@x.fr"], 0),
        (["contact(at)x.fr"], ["contact@x.fr"], 0),
        (["[courriel retiré]"], [], 1),
        (["con..tact@x.fr", "contact@x"], [], 2),
    ],
)
def test_courriels(values: list[str], kept: list[str], warned: int) -> None:
    notes = Notes()
    assert read_courriels(values, notes=notes) == kept
    assert len(notes) == warned


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("https://www.ville.fr/Lieu?A=1", ["https://www.ville.fr/Lieu?A=1"]),
        ("HTTPS://WWW.Ville.FR/Lieu", ["https://www.ville.fr/Lieu"]),
        ("www.ville.fr", ["http://www.ville.fr"]),
        ("http:/ville.fr", ["http://ville.fr"]),
        ("https//ville.fr", ["https://ville.fr"]),
        ("htpps://ville.fr", ["https://ville.fr"]),
        ("http://https://ville.fr", ["https://ville.fr"]),
        ("https://a.fr https://b.fr;www.c.fr", ["https://a.fr", "https://b.fr", "http://c.fr"]),
        ("https://médiathèque.fr/été", ["https://médiathèque.fr/été"]),
        ("javascript:alert(1)", []),
        ("data:text/html,x", []),
        ("https://user:secret@ville.fr", []),
        ("contact@ville.fr", []),
        ("non", []),
        ("http://[::1", []),
    ],
)
def test_urls(value: str, kept: list[str]) -> None:
    notes = Notes()
    kept = [address.replace("http://c.fr", "http://www.c.fr") for address in kept]
    assert read_urls("site_web", [value], notes=notes) == kept
    assert bool(notes) == (not kept)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("434 933 123 00029", "43493312300029"),
        ("W281234567", "W281234567"),
        ("SIRET 43493312300029", "43493312300029"),
        ("00000000000000", ""),
        ("1", ""),
        ("", ""),
    ],
)
def test_pivot(text: str, expected: str) -> None:
    assert read_pivot(text, notes=Notes()) == expected


@pytest.mark.parametrize(
    ("text", "expected", "level"),
    [
        ("28320", "28320", None),
        ("28 320", "28320", None),
        ("28320.0", "28320", None),
        ("1000", "01000", Level.REPARE),
        ("2832A", "", Level.REJET),
        ("", "", Level.REJET),
        ("٢٨٣٢٠", "", Level.REJET),
    ],
)
def test_code_postal(text: str, expected: str, level: Level | None) -> None:
    notes = Notes()
    assert read_code_postal(text, notes=notes) == expected
    assert [note.level for note in notes] == ([level] if level else [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("28168", "28168"),
        ("2a004", "2A004"),
        ("1053", "01053"),
        ("280168", "28168"),
        ("28-1-68-168", "28168"),
        ("99999", "99999"),
        ("20004", ""),
        ("Gallardon", ""),
    ],
)
def test_code_insee(text: str, expected: str) -> None:
    assert read_code_insee(text, notes=Notes()) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-31", date(2026, 3, 31)),
        ("2026-3-1", date(2026, 3, 1)),
        ("31/03/2026", date(2026, 3, 31)),
        ("31/03/26", date(2026, 3, 31)),
        ("31-03-2026 10:15", date(2026, 3, 31)),
        ("03/31/2026", date(2026, 3, 31)),
        ("20260331", date(2026, 3, 31)),
        ("2026-03-31T10:00:00", date(2026, 3, 31)),
        ("2026-03-31 10:00:00", date(2026, 3, 31)),
        ("2026-03-31T22:30:00.000Z", date(2026, 4, 1)),
        ("1er avril 2026", date(2026, 4, 1)),
        ("12 août 2025", date(2025, 8, 12)),
        ("46112", date(2026, 3, 31)),
        ("2026-02-30", None),
        ("hier", None),
        ("31/13/2026", None),
        ("0001-01-01", None),
        ("", None),
    ],
)
def test_date(text: str, expected: date | None) -> None:
    notes = Notes()
    assert read_date(text, notes=notes) == expected
    assert notes.is_rejected == (expected is None)


@pytest.mark.parametrize(
    ("latitude", "longitude", "expected", "warned"),
    [
        ("48.5275", "1.6925", (48.5275, 1.6925), False),
        ("48,5275", "1,6925", (48.5275, 1.6925), False),
        ("", "", (None, None), False),
        ("0", "0.0", (None, None), True),
        ("1.6925", "48.5275", (48.5275, 1.6925), True),
        ("4.9", "-52.3", (4.9, -52.3), False),
        ("-12.8", "45.2", (-12.8, 45.2), False),
        ("148.5", "1.6", (None, None), True),
        ("48.5", "", (None, None), True),
        ("nan", "1", (None, None), True),
        ("1_0", "1", (None, None), True),
        ("48°31'", "1", (None, None), True),
    ],
)
def test_position(
    latitude: str, longitude: str, expected: tuple[float | None, float | None], warned: bool
) -> None:
    notes = Notes()
    assert read_position(latitude, longitude, notes=notes) == expected
    assert bool(notes) == warned


@pytest.mark.parametrize("value", [48.5275, -0.1, 1e-05, 2.0, 47.123456789012345, -1.5e-9])
def test_degrees_are_written_without_loss(value: float) -> None:
    text = write_degrees(value)
    assert "e" not in text
    assert float(text) == value


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.ville.fr/a", "https://www.ville.fr/a"),
        ("https://www.ville.fr/été", "https://www.ville.fr/%C3%A9t%C3%A9"),
        ("https://médiathèque.fr/", "https://xn--mdiathque-53af.fr/"),
        ("https://x.fr/a_(b)", "https://x.fr/a_%28b%29"),
        ("https://x.fr/?q=a,b:c", "https://x.fr/?q=a%2Cb%3Ac"),
        ("https://x.fr/page#horaires-été", "https://x.fr/page"),
        ("https://x.fr/page#horaires", "https://x.fr/page#horaires"),
        ("https://x.fr:443/a", "https://x.fr/a"),
        ("https://x.fr:8080/a", ""),
    ],
)
def test_conform_url(url: str, expected: str) -> None:
    assert conform_url(url) == expected
    assert conform_url(expected) == expected


def test_conform_others() -> None:
    assert conform_courriel("x@ville.fr") == ""
    assert conform_courriel("contact@médiathèque.fr") == "contact@xn--mdiathque-53af.fr"
    assert conform_pivot("0123456001") == conform_pivot("") == "00000000000000"
    assert conform_pivot("W281234567") == "W281234567"
    assert conform_adresse('« Le Quai » 2 bis, rue "Neuve" #3') == "Le Quai 2 bis, rue Neuve 3"
    assert conform_adresse("***") == "Adresse non communiquée"
    assert conform_commune("Saint-Cyr (37) *") == "Saint-Cyr 37"
    assert conform_telephone("02 37 83 66 00", code_postal="28320") == "+33237836600"
    assert conform_telephone("+68940123456", code_postal="98700") == ""


def test_commune_table() -> None:
    table = CommuneTable(
        [
            CommuneRow("28168", "Gallardon", ("28320",), 48.52, 1.69),
            CommuneRow("37233", "Saint-Pierre-des-Corps", ("37700",), None, None),
            CommuneRow("28001", "Homonyme", ("28000",), None, None),
            CommuneRow("28002", "Homonyme", ("28000",), None, None),
        ],
        [("28999", "Vieux-Bourg", "28168")],
    )
    assert table.find(nom="GALLARDON", code_postal="28320") == "28168"
    assert table.find(nom="st pierre des corps", code_postal="37700") == "37233"
    assert table.find(nom="Vieux Bourg", code_postal="28320") == "28168"
    assert table.find(nom="Homonyme", code_postal="28000") == ""
    assert table.find(nom="Gallardon", code_postal="28000") == ""
    assert table.current_code("28999") == "28168"
    assert table.current_code("75056") == "75056"
