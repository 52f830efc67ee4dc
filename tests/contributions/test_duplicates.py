"""Pairs that look alike, one after the other; a decision is kept, explained, and taken back."""

from contextlib import nullcontext
from datetime import date, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from maillage.contributions.presenters.duplicates import distance_words, merges_between
from maillage.contributions.queries.desk_scope import Scope
from maillage.contributions.queries.duplicates import PairFilter, pairs_to_review, place_of
from maillage.core.models import JournalEntry
from maillage.directory import dedupe_actions
from maillage.directory.actions import archive_lieu, save_lieu
from maillage.directory.dedupe_actions import merge_lieux, search_duplicates
from maillage.directory.models import DuplicatePair, Lieu, Source, SourceRecord
from maillage.directory.tasks import search_for_duplicates
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
EVERYWHERE = Scope("", "")
LIST = "/pro/bureau/doublons/"
ELSEWHERE: dict[str, Any] = {"commune": "Tours", "code_insee": "37261", "code_postal": "37000"}


@pytest.fixture
def client() -> Client:
    BassinMembershipFactory(commune=CommuneFactory(code="28085"), bassin__code="2421")
    return client_of(make_coordinator())


def twins(**fields: Any) -> tuple[Lieu, Lieu]:
    return (
        make_lieu(nom="Médiathèque L’Apostrophe", telephone="+33237000001"),
        make_lieu(**{"nom": "Médiathèque l'Apostrophe", "latitude": 48.4441, **fields}),
    )


def pair(one: Lieu, other: Lieu, probability: float = 0.6, **fields: Any) -> DuplicatePair:
    first, second = sorted((one, other), key=lambda lieu: lieu.pk)
    values = {"why": ["même téléphone", "noms proches (92 %)"], "is_automatic": True, **fields}
    return DuplicatePair.objects.create(
        first=first, second=second, probability=probability, **values
    )


def address(one: Lieu, other: Lieu) -> str:
    return reverse("contributions:duplicate_review", args=[one.slug, other.slug])


def decide(client: Client, one: Lieu, other: Lieu, decision: str, query: str = "") -> Any:
    return client.post(address(one, other) + query, {"decision": decision})


def page(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return " ".join(response.content.decode().replace("\xa0", " ").split())


# --- the list -------------------------------------------------------------------------------
def test_what_the_program_found_is_listed_the_likeliest_first(client: Client) -> None:
    one, other = twins()
    far = make_lieu(nom="Mairie", adresse="9 rue du Bois", latitude=48.6)
    pair(one, far, 0.35)
    pair(other, far, 0.55)
    pair(one, other, 0.97)
    rows = client.get(LIST).context["rows"]
    assert [row.likelihood for row in rows] == ["presque sûr", "probable", "possible"]
    html = page(client, LIST)
    assert "3 paires de fiches qui se ressemblent" in html
    assert "noms proches (92 %)" in html
    (row,) = client.get(f"{LIST}?vraisemblance=possible").context["rows"]
    assert row.pair.probability == 0.35
    DuplicatePair.objects.filter(probability__lt=0.5).delete()
    assert "Aucune paire ne répond" in page(client, f"{LIST}?vraisemblance=possible")


def test_the_search_itself_fills_the_list(client: Client) -> None:
    one, other = twins(telephone="+33237000001", structure=make_structure())
    Lieu.objects.filter(pk=one.pk).update(structure=make_structure())
    search_duplicates()
    (row,) = client.get(LIST).context["rows"]
    assert {row.pair.first_id, row.pair.second_id} == {one.pk, other.pk}
    html = page(client, LIST)
    assert "même téléphone" in html
    assert "Dernière recherche : il y a moins d’une heure, 2 fiches." in html
    assert "Rien n’a changé depuis." in html
    make_lieu()
    assert "Des fiches ont changé depuis." in page(client, LIST)


def test_the_filters_keep_to_a_commune(client: Client) -> None:
    BassinMembershipFactory(commune=CommuneFactory(code="28404"), bassin__code="2421")
    one, other = twins()
    there = make_lieu(nom="Ailleurs", commune="Vernouillet", code_insee="28404")
    pair(one, other)
    pair(there, make_lieu(nom="Ailleurs aussi", commune="Vernouillet", code_insee="28404"))
    assert len(client.get(LIST).context["rows"]) == 2
    (row,) = client.get(f"{LIST}?commune=28404").context["rows"]
    assert there in (row.pair.first, row.pair.second)
    assert len(client.get(f"{LIST}?commune=nulle-part&vraisemblance=x").context["rows"]) == 2


@pytest.mark.parametrize(
    ("first", "second", "is_listed"),
    [
        ({}, {}, True),
        ({}, ELSEWHERE, True),
        (ELSEWHERE, {}, True),
        (ELSEWHERE, ELSEWHERE, False),
        ({}, {**ELSEWHERE, "status": "brouillon"}, False),
        ({}, {"status": "brouillon"}, True),
        ({}, {"status": "archive"}, False),
    ],
)
def test_a_pair_is_listed_where_one_of_its_sheets_stands(
    client: Client, first: dict[str, Any], second: dict[str, Any], is_listed: bool
) -> None:
    pair(make_lieu(**first), make_lieu(**second))
    assert len(client.get(LIST).context["rows"]) == is_listed


def test_a_long_list_has_pages_and_few_queries(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    lieux = [make_lieu() for _ in range(9)]
    for number, one in enumerate(lieux):
        for other in lieux[number + 1 :]:
            pair(one, other)
    client.get(LIST)
    with django_assert_max_num_queries(32):
        response = client.get(f"{LIST}?page=2")
    assert len(response.context["rows"]) == 11


# --- one pair -------------------------------------------------------------------------------
def test_both_sheets_are_shown_side_by_side(client: Client) -> None:
    one, other = twins(horaires="Mo-Fr 09:00-12:00")
    pair(one, other, 0.97)
    response = client.get(address(other, one))
    fields = {row.label: row for row in response.context["fields"]}
    assert fields["téléphone"].verdict == "une seule fiche le dit"
    assert fields["commune"].verdict == "identique"
    assert fields["nom"].verdict == "identique"
    html = page(client, address(one, other))
    assert "Un seul lieu : presque sûr" in html
    assert "même téléphone" in html
    assert "Sur la carte, 30 m entre les deux points." in html
    assert "Paire 1 sur 1" in html


def test_each_value_says_where_it_comes_from(client: Client) -> None:
    one, other = twins(telephone="+33237000009")
    Source.objects.create(slug="hub", nom="Hub-LO")
    SourceRecord.objects.create(
        source_id="hub",
        key="1",
        lieu=one,
        home=one,
        date=date(2025, 1, 3),
        values={"telephone": "+33237000001"},
        row_hash="x",
    )
    other.telephone = "+33237000010"
    save_lieu(lieu=other, modalites=None, origin="saisie")
    response = client.get(address(one, other))
    (row,) = [row for row in response.context["fields"] if row.label == "téléphone"]
    assert (row.one_origin, row.verdict) == ("Hub-LO, 3 janvier 2025", "différent")
    assert row.other_origin.startswith("écrit ou confirmé ici, ")


def test_the_distance_is_said_between_exact_points_only() -> None:
    one, other = twins()
    assert distance_words(one=one, other=other) == "30\xa0m"
    other.position_precision = "commune"
    assert distance_words(one=one, other=other) == ""
    other.latitude = other.longitude = None
    assert distance_words(one=one, other=other) == ""


def test_each_choice_says_what_it_would_change(client: Client) -> None:
    one, other = twins(
        horaires="Mo-Fr 09:00-12:00",
        equipments=["ordinateur"],
        modalites={"typologie": ["bib", "epn"]},
    )
    first, second = merges_between(one=one, other=other)
    changed = {row.label: (row.before, row.after) for row in first.changes}
    assert changed["horaires"] == ("", "du lundi au vendredi 9 h – 12 h")
    assert changed["Typologie"] == ("", "Bibliothèque ou médiathèque, Espace public numérique")
    assert first.lost == ["équipements"]
    assert (second.lost, second.refusal) == ([], "")
    assert {row.label for row in second.changes} == {"téléphone"}
    html = page(client, address(one, other))
    assert "« Médiathèque l&#x27;Apostrophe » mènera à « Médiathèque L’Apostrophe »" in html
    assert "à recopier si c’est utile : équipements" in html


def test_what_a_choice_cannot_do_is_said_instead_of_a_button(client: Client) -> None:
    one, other = twins(status="brouillon", nom="Le Brouillon")
    html = page(client, address(one, other))
    assert "« Le Brouillon » est un brouillon" in html
    assert f'value="{one.slug}"' in html
    assert f'value="{other.slug}"' not in html


def test_a_structure_that_would_lose_its_sheet_is_named(client: Client) -> None:
    one, other = twins(structure=make_structure("Les Cordeliers"))
    Lieu.objects.filter(pk=one.pk).update(structure=make_structure("Le Beffroi"))
    html = page(client, address(one, other))
    assert "La structure « Les Cordeliers » ne tiendra plus cette fiche." in html
    assert "La structure « Le Beffroi » ne tiendra plus cette fiche." in html


def test_two_sheets_that_nobody_compared_are_compared_at_once(client: Client) -> None:
    one, other = twins(telephone="+33237000001")
    html = page(client, address(one, other))
    assert "même téléphone" in html
    assert not DuplicatePair.objects.exists()


# --- one after the other ----------------------------------------------------------------------
def three_pairs() -> tuple[list[Lieu], list[DuplicatePair]]:
    lieux = [make_lieu(nom=f"Lieu n° {number}") for number in range(4)]
    return lieux, [
        pair(lieux[0], lieux[number], likelihood)
        for number, likelihood in ((1, 0.9), (2, 0.7), (3, 0.7))
    ]


def test_a_pair_knows_its_neighbours() -> None:
    _lieux, rows = three_pairs()
    pairs = pairs_to_review(scope=EVERYWHERE)
    order = list(pairs)
    assert {row.pk for row in order} == {row.pk for row in rows}
    for number, row in enumerate(order):
        place = place_of(pairs=pairs, pair=row)
        assert (place.number, place.total) == (number + 1, 3)
        assert place.previous == (order[number - 1] if number else None)
        assert place.next == (order[number + 1] if number < 2 else None)
    likely = pairs_to_review(scope=EVERYWHERE, wanted=PairFilter("presque-sur"))
    assert place_of(pairs=likely, pair=order[0]).number == 0


def test_a_decision_leads_to_the_next_pair_and_offers_to_undo(client: Client) -> None:
    lieux, (first, second, _third) = three_pairs()
    query = "?vraisemblance=probable"
    response = decide(client, lieux[0], lieux[1], "distincts", query)
    after = list(pairs_to_review(scope=EVERYWHERE))
    assert len(after) == 2
    expected = address(after[0].first, after[0].second)
    assert (
        response["Location"]
        == f"{expected}?territoire=bassin%3A2421&vraisemblance=probable&fait={first.pk}"
    )
    html = page(client, response["Location"])
    assert "deux lieux différents" in html
    undo = reverse("contributions:duplicate_undo", args=[first.pk])
    assert f'action="{undo}?' in html
    # Nobody else is offered to undo it.
    other = client_of(make_coordinator())
    assert undo not in page(other, response["Location"])
    assert client.get(f"{expected}?fait=x").status_code == 200
    assert client.get(f"{expected}?fait={second.pk}").context["done"] is None


def test_merging_moves_on_to_the_pairs_of_the_sheet_that_stays(client: Client) -> None:
    lieux, _rows = three_pairs()
    response = decide(client, lieux[0], lieux[1], lieux[1].slug)
    html = page(client, response["Location"])
    assert "« Lieu n° 0 » est réunie avec « Lieu n° 1 », qui reste" in html
    # The next question is about the sheet that stays.
    assert "Lieu n° 1" in html
    assert "Paire 1 sur 2" in html


def test_the_last_pair_leads_to_the_list(client: Client) -> None:
    one, other = twins()
    done = pair(one, other)
    response = decide(client, one, other, "distincts")
    assert response["Location"] == f"{LIST}?territoire=bassin%3A2421&fait={done.pk}"
    html = page(client, response["Location"])
    assert "Aucune paire de fiches à examiner." in html
    assert "deux lieux différents" in html


# --- decisions --------------------------------------------------------------------------------
def test_two_different_places_are_not_proposed_again(client: Client) -> None:
    one, other = twins()
    row = pair(one, other)
    assert decide(client, one, other, "distincts").status_code == 302
    assert list(pairs_to_review(scope=EVERYWHERE)) == []
    assert JournalEntry.objects.filter(verb="duplicate.reviewed").count() == 2
    undo = reverse("contributions:duplicate_undo", args=[row.pk])
    assert client.post(undo)["Location"].startswith(address(row.first, row.second))
    assert client.post(undo, {"suite": "liste"})["Location"].startswith(LIST)
    assert len(pairs_to_review(scope=EVERYWHERE)) == 1


def test_the_same_place_leads_to_the_one_kept_and_back(client: Client) -> None:
    one, other = twins(courriels="contact@apostrophe.fr")
    decide(client, one, other, one.slug)
    response = Client().get(other.get_absolute_url())
    assert (response.status_code, response["Location"]) == (301, one.get_absolute_url())
    assert "contact@apostrophe.fr" in page(Client(), one.get_absolute_url())
    assert JournalEntry.objects.filter(verb="sheet.merged", object_id=other.pk).exists()
    row = DuplicatePair.objects.get()
    assert "est réunie avec" in page(client, address(one, other))
    client.post(reverse("contributions:duplicate_undo", args=[row.pk]))
    assert Client().get(other.get_absolute_url()).status_code == 200
    assert "contact@apostrophe.fr" not in page(Client(), one.get_absolute_url())
    other.refresh_from_db()
    assert (other.status, other.merged_into) == ("publie", None)


def test_what_the_program_decided_is_listed_and_undone(client: Client) -> None:
    one, other = twins(telephone="+33237000001", import_source="biblio")
    search_duplicates()
    row = DuplicatePair.objects.get()
    html = page(client, LIST)
    assert "décidé par le programme" in html
    assert reverse("contributions:duplicate_undo", args=[row.pk]) in html
    client.post(reverse("contributions:duplicate_undo", args=[row.pk]))
    assert {lieu.status for lieu in Lieu.objects.all()} == {"publie"}
    search_duplicates()
    assert len(client.get(LIST).context["rows"]) == 1
    assert one.pk != other.pk


def test_a_pair_is_decided_once(client: Client) -> None:
    one, other = twins()
    decide(client, one, other, "distincts")
    decide(client, one, other, one.slug)
    other.refresh_from_db()
    assert other.status == "publie"
    assert DuplicatePair.objects.get().verdict == "distincts"


def test_what_cannot_be_decided_is_said_in_words(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = twins()
    html = client.post(address(one, other), {"decision": "x"}, follow=True).content.decode()
    assert "deux lieux différents, ou le même" in html
    with monkeypatch.context() as patch:
        patch.setattr(dedupe_actions, "alone", lambda _name: nullcontext(enter_result=False))
        refused = client.post(address(one, other), {"decision": one.slug}, follow=True)
    assert "recommencez dans quelques minutes" in refused.content.decode()
    archive_lieu(lieu=other, origin="saisie")
    refused = client.post(address(one, other), {"decision": one.slug}, follow=True)
    assert "est archivée" in refused.content.decode()
    assert "n’est plus ouverte" in refused.content.decode()


def test_only_the_coordination_of_both_decides(client: Client) -> None:
    one, other = twins()
    referent = make_member(make_structure(), "referent")
    url = address(one, other)
    assert client_of(referent).get(url).status_code == 404
    assert Client().get(url).status_code == 302
    Lieu.objects.filter(pk=other.pk).update(code_insee="37261")
    html = page(client, url)
    assert "hors de votre territoire" in html
    assert 'name="decision"' not in html
    assert decide(client, one, other, "distincts").status_code == 404
    assert not DuplicatePair.objects.exists()
    row = pair(one, other, verdict="distincts", is_automatic=False)
    undo = reverse("contributions:duplicate_undo", args=[row.pk])
    assert client.post(undo).status_code == 404
    # A draft of another territory is nobody else's business.
    Lieu.objects.filter(pk=other.pk).update(status="brouillon")
    assert client.get(url).status_code == 404
    Lieu.objects.update(code_insee="37261", status="publie")
    assert client.get(url).status_code == 404
    for slug in ("inconnu", one.slug):
        unknown = reverse("contributions:duplicate_review", args=[one.slug, slug])
        assert client.get(unknown).status_code == 404


# --- the page of a sheet ------------------------------------------------------------------------
def test_the_page_of_a_sheet_says_what_was_merged_into_it(client: Client) -> None:
    one, other = twins(nom="L’Apostrophe d’avant")
    member = make_member(make_structure())
    Lieu.objects.filter(pk=one.pk).update(structure=member.memberships.get().structure)
    one.refresh_from_db()
    sheet = reverse("contributions:sheet_detail", args=[one.slug])
    assert "Réunie avec" not in page(client, sheet)
    merge_lieux(kept=one, merged=other, by=make_user())
    html = page(client, sheet)
    assert "« L’Apostrophe d’avant », le" in html
    row = DuplicatePair.objects.get()
    assert address(row.first, row.second) in html
    html = page(client_of(member), sheet)
    assert "« L’Apostrophe d’avant », le" in html
    assert "/doublons/" not in html


# --- the search ---------------------------------------------------------------------------------
def test_who_coordinates_a_region_may_search_now(client: Client) -> None:
    twins(telephone="+33237000001", import_source="biblio")
    url = reverse("contributions:duplicate_search")
    assert "Chercher les doublons maintenant" not in page(client, LIST)
    assert client.post(url).status_code == 404
    region = client_of(make_coordinator("region", "24"))
    administrator = client_of(make_administrator())
    for browser in (region, administrator):
        assert "Chercher les doublons maintenant" in page(browser, LIST)
    assert region.get(url).status_code == 405
    html = region.post(url, follow=True).content.decode()
    assert "La recherche est demandée." in html
    assert DuplicatePair.objects.get().verdict == "fusionnes"


def test_one_search_at_a_time(client: Client) -> None:
    administrator = client_of(make_administrator())
    task = DBTaskResult.objects.create(
        task_path=search_for_duplicates.module_path,
        backend_name="default",
        queue_name="default",
        priority=0,
        args_kwargs={"args": [1], "kwargs": {}},
        run_after=timezone.now(),
    )
    html = page(administrator, LIST)
    assert "Une recherche est demandée." in html
    assert "Chercher les doublons maintenant" not in html
    url = reverse("contributions:duplicate_search")
    assert "déjà demandée" in administrator.post(url, follow=True).content.decode()
    assert not JournalEntry.objects.filter(verb="duplicates.searched").exists()
    DBTaskResult.objects.filter(pk=task.pk).update(
        status="FAILED", enqueued_at=timezone.now() + timedelta(seconds=5)
    )
    assert "n’a pas pu se faire" in page(administrator, LIST)


# --- the decisions of before ----------------------------------------------------------------------
def test_the_decisions_taken_before_move_to_the_directory() -> None:
    by = make_user()
    a, b, c = sorted((make_lieu() for _ in range(3)), key=lambda lieu: lieu.pk)
    pair(a, b, 0.8)
    moment = timezone.now() - timedelta(days=30)
    before: Any = MigrationLoader(connection).project_state(
        [("contributions", "0003_professional_area"), ("directory", "0004_sources_and_imports")]
    )
    # The table of before, made again: a migration itself cannot run inside the test's transaction.
    reviews = before.apps.get_model("contributions", "DuplicateReview")
    assert reviews._meta.db_table not in connection.introspection.table_names()
    editor = connection.schema_editor()
    editor.deferred_sql = []
    create, values = editor.table_sql(reviews)
    with connection.cursor() as cursor:
        cursor.execute(create, values or None)
    reviews.objects.create(
        first_id=a.pk, second_id=b.pk, verdict="distincts", by_id=by.pk, at=moment
    )
    reviews.objects.create(first_id=b.pk, second_id=c.pk, verdict="fusionnes", at=moment)
    migration = import_module("maillage.contributions.migrations.0004_duplicates_to_directory")
    migration.move_reviews(before.apps, None)
    found = {
        (row.first_id, row.second_id): (row.verdict, row.by, row.at, row.is_automatic)
        for row in DuplicatePair.objects.all()
    }
    assert found == {
        (a.pk, b.pk): ("distincts", by, moment, False),
        (b.pk, c.pk): ("fusionnes", None, moment, False),
    }
    assert DuplicatePair.objects.get(first=a).probability == 0.8
    reviews.objects.all().delete()
    migration.take_back(before.apps, None)
    rows = reviews.objects.order_by("pk").values_list("first", "second", "verdict", "by", "at")
    assert list(rows) == [
        (a.pk, b.pk, "distincts", by.pk, moment),
        (b.pk, c.pk, "fusionnes", None, moment),
    ]
