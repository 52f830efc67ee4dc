"""What leaves: exact for the schema, the national library and data·inclusion."""

import csv
import io
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from data_inclusion.schema.v1 import ReseauPorteur, Service, Structure, Thematique
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from maillage.directory.actions import archive_lieu, save_lieu
from maillage.directory.enums import LieuStatus, PositionPrecision
from maillage.directory.exchange.writers import data_inclusion, write_csv, write_json
from maillage.directory.export_queries import export_rows, standard_rows
from maillage.directory.models import Lieu
from maillage.directory.standard import FIELD_NAMES, VOCABULARIES
from tests.directory.exchange.conftest import (
    RunImport,
    a_row,
    csv_text,
    exported,
    read_with_library,
)
from tests.factories.territory import BassinFactory, BassinMembershipFactory, CommuneFactory

pytestmark = pytest.mark.django_db


def every_value(name: str) -> str:
    return "|".join(entry.value for entry in VOCABULARIES[name])


def tricky_rows() -> list[dict[str, str]]:
    """Places that a careless export would break."""
    full = {name: every_value(name) for name in VOCABULARIES}
    return [
        a_row(**full, autres_formations_labels="Label, « à » | virgule|Autre"),
        a_row(id="b", nom='Le "Quai", (bis); A|B', adresse='« Tour » n° 5, "ZA" #3 – étage_2'),
        a_row(id="c", commune="Saint-Cyr-sur-Loire (37)", pivot="0123456001", telephone="3646"),
        a_row(id="d", pivot="", courriels="x@ville.fr|contact@médiathèque.fr", latitude=""),
        a_row(id="e", site_web="https://médiathèque.fr/été_(1)?q=a,b#à-propos|www.ville.fr:8080"),
        a_row(id="f", presentation_detail='Un\n\n"Deux", trois\r\n=1+1', presentation_resume="@x"),
        a_row(id="g", telephone="+689 40 12 34 56", code_postal="98700", code_insee=""),
        a_row(id="h", nom="=cmd()", complement_adresse="+1", source="-2", structure_parente="@a"),
        a_row(id="i", services="", publics_specifiquement_adresses="Seniors", nom="L’Œuvre Ÿ ẞ"),
        a_row(
            id="=j", telephone="0 800 12 34 56", prise_rdv="https://rdv.fr/a:b", date_maj="1/2/99"
        ),
    ]


@pytest.fixture
def tricky(run_import: RunImport) -> list[dict[str, str]]:
    assert run_import(tricky_rows()).status == 0
    return exported()


def run_export(tmp_path: Path, name: str, *options: str) -> bytes:
    path = tmp_path / f"sortie.{name}"
    call_command(
        "export_lieux", "--format", name, "--output", str(path), *options, stderr=io.StringIO()
    )
    assert [entry.name for entry in tmp_path.iterdir() if entry.name.startswith(".")] == []
    return path.read_bytes()


def test_the_schema_accepts_every_row(tricky: list[dict[str, str]], data_dir: Path) -> None:
    schema = json.loads((data_dir / "standard-schema.json").read_text(encoding="utf-8"))
    assert len(tricky) == 10
    for row in tricky:
        assert list(row) == list(FIELD_NAMES)
        for field in schema["fields"]:
            value, constraints = row[field["name"]], field["constraints"]
            if not value:
                assert not constraints.get("required"), (row["id"], field["name"])
                continue
            if "pattern" in constraints:
                assert re.fullmatch(constraints["pattern"], value), (field["name"], value)
            assert len(value) <= constraints.get("maxLength", 10**6)
            if field["type"] == "number":
                float(value)
            if field["type"] == "date":
                date.fromisoformat(value)
    assert len({row["id"] for row in tricky}) == len(tricky)


def test_the_national_library_accepts_every_row(tricky: list[dict[str, str]]) -> None:
    rows = json.loads("".join(write_json(tricky)))
    answer = read_with_library(rows)
    assert answer["errors"] == []
    read = {place["id"]: place for place in answer["read"]}
    assert len(read["lieu-1"]["typologies"]) == 91  # « Autre » says nothing beside another kind
    assert "Étapes numériques (La Poste)" in read["lieu-1"]["autres_formations_labels"]
    assert read["b"]["nom"] == 'Le "Quai", (bis); A|B'
    assert read["d"]["contact"]["courriels"] == ["contact@mediatheque.fr"]
    assert read["lieu-1"]["localisation"] == {"latitude": 48.5275, "longitude": 1.6925}


def test_csv_is_exact_and_read_back_by_any_reader(tricky: list[dict[str, str]]) -> None:
    text = "".join(write_csv(tricky))
    assert text.startswith(",".join(FIELD_NAMES) + "\n")
    assert list(csv.DictReader(io.StringIO(text))) == tricky
    assert [row["telephone"] for row in tricky if row["id"] == "=j"] == ["+33800123456"]


def test_only_published_places_leave(run_import: RunImport) -> None:
    run_import([a_row(id="a"), a_row(id="b"), a_row(id="c"), a_row(id="d")])
    archive_lieu(lieu=Lieu.objects.get(pk="b"), origin="essai")
    Lieu.objects.filter(pk="c").update(status=LieuStatus.BROUILLON)
    assert [row["id"] for row in standard_rows()] == ["a", "d"]
    assert [row["id"] for row in standard_rows(lieu_ids=["d", "c", "absent", "a"])] == ["d", "a"]


def test_queries_do_not_grow_with_places(
    run_import: RunImport, django_assert_num_queries: Any
) -> None:
    run_import([a_row(id=f"l{n}") for n in range(40)])
    with django_assert_num_queries(4):
        assert len(exported()) == 40
    with django_assert_num_queries(3):
        assert len(list(standard_rows(lieu_ids=["l1"]))) == 1


def test_a_position_of_ours_stays_ours(tmp_path: Path, run_import: RunImport) -> None:
    CommuneFactory(
        code="28168", nom="Gallardon", postal_codes="28320", latitude=48.52, longitude=1.69
    )
    run_import([a_row(latitude="", longitude="")])
    [lieu] = export_rows()
    assert (lieu.row["latitude"], lieu.latitude) == ("", 48.52)
    [feature] = json.loads(run_export(tmp_path, "geojson"))["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [1.69, 48.52]}
    assert feature["properties"]["position_precision"] == PositionPrecision.CENTRE_COMMUNE
    assert feature["properties"]["slug"] == "mediatheque-de-gallardon"


def test_geojson_without_position(tmp_path: Path, run_import: RunImport) -> None:
    run_import([a_row(latitude="", longitude="", code_insee="75056")])
    [feature] = json.loads(run_export(tmp_path, "geojson"))["features"]
    assert feature["geometry"] is None


def test_xlsx_cannot_run_anything(tmp_path: Path, tricky: list[dict[str, str]]) -> None:
    book = load_workbook(io.BytesIO(run_export(tmp_path, "xlsx")))
    head, *rows = book.active.iter_rows()  # type: ignore[union-attr]
    assert [cell.value for cell in head] == list(FIELD_NAMES)
    assert len(rows) == len(tricky)
    cells = [cell for row in rows for cell in row]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    risky = [cell for cell in cells if str(cell.value or "")[:1] in {"=", "+", "-", "@"}]
    assert len(risky) >= 6
    assert all(cell.quotePrefix for cell in risky)


def test_data_inclusion_is_valid(tmp_path: Path, tricky: list[dict[str, str]]) -> None:
    found = json.loads(run_export(tmp_path, "data-inclusion"))
    assert len(found["structures"]) == 10
    assert len(found["services"]) == 9
    for structure in found["structures"]:
        Structure.model_validate(structure)
    for service in found["services"]:
        Service.model_validate(service)
    by_id = {structure["id"]: structure for structure in found["structures"]}
    assert by_id["maillage--=j"]["date_maj"] == "2000-01-01"
    assert "siret" not in by_id["maillage--d"]
    assert by_id["maillage--lieu-1"]["siret"] == "43493312300029"


def test_data_inclusion_mappings_exist() -> None:
    assert set(data_inclusion.THEMATIQUES) == {v.value for v in VOCABULARIES["services"]}
    for names in data_inclusion.THEMATIQUES.values():
        assert [Thematique(name) for name in names]
    for table in (data_inclusion.RESEAUX_OF_TYPOLOGIE, data_inclusion.RESEAUX_OF_DISPOSITIF):
        assert {ReseauPorteur(name) for name in table.values()}
    assert set(data_inclusion.RESEAUX_OF_TYPOLOGIE) <= {v.value for v in VOCABULARIES["typologie"]}


def test_one_service_in_words(run_import: RunImport) -> None:
    run_import(
        [
            a_row(
                frais_a_charge="Payant|Gratuit sous condition",
                modalites_acces="Envoyer un mail avec une fiche de prescription",
                modalites_accompagnement="À distance",
                prise_en_charge_specifique="Surdité|Illettrisme",
            )
        ]
    )
    service = data_inclusion.service_of(exported()[0], today=date(2026, 4, 1))
    assert service is not None
    assert service["frais"] == "gratuit"
    assert service["frais_precisions"] == "Gratuit sous condition, Payant"
    assert service["modes_accueil"] == ["a-distance"]
    assert service["mobilisable_par"] == ["professionnels"]
    assert service["publics"] == ["personnes-en-situation-de-handicap"]
    assert "type" not in service


@pytest.mark.parametrize(
    ("territory", "expected"),
    [
        (None, ["a", "b", "c"]),
        ("commune:28168", ["a"]),
        ("commune:gallardon", ["a"]),
        ("bassin:chartres", ["a"]),
        ("departement:28", ["a", "b"]),
    ],
)
def test_territories(
    tmp_path: Path, run_import: RunImport, territory: str | None, expected: list[str]
) -> None:
    gallardon = CommuneFactory(code="28168", nom="Gallardon", slug="gallardon")
    CommuneFactory(code="28085", nom="Chartres")
    BassinMembershipFactory(commune=gallardon, bassin=BassinFactory(nom="Chartres"))
    run_import(
        [
            a_row(id="a"),
            a_row(id="b", code_insee="28085", commune="Chartres", code_postal="28000"),
            a_row(id="c", code_insee="75056", commune="Paris", code_postal="75001"),
        ]
    )
    options = ["--territory", territory] if territory else []
    rows = csv.DictReader(io.StringIO(run_export(tmp_path, "standard-csv", *options).decode()))
    assert [row["id"] for row in rows] == expected


@pytest.mark.parametrize("territory", ["dreux", "ville:28168", "bassin:atlantide", "commune:"])
def test_unknown_territories(tmp_path: Path, territory: str) -> None:
    with pytest.raises(CommandError, match="erritoire"):
        run_export(tmp_path, "standard-csv", "--territory", territory)
    assert list(tmp_path.iterdir()) == []


def test_an_output_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="ne peut pas être écrit"):
        call_command(
            "export_lieux", "--format", "xlsx", "--output", str(tmp_path / "absent" / "a.xlsx")
        )


def test_a_failed_export_leaves_the_former_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "lieux.csv"
    path.write_text("ancien", encoding="utf-8")

    def broken(**_options: object) -> Any:
        raise OSError(28, "plus de place")

    monkeypatch.setattr(
        "maillage.directory.management.commands.export_lieux.export_rows",
        lambda **_o: broken_rows(),
    )

    def broken_rows() -> Any:
        yield from ()
        broken()

    with pytest.raises(CommandError, match="plus de place"):
        call_command("export_lieux", "--format", "standard-csv", "--output", str(path))
    assert path.read_text(encoding="utf-8") == "ancien"
    assert list(tmp_path.iterdir()) == [path]


def test_hand_written_values_leave_in_order(run_import: RunImport) -> None:
    """What people type is not what files need: the writer conforms it."""
    lieu = Lieu(
        id="main",
        nom="  Lieu  <b>neuf</b> ",
        commune="Tours",
        code_postal="37000",
        adresse="*",
        telephone="02 47 00 00 00",
        site_web="https://Ville.fr/été",
        date_maj=date(2026, 1, 1),
        presentation_detail="Un\r\nDeux",
    )
    save_lieu(lieu=lieu, modalites={"services": ["demarches"]}, origin="saisie")
    [row] = exported()
    assert row["nom"] == "Lieu neuf"
    assert row["adresse"] == "Adresse non communiquée"
    assert row["telephone"] == "+33247000000"
    assert row["site_web"] == "https://ville.fr/%C3%A9t%C3%A9"
    assert row["presentation_detail"] == "Un\nDeux"
    Lieu.objects.all().delete()
    assert run_import(csv_text([row])).status == 0
    assert exported() == [row]
