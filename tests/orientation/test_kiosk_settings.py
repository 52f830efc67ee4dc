"""The settings of a kiosk: who makes it, what is refused, what can be undone."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from maillage.accounts.models import User
from maillage.core.models import JournalEntry
from maillage.orientation.kiosk_forms import SERVICES
from maillage.orientation.models import Kiosk
from tests.factories.orientation import make_kiosk
from tests.rights.world import World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def typed(**changes: Any) -> dict[str, Any]:
    """A form well filled, but for the changes."""
    return {
        "nom": "Mairie de Chartres",
        "commune": "Chartres",
        "services": ["demarches", "outils"],
        "langues": ["fr", "ar"],
        "accueil": "Bonjour",
        "aide": "Demandez au guichet 2",
        "imprimante": "on",
        **changes,
    }


def create(client: Client, world: World, **changes: Any) -> Any:
    return client.post(f"/pro/bornes/nouvelle/?structure={world.here.pk}", typed(**changes))


def verbs() -> list[str]:
    rows = JournalEntry.objects.filter(verb__startswith="kiosk.").order_by("pk")
    return list(rows.values_list("verb", flat=True))


@pytest.mark.parametrize("role", ["referent", "coordinator", "administrator"])
def test_whoever_answers_for_the_structure_makes_a_kiosk(world: World, role: str) -> None:
    client = world.client(role)
    response = create(client, world)
    kiosk = Kiosk.objects.get()
    assert response.headers["Location"] == f"/pro/bornes/{kiosk.pk}/"
    assert (kiosk.slug, kiosk.commune_id) == ("mairie-de-chartres", "28085")
    assert kiosk.structure == world.here
    assert kiosk.services == ["demarches", "outils"]
    assert kiosk.languages == ["fr", "ar"]
    assert kiosk.can_print
    assert kiosk.is_active
    assert verbs() == ["kiosk.created"]
    page = client.get(f"/pro/bornes/{kiosk.pk}/").text
    assert "/borne/mairie-de-chartres/" in page
    assert "data:image/svg+xml" in page


@pytest.mark.parametrize("role", ["member", "referent_elsewhere", "coordinator_elsewhere"])
def test_the_others_do_not(world: World, role: str) -> None:
    assert create(world.client(role), world).status_code == 404
    assert not Kiosk.objects.exists()


@pytest.mark.parametrize("code", ["abc", "-1", "9" * 30, "987654321"])
def test_an_unknown_structure_is_a_404(world: World, code: str) -> None:
    address = f"/pro/bornes/nouvelle/?structure={code}"
    assert world.client("administrator").get(address).status_code == 404


def test_everything_chosen_is_everything_to_come(world: World, settings: Settings) -> None:
    create(
        world.client("referent"),
        world,
        services=[code for code, _label in SERVICES],
        langues=[code for code, _label in settings.LANGUAGES],
    )
    kiosk = Kiosk.objects.get()
    assert kiosk.services == []
    assert kiosk.languages == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"nom": " "}, "Donnez un nom à la borne"),
        ({"nom": "a" * 121}, "120 lettres au plus"),
        ({"commune": "Villeneuve-qui-n-existe-pas"}, "Cette commune n’est pas connue"),
        ({"commune": ""}, "Dites dans quelle commune"),
        ({"services": []}, "Choisissez au moins une aide"),
        ({"services": ["danser"]}, "Choisissez des aides de la liste"),
        ({"langues": []}, "Choisissez au moins une langue"),
        ({"langues": ["xx"]}, "Choisissez des langues de la liste"),
        ({"accueil": "a" * 161}, "160 lettres au plus"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    world: World, changes: dict[str, Any], said: str
) -> None:
    response = create(world.client("referent"), world, **changes)
    assert response.status_code == 400
    assert said in response.text
    assert "Demandez au guichet 2" in response.text
    assert not Kiosk.objects.exists()


def test_two_kiosks_of_one_name_have_two_addresses_that_never_change(world: World) -> None:
    client = world.client("referent")
    for _ in range(2):
        create(client, world)
    slugs = list(Kiosk.objects.order_by("pk").values_list("slug", flat=True))
    assert slugs == ["mairie-de-chartres", "mairie-de-chartres-2"]
    first = Kiosk.objects.earliest("pk")
    before = first.updated_at
    client.post(f"/pro/bornes/{first.pk}/modifier/", typed(nom="Hôtel de ville"))
    first.refresh_from_db()
    assert (first.nom, first.slug) == ("Hôtel de ville", "mairie-de-chartres")
    assert first.updated_at > before
    assert verbs()[-1] == "kiosk.changed"


def test_the_form_shows_what_is_kept(world: World) -> None:
    kiosk = make_kiosk(
        structure=world.here, services=["outils"], languages=["fr"], welcome="Bonjour à vous"
    )
    page = world.client("referent").get(f"/pro/bornes/{kiosk.pk}/modifier/").text
    assert 'value="Chartres 28000"' in page
    assert 'value="Bonjour à vous"' in page
    assert 'id="services-outils" name="services" value="outils" checked' in page
    assert 'id="services-emploi" name="services" value="emploi" checked' not in page


def test_a_member_sees_the_kiosk_without_the_keys(world: World) -> None:
    kiosk = make_kiosk(structure=world.here)
    make_kiosk(structure=world.there, nom="Ailleurs")
    client = world.client("member")
    page = client.get("/pro/bornes/").text
    assert kiosk.nom in page
    assert "Ailleurs" not in page
    assert "Créer une borne" not in page
    detail = client.get(f"/pro/bornes/{kiosk.pk}/").text
    assert "Installer la tablette" in detail
    assert "/retirer/" not in detail
    assert "/modifier/" not in detail


def test_out_of_service_and_back(world: World) -> None:
    kiosk = make_kiosk(structure=world.here)
    client = world.client("referent")
    public = Client()
    address = f"/pro/bornes/{kiosk.pk}/service/"
    for is_open, status in (("0", 404), ("0", 404), ("1", 200)):
        client.post(address, {"ouvrir": is_open})
        assert public.get(kiosk.get_absolute_url()).status_code == status
    assert verbs() == ["kiosk.closed", "kiosk.opened"]


def test_a_removed_kiosk_comes_back_at_the_same_address(world: World) -> None:
    kiosk = make_kiosk(structure=world.here, services=["outils"], welcome="Bonjour")
    client = world.client("referent")
    response = client.post(f"/pro/bornes/{kiosk.pk}/retirer/", follow=True)
    assert not Kiosk.objects.exists()
    assert "Annuler le retrait" in response.text
    client.post("/pro/bornes/retablir/")
    back = Kiosk.objects.get()
    assert (back.slug, back.services, back.welcome) == (kiosk.slug, ["outils"], "Bonjour")
    assert verbs() == ["kiosk.removed", "kiosk.restored"]
    assert "Annuler le retrait" not in client.get("/pro/bornes/").text


def test_a_removal_is_undone_by_its_author_within_an_hour(world: World) -> None:
    kiosk = make_kiosk(structure=world.here)
    client = world.client("referent")
    client.post(f"/pro/bornes/{kiosk.pk}/retirer/")
    world.client("coordinator").post("/pro/bornes/retablir/")
    assert not Kiosk.objects.exists()
    session = client.session
    session["borne_retiree"]["at"] = (timezone.now() - timedelta(hours=2)).timestamp()
    session.save()
    response = client.post("/pro/bornes/retablir/", follow=True)
    assert "Il est trop tard" in response.text
    assert not Kiosk.objects.exists()


def test_a_right_lost_meanwhile_brings_nothing_back(world: World) -> None:
    kiosk = make_kiosk(structure=world.here)
    client = world.client("referent")
    client.post(f"/pro/bornes/{kiosk.pk}/retirer/")
    world.people["referent"].memberships.update(role="membre")
    assert client.post("/pro/bornes/retablir/").status_code == 404
    assert not Kiosk.objects.exists()


def test_a_kiosk_already_back_is_said(world: World) -> None:
    kiosk = make_kiosk(structure=world.here)
    client = world.client("referent")
    client.post(f"/pro/bornes/{kiosk.pk}/retirer/")
    make_kiosk(slug=kiosk.slug, structure=world.here)
    assert "ne peut pas revenir" in client.post("/pro/bornes/retablir/", follow=True).text


def test_a_coordinator_finds_the_structure_by_name(world: World) -> None:
    client = world.client("coordinator")
    page = client.get("/pro/bornes/nouvelle/?q=corde").text
    assert f'href="?structure={world.here.pk}"' in page
    assert "Le Beffroi" not in client.get("/pro/bornes/nouvelle/").text


def test_the_list_asks_as_many_queries_for_three_kiosks(world: World) -> None:
    counts = []
    for number in (1, 2):
        for _ in range(number):
            make_kiosk(structure=world.here)
        client = world.client("referent")
        with CaptureQueriesContext(connection) as seen:
            client.get("/pro/bornes/")
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_demonstration_has_a_kiosk_made_once(
    world: World, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(CommandError, match="comptes de démonstration manquent"):
        call_command("demo_kiosk")
    User.objects.filter(pk=world.people["referent"].pk).update(is_demo=True)
    for _ in range(2):
        call_command("demo_kiosk")
    assert "/borne/borne-de-demonstration/" in capsys.readouterr().out
    assert Kiosk.objects.get().structure == world.here
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="production"):
        call_command("demo_kiosk")
