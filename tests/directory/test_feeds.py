"""News, sitemap and structured data: what machines read."""

import json
import re
import xml.etree.ElementTree as ET

import pytest
from django.template import Context, Template
from django.test import Client

from maillage.accounts.models import User
from maillage.directory import structured_data
from maillage.directory.actions import archive_lieu, save_lieu
from maillage.directory.change_queries import recent_news
from maillage.directory.models import Lieu
from tests.factories.directory import make_lieu
from tests.factories.territory import CommuneFactory

pytestmark = pytest.mark.django_db
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
HOSTILE = "</script><script>alert(1)</script>&\u2028\x07"


def change(lieu: Lieu, **fields: object) -> None:
    fresh = Lieu.objects.get(pk=lieu.pk)
    for name, value in fields.items():
        setattr(fresh, name, value)
    save_lieu(lieu=fresh, modalites=None, origin="test")


def test_news_are_arrivals_hours_and_departures() -> None:
    lieu = make_lieu(nom="Médiathèque", horaires="Mo 09:00-12:00")
    change(lieu, horaires="Tu 09:00-12:00")
    change(lieu, adresse="2 rue Neuve")
    archive_lieu(lieu=Lieu.objects.get(pk=lieu.pk), origin="test")
    make_lieu(nom="Brouillon", status="brouillon")
    assert [item.kind for item in recent_news()] == ["archived", "hours", "created"]
    assert recent_news()[1].horaires == "Tu 09:00-12:00"
    assert len(recent_news(limit=2)) == 2


def test_a_draft_appears_when_it_is_published() -> None:
    lieu = make_lieu(status="brouillon")
    assert recent_news() == []
    change(lieu, status="publie")
    assert [item.kind for item in recent_news()] == ["created"]


def test_feed_of_a_territory_holds_only_its_places(client: Client) -> None:
    CommuneFactory(code="28085", nom="Chartres", slug="chartres")
    make_lieu(nom="Ici")
    make_lieu(nom="Ailleurs", commune="Dreux", code_insee="28134", code_postal="28100")
    response = client.get("/territoires/commune/chartres/changements.rss")
    assert response.headers["Content-Type"].startswith("application/rss+xml")
    channel = ET.fromstring(response.content).find("channel")  # noqa: S314 - our own output
    assert channel is not None
    titles = [item.findtext("title") for item in channel.iter("item")]
    assert titles == ["Nouveau lieu : Ici, Chartres"]
    assert channel.findtext("link") == "http://testserver/territoires/commune/chartres/"
    everything = client.get("/changements.rss").content.decode()
    assert "Ici" in everything
    assert "Ailleurs" in everything


def test_feed_says_nothing_of_people_and_survives_hostile_names(client: Client) -> None:
    by = User.objects.create(email="agent@exemple.fr")
    lieu = make_lieu(nom=HOSTILE, courriels="accueil@exemple.fr")
    save_lieu(lieu=lieu, modalites=None, origin="import:secret", by=by)
    text = client.get("/changements.rss").content.decode()
    ET.fromstring(text)  # noqa: S314 - our own output
    for hidden in ("agent@exemple.fr", "accueil@exemple.fr", "import:secret", "\x07"):
        assert hidden not in text


def test_identifiers_of_news_are_unique(client: Client) -> None:
    lieu = make_lieu(horaires="Mo 09:00-12:00")
    change(lieu, horaires="Tu 09:00-12:00")
    guids = re.findall(r"<guid[^>]*>([^<]*)", client.get("/changements.rss").content.decode())
    assert len(guids) == len(set(guids)) == 2


def locations(client: Client, address: str) -> dict[str, str | None]:
    """Address → last change, of a sitemap."""
    root = ET.fromstring(client.get(address).content)  # noqa: S314 - our own output
    return {
        str(entry.findtext(f"{SITEMAP}loc")): entry.findtext(f"{SITEMAP}lastmod") for entry in root
    }


def test_sitemap_lists_published_places_and_territories_with_places(client: Client) -> None:
    CommuneFactory(code="28085", nom="Chartres", slug="chartres")
    CommuneFactory(code="28168", nom="Gallardon", slug="gallardon")
    lieu = make_lieu()
    gone = archive_lieu(lieu=make_lieu(), origin="test")
    index = locations(client, "/sitemap.xml")
    assert {address.rsplit("/", 1)[1] for address in index} == {
        "sitemap-pages.xml",
        "sitemap-lieux.xml",
        "sitemap-territoires.xml",
    }
    places = locations(client, "/sitemap-lieux.xml")
    day = lieu.updated_at.date().isoformat()
    assert places == {f"http://testserver{lieu.get_absolute_url()}": day}
    assert gone.slug not in str(places)
    territories = locations(client, "/sitemap-territoires.xml")
    assert territories["http://testserver/territoires/commune/chartres/"] == day
    assert "http://testserver/territoires/departement/eure-et-loir/" in territories
    assert "http://testserver/territoires/commune/gallardon/" not in territories
    assert "http://testserver/territoires/" in locations(client, "/sitemap-pages.xml")


def test_sitemap_of_an_empty_site(client: Client) -> None:
    for section in ("lieux", "territoires"):
        assert locations(client, f"/sitemap-{section}.xml") == {}


@pytest.mark.parametrize(
    "address", ["/sitemap-secrets.xml", "/sitemap-lieux.xml?p=99", "/sitemap-lieux.xml?p=abc"]
)
def test_unknown_sitemaps_are_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_structured_data_of_a_place() -> None:
    lieu = make_lieu(
        nom="Médiathèque",
        horaires="Mo-Fr 09:00-12:00,14:00-18:00; PH off",
        telephone="+33237123456",
        site_web="javascript:alert(1)|https://exemple.fr",
        modalites={
            "typologie": ["asso", "bib"],
            "frais_a_charge": ["gratuit"],
            "services": ["demarches"],
            "langues": ["fr", "en"],
        },
    )
    data = json.loads(structured_data.as_json_ld(structured_data.lieu_data(lieu)))
    assert data["@type"] == "Library"
    assert data["url"] == f"http://testserver{lieu.get_absolute_url()}"
    assert data["address"]["postalCode"] == "28000"
    assert data["geo"]["latitude"] == pytest.approx(48.4438)
    assert data["isAccessibleForFree"] is True
    assert data["knowsLanguage"] == ["fr", "en"]
    assert data["sameAs"] == ["https://exemple.fr"]
    spans = {(row["opens"], row["closes"]) for row in data["openingHoursSpecification"]}
    assert spans == {("09:00", "12:00"), ("14:00", "18:00")}
    assert len(data["openingHoursSpecification"][0]["dayOfWeek"]) == 5


def test_structured_data_does_not_guess() -> None:
    lieu = make_lieu(
        position_precision="centre_commune",
        horaires="Sa[1] 10:00-12:00",
        modalites={"frais_a_charge": ["gratuit", "payant"]},
    )
    data = json.loads(structured_data.as_json_ld(structured_data.lieu_data(lieu)))
    assert data["@type"] == "LocalBusiness"
    for absent in ("geo", "openingHoursSpecification", "isAccessibleForFree", "telephone"):
        assert absent not in data


def test_structured_data_cannot_leave_its_block() -> None:
    lieu = make_lieu(nom=HOSTILE, presentation_resume="<!-- <script>")
    template = Template("{% load structured_data %}{% lieu_structured_data lieu %}")
    html = template.render(Context({"lieu": lieu}))
    inner = html.removeprefix('<script type="application/ld+json">').rsplit("</script>", 1)[0]
    assert not set(inner) & {"<", ">", "&", "\u2028"}
    assert json.loads(inner)["name"] == HOSTILE
