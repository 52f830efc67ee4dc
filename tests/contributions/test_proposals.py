"""The public proposes: other values for a sheet, a place that is missing."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from maillage.contributions import rules
from maillage.contributions.models import Contribution
from maillage.core.throttle import Limit
from maillage.directory.actions import archive_lieu, rename_slug
from maillage.directory.enums import Section
from maillage.directory.models import Lieu
from tests.contributions.test_views import token
from tests.factories.contributions import make_lieu, make_lieu_proposal, make_proposal
from tests.factories.people import client_of, make_member, make_structure, make_user
from tests.factories.territory import BassinMembershipFactory, CommuneFactory

pytestmark = pytest.mark.django_db
SECRET = "+33237999999"
HIDDEN = {"telephone": SECRET, "presentation_detail": "Porte de service, code 1234"}


@pytest.fixture
def lieu() -> Lieu:
    """A sheet that keeps its telephone for professionals."""
    commune = CommuneFactory.create(code="28168", nom="Gallardon", postal_codes="28320")
    BassinMembershipFactory.create(commune=commune)
    return make_lieu(
        code_insee="28168",
        horaires="Mo-Fr 09:00-12:00",
        telephone="",
        professional_note="Demander Zoé au guichet",
        professional_values=HIDDEN,
        structure=make_structure(),
    )


def page(lieu: Lieu, section: str = "") -> str:
    address = reverse("contributions:proposal_create", args=[lieu.slug])
    return f"{address}?partie={section}" if section else address


def shown(client: Client, address: str) -> dict[str, Any]:
    """What a browser sends when nothing is touched: every field of the form, as it is shown."""
    text = client.get(address).content.decode()
    form = text[text.index('<form method="post"') :]
    form = form[: form.index("</form>")]
    values: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        found = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        kind = found.get("type", "text")
        if "name" in found and (kind not in {"checkbox", "radio"} or " checked" in tag):
            values.setdefault(found["name"], []).append(found.get("value", ""))
    for name, inner in re.findall(
        r'<textarea[^>]* name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.S
    ):
        values[name] = [inner]
    for name, inner in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', inner)
        values.setdefault(name, []).append(chosen[1] if chosen else "")
    return {**values, "jeton": token()}


def test_choose_a_part_first(client: Client, lieu: Lieu) -> None:
    text = client.get(page(lieu)).content.decode()
    for section in Section:
        assert f'href="?partie={section.value}"' in text
    assert client.get(page(lieu, "cave")).status_code == 200
    report = client.get(reverse("contributions:report_create", args=[lieu.slug])).content.decode()
    assert page(lieu) in report


@pytest.mark.parametrize("section", list(Section))
def test_nothing_kept_for_professionals_is_shown(
    client: Client, lieu: Lieu, section: Section
) -> None:
    member = client_of(make_user())
    for browser in (client, member):
        response = browser.get(page(lieu, section))
        text = response.content.decode()
        assert response.status_code == 200
        for secret in (SECRET, "37 99 99 99", "code 1234", "Zoé", "professionnel-"):
            assert secret not in text


@pytest.mark.parametrize("section", list(Section))
def test_a_form_that_nobody_touches_proposes_nothing(
    client: Client, lieu: Lieu, section: Section
) -> None:
    response = client.post(page(lieu, section), shown(client, page(lieu, section)))
    assert response.status_code == 400
    assert "Rien n’est différent" in response.content.decode()
    assert not Contribution.objects.exists()


def test_a_correction_leads_to_its_number(client: Client, lieu: Lieu) -> None:
    typed = shown(client, page(lieu, "contacts"))
    typed |= {
        "telephone": "02 37 11 11 11",
        "site_web": "https://exemple.fr/",
        "email": "marie@exemple.fr",
        "message": "C’est écrit sur la porte.",
    }
    response = client.post(page(lieu, "contacts"), typed)
    proposal = Contribution.objects.get()
    assert response.headers["Location"] == f"{proposal.get_absolute_url()}?recu=1"
    assert proposal.nature == "correction"
    assert proposal.changes == {
        "contacts": {"telephone": "+33237111111", "site_web": "https://exemple.fr/"}
    }
    assert proposal.before == {"contacts": {"telephone": "", "site_web": ""}}
    assert (proposal.lieu, proposal.code_insee, proposal.email) == (
        lieu,
        "28168",
        "marie@exemple.fr",
    )
    text = client.get(response.headers["Location"]).content.decode()
    assert "Votre proposition" in text
    assert "https://exemple.fr/" in text
    assert SECRET not in text
    assert "marie" not in text
    lieu.refresh_from_db()
    assert lieu.site_web == ""


def test_html_in_values_is_text(client: Client, lieu: Lieu) -> None:
    proposal = make_proposal(
        lieu, presentation_resume="<script>alert(1)</script>", message="<b>gras</b>"
    )
    text = client.get(proposal.get_absolute_url()).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "<script>alert" not in text
    assert "<b>gras" not in text


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"precision": "achetez"}, "Laissez vide"),
        ({"jeton": ""}, "incomplet"),
        ({"message": "x" * 2_001}, "2 000"),
        ({"email": "marie@"}, "pas complète"),
        ({"code_postal": "2832"}, "cinq chiffres"),
    ],
)
def test_a_mistake_keeps_what_was_typed(
    client: Client, lieu: Lieu, values: dict[str, str], words: str
) -> None:
    typed = shown(client, page(lieu, "contacts")) | {"nom": "Biblio <i>neuve</i>", **values}
    response = client.post(page(lieu, "contacts"), typed)
    text = response.content.decode()
    assert response.status_code == 400
    assert words in text
    assert "Biblio &lt;i&gt;neuve&lt;/i&gt;" in text
    assert not Contribution.objects.exists()


def test_a_sheet_that_changed_meanwhile_is_read_again(client: Client, lieu: Lieu) -> None:
    typed = shown(client, page(lieu, "presentation"))
    Lieu.objects.filter(pk=lieu.pk).update(presentation_resume="Nouveau texte.")
    typed["structure_parente"] = "Ville de Gallardon"
    response = client.post(page(lieu, "presentation"), typed)
    assert response.status_code == 409
    assert "a changé pendant que vous écriviez" in response.content.decode()
    assert "Ville de Gallardon" in response.content.decode()
    assert not Contribution.objects.exists()


def test_a_professional_proposes_elsewhere_without_delay(lieu: Lieu) -> None:
    person = make_member(make_structure())
    browser = client_of(person)
    typed = shown(browser, page(lieu, "presentation"))
    del typed["jeton"]
    typed["structure_parente"] = "Ville de Gallardon"
    assert browser.post(page(lieu, "presentation"), typed).status_code == 302
    proposal = Contribution.objects.get()
    assert (proposal.proposer, proposal.email) == (person, "")


def test_addresses_that_moved_or_went(client: Client, lieu: Lieu) -> None:
    old = page(lieu)
    rename_slug(lieu=lieu, slug="nouvelle", origin="essai")
    response = client.get(old)
    assert (response.status_code, response.headers["Location"]) == (301, page(lieu))
    archive_lieu(lieu=lieu, origin="essai")
    assert client.get(page(lieu)).status_code == 410
    assert client.get("/lieux/jamais-vu/proposer/").status_code == 404
    assert client.put(page(lieu)).status_code == 405


def test_too_many_from_one_network(
    client: Client, lieu: Lieu, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "SEND_LIMIT", Limit("report-send", 1))
    typed = shown(client, page(lieu, "presentation")) | {"structure_parente": "Ville"}
    assert client.post(page(lieu, "presentation"), typed).status_code == 302
    assert client.post(page(lieu, "presentation"), typed).status_code == 429
    assert client.post("/proposer-un-lieu/", place()).status_code == 429


def test_queries_of_the_page(
    client: Client, lieu: Lieu, django_assert_max_num_queries: Any
) -> None:
    for section in Section:
        with django_assert_max_num_queries(8):
            client.get(page(lieu, section))
    proposal = make_proposal(lieu, horaires="Mo 09:00-10:00", horaires_text="Sur rendez-vous")
    with django_assert_max_num_queries(2):
        client.get(proposal.get_absolute_url())


# --- a missing place -----------------------------------------------------------------------
def place(**values: Any) -> dict[str, Any]:
    return {
        "nom": "Tiers-lieu des Essais",
        "adresse": "2 rue Basse",
        "commune": "Gallardon",
        "services": ["demarches"],
        "activities": "",
        "how_known": "visite",
        "message": "",
        "email": "",
        "precision": "",
        "jeton": token(timedelta(minutes=1)),
        **values,
    }


def test_a_place_is_proposed(client: Client, lieu: Lieu) -> None:
    assert client.get("/proposer-un-lieu/").status_code == 200
    response = client.post("/proposer-un-lieu/", place(activities="Un atelier le mardi"))
    proposal = Contribution.objects.get()
    assert response.headers["Location"] == f"{proposal.get_absolute_url()}?recu=1"
    assert (proposal.nature, proposal.lieu, proposal.code_insee) == ("nouveau_lieu", None, "28168")
    assert proposal.how_known == "visite"
    assert proposal.changes == {
        "contacts": {
            "nom": "Tiers-lieu des Essais",
            "adresse": "2 rue Basse",
            "code_postal": "28320",
            "commune": "Gallardon",
        },
        "services": {"services": ["demarches"], "activities": "Un atelier le mardi"},
    }
    text = client.get(proposal.get_absolute_url()).content.decode()
    assert "Tiers-lieu des Essais" in text
    assert "2 rue Basse" in text


@pytest.mark.parametrize(
    ("values", "field_id", "words"),
    [
        ({"nom": ""}, "nom", "Écrivez le nom du lieu."),
        ({"nom": "x" * 256}, "nom", "255"),
        ({"adresse": ""}, "adresse", "Écrivez l’adresse"),
        ({"commune": ""}, "commune", "Écrivez la commune."),
        ({"commune": "Zutville"}, "commune", "n’est pas connue"),
        ({"services": []}, "services-", "aide à faire"),
        ({"services": ["magie"]}, "services-", "dans la liste"),
        ({"how_known": ""}, "how_known-", "comment vous connaissez"),
        ({"activities": "x" * 2_001}, "activities", "2 000"),
        ({"message": "x" * 2_001}, "message", "2 000"),
        ({"precision": "achetez"}, "precision", "Laissez vide"),
    ],
)
def test_a_mistake_is_said_beside_its_field(
    client: Client, lieu: Lieu, values: dict[str, Any], field_id: str, words: str
) -> None:
    assert lieu.code_insee
    response = client.post("/proposer-un-lieu/", place(**values))
    text = response.content.decode()
    assert response.status_code == 400
    assert words in text
    found = re.search(rf'<a href="#({field_id}[\w-]*)">', text)
    assert found is not None
    assert f'id="{found[1]}"' in text
    assert not Contribution.objects.exists()


def test_a_near_name_is_shown_before_anything_is_kept(client: Client, lieu: Lieu) -> None:
    response = client.post("/proposer-un-lieu/", place(nom="La bibliotheque Gallardon"))
    text = response.content.decode()
    assert response.status_code == 200
    assert lieu.get_absolute_url() in text
    assert "C’est un autre lieu" in text
    assert not Contribution.objects.exists()
    again = place(nom="La bibliotheque Gallardon", confirme="1")
    assert client.post("/proposer-un-lieu/", again).status_code == 302


def test_a_professional_proposes_a_place(lieu: Lieu) -> None:
    person = make_member(make_structure())
    typed = {name: value for name, value in place().items() if name != "jeton"}
    assert lieu.code_insee
    assert client_of(person).post("/proposer-un-lieu/", typed).status_code == 302
    assert Contribution.objects.get().proposer == person


def test_the_number_of_a_place_says_its_name_escaped(client: Client, lieu: Lieu) -> None:
    assert lieu.code_insee
    text = client.get(make_lieu_proposal("<b>Lieu</b>").get_absolute_url()).content.decode()
    assert "&lt;b&gt;Lieu&lt;/b&gt;" in text
    assert "<b>Lieu" not in text
