"""Versions compared and brought back; the journal in words."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.models import User
from maillage.core.journal import Actor, record
from maillage.core.models import JournalEntry
from maillage.directory.actions import save_lieu
from maillage.directory.models import Equipment, ExceptionalPeriod, Lieu, Passage
from tests.factories.directory import make_lieu
from tests.factories.people import (
    client_of,
    make_administrator,
    make_coordinator,
    make_member,
    make_structure,
    make_user,
)
from tests.factories.territory import BassinMembershipFactory, CommuneFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def lieu() -> Lieu:
    """A sheet with two versions: the first whole, the second emptied of nearly all."""
    sheet = make_lieu(
        nom="Médiathèque",
        horaires="Mo-Fr 09:00-12:00",
        structure=make_structure(),
        professional_values={"telephone": "+33237123456"},
        equipments=["scanner"],
        modalites={"services": ["demarches"], "frais_a_charge": ["gratuit"]},
        periods=[ExceptionalPeriod(first_day=date(2026, 8, 1), last_day=date(2026, 8, 2))],
    )
    sheet.nom, sheet.horaires, sheet.professional_values = "Fablab", "", {}
    return save_lieu(
        lieu=sheet,
        modalites={"services": ["loisirs"], "frais_a_charge": []},
        equipments=[Equipment(kind="drone")],
        exceptional_periods=[],
        passages=[Passage(kind="antenne", label="Mairie")],
        origin="saisie:espace",
        by=make_user(display_name="Une bibliothécaire", profession="bibliotheque"),
    )


@pytest.fixture
def referent(lieu: Lieu) -> User:
    assert lieu.structure is not None
    return make_member(lieu.structure, "referent")


def versions(lieu: Lieu) -> list[int]:
    """Keys, the oldest first."""
    return list(Lieu.history.filter(id=lieu.pk).order_by("pk").values_list("pk", flat=True))


def restore(client: Client, lieu: Lieu, version: object) -> str:
    url = reverse("contributions:sheet_restore", args=[lieu.slug])
    response = client.post(url, {"version": version}, follow=True)
    return response.content.decode() if response.status_code == 200 else str(response.status_code)


def test_the_history_says_who_how_and_what_in_words(lieu: Lieu, referent: User) -> None:
    html = client_of(referent).get(f"/pro/lieux/{lieu.slug}/historique/").content.decode()
    assert "Une bibliothécaire (bibliothèque)" in html
    assert "Dans l’espace professionnel" in html
    assert "lundi au vendredi" in html
    assert "Mo-Fr" not in html
    assert "Scanner" in html
    assert "Téléphone (réservé aux professionnels)" in html


def test_only_those_who_edit_read_it_and_those_who_answer_restore(
    lieu: Lieu, referent: User
) -> None:
    assert lieu.structure is not None
    member = make_member(lieu.structure)
    stranger = make_member(make_structure(), "referent")
    first, _second = versions(lieu)
    for name in ("sheet_history", "sheet_compare", "sheet_restore"):
        url = reverse(f"contributions:{name}", args=[lieu.slug])
        assert Client().post(url).status_code in (302, 405)
        assert client_of(stranger).get(url).status_code in (404, 405)
    page = client_of(member).get(f"/pro/lieux/{lieu.slug}/historique/").content.decode()
    assert "Rétablir cette version" not in page
    assert restore(client_of(member), lieu, first) == "404"
    assert restore(client_of(stranger), lieu, first) == "404"
    assert client_of(referent).get("/pro/lieux/inconnu/historique/").status_code == 404


def test_restoring_brings_all_back_in_one_version(lieu: Lieu, referent: User) -> None:
    first, _second = versions(lieu)
    slug, made = lieu.slug, lieu.created_at
    assert "Version rétablie" in restore(client_of(referent), lieu, first)
    lieu.refresh_from_db()
    assert (lieu.nom, lieu.horaires, lieu.slug) == ("Médiathèque", "Mo-Fr 09:00-12:00", slug)
    assert lieu.created_at == made
    assert lieu.professional_values == {"telephone": "+33237123456"}
    assert set(lieu.modalites.values_list("code", flat=True)) == {"demarches", "gratuit"}
    assert [row.kind for row in lieu.equipments.all()] == ["scanner"]
    assert [row.last_day for row in lieu.exceptional_periods.all()] == [date(2026, 8, 2)]
    assert not lieu.passages.exists()
    assert len(versions(lieu)) == 3
    last = Lieu.history.filter(id=lieu.pk).order_by("-pk").first()
    assert (last.history_source, last.history_user) == ("saisie:restauration", referent)
    entry = JournalEntry.objects.get(verb="sheet.restored")
    assert (entry.object_id, entry.actor_id) == (lieu.pk, referent.pk)


def test_undoing_is_restoring_again(lieu: Lieu, referent: User) -> None:
    first, second = versions(lieu)
    client = client_of(referent)
    restore(client, lieu, first)
    restore(client, lieu, second)
    lieu.refresh_from_db()
    assert lieu.nom == "Fablab"
    assert [row.label for row in lieu.passages.all()] == ["Mairie"]


def test_the_state_stays_as_it_is(lieu: Lieu, referent: User) -> None:
    first, _second = versions(lieu)
    lieu.status = "archive"
    save_lieu(lieu=lieu, modalites=None, origin="saisie:support")
    restore(client_of(referent), lieu, first)
    lieu.refresh_from_db()
    assert (lieu.nom, lieu.status) == ("Médiathèque", "archive")


def test_a_value_that_is_no_longer_accepted_is_refused_in_words(lieu: Lieu, referent: User) -> None:
    first, _second = versions(lieu)
    Lieu.history.filter(pk=first).update(horaires="n’importe quoi")
    html = restore(client_of(referent), lieu, first)
    assert "n’est plus acceptée telle quelle" in html
    lieu.refresh_from_db()
    assert lieu.nom == "Fablab"
    assert len(versions(lieu)) == 2


def test_a_version_without_parts_leaves_them_and_says_so(lieu: Lieu, referent: User) -> None:
    first, _second = versions(lieu)
    Lieu.history.filter(pk=first).update(parts=None)
    assert "n’étaient pas encore gardés" in restore(client_of(referent), lieu, first)
    assert [row.kind for row in lieu.equipments.all()] == ["drone"]


def test_a_version_of_another_sheet_does_not_exist(lieu: Lieu, referent: User) -> None:
    (other,) = versions(make_lieu())
    client = client_of(referent)
    for wrong in (other, 999_999, "", "x", "9" * 30, -1):
        assert restore(client, lieu, wrong) == "404"
    first, _second = versions(lieu)
    url = f"/pro/lieux/{lieu.slug}/historique/comparer/?avant={first}&apres={other}"
    assert client.get(url).status_code == 404


def test_two_versions_are_compared_in_order(lieu: Lieu, referent: User) -> None:
    first, second = versions(lieu)
    url = f"/pro/lieux/{lieu.slug}/historique/comparer/?avant={second}&apres={first}"
    changes = client_of(referent).get(url).context["changes"]
    assert ("nom", "Médiathèque", "Fablab") in [(c.label, c.before, c.after) for c in changes]
    same = f"/pro/lieux/{lieu.slug}/historique/comparer/?avant={first}&apres={first}"
    assert (
        "deux versions différentes" in client_of(referent).get(same, follow=True).content.decode()
    )


# --- journal ---------------------------------------------------------------------------------
@pytest.fixture
def coordinator() -> User:
    BassinMembershipFactory(commune=CommuneFactory(code="28085"), bassin__code="2421")
    return make_coordinator()


def test_a_coordinator_reads_the_lines_of_the_territory(coordinator: User) -> None:
    mine, other = make_lieu(nom="Ici"), make_lieu(nom="Ailleurs", code_insee="37261")
    author = Actor.of(coordinator)
    record(verb="sheet.archived", by=author, on=mine)
    record(verb="sheet.sections_confirmed", by=author, on=other)
    structure = make_structure("Notre structure")
    make_lieu(structure=structure)
    record(verb="membership.added", by=author, on=structure)
    lines = client_of(coordinator).get("/pro/journal/").context["lines"]
    assert [(line.words, line.object_words) for line in lines] == [
        ("personne ajoutée à une structure", "Notre structure"),
        ("fiche archivée", "Ici, Chartres"),
    ]
    assert lines[0].by == f"{coordinator} (Coordination)"
    assert len(client_of(make_administrator()).get("/pro/journal/").context["lines"]) == 3


def test_the_journal_is_filtered_and_exported(coordinator: User) -> None:
    lieu = make_lieu(nom="=Ici")
    author = Actor.of(coordinator)
    record(verb="sheet.archived", by=author, on=lieu)
    record(
        verb="sheet.sections_confirmed",
        by=author,
        on=lieu,
        detail={"sections": ["horaires"], "channel": "appel"},
    )
    client = client_of(coordinator)
    lines = client.get("/pro/journal/?quoi=sheet.sections_confirmed").context["lines"]
    assert [line.detail for line in lines] == ["parties : Horaires ; comment : Par téléphone"]
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert not client.get(f"/pro/journal/?du={tomorrow}").context["lines"]
    assert not client.get("/pro/journal/?objet=directory.structure").context["lines"]
    response = client.get("/pro/journal/?du=demain")
    assert response.status_code == 400
    assert "Écrivez un jour" in response.content.decode()
    text = client.get("/pro/journal/export/?quoi=sheet.archived").content.decode("utf-8-sig")
    assert text.count("\r\n") == 2
    assert "fiche archivée" in text
    assert "'=Ici, Chartres" in text


def test_a_deleted_account_leaves_no_name(coordinator: User) -> None:
    gone = make_user(display_name="Personne partie")
    record(verb="sheet.archived", by=Actor.of(gone), on=make_lieu())
    gone.delete()
    (line,) = client_of(coordinator).get("/pro/journal/").context["lines"]
    assert line.by == "Un compte supprimé"


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("field", ["du", "au"])
def test_a_day_out_of_time_is_said(coordinator: User, field: str, day: str) -> None:
    client = client_of(coordinator)
    page = client.get(f"/pro/journal/?{field}={day}")
    assert page.status_code == 400
    assert "jour de notre siècle" in page.text
    assert client.get(f"/pro/journal/export/?{field}={day}").status_code in {200, 404}
