"""Calls beyond one's own campaigns: wider campaigns, requests that no e-mail can carry."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from maillage.contributions.actions.refusals import refuse_mail
from maillage.contributions.actions.update_requests import ask_for_confirmation
from maillage.contributions.models import Campaign, UpdateRequest
from maillage.directory.models import Lieu, SectionConfirmation
from maillage.territory.models import Departement
from tests.factories.campaigns import make_bassin, make_campaign, make_open_campaign
from tests.factories.directory import make_lieu
from tests.factories.people import (
    client_of,
    make_administrator,
    make_coordinator,
    make_member,
    make_structure,
)
from tests.factories.territory import (
    BassinFactory,
    BassinMembershipFactory,
    CommuneFactory,
    EpciFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine() -> Lieu:
    """A place of the basin of Chartres."""
    make_bassin()
    return make_lieu(nom="Mairie du bassin", code_insee="28085", courriels="", telephone="")


@pytest.fixture
def other(mine: Lieu) -> Lieu:
    """A place of the same department, of another basin."""
    departement = Departement.objects.get(communes__code=mine.code_insee)
    commune = CommuneFactory.create(
        code="28134", nom="Dreux", epci=EpciFactory.create(), departement=departement
    )
    BassinMembershipFactory.create(
        commune=commune, bassin=BassinFactory.create(code="2422", nom="Dreux", slug="dreux")
    )
    return make_lieu(nom="Mairie voisine", code_insee="28134", courriels="", telephone="")


@pytest.fixture
def wide(mine: Lieu, other: Lieu) -> Campaign:
    code = Departement.objects.get(communes__code=mine.code_insee).code
    return make_open_campaign(
        by=make_administrator(),
        nom="Département entier",
        territory_kind="departement",
        territory_code=code,
    )


@pytest.fixture
def coordinator(mine: Lieu) -> Client:
    return client_of(make_coordinator())


def calls(campaign: Campaign) -> str:
    return reverse("contributions:call_list", args=[campaign.pk])


def test_a_wider_campaign_is_listed_with_ones_own_places(
    wide: Campaign, coordinator: Client
) -> None:
    text = coordinator.get(reverse("contributions:campaign_list")).content.decode()
    assert "Campagnes plus larges que votre territoire" in text
    assert f'href="{calls(wide)}"' in text
    assert "0 réponses sur 1 lieux de votre territoire" in text


def test_its_call_list_holds_ones_own_places_only(
    wide: Campaign, mine: Lieu, other: Lieu, coordinator: Client
) -> None:
    text = coordinator.get(calls(wide)).content.decode()
    assert mine.nom in text
    assert other.nom not in text
    detail = reverse("contributions:campaign_detail", args=[wide.pk])
    assert f'href="{detail}"' not in text
    assert coordinator.get(detail).status_code == 404


def test_one_calls_ones_own_places_and_no_other(
    wide: Campaign, mine: Lieu, other: Lieu, coordinator: Client
) -> None:
    asked = {row.lieu_id: row.pk for row in wide.requests.all()}
    address = reverse("contributions:call_detail", args=[wide.pk, asked[mine.pk]])
    assert coordinator.get(address).status_code == 200
    assert coordinator.post(address, {"comment": "appel"}).status_code == 302
    row = SectionConfirmation.objects.get(lieu=mine, section="contacts")
    assert (row.kind, row.channel) == ("coordination", "appel")
    elsewhere = reverse("contributions:call_detail", args=[wide.pk, asked[other.pk]])
    assert coordinator.get(elsewhere).status_code == 404
    assert coordinator.post(elsewhere, {"comment": "appel"}).status_code == 404
    assert not SectionConfirmation.objects.filter(lieu=other).exists()


def test_a_draft_or_a_campaign_elsewhere_stays_hidden(mine: Lieu, other: Lieu) -> None:
    stranger = client_of(make_coordinator(code="2422"))
    draft = make_campaign()
    assert stranger.get(calls(draft)).status_code == 404
    opened = make_open_campaign(by=make_administrator())
    assert stranger.get(calls(opened)).status_code == 404
    assert (
        calls(opened) not in stranger.get(reverse("contributions:campaign_list")).content.decode()
    )


def test_the_desk_leads_to_the_calls_of_a_wider_campaign(
    wide: Campaign, coordinator: Client
) -> None:
    text = coordinator.get(reverse("contributions:desk")).content.decode()
    assert f'href="{calls(wide)}"' in text
    assert coordinator.get(calls(wide)).status_code == 200


def test_a_kept_telephone_is_on_the_call_list(
    wide: Campaign, mine: Lieu, coordinator: Client
) -> None:
    Lieu.objects.filter(pk=mine.pk).update(professional_values={"telephone": "+33237112233"})
    text = coordinator.get(calls(wide)).content.decode().replace("\xa0", " ")
    assert 'href="tel:+33237112233"' in text
    assert "02 37 11 22 33" in text
    assert "Pour les professionnels seulement" in text


def test_those_who_refuse_mail_are_marked(wide: Campaign, mine: Lieu, coordinator: Client) -> None:
    Lieu.objects.filter(pk=mine.pk).update(courriels="accueil@exemple.fr")
    refuse_mail(lieu=Lieu.objects.get(pk=mine.pk))
    assert "ne veut plus de courriel" in coordinator.get(calls(wide)).content.decode()


# --- requests outside campaigns --------------------------------------------------------------
def test_a_place_asked_without_address_waits_on_the_desk(mine: Lieu, coordinator: Client) -> None:
    by = make_administrator()
    ask_for_confirmation(lieux=[mine], by=by)
    ask_for_confirmation(lieux=[make_lieu(code_insee="28085", courriels="a@exemple.fr")], by=by)
    address = reverse("contributions:desk_calls")
    assert f"{address}?" in coordinator.get(reverse("contributions:desk")).content.decode()
    response = coordinator.get(address)
    assert response.context["total"] == 1
    assert reverse("contributions:sheet_detail", args=[mine.slug]) in response.content.decode()
    UpdateRequest.objects.update(status="revoquee")
    assert "Personne à appeler." in coordinator.get(address).content.decode()


def test_those_of_other_territories_are_not_there(
    mine: Lieu, other: Lieu, coordinator: Client
) -> None:
    ask_for_confirmation(lieux=[other], by=make_administrator())
    response = coordinator.get(reverse("contributions:desk_calls"))
    assert response.context["total"] == 0
    assert other.nom not in response.content.decode()


def test_the_list_costs_the_same_for_one_and_three(mine: Lieu, coordinator: Client) -> None:
    address = reverse("contributions:desk_calls")
    by = make_administrator()
    ask_for_confirmation(lieux=[mine], by=by)
    coordinator.get(address)
    with CaptureQueriesContext(connection) as first:
        coordinator.get(address)
    more = [
        make_lieu(code_insee="28085", courriels="", structure=make_structure()) for _ in range(3)
    ]
    ask_for_confirmation(lieux=more, by=by)
    with CaptureQueriesContext(connection) as second:
        assert coordinator.get(address).context["total"] == 4
    # Structures of the places: one query for their referents, whatever their number.
    assert len(second) <= len(first) + 1


# --- structures without anybody ---------------------------------------------------------------
def test_structures_without_people_are_listed_with_their_invitation(
    mine: Lieu, other: Lieu, coordinator: Client
) -> None:
    alone, kept, far = (make_structure(nom) for nom in ("Seule", "Tenue", "Lointaine"))
    make_member(kept)
    Lieu.objects.filter(pk=mine.pk).update(structure=alone)
    make_lieu(code_insee="28085", structure=kept)
    Lieu.objects.filter(pk=other.pk).update(structure=far)
    address = reverse("contributions:desk_structures")
    assert f"{address}?" in coordinator.get(reverse("contributions:desk")).content.decode()
    text = coordinator.get(address).content.decode()
    assert reverse("network:invitation_create", args=[alone.pk]) in text
    assert "1 fiche publiée" in text
    assert "Tenue" not in text
    assert "Lointaine" not in text
