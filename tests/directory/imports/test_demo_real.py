"""The command demo_real: all the files at hand in one go, and the same thing twice."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from maillage.directory.enums import LieuStatus
from maillage.directory.import_actions import batch
from maillage.directory.models import DirectoryRevision, ImportRun, Lieu
from maillage.directory.sources import SourceDefinition, read_source
from tests.factories.territory import BassinMembershipFactory, CommuneFactory

pytestmark = pytest.mark.django_db
HEAD = {
    "producteur": "Quelqu’un",
    "licence": "Licence Ouverte 2.0",
    "territoire": "Centre-Val de Loire",
    "origine": "Un essai",
    "correspondance": {
        name: {"colonne": name}
        for name in ("id", "nom", "adresse", "code_postal", "commune", "telephone")
    },
}
LIBRARY = {
    "id": "1",
    "nom": "Médiathèque de Gallardon",
    "adresse": "1 place de l’Église",
    "code_postal": "28320",
    "commune": "Gallardon",
    "telephone": "02 37 31 00 00",
}


def sources() -> dict[str, SourceDefinition]:
    found = {}
    for slug in ("premiere", "seconde", "absente"):
        content = {"nom": f"Source {slug}", "fichier": f"lieux/{slug}.json", **HEAD}
        found[slug] = read_source(slug, content)
    return found


@pytest.fixture
def data(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with two files of one place, and a third one that cannot be read."""
    folder = tmp_path / "lieux"
    folder.mkdir()
    rows = [LIBRARY, {**LIBRARY, "id": "2", "nom": "Sans adresse ni commune", "commune": ""}]
    rows[1] |= {"adresse": "", "code_postal": ""}
    (folder / "premiere.json").write_text(json.dumps(rows))
    (folder / "seconde.json").write_text(json.dumps([{**LIBRARY, "id": "b7"}]))
    (folder / "absente.json").write_text("[")
    settings.DATA_DIR = str(tmp_path)
    found = sources()
    monkeypatch.setattr(batch, "all_sources", lambda: found)
    monkeypatch.setattr("maillage.directory.import_actions.files.all_sources", lambda: found)
    monkeypatch.setattr("maillage.directory.import_actions.sources.all_sources", lambda: found)
    commune = CommuneFactory(
        code="28168", nom="Gallardon", postal_codes="28320", latitude=48.52, longitude=1.69
    )
    BassinMembershipFactory(commune=commune, bassin__nom="Chartres")
    return tmp_path


def told() -> tuple[str, str]:
    """What the command says, and how it ends."""
    out = io.StringIO()
    with pytest.raises(CommandError) as end:
        call_command("demo_real", stdout=out, stderr=out)
    return out.getvalue(), str(end.value)


def test_everything_that_can_be_read_goes_in_once(data: Path) -> None:
    said, end = told()
    assert "Sources qui n’ont pas pu être lues : Source absente." in end
    assert "Source premiere : 2 lignes lues ; 1 créées" in said
    assert "     1  Le code postal manque." in said
    basin = next(line for line in said.splitlines() if line.startswith("Chartres"))
    assert basin.split() == ["Chartres", "1", "0"]
    assert "réunies par le programme cette fois : 1, en tout : 1 ; paires à revoir : 0" in said
    assert Lieu.objects.filter(status=LieuStatus.FUSIONNE).count() == 1
    assert ImportRun.objects.count() == 2


def test_the_second_time_changes_nothing(data: Path) -> None:
    told()
    before = list(Lieu.objects.order_by("pk").values())
    revision = DirectoryRevision.objects.get().value
    said, _end = told()
    assert "0 créées, 0 modifiées, 1 inchangées, 0 gardées, 1 rejetées" in said
    assert "cette fois : 0, en tout : 1" in said
    assert list(Lieu.objects.order_by("pk").values()) == before
    assert DirectoryRevision.objects.get().value == revision


def test_without_the_data_a_sentence_says_what_to_set(settings: Any) -> None:
    settings.DATA_DIR = ""
    with pytest.raises(CommandError, match="MAILLAGE_DATA_DIR=DOSSIER make demo-real"):
        call_command("demo_real")


def test_a_folder_without_files_and_a_database_without_communes(
    tmp_path: Path, settings: Any
) -> None:
    settings.DATA_DIR = str(tmp_path)
    with pytest.raises(CommandError, match="n’a pas de « autres-territoires »"):
        call_command("demo_real", "--others")
    (tmp_path / "lieux").mkdir()
    with pytest.raises(CommandError, match="aucune commune"):
        call_command("demo_real")
