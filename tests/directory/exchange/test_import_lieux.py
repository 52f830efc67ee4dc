"""The command import_lieux: what goes in, what is refused and why, what is left alone."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from maillage.directory.actions import archive_lieu, save_lieu
from maillage.directory.enums import PositionPrecision
from maillage.directory.exchange.readers import RawRow, open_source
from maillage.directory.exchange.report import ImportReport
from maillage.directory.import_actions import apply_file, open_file
from maillage.directory.models import DirectoryRevision, Lieu, Source
from maillage.territory.models import FormerCommune
from tests.directory.exchange.conftest import RunImport, a_row, csv_text, exported
from tests.factories.territory import CommuneFactory

pytestmark = pytest.mark.django_db


def gallardon() -> None:
    CommuneFactory(
        code="28168", nom="Gallardon", postal_codes="28320", latitude=48.52, longitude=1.69
    )


def test_the_valid_example_of_the_standard(run_import: RunImport, data_dir: Path) -> None:
    content = (data_dir / "exemple-valide-standard.csv").read_bytes()
    outcome = run_import(content)
    assert outcome.status == 0
    # The street is written in capitals in the example.
    assert [message["field"] for message in outcome.messages] == ["adresse"]
    assert outcome.counters["creees"] == 1
    lieu = Lieu.objects.get(pk="structure-1")
    assert lieu.nom == "Anonymal"
    assert lieu.date_maj == date(2024, 4, 2)
    assert lieu.courriel_list == ["contact@laquincaillerie.tl", "responsable@laquincaillerie.tl"]
    assert lieu.import_source == "essai"
    assert lieu.slug == "anonymal-reims"
    assert lieu.position_precision == PositionPrecision.EXACTE
    assert "anonymal" in lieu.search_text
    assert lieu.modalites.count() == 24


def test_real_files_of_version_0(run_import: RunImport, data_dir: Path) -> None:
    for name, count in (
        ("data-inclusion_cvl_2023-02.json", 123),
        ("conseillers-numeriques_permanences_cvl_2022-05.json", 181),
    ):
        outcome = run_import((data_dir / "lieux" / name).read_bytes(), source=name[:8])
        assert outcome.status == 0
        assert outcome.counters["creees"] == count


def test_a_refused_row_says_every_reason_and_the_rest_goes_in(run_import: RunImport) -> None:
    bad = a_row(id="b", code_postal="2832", date_maj="bientôt", nom="Salle des fêtes", adresse="")
    bad["code_postal"] = "ABC"
    outcome = run_import([a_row(), bad, a_row(id="c"), a_row(id="c", nom="Encore")])
    assert outcome.status == 1
    assert outcome.counters | {} == {
        "lues": 4,
        "creees": 2,
        "modifiees": 0,
        "inchangees": 0,
        "gardees": 0,
        "rejetees": 2,
        "reparees": 0,
        "avec_avertissement": 1,
        "proposees": 0,
        "disparues": 0,
        "positions_suspectes": 0,
    }
    refusals = [m for m in outcome.messages if m["level"] == "rejet"]
    first = [m for m in refusals if m["line"] == 3]
    assert {m["field"] for m in first} == {"code_postal", "date_maj"}
    assert {(m["id"], m["nom"]) for m in first} == {("b", "Salle des fêtes")}
    assert "déjà celui de la ligne 4" in refusals[-1]["message"]
    assert "ligne 3 « Salle des fêtes »" in outcome.text
    assert set(Lieu.objects.values_list("pk", flat=True)) == {"lieu-1", "c"}


def test_a_line_cut_in_its_middle(run_import: RunImport) -> None:
    text = csv_text([a_row(), a_row(id="lieu-2")])
    outcome = run_import(text[: text.rindex("48.5275")])
    assert outcome.status == 1
    assert (outcome.counters["creees"], outcome.counters["rejetees"]) == (1, 1)
    assert outcome.messages[0]["line"] == 3
    assert outcome.messages[0]["id"] == "lieu-2"


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04abc", csv_text([a_row()]).split("\n")[0], b'[{"id": "a"', b"a;b\n1;2\n"],
)
def test_a_file_that_cannot_be_read_changes_nothing(
    run_import: RunImport, content: bytes | str
) -> None:
    outcome = run_import(content)
    assert outcome.status == 1
    assert "Rien n’est changé." in outcome.text
    assert not Lieu.objects.exists()


def test_bad_source_name(run_import: RunImport) -> None:
    outcome = run_import([a_row()], source="Ma Source")
    assert outcome.status == 1
    assert "nom de source" in outcome.text


def test_latin1_with_semicolons(run_import: RunImport) -> None:
    text = csv_text([a_row(nom="Médiathèque d’été", adresse="1 rue Haute")], ";")
    outcome = run_import(text.encode("cp1252"))
    assert outcome.status == 0
    assert Lieu.objects.get().nom == "Médiathèque d’été"


def test_a_second_import_writes_nothing(run_import: RunImport) -> None:
    gallardon()
    rows = [a_row(), a_row(id="b", latitude="", longitude="", horaires="quand on peut")]
    run_import(rows)
    before = DirectoryRevision.objects.get().value
    outcome = run_import(rows)
    assert outcome.counters["inchangees"] == 2
    assert DirectoryRevision.objects.get().value == before
    assert Lieu.history.count() == 2


def test_a_change_writes_one_version(run_import: RunImport) -> None:
    run_import([a_row()])
    outcome = run_import([a_row(nom="Bibliothèque", services="Loisirs et créations numériques")])
    assert outcome.counters["modifiees"] == 1
    lieu = Lieu.objects.get()
    assert lieu.nom == "Bibliothèque"
    assert "bibliotheque" in lieu.search_text
    assert lieu.slug == "mediatheque-de-gallardon"
    assert [m.value for m in lieu.modalites.all()] == ["Loisirs et créations numériques"]
    latest, first = lieu.history.all()
    assert (first.history_type, latest.history_type) == ("+", "~")
    assert first.history_source == latest.history_source == "import:essai"
    assert [m.modalite.value for m in latest.modalites.all()] == ["Loisirs et créations numériques"]
    assert first.nom == "Médiathèque de Gallardon"


def test_columns_that_the_file_has_not_keep_their_values(run_import: RunImport) -> None:
    run_import([a_row(telephone="02 37 00 00 00", frais_a_charge="Gratuit")])
    short = ("id", "pivot", "nom", "commune", "code_postal", "adresse", "date_maj", "services")
    outcome = run_import([{name: a_row(nom="Autre nom")[name] for name in short}])
    assert outcome.counters["modifiees"] == 1
    lieu = Lieu.objects.get()
    assert (lieu.nom, lieu.telephone, lieu.latitude) == ("Autre nom", "+33237000000", 48.5275)
    assert {m.value for m in lieu.modalites.all()} == {
        "Gratuit",
        "Aide aux démarches administratives",
    }


def test_dry_run_counts_and_writes_nothing(run_import: RunImport) -> None:
    run_import([a_row()])
    revision = DirectoryRevision.objects.get().value
    outcome = run_import([a_row(nom="Autre"), a_row(id="b")], "--dry-run")
    assert (outcome.counters["creees"], outcome.counters["modifiees"]) == (1, 1)
    assert "rien n’est écrit" in outcome.text
    assert Lieu.objects.get().nom == "Médiathèque de Gallardon"
    assert DirectoryRevision.objects.get().value == revision


def test_a_sheet_changed_by_hand_is_kept(run_import: RunImport) -> None:
    run_import([a_row()])
    lieu = Lieu.objects.get()
    lieu.nom = "Nom donné par la bibliothécaire"
    save_lieu(lieu=lieu, modalites=None, origin="saisie")
    outcome = run_import([a_row(nom="Nom du fichier")])
    assert outcome.status == 0
    assert (outcome.counters["gardees"], outcome.counters["proposees"]) == (1, 1)
    assert "leur est proposé" in outcome.messages[0]["message"]
    assert Lieu.objects.get().nom == "Nom donné par la bibliothécaire"


def test_an_archived_sheet_does_not_come_back(run_import: RunImport) -> None:
    run_import([a_row()])
    archive_lieu(lieu=Lieu.objects.get(), origin="import:essai")
    outcome = run_import([a_row(nom="Rouvert")])
    assert outcome.counters["gardees"] == 1
    assert Lieu.objects.get().nom == "Médiathèque de Gallardon"


def test_an_identifier_of_another_source(run_import: RunImport) -> None:
    run_import([a_row()])
    outcome = run_import([a_row(nom="Un autre lieu")], source="autre")
    assert outcome.status == 0
    assert outcome.messages[0]["after"] == "autre-lieu-1"
    assert dict(Lieu.objects.values_list("pk", "nom")) == {
        "lieu-1": "Médiathèque de Gallardon",
        "autre-lieu-1": "Un autre lieu",
    }
    again = run_import([a_row(nom="Un autre lieu")], source="autre")
    assert again.counters["inchangees"] == 1


def test_page_addresses_never_clash(run_import: RunImport) -> None:
    run_import([a_row(id="a"), a_row(id="b")])
    run_import([a_row(id="a"), a_row(id="c")], source="autre")
    assert set(Lieu.objects.values_list("slug", flat=True)) == {
        "mediatheque-de-gallardon",
        "mediatheque-de-gallardon-2",
        "mediatheque-de-gallardon-3",
        "mediatheque-de-gallardon-4",
    }


def test_without_coordinates_the_centre_of_the_commune_and_back(run_import: RunImport) -> None:
    gallardon()
    outcome = run_import(
        [
            a_row(latitude="0", longitude="0"),
            a_row(id="b", code_insee="75056", commune="Paris", code_postal="75001", latitude=""),
        ]
    )
    assert outcome.levels("latitude") == ["avertissement", "avertissement"]
    here, away = Lieu.objects.order_by("-pk")
    assert (here.latitude, here.longitude) == (48.52, 1.69)
    assert here.position_precision == PositionPrecision.CENTRE_COMMUNE
    assert here.territory_commune_id == "28168"
    assert (away.latitude, away.position_precision) == (None, PositionPrecision.INCONNUE)
    assert away.territory_commune_id is None
    assert [row["latitude"] for row in exported()] == ["", ""]


def test_the_code_of_the_commune_is_found_or_brought_up_to_date(run_import: RunImport) -> None:
    gallardon()
    FormerCommune.objects.create(code="28999", nom="Vieux-Bourg", commune_id="28168")
    outcome = run_import(
        [a_row(code_insee=""), a_row(id="b", code_insee="28999"), a_row(id="c", code_insee="99")]
    )
    assert set(Lieu.objects.values_list("code_insee", flat=True)) == {"28168"}
    assert outcome.levels("code_insee") == ["réparé", "réparé", "avertissement", "réparé"]


def test_swapped_coordinates_are_put_right(run_import: RunImport) -> None:
    run_import([a_row(latitude="1,6925", longitude="48,5275")])
    lieu = Lieu.objects.get()
    assert (lieu.latitude, lieu.longitude) == (48.5275, 1.6925)


def test_html_in_every_field(run_import: RunImport) -> None:
    evil = "<script>alert(1)</script>"
    fields = {name: f"{evil}{value}" for name, value in a_row().items() if name != "id"}
    outcome = run_import([{**a_row(), **fields, "code_postal": "28320", "date_maj": "2026-01-01"}])
    assert outcome.counters["creees"] == 1
    lieu = Lieu.objects.get()
    for value in (lieu.nom, lieu.commune, lieu.adresse, lieu.source, lieu.search_text, lieu.slug):
        assert "<" not in value


def test_text_longer_than_any_column(run_import: RunImport) -> None:
    long = {name: value + "x" * 5000 for name, value in a_row().items()}
    texts = ("complement_adresse", "source", "structure_parente", "autres_formations_labels")
    outcome = run_import([{**a_row(), **{name: long[name] for name in texts}}, {**long, "id": "b"}])
    assert (outcome.counters["creees"], outcome.counters["rejetees"]) == (1, 1)
    Lieu.objects.get().full_clean()


def test_an_interruption_leaves_the_directory_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(csv_text([a_row(id=f"lieu-{n}") for n in range(600)]), encoding="utf-8")
    opened = open_file(slug="essai", path=path)

    def stop(_counters: object) -> None:
        raise KeyboardInterrupt

    report = ImportReport()
    with pytest.raises(KeyboardInterrupt):
        apply_file(opened=opened, path=path, report=report, progress=stop)
    report.close()
    opened.source_file.rows.close()  # type: ignore[attr-defined]
    assert not Lieu.objects.exists()


def test_rows_are_read_as_they_come(tmp_path: Path) -> None:
    """Nothing holds the whole file: the first row is there before the last is read."""
    path = tmp_path / "a.csv"
    path.write_text(csv_text([a_row(id=f"lieu-{n}") for n in range(3)]), encoding="utf-8")
    rows = open_source(path).rows
    assert isinstance(next(rows), RawRow)
    assert next(rows).values["id"] == "lieu-1"


def test_json_report_is_whole_without_any_message(run_import: RunImport) -> None:
    outcome = run_import(json.dumps([a_row()]), name="lieux.json")
    assert outcome.messages == []
    assert outcome.counters["creees"] == 1


def test_half_a_letter_in_the_name_of_a_column_is_reported(run_import: RunImport) -> None:
    outcome = run_import(json.dumps([{**a_row(), "\ud800": "x"}]).encode())
    assert outcome.status == 0
    assert outcome.counters["creees"] == 1
    assert outcome.messages[0]["field"] == "\\ud800"


def test_a_batch_does_not_read_the_links_of_every_sheet(run_import: RunImport) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the plan of the other database follows its own statistics")
    run_import([a_row()])
    with connection.cursor() as cursor:
        # As prepare_site leaves a small directory.
        cursor.execute("ANALYZE")
    copies: list[tuple[str, Any]] = []

    def watch(execute: Callable[..., Any], sql: str, params: Any, *rest: Any) -> Any:
        if sql.startswith('INSERT INTO "directory_historicallieu_modalites"'):
            copies.append((sql[sql.index("SELECT") :], params))
        return execute(sql, params, *rest)

    with connection.execute_wrapper(watch):
        run_import([a_row(id=f"lieu-{rank}") for rank in range(2, 40)])
    ((select, params),) = copies
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {select}", params)
        steps = [row[3] for row in cursor.fetchall()]
    assert [step.split()[1] for step in steps] == ["version", "link"]


def test_a_report_that_cannot_be_written_stops_before_anything(tmp_path: Path) -> None:
    sheet = tmp_path / "lieux.csv"
    sheet.write_text(csv_text([a_row()]), encoding="utf-8")
    for report, words in ((tmp_path, "dossier"), (sheet, "effacerait")):
        with pytest.raises(CommandError, match=words):
            call_command("import_lieux", source="essai", file=str(sheet), report=str(report))
    assert not Lieu.objects.exists()
    assert sheet.read_text(encoding="utf-8") == csv_text([a_row()])


def test_a_name_too_long_for_the_disk_is_no_crash() -> None:
    with pytest.raises(CommandError, match="ne peut pas être ouvert"):
        call_command("import_lieux", source="essai", file="x" * 5_000)


def test_a_busy_database_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = tmp_path / "lieux.csv"
    sheet.write_text(csv_text([a_row()]), encoding="utf-8")

    def locked(**_kwargs: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr("maillage.directory.management.commands.import_lieux.apply_file", locked)
    with pytest.raises(CommandError, match="un autre import"):
        call_command("import_lieux", source="essai", file=str(sheet))


def test_a_mapping_is_remembered_once_its_file_went_in(tmp_path: Path) -> None:
    gallardon()
    sheet, mapping = tmp_path / "lieux.csv", tmp_path / "correspondance.json"
    head = "numero,titre,voie,cp,ville"
    sheet.write_text(f"{head}\n1,Relais,1 quai du Port,28320,Gallardon\n", encoding="utf-8")
    config = {
        "id": {"colonne": "numero"},
        "nom": {"colonne": "titre"},
        "adresse": {"colonne": "voie"},
        "code_postal": {"colonne": "cp"},
        "commune": {"colonne": "ville"},
    }
    mapping.write_text(json.dumps(config), encoding="utf-8")
    options = {"source": "essai", "file": str(sheet)}
    call_command("import_lieux", **options, mapping=str(mapping), dry_run=True)
    with pytest.raises(CommandError):
        call_command("import_lieux", **options)
    call_command("import_lieux", **options, mapping=str(mapping))
    assert Source.objects.get(pk="essai").mapping == config
    sheet.write_text(f"{head}\n2,Mairie,2 quai du Port,28320,Gallardon\n", encoding="utf-8")
    call_command("import_lieux", **options)
    assert sorted(Lieu.objects.values_list("nom", flat=True)) == ["Mairie", "Relais"]
