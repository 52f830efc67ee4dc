"""The demonstration data are valid, complete, and load twice without effect."""

import json
import shutil
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from maillage.directory.actions import save_lieu, save_structure
from maillage.directory.demo import (
    FIELD_TYPES,
    JOINED_FIELDS,
    Demo,
    DemoError,
    read_demo,
)
from maillage.directory.demo_actions import ORIGIN, load_demo
from maillage.directory.enums import EquipmentKind, EquipmentUse, PassageKind, PositionPrecision
from maillage.directory.models import Lieu, Passage, Structure
from maillage.territory.models import Bassin, BassinMembership, Commune, FormerCommune

FOLDER = Path(settings.BASE_DIR) / "data" / "demo"
GALLARDON = "demo-chartres-bibliotheque-de-gallardon"
SEED_COUNT = 114


@pytest.fixture(scope="module")
def demo() -> Demo:
    return read_demo(folder=FOLDER)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the data that a test may spoil."""
    copy = tmp_path / "demo"
    shutil.copytree(FOLDER, copy)
    return copy


@pytest.fixture
def small(folder: Path) -> Path:
    """Only the basin of Chartres: 25 organisations, 18 sheets."""
    for path in folder.glob("*.json"):
        if path.stem not in {"chartres", "communes", "bassins"}:
            path.unlink()
    return folder


def spoil(folder: Path, **changes: Any) -> None:
    """Change the first sheet of the basin of Chartres."""
    path = folder / "chartres.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["structures"][0]["lieux"][0].update(changes)
    path.write_text(json.dumps(content), encoding="utf-8")


def loaded(folder: Path, **options: Any) -> str:
    """What the command says."""
    out = StringIO()
    call_command("load_demo", stdout=out, folder=str(folder), **options)
    return out.getvalue()


def test_every_structure_of_the_monographs_is_there(demo: Demo) -> None:
    names = [name for structure in demo.structures for name in structure.seed_names]
    assert len(names) == SEED_COUNT
    assert len(demo.lieux) == 72
    assert [bassin.bassin for bassin in demo.bassins] == ["2411", "2421", "2422", "2424", "2441"]


def test_names_are_those_of_the_list_of_facts(demo: Demo, data_dir: Path) -> None:
    path = data_dir.parent / "seeds" / "structures-facts.json"
    if not path.exists():
        pytest.skip("the list of facts is not on this machine")
    facts = json.loads(path.read_text(encoding="utf-8"))
    names = [name for structure in demo.structures for name in structure.seed_names]
    assert sorted(names) == sorted(fact["name"] for fact in facts)


def test_fields_of_a_sheet_are_fields_of_the_model() -> None:
    known = {field.name for field in Lieu._meta.concrete_fields}
    assert {*FIELD_TYPES, *JOINED_FIELDS} <= known


def test_parts_use_the_closed_lists(demo: Demo) -> None:
    equipments = [part for lieu in demo.lieux for part in lieu.equipments]
    passages = [part for lieu in demo.lieux for part in lieu.passages]
    passages += [part for structure in demo.structures for part in structure.passages]
    assert {part.kind for part in equipments} <= set(EquipmentKind.values)
    assert {part.use for part in equipments} <= {"", *EquipmentUse.values}
    assert {part.kind for part in passages} <= set(PassageKind.values)


def test_the_territory_has_23_bassins(demo: Demo) -> None:
    assert len(demo.territory.bassins) == 23
    assert {row.bassin for row in demo.territory.communes} <= set(demo.territory.bassins)
    assert {row.epci for row in demo.territory.communes} <= set(demo.territory.epcis)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"services": ["Aide aux démarches"]}, "n’est pas une valeur connue de « services »"),
        ({"presentation_resume": "a" * 281}, "dépasse 280 caractères"),
        ({"horaires": "lundi 9h"}, "lundi 9h"),
        ({"printing_free_pages": "2"}, "« printing_free_pages » doit être un nombre entier"),
        ({"wifi_gratuit": True}, "la clé « wifi_gratuit » n’existe pas"),
        ({"adresse": ""}, "« adresse » manque"),
        ({"code_insee": "99999"}, "la commune n’est pas dans communes.json"),
        ({"commune": "Galardon"}, "commune ou code postal différents"),
        ({"id": "demo-chartres-mediatheque-de-luce"}, "ce id sert deux fois"),
        (
            {"passages": [{"kind": "halte", "label": "x", "host": "demo-nulle-part"}]},
            "« demo-nulle-part » n’est pas une fiche",
        ),
    ],
)
def test_a_fault_is_told(folder: Path, changes: dict[str, Any], reason: str) -> None:
    spoil(folder, **changes)
    with pytest.raises(DemoError) as raised:
        read_demo(folder=folder)
    assert reason in "\n".join(raised.value.reasons)


def test_a_broken_or_missing_file_is_told(folder: Path) -> None:
    (folder / "tours.json").write_text("{", encoding="utf-8")
    with pytest.raises(DemoError, match=r"tours\.json : le fichier ne se lit pas"):
        read_demo(folder=folder)
    (folder / "bassins.json").unlink()
    with pytest.raises(DemoError, match=r"bassins\.json : le fichier manque"):
        read_demo(folder=folder)


@pytest.mark.django_db
def test_a_faulty_folder_loads_nothing(folder: Path) -> None:
    spoil(folder, services=["inconnu"])
    with pytest.raises(CommandError, match="Rien n’a été chargé"):
        loaded(folder)
    assert not Commune.objects.exists()


@pytest.mark.django_db
def test_a_value_that_a_model_refuses_loads_nothing(folder: Path) -> None:
    spoil(folder, age_min=60, age_max=20)
    with pytest.raises(CommandError, match="âge le plus bas"):
        loaded(folder)
    assert not Lieu.objects.exists()
    assert not Commune.objects.exists()


@pytest.mark.django_db
def test_a_load_writes_sheets_with_their_parts() -> None:
    out = loaded(FOLDER)
    assert "Fiches : 72 créées, 0 modifiées, 0 inchangées" in out
    assert "Contours absents" in out
    lieu = Lieu.objects.get(pk=GALLARDON)
    assert lieu.slug == "bibliotheque-de-gallardon"
    assert lieu.commune == "Gallardon"
    assert lieu.printing_free_pages == 2
    assert lieu.wifi_free is True
    assert lieu.position_precision == PositionPrecision.CENTRE_COMMUNE
    assert (lieu.latitude, lieu.longitude) == (
        lieu.territory_commune.latitude,
        lieu.territory_commune.longitude,
    )
    assert lieu.source == "Monographie du bassin de Chartres, 25 janvier 2021"
    assert lieu.date_maj.isoformat() == "2021-01-25"
    assert lieu.confirmed_at is None
    assert lieu.structure.bassin.nom == "Chartres"
    assert lieu.modalites.filter(field="services", code="demarches").exists()
    assert lieu.equipments.filter(kind=EquipmentKind.IMPRIMANTE).count() == 1
    version = lieu.history.get()
    assert version.history_source == ORIGIN
    assert version.history_type == "+"
    assert Passage.objects.filter(lieu__slug="bus-numerique-carsat", kind="halte").count() == 10
    assert Commune.objects.get(nom="Tours").postal_code_list == ["37000", "37100", "37200"]


@pytest.mark.django_db
def test_passages_hang_on_sheets_or_structures(small: Path) -> None:
    loaded(small)
    cria = Passage.objects.get(structure__slug="cria-28")
    assert cria.host is not None
    assert cria.host.nom == "Centre social du Clos Margis"


@pytest.mark.django_db
def test_the_territory_of_the_demonstration(small: Path) -> None:
    loaded(small)
    assert Bassin.objects.count() == 23
    assert BassinMembership.objects.get(commune__nom="Gallardon").bassin.nom == "Chartres"
    assert FormerCommune.objects.get(nom="Voves").commune.nom == "Les Villages Vovéens"


@pytest.mark.django_db
def test_a_second_load_changes_nothing() -> None:
    loaded(FOLDER)
    revisions = dict(Lieu.objects.values_list("pk", "revision"))
    out = loaded(FOLDER)
    assert "Fiches : 0 créées, 0 modifiées, 72 inchangées, 0 laissées" in out
    assert "Structures : 0 créées, 0 modifiées, 108 inchangées, 0 laissées" in out
    assert dict(Lieu.objects.values_list("pk", "revision")) == revisions


@pytest.mark.django_db
def test_a_dry_run_writes_nothing(small: Path) -> None:
    out = loaded(small, dry_run=True)
    assert "Fiches : 18 créées" in out
    assert "rien n’a été écrit" in out
    assert not Lieu.objects.exists()
    assert not Structure.objects.exists()
    assert not Commune.objects.exists()


@pytest.mark.django_db
def test_new_facts_reach_a_sheet_that_nobody_touched(small: Path) -> None:
    loaded(small)
    spoil(small, wifi_note="Aussi sur la place.", equipments=[{"kind": "tablette", "count": 2}])
    assert "Fiches : 0 créées, 1 modifiées, 17 inchangées" in loaded(small)
    lieu = Lieu.objects.get(pk=GALLARDON)
    assert lieu.wifi_note == "Aussi sur la place."
    assert [part.count for part in lieu.equipments.all()] == [2]
    assert lieu.history.count() == 2


@pytest.mark.django_db
def test_what_a_person_wrote_stays(small: Path) -> None:
    loaded(small)
    lieu = Lieu.objects.get(pk=GALLARDON)
    lieu.wifi_note = "Corrigé sur place."
    save_lieu(lieu=lieu, modalites=None, origin="saisie", equipments=[])
    structure = Structure.objects.get(slug="pep28")
    structure.presentation = "Corrigé."
    save_structure(structure=structure, origin="saisie")
    report = load_demo(demo=read_demo(folder=small))
    assert report.lieux.kept == ["Bibliothèque de Gallardon"]
    assert report.structures.kept == ["PEP28"]
    assert Lieu.objects.get(pk=GALLARDON).wifi_note == "Corrigé sur place."
    assert not Lieu.objects.get(pk=GALLARDON).equipments.exists()
    assert Structure.objects.get(slug="pep28").presentation == "Corrigé."


@pytest.mark.django_db
def test_a_commune_already_there_is_kept(small: Path) -> None:
    loaded(small)
    Commune.objects.filter(nom="Gallardon").update(population=1, latitude=48.0, longitude=1.0)
    assert "Communes créées : 0" in loaded(small)
    assert Commune.objects.get(nom="Gallardon").population == 1
    # The sheet follows the centre that the territory knows.
    assert Lieu.objects.get(pk=GALLARDON).latitude == 48.0


@pytest.mark.django_db
def test_a_taken_address_is_left_to_its_owner(small: Path) -> None:
    loaded(small)
    Lieu.objects.filter(pk=GALLARDON).delete()
    other = Lieu.objects.exclude(pk=GALLARDON).first()
    assert other is not None
    Lieu.objects.filter(pk=other.pk).update(slug="bibliotheque-de-gallardon")
    loaded(small)
    assert Lieu.objects.get(pk=GALLARDON).slug == "bibliotheque-de-gallardon-2"
