"""The coordinators' desk: every figure has its list, bulk actions are undone exactly."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from maillage.accounts.models import User
from maillage.contributions.enums import RequestStatus
from maillage.contributions.models import DeskOperation, UpdateRequest
from maillage.contributions.queries.desk_lists import LISTS
from maillage.core.enums import EmailStatus
from maillage.core.models import JournalEntry, OutgoingEmail
from maillage.directory.enums import ConfirmationChannel, ConfirmationKind, Section
from maillage.directory.models import Lieu, SectionConfirmation
from maillage.directory.section_actions import Author, confirm_sections
from tests.factories.contributions import make_report
from tests.factories.directory import make_lieu
from tests.factories.people import (
    client_of,
    make_administrator,
    make_coordinator,
    make_member,
    make_structure,
    make_user,
)
from tests.factories.territory import BassinFactory, BassinMembershipFactory, CommuneFactory

pytestmark = pytest.mark.django_db
OLD = timezone.localdate() - timedelta(days=500)
ESSENTIALS = (Section.CONTACTS, Section.HORAIRES, Section.SERVICES)


@pytest.fixture
def coordinator() -> User:
    """Coordinates the basin of Chartres (2421), which holds the commune of the factories."""
    bassin = BassinFactory(code="2421")
    BassinMembershipFactory(
        commune=CommuneFactory(code="28085", nom="Chartres", postal_codes="28000"), bassin=bassin
    )
    return make_coordinator()


@pytest.fixture
def client(coordinator: User) -> Client:
    return client_of(coordinator)


def outside() -> Lieu:
    """A place of another territory."""
    CommuneFactory(code="37261", nom="Tours")
    return make_lieu(nom="Ailleurs", code_insee="37261", code_postal="37000", date_maj=OLD)


def act(client: Client, action: str, lieux: list[Lieu], **more: str) -> Any:
    data = {"action": action, "lieu": [lieu.pk for lieu in lieux], **more}
    return client.post(reverse("contributions:desk_act"), data)


def page(client: Client, name: str, *args: str, query: str = "") -> str:
    response = client.get(reverse(f"contributions:{name}", args=args) + query)
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


def state(lieu: Lieu) -> dict[str, Any]:
    """All that a bulk action may change."""
    row = Lieu.objects.filter(pk=lieu.pk).values(
        "status", "confirmed_at", "confirmed_by", "reviewed_on"
    )
    fields = ("section", "confirmed_at", "kind", "channel", "profession", "by_id")
    kept = SectionConfirmation.objects.filter(lieu=lieu).order_by("section").values(*fields)
    return {**row[0], "sections": list(kept)}


# --- rights --------------------------------------------------------------------------------
PAGES = (
    ("desk", ()),
    ("desk_list", ("perimes",)),
    ("desk_export", ("perimes", "csv")),
    ("desk_members", ()),
    ("desk_members_export", ("xlsx",)),
    ("desk_imports", ()),
    ("desk_mails", ()),
    ("duplicate_list", ()),
    ("journal_list", ()),
    ("journal_export", ()),
)


@pytest.mark.parametrize(("name", "args"), PAGES)
def test_only_coordinators_see_the_desk(name: str, args: tuple[str, ...]) -> None:
    url = reverse(f"contributions:{name}", args=args)
    assert Client().get(url).status_code == 302
    assert client_of(make_user()).get(url).status_code == 404
    assert client_of(make_member(make_structure(), "referent")).get(url).status_code == 404
    assert client_of(make_administrator()).get(url).status_code == 200
    assert client_of(make_administrator()).post(url).status_code == 405


def test_a_territory_of_somebody_else_does_not_exist(client: Client) -> None:
    BassinFactory(code="2499", nom="Tours")
    assert client.get("/pro/bureau/?territoire=bassin:2499").status_code == 404
    assert client.get("/pro/bureau/?territoire=n'importe:quoi").status_code == 404
    assert client.get("/pro/bureau/?territoire=bassin:2421").status_code == 200
    assert client.get("/pro/bureau/fiches/inconnue/").status_code == 404
    assert client.get("/pro/bureau/fiches/perimes/export/pdf/").status_code == 404


# --- figures and lists ------------------------------------------------------------------------
def test_the_desk_counts_its_territory_only(client: Client) -> None:
    make_lieu(nom="Vieille", date_maj=OLD, telephone="+33237000000")
    make_lieu(
        nom="Contraire",
        date_maj=timezone.localdate(),
        modalites={"frais_a_charge": ["gratuit", "payant"]},
    )
    make_report(outside())
    html = page(client, "desk")
    assert "2 fiches publiées" in html
    figures = client.get("/pro/bureau/").context["figures"]
    assert (figures.total, figures.stale, figures.contradictory, figures.incomplete) == (2, 1, 1, 2)
    assert client.get("/pro/bureau/").context["waiting"].reports == 0


def test_every_figure_has_its_list(client: Client) -> None:
    make_lieu(nom="Vieille", date_maj=OLD)
    jeune = make_lieu(nom="Jeune", date_maj=timezone.localdate())
    confirmed = make_lieu(nom="Vieille mais confirmée", date_maj=OLD)
    author = Author(ConfirmationKind.STRUCTURE, ConfirmationChannel.LIEN)
    confirm_sections(lieu=confirmed, sections=ESSENTIALS, author=author)
    names = {row.nom for row in client.get("/pro/bureau/fiches/perimes/").context["rows"]}
    assert names == {"Vieille"}
    names = {
        row.nom for row in client.get("/pro/bureau/fiches/tous/?partie=horaires").context["rows"]
    }
    assert names == {"Vieille", "Jeune"}
    sections = {
        code: number for code, _label, number in client.get("/pro/bureau/").context["sections"]
    }
    assert (sections["horaires"], sections["venir"]) == (2, 3)
    assert jeune.nom in page(client, "desk_list", "tous")


@pytest.mark.parametrize("code", sorted(LISTS))
def test_every_list_opens_and_says_when_it_is_empty(client: Client, code: str) -> None:
    assert "la liste est vide" in page(client, "desk_list", code)


def test_a_list_is_filtered_and_sorted(client: Client) -> None:
    make_lieu(nom="Médiathèque", date_maj=OLD, courriels="a@exemple.fr")
    make_lieu(nom="Mairie", date_maj=OLD - timedelta(days=100))
    rows = client.get("/pro/bureau/fiches/perimes/").context["rows"]
    assert [row.nom for row in rows] == ["Mairie", "Médiathèque"]
    rows = client.get("/pro/bureau/fiches/perimes/?tri=recent").context["rows"]
    assert [row.nom for row in rows] == ["Médiathèque", "Mairie"]
    rows = client.get("/pro/bureau/fiches/perimes/?q=MÉDIATHEQUE").context["rows"]
    assert [row.nom for row in rows] == ["Médiathèque"]
    rows = client.get("/pro/bureau/fiches/perimes/?joindre=courriel").context["rows"]
    assert [row.nom for row in rows] == ["Médiathèque"]
    rows = client.get("/pro/bureau/fiches/perimes/?tri=x&partie=y&page=zz&raison=z").context["rows"]
    assert len(rows) == 2


def test_the_contradiction_is_said_in_words(client: Client) -> None:
    make_lieu(modalites={"frais_a_charge": ["gratuit", "payant"]})
    assert "le lieu est à la fois gratuit et payant" in page(
        client, "desk_list", "contradictoires", query="?raison=prix"
    )
    assert not client.get("/pro/bureau/fiches/contradictoires/?raison=ages").context["rows"]


def test_the_desk_costs_the_same_with_one_place_and_thirty(client: Client) -> None:
    def cost(url: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    structure = make_structure()
    make_member(structure)
    lieu = make_lieu(nom="Un", date_maj=OLD, structure=structure)
    make_report(lieu)
    urls = ("/pro/bureau/", "/pro/bureau/fiches/perimes/", "/pro/bureau/doublons/")
    make_lieu(nom="Un", date_maj=OLD)
    for url in urls:
        cost(url)
    one = [cost(url) for url in urls]
    for number in range(29):
        other = make_structure()
        make_member(other)
        make_report(make_lieu(nom=f"Lieu {number // 2}", date_maj=OLD, structure=other))
    for url in urls:
        cost(url)
    assert [cost(url) for url in urls] == one
    assert one[0] <= 40


# --- exports ----------------------------------------------------------------------------------
def test_exports_hold_no_formula(client: Client) -> None:
    make_lieu(nom='=HYPERLINK("http://exemple.fr")', date_maj=OLD)
    text = client.get("/pro/bureau/fiches/perimes/export/csv/").content.decode("utf-8-sig")
    assert text.startswith("identifiant;nom;commune")
    assert "'=HYPERLINK" in text
    body = client.get("/pro/bureau/fiches/perimes/export/xlsx/").content
    cell = load_workbook(io.BytesIO(body)).worksheets[0]["B2"]
    assert (cell.value, cell.data_type) == ('=HYPERLINK("http://exemple.fr")', "s")


# --- bulk actions ------------------------------------------------------------------------------
def test_asking_waits_two_minutes_and_is_taken_back(client: Client) -> None:
    lieu = make_lieu(date_maj=OLD, courriels="lieu@exemple.fr")
    act(client, "demander", [lieu])
    request = UpdateRequest.objects.get(lieu=lieu)
    email = OutgoingEmail.objects.get()
    assert email.not_before > timezone.now() + timedelta(seconds=100)
    assert "1 structure sollicitée" in page(client, "desk")
    operation = DeskOperation.objects.get()
    client.post(reverse("contributions:desk_undo", args=[operation.pk]))
    request.refresh_from_db()
    email.refresh_from_db()
    assert (request.status, email.status) == (RequestStatus.REVOQUEE, EmailStatus.ANNULE)
    assert "1 structure sollicitée" not in page(client, "desk")


def test_confirming_in_the_name_of_structures_is_undone_exactly(
    client: Client, coordinator: User
) -> None:
    lieu, never = make_lieu(date_maj=OLD), make_lieu(date_maj=OLD)
    author = Author(ConfirmationKind.STRUCTURE, ConfirmationChannel.LIEN)
    confirm_sections(
        lieu=lieu, sections=ESSENTIALS, author=author, at=timezone.now() - timedelta(days=600)
    )
    before = [state(lieu), state(never)]
    act(client, "appel", [lieu, never])
    lieu.refresh_from_db()
    assert (lieu.confirmed_by, lieu.reviewed_on) == ("coordination", timezone.localdate())
    row = SectionConfirmation.objects.get(lieu=never, section="horaires")
    assert (row.channel, row.profession, row.by) == ("appel", "coordination", coordinator)
    client.post(reverse("contributions:desk_undo", args=[DeskOperation.objects.get().pk]))
    assert [state(lieu), state(never)] == before


def test_undoing_leaves_what_somebody_confirmed_since(client: Client) -> None:
    lieu = make_lieu(date_maj=OLD)
    act(client, "visite", [lieu])
    author = Author(ConfirmationKind.STRUCTURE, ConfirmationChannel.LIEN)
    confirm_sections(lieu=lieu, sections=ESSENTIALS, author=author)
    after = state(lieu)
    response = client.post(
        reverse("contributions:desk_undo", args=[DeskOperation.objects.get().pk]), follow=True
    )
    assert state(lieu) == after
    assert "1 a changé depuis" in response.content.decode()


def test_archiving_is_undone_exactly(client: Client) -> None:
    lieux = [make_lieu(date_maj=OLD), make_lieu(date_maj=OLD)]
    before = [state(lieu) for lieu in lieux]
    act(client, "archiver", lieux)
    assert set(Lieu.objects.values_list("status", flat=True)) == {"archive"}
    assert client.get("/pro/bureau/").context["figures"].total == 0
    client.post(reverse("contributions:desk_undo", args=[DeskOperation.objects.get().pk]))
    assert [state(lieu) for lieu in lieux] == before
    verbs = list(JournalEntry.objects.values_list("verb", flat=True))
    assert verbs.count("sheet.archived") == verbs.count("sheet.unarchived") == 2
    assert {"desk.acted", "desk.undone"} <= set(verbs)


def test_an_operation_is_undone_once_and_by_its_author(client: Client) -> None:
    act(client, "archiver", [make_lieu(date_maj=OLD)])
    url = reverse("contributions:desk_undo", args=[DeskOperation.objects.get().pk])
    assert client_of(make_administrator()).post(url).status_code == 404
    assert client.get(url).status_code == 405
    client.post(url)
    assert "déjà annulée" in client.post(url, follow=True).content.decode()
    assert Lieu.objects.get().status == "publie"


def test_a_role_withdrawn_meanwhile_undoes_nothing(client: Client, coordinator: User) -> None:
    act(client, "archiver", [make_lieu(date_maj=OLD)])
    coordinator.coordinations.all().delete()
    url = reverse("contributions:desk_undo", args=[DeskOperation.objects.get().pk])
    assert client.post(url).status_code == 404
    assert Lieu.objects.get().status == "archive"


@pytest.mark.parametrize("action", ["demander", "appel", "visite", "archiver"])
def test_a_place_of_another_territory_refuses_the_whole_action(client: Client, action: str) -> None:
    mine, other = make_lieu(date_maj=OLD, courriels="a@exemple.fr"), outside()
    before = [state(mine), state(other)]
    assert act(client, action, [mine, other]).status_code == 404
    assert [state(mine), state(other)] == before
    assert not DeskOperation.objects.exists()
    assert not OutgoingEmail.objects.exists()


def test_what_is_posted_by_hand_is_refused_in_words(client: Client) -> None:
    lieu = make_lieu(date_maj=OLD)
    url = reverse("contributions:desk_act")
    assert (
        "Cochez au moins une fiche"
        in client.post(url, {"action": "archiver"}, follow=True).content.decode()
    )
    assert (
        "Choisissez une action"
        in client.post(
            url, {"action": "tout-effacer", "lieu": [lieu.pk]}, follow=True
        ).content.decode()
    )
    assert client.post(url, {"action": "archiver", "lieu": ["inconnu"]}).status_code == 404
    assert (
        client.post(
            url, {"action": "archiver", "tous": "1", "liste": "perimes", "territoire": "bassin:9"}
        ).status_code
        == 404
    )
    assert Lieu.objects.get().status == "publie"


def test_a_whole_list_is_acted_upon_with_its_filters(client: Client) -> None:
    make_lieu(nom="Mairie", date_maj=OLD)
    make_lieu(nom="Médiathèque", date_maj=OLD)
    outside()
    client.post(
        reverse("contributions:desk_act"),
        {"action": "archiver", "tous": "1", "liste": "perimes", "q": "mairie"},
    )
    assert list(Lieu.objects.filter(status="archive").values_list("nom", flat=True)) == ["Mairie"]


@pytest.mark.parametrize("suite", ["https://ailleurs.example/", "//ailleurs.example", "/lieux/"])
def test_the_way_back_stays_in_the_desk(client: Client, suite: str) -> None:
    response = act(client, "archiver", [make_lieu()], suite=suite)
    assert response["Location"] == "/pro/bureau/"


def test_a_request_whose_email_failed_is_listed(client: Client) -> None:
    lieu = make_lieu(nom="Sans boîte", date_maj=OLD, courriels="lieu@exemple.fr")
    act(client, "demander", [lieu])
    OutgoingEmail.objects.update(status=EmailStatus.ECHEC, subject="", text="", html="")
    assert client.get("/pro/bureau/").context["waiting"].undelivered == 1
    assert "Sans boîte" in page(client, "desk_mails")


def test_members_are_listed_with_their_last_visit(client: Client) -> None:
    structure = make_structure("Bibliothèque")
    make_lieu(structure=structure)
    make_member(structure, user=make_user(display_name="Une bibliothécaire"))
    make_member(make_structure("Ailleurs"), user=make_user(display_name="Quelqu’un d’autre"))
    html = page(client, "desk_members")
    assert "Une bibliothécaire" in html
    assert "Quelqu’un d’autre" not in html
    text = client.get("/pro/bureau/professionnels/export/csv/").content.decode("utf-8-sig")
    assert "Une bibliothécaire;Médiation numérique;Bibliothèque;Membre" in text
