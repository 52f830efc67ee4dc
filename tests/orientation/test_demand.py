"""The demands that found no door near: counted without anybody, shown when they are many."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone

from maillage.directory.criteria import LieuCriteria
from maillage.directory.forms import with_place
from maillage.orientation import actions, jobs
from maillage.orientation.actions import count_unmet, forget_old_demand
from maillage.orientation.models import UnmetDemand
from maillage.orientation.queries import unmet_demand
from maillage.orientation.situation import Situation
from maillage.territory.models import Commune
from maillage.territory.place_index import PlaceMatch
from tests.factories.people import make_coordinator, make_user
from tests.factories.territory import BassinMembershipFactory, CommuneFactory

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 10)
PAGE = "/pro/demandes-sans-reponse/"


@pytest.fixture
def nogent() -> Commune:
    return CommuneFactory(code="28280", nom="Nogent-le-Rotrou")


def situation(
    *services: str, kind: str = "commune", code: str = "28280", commune_code: str = ""
) -> Situation:
    place = PlaceMatch(kind, code, "Nogent", "", 48.32, 0.82, 0, 100.0, commune_code)
    near = with_place(LieuCriteria(), place)
    return Situation(
        services=frozenset(services),
        place=near.place,
        latitude=near.latitude,
        longitude=near.longitude,
        territory=near.territory,
    )


def count(one: Situation, day: date = DAY) -> int:
    return count_unmet(situation=one, day=day)


def rows() -> list[tuple[Any, ...]]:
    return list(
        UnmetDemand.objects.order_by("day", "service").values_list(
            "day", "commune", "service", "count"
        )
    )


# --- counting --------------------------------------------------------------------------------
def test_each_service_is_counted_once_by_demand(nogent: Commune) -> None:
    assert count(situation("demarches", "emploi")) == 2
    assert count(situation("demarches")) == 1
    assert rows() == [
        (DAY, nogent.pk, "demarches", 2),
        (DAY, nogent.pk, "emploi", 1),
    ]


@pytest.mark.usefixtures("nogent")
def test_another_day_is_another_count() -> None:
    count(situation())
    count(situation(), date(2026, 3, 11))
    assert [(row[0].day, row[2], row[3]) for row in rows()] == [
        (10, "", 1),
        (11, "", 1),
    ]


@pytest.mark.usefixtures("nogent")
def test_an_address_counts_for_its_commune() -> None:
    assert count(situation("emploi", kind="adresse", code="48.1,1.2", commune_code="28280")) == 1
    assert count(situation("emploi", kind="ancienne_commune", code="28001", commune_code="28280"))
    assert [row[1:] for row in rows()] == [("28280", "emploi", 2)]


@pytest.mark.usefixtures("nogent")
@pytest.mark.parametrize(
    "one",
    [
        Situation(services=frozenset({"demarches"})),
        Situation(latitude=48.3, longitude=0.8),
        situation("demarches", kind="departement", code="28"),
        situation("demarches", code="99999"),
    ],
)
def test_without_a_known_commune_nothing_is_counted(one: Situation) -> None:
    assert count(one) == 0
    assert rows() == []


@pytest.mark.usefixtures("nogent")
def test_two_first_demands_at_once_are_both_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both see no row; the second to write finds it there."""
    update = QuerySet.update
    seen: list[int] = []

    def late_update(self: QuerySet[UnmetDemand], **values: Any) -> int:
        if not seen:
            seen.append(1)
            count(situation("demarches"))
            return 0
        return update(self, **values)

    monkeypatch.setattr(QuerySet, "update", late_update)
    count(situation("demarches"))
    assert [row[2:] for row in rows()] == [("demarches", 2)]


def test_the_day_is_that_of_the_country(nogent: Commune, monkeypatch: pytest.MonkeyPatch) -> None:
    night = datetime(2026, 3, 10, 23, 30, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: night)
    count_unmet(situation=situation())
    assert [row[:2] for row in rows()] == [(date(2026, 3, 11), nogent.pk)]


def test_counts_are_kept_three_years(nogent: Commune) -> None:
    days = [date(2023, 2, 28), date(2023, 3, 1), date(2026, 3, 10)]
    for day in days:
        UnmetDemand.objects.create(day=day, commune=nogent)
    assert forget_old_demand(now=datetime(2026, 3, 10, tzinfo=UTC)) == 1
    assert [row[0] for row in UnmetDemand.objects.order_by("day").values_list("day")] == days[1:]


def test_the_job_says_what_it_did(nogent: Commune) -> None:
    UnmetDemand.objects.create(day=date(2001, 1, 1), commune=nogent)
    assert jobs.forget() == "demands=1"
    assert actions.KEPT_MONTHS == 36


# --- reading ---------------------------------------------------------------------------------
def demand(commune: Commune, number: int, service: str = "demarches", day: date = DAY) -> None:
    UnmetDemand.objects.create(day=day, commune=commune, service=service, count=number)


def test_small_counts_are_hidden_once_added_up(nogent: Commune) -> None:
    other = CommuneFactory(code="28001", nom="Abondant")
    demand(nogent, 3)
    demand(nogent, 2, day=date(2026, 3, 11))
    demand(nogent, 4, service="emploi")
    demand(other, 9)
    demand(other, 50, day=date(2026, 4, 1))
    found = unmet_demand(first=DAY, last=date(2026, 3, 31))
    assert [(one.commune, one.service, one.count) for one in found] == [
        ("Abondant", "demarches", 5),
        ("Nogent-le-Rotrou", "demarches", 5),
        ("Nogent-le-Rotrou", "emploi", None),
    ]


def test_the_difference_of_two_periods_names_nobody(nogent: Commune) -> None:
    """Two months, of which the last: the one demand of the first is not their difference."""
    demand(nogent, 1, day=date(2026, 2, 10))
    demand(nogent, 7)
    long = unmet_demand(first=date(2026, 2, 1), last=date(2026, 3, 31))
    short = unmet_demand(first=date(2026, 3, 1), last=date(2026, 3, 31))
    assert [one.count for one in long] == [one.count for one in short] == [5]


# --- page ------------------------------------------------------------------------------------
@pytest.fixture
def coordinator(nogent: Commune) -> Client:
    """Coordinates the basin of Nogent-le-Rotrou."""
    membership = BassinMembershipFactory(commune=nogent)
    client = Client()
    client.force_login(make_coordinator(kind="bassin", code=membership.bassin.code))
    return client


def test_the_page_shows_the_territory_only(coordinator: Client, nogent: Commune) -> None:
    today = timezone.localdate()
    elsewhere = CommuneFactory(code="28001", nom="Abondant")
    demand(nogent, 12, day=today)
    demand(nogent, 2, service="", day=today)
    demand(elsewhere, 99, day=today)
    page = coordinator.get(PAGE).content.decode()
    assert "Aide aux démarches" in page
    assert ">10<" in page
    assert "Besoin non précisé" in page
    assert "moins de 5" in page
    assert "Abondant" not in page


def test_the_file_says_the_same(coordinator: Client, nogent: Commune) -> None:
    demand(nogent, 12, day=timezone.localdate())
    demand(nogent, 1, service="emploi", day=timezone.localdate())
    answer = coordinator.get(f"{PAGE}export/?periode=mois")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "code INSEE;commune;besoin;demandes;du;au"
    assert [line.split(";")[:4] for line in lines[1:]] == [
        ["28280", "Nogent-le-Rotrou", "Aide aux démarches", "10"],
        ["28280", "Nogent-le-Rotrou", "Emploi et formation", "moins de 5"],
    ]


@pytest.mark.parametrize(
    ("period", "shown"), [("mois", 0), ("trimestre", 1), ("annee", 1), ("x", 1)]
)
def test_the_period_cuts(coordinator: Client, nogent: Commune, period: str, shown: int) -> None:
    demand(nogent, 12, day=timezone.localdate() - timedelta(days=40))
    page = coordinator.get(PAGE, {"periode": period}).content.decode()
    assert page.count(">10<") == shown
    assert ("Aucune demande sans réponse" in page) is (not shown)


def test_another_territory_does_not_exist(coordinator: Client) -> None:
    assert coordinator.get(PAGE, {"territoire": "departement:75"}).status_code == 404


def test_who_coordinates_nothing_sees_nothing(client: Client) -> None:
    assert client.get(PAGE).status_code == 302
    client.force_login(make_user())
    assert client.get(PAGE).status_code == 404
    assert client.get(f"{PAGE}export/").status_code == 404


def test_the_database_holds_one_count_by_day(nogent: Commune) -> None:
    demand(nogent, 1)
    with pytest.raises(IntegrityError):
        demand(nogent, 1)
