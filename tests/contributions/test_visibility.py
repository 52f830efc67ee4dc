"""A field that a structure keeps for professionals leaves every page and file of the public."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from maillage.directory.enums import ConfirmationChannel, ConfirmationKind, Section
from maillage.directory.models import Lieu
from maillage.directory.section_actions import Author, save_section
from maillage.directory.section_queries import read_values
from tests.factories.directory import make_lieu
from tests.factories.people import client_of, make_member, make_structure
from tests.factories.territory import CommuneFactory

pytestmark = pytest.mark.django_db
AUTHOR = Author(ConfirmationKind.STRUCTURE, ConfirmationChannel.ESPACE)
PHONE = "+33237112233"
MAIL = "equipe@exemple.fr"
SHAPES = ("+33237112233", "0237112233", "02 37 11 22 33", MAIL)


@pytest.fixture
def lieu() -> Lieu:
    """A sheet whose telephone was public, then kept for professionals by its structure."""
    commune = CommuneFactory.create(code="28168", nom="Gallardon")
    place = make_lieu(
        nom="Médiathèque",
        structure=make_structure(),
        code_insee=commune.code,
        telephone=PHONE,
        courriels=MAIL,
        latitude=48.52,
        longitude=1.69,
        position_precision="exacte",
    )
    values = read_values(lieu=place, section=Section.CONTACTS)
    values["professional_fields"] = ["telephone", "courriels"]
    save_section(lieu=place, section=Section.CONTACTS, values=values, author=AUTHOR)
    return Lieu.objects.get(pk=place.pk)


def said(client: Client, address: str) -> str:
    """What an address answers, spaces made plain."""
    response = client.get(address)
    assert response.status_code == 200, address
    content = response.getvalue()
    if response.headers["Content-Type"] == "application/pdf":
        text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    else:
        text = content.decode()
    return text.replace("\xa0", " ").replace("\u202f", " ")


PUBLIC = [
    "/lieux/{slug}/",
    "/lieux/{slug}/signaler/",
    "/lieux/{slug}/proposer/?partie=contacts",
    "/lieux/{slug}/fiche.pdf",
    "/lieux/?q=Médiathèque",
    "/carte/points/?bbox=1,48,2,49&zoom=18",
    "/api/v1/lieux",
    "/api/v1/lieux/{pk}",
    "/api/v1/lieux.csv",
    "/api/v1/lieux.json",
    "/api/v1/lieux.geojson",
    "/territoires/commune/{commune}/",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_nothing_public_says_it(lieu: Lieu, client: Client, address: str) -> None:
    assert lieu.territory_commune is not None
    text = said(
        client,
        address.format(slug=lieu.slug, pk=lieu.pk, commune=lieu.territory_commune.slug),
    )
    assert not [shape for shape in SHAPES if shape in text]


def test_the_number_finds_nothing(lieu: Lieu, client: Client) -> None:
    assert client.get("/lieux/?q=0237112233").context["page"].is_empty
    assert not client.get("/lieux/?q=Médiathèque").context["page"].is_empty


def test_the_preview_hides_it_and_professionals_read_it(lieu: Lieu) -> None:
    assert lieu.structure is not None
    member = client_of(make_member(lieu.structure))
    preview = said(member, reverse("contributions:sheet_preview", args=[lieu.slug]))
    assert not [shape for shape in SHAPES if shape in preview]
    assert "02 37 11 22 33" in said(
        member, reverse("contributions:section_edit", args=[lieu.slug, "contacts"])
    )
    stranger = client_of(make_member(make_structure()))
    text = said(stranger, reverse("contributions:lieu_read", args=[lieu.slug]))
    assert "02 37 11 22 33" in text
    assert MAIL in text
