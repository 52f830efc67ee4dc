"""Confirmed is not modified: said in words by section, ranked, exported."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from maillage.directory.actions import save_lieu
from maillage.directory.documents.builder import lieu_document
from maillage.directory.enums import ConfirmationChannel, ConfirmationKind, Section
from maillage.directory.export_queries import standard_rows
from maillage.directory.forms import parse_criteria
from maillage.directory.models import Lieu
from maillage.directory.queries import get_public_lieu, search_lieux
from maillage.directory.section_actions import Author, confirm_sections
from tests.factories.directory import make_lieu

pytestmark = pytest.mark.django_db
ESSENTIALS = (Section.CONTACTS, Section.HORAIRES, Section.SERVICES)
MARCH = datetime(2026, 3, 3, 9, tzinfo=UTC)


def author(kind: str = "structure", channel: str = "lien") -> Author:
    return Author(ConfirmationKind(kind), ConfirmationChannel(channel))


def sheet_page(lieu: Lieu) -> str:
    return Client().get(lieu.get_absolute_url()).content.decode().replace("\u00a0", " ")


def test_each_section_says_who_confirmed_it_and_when() -> None:
    lieu = make_lieu(telephone="+33237000000", modalites={"services": ["demarches"]})
    confirm_sections(lieu=lieu, sections=[Section.HORAIRES], author=author(), at=MARCH)
    confirm_sections(
        lieu=lieu, sections=[Section.CONTACTS], author=author("coordination", "appel"), at=MARCH
    )
    html = sheet_page(lieu)
    assert "Horaires confirmés le 3 mars 2026 par la structure elle-même." in html
    assert (
        "Contacts confirmés le 3 mars 2026 par la coordination, au nom de la structure "
        "(par téléphone)." in html
    )
    assert "Aide confirmée" not in html
    assert "Personne sur place ne les a encore confirmées" in html


def test_a_sheet_confirmed_in_the_name_of_the_structure_says_so() -> None:
    lieu = make_lieu()
    confirm_sections(
        lieu=lieu, sections=ESSENTIALS, author=author("coordination", "visite"), at=MARCH
    )
    html = sheet_page(lieu)
    assert "Confirmées par la coordination, au nom de la structure le 3 mars 2026" in html
    assert "Horaires confirmés le 3 mars 2026 par la coordination, au nom de la structure" in html
    note = lieu_document(lieu=get_public_lieu(slug=lieu.slug), now=timezone.now()).note
    assert note.startswith("Confirmé le 3 mars 2026 par la coordination, au nom de la structure. ")
    assert "La coordination du territoire tient cette fiche" in note


def names(query: str) -> list[str]:
    found = search_lieux(criteria=parse_criteria(QueryDict(query)).criteria)
    return [hit.lieu.nom for hit in found.hits(0, 10)]


@pytest.mark.parametrize("sort", ["pertinence", "distance"])
def test_a_stale_place_comes_after_its_equals(sort: str) -> None:
    today = timezone.localdate()
    make_lieu(nom="A vieille", date_maj=today - timedelta(days=366))
    make_lieu(nom="B jeune", date_maj=today - timedelta(days=364))
    assert names(f"lat=48.44&lon=1.48&tri={sort}") == ["B jeune", "A vieille"]


def test_a_confirmation_brings_a_place_back_to_its_rank() -> None:
    old = timezone.localdate() - timedelta(days=800)
    vieille = make_lieu(nom="A vieille", date_maj=old)
    make_lieu(nom="B vieille", date_maj=old)
    make_lieu(nom="C jeune", date_maj=timezone.localdate())
    assert names("") == ["C jeune", "A vieille", "B vieille"]
    confirm_sections(lieu=vieille, sections=ESSENTIALS, author=author())
    assert names("") == ["A vieille", "C jeune", "B vieille"]


def test_the_card_says_that_nobody_confirmed() -> None:
    lieu = make_lieu(date_maj=timezone.localdate() - timedelta(days=400))
    assert "Pas confirmé depuis plus d’un an" in Client().get("/lieux/").content.decode()
    confirm_sections(lieu=lieu, sections=ESSENTIALS, author=author())
    assert "Pas confirmé depuis" not in Client().get("/lieux/").content.decode()


def exported(lieu: Lieu) -> str:
    (row,) = standard_rows(lieu_ids=[lieu.pk])
    return row["date_maj"]


def test_exports_give_the_last_of_source_hand_and_confirmation() -> None:
    lieu = make_lieu(date_maj=date(2024, 1, 1))
    assert exported(lieu) == "2024-01-01"
    confirm_sections(lieu=lieu, sections=[Section.VENIR], author=author(), at=MARCH)
    assert exported(lieu) == "2026-03-03"
    lieu.refresh_from_db()
    lieu.nom = "Corrigé à la main"
    save_lieu(lieu=lieu, modalites=None, origin="saisie:espace")
    assert exported(lieu) == timezone.localdate().isoformat()
    lieu.refresh_from_db()
    assert lieu.date_maj == date(2024, 1, 1)
    given = Client().get(f"/api/v1/lieux/{lieu.pk}").json()
    assert given["date_maj"] == timezone.localdate().isoformat()
    assert given["maillage"]["fraicheur"]["date_maj"] == "2024-01-01"
    text = io.StringIO(Client().get("/api/v1/lieux.csv").getvalue().decode()).read()
    assert timezone.localdate().isoformat() in text


def test_an_import_does_not_pass_for_a_hand() -> None:
    lieu = make_lieu(date_maj=date(2024, 1, 1))
    lieu.nom = "Autre"
    save_lieu(lieu=lieu, modalites=None, origin="import:essai")
    lieu.refresh_from_db()
    assert lieu.reviewed_on is None
