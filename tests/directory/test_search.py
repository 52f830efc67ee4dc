"""search_lieux on the database: the index follows every write, pages cost few queries."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from maillage.core.geo import BBox
from maillage.directory import index_store, place_names
from maillage.directory.actions import (
    archive_lieu,
    next_epoch,
    next_revision,
    rename_slug,
    save_lieu,
)
from maillage.directory.criteria import LieuCriteria, Sort
from maillage.directory.merging import join_sheets
from maillage.directory.models import DirectoryRevision, ExceptionalPeriod, Lieu
from maillage.directory.queries import (
    OPEN_CRITERIA,
    LieuSearch,
    counts_by_commune,
    get_public_lieu,
    lieux_of_territory,
    nearest_to,
    opening_days,
    recent_changes,
    resolve_slug,
    search_lieux,
    warm_up,
)
from maillage.territory.queries import find_place
from tests.factories.directory import make_lieu
from tests.factories.territory import BassinMembershipFactory, CommuneFactory

pytestmark = pytest.mark.django_db

TUESDAY_10H = datetime(2026, 3, 10, 9, tzinfo=UTC)
GALLARDON = {"commune": "Gallardon", "code_insee": "28168", "latitude": 48.526, "longitude": 1.692}


def find(**criteria: Any) -> LieuSearch:
    return search_lieux(criteria=LieuCriteria(**criteria), now=TUESDAY_10H)


def names(search: LieuSearch) -> list[str]:
    return [hit.lieu.nom for hit in search.hits()]


# --- the index follows the database --------------------------------------------------------
def test_each_write_is_seen_by_the_next_search() -> None:
    assert find().total == 0
    lieu = make_lieu(nom="Mairie")
    assert names(find()) == ["Mairie"]
    lieu.nom = "Hôtel de ville"
    save_lieu(lieu=lieu, modalites={"services": ["emploi"]}, origin="test")
    assert names(find(words="hotel")) == ["Hôtel de ville"]
    assert find(values={"services": frozenset({"emploi"})}).total == 1
    archive_lieu(lieu=lieu, origin="test")
    assert find().total == 0


def test_a_deleted_sheet_leaves() -> None:
    make_lieu(nom="A")
    other = make_lieu(nom="B")
    assert find().total == 2
    other.delete()
    assert names(find()) == ["A"]


def test_rows_that_leave_without_a_word_are_betrayed_by_the_count() -> None:
    lieu = make_lieu(nom="A")
    assert find().total == 1
    Lieu.objects.filter(pk=lieu.pk).update(status="archive")
    make_lieu(nom="B")
    assert find().ids() == [Lieu.objects.get(nom="B").pk]


def test_a_bulk_write_is_seen() -> None:
    make_lieu(nom="A")
    assert find().total == 1
    revision = next_revision()
    Lieu.objects.bulk_create(
        Lieu(
            id=f"bulk-{number}",
            slug=f"bulk-{number}",
            nom=f"En nombre {number}",
            commune="Tours",
            code_postal="37000",
            adresse="1 rue",
            date_maj=date(2026, 1, 1),
            revision=revision,
        )
        for number in range(120)
    )
    assert find().total == 121


def test_a_new_epoch_reads_everything_again() -> None:
    lieu = make_lieu(nom="A")
    assert find(words="zinnia").total == 0
    Lieu.objects.filter(pk=lieu.pk).update(search_text="zinnia")
    assert find(words="zinnia").total == 0
    next_epoch()
    assert find(words="zinnia").total == 1


def test_a_value_never_comes_back() -> None:
    """A rolled back value must not be given again: an index may know it."""
    first = next_revision()
    DirectoryRevision.objects.update(value=first - 1)
    assert next_revision() > first


def test_nothing_changed_asks_one_row(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    make_lieu()
    find()
    with django_assert_num_queries(1):
        assert find().total == 1


def test_the_window_of_hours_follows_the_question() -> None:
    make_lieu(horaires="Mo-Fr 09:00-12:00")
    is_open = LieuCriteria(open=OPEN_CRITERIA["maintenant"])
    for weeks in (0, 5, 60, 2):
        now = TUESDAY_10H + timedelta(weeks=weeks)
        assert search_lieux(criteria=is_open, now=now).total == 1
        assert search_lieux(criteria=is_open, now=now + timedelta(hours=8)).total == 0


def test_drafts_are_not_found() -> None:
    make_lieu(status="brouillon")
    assert find().total == 0


# --- pages ----------------------------------------------------------------------------------
@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same_for_one_place_and_for_many(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(count):
        make_lieu(
            modalites={"services": ["demarches"], "frais_a_charge": ["gratuit"]},
            equipments=["wifi"],
            periods=[ExceptionalPeriod(first_day=date(2026, 8, 1), last_day=date(2026, 8, 15))],
        )
    find().hits()
    with django_assert_num_queries(5):
        hits = find(latitude=48.4, longitude=1.5).hits()
        for hit in hits:
            assert [row.code for row in hit.lieu.modalites.all()] == ["gratuit", "demarches"]
            assert [item.kind for item in hit.lieu.equipments.all()] == ["wifi"]
            assert len(hit.lieu.exceptional_periods.all()) == 1
    assert len(hits) == count


def test_pages_follow_each_other() -> None:
    for number in range(5):
        make_lieu(nom=f"Lieu {number}")
    search = find(sort=Sort.NOM)
    pages = [[hit.lieu.nom for hit in search.hits(start, 2)] for start in (0, 2, 4, 6)]
    assert pages == [["Lieu 0", "Lieu 1"], ["Lieu 2", "Lieu 3"], ["Lieu 4"], []]
    assert len(search.ids()) == 5


def test_a_sheet_archived_since_the_search_is_left_out() -> None:
    lieu = make_lieu()
    search = find()
    archive_lieu(lieu=lieu, origin="test")
    assert search.total == 1
    assert search.hits() == []


def test_a_hit_says_why() -> None:
    make_lieu(
        horaires="Tu 09:00-18:00",
        latitude=48.4645,
        modalites={
            "services": ["demarches", "emploi"],
            "frais_a_charge": ["gratuit"],
            "modalites_accompagnement": ["individuel"],
        },
    )
    (hit,) = find(
        latitude=48.4438,
        longitude=1.4890,
        values={"services": frozenset({"demarches"})},
    ).hits()
    assert hit.reason == ("à 2,3\u00a0km, ouvert, aide aux démarches, quelqu’un vous aide, gratuit")
    assert hit.distance_m == pytest.approx(2302, abs=5)
    assert hit.state.kind == "open"
    assert hit.state_words == "ouvert jusqu’à 18 h"


def test_an_everyday_word_says_what_it_means() -> None:
    make_lieu(nom="Point info", modalites={"services": ["demarches"]})
    (hit,) = find(words="impots").hits()
    assert hit.reason == "« impots » : aide aux démarches"


# --- opening --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("maintenant", ["office"]),
        ("aujourdhui", ["office", "soir"]),
        ("soir", ["soir"]),
        ("week-end", ["samedi"]),
        ("lundi", ["office"]),
        ("samedi", ["samedi"]),
        ("dimanche", []),
    ],
)
def test_unknown_hours_stay_and_come_last(code: str, expected: list[str]) -> None:
    make_lieu(nom="inconnu")
    make_lieu(nom="office", horaires="Mo-Fr 09:00-17:00")
    make_lieu(nom="samedi", horaires="Sa 09:00-12:00")
    make_lieu(nom="soir", horaires="Tu 17:00-20:00")
    search = find(open=OPEN_CRITERIA[code], sort=Sort.NOM)
    assert names(search) == [*expected, "inconnu"]
    assert search.total_unknown_hours == 1
    assert search.hits()[-1].reasons == ["horaires non communiqués"]
    assert find().facets["ouvert"][code] == len(expected) + 1


def test_an_exceptional_closure_closes() -> None:
    week = ExceptionalPeriod(first_day=date(2026, 3, 9), last_day=date(2026, 3, 13))
    make_lieu(horaires="Mo-Fr 09:00-17:00", periods=[week])
    assert find(open=OPEN_CRITERIA["maintenant"]).total == 0
    assert find(open=OPEN_CRITERIA["lundi"]).total == 1


# --- where -----------------------------------------------------------------------------------
@pytest.fixture
def around() -> None:
    commune = CommuneFactory(code="28168", nom="Gallardon", postal_codes="28320")
    BassinMembershipFactory(commune=commune)
    CommuneFactory(code="28085", nom="Chartres")
    make_lieu(nom="Gallardon", **GALLARDON)
    make_lieu(nom="Chartres")
    make_lieu(nom="Sans position", latitude=None, longitude=None, code_insee="28085")


@pytest.mark.usefixtures("around")
def test_near_sorts_and_does_not_cut() -> None:
    search = find(latitude=48.526, longitude=1.692, sort=Sort.DISTANCE)
    assert names(search) == ["Gallardon", "Chartres", "Sans position"]
    assert [hit.distance_m is None for hit in search.hits()] == [False, False, True]


@pytest.mark.usefixtures("around")
def test_a_radius_cuts_and_is_never_a_dead_end() -> None:
    point = {"latitude": 48.60, "longitude": 1.692}
    assert names(find(**point, radius_m=10_000)) == ["Gallardon"]
    empty = find(**point, radius_m=5_000)
    assert empty.total == 0
    assert [hit.lieu.nom for hit in empty.nearest(2)] == ["Gallardon", "Chartres"]


@pytest.mark.usefixtures("around")
@pytest.mark.parametrize(
    ("territory", "expected"),
    [
        (("commune", "28168"), ["Gallardon"]),
        (("commune", "28085"), ["Chartres", "Sans position"]),
        (("bassin", "2421"), ["Gallardon"]),
        (("departement", "28"), ["Chartres", "Gallardon", "Sans position"]),
        (("region", "24"), ["Chartres", "Gallardon", "Sans position"]),
    ],
)
def test_territories(territory: tuple[str, str], expected: list[str]) -> None:
    assert names(find(territory=territory, sort=Sort.NOM)) == expected


@pytest.mark.usefixtures("around")
def test_box_and_positions() -> None:
    search = find(bbox=BBox(1.6, 48.5, 1.8, 48.6))
    assert names(search) == ["Gallardon"]
    assert search.bounds == BBox(1.692, 48.526, 1.692, 48.526)
    positions = find(sort=Sort.NOM).positions()
    assert positions.index.tolist() == [0, 1]
    assert positions.longitude.tolist() == [1.489, 1.692]


def test_boroughs_are_in_their_city() -> None:
    CommuneFactory(code="69123", nom="Lyon")
    make_lieu(nom="Lyon 3", code_insee="69383", code_postal="69003", commune="Lyon")
    assert names(find(territory=("commune", "69123"))) == ["Lyon 3"]


def test_modified_since() -> None:
    make_lieu()
    assert find(modified_since=timezone.now() - timedelta(minutes=5)).total == 1
    assert find(modified_since=timezone.now() + timedelta(minutes=5)).total == 0


# --- what the sheet implies ------------------------------------------------------------------
def test_equipment_is_understood() -> None:
    make_lieu(equipments=["ordinateur-portable"], wifi_free=False, printing_possible=True)
    facets = find().facets["equipements"]
    assert {code for code, number in facets.items() if number} == {
        "ordinateur-portable",
        "ordinateur",
        "wifi",
        "imprimante",
    }


@pytest.mark.parametrize(
    ("insee", "postal", "expected"),
    [
        ("28085", "28000", "28"),
        ("2A004", "20000", "2A"),
        ("", "20000", "2A"),
        ("", "20200", "2B"),
        ("97411", "97400", "974"),
        ("", "98800", "988"),
        ("", "01000", "01"),
    ],
)
def test_departement(insee: str, postal: str, expected: str) -> None:
    assert index_store.departement_of(code_insee=insee, code_postal=postal) == expected


# --- one sheet -------------------------------------------------------------------------------
def test_a_public_sheet_has_everything_at_hand(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    lieu = make_lieu(equipments=["wifi"], modalites={"services": ["outils"]})
    with django_assert_num_queries(6):
        found = get_public_lieu(slug=lieu.slug)
        assert not list(found.confirmations.all())
        assert list(found.equipments.all())
        assert list(found.modalites.all())
        assert not list(found.exceptional_periods.all())
        assert not list(found.passages.all())
    archive_lieu(lieu=lieu, origin="test")
    with pytest.raises(Lieu.DoesNotExist):
        get_public_lieu(slug=lieu.slug)


def test_addresses_lead_somewhere() -> None:
    old, kept, gone = make_lieu(nom="Ancien"), make_lieu(nom="Gardé"), make_lieu(nom="Parti")
    draft = make_lieu(nom="Brouillon", status="brouillon")
    assert resolve_slug(slug=kept.slug).kind == "found"
    former = kept.slug
    rename_slug(lieu=kept, slug="nouvelle-adresse", origin="test")
    moved = resolve_slug(slug=former)
    assert (moved.kind, moved.to) == ("moved", kept)
    join_sheets(into={old.pk: kept.pk})
    merged = resolve_slug(slug=old.slug)
    assert (merged.kind, merged.lieu, merged.to) == ("moved", old, kept)
    archive_lieu(lieu=gone, origin="test")
    assert resolve_slug(slug=gone.slug).kind == "gone"
    assert resolve_slug(slug=draft.slug).kind == "unknown"
    assert resolve_slug(slug="jamais-vu").kind == "unknown"
    archive_lieu(lieu=kept, origin="test")
    assert resolve_slug(slug=old.slug).kind == "gone"


def test_neighbours_share_a_service() -> None:
    lieu = make_lieu(modalites={"services": ["demarches"]})
    make_lieu(nom="Autre aide", modalites={"services": ["loisirs"]})
    make_lieu(nom="Loin", latitude=48.9, modalites={"services": ["demarches"]})
    found = nearest_to(lieu=get_public_lieu(slug=lieu.slug), now=TUESDAY_10H)
    assert [hit.lieu.nom for hit in found] == ["Loin"]


def test_hours_of_the_coming_days() -> None:
    lieu = make_lieu(horaires="Tu 09:00-12:00")
    days = opening_days(lieu=lieu, start=date(2026, 3, 10), count=2)
    assert [len(day.ranges) for day in days] == [1, 0]
    assert opening_days(lieu=make_lieu(), start=date(2026, 3, 10), count=2) == []
    lieu.horaires = "?"  # no action writes it; an older file may have
    assert opening_days(lieu=lieu, start=date(2026, 3, 10), count=2) == []


# --- lists -----------------------------------------------------------------------------------
@pytest.mark.usefixtures("around")
def test_lists_of_a_territory() -> None:
    listed = [lieu.nom for lieu in lieux_of_territory(kind="departement", code="28")]
    assert listed == ["Chartres", "Sans position", "Gallardon"]
    assert counts_by_commune() == {"28085": 2, "28168": 1}
    assert counts_by_commune(codes=["28168"]) == {"28168": 1}
    changed = recent_changes(territory=("commune", "28085"), limit=1)
    assert [lieu.nom for lieu in changed] == ["Sans position"]


@pytest.fixture
def with_names() -> None:
    place_names.register()


@pytest.mark.usefixtures("around", "with_names")
def test_a_place_is_a_starting_point() -> None:
    lieu = make_lieu(nom="Médiathèque l’Apostrophe")
    found = find_place(text="mediatheque apostrophe").best
    assert found is not None
    assert (found.kind, found.code, found.latitude) == ("lieu", lieu.slug, lieu.latitude)
    exact = find_place(text=found.key).best
    assert exact is not None
    assert exact.label == "Médiathèque l’Apostrophe"
    commune = find_place(text="gallardon").best
    assert commune is not None
    assert commune.kind == "commune"


def test_an_unreadable_hour_is_an_unknown_one() -> None:
    make_lieu()
    Lieu.objects.update(horaires="ouvert quand il pleut")
    (hit,) = find(open=OPEN_CRITERIA["maintenant"]).hits()
    assert hit.state.kind == "unknown"


def test_a_process_warms_up_even_without_a_database(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(**_kwargs: Any) -> None:
        raise DatabaseError("no such table")

    caplog.set_level("WARNING")
    monkeypatch.setattr(index_store, "current_index", fail)
    monkeypatch.setattr(connection, "close", lambda: None)
    warm_up()
    assert "warm_up=failed" in caplog.text
