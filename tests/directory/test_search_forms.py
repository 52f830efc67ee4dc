"""Criteria read from an address and written back; bad input names what is wrong."""

from datetime import UTC, datetime, time
from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from maillage.core.geo import BBox
from maillage.directory.criteria import LieuCriteria, OpenCriterion, Sort
from maillage.directory.forms import (
    PARAMETERS,
    ParsedCriteria,
    criteria_to_params,
    parse_criteria,
)
from maillage.directory.vocabularies import VOCABULARIES
from maillage.directory.wording import describe
from tests.factories.territory import BassinMembershipFactory, CommuneFactory

pytestmark = pytest.mark.django_db


def parse(query: str) -> ParsedCriteria:
    return parse_criteria(QueryDict(query))


@pytest.fixture(autouse=True)
def gallardon() -> None:
    commune = CommuneFactory(
        code="28168", nom="Gallardon", postal_codes="28320", latitude=48.526, longitude=1.692
    )
    BassinMembershipFactory(commune=commune)


# --- what is read --------------------------------------------------------------------------
def test_nothing_is_every_place() -> None:
    parsed = parse("")
    assert parsed.criteria == LieuCriteria()
    assert (parsed.errors, parsed.values, parsed.page) == ({}, {}, 1)
    assert parse("q=&ou=+&besoin=&inconnu=1&utm_source=x").criteria == LieuCriteria()


def test_everything_at_once() -> None:
    parsed = parse(
        "q=tablette&ou=gallardon&rayon=12,5&bbox=1,48,2,49&besoin=demarches&besoin=emploi"
        "&prix=gratuit&equipement=wifi&ouvert=jeudi-18h30&tri=distance&page=3"
        "&modified_since=2026-01-31"
    )
    assert parsed.errors == {}
    criteria = parsed.criteria
    assert criteria.words == "tablette"
    assert criteria.place is not None
    assert criteria.place.key == "commune:28168"
    assert (criteria.latitude, criteria.longitude, criteria.radius_m) == (48.526, 1.692, 12_500)
    assert criteria.bbox == BBox(1, 48, 2, 49)
    assert criteria.values == {
        "services": frozenset({"demarches", "emploi"}),
        "frais_a_charge": frozenset({"gratuit"}),
    }
    assert criteria.equipments == {"wifi"}
    assert criteria.open == OpenCriterion("day", "jeudi-18h30", day=3, at=time(18, 30))
    assert criteria.sort == Sort.DISTANCE
    assert criteria.modified_since == datetime(2026, 1, 30, 23, tzinfo=UTC)
    assert parsed.page == 3


@pytest.mark.parametrize(
    "query",
    [
        "besoin=demarches&besoin=emploi",
        "besoin=demarches,emploi",
        "besoin=demarches|emploi",
        "services=demarches&besoin=emploi",
        "services=Aide aux démarches administratives|Insertion professionnelle via le numérique",
        "besoin=aide-aux-demarches-administratives&services=emploi",
    ],
)
def test_many_ways_to_write_the_same_values(query: str) -> None:
    parsed = parse(urlencode([tuple(pair.split("=")) for pair in query.split("&")]))
    assert parsed.errors == {}
    assert parsed.criteria.values == {"services": frozenset({"demarches", "emploi"})}


def test_every_official_value_is_read() -> None:
    """Some hold a comma, « / » or parentheses."""
    for name, field in PARAMETERS.items():
        for entry in VOCABULARIES[field.value]:
            for written in (entry.code, entry.value):
                parsed = parse(urlencode({name: written}))
                assert parsed.criteria.values == {field.value: frozenset({entry.code})}, written


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("maintenant", OpenCriterion("now", "maintenant")),
        ("soir", OpenCriterion("evening", "soir")),
        ("week-end", OpenCriterion("weekend", "week-end")),
        ("Dimanche", OpenCriterion("day", "dimanche", day=6)),
        ("jeudi-9h", OpenCriterion("day", "jeudi-9h", day=3, at=time(9))),
        ("jeudi-09h00", OpenCriterion("day", "jeudi-9h", day=3, at=time(9))),
    ],
)
def test_openings(code: str, expected: OpenCriterion) -> None:
    assert parse(f"ouvert={code}").criteria.open == expected


def test_a_basin_is_a_territory_and_not_a_point() -> None:
    for query in ("ou=bassin:chartres", "territoire=bassin:chartres", "territoire=bassin:2421"):
        criteria = parse(query).criteria
        assert criteria.territory == ("bassin", "2421")
        assert not criteria.has_point


def test_a_point_with_its_name() -> None:
    parsed = parse("ou=12+rue+Basse&lat=48.5&lon=1.6&rayon=5")
    assert parsed.errors == {}
    assert parsed.criteria.place is not None
    assert parsed.criteria.place.label == "12 rue Basse"
    assert parsed.criteria.radius_m == 5000


# --- what is refused -----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("query", "parameter", "words"),
    [
        ("ou=Xyzzyville", "ou", "Xyzzyville"),
        ("besoin=magie", "besoin", "magie"),
        ("besoin=demarches,magie", "besoin", "magie"),
        ("services=magie", "besoin", "magie"),
        ("langue=klingon", "langue", "klingon"),
        ("equipement=grille-pain", "equipement", "grille-pain"),
        ("ouvert=jadis", "ouvert", "jadis"),
        ("ouvert=jeudi-25h", "ouvert", "jeudi-25h"),
        ("ouvert=jeudi-9h75", "ouvert", "jeudi-9h75"),
        ("tri=hasard", "tri", "hasard"),
        ("rayon=abc&lat=48&lon=1", "rayon", "abc"),
        ("rayon=0&lat=48&lon=1", "rayon", "entre 1 et 100"),
        ("rayon=1e9&lat=48&lon=1", "rayon", "entre 1 et 100"),
        ("rayon=nan&lat=48&lon=1", "rayon", "nan"),
        ("rayon=10", "rayon", "dites où vous êtes"),
        ("lat=48", "lat", "sans la longitude"),
        ("lon=1", "lon", "sans la latitude"),
        ("lat=91&lon=1", "lat", "-90 et 90"),
        ("lat=48&lon=181", "lon", "-180 et 180"),
        ("lat=NaN&lon=1", "lat", "NaN"),
        ("lat=48&lon=inf", "lon", "inf"),
        ("bbox=2,48,1,49", "bbox", "à l’envers"),
        ("bbox=1,2,3", "bbox", "quatre nombres"),
        ("bbox=a,b,c,d", "bbox", "quatre nombres"),
        ("bbox=nan,1,2,3", "bbox", "quatre nombres"),
        ("territoire=bassin", "territoire", "bassin"),
        ("territoire=pays:fr", "territoire", "pays:fr"),
        ("territoire=bassin:nulle-part", "territoire", "nulle-part"),
        ("modified_since=hier", "modified_since", "hier"),
        ("modified_since=2026-02-31", "modified_since", "2026-02-31"),
        ("modified_since=0001-01-01", "modified_since", "0001-01-01"),
        ("modified_since=0001-01-01T00:00:00%2B14:00", "modified_since", "0001-01-01"),
        ("modified_since=9999-12-31T23:59:59-12:00", "modified_since", "9999-12-31"),
        ("modified_since=9999-12-31T23:59:59Z", "modified_since", "9999-12-31"),
        ("page=0", "page", "« 0 »"),
        ("page=-1", "page", "« -1 »"),
        ("page=abc", "page", "abc"),
        ("page=²", "page", "²"),
        ("page=" + "9" * 400, "page", "999"),
        ("q=" + "mot " * 80, "q", "200 lettres"),
    ],
)
def test_bad_input_is_named(query: str, parameter: str, words: str) -> None:
    parsed = parse(query)
    assert not parsed.is_valid
    assert words in parsed.errors[parameter]
    assert set(parsed.errors) == {parameter}


def test_what_was_written_is_shown_again() -> None:
    parsed = parse("ou=Xyzzyville&besoin=magie&rayon=abc&page=0")
    assert parsed.values == {
        "ou": ["Xyzzyville"],
        "besoin": ["magie"],
        "rayon": ["abc"],
        "page": ["0"],
    }
    assert set(parsed.errors) == {"ou", "besoin", "rayon", "page"}


def test_a_huge_page_is_a_number() -> None:
    assert parse("page=1000000000").page == 10**9


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "'; drop table x; --", "%s %d {}"])
def test_strange_signs_break_nothing(text: str) -> None:
    names = ["q", "ou", "lat", "rayon", "bbox", "territoire", "ouvert", "tri", "page", *PARAMETERS]
    parsed = parse(urlencode({**dict.fromkeys(names, text), "equipement": text}))
    assert parsed.criteria.words == " ".join(text.split())
    assert {"ou", "bbox", "ouvert", "tri", "page", *PARAMETERS} <= parsed.errors.keys()


# --- written back --------------------------------------------------------------------------
@pytest.mark.parametrize(
    "query",
    [
        "",
        "q=cv&ou=commune:28168&rayon=10&besoin=demarches&besoin=emploi&tri=distance",
        "ou=bassin:2421&type=bib&langue=ar",
        "lat=48.5&lon=1.6&rayon=2.5&ouvert=jeudi-18h30",
        "ou=12+rue+Basse&lat=48.5&lon=1.6",
        "bbox=1,48,2,49&equipement=scanner&equipement=wifi&ouvert=week-end",
        "territoire=departement:28&modified_since=2026-01-31T00:00:00%2B01:00",
        "ou=commune:28168&territoire=bassin:2421",
    ],
)
def test_an_address_comes_back(query: str) -> None:
    parsed = parse(query)
    assert parsed.errors == {}
    assert criteria_to_params(parsed.criteria) == [
        (name, value) for name, values in QueryDict(query).lists() for value in values
    ]
    assert parse(urlencode(criteria_to_params(parsed.criteria))).criteria == parsed.criteria


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("", "Tous les lieux"),
        ("besoin=demarches&ou=gallardon", "Aide aux démarches près de Gallardon"),
        (
            "besoin=demarches,emploi&ou=gallardon&rayon=10",
            "Aide aux démarches ou emploi et formation à moins de 10\u00a0km de Gallardon",
        ),
        ("q=tablette&prix=gratuit", "« tablette », gratuit"),
        ("equipement=imprimante&ouvert=samedi", "Imprimante, ouvert le samedi"),
        ("ou=bassin:chartres", "Tous les lieux dans : Chartres"),
        ("ouvert=jeudi-18h30&lat=48&lon=1", "Ouvert le jeudi à 18 h 30 autour de vous"),
        ("modified_since=2026-01-31", "Modifié depuis le 31 janvier 2026"),
    ],
)
def test_titles(query: str, title: str) -> None:
    assert describe(criteria=parse(query).criteria) == title
