"""Files made to fill the memory, the disk or the pages: refused early, in a sentence."""

from pathlib import Path

import pytest

from maillage.core.errors import DomainError
from maillage.directory.exchange.readers import FileError, open_source, source_file
from maillage.directory.import_actions import open_file
from maillage.directory.import_actions.runs import remarks_on_columns
from maillage.directory.normalise.record import Version
from maillage.directory.pipeline.reading import Scheme

HEADER = "id;nom;commune;code_postal;adresse;date_maj"
ROW = "1;Médiathèque;Chartres;28000;1 rue Haute;2026-03-01"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "lieux.csv"


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return path


def test_a_table_of_the_standard_has_a_reasonable_width_too(path: Path) -> None:
    write(path, HEADER + ";" * 5_000, ROW)
    with pytest.raises(FileError) as refused:
        open_source(path)
    assert refused.value.message_fr == "Le fichier a 5006 colonnes : 2000 au plus."


@pytest.mark.parametrize("is_free", [True, False])
def test_objects_that_all_have_other_keys_are_refused(path: Path, is_free: bool) -> None:
    objects = ", ".join(f'{{"cle {rank}": 1}}' for rank in range(3_000))
    write(path, f"[{objects}]")
    with pytest.raises(FileError, match="3000 colonnes"):
        open_source(path, free_columns=is_free)


def test_many_unknown_columns_are_counted_not_listed(path: Path) -> None:
    names = ";".join(f"colonne {rank}" for rank in range(1_000))
    opened = open_source(write(path, f"{HEADER};{names};;;;", ROW))
    notes = remarks_on_columns(opened, Scheme(source="x", nom="X", version=Version.V1))
    assert len(notes) == 101
    assert notes[-1].message.startswith("901 autres colonnes")


def test_a_file_has_an_end(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_file, "MAX_ROWS", 3)
    assert len(list(open_source(write(path, HEADER, ROW, ROW, ROW)).rows)) == 3
    opened = open_source(write(path, HEADER, ROW, ROW, "x", "y"))
    with pytest.raises(FileError, match="plus de 3 lignes"):
        list(opened.rows)


@pytest.mark.django_db
def test_no_file_speaks_for_people(path: Path) -> None:
    with pytest.raises(DomainError, match="saisie"):
        open_file(slug="saisie", path=write(path, HEADER, ROW))
