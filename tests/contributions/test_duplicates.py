"""Pairs that look alike, with why; a decision is kept, and taken back."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from maillage.accounts.models import User
from maillage.contributions.models import DuplicateReview
from maillage.contributions.queries.desk_scope import Scope
from maillage.contributions.queries.duplicates import pairs_to_review
from maillage.core.models import JournalEntry
from maillage.directory.models import Lieu
from tests.factories.directory import make_lieu
from tests.factories.people import client_of, make_coordinator, make_member, make_structure
from tests.factories.territory import BassinMembershipFactory, CommuneFactory

pytestmark = pytest.mark.django_db
EVERYWHERE = Scope("", "")


@pytest.fixture
def client() -> Client:
    BassinMembershipFactory(commune=CommuneFactory(code="28085"), bassin__code="2421")
    return client_of(make_coordinator())


def twins() -> tuple[Lieu, Lieu]:
    return (
        make_lieu(nom="Médiathèque L’Apostrophe", telephone="+33237000001"),
        make_lieu(nom="Médiathèque l'Apostrophe", latitude=48.5),
    )


def review(client: Client, one: Lieu, other: Lieu, decision: str) -> int:
    url = reverse("contributions:duplicate_review", args=[one.slug, other.slug])
    return client.post(url, {"decision": decision}).status_code


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({"pivot": "26280085300013"}, {"pivot": "26280085300013"}, ("pivot",)),
        ({"telephone": "+33237000000"}, {"telephone": "+33237000000"}, ("telephone",)),
        ({"courriels": "A@b.fr|c@b.fr"}, {"courriels": "x@b.fr|a@b.fr"}, ("courriel",)),
        ({"nom": "Mairie de Chartres"}, {"nom": "MAIRIE de chartres"}, ("nom",)),
        ({"nom": "Mairie", "latitude": 48.4438}, {"nom": "La Mairie", "latitude": 48.4439}, None),
        ({"telephone": "+33237000000"}, {"telephone": "+33237000009"}, ()),
        (
            {"telephone": "+33237000000"},
            {"telephone": "+33237000000", "code_insee": "28404"},
            (),
        ),
    ],
)
def test_what_makes_two_sheets_look_alike(
    first: dict[str, Any], second: dict[str, Any], expected: tuple[str, ...] | None
) -> None:
    make_lieu(**{"nom": "Aaa", "latitude": 48.1, **first})
    make_lieu(**{"nom": "Zzz", "latitude": 48.9, **second})
    pairs = pairs_to_review(scope=EVERYWHERE)
    wanted = ("porte",) if expected is None else expected
    assert [pair.evidence for pair in pairs] == ([wanted] if wanted else [])


def test_a_switchboard_makes_no_pair() -> None:
    for number in range(9):
        make_lieu(nom=f"Service {number}", telephone="+33237000000", latitude=48 + number / 10)
    assert pairs_to_review(scope=EVERYWHERE) == []


def test_both_sheets_are_shown_side_by_side(client: Client) -> None:
    one, other = twins()
    assert "Apostrophe" in client.get("/pro/bureau/doublons/").content.decode()
    url = reverse("contributions:duplicate_review", args=[other.slug, one.slug])
    response = client.get(url)
    assert "même nom, même commune" in response.content.decode()
    different = {row.label for row in response.context["fields"] if row.is_different}
    assert "téléphone" in different
    assert "commune" not in different


def test_two_different_places_are_not_proposed_again(client: Client) -> None:
    one, other = twins()
    assert review(client, one, other, "distincts") == 302
    assert pairs_to_review(scope=EVERYWHERE) == []
    assert JournalEntry.objects.filter(verb="duplicate.reviewed").count() == 2
    row = DuplicateReview.objects.get()
    client.post(reverse("contributions:duplicate_undo", args=[row.pk]))
    assert len(pairs_to_review(scope=EVERYWHERE)) == 1


def test_the_same_place_leads_to_the_one_kept_and_back(client: Client) -> None:
    one, other = twins()
    review(client, one, other, one.slug)
    response = Client().get(other.get_absolute_url())
    assert (response.status_code, response["Location"]) == (301, one.get_absolute_url())
    assert JournalEntry.objects.filter(verb="sheet.merged", object_id=other.pk).exists()
    row = DuplicateReview.objects.get()
    client.post(reverse("contributions:duplicate_undo", args=[row.pk]))
    assert Client().get(other.get_absolute_url()).status_code == 200
    other.refresh_from_db()
    assert (other.status, other.merged_into) == ("publie", None)
    assert not DuplicateReview.objects.exists()


def test_a_pair_is_decided_once(client: Client) -> None:
    one, other = twins()
    review(client, one, other, "distincts")
    review(client, one, other, one.slug)
    other.refresh_from_db()
    assert other.status == "publie"
    assert DuplicateReview.objects.get().verdict == "distincts"


def test_a_wrong_decision_is_refused_in_words(client: Client) -> None:
    one, other = twins()
    url = reverse("contributions:duplicate_review", args=[one.slug, other.slug])
    html = client.post(url, {"decision": "x"}, follow=True).content.decode()
    assert "deux lieux différents, ou le même" in html


def test_only_the_coordination_of_both_decides(client: Client) -> None:
    one, other = twins()
    structure = make_structure()
    referent: User = make_member(structure, "referent")
    Lieu.objects.update(structure=structure)
    url = reverse("contributions:duplicate_review", args=[one.slug, other.slug])
    assert client_of(referent).get(url).status_code == 404
    assert Client().get(url).status_code == 302
    Lieu.objects.filter(pk=other.pk).update(code_insee="37261")
    assert client.get(url).status_code == 404
    assert review(client, one, other, "distincts") == 404
    unknown = reverse("contributions:duplicate_review", args=[one.slug, "inconnu"])
    assert client.get(unknown).status_code == 404
    same = reverse("contributions:duplicate_review", args=[one.slug, one.slug])
    assert client.get(same).status_code == 404
