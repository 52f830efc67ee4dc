"""The score of a sheet, kept in its columns: at each write, at each confirmation, every day."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from maillage.directory.actions import save_lieu
from maillage.directory.enums import ConfirmationChannel, ConfirmationKind, Section
from maillage.directory.models import Lieu
from maillage.directory.quality_store import refresh_quality, score_facts_of
from maillage.directory.score import data_inclusion_score, score_of
from maillage.directory.section_actions import (
    Author,
    confirm_sections,
    confirmation_state,
    restore_confirmations,
)
from tests.factories.directory import make_lieu
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
SCORES = (
    "score",
    "score_freshness",
    "score_position",
    "score_contact",
    "score_hours",
    "score_data_inclusion",
)


def scores_of(lieu: Lieu) -> dict[str, int | None]:
    return Lieu.objects.filter(pk=lieu.pk).values(*SCORES).get()


def test_the_score_of_a_sheet_is_kept_at_each_write() -> None:
    lieu = make_lieu(telephone="+33237000000", date_maj=timezone.localdate())
    kept = scores_of(lieu)
    found = score_of(score_facts_of(ids=[lieu.pk])[lieu.pk])
    assert kept["score"] == lieu.score == found.total
    assert kept["score_contact"] == 80
    assert kept["score_freshness"] == 70
    assert kept["score_hours"] == 0
    lieu.horaires = "Mo-Fr 09:00-12:00"
    save_lieu(lieu=lieu, modalites=None, origin="saisie")
    assert scores_of(lieu)["score_hours"] == 100
    assert (lieu.score or 0) > found.total


def test_hours_do_not_count_where_nobody_comes() -> None:
    lieu = make_lieu()
    save_lieu(lieu=lieu, modalites={"modalites_acces": ["pas-de-public"]}, origin="saisie")
    kept = scores_of(lieu)
    assert kept["score_hours"] is None
    assert kept["score_data_inclusion"] is None


def test_the_score_of_data_inclusion_is_out_of_a_hundred_too() -> None:
    lieu = make_lieu(telephone="+33237000000")
    save_lieu(lieu=lieu, modalites={"services": ["demarches"]}, origin="saisie")
    expected = data_inclusion_score(score_facts_of(ids=[lieu.pk])[lieu.pk])
    assert expected is not None
    assert scores_of(lieu)["score_data_inclusion"] == round(100 * expected)


def test_freshness_falls_with_time_without_any_write() -> None:
    lieu = make_lieu(date_maj=timezone.localdate())
    before = Lieu.objects.values("revision", "updated_at").get(pk=lieu.pk)
    Lieu.objects.filter(pk=lieu.pk).update(date_maj=timezone.localdate() - timedelta(days=800))
    refresh_quality()
    assert scores_of(lieu)["score_freshness"] == 0
    assert (scores_of(lieu)["score"] or 0) < (lieu.score or 0)
    assert Lieu.objects.values("revision", "updated_at").get(pk=lieu.pk) == before


def test_a_confirmation_raises_the_score_at_once_and_its_undoing_lowers_it() -> None:
    lieu = make_lieu(date_maj=timezone.localdate() - timedelta(days=800))
    former = scores_of(lieu)
    author = Author(ConfirmationKind.STRUCTURE, ConfirmationChannel.ESPACE)
    sections = list(Section)
    before = confirmation_state(lieu=lieu, sections=sections)
    confirm_sections(lieu=lieu, sections=sections, author=author)
    raised = scores_of(lieu)
    assert (former["score_freshness"], raised["score_freshness"]) == (0, 100)
    assert raised["score"] == score_of(score_facts_of(ids=[lieu.pk])[lieu.pk]).total
    after = confirmation_state(lieu=lieu, sections=sections)
    restore_confirmations(lieu=lieu, before=before, after=after, by=make_user())
    assert scores_of(lieu) == former


def test_the_word_of_a_source_is_no_confirmation() -> None:
    lieu = make_lieu(date_maj=timezone.localdate() - timedelta(days=800))
    Lieu.objects.filter(pk=lieu.pk).update(
        confirmed_at=timezone.now(), confirmed_by=ConfirmationKind.SOURCE
    )
    refresh_quality(ids=[lieu.pk])
    assert scores_of(lieu)["score_freshness"] == 0


def test_what_is_kept_for_professionals_counts() -> None:
    lieu = make_lieu(professional_values={"telephone": "+33237000000"})
    assert scores_of(lieu)["score_contact"] == 80


def test_measuring_three_sheets_costs_what_one_costs() -> None:
    lieux = [make_lieu().pk for _number in range(4)]

    def cost(ids: list[str]) -> int:
        Lieu.objects.update(score=None)
        with CaptureQueriesContext(connection) as queries:
            refresh_quality(ids=ids)
        return len(queries)

    assert cost(lieux[:1]) == cost(lieux[1:])
