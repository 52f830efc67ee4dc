"""Imports that go wrong: nothing is lost, nothing is half done, and the reason is said."""

import json
import logging
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError

from maillage.core.errors import DomainError
from maillage.directory.enums import RunStatus
from maillage.directory.exchange.readers import FileError
from maillage.directory.exchange.report import ImportReport
from maillage.directory.hours.french import read_days, read_hours
from maillage.directory.import_actions import apply_file, files, importer, open_file
from maillage.directory.models import ImportRow, ImportRun, Lieu, Source, SourceRecord
from maillage.directory.normalise.notes import Notes
from maillage.directory.pipeline.cells import clean_cells
from maillage.directory.pipeline.reading import KEY_LENGTH, Scheme, read_cells
from maillage.directory.sources import all_sources
from maillage.directory.standard import FIELD_NAMES
from tests.factories.imports import make_run, make_source
from tests.factories.territory import CommuneFactory

pytestmark = pytest.mark.django_db

MAPPING = {
    "id": {"colonne": "numero"},
    "nom": {"colonne": "nom"},
    "adresse": {"colonne": "adresse"},
    "code_postal": {"colonne": "cp"},
    "commune": {"colonne": "ville"},
    "telephone": {"colonne": "tel"},
    "horaires": {"semaine": "horaires"},
}
Row = dict[str, Any]
Load = Callable[..., ImportReport]


@pytest.fixture(autouse=True)
def _gallardon() -> None:
    CommuneFactory(
        code="28168", nom="Gallardon", postal_codes="28320", latitude=48.52, longitude=1.69
    )


def a_row(numero: str = "1", **cells: Any) -> Row:
    return {
        "numero": numero,
        "nom": f"Maison du numérique {numero}",
        "adresse": f"{numero} rue de la Herse",
        "cp": "28320",
        "ville": "Gallardon",
        "tel": "02 37 31 00 00",
        **cells,
    }


@pytest.fixture
def load(tmp_path: Path) -> Iterator[Load]:
    """Import rows as a JSON file of the source « essai », with a mapping."""
    reports: list[ImportReport] = []

    def run(rows: Sequence[Row] | str, config: dict[str, Any] = MAPPING) -> ImportReport:
        path, report = tmp_path / "lieux.json", ImportReport()
        reports.append(report)
        path.write_text(rows if isinstance(rows, str) else json.dumps(rows), encoding="utf-8")
        opened = open_file(slug="essai", path=path, config=config)
        apply_file(opened=opened, path=path, report=report)
        return report

    yield run
    for report in reports:
        report.close()


# --- faults of the program -----------------------------------------------------------------
def test_a_row_that_breaks_the_program_costs_only_itself(
    load: Load, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(cells: Any, **options: Any) -> Any:
        if cells["numero"] == "2":
            raise ValueError(cells["tel"])
        return read_cells(cells, **options)

    monkeypatch.setattr(importer, "read_cells", breaks)
    with caplog.at_level(logging.ERROR):
        report = load([a_row("1"), a_row("2", tel="06 01 02 03 04"), a_row("3")])
    assert (report.counters.lues, report.counters.creees, report.counters.rejetees) == (3, 2, 1)
    assert "n’a pas pu être lue" in report.first_rejections[0]
    line = caplog.records[-1].getMessage()
    assert "import=row_failed source=essai line=2 error=ValueError" in line
    assert "06 01" not in caplog.text  # what the row says is not for the log


def test_a_fault_of_the_database_stops_the_import_and_changes_nothing(
    load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    load([a_row("1")])

    def breaks(*_args: Any, **_options: Any) -> Any:
        raise DatabaseError

    monkeypatch.setattr(importer, "read_cells", breaks)
    with pytest.raises(DatabaseError):
        load([a_row("1", nom="Autre nom"), a_row("2")])
    assert list(Lieu.objects.values_list("nom", flat=True)) == ["Maison du numérique 1"]
    run = ImportRun.objects.first()
    assert run is not None
    assert run.status == RunStatus.ECHEC
    assert "rien n’est changé" in run.error


def test_a_run_that_was_killed_is_told_by_the_next_one(load: Load) -> None:
    killed = make_run(status=RunStatus.EN_COURS, source=make_source())
    load([a_row("1")])
    killed.refresh_from_db()
    assert killed.status == RunStatus.ECHEC
    assert killed.finished_at is not None
    assert "interrompu" in killed.error
    assert Lieu.objects.count() == 1


def test_a_second_import_is_refused_in_a_sentence_and_writes_nothing(
    load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def taken(_name: str) -> Iterator[bool]:
        yield False

    monkeypatch.setattr(files, "alone", taken)
    with pytest.raises(DomainError, match="Un autre import") as refusal:
        load([a_row("1")])
    assert refusal.value.code == "busy"
    assert not Source.objects.filter(pk="essai").exists()
    assert not ImportRun.objects.exists()


# --- files that change -----------------------------------------------------------------------
def test_a_file_that_shrinks_flags_and_one_that_grows_again_takes_back(load: Load) -> None:
    load([a_row("1"), a_row("2")])
    report = load([a_row("1")])
    assert report.counters.disparues == 1
    gone = SourceRecord.objects.get(key="2")
    assert gone.missing_since is not None
    assert Lieu.objects.count() == 2  # flagged, never deleted
    assert load([a_row("1")]).counters.disparues == 0  # said once
    report = load([a_row("1"), a_row("2"), a_row("3")])
    assert (report.counters.inchangees, report.counters.creees) == (2, 1)
    gone.refresh_from_db()
    assert gone.missing_since is None


def test_a_place_that_comes_back_changed_is_the_same_sheet(load: Load) -> None:
    load([a_row("1"), a_row("2")])
    load([a_row("1")])
    load([a_row("1"), a_row("2", tel="02 37 31 11 11")])
    record = SourceRecord.objects.get(key="2")
    assert record.missing_since is None
    assert record.lieu.telephone == "+33237311111"
    assert Lieu.objects.count() == 2


def test_a_changed_identifier_is_another_place_and_the_former_is_flagged(load: Load) -> None:
    load([a_row("1")])
    report = load([a_row("9", nom="Maison du numérique 1", adresse="1 rue de la Herse")])
    assert (report.counters.creees, report.counters.disparues) == (1, 1)
    assert Lieu.objects.count() == 2  # the search of duplicates brings them together


def test_a_column_that_is_lost_empties_nothing(load: Load) -> None:
    load([a_row("1")])
    row = a_row("1", nom="Maison du numérique, site 1")
    del row["tel"]
    report = load([row])
    assert Lieu.objects.get().telephone == "+33237310000"
    words = [message["message"] for said in report.rows() for message in said.messages]
    assert "Le fichier n’a pas la colonne « tel »." in words


def test_the_same_identifier_twice_in_a_file(load: Load) -> None:
    report = load([a_row("1"), a_row("1", nom="Une autre")])
    assert (report.counters.creees, report.counters.rejetees) == (1, 1)
    assert "déjà celui de la ligne 1" in report.first_rejections[0]
    assert Lieu.objects.get().nom == "Maison du numérique 1"


@pytest.mark.parametrize("content", ["", " ", "[]", "{}", "null", "\x00"])
def test_an_empty_file_keeps_the_last_good_data(load: Load, content: str) -> None:
    load([a_row("1")])
    with pytest.raises((FileError, DomainError)) as refusal:
        load(content)
    assert refusal.value.message_fr.endswith(".")
    assert SourceRecord.objects.get().missing_since is None


def test_a_mapping_for_another_file(load: Load) -> None:
    with pytest.raises(DomainError, match="« intitule »"):
        load([a_row("1")], {**MAPPING, "nom": {"colonne": "intitule"}})
    assert not Lieu.objects.exists()


# --- hostile cells -----------------------------------------------------------------------------
def test_what_no_database_holds_is_taken_out(load: Load) -> None:
    raw = '[{"numero": "1", "nom": "Maison\\u0000 du\\ud800 numérique", "adresse": "1 rue A",'
    raw += ' "cp": "28320", "ville": "Gallardon", "tel": ["\\udfff02 37 31 00 00"]}]'
    report = load(raw)
    assert report.counters.creees == 1
    lieu = Lieu.objects.get()
    assert (lieu.nom, lieu.telephone) == ("Maison du numérique", "+33237310000")


def test_an_identifier_that_no_column_holds_is_refused(load: Load) -> None:
    report = load([a_row("1" * (KEY_LENGTH + 1)), a_row("2")])
    assert (report.counters.creees, report.counters.rejetees) == (1, 1)
    assert f"dépasse {KEY_LENGTH} caractères" in report.first_rejections[0]


def test_a_thousand_columns(load: Load) -> None:
    many = {f"colonne {rank}": "=1+1" for rank in range(1000)}
    assert load([a_row("1", **many)]).counters.creees == 1
    # Only the cells that the mapping reads are kept.
    assert len(SourceRecord.objects.get().raw) == len(a_row())


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "=cmd|' /C calc'!A0", "{{ 7*7 }}"])
def test_hostile_texts_are_only_texts(load: Load, text: str) -> None:
    report = load([dict.fromkeys(a_row(), text) | {"numero": "1"}, a_row("2")])
    assert report.counters.creees + report.counters.rejetees == 2
    assert not Lieu.objects.filter(nom__contains="<script").exists()
    assert ImportRow.objects.filter(lieu__isnull=False).count() <= report.counters.creees


ODD: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 10**30, 1.5, float("nan"), float("-inf"), [], {}, [["x"]]),
    *({"a": {"b": [1]}}, ["a", None, 1], "\x00", "\ud800", "²", "٣", "İ", "\u202e", "é" * 4000),
    *("<b>", "=1+1", "06 12 34 56 78", "a@b.fr", "http://[::1", "9h-12h", "Mo-Fr 09:00-12:00"),
    *(
        "2024-02-30",
        "0001-01-01",
        "1e308",
        "{Lundi,Mardi}",
        "Paris ²e",
        "| | |",
        "CEDEX 9",
        "(" * 99,
    ),
)


@pytest.mark.parametrize("slug", sorted(all_sources()))
def test_no_cell_breaks_the_reading_of_a_row(slug: str) -> None:
    definition, draw = all_sources()[slug], random.Random(slug)
    scheme = Scheme(slug, definition.nom, mapping=definition.mapping, vintage=definition.date)
    columns = definition.mapping.columns if definition.mapping else FIELD_NAMES
    texts = [value for value in ODD if isinstance(value, str)]
    for _turn in range(60):
        odd = ODD if definition.mapping else texts
        cells = {name: draw.choice(odd) for name in columns}
        reading = read_cells(clean_cells(cells), scheme=scheme, notes=Notes())
        json.dumps([reading.raw, reading.key], allow_nan=False).encode()


def test_a_text_too_long_to_be_hours_is_not_read() -> None:
    for piece in ("(", "a.", "le 1er et 3e ", "1 rue "):
        text = piece * (100_000 // len(piece))
        for reading in (
            read_hours(text),
            read_days({"Mo": text}),
            read_days({"Mo": "9h"}, parity=text),
        ):
            assert reading.osm is None
            assert "dépasse" in reading.why


def test_days_without_a_word_are_no_hours(load: Load) -> None:
    days = [{"osm": "Mo", "colonne": "lundi"}, {"osm": "Tu", "colonne": "mardi"}]
    load([a_row("1", lundi="", mardi=" ")], {**MAPPING, "horaires": {"jours": days}})
    lieu = Lieu.objects.get()
    assert (lieu.horaires, lieu.horaires_text) == ("", "")
