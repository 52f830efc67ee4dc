"""The pure stages of an import, one by one: cells, reading, comparison."""

from datetime import date
from typing import Any

import pytest

from maillage.directory.mapping import read_mapping
from maillage.directory.normalise.notes import Level, Notes
from maillage.directory.normalise.record import UNKNOWN_DATE
from maillage.directory.pipeline.cells import clean_cells, mark_of
from maillage.directory.pipeline.compare import compare, protected_fields
from maillage.directory.pipeline.reading import Reading, Scheme, read_cells

MAPPING = {
    "id": {"colonne": "num"},
    "nom": {"colonne": "Nom"},
    "adresse": {"colonne": "Rue"},
    "code_postal": {"colonne": "CP"},
    "commune": {"colonne": "Ville"},
    "telephone": {"colonne": "Tel"},
    "presentation_detail": {"colonne": "Mots"},
    "prive": {"colonne": "Fermé au public"},
    "horaires": {"semaine": "Ouverture"},
}
ROW = {
    "num": "12",
    "Nom": "BIBLIOTHEQUE MUNICIPALE",
    "Rue": "3 rue du Port",
    "CP": "28000",
    "Ville": "CHARTRES",
    "Tel": "02 37 00 00 00",
    "Ouverture": "mardi 9h-12h",
    "Mots": "",
    "Fermé au public": "",
    "Une autre colonne": "qui ne sert pas",
}


def scheme(**fields: Any) -> Scheme:
    return Scheme(source="essai", nom="Essai", mapping=read_mapping(MAPPING), **fields)


def read(*, vintage: date | None = None, **cells: str) -> tuple[Reading, Notes]:
    notes = Notes()
    return read_cells({**ROW, **cells}, scheme=scheme(vintage=vintage), notes=notes), notes


# --- cells -----------------------------------------------------------------------------------
def test_what_means_nothing_is_empty_and_every_column_stays() -> None:
    cells = {"a": " NULL ", "b": "N/A", "c": "non", "d": None, "e": "-", "f": 0, "g": ["x"]}
    assert clean_cells(cells) == {
        "a": "",
        "b": "",
        "c": "non",
        "d": "",
        "e": "",
        "f": 0,
        "g": ["x"],
    }


def test_what_no_database_holds_is_taken_out() -> None:
    assert clean_cells({"a": "x\x00y\ud800", "b": float("nan")}) == {"a": "xy", "b": ""}


def test_the_mark_follows_the_cells_and_the_way_of_reading_them() -> None:
    mark = mark_of(ROW, salt="s")
    assert len(mark) == 32
    assert mark_of(dict(reversed(ROW.items())), salt="s") == mark
    assert mark_of({**ROW, "Tel": ""}, salt="s") != mark
    assert mark_of(ROW, salt="other") != mark
    assert scheme().salt != scheme(vintage=date(2024, 1, 1)).salt


# --- reading ---------------------------------------------------------------------------------
def test_a_mapped_row_becomes_a_record_of_the_standard() -> None:
    reading, notes = read(vintage=date(2024, 8, 1))
    assert reading.key == "12"
    values = reading.record.values
    assert values["id"] == "essai_12"
    assert values["telephone"] == "+33237000000"
    assert (values["horaires"], values["horaires_text"]) == ("Tu 09:00-12:00", "")
    assert values["date_maj"] == date(2024, 8, 1)
    assert reading.record.lists["typologie"] == ("BIB",)
    assert not notes.is_rejected


def test_only_the_cells_that_are_read_are_kept() -> None:
    reading, _ = read()
    assert "Une autre colonne" not in reading.raw
    assert reading.raw["Tel"] == "02 37 00 00 00"


def test_a_row_that_nobody_dated_is_of_unknown_date() -> None:
    reading, notes = read()
    assert reading.record.values["date_maj"] == UNKNOWN_DATE
    assert "date_maj" in {note.field for note in notes if note.level is Level.AVERTISSEMENT}


def test_hours_that_are_not_certain_stay_words() -> None:
    reading, notes = read(Ouverture="un lundi sur deux 9h-12h")
    values = reading.record.values
    assert (values["horaires"], values["horaires_text"]) == ("", "un lundi sur deux 9h-12h")
    assert any("toutes lettres" in note.message for note in notes)


def test_a_place_without_public_is_refused() -> None:
    _, notes = read(**{"Fermé au public": "oui"})
    assert notes.is_rejected
    assert "n’accueille pas de public" in notes[0].message


def test_a_named_person_is_neither_read_nor_kept_nor_told() -> None:
    reading, notes = read(Mots="Ateliers avec Jeanne Martin, 06 12 34 56 78, le mardi.")
    said = f"{reading.record.values} {reading.raw['Mots']} {list(notes)}"
    assert "Martin" not in said
    assert "06 12 34 56 78" not in said
    assert "Ateliers" in str(reading.record.values["presentation_detail"])


@pytest.mark.parametrize(
    ("text", "osm"),
    [
        ("Lundi 9h-12h, contact : Jeanne Martin, 06 12 34 56 78", "Mo 09:00-12:00"),
        ("Lundi 9h-12h avec Jeanne Martin 06 12 34 56 78", ""),
    ],
)
def test_a_named_person_among_the_hours_is_not_kept_either(text: str, osm: str) -> None:
    reading, notes = read(Ouverture=text)
    assert reading.record.values["horaires"] == osm
    said = f"{reading.record.values} {reading.raw} {list(notes)}".lower()
    assert "martin" not in said
    assert "06 12 34 56 78" not in said
    assert "9h-12h" in said


def test_a_row_without_identifier_is_known_by_what_names_it() -> None:
    first, _ = read(num="")
    again, _ = read(num="", Tel="")
    other, _ = read(num="", Rue="5 rue du Port")
    assert first.key == again.key != other.key


# --- comparison ------------------------------------------------------------------------------
SHEET = {
    "nom": "Médiathèque",
    "telephone": "+33237000000",
    "adresse": "3 rue du Port",
    "code_postal": "28000",
    "commune": "Chartres",
    "code_insee": "28085",
    "horaires": "Mo 09:00-12:00",
    "horaires_text": "",
}


def compared(wanted: dict[str, Any], written: tuple[str, ...] = (), **lists: Any) -> Any:
    return compare(
        sheet=SHEET,
        sheet_lists={"services": frozenset({"A"})},
        wanted=wanted,
        wanted_lists=lists,
        written=written,
    )


def test_only_what_differs_changes() -> None:
    found = compared({"nom": "Médiathèque", "telephone": ""}, services=("A", "B"))
    assert found.changes == {"telephone": ""}
    assert found.lists == {"services": frozenset({"A", "B"})}
    assert not compared({"nom": "Médiathèque"}, services=("A",))


@pytest.mark.parametrize(
    ("written", "field", "value"),
    [
        (("nom",), "nom", "Bibliothèque"),
        (("adresse",), "commune", "Lucé"),
        (("horaires_text",), "horaires", "Tu 09:00-12:00"),
    ],
)
def test_what_a_person_wrote_is_kept_with_what_goes_with_it(
    written: tuple[str, ...], field: str, value: str
) -> None:
    found = compared({field: value, "telephone": "+33237111111"}, written)
    assert found.changes == {"telephone": "+33237111111"}
    assert found.kept == {field: value}


def test_a_source_that_says_nothing_proposes_nothing() -> None:
    assert not compared({"telephone": ""}, ("telephone",)).kept
    assert compared({}, ("services",), services=("B",)).kept == {"services": ["B"]}


def test_fields_that_go_together() -> None:
    assert protected_fields(["latitude"]) == {"latitude", "longitude", "position_precision"}
    assert "territory_commune_id" in protected_fields(["commune"])
    assert protected_fields(["nom"]) == {"nom"}
