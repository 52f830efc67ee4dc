"""A place in three files: its page says where each fact comes from, and what they disagree on."""

import re
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from maillage.contributions.models import Contribution
from maillage.directory.claim_queries import origins_of, origins_of_several
from maillage.directory.dedupe_actions import merge_lieux, undo_decision
from maillage.directory.enums import ConfirmationChannel, ConfirmationKind, Section
from maillage.directory.exchange.report import ImportReport
from maillage.directory.field_words import words_of_field
from maillage.directory.import_actions import apply_file, open_file
from maillage.directory.models import DuplicatePair, Lieu, Source
from maillage.directory.normalise.record import UNKNOWN_DATE
from maillage.directory.presenters.origins import public_origins
from maillage.directory.provenance import SAISIE
from maillage.directory.quality import RULES
from maillage.directory.quality_store import refresh_quality
from maillage.directory.queries import get_public_lieu
from maillage.directory.section_actions import Author, confirm_sections, save_section
from tests.directory.pages import read
from tests.factories.directory import make_lieu
from tests.factories.people import make_user
from tests.factories.territory import CommuneFactory

pytestmark = pytest.mark.django_db
COLUMNS = (
    *("id", "nom", "commune", "code_postal", "adresse", "latitude", "longitude", "telephone"),
    *("horaires", "frais_a_charge", "services", "date_maj"),
)
PLACE = {
    "nom": "Espace numérique du Port",
    "commune": "Chartres",
    "code_postal": "28000",
    "adresse": "3 rue du Port",
}
FRANCE_SERVICES = {
    **PLACE,
    "id": "fs-1",
    "latitude": "48.44600",
    "longitude": "1.48900",
    "telephone": "0237000001",
    "horaires": "Tu-Fr 09:00-12:00",
    "frais_a_charge": "Gratuit",
    "date_maj": "2024-08-12",
}
# The newest, but it knows neither the point nor the hours.
CONSEILLERS = {
    **PLACE,
    "id": "cn-9",
    "telephone": "0237000001",
    "services": "Aide aux démarches administratives",
    "date_maj": "2025-02-03",
}
HUB = {
    **PLACE,
    "id": "hub-4",
    "horaires": "Mo-Fr 09:00-12:00",
    "frais_a_charge": "Payant",
    "date_maj": "2020-05-01",
}
MANY_HOURS = (
    "Mo 09:00-10:00; Tu 09:00-11:00; We 09:00-12:00; Th 10:00-12:00; Fr 11:00-12:00; Sa 09:00-12:00"
)


@pytest.fixture(autouse=True)
def chartres() -> None:
    CommuneFactory.create(code="28085", nom="Chartres", postal_codes="28000")


def import_row(folder: Path, slug: str, nom: str, row: dict[str, str]) -> Lieu:
    """A file of one place, of that source; the sheet that it feeds."""
    Source.objects.update_or_create(slug=slug, defaults={"nom": nom})
    path = folder / f"{slug}.csv"
    line = ";".join(f'"{row.get(name, "")}"' for name in COLUMNS)
    path.write_text(f"{';'.join(COLUMNS)}\n{line}\n", encoding="utf-8")
    with closing(ImportReport()) as report:
        apply_file(opened=open_file(slug=slug, path=path), path=path, report=report)
        assert report.counters.rejetees == 0
    return Lieu.objects.get(records__source=slug)


@pytest.fixture
def merged(tmp_path: Path) -> Lieu:
    """The sheet that France Services made, with the records of two other sources."""
    kept = import_row(tmp_path, "essai-fs", "France Services", FRANCE_SERVICES)
    others = [
        import_row(tmp_path, "essai-cn", "Conseillers numériques", CONSEILLERS),
        import_row(tmp_path, "essai-hub", "Hub-LO", HUB),
    ]
    for other in others:
        merge_lieux(kept=kept, merged=other, by=make_user())
    kept.refresh_from_db()
    return kept


def author(kind: ConfirmationKind = ConfirmationKind.STRUCTURE) -> Author:
    return Author(kind=kind, channel=ConfirmationChannel.ESPACE, user=make_user())


def page(client: Client, lieu: Lieu) -> str:
    """The text of the public page."""
    html = read(client, lieu.get_absolute_url())
    text = re.sub(r"<[^>]+>", " ", html).replace("\u00a0", " ").replace("\u202f", " ")
    return re.sub(r"\s+", " ", text)


def origins(lieu: Lieu) -> dict[str, tuple[str, str, str]]:
    """Each fact of the public list → source, date, rule."""
    return {
        line.facts: (line.source, line.date, line.rule)
        for line in public_origins(get_public_lieu(slug=lieu.slug)).lines
    }


# --- three files ------------------------------------------------------------------------------
def test_the_page_names_its_sources_without_their_codes(merged: Lieu, client: Client) -> None:
    Lieu.objects.filter(pk=merged.pk).update(source="conseiller-numerique")
    shown = public_origins(get_public_lieu(slug=merged.slug)).sources
    assert {"France Services", "Conseillers numériques"} <= set(shown)
    text = page(client, merged)
    assert f"Sources : {' ; '.join(shown)}" in text
    assert "conseiller-numerique" not in text


def test_the_page_says_where_each_fact_comes_from(merged: Lieu, client: Client) -> None:
    found = origins(merged)
    assert found["Position sur la carte"] == (
        "France Services",
        "12 août 2024",
        "une seule source le dit",
    )
    assert found["Aide proposée"][:2] == ("Conseillers numériques", "3 février 2025")
    assert found["Horaires et prix"] == (
        "France Services",
        "12 août 2024",
        "la valeur la plus récente",
    )
    text = page(client, merged)
    assert "D’où vient chaque information ?" in text
    assert "Conseillers numériques, 3 février 2025" in text
    assert "toutes les sources disent la même chose" in text


def test_a_visitor_is_told_of_what_would_mislead(merged: Lieu, client: Client) -> None:
    text = page(client, merged)
    assert (
        "Selon France Services (août 2024) : gratuit ; selon Hub-LO (mai 2020) : payant. "
        "Appelez avant de venir." in text
    )
    assert (
        "Selon France Services (août 2024) : lundi fermé ; "
        "selon Hub-LO (mai 2020) : lundi 9 h – 12 h. Appelez avant de venir." in text
    )
    assert "en donne un autre" not in text


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        ("Sa 14:00-17:00", "selon Hub-LO (mai 2020) : samedi 14 h – 17 h."),
        ("Sa[1] 14:00-17:00", "selon Hub-LO (mai 2020) : premier samedi du mois 14 h – 17 h."),
        (MANY_HOURS, "selon Hub-LO (mai 2020) : d’autres horaires."),
    ],
)
def test_many_other_hours_are_no_wall_of_text(
    hours: str, words: str, merged: Lieu, tmp_path: Path, client: Client
) -> None:
    import_row(tmp_path, "essai-hub", "Hub-LO : recensement", {**HUB, "horaires": hours})
    text = page(client, merged)
    assert f"Selon France Services (août 2024) : les horaires donnés ici ; {words}" in text


def test_another_number_is_told_of_and_not_given(
    merged: Lieu, tmp_path: Path, client: Client
) -> None:
    row = {**HUB, "telephone": "0638460522"}
    import_row(tmp_path, "essai-hub", "Hub-LO", row)
    text = page(client, merged)
    assert (
        "Ce numéro est celui que donne Conseillers numériques (février 2025) ; "
        "Hub-LO (mai 2020) en donne un autre." in text
    )
    assert "06 38 46 05 22" not in text


def test_contradictions_of_sources_count_for_the_desk(merged: Lieu) -> None:
    assert {"sources-horaires", "sources-prix"} <= set(merged.contradiction_codes)
    assert "sources-telephone" not in merged.contradiction_codes
    refresh_quality()
    again = Lieu.objects.get(pk=merged.pk)
    assert again.contradictions == merged.contradictions


def test_whoever_confirms_answers_the_sources(merged: Lieu, client: Client) -> None:
    confirm_sections(lieu=merged, sections=[Section.VENIR], author=author())
    merged.refresh_from_db()
    assert "sources-prix" not in merged.contradiction_codes
    assert "sources-horaires" in merged.contradiction_codes
    text = page(client, merged)
    assert ": payant" not in text
    assert "Saisi dans Maillage par la structure" in text


def test_a_new_record_that_changes_nothing_may_contradict(merged: Lieu, tmp_path: Path) -> None:
    assert "sources-telephone" not in merged.contradiction_codes
    row = {**HUB, "telephone": "0237999999"}
    import_row(tmp_path, "essai-hub", "Hub-LO", row)
    before = merged.revision
    merged.refresh_from_db()
    assert "sources-telephone" in merged.contradiction_codes
    assert merged.telephone == "+33237000001"
    assert merged.revision == before


def test_a_hand_edit_stays_and_the_source_proposes(
    merged: Lieu, tmp_path: Path, client: Client
) -> None:
    save_section(
        lieu=merged,
        section=Section.VENIR,
        values={"frais_a_charge": ["gratuit"]},
        author=author(ConfirmationKind.COORDINATION),
    )
    row = {**HUB, "frais_a_charge": "Gratuit sous condition", "date_maj": "2026-06-01"}
    import_row(tmp_path, "essai-hub", "Hub-LO", row)
    found = Contribution.objects.get()
    assert found.changes == {"venir": {"frais_a_charge": ["gratuit-sous-condition"]}}
    assert (found.lieu_id, found.source_id) == (merged.pk, "essai-hub")
    assert [row.code for row in merged.modalites.filter(field="frais_a_charge")] == ["gratuit"]
    assert origins(merged)["Prix"][0] == ("Saisi dans Maillage par la coordination")


def test_taken_apart_each_says_its_own_again(merged: Lieu) -> None:
    for pair in DuplicatePair.objects.all():
        undo_decision(pair=pair, by=make_user())
    merged.refresh_from_db()
    assert merged.contradictions == ""
    assert {line[0] for line in origins(merged).values()} == {"France Services"}
    hub = Lieu.objects.get(pk="hub-4")
    assert hub.status == "publie"
    assert {line[:2] for line in origins(hub).values()} == {("Hub-LO", "1er mai 2020")}


# --- what is not told ---------------------------------------------------------------------------
def test_a_field_kept_for_professionals_has_no_public_origin(merged: Lieu, client: Client) -> None:
    save_section(
        lieu=merged,
        section=Section.CONTACTS,
        values={"professional_fields": ["telephone"]},
        author=author(),
    )
    assert not any("éléphone" in facts for facts in origins(merged))
    assert "02 37 00 00 01" not in page(client, merged)
    assert origins_of(lieu=Lieu.objects.get(pk=merged.pk))["telephone"].source == SAISIE


def test_a_sheet_that_nobody_is_known_to_have_written_says_nothing(client: Client) -> None:
    assert "D’où vient chaque information" not in page(client, make_lieu())


def test_hostile_names_of_sources_are_text(merged: Lieu, client: Client) -> None:
    Source.objects.filter(pk="essai-fs").update(nom="<script>alert(1)</script>")
    assert "<script>alert(1)" not in read(client, merged.get_absolute_url())


# --- cost -------------------------------------------------------------------------------------
def test_origins_cost_two_queries(merged: Lieu, django_assert_num_queries: Any) -> None:
    lieu = get_public_lieu(slug=merged.slug)
    with django_assert_num_queries(2):
        public_origins(lieu)
    plain = get_public_lieu(slug=make_lieu().slug)
    with django_assert_num_queries(1):
        public_origins(plain)


def test_sheets_of_one_record_cost_one_query_together(django_assert_num_queries: Any) -> None:
    ids = [make_lieu().pk for _ in range(3)]
    with django_assert_num_queries(1):
        assert origins_of_several(ids=ids) == {}


def test_all_contradictions_fit_in_their_column() -> None:
    field = Lieu._meta.get_field("contradictions")
    assert len("|".join(RULES)) <= (field.max_length or 0)


# --- unknown date ---------------------------------------------------------------------------------
def test_an_unknown_date_is_never_said_as_1970(tmp_path: Path, client: Client) -> None:
    row = {**FRANCE_SERVICES, "date_maj": "1970-01-01"}
    lieu = import_row(tmp_path, "essai-fs", "France Services", row)
    assert lieu.date_maj == UNKNOWN_DATE
    text = page(client, lieu)
    assert "1970" not in text
    assert "plus de 5" not in text
    assert "Date inconnue" in text
    assert "France Services, date inconnue" in text
    listed = read(client, "/lieux/?q=Chartres")
    assert "Espace numérique du Port" in listed
    assert "1970" not in listed
    assert words_of_field("date_maj", UNKNOWN_DATE) == "date inconnue"
    confirm_sections(lieu=lieu, sections=list(Section), author=author())
    assert "Date inconnue" not in page(client, lieu)


def test_a_known_date_is_said(client: Client) -> None:
    lieu = make_lieu(date_maj=date(2026, 1, 15))
    assert "15 janvier 2026" in page(client, lieu)
