"""Any published sheet as professionals read it, and as nobody else does."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from maillage.directory.models import Lieu
from maillage.network.actions.people import save_profile
from tests.factories.directory import make_lieu
from tests.factories.people import client_of, make_member, make_structure, make_user

pytestmark = pytest.mark.django_db
KEPT = "+33237112233"
KEPT_WORDS = "02 37 11 22 33"


@pytest.fixture
def lieu() -> Lieu:
    return make_lieu(
        structure=make_structure(),
        nom="Médiathèque de Gallardon",
        telephone="",
        courriels="",
        professional_values={"telephone": KEPT, "courriels": "equipe@exemple.fr"},
        professional_note="Sonnez à la porte de service.",
        search_text="mediatheque de gallardon",
    )


@pytest.fixture
def stranger() -> Client:
    """A professional of another structure."""
    return client_of(make_member(make_structure()))


def read(lieu: Lieu) -> str:
    return reverse("contributions:lieu_read", args=[lieu.slug])


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode().replace("\xa0", " ")


def test_a_professional_of_another_structure_reads_what_is_kept(
    lieu: Lieu, stranger: Client
) -> None:
    text = text_of(stranger, read(lieu))
    assert KEPT_WORDS in text
    assert "equipe@exemple.fr" in text
    assert "Sonnez à la porte de service." in text
    assert reverse("contributions:proposal_create", args=[lieu.slug]) in text
    assert f'href="{reverse("contributions:sheet_detail", args=[lieu.slug])}"' not in text


def test_a_member_goes_on_to_the_form(lieu: Lieu) -> None:
    assert lieu.structure is not None
    text = text_of(client_of(make_member(lieu.structure)), read(lieu))
    assert f'href="{reverse("contributions:sheet_detail", args=[lieu.slug])}"' in text


def test_the_people_who_accept_are_named_and_no_other(lieu: Lieu, stranger: Client) -> None:
    assert lieu.structure is not None
    listed, hidden = make_member(lieu.structure), make_member(lieu.structure)
    save_profile(user=listed, is_listed=True, teaches="", seeks="")
    text = text_of(stranger, read(lieu))
    assert str(listed) in text
    assert reverse("network:member_contact", args=[listed.pk]) in text
    assert str(hidden) not in text


def test_the_public_page_leads_there_and_says_nothing_of_it(lieu: Lieu, client: Client) -> None:
    text = text_of(client, lieu.get_absolute_url())
    assert read(lieu) in text
    assert KEPT_WORDS not in text
    assert "equipe@exemple.fr" not in text
    assert "Sonnez" not in text


def test_it_is_never_kept_by_a_cache(lieu: Lieu, stranger: Client) -> None:
    assert "no-store" in stranger.get(read(lieu)).headers["Cache-Control"]


def test_nobody_else_reads_it(lieu: Lieu, client: Client) -> None:
    anonymous = client.get(read(lieu))
    assert anonymous.status_code == 302
    assert anonymous.headers["Location"].startswith("/connexion/")
    assert client_of(make_user()).get(read(lieu)).status_code == 404
    assert client_of(make_user()).get(reverse("contributions:lieu_search")).status_code == 404


def test_a_draft_or_an_archive_is_read_by_nobody_here(lieu: Lieu, stranger: Client) -> None:
    for status in ("brouillon", "archive"):
        Lieu.objects.filter(pk=lieu.pk).update(status=status)
        response = stranger.get(read(lieu), follow=True)
        assert response.status_code in {404, 410}
        assert KEPT_WORDS not in response.content.decode().replace("\xa0", " ")
    assert stranger.get(reverse("contributions:lieu_read", args=["rien"])).status_code == 404


def test_a_sheet_without_anything_kept_says_so(stranger: Client) -> None:
    text = text_of(stranger, read(make_lieu(telephone="+33237000000")))
    assert "ne garde rien pour les professionnels" in text


def test_the_search_finds_by_words_and_gives_the_kept_number(lieu: Lieu, stranger: Client) -> None:
    make_lieu(nom="Mairie de Chartres", search_text="mairie de chartres")
    address = reverse("contributions:lieu_search")
    text = text_of(stranger, f"{address}?q=Médiathèque+GALLARDON")
    assert read(lieu) in text
    assert KEPT_WORDS in text
    assert "Mairie de Chartres" not in text
    assert "1 lieu trouvé" in text
    assert "Proposer un lieu qui manque" in text_of(stranger, f"{address}?q=introuvable")
    assert "trouvé" not in text_of(stranger, address)


def test_the_search_and_the_sheet_cost_the_same_for_one_and_three(
    lieu: Lieu, stranger: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(7):
        stranger.get(reverse("contributions:lieu_search"), {"q": "mediatheque"})
    for number in range(3):
        make_lieu(
            nom=f"Médiathèque {number}", structure=make_structure(), search_text="mediatheque"
        )
    with django_assert_max_num_queries(7):
        stranger.get(reverse("contributions:lieu_search"), {"q": "mediatheque"})


def test_only_reading_is_answered(lieu: Lieu, stranger: Client) -> None:
    assert stranger.post(read(lieu)).status_code == 405
    assert stranger.post(reverse("contributions:lieu_search")).status_code == 405
