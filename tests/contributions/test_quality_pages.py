"""The quality of a territory, by source and by territory; what to mend first; one sheet's own."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from maillage.accounts.models import User
from maillage.contributions.presenters.quality import grade_of
from maillage.contributions.queries.quality import FAULTS, NO_SOURCE
from maillage.core.jobs import JOBS
from maillage.directory.enums import PositionPrecision
from maillage.directory.models import Lieu
from tests.factories.directory import make_lieu
from tests.factories.imports import make_record, make_source
from tests.factories.people import (
    client_of,
    make_administrator,
    make_coordinator,
    make_member,
    make_structure,
    make_user,
)
from tests.factories.territory import (
    BassinFactory,
    BassinMembershipFactory,
    CommuneFactory,
    EpciFactory,
)

pytestmark = pytest.mark.django_db
QUALITY = "/pro/qualite/"
FIRST = "/pro/qualite/a-mettre-en-ordre/"
TODAY = timezone.localdate()
OLD = TODAY - timedelta(days=900)


@pytest.fixture
def coordinator() -> User:
    """Coordinates the basin of Chartres (2421), which holds the commune of the factories."""
    commune = CommuneFactory(
        code="28085", nom="Chartres", postal_codes="28000", population=38_000, epci=EpciFactory()
    )
    BassinMembershipFactory(commune=commune, bassin=BassinFactory(code="2421"))
    return make_coordinator()


@pytest.fixture
def client(coordinator: User) -> Client:
    return client_of(coordinator)


def village() -> str:
    """A small commune of the same basin; its INSEE code."""
    commune = CommuneFactory(code="28168", nom="Gallardon", population=900)
    BassinMembershipFactory(commune=commune, bassin=BassinFactory(code="2421"))
    return "28168"


def outside() -> Lieu:
    """A place of another territory."""
    CommuneFactory(code="37261", nom="Tours")
    return make_lieu(nom="Ailleurs", code_insee="37261", code_postal="37000", date_maj=OLD)


def full(**fields: Any) -> Lieu:
    """A place that says nearly everything, dated of today by its source."""
    values: dict[str, Any] = {
        "nom": "Médiathèque",
        "telephone": "+33237000000",
        "courriels": "mediatheque@exemple.fr",
        "horaires": "Mo-Fr 09:00-12:00",
        "presentation_resume": "Une médiathèque au calme.",
        "latitude": 48.4438,
        "longitude": 1.489,
        "position_precision": "exacte",
        "date_maj": TODAY,
        "modalites": {
            "services": ["demarches"],
            "typologie": ["bib"],
            "modalites_acces": ["se-presenter"],
            "modalites_accompagnement": ["atelier"],
            "frais_a_charge": ["gratuit"],
        },
    }
    return make_lieu(**values | fields)


def empty(nom: str = "Vide", **fields: Any) -> Lieu:
    """An old place of which nothing is known, not even where it stands in its commune."""
    values: dict[str, Any] = {
        "date_maj": OLD,
        "position_precision": PositionPrecision.CENTRE_COMMUNE,
    }
    return make_lieu(nom=nom, **values | fields)


def names(client: Client, query: str = "") -> list[str]:
    return [row.nom for row in client.get(FIRST + query).context["rows"]]


# --- rights ---------------------------------------------------------------------------------
@pytest.mark.parametrize("url", [QUALITY, FIRST, f"{FIRST}export/csv/"])
def test_only_coordinators_see_the_quality(url: str) -> None:
    assert Client().get(url).status_code == 302
    assert client_of(make_user()).get(url).status_code == 404
    assert client_of(make_member(make_structure(), "referent")).get(url).status_code == 404
    assert client_of(make_administrator()).get(url).status_code == 200
    assert client_of(make_administrator()).post(url).status_code == 405


def test_a_territory_of_somebody_else_does_not_exist(client: Client) -> None:
    BassinFactory(code="2499", nom="Tours")
    for url in (QUALITY, FIRST, f"{FIRST}export/xlsx/"):
        assert client.get(f"{url}?territoire=bassin:2499").status_code == 404
        assert client.get(f"{url}?territoire=n'importe:quoi").status_code == 404
        assert client.get(f"{url}?territoire=bassin:2421").status_code == 200
    assert client.get(f"{FIRST}export/pdf/").status_code == 404


# --- the figures ------------------------------------------------------------------------------
def test_a_territory_without_a_sheet_says_so(client: Client) -> None:
    outside()
    assert "Aucune fiche publiée sur ce territoire" in client.get(QUALITY).content.decode()
    assert "Rien à reprendre" in client.get(FIRST).content.decode()


def test_the_quality_of_a_territory_counts_its_published_sheets_only(client: Client) -> None:
    good, poor = full(), empty()
    make_lieu(nom="Brouillon", status="brouillon")
    outside()
    whole = client.get(QUALITY).context["whole"]
    assert whole.count == 2
    assert whole.mean == round(((good.score or 0) + (poor.score or 0)) / 2)
    assert [band.number for band in whole.bands] == [1, 0, 1]
    parts = {part.label: part.value for part in whole.parts}
    assert (parts["Contact"], parts["Horaires"], parts["Fraîcheur"]) == (50, 50, 35)
    found = {fault.code: (fault.number, fault.bar) for fault in whole.faults}
    assert found == {
        "horaires": (1, 50),
        "contact": (1, 50),
        "position": (1, 50),
        "fraicheur": (1, 50),
        "completude": (1, 50),
        "contradictions": (0, 0),
        "absent": (0, 0),
    }
    assert (whole.exported, whole.sent) == (good.score_data_inclusion, 1)


def test_the_page_says_the_score_in_words(client: Client) -> None:
    full()
    html = client.get(QUALITY).content.decode().replace("\u00a0", " ")
    assert "Bonne" in html
    assert "sur 100" in html
    assert "une moyenne de" not in html
    assert "C’est la note de 1 fiche publiée." in html


def test_each_source_has_its_line(client: Client) -> None:
    both, one, alone = full(), empty(), make_lieu(nom="À la main")
    first, second = make_source(), make_source("hub-essai", nom="Hub d’essai")
    make_record(lieu=both, source=first, key="1")
    make_record(lieu=both, source=first, key="1 bis")
    make_record(lieu=both, source=second, key="1", missing_since=timezone.now())
    make_record(lieu=one, source=first, key="2")
    lines = {line.code: line for line in client.get(QUALITY).context["sources"]}
    assert {code: line.count for code, line in lines.items()} == {
        first.pk: 2,
        second.pk: 1,
        NO_SOURCE: 1,
    }
    assert lines[first.pk].mean == round(((both.score or 0) + (one.score or 0)) / 2)
    assert lines[NO_SOURCE].mean == alone.score
    absent = {code: line.faults[-1].number for code, line in lines.items()}
    assert absent == {first.pk: 0, second.pk: 1, NO_SOURCE: 0}
    assert lines[second.pk].nom == "Hub d’essai"


def test_a_territory_is_cut_in_basins_and_a_basin_in_intercommunalities(client: Client) -> None:
    full()
    empty(code_insee=village())
    outside()
    lines = client.get(QUALITY).context["territories"]
    assert [(line.count, line.nom != "") for line in lines] == [(1, True), (1, True)]
    assert lines[-1].nom == "Ailleurs, ou commune inconnue"
    lines = client_of(make_administrator()).get(QUALITY).context["territories"]
    assert [(line.code, line.count) for line in lines] == [("bassin:2421", 2), ("", 1)]


# --- what to mend first -------------------------------------------------------------------------
def test_what_helps_most_people_comes_first(client: Client) -> None:
    empty("Village", code_insee=village())
    empty("Ville")
    full(nom="Ville, presque pleine")
    outside()
    assert names(client) == ["Ville", "Village", "Ville, presque pleine"]


@pytest.mark.parametrize("code", sorted(set(FAULTS) - {"absent", "contradictions"}))
def test_each_filter_keeps_what_its_figure_counts(client: Client, code: str) -> None:
    full()
    empty()
    assert names(client, f"?quoi={code}") == ["Vide"]


def test_contradictions_and_sources_that_give_no_more_are_said(client: Client) -> None:
    make_lieu(nom="Contraire", modalites={"frais_a_charge": ["gratuit", "payant"]})
    gone, kept = make_lieu(nom="Parti"), make_lieu(nom="Resté")
    source = make_source()
    make_record(lieu=gone, source=source, key="1", missing_since=timezone.now())
    make_record(lieu=kept, source=source, key="2", missing_since=timezone.now())
    make_record(lieu=kept, source=source, key="2 bis")
    assert names(client, "?quoi=contradictions") == ["Contraire"]
    html = client.get(f"{FIRST}?quoi=contradictions").content.decode()
    assert "Le lieu est à la fois gratuit et payant" in html
    assert "/partie/venir/" in html
    assert names(client, "?quoi=absent") == ["Parti"]
    assert names(client, f"?quoi=absent&source={source.pk}") == ["Parti"]
    html = client.get(FIRST).content.decode().replace("\u00a0", " ")
    assert "« Lieux du Perche » ne la donne plus" in html
    assert names(client, f"?source={source.pk}") == ["Parti", "Resté"]
    assert names(client, f"?source={NO_SOURCE}") == ["Contraire"]


def test_the_orders_of_the_part_that_is_asked_come_first(client: Client) -> None:
    lieu = empty()
    row = client.get(f"{FIRST}?quoi=contact").context["rows"][0]
    assert row.orders[0].words == "Ajoutez un téléphone ou une adresse électronique"
    assert row.orders[0].href == f"/pro/lieux/{lieu.slug}/partie/contacts/"
    row = client.get(f"{FIRST}?quoi=fraicheur").context["rows"][0]
    assert row.orders[0].href == f"/pro/lieux/{lieu.slug}/#etat"
    assert len(row.orders) == 2


def test_what_the_address_says_wrong_asks_nothing(client: Client) -> None:
    make_lieu(nom="Vide")
    assert names(client, "?quoi=tout&source='&page=zz") == ["Vide"]
    assert names(client, "?quoi=absent") == []
    assert "Aucune fiche ne répond" in client.get(f"{FIRST}?quoi=absent").content.decode()


def test_twenty_five_a_page(client: Client) -> None:
    for number in range(26):
        make_lieu(nom=f"Lieu {number:02}")
    assert len(names(client)) == 25
    assert names(client, "?page=2") == ["Lieu 25"]
    assert 'start="26"' in client.get(f"{FIRST}?page=2").content.decode()


def test_the_list_is_taken_away_as_a_table(client: Client) -> None:
    empty("=Vide")
    full()
    text = client.get(f"{FIRST}export/csv/").content.decode("utf-8-sig").splitlines()
    assert text[0].startswith("identifiant;nom;commune;note sur 100;en mots;complétude;")
    assert ";'=Vide;Chartres;" in text[1]
    assert ";À reprendre;" in text[1]
    assert len(text) == 3
    only = client.get(f"{FIRST}export/csv/?quoi=horaires").content.decode().splitlines()
    assert len(only) == 2
    book = load_workbook(io.BytesIO(client.get(f"{FIRST}export/xlsx/").content))
    assert book.active is not None
    assert book.active.max_row == 3


@pytest.mark.parametrize("url", [QUALITY, FIRST])
def test_the_pages_cost_the_same_with_one_sheet_and_three(client: Client, url: str) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    make_record(lieu=full(nom="Un"), key="1")
    first = cost()
    code = village()
    for number in range(2):
        make_record(
            lieu=make_lieu(nom=f"Lieu {number}", code_insee=code, date_maj=OLD),
            source=make_source(f"source-{number}"),
            key=str(number),
        )
    assert cost() == first


# --- one sheet ------------------------------------------------------------------------------------
def test_those_who_keep_a_sheet_see_its_score_and_what_to_do(client: Client) -> None:
    lieu = empty()
    response = client.get(f"/pro/lieux/{lieu.slug}/")
    quality = response.context["quality"]
    assert quality.total == lieu.score
    assert [part.label for part in quality.parts] == [
        "Complétude",
        "Fraîcheur",
        "Horaires",
        "Position",
        "Contact",
    ]
    html = response.content.decode()
    assert "À reprendre" in html
    assert f'<a href="/pro/lieux/{lieu.slug}/partie/horaires/">Ajoutez les horaires</a>' in html


def test_a_part_that_does_not_apply_is_said(client: Client) -> None:
    lieu = make_lieu(modalites={"modalites_acces": ["pas-de-public"]})
    assert "ne compte pas ici" in client.get(f"/pro/lieux/{lieu.slug}/").content.decode()


def test_the_public_reads_no_score(client: Client) -> None:
    lieu = full()
    html = Client().get(lieu.get_absolute_url()).content.decode()
    assert "Qualité de la fiche" not in html
    assert "quality-" not in html


def test_the_desk_and_the_imports_lead_to_the_quality(client: Client) -> None:
    make_record(lieu=full())
    assert f'href="{QUALITY}?' in client.get("/pro/bureau/").content.decode()
    html = client.get("/pro/imports/").content.decode()
    assert f'href="{QUALITY}#par-source"' in html
    assert f'href="{FIRST}?source=' in html


@pytest.mark.parametrize(
    ("score", "words"),
    [
        (100, "Bonne"),
        (75, "Bonne"),
        (74, "À compléter"),
        (50, "À compléter"),
        (49, "À reprendre"),
        (0, "À reprendre"),
        (None, "Pas encore mesurée"),
    ],
)
def test_a_score_has_words(score: int | None, words: str) -> None:
    assert grade_of(score=score).words == words


# --- every day --------------------------------------------------------------------------------
def test_a_job_measures_the_sheets_again_every_day() -> None:
    lieu = full()
    Lieu.objects.filter(pk=lieu.pk).update(date_maj=OLD)
    job = JOBS["contributions.measure_sheets"]
    job.run()
    assert job.every == timedelta(days=1)
    assert Lieu.objects.values_list("score_freshness", flat=True).get(pk=lieu.pk) == 0
