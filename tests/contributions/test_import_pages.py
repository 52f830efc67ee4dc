"""Pages of imports: who reads them, what they cost, their files, the letter."""

import io
import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from maillage.accounts.models import User
from maillage.contributions.presenters.import_letter import MAX_FAULTS, MAX_PLACES, letter_of
from maillage.directory.enums import RowOutcome, RunStatus
from maillage.directory.models import DuplicatePair, ImportRun
from tests.contributions.imports_fixtures import client, coordinator, uploads
from tests.factories.directory import make_lieu
from tests.factories.imports import (
    make_record,
    make_row,
    make_rows_of_all_kinds,
    make_run,
    make_source,
    remark,
)
from tests.factories.people import (
    client_of,
    make_administrator,
    make_coordinator,
    make_member,
    make_structure,
    make_user,
)
from tests.factories.territory import BassinFactory, BassinMembershipFactory, CommuneFactory

__all__ = ["client", "coordinator", "uploads"]
pytestmark = pytest.mark.django_db
PAGES = ("import_detail", "import_letter", "import_letter_text")
ACTIONS = ("import_apply", "import_give_up", "import_retry")


def url(name: str, run: ImportRun) -> str:
    return reverse(f"contributions:{name}", args=[run.pk])


def report(client: Client, run: ImportRun, form: str) -> Any:
    response = client.get(reverse("contributions:import_report", args=[run.pk, form]))
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, no-store"
    return response


# --- rights ------------------------------------------------------------------------------------
def test_only_the_coordination_imports() -> None:
    for name in ("import_list", "import_create"):
        address = reverse(f"contributions:{name}")
        assert Client().get(address).status_code == 302
        assert client_of(make_user()).get(address).status_code == 404
        assert client_of(make_member(make_structure(), "referent")).get(address).status_code == 404
        assert client_of(make_administrator()).get(address).status_code == 200
    assert client_of(make_administrator()).post("/pro/imports/").status_code == 405


def test_a_run_belongs_to_who_made_it_and_to_wider_charges(coordinator: User) -> None:
    run = make_run(coordinator)
    BassinMembershipFactory(
        commune=CommuneFactory(code="28134", nom="Dreux"),
        bassin=BassinFactory(code="2422", nom="Dreux"),
    )
    colleague = make_coordinator("bassin", "2421")
    elsewhere = make_coordinator("bassin", "2422")
    both = make_coordinator("bassin", "2421", user=make_coordinator("bassin", "2422"))
    of_both = make_run(both)
    readers = {
        coordinator: (200, 404),
        colleague: (200, 404),
        elsewhere: (404, 404),
        both: (200, 200),
        make_administrator(): (200, 200),
        make_member(make_structure()): (404, 404),
    }
    for user, answers in readers.items():
        browser = client_of(user)
        for name in PAGES:
            found = tuple(browser.get(url(name, one)).status_code for one in (run, of_both))
            assert found == answers, (user, name)
    listed = client_of(coordinator).get("/pro/imports/").context["runs"]
    assert [one for one, _tag in listed] == [run]
    for user, answers in readers.items():
        for name in ACTIONS:
            status = client_of(user).post(url(name, run)).status_code
            assert status == (302 if answers[0] == 200 else 404)


def test_a_run_of_the_site_is_read_where_it_wrote(client: Client) -> None:
    for by in (None, make_administrator()):
        run = make_run(by, status=RunStatus.REUSSI)
        address = url("import_detail", run)
        assert client.get(address).status_code == 404
        make_row(run, lieu=make_lieu())
        make_row(run, line=3, lieu=None, outcome=RowOutcome.REJETEE)
        assert client.get(address).status_code == 200
        make_row(run, line=4, lieu=make_lieu(code_insee="37261", code_postal="37000"))
        assert client.get(address).status_code == 404
        preview = make_run(by)
        make_row(preview, lieu=make_lieu())
        assert client.get(url("import_detail", preview)).status_code == 404


def test_unknown_runs_wrong_methods_and_unready_runs(client: Client, coordinator: User) -> None:
    run = make_run(coordinator)
    for name in (*PAGES, *ACTIONS):
        address = reverse(f"contributions:{name}", args=[987_654])
        method = client.post if name in ACTIONS else client.get
        assert method(address).status_code == 404
        wrong = client.get if name in ACTIONS else client.post
        assert wrong(url(name, run)).status_code == 405
    assert client.get(f"/pro/imports/{run.pk}/rapport.pdf").status_code == 404
    failed = make_run(coordinator, status=RunStatus.ECHEC, error="Le fichier est vide.")
    assert client.get(url("import_letter", failed)).status_code == 404
    assert client.get(f"/pro/imports/{failed.pk}/rapport.csv").status_code == 404
    assert "Le fichier est vide." in client.get(url("import_detail", failed)).content.decode()


# --- words -------------------------------------------------------------------------------------
def test_rows_that_change_nothing_come_last_and_hours_are_said_in_words(
    client: Client, coordinator: User
) -> None:
    run = make_run(coordinator, file_size=757_700)
    week = "Mo-Fr 09:00-12:00"
    read = remark("horaires", "Horaires lus dans le texte.", "repare", "lundi… 9h-12h", week)
    make_row(run, line=2, nom="Déjà là", outcome=RowOutcome.INCHANGEE, changes={}, messages=[read])
    make_row(run, line=3, nom="Change")
    make_row(run, line=4, nom="", key="48", outcome=RowOutcome.REJETEE, changes={})
    made = "91faa1cf1c3024b4"
    new = {"changes": {"telephone": ["", "+33237000009"]}, "outcome": RowOutcome.CREEE}
    make_row(run, line=5, nom="Sans numéro", key=made, **new)
    answer = client.get(url("import_detail", run))
    rows = answer.context["rows"]
    assert [row.nom for row in rows] == ["Change", "(sans nom)", "Sans numéro", "Déjà là"]
    said = rows[3].messages[0]
    assert said.before == "lundi… 9h-12h"
    assert said.after.replace("\u00a0", " ") == "du lundi au vendredi 9 h – 12 h"
    html = answer.content.decode().replace("\u00a0", " ")
    assert week not in html
    assert "758 ko" in html
    assert "identifiant 48" in html
    assert made not in html
    # A sheet that is made says nothing of « ajouté » beside each of its fields.
    assert "02 37 00 00 09" in html
    assert "ajouté</span>" not in html


def test_a_report_says_how_many_of_its_sheets_look_like_another(
    client: Client, coordinator: User
) -> None:
    done = make_run(coordinator, status=RunStatus.REUSSI, counters={"lues": 2, "creees": 1})
    one, other = sorted((make_lieu(nom="Une"), make_lieu(nom="Une")), key=lambda lieu: str(lieu.pk))
    make_row(done, lieu=one, outcome=RowOutcome.CREEE)
    assert "Aucun doublon à examiner" in client.get(url("import_detail", done)).content.decode()
    pair = DuplicatePair.objects.create(first=one, second=other, probability=0.7)
    html = client.get(url("import_detail", done)).content.decode()
    assert "1 fiche écrite par cet import ressemble à une autre" in html
    assert "fiche créée" in html
    assert "fiches modifiées" not in html
    assert json.loads(report(client, done, "json").getvalue())["doublons_a_examiner"] == 1
    DuplicatePair.objects.filter(pk=pair.pk).update(verdict="distincts")
    assert "Aucun doublon à examiner" in client.get(url("import_detail", done)).content.decode()


# --- pages -------------------------------------------------------------------------------------
def test_nothing_was_imported_yet(client: Client) -> None:
    html = client.get("/pro/imports/").content.decode()
    assert "Aucun import pour le moment" in html
    assert "jamais importée" in html
    assert reverse("contributions:import_create") in html


def test_the_list_says_what_the_territory_has_of_each_source(
    client: Client, coordinator: User
) -> None:
    source = make_source()
    make_run(coordinator, status=RunStatus.REUSSI)
    make_record(source)
    make_record(source, missing_since="2026-03-01T00:00Z")
    make_record(source, lieu=make_lieu(code_insee="37261", code_postal="37000"))
    line = client.get("/pro/imports/").context["sources"][0]
    assert (line.nom, line.sheets, line.absent) == ("Lieux du Perche", 2, 1)
    assert line.last is not None
    administrator = client_of(make_administrator())
    assert administrator.get("/pro/imports/").context["sources"][0].sheets == 3


def test_the_desk_says_the_imports_that_wrote_in_its_territory(
    client: Client, coordinator: User
) -> None:
    mine = make_run(coordinator, status=RunStatus.REUSSI)
    by_command = make_run(None, status=RunStatus.REUSSI)
    make_run(coordinator)
    elsewhere = make_lieu(code_insee="37261", code_postal="37000")
    for run in (mine, by_command):
        lieu = make_lieu()
        make_row(run, lieu=lieu)
        make_row(run, line=3, lieu=lieu, outcome=RowOutcome.INCHANGEE)
    make_row(by_command, line=4, lieu=elsewhere)
    for address in ("/pro/bureau/", "/pro/bureau/imports/"):
        response = client.get(address)
        found = [(line.pk, line.sheets) for line in response.context["imports"]]
        assert found == [(None, 1), (mine.pk, 1)]
        html = response.content.decode()
        assert url("import_detail", mine) in html
        assert url("import_detail", by_command) not in html
        assert "/pro/imports/" in html


def test_a_preview_shows_rows_filters_and_pages(client: Client, coordinator: User) -> None:
    run = make_run(coordinator)
    make_rows_of_all_kinds(run)
    html = client.get(url("import_detail", run)).content.decode().replace("\u00a0", " ")
    assert "02 37 00 00 01" in html
    assert "1er mars 2026" in html
    assert "Gratuit" in html
    assert "« 02.37 »" in html

    def names(query: str) -> list[str]:
        rows = client.get(url("import_detail", run) + query).context["rows"]
        return [row.nom for row in rows]

    assert names("?quoi=rejetee") == ["Mairie 4", "Mairie 5"]
    assert names("?quoi=suspectes") == ["Cyberespace"]
    assert names("?quoi=disparue") == ["Point relais"]
    assert len(names("?quoi=remarques")) == 5
    assert names("?q=cyber") == ["Cyberespace"]
    assert names("?q=zzz") == []
    assert len(names("?quoi=n'importe&page=abc")) == 7
    for line in range(100, 160):
        make_row(run, line=line)
    assert len(names("")) == 20
    assert len(names("?page=4")) == 7


def test_the_pages_cost_the_same_with_one_row_and_many(client: Client, coordinator: User) -> None:
    run = make_run(coordinator)

    def cost(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    addresses = (
        "/pro/imports/",
        "/pro/imports/nouveau/",
        url("import_detail", run),
        url("import_letter", run),
        reverse("contributions:import_report", args=[run.pk, "csv"]),
    )
    make_rows_of_all_kinds(run)
    make_record()
    for address in addresses:
        cost(address)
    one = [cost(address) for address in addresses]
    for number in range(3):
        make_rows_of_all_kinds(run)
        other = make_coordinator("bassin", "2421")
        make_run(other, source=make_source(f"autre-{number}"))
        make_record(make_source(f"autre-{number}"))
    assert [cost(address) for address in addresses] == one
    assert max(one) <= 16


def test_what_a_file_says_is_never_markup(client: Client, coordinator: User) -> None:
    evil = "<script>alert(1)</script>"
    run = make_run(coordinator, file_name=f"{evil}.csv")
    make_row(
        run, nom=evil, key=evil, changes={"nom": [evil, evil + "2"]}, messages=[remark(evil, evil)]
    )
    for name in ("import_detail", "import_letter"):
        assert "<script>alert" not in client.get(url(name, run)).content.decode()
    assert "<script>alert" not in client.get("/pro/imports/").content.decode()


# --- files -------------------------------------------------------------------------------------
def test_the_report_is_a_table_or_json(client: Client, coordinator: User) -> None:
    run = make_run(coordinator)
    make_rows_of_all_kinds(run)
    text = report(client, run, "csv").content.decode("utf-8-sig")
    lines = text.splitlines()
    assert lines[0].startswith("ligne;identifiant;nom;résultat")
    assert "Le code postal « 2804 » n’a pas cinq chiffres." in text
    assert any("Changement;" in line and "1er mars 2026" in line for line in lines)
    assert "l’adresse est crue, pas le point" in text
    book = load_workbook(io.BytesIO(report(client, run, "xlsx").content))
    assert book.worksheets[0]["D2"].value == "Fiche à modifier"
    found = json.loads(report(client, run, "json").getvalue())
    assert (found["source"], found["essai"], found["compteurs"]["lues"]) == (
        "lieux-du-perche",
        True,
        12,
    )
    assert [row["ligne"] for row in found["lignes"]] == [2, 3, 4, 5, 6, 7, 0]
    assert found["lignes"][0]["changements"]["telephone"] == ["+33237000000", "+33237000001"]


def test_an_empty_report_is_still_json(client: Client, coordinator: User) -> None:
    assert json.loads(report(client, make_run(coordinator), "json").getvalue())["lignes"] == []


def test_no_cell_of_a_report_is_a_formula(client: Client, coordinator: User) -> None:
    run = make_run(coordinator)
    formula = '=HYPERLINK("http://exemple.fr")'
    make_row(run, nom=formula, changes={"nom": ["", formula]}, key="@SUM(A1)")
    text = report(client, run, "csv").content.decode("utf-8-sig")
    assert "'=HYPERLINK" in text
    assert ";@SUM" not in text
    sheet = load_workbook(io.BytesIO(report(client, run, "xlsx").content)).worksheets[0]
    assert {cell.data_type for cell in sheet[2] if cell.value} <= {"s", "n"}


# --- the letter --------------------------------------------------------------------------------
def text_of(client: Client, run: ImportRun) -> str:
    response = client.get(url("import_letter_text", run))
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    return response.content.decode()


def test_the_letter_says_what_the_partner_can_mend(client: Client, coordinator: User) -> None:
    run = make_run(coordinator, status=RunStatus.REUSSI)
    make_rows_of_all_kinds(run)
    text = text_of(client, run)
    assert "Merci pour votre fichier « lieux.csv »" in text
    assert "il contient 12 lignes" in text
    assert "- 3 lieux nouveaux" in text
    assert "2 lignes refusées" in text
    assert "ligne 4, Mairie 4" in text
    assert "zéro du début" in text
    assert "12 km de Bourges" in text
    assert "Point relais" in text
    assert "La coordination de" in text
    html = client.get(url("import_letter", run)).content.decode()
    assert "mailto:?subject=" in html
    assert "data-copy" in html


def test_the_letter_names_nobody(client: Client, coordinator: User) -> None:
    run = make_run(coordinator, status=RunStatus.REUSSI)
    make_rows_of_all_kinds(run)
    make_row(
        run,
        line=20,
        nom="Camille Martin",
        changes={},
        messages=[
            remark("horaires", "Horaires gardés.", before="voir c.martin@free.fr ou 06 12 34 56 78")
        ],
    )
    text = text_of(client, run)
    for word in ("camille", "Camille", "Martin", "free.fr", "06 12"):
        assert word not in text
    assert str(coordinator) not in text


def test_a_preview_promises_nothing(client: Client, coordinator: User) -> None:
    text = text_of(client, make_run(coordinator))
    assert "Rien n’est encore publié" in text
    assert "rien à corriger" in text


def test_a_long_letter_is_cut_and_says_where_the_rest_is(coordinator: User) -> None:
    run = make_run(coordinator, status=RunStatus.REUSSI)
    for number in range(MAX_FAULTS + 2):
        for line in (2, 3):
            make_row(run, line=line, messages=[remark(f"champ{number}", "À voir.")])
    for line in range(100, 100 + MAX_PLACES + 5):
        make_row(run, line=line, verdict="adresse_crue", changes={})
        make_row(run, line=0, nom=f"Lieu {line}", outcome=RowOutcome.DISPARUE)
    letter = letter_of(run=run, rows=run.rows.all(), site_name="Maillage", about="https://a.fr/")
    mend, where, gone = letter.parts[-3:]
    assert (len(mend.items), "2 autres sortes" in mend.after) == (MAX_FAULTS, True)
    assert (len(where.items), "5 autres" in where.after) == (MAX_PLACES, True)
    assert (len(gone.items), "5 autres" in gone.after) == (MAX_PLACES, True)
    assert len(letter.mailto()) < 2_500
    assert "compte%20rendu%20ci-joint" in letter.mailto()
    assert len(letter.text) > 2_000
