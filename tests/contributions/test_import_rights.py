"""A file says that a place stands in one's own territory: it opens no sheet of anybody else."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.contributions.actions import imports as actions
from maillage.contributions.forms.imports import ImportForm
from maillage.directory.dedupe_actions import merge_lieux
from maillage.directory.enums import RowOutcome
from maillage.directory.models import DuplicatePair, ImportRun, Lieu, Source, SourceRecord
from maillage.directory.provenance import SAISIE
from tests.contributions.imports_fixtures import (
    ELSEWHERE,
    FIRST,
    client,
    coordinator,
    csv_file,
    uploads,
)
from tests.factories.directory import make_lieu
from tests.factories.people import client_of, make_administrator

__all__ = ["client", "coordinator", "uploads"]
pytestmark = pytest.mark.django_db
NEW = {"source": "+", "nom": "Lieux du Perche", "licence": "Licence Ouverte 2.0"}
STOLEN = ELSEWHERE.replace("Autre;Tours;37000", "Le mien;Chartres;28000")


def bring(client: Client, *lines: str, **data: Any) -> ImportRun:
    """Send a file and apply it."""
    values = {**NEW, "fichier": csv_file(*lines), **data}
    assert client.post(reverse("contributions:import_create"), values).status_code == 302
    run = ImportRun.objects.latest("pk")
    client.post(reverse("contributions:import_apply", args=[run.pk]))
    run.refresh_from_db()
    return run


def outcomes(run: ImportRun) -> list[tuple[str, str]]:
    """(outcome, first message) of the rows of a run."""
    return [(row.outcome, row.messages[0]["message"]) for row in run.rows.order_by("line")]


def test_a_record_that_feeds_a_sheet_elsewhere_is_not_taken(client: Client) -> None:
    bring(client_of(make_administrator()), ELSEWHERE)
    before = Lieu.objects.values().get()
    run = bring(client, STOLEN, source="lieux-du-perche")
    assert Lieu.objects.values().get() == before
    assert SourceRecord.objects.get().values["nom"] == "Autre"
    ((outcome, words),) = outcomes(run)
    assert outcome == RowOutcome.REJETEE
    assert "hors du territoire" in words
    assert "Autre" not in words


def test_a_sheet_of_the_source_without_a_record_is_not_taken_either(client: Client) -> None:
    lieu = make_lieu(id="4", import_source="lieux-du-perche", code_insee="37261", nom="Autre")
    run = bring(client, STOLEN)
    lieu.refresh_from_db()
    assert (lieu.nom, Lieu.objects.count()) == ("Autre", 1)
    assert [outcome for outcome, _words in outcomes(run)] == [RowOutcome.REJETEE]


def test_a_sheet_merged_into_one_elsewhere_is_not_taken(client: Client) -> None:
    administrator = make_administrator()
    bring(client_of(administrator), FIRST)
    kept = make_lieu(code_insee="37261", commune="Tours", code_postal="37000", nom="Gardée")
    merge_lieux(kept=kept, merged=Lieu.objects.get(pk="1"), by=administrator)
    kept.refresh_from_db()
    said = kept.telephone
    run = bring(client, FIRST.replace("02 37 00 00 00", "02 37 99 99 99"), source="lieux-du-perche")
    kept.refresh_from_db()
    assert kept.telephone == said
    assert [outcome for outcome, _words in outcomes(run)] == [RowOutcome.REJETEE]


def test_a_sheet_without_commune_is_for_the_administration(client: Client) -> None:
    make_lieu(id="4", import_source="lieux-du-perche", code_insee="", nom="Nulle part")
    run = bring(client, STOLEN)
    assert [outcome for outcome, _words in outcomes(run)] == [RowOutcome.REJETEE]


def test_a_place_elsewhere_that_was_gone_stays_so(client: Client) -> None:
    bring(client_of(make_administrator()), FIRST, ELSEWHERE)
    gone = timezone.now()
    SourceRecord.objects.update(missing_since=gone)
    bring(client, FIRST, ELSEWHERE, source="lieux-du-perche")
    found = dict(SourceRecord.objects.values_list("key", "missing_since"))
    assert found == {"1": None, "4": gone}


def test_nobody_imports_the_words_of_people(client: Client, tmp_path: Path) -> None:
    one, other = make_lieu(nom="Une"), make_lieu(nom="Deux")
    merge_lieux(kept=one, merged=other, by=make_administrator())
    for values in ({"source": SAISIE}, {**NEW, "nom": SAISIE}):
        response = client.post(
            reverse("contributions:import_create"), {**values, "fichier": csv_file(FIRST)}
        )
        assert response.status_code == 400
    assert SAISIE not in dict(ImportForm(folder=tmp_path).choices)


def test_a_file_keeps_nobody_waiting_for_hours(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MAX_SECONDS", -1.0)
    values = {**NEW, "fichier": csv_file(FIRST)}
    client.post(reverse("contributions:import_create"), values)
    run = ImportRun.objects.get()
    assert (run.status, "demande" in run.details) == ("echec", False)
    assert "dure trop longtemps" in run.error


def test_a_full_disk_leaves_nothing_behind(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: Any, **options: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", full)
    values = {**NEW, "fichier": csv_file(FIRST)}
    response = client.post(reverse("contributions:import_create"), values)
    assert response.status_code == 503
    assert "n’a pas pu garder" in response.content.decode()
    assert not Source.objects.filter(pk="perche").exists()
    assert not ImportRun.objects.exists()


def test_a_merge_is_not_undone_from_under_a_sheet_elsewhere(client: Client) -> None:
    administrator = make_administrator()
    one, other = make_lieu(nom="Une"), make_lieu(nom="Autre")
    far = make_lieu(nom="Ailleurs", code_insee="37261", commune="Tours", code_postal="37000")
    merge_lieux(kept=one, merged=other, by=administrator)
    merge_lieux(kept=far, merged=Lieu.objects.get(pk=one.pk), by=administrator)
    first, second = sorted((one.pk, other.pk))
    pair = DuplicatePair.objects.get(first=first, second=second)
    url = reverse("contributions:duplicate_undo", args=[pair.pk])
    assert client.post(url).status_code == 404
    assert Lieu.objects.get(pk=other.pk).merged_into_id == far.pk
    assert client_of(administrator).post(url).status_code == 302
    assert Lieu.objects.get(pk=other.pk).merged_into_id is None
