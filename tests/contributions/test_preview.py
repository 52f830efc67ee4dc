"""The preview: the public page with values that nobody saved, and nothing that acts."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from pytest_django import DjangoAssertNumQueries

from maillage.contributions.queries.preview import preview_of
from maillage.contributions.templatetags.preview import without_links
from maillage.directory.enums import Section
from maillage.directory.models import ExceptionalPeriod, Lieu
from maillage.directory.section_queries import read_values
from tests.factories.directory import make_lieu
from tests.factories.people import client_of, make_member, make_structure, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def lieu() -> Lieu:
    return make_lieu(
        structure=make_structure(),
        status="brouillon",
        telephone="+33237000000",
        horaires="Mo-Fr 09:00-12:00",
    )


@pytest.fixture
def client(lieu: Lieu) -> Client:
    assert lieu.structure is not None
    return client_of(make_member(lieu.structure))


def page(lieu: Lieu, part: str = "") -> str:
    address = reverse("contributions:sheet_preview", args=[lieu.slug])
    return f"{address}?partie={part}" if part else address


def test_a_draft_is_shown_as_the_public_would_see_it(lieu: Lieu, client: Client) -> None:
    response = client.get(page(lieu))
    text = response.content.decode()
    assert response.status_code == 200
    assert "Cette fiche n’est pas publiée" in text
    assert "02 37 00 00 00" in text.replace("\xa0", " ")
    assert "9 h – 12 h" in text
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in text
    sheet = text[text.index('class="preview"') : text.index("</article>")]
    assert "href=" not in sheet
    assert not re.search(r"<a\b[^>]*data-action", sheet)
    assert not re.search(r"<button(?! disabled)", sheet)
    assert "/qr.svg" not in sheet


def test_typed_hours_are_shown_and_not_saved(lieu: Lieu, client: Client) -> None:
    typed = {
        "horaires-mode": "semaine",
        "horaires-5-0-debut": "10h",
        "horaires-5-0-fin": "11h30",
        "horaires_text": "Sonner fort",
    }
    text = client.post(page(lieu, "horaires"), typed).content.decode()
    assert "samedi 10 h – 11 h 30" in text
    assert "Sonner fort" in text
    assert 'data-words="samedi 10 h – 11 h 30"' in text
    lieu.refresh_from_db()
    assert (lieu.horaires, lieu.horaires_text) == ("Mo-Fr 09:00-12:00", "")


def test_a_typed_closure_is_announced(lieu: Lieu, client: Client) -> None:
    day = timezone.localdate() + timedelta(days=2)
    typed = {
        "exceptional_periods-0-first_day": day.isoformat(),
        "exceptional_periods-0-reason": "Inventaire",
    }
    text = client.post(page(lieu, "fermetures"), typed).content.decode()
    assert "(Inventaire)." in text
    assert not ExceptionalPeriod.objects.exists()


def test_what_is_wrong_is_said_and_the_sheet_shown_as_it_is(lieu: Lieu, client: Client) -> None:
    typed = {
        "horaires-mode": "semaine",
        "horaires-1-0-debut": "<b>12h</b>",
        "horaires-1-0-fin": "9h",
    }
    response = client.post(page(lieu, "horaires"), typed)
    text = response.content.decode()
    assert response.status_code == 200
    assert "L’aperçu attend une correction" in text
    assert "<b>12h" not in text
    assert 'data-words=""' in text
    assert "9 h – 12 h" in text


@pytest.mark.parametrize("section", Section.values)
def test_every_section_sent_back_as_it_is_shows_the_same_sheet(section: str) -> None:
    lieu = make_lieu(
        structure=make_structure(),
        horaires="Mo-Fr 09:00-12:00",
        presentation_resume="Un lieu",
        modalites={"services": ["demarches"]},
        equipments=["scanner"],
    )
    part = Section(section)
    values = read_values(lieu=lieu, section=part)
    shown = preview_of(lieu=lieu, section=part, values=values)
    for name in ("horaires", "presentation_resume", "nom", "telephone"):
        assert getattr(shown, name) == getattr(lieu, name)
    assert [row.code for row in shown.modalites.all()] == [row.code for row in lieu.modalites.all()]
    assert [row.kind for row in shown.equipments.all()] == ["scanner"]


def test_what_is_kept_for_professionals_stays_hidden(lieu: Lieu) -> None:
    values = read_values(lieu=lieu, section=Section.HORAIRES)
    values |= {"horaires_text": "Entrée de service", "professional_fields": ["horaires_text"]}
    shown = preview_of(lieu=lieu, section=Section.HORAIRES, values=values)
    assert shown.horaires_text == ""


def test_a_dangerous_name_stays_text(client: Client, lieu: Lieu) -> None:
    Lieu.objects.filter(pk=lieu.pk).update(nom='<a href="javascript:alert(1)">x</a>')
    text = client.get(page(lieu)).content.decode()
    assert '<a href="javascript' not in text
    assert "&lt;a href=" in text or "&lt;a" in text


def test_links_lead_nowhere() -> None:
    html = without_links(
        SafeString('<a class="x" href="/y" data-action="print">z</a><button type="button">b')
    )
    assert html == '<a class="x">z</a><button disabled type="button">b'


def test_others_do_not_see_it(lieu: Lieu) -> None:
    assert Client().get(page(lieu)).status_code == 302
    assert client_of(make_user()).get(page(lieu)).status_code == 404
    assert client_of(make_member(make_structure())).post(page(lieu)).status_code == 404


def test_addresses_that_lead_nowhere(lieu: Lieu, client: Client) -> None:
    assert client.get(page(lieu, "zut")).status_code == 404
    assert client.get(reverse("contributions:sheet_preview", args=["jamais"])).status_code == 404
    assert client.put(page(lieu)).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(
    count: int,
    lieu: Lieu,
    client: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client.get(page(lieu))
    typed = {
        f"exceptional_periods-{number}-first_day": f"2027-01-0{number + 1}"
        for number in range(count)
    }
    with django_assert_max_num_queries(22):
        client.post(page(lieu, "fermetures"), typed)
