"""Imports from the professional area: a file, its preview, what it did; hostile files."""

import io
import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.models import User
from maillage.contributions.actions import imports as actions
from maillage.contributions.jobs import imports as jobs
from maillage.core.locks import alone
from maillage.core.models import JournalEntry
from maillage.directory.assembly import IMPORT_LOCK
from maillage.directory.enums import RunStatus
from maillage.directory.exchange.fetch import FetchError
from maillage.directory.import_actions import fail_run, runs
from maillage.directory.models import ImportRow, ImportRun, Lieu, Source, SourceRecord
from maillage.network.models import Coordination
from tests.contributions.imports_fixtures import (
    ELSEWHERE,
    FIRST,
    SECOND,
    WITHOUT_DATE,
    client,
    coordinator,
    csv_file,
    uploads,
)
from tests.factories.directory import make_lieu
from tests.factories.imports import make_run, make_source
from tests.factories.people import client_of, make_administrator, make_coordinator

__all__ = ["client", "coordinator", "uploads"]
pytestmark = pytest.mark.django_db
NEW = {"source": "+", "nom": "Lieux du Perche", "licence": "Licence Ouverte 2.0"}


def send(client: Client, file: Any = None, **data: Any) -> Any:
    """The form of a new import, with a new source unless said otherwise."""
    values = {**NEW, **data}
    if file is not None:
        values["fichier"] = file
    return client.post(reverse("contributions:import_create"), values)


def url(name: str, run: ImportRun) -> str:
    return reverse(f"contributions:{name}", args=[run.pk])


def page(client: Client, run: ImportRun, query: str = "") -> str:
    response = client.get(url("import_detail", run) + query)
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


def error_of(response: Any, name: str) -> str:
    assert response.status_code == 400
    return str(response.context["errors"][name])


# --- a file, its preview, its report ---------------------------------------------------------
def test_a_file_is_seen_then_applied_then_forgotten(
    client: Client, coordinator: User, uploads: Path
) -> None:
    response = send(client, csv_file(FIRST, SECOND, WITHOUT_DATE))
    run = ImportRun.objects.get()
    assert response.headers["Location"] == url("import_detail", run)
    assert (run.status, run.by, run.file_name) == (RunStatus.APERCU, coordinator, "lieux.csv")
    assert not Lieu.objects.exists()
    html = page(client, run)
    assert "Fiche à créer" in html
    assert "La date de mise à jour manque." in html
    assert "Appliquer" in html
    assert [one.number for one in client.get(url("import_detail", run)).context["figures"]][:4] == [
        2,
        0,
        0,
        1,
    ]

    client.post(url("import_apply", run))
    run.refresh_from_db()
    assert (run.status, str(run.upload)) == (RunStatus.REUSSI, "")
    assert not [path for path in uploads.rglob("*") if path.is_file()]
    assert {lieu.nom for lieu in Lieu.objects.all()} == {"Médiathèque", "Tiers-lieu"}
    html = page(client, run)
    assert "Fiche créée" in html
    assert "Appliquer" not in html
    assert "L’annuaire a changé" not in html
    source = run.source
    assert (source.pk, source.nom, source.licence) == (
        "lieux-du-perche",
        "Lieux du Perche",
        "Licence Ouverte 2.0",
    )
    verbs = set(JournalEntry.objects.values_list("verb", flat=True))
    assert {"import.received", "import.applied"} <= verbs


def test_the_journal_says_it_to_the_coordination_of_the_places(client: Client) -> None:
    send(client, csv_file(FIRST))
    client.post(url("import_apply", ImportRun.objects.get()))
    lines = client.get("/pro/journal/").context["lines"]
    assert [(line.words, line.object_words, line.detail) for line in lines] == [
        ("import appliqué", "Lieux du Perche", "source : lieux-du-perche"),
        ("fichier à importer reçu", "Lieux du Perche", "source : lieux-du-perche"),
    ]
    elsewhere = client_of(make_coordinator("bassin", "2499"))
    assert elsewhere.get("/pro/journal/").context["lines"] == []


def test_the_same_file_again_says_so_and_changes_nothing(client: Client) -> None:
    send(client, csv_file(FIRST))
    client.post(url("import_apply", ImportRun.objects.get()))
    send(client, csv_file(FIRST), source="lieux-du-perche")
    run = ImportRun.objects.latest("pk")
    assert (run.counters["inchangees"], run.counters["creees"]) == (1, 0)
    assert "Ce fichier a déjà été importé" in page(client, run)


def test_what_changes_is_shown_field_by_field_in_words(client: Client) -> None:
    send(client, csv_file(FIRST))
    client.post(url("import_apply", ImportRun.objects.get()))
    moved = FIRST.replace("02 37 00 00 00", "02 37 99 99 99").replace("2026-03-01", "2026-04-02")
    send(client, csv_file(moved), source="lieux-du-perche")
    html = page(client, ImportRun.objects.latest("pk"))
    assert "02 37 00 00 00" in html
    assert "02 37 99 99 99" in html
    assert "2 avril 2026" in html


def test_applying_computes_everything_again_and_says_the_difference(client: Client) -> None:
    send(client, csv_file(FIRST, SECOND))
    run = ImportRun.objects.get()
    other = run.source
    send(client, csv_file(FIRST), source=other.pk)
    client.post(url("import_apply", ImportRun.objects.latest("pk")))
    client.post(url("import_apply", run))
    html = page(client, run)
    assert "tout a été recalculé" in html
    assert "fiches créées : 1, l’aperçu disait 2" in html


def test_places_that_left_the_file_are_flagged(client: Client) -> None:
    send(client, csv_file(FIRST, SECOND))
    client.post(url("import_apply", ImportRun.objects.get()))
    send(client, csv_file(FIRST), source="lieux-du-perche")
    run = ImportRun.objects.latest("pk")
    html = page(client, run, "?quoi=disparue")
    assert "Tiers-lieu" in html
    assert "Médiathèque" not in html
    client.post(url("import_apply", run))
    assert SourceRecord.objects.filter(missing_since__isnull=False).count() == 1
    line = client.get("/pro/imports/").context["sources"][0]
    assert (line.sheets, line.absent) == (2, 1)


def test_a_coordinator_touches_their_communes_only(client: Client, coordinator: User) -> None:
    send(client, csv_file(FIRST, ELSEWHERE))
    run = ImportRun.objects.get()
    assert "hors du territoire" in page(client, run, "?quoi=rejetee")
    client.post(url("import_apply", run))
    assert [lieu.nom for lieu in Lieu.objects.all()] == ["Médiathèque"]
    administrator = client_of(make_administrator())
    send(administrator, csv_file(FIRST, ELSEWHERE), source="lieux-du-perche")
    administrator.post(url("import_apply", ImportRun.objects.latest("pk")))
    assert Lieu.objects.count() == 2


def test_an_administrator_who_applies_keeps_to_the_preview(client: Client) -> None:
    send(client, csv_file(FIRST, ELSEWHERE))
    run = ImportRun.objects.get()
    client_of(make_administrator()).post(url("import_apply", run))
    assert Lieu.objects.count() == 1


def test_who_lost_their_territory_imports_nothing_any_more(
    client: Client, coordinator: User
) -> None:
    send(client, csv_file(FIRST))
    run = ImportRun.objects.get()
    Coordination.objects.filter(user=coordinator).delete()
    client_of(make_administrator()).post(url("import_apply", run))
    run.refresh_from_db()
    assert run.status == RunStatus.ECHEC
    assert "ne coordonne plus" in run.error
    assert not Lieu.objects.exists()


def test_giving_up_changes_nothing_and_erases_the_file(client: Client, uploads: Path) -> None:
    send(client, csv_file(FIRST))
    run = ImportRun.objects.get()
    html = client.post(url("import_give_up", run), follow=True).content.decode()
    assert "rien n’est changé" in html
    run.refresh_from_db()
    assert run.status == RunStatus.ABANDONNE
    assert not [path for path in uploads.rglob("*") if path.is_file()]
    client.post(url("import_apply", run))
    client.post(url("import_retry", run))
    run.refresh_from_db()
    assert run.status == RunStatus.ABANDONNE
    assert not Lieu.objects.exists()


def test_a_run_given_up_while_its_file_is_opened_stays_so(
    client: Client, coordinator: User, uploads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = actions.open_for_import

    def slow(**options: Any) -> Any:
        found = opened(**options)
        actions.give_up(run=ImportRun.objects.get(), by=coordinator)
        return found

    monkeypatch.setattr(actions, "open_for_import", slow)
    send(client, csv_file(FIRST))
    run = ImportRun.objects.get()
    assert (run.status, run.error, "demande" in run.details) == (RunStatus.ABANDONNE, "", False)
    assert not [path for path in uploads.rglob("*") if path.is_file()]
    fail_run(run=run, why="Trop tard.")
    assert (run.status, run.error) == (RunStatus.ABANDONNE, "")


def test_a_declared_source_may_send_the_standard_itself(client: Client) -> None:
    send(client, csv_file(FIRST), source="hub-lo")
    run = ImportRun.objects.get()
    assert (run.status, run.source_id, run.counters["creees"]) == (RunStatus.APERCU, "hub-lo", 1)
    assert run.source.nom != "hub-lo"


# --- columns that nobody knows -----------------------------------------------------------------
OWN = "Numéro;Nom de la structure;Rue;CP;Ville"
OWN_LINE = "12;Médiathèque;1 rue Haute;28000;Chartres"
MAPPING = {
    "id": {"colonne": "Numéro"},
    "nom": {"colonne": "Nom de la structure"},
    "adresse": {"colonne": "Rue"},
    "code_postal": {"colonne": "CP"},
    "commune": {"colonne": "Ville"},
}


def mapping_file(content: Any = MAPPING) -> SimpleUploadedFile:
    return SimpleUploadedFile("correspondance.json", json.dumps(content).encode())


def test_unknown_columns_are_shown_and_the_file_is_kept(client: Client, uploads: Path) -> None:
    send(client, csv_file(OWN_LINE, header=OWN))
    run = ImportRun.objects.get()
    html = page(client, run)
    assert "Nom de la structure" in html
    assert "rien n’est perdu" in html
    assert [path for path in uploads.rglob("*") if path.is_file()]
    client.post(url("import_retry", run), {"correspondance": mapping_file()})
    run.refresh_from_db()
    assert (run.status, run.counters["creees"]) == (RunStatus.APERCU, 1)
    client.post(url("import_apply", run))
    assert Lieu.objects.get().nom == "Médiathèque"
    # The next file of this source needs no mapping.
    send(client, csv_file(OWN_LINE, header=OWN), source="lieux-du-perche")
    assert ImportRun.objects.latest("pk").counters["inchangees"] == 1


def test_columns_are_chosen_in_lists_without_any_file(client: Client) -> None:
    header, line = f"{OWN};Ouverture", f"{OWN_LINE};lundi 9h-12h"
    send(client, csv_file(line, header=header))
    run = ImportRun.objects.get()
    lists = client.get(url("import_detail", run)).context["column_lists"]
    proposed = {one.name: one.value for one in lists if one.value}
    assert proposed == {
        "champ-nom": "Nom de la structure",
        "champ-adresse": "Rue",
        "champ-code_postal": "CP",
        "champ-commune": "Ville",
        "champ-horaires": "Ouverture",
        "champ-id": "Numéro",
    }
    client.post(url("import_retry", run), {"colonnes": "1", **proposed})
    run.refresh_from_db()
    assert (run.status, run.counters["creees"]) == (RunStatus.APERCU, 1)
    client.post(url("import_apply", run))
    lieu = Lieu.objects.get()
    assert (lieu.nom, lieu.code_insee, lieu.horaires) == ("Médiathèque", "28085", "Mo 09:00-12:00")
    send(client, csv_file(line, header=header), source="lieux-du-perche")
    assert ImportRun.objects.latest("pk").counters["inchangees"] == 1


@pytest.mark.parametrize(
    ("chosen", "name"),
    [
        ({"champ-adresse": "Rue"}, "champ-nom"),
        ({"champ-nom": "Nom de la structure"}, "champ-adresse"),
        ({"champ-nom": "Absente", "champ-adresse": "Rue"}, "champ-nom"),
    ],
)
def test_columns_that_are_not_enough_are_asked_again_with_the_others_kept(
    client: Client, chosen: dict[str, str], name: str
) -> None:
    send(client, csv_file(OWN_LINE, header=OWN))
    run = ImportRun.objects.get()
    answer = client.post(url("import_retry", run), {"colonnes": "1", **chosen})
    assert answer.status_code == 400
    assert [where for where, _words in answer.context["error_list"]] == [name]
    kept = {one.name: one.value for one in answer.context["column_lists"] if one.value}
    assert kept == chosen
    run.refresh_from_db()
    assert run.status == RunStatus.ECHEC


def test_a_place_that_is_nowhere_is_refused_for_that(client: Client) -> None:
    nowhere = "5;00000000000000;Sans commune;;;1 rue Haute;;;;2026-03-01;"
    send(client, csv_file(FIRST, nowhere))
    row = ImportRow.objects.get(outcome="rejetee")
    assert row.nom == "Sans commune"
    assert [one["field"] for one in row.messages] == ["commune", "code_postal"]


def test_a_partner_who_changed_its_columns_loses_nothing(client: Client) -> None:
    send(client, csv_file(OWN_LINE, header=OWN), correspondance=mapping_file())
    client.post(url("import_apply", ImportRun.objects.get()))
    other = csv_file(OWN_LINE, header="A;B;C;D;E")
    send(client, other, source="lieux-du-perche")
    run = ImportRun.objects.latest("pk")
    assert (run.status, run.details["colonnes"]) == (RunStatus.ECHEC, ["A", "B", "C", "D", "E"])
    assert "n’est pas faite pour ce fichier" in page(client, run)
    assert Lieu.objects.count() == 1


def test_a_mapping_comes_with_the_file(client: Client) -> None:
    send(client, csv_file(OWN_LINE, header=OWN), correspondance=mapping_file())
    assert ImportRun.objects.get().status == RunStatus.APERCU


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({**MAPPING, "nom": {"colonne": "Absente"}}, "« Absente »"),
        ({"n’importe quoi": 3}, "n’est pas un champ"),
        ([1, 2], "objet"),
    ],
)
def test_a_wrong_mapping_is_refused_beside_its_field(
    client: Client, content: Any, words: str
) -> None:
    response = send(client, csv_file(OWN_LINE, header=OWN), correspondance=mapping_file(content))
    assert words in error_of(response, "correspondance")
    assert not ImportRun.objects.exists()


def test_a_mapping_that_is_no_json_is_refused(client: Client) -> None:
    wrong = SimpleUploadedFile("c.json", b"{oui")
    assert "JSON" in error_of(send(client, csv_file(FIRST), correspondance=wrong), "correspondance")
    big = SimpleUploadedFile("c.json", b" " * 1_000_001)
    assert "1 Mo" in error_of(send(client, csv_file(FIRST), correspondance=big), "correspondance")
    deep = SimpleUploadedFile("c.json", b"[" * 500_000)
    assert "JSON" in error_of(send(client, csv_file(FIRST), correspondance=deep), "correspondance")


def test_a_wrong_mapping_given_later_keeps_the_file(client: Client) -> None:
    send(client, csv_file(OWN_LINE, header=OWN))
    run = ImportRun.objects.get()
    wrong = mapping_file({**MAPPING, "nom": {"colonne": "Absente"}})
    client.post(url("import_retry", run), {"correspondance": wrong})
    run.refresh_from_db()
    assert run.status == RunStatus.ECHEC
    assert "« Absente »" in page(client, run)
    answer = client.post(
        url("import_retry", run), {"correspondance": SimpleUploadedFile("a", b"?")}, follow=True
    )
    assert "JSON" in str(next(iter(answer.context["messages"])))
    assert "Dites ce que sont les colonnes" in page(client, run)
    client.post(url("import_retry", run), {"correspondance": mapping_file()})
    run.refresh_from_db()
    assert run.status == RunStatus.APERCU


# --- bad input ---------------------------------------------------------------------------------
def bomb() -> bytes:
    """A workbook that grows a thousand times."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    return output.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<!DOCTYPE html><html><body>Erreur</body></html>", "page web"),
        (b"%PDF-1.7 \x00", "PDF"),
        (b"\x1f\x8b\x08\x00", "compressé"),
        (b"", "vide"),
        (b"\x00\x01\x02\x03" * 50, "pas du texte"),
        (b"PK\x03\x04 n'importe quoi", "abîmé"),
        (b"id;nom\n", "que la ligne des titres"),
    ],
)
def test_a_file_that_is_none_is_refused_beside_its_field(
    client: Client, content: bytes, words: str
) -> None:
    response = send(client, SimpleUploadedFile("lieux.csv", content))
    assert words in error_of(response, "fichier")
    assert not ImportRun.objects.exists()
    assert not Source.objects.filter(pk="lieux-du-perche").exists()
    # What was written is not lost.
    assert response.context["typed"]["nom"] == "Lieux du Perche"


def test_a_bomb_is_refused(client: Client) -> None:
    response = send(client, SimpleUploadedFile("lieux.xlsx", bomb()))
    assert error_of(response, "fichier")
    assert not ImportRun.objects.exists()


def test_a_huge_cell_is_no_error_of_the_site(client: Client) -> None:
    huge = FIRST.replace("Médiathèque", "M" * 10_000_000)
    response = send(client, csv_file(huge, SECOND))
    if response.status_code == 302:
        run = ImportRun.objects.get()
        assert run.status in {RunStatus.APERCU, RunStatus.ECHEC}
        assert len(page(client, run)) < 300_000
    else:
        assert error_of(response, "fichier")


def test_a_file_too_big_is_refused(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("maillage.contributions.forms.imports.MAX_BYTES", 10)
    assert "50 Mo" in error_of(send(client, csv_file(FIRST)), "fichier")


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        ({}, "fichier", "Choisissez un fichier"),
        ({"adresse": "http://exemple.fr/lieux.csv"}, "adresse", "https://"),
        ({"adresse": "https://127.0.0.1/lieux.csv"}, "adresse", "réseau privé"),
        ({"adresse": "https://moi:secret@exemple.fr/"}, "adresse", "mot de passe"),
        ({"source": ""}, "source", "Choisissez la source"),
        ({"source": "inconnue"}, "source", "dans la liste"),
        ({"nom": "Hub-LO"}, "nom", "a déjà ce nom"),
        ({"nom": "…"}, "nom", "ni lettre ni chiffre"),
        ({"nom": " "}, "nom", "Donnez le nom"),
        ({"nom": "n" * 201}, "nom", "200"),
        ({"licence": ""}, "licence", "licence"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    client: Client, data: dict[str, str], name: str, words: str
) -> None:
    response = send(client, None, **data)
    assert words in error_of(response, name)
    assert not ImportRun.objects.exists()


def test_a_file_and_an_address_are_one_too_many(client: Client) -> None:
    response = send(client, csv_file(FIRST), adresse="https://exemple.fr/lieux.csv")
    assert "pas les deux" in error_of(response, "adresse")


def test_an_address_brings_its_file(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def bring(url: str, *, to: Path, limit_bytes: int) -> Any:
        assert limit_bytes == 50_000_000
        to.write_bytes(csv_file(FIRST).read())
        return type("Fetched", (), {"final_url": "https://exemple.fr/fichiers/lieux.csv?cle=1"})

    monkeypatch.setattr("maillage.contributions.forms.imports.fetch", bring)
    send(client, None, adresse="https://exemple.fr/lieux.csv?cle=secret")
    run = ImportRun.objects.get()
    assert (run.status, run.file_name) == (RunStatus.APERCU, "lieux.csv")
    assert run.details["adresse"] == "https://exemple.fr/lieux.csv"


def test_an_address_that_fails_says_why(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(url: str, *, to: Path, limit_bytes: int) -> Any:
        raise FetchError("Le serveur ne répond pas.")

    monkeypatch.setattr("maillage.contributions.forms.imports.fetch", refuse)
    response = send(client, None, adresse="https://exemple.fr/lieux.csv")
    assert error_of(response, "adresse") == "Le serveur ne répond pas."


# --- the work ----------------------------------------------------------------------------------
@contextmanager
def another_import() -> Iterator[None]:
    """As if another process held the lock: one session of PostgreSQL may take its own twice."""

    def taken(name: str) -> AbstractContextManager[bool]:
        return nullcontext(enter_result=False) if name == IMPORT_LOCK else alone(name)

    with pytest.MonkeyPatch.context() as patch:
        for module in (actions, runs):
            patch.setattr(module, "alone", taken)
        yield


def test_an_import_waits_for_another_and_is_done_later(client: Client) -> None:
    with another_import():
        send(client, csv_file(FIRST))
        run = ImportRun.objects.get()
        assert run.status == RunStatus.RECU
        html = page(client, run)
        assert "La lecture commence" in html
        assert "Actualiser" in html
        assert 'http-equiv="refresh"' not in html
        fragment = client.get(url("import_detail", run), headers={"HX-Request": "true"})
        assert fragment.content.decode().startswith('<div id="travail"')
    assert jobs._resume() == "imports=1 busy=0"
    run.refresh_from_db()
    assert run.status == RunStatus.APERCU
    ended = client.get(url("import_detail", run), headers={"HX-Request": "true"})
    assert ended.headers["HX-Refresh"] == "true"
    assert jobs._resume() == "imports=0 busy=0"


def test_what_a_dead_worker_left_is_done_again(client: Client) -> None:
    send(client, csv_file(FIRST))
    run = ImportRun.objects.get()
    details = {**run.details, "demande": actions.APPLY}
    ImportRun.objects.filter(pk=run.pk).update(status=RunStatus.EN_COURS, details=details)
    assert "L’import commence" in page(client, run)
    jobs._resume()
    run.refresh_from_db()
    assert (run.status, Lieu.objects.count()) == (RunStatus.REUSSI, 1)


def test_a_run_that_ended_is_not_done_twice(client: Client) -> None:
    send(client, csv_file(FIRST))
    run = ImportRun.objects.get()
    client.post(url("import_apply", run))
    run.refresh_from_db()
    details = {**run.details, "demande": actions.APPLY}
    ImportRun.objects.filter(pk=run.pk).update(details=details)
    jobs._resume()
    run.refresh_from_db()
    assert (run.counters["creees"], "demande" in run.details) == (1, False)


def test_a_lost_file_is_said(client: Client, uploads: Path) -> None:
    send(client, csv_file(FIRST))
    run = ImportRun.objects.get()
    for path in uploads.rglob("*.donnees"):
        path.unlink()
    assert "n’est plus gardé" in page(client, run)
    html = client.post(url("import_apply", run), follow=True).content.decode()
    assert "n’est plus gardé" in html
    run.refresh_from_db()
    assert run.status == RunStatus.APERCU


def test_an_unforeseen_error_is_said_without_its_details(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_arguments: Any) -> Any:
        raise RuntimeError("secret")

    monkeypatch.setattr("maillage.contributions.actions.imports.run_import", fail)
    send(client, csv_file(FIRST))
    run = ImportRun.objects.get()
    html = page(client, run)
    assert "Erreur imprévue" in html
    assert "secret" not in html
    monkeypatch.undo()


# --- forgetting --------------------------------------------------------------------------------
def test_a_file_that_nobody_applies_goes_after_a_week(client: Client, uploads: Path) -> None:
    send(client, csv_file(FIRST))
    run = ImportRun.objects.get()
    for days, left in ((6, 1), (8, 0)):
        ImportRun.objects.update(started_at=timezone.now() - timedelta(days=days))
        jobs._forget_files()
        assert len([path for path in uploads.rglob("*") if path.is_file()]) == left
    run.refresh_from_db()
    assert run.status == RunStatus.ABANDONNE


def test_a_file_that_waits_to_be_applied_stays(client: Client, uploads: Path) -> None:
    send(client, csv_file(FIRST))
    with another_import():
        client.post(url("import_apply", ImportRun.objects.get()))
    ImportRun.objects.update(started_at=timezone.now() - timedelta(days=8))
    jobs._forget_files()
    assert ImportRun.objects.get().status == RunStatus.APERCU
    assert jobs._resume() == "imports=1 busy=0"
    assert ImportRun.objects.get().status == RunStatus.REUSSI


def test_a_file_without_its_run_goes_too(coordinator: User, uploads: Path) -> None:
    uploads.mkdir()
    stray, fresh = uploads / "1-abc.donnees", uploads / "2-abc.donnees"
    for path in (stray, fresh):
        path.write_text("id;nom")
    os.utime(stray, (0, 0))
    assert jobs._forget_files() == "files=1"
    assert [path.name for path in uploads.iterdir()] == [fresh.name]


def test_the_run_of_a_command_that_died_is_said_interrupted(coordinator: User) -> None:
    run = make_run(None, status=RunStatus.EN_COURS)
    with another_import():
        jobs._resume()
        run.refresh_from_db()
        assert run.status == RunStatus.EN_COURS
    jobs._resume()
    run.refresh_from_db()
    assert run.status == RunStatus.ECHEC
    assert "interrompu" in run.error


def test_runs_go_after_thirteen_months_but_the_last_of_each_source(coordinator: User) -> None:
    old, older = timezone.now() - timedelta(days=400), timezone.now() - timedelta(days=800)
    first = make_run(coordinator, status=RunStatus.REUSSI, started_at=older, finished_at=older)
    last = make_run(coordinator, status=RunStatus.REUSSI, started_at=old, finished_at=old)
    failed = make_run(coordinator, status=RunStatus.ECHEC, started_at=old)
    recent = make_run(coordinator)
    other = make_run(None, source=make_source("autre"), status=RunStatus.REUSSI, started_at=older)
    ImportRow.objects.create(run=first, line=2, outcome="creee")
    assert jobs._forget_runs() == "runs=2"
    assert set(ImportRun.objects.all()) == {last, recent, other}
    assert failed not in ImportRun.objects.all()
    assert not ImportRow.objects.exists()


def test_a_sheet_that_people_wrote_keeps_their_words(client: Client) -> None:
    make_lieu(id="1", nom="Autre origine")
    send(client, csv_file(FIRST))
    run = ImportRun.objects.get()
    assert "déjà celui d’une fiche" in page(client, run)
