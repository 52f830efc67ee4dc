"""One section saved, confirmed, undone; two people at once; what is kept for professionals."""

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from maillage.core.errors import DomainError
from maillage.core.models import JournalEntry
from maillage.directory.enums import ConfirmationChannel, ConfirmationKind, Section
from maillage.directory.models import Lieu, SectionConfirmation
from maillage.directory.section_actions import (
    Author,
    SectionConflictError,
    confirm_sections,
    confirmation_state,
    restore_confirmations,
    save_section,
)
from maillage.directory.section_queries import fingerprint, read_values
from maillage.directory.sections import PROFESSIONAL
from tests.factories.directory import make_lieu
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
ESSENTIAL = [Section.CONTACTS, Section.HORAIRES, Section.SERVICES]


def _author(**values: Any) -> Author:
    return Author(
        **{
            "kind": ConfirmationKind.STRUCTURE,
            "channel": ConfirmationChannel.ESPACE,
            "user": make_user(),
            "profession": "bibliotheque",
            **values,
        }
    )


def _versions(lieu: Lieu) -> int:
    return int(lieu.history.count())


def test_a_save_is_one_version_one_confirmation_and_two_lines_of_journal() -> None:
    lieu = make_lieu(equipments=["imprimante"])
    before = _versions(lieu)
    values = {
        "printing_possible": True,
        "printing_price_bw_cents": 20,
        "equipments": [
            {"kind": "scanner", "count": 2, "use": "sur_place", "detail": ""},
            {"kind": "tablette", "count": None, "use": "pret", "detail": "grande"},
        ],
    }
    author = _author()
    saved = save_section(lieu=lieu, section=Section.MATERIEL, values=values, author=author)
    now = read_values(lieu=Lieu.objects.get(pk=lieu.pk), section=Section.MATERIEL)
    assert {name: now[name] for name in values} == values
    assert [change.name for change in saved.changes] == list(values)
    assert _versions(lieu) == before + 1
    row = SectionConfirmation.objects.get(lieu=lieu)
    assert (row.section, row.kind, row.channel, row.by) == (
        "materiel",
        "structure",
        "espace",
        author.user,
    )
    verbs = JournalEntry.objects.filter(object_id=lieu.pk).values_list("verb", flat=True)
    assert sorted(verbs) == ["sheet.section_saved", "sheet.sections_confirmed"]


def test_the_same_values_only_confirm() -> None:
    lieu = make_lieu(modalites={"services": ["demarches"]})
    before = _versions(lieu)
    values = read_values(lieu=lieu, section=Section.SERVICES)
    saved = save_section(lieu=lieu, section=Section.SERVICES, values=values, author=_author())
    assert saved.changes == ()
    assert _versions(lieu) == before
    assert SectionConfirmation.objects.get(lieu=lieu).section == "services"


def test_other_sections_and_other_fields_stay() -> None:
    lieu = make_lieu(
        telephone="+33237000000",
        activities="Ateliers",
        modalites={"services": ["demarches"], "frais_a_charge": ["gratuit"], "langues": ["en"]},
    )
    save_section(
        lieu=lieu, section=Section.SERVICES, values={"services": ["outils"]}, author=_author()
    )
    stored = Lieu.objects.get(pk=lieu.pk)
    assert stored.telephone == "+33237000000"
    assert stored.activities == "Ateliers"
    codes = sorted(stored.modalites.values_list("code", flat=True))
    assert codes == ["en", "gratuit", "outils"]


def test_a_field_of_another_section_is_refused() -> None:
    with pytest.raises(DomainError) as caught:
        save_section(
            lieu=make_lieu(),
            section=Section.SERVICES,
            values={"telephone": "+33237000000"},
            author=_author(),
        )
    assert caught.value.code == "wrong_section"


def test_an_unknown_code_and_a_refused_value_change_nothing() -> None:
    lieu = make_lieu(modalites={"services": ["demarches"]})
    with pytest.raises(DomainError):
        save_section(
            lieu=lieu, section=Section.SERVICES, values={"services": ["rien"]}, author=_author()
        )
    with pytest.raises(ValidationError):
        save_section(
            lieu=lieu, section=Section.HORAIRES, values={"horaires": "souvent"}, author=_author()
        )
    values = read_values(lieu=Lieu.objects.get(pk=lieu.pk), section=Section.SERVICES)
    assert values["services"] == ["demarches"]
    assert not SectionConfirmation.objects.exists()


def test_a_field_kept_for_professionals_leaves_the_public_column() -> None:
    lieu = make_lieu(telephone="+33237000000")
    save_section(
        lieu=lieu, section=Section.CONTACTS, values={PROFESSIONAL: ["telephone"]}, author=_author()
    )
    stored = Lieu.objects.get(pk=lieu.pk)
    assert stored.telephone == ""
    assert stored.professional_values == {"telephone": "+33237000000"}
    values = read_values(lieu=stored, section=Section.CONTACTS)
    assert values["telephone"] == "+33237000000"
    assert values[PROFESSIONAL] == ["telephone"]
    save_section(lieu=stored, section=Section.CONTACTS, values={PROFESSIONAL: []}, author=_author())
    stored.refresh_from_db()
    assert (stored.telephone, stored.professional_values) == ("+33237000000", {})


def test_saving_another_section_keeps_what_is_for_professionals() -> None:
    lieu = make_lieu(professional_values={"telephone": "+33237000000"})
    save_section(
        lieu=lieu, section=Section.VENIR, values={"access_note": "Sonner"}, author=_author()
    )
    assert Lieu.objects.get(pk=lieu.pk).professional_values == {"telephone": "+33237000000"}


def test_a_refused_value_kept_for_professionals_is_refused_too() -> None:
    with pytest.raises(ValidationError):
        save_section(
            lieu=make_lieu(),
            section=Section.CONTACTS,
            values={"telephone": "0" * 21, PROFESSIONAL: ["telephone"]},
            author=_author(),
        )


# --- two people at once -------------------------------------------------------------------
def test_the_second_of_two_people_is_told_and_nothing_is_written() -> None:
    lieu = make_lieu()
    read = fingerprint(values=read_values(lieu=lieu, section=Section.VENIR))
    save_section(
        lieu=lieu,
        section=Section.VENIR,
        values={"access_note": "À gauche"},
        author=_author(),
        expected=read,
    )
    with pytest.raises(SectionConflictError) as caught:
        save_section(
            lieu=lieu,
            section=Section.VENIR,
            values={"access_note": "À droite"},
            author=_author(),
            expected=read,
        )
    assert caught.value.current["access_note"] == "À gauche"
    assert Lieu.objects.get(pk=lieu.pk).access_note == "À gauche"


def test_the_same_correction_twice_is_no_conflict() -> None:
    lieu = make_lieu()
    read = fingerprint(values=read_values(lieu=lieu, section=Section.VENIR))
    for _ in range(2):
        save_section(
            lieu=lieu,
            section=Section.VENIR,
            values={"access_note": "À gauche"},
            author=_author(),
            expected=read,
        )
    assert Lieu.objects.get(pk=lieu.pk).access_note == "À gauche"


@pytest.mark.django_db(transaction=True)
def test_of_two_transactions_at_once_one_is_told(tmp_path: Any) -> None:
    if connection.vendor == "sqlite" and connection.is_in_memory_db():  # type: ignore[attr-defined]
        pytest.skip("an in-memory database has one connection")
    lieu, author = make_lieu(), _author()
    read = fingerprint(values=read_values(lieu=lieu, section=Section.VENIR))
    start, outcomes = threading.Barrier(2), []

    def save(note: str) -> None:
        try:
            start.wait()
            save_section(
                lieu=lieu,
                section=Section.VENIR,
                values={"access_note": note},
                author=author,
                expected=read,
            )
            outcomes.append("saved")
        except SectionConflictError:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=(note,)) for note in ("un", "deux")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["saved", "told"]


# --- confirmations ------------------------------------------------------------------------
def test_a_sheet_is_confirmed_when_its_essential_sections_are() -> None:
    lieu = make_lieu()
    confirm_sections(lieu=lieu, sections=ESSENTIAL[:2], author=_author())
    assert Lieu.objects.get(pk=lieu.pk).confirmed_at is None
    coordination = _author(kind=ConfirmationKind.COORDINATION, channel=ConfirmationChannel.APPEL)
    confirm_sections(lieu=lieu, sections=ESSENTIAL[2:], author=coordination)
    stored = Lieu.objects.get(pk=lieu.pk)
    assert stored.confirmed_at is not None
    assert stored.confirmed_by == ConfirmationKind.COORDINATION


def _confirmed_of_old(moment: datetime) -> Lieu:
    return make_lieu(confirmed_at=moment, confirmed_by=ConfirmationKind.SOURCE)


def test_one_section_does_not_undo_the_date_of_a_sheet_confirmed_as_a_whole() -> None:
    moment = timezone.now() - timedelta(days=40)
    lieu = _confirmed_of_old(moment)
    confirm_sections(lieu=lieu, sections=[Section.HORAIRES], author=_author())
    stored = Lieu.objects.get(pk=lieu.pk)
    assert stored.confirmed_at == moment
    assert stored.confirmed_by == ConfirmationKind.SOURCE


def test_confirming_nothing_says_nothing() -> None:
    lieu = make_lieu()
    confirm_sections(lieu=lieu, sections=[], author=_author())
    assert not JournalEntry.objects.filter(object_id=lieu.pk).exists()


def test_a_confirmation_is_undone_unless_somebody_confirmed_since() -> None:
    lieu, author = make_lieu(), _author()
    confirm_sections(
        lieu=lieu,
        sections=[Section.CONTACTS],
        author=_author(kind=ConfirmationKind.COORDINATION),
        at=timezone.now() - timedelta(days=90),
    )
    before = confirmation_state(lieu=lieu, sections=ESSENTIAL)
    confirm_sections(lieu=lieu, sections=ESSENTIAL, author=author)
    after = confirmation_state(lieu=lieu, sections=ESSENTIAL)
    confirm_sections(lieu=lieu, sections=[Section.SERVICES], author=_author())
    assert author.user is not None
    assert not restore_confirmations(lieu=lieu, before=before, after=after, by=author.user)
    left = {row.section: row.kind for row in SectionConfirmation.objects.filter(lieu=lieu)}
    assert left == {"contacts": "coordination", "services": "structure"}
    assert Lieu.objects.get(pk=lieu.pk).confirmed_at is None
