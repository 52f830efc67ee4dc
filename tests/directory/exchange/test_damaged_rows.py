"""A row that cannot be read is refused; the place that it told of is not said to be gone."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from maillage.directory.exchange.report import Counters, ImportReport
from maillage.directory.import_actions import apply_file, importer, open_file
from maillage.directory.models import SourceRecord
from maillage.directory.pipeline.reading import read_cells
from tests.factories.territory import CommuneFactory

pytestmark = pytest.mark.django_db

MAPPING = {
    "id": {"colonne": "numero"},
    "nom": {"colonne": "titre"},
    "adresse": {"colonne": "voie"},
    "code_postal": {"colonne": "cp"},
    "commune": {"colonne": "ville"},
}
FIRST = "1,Maison du canal,1 quai du Port,28320,Gallardon"
SECOND = "2,Point relais,2 quai du Port,28320,Gallardon"


def import_lines(path: Path, lines: Sequence[str]) -> Counters:
    path.write_text("\n".join(["numero,titre,voie,cp,ville", *lines]) + "\n", encoding="utf-8")
    report = ImportReport()
    try:
        opened = open_file(slug="essai", path=path, config=MAPPING)
        apply_file(opened=opened, path=path, report=report)
    finally:
        report.close()
    return report.counters


@pytest.fixture
def path(tmp_path: Path) -> Path:
    CommuneFactory(
        code="28168", nom="Gallardon", postal_codes="28320", latitude=48.52, longitude=1.69
    )
    path = tmp_path / "lieux.csv"
    assert import_lines(path, [FIRST, SECOND]).creees == 2
    return path


def test_a_cell_too_many(path: Path) -> None:
    counters = import_lines(path, [FIRST, f"{SECOND},en trop"])
    assert (counters.rejetees, counters.disparues) == (1, 0)
    assert not SourceRecord.objects.filter(missing_since__isnull=False).exists()


def test_a_fault_of_the_program(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(cells: Any, **options: Any) -> Any:
        if cells["numero"] == "2":
            raise ValueError
        return read_cells(cells, **options)

    monkeypatch.setattr(importer, "read_cells", breaks)
    counters = import_lines(path, [FIRST, SECOND.replace("quai", "allée")])
    assert (counters.rejetees, counters.disparues) == (1, 0)
    # A line that says nothing of the place leaves it gone.
    assert import_lines(path, [FIRST, ",,,,,en trop"]).disparues == 1
