"""Archiving: two notices that really left, then the archive; never in one night."""

from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from maillage.contributions.actions.archiving import Archiving, archive_stale
from maillage.contributions.models import UpdateRequest
from maillage.contributions.queries.stale import archive_candidates, due_by_frequency
from maillage.core.models import JournalEntry, OutgoingEmail
from maillage.directory.actions import save_lieu
from maillage.directory.enums import ConfirmationChannel, ConfirmationKind, Section
from maillage.directory.models import Lieu
from maillage.directory.section_actions import Author, confirm_sections
from tests.factories.campaigns import make_bassin
from tests.factories.directory import make_lieu
from tests.factories.people import make_coordinator

pytestmark = pytest.mark.django_db

LINK = Author(ConfirmationKind.STRUCTURE, ConfirmationChannel.LIEN)
SOURCE = Author(ConfirmationKind.SOURCE, ConfirmationChannel.IMPORT)
OLD = date(2020, 1, 15)


@pytest.fixture(autouse=True)
def bassin() -> None:
    make_bassin()


def later(days: int) -> datetime:
    return timezone.now() + timedelta(days=days)


def post() -> None:
    """Pretend that everything in the queue left."""
    OutgoingEmail.objects.filter(status="en_attente").update(
        status="envoye", sent_at=timezone.now(), subject="", text="", html=""
    )


def status_of(lieu: Lieu) -> str:
    return Lieu.objects.values_list("status", flat=True).get(pk=lieu.pk)


def test_candidates_give_no_sign_of_life() -> None:
    silent = make_lieu(date_maj=OLD)
    imported = make_lieu(date_maj=OLD)
    confirm_sections(lieu=imported, sections=[Section.CONTACTS], author=SOURCE)
    make_lieu(date_maj=timezone.localdate() - timedelta(days=700))
    confirmed = make_lieu(date_maj=OLD)
    confirm_sections(lieu=confirmed, sections=[Section.HORAIRES], author=LINK)
    edited = make_lieu(date_maj=OLD)
    save_lieu(lieu=edited, modalites=None, origin="saisie:espace")
    make_lieu(date_maj=OLD, status="brouillon")
    assert set(archive_candidates().values_list("pk", flat=True)) == {silent.pk, imported.pk}


def test_nobody_is_told_about_a_sheet_that_only_the_demonstration_wrote() -> None:
    make_coordinator()
    untouched, corrected = (
        make_lieu(date_maj=OLD, courriels="a@exemple.fr", import_source="demonstration")
        for _ in range(2)
    )
    for lieu in (untouched, corrected):
        lieu.history.update(history_source="demonstration")
        # Kept by somebody, hence due by its rhythm, and again silent for two years.
        confirm_sections(lieu=lieu, sections=[Section.HORAIRES], author=LINK, at=later(-800))
    save_lieu(lieu=corrected, modalites=None, origin="saisie:espace")
    Lieu.objects.update(created_at=later(-800))
    latest = corrected.history.order_by("-history_id").first()
    assert latest is not None
    Lieu.history.filter(history_id=latest.history_id).update(history_date=later(-790))
    assert list(archive_candidates()) == [corrected]
    assert list(due_by_frequency()) == [corrected]


def test_two_notices_thirty_days_apart_then_the_archive() -> None:
    lieu = make_lieu(date_maj=OLD, courriels="a@exemple.fr")
    person = make_coordinator()
    assert archive_stale() == Archiving(first=1)
    recipients = OutgoingEmail.objects.values_list("recipient", flat=True)
    assert set(recipients) == {"a@exemple.fr", person.email}
    post()
    assert archive_stale(now=later(29)) == Archiving()
    assert archive_stale(now=later(31)) == Archiving(second=1)
    post()
    assert OutgoingEmail.objects.count() == 4
    assert archive_stale(now=later(59)) == Archiving()
    assert status_of(lieu) == "publie"
    assert archive_stale(now=later(62)) == Archiving(archived=1)
    assert status_of(lieu) == "archive"
    version = Lieu.history.filter(id=lieu.pk).latest("history_date")
    assert version.history_source == "systeme:peremption"
    entry = JournalEntry.objects.get(verb="sheet.archived")
    assert (entry.actor_kind, entry.object_id) == ("systeme", lieu.pk)
    assert archive_stale(now=later(63)) == Archiving()


def test_a_notice_that_never_left_does_not_count() -> None:
    lieu = make_lieu(date_maj=OLD, courriels="a@exemple.fr")
    archive_stale()
    OutgoingEmail.objects.update(status="echec", subject="", text="", html="")
    assert archive_stale(now=later(40)) == Archiving()
    assert archive_stale(now=later(400)) == Archiving()
    assert status_of(lieu) == "publie"


def test_nobody_to_tell_nothing_archived() -> None:
    make_lieu(date_maj=OLD)
    assert archive_stale() == Archiving()
    assert not UpdateRequest.objects.exists()


def test_the_coordination_alone_is_told_of_a_place_without_address() -> None:
    lieu = make_lieu(date_maj=OLD)
    person = make_coordinator()
    archive_stale()
    email = OutgoingEmail.objects.get()
    assert email.recipient == person.email
    assert lieu.nom in email.text
    post()
    assert archive_stale(now=later(31)).second == 1
    post()
    assert archive_stale(now=later(62)).archived == 1


def test_a_sign_of_life_stops_everything() -> None:
    lieu = make_lieu(date_maj=OLD, courriels="a@exemple.fr")
    archive_stale()
    post()
    confirm_sections(lieu=lieu, sections=[Section.CONTACTS], author=LINK)
    assert archive_stale(now=later(31)) == Archiving(revived=1)
    assert archive_stale(now=later(62)) == Archiving()
    assert status_of(lieu) == "publie"


def test_an_import_of_old_data_is_told_little_by_little() -> None:
    for number in range(5):
        make_lieu(date_maj=OLD, courriels=f"a{number}@exemple.fr")
    assert archive_stale(limit=2).first == 2
    assert archive_stale(limit=2).first == 2
    assert archive_stale(limit=2).first == 1
    assert archive_stale(limit=2).first == 0


def test_the_setting_and_the_dry_run_do_nothing(settings: Any) -> None:
    make_lieu(date_maj=OLD, courriels="a@exemple.fr")
    output = StringIO()
    call_command("archive_stale_lieux", "--dry-run", stdout=output)
    assert "À faire : 1 premiers avis" in output.getvalue()
    settings.ARCHIVE_STALE = False
    call_command("archive_stale_lieux", stdout=output)
    assert not UpdateRequest.objects.exists()
    settings.ARCHIVE_STALE = True
    call_command("archive_stale_lieux", stdout=output)
    assert UpdateRequest.objects.get().cause == "archivage"
