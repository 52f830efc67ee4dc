"""Groups that move together: address, point, opening hours."""

from datetime import date
from typing import Any

import pytest

from maillage.directory.provenance import Claim, Other, RuleCode, resolve
from maillage.directory.provenance.writing import is_same_hours, is_same_street, street_of
from tests.directory.provenance.test_resolve import GARE, MIDDLE, NEW, OLD, PORT, person, source

EXACT: dict[str, Any] = {"latitude": 48.0, "longitude": 1.0, "position_precision": "exacte"}
NEXT_DOOR: dict[str, Any] = {"latitude": 48.0005, "longitude": 1.0, "position_precision": "exacte"}
FAR: dict[str, Any] = {"latitude": 48.01, "longitude": 1.0, "position_precision": "exacte"}
CENTRE: dict[str, Any] = {
    "latitude": 48.02,
    "longitude": 1.02,
    "position_precision": "centre_commune",
}


# --- writings ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("3 rue du Port", 3),
        ("13bis, avenue Foch", 3),
        ("Mairie, 2 place de l’Église", 3),
        ("12 Le Bourg", 3),
        ("Rue du Port", 2),
        ("Place de la Mairie", 2),
        ("Maison des associations", 1),
        ("Le Bourg", 1),
        ("", 0),
    ],
)
def test_how_precise_an_address_line_is(text: str, grade: int) -> None:
    assert street_of(text).grade == grade


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("3, AV. DU GAL DE GAULLE", "3 avenue du Général de Gaulle"),
        ("13bis rue St Éloi", "13 bis, rue Saint-Éloi"),
        ("2 Bd de l'Europe", "2 boulevard de l’Europe"),
    ],
)
def test_two_writings_of_one_address(one: str, two: str) -> None:
    assert street_of(one).key == street_of(two).key


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("3 rue Jean Jaurès", "5 rue J. Jaurès", True),
        ("3 rue Jaurès", "3 rue Jean Jaurès", True),
        ("3 rue du Maréchal Leclerc", "3 rue du Mal Leclrec", True),
        ("3 rue du Port", "3 rue de la Gare", False),
        ("3 rue Paul Bert", "3 rue Paul Valéry", False),
    ],
)
def test_one_street_or_two(one: str, two: str, expected: bool) -> None:
    assert is_same_street(street_of(one), street_of(two)) is expected
    assert is_same_street(street_of(two), street_of(one)) is expected


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("Mo-Fr 9:00-12:00", "Mo,Tu,We,Th,Fr 09:00-12:00", True),
        ("Mo-Fr 09:00-12:00", "Mo-Fr 09:00-12:00; PH off", True),
        ("Mo-Fr 09:00-12:00,13:00-17:00", "Mo-Fr 09:00-17:00", False),
        ("week 1-53/2 Mo 09:00-12:00", "Mo 09:00-12:00", False),
        ("week 1-53 Mo 09:00-12:00", "Mo 09:00-12:00", True),
        ("n’importe quoi", "N’IMPORTE QUOI", True),
        ("n’importe quoi", "Mo 09:00-12:00", False),
    ],
)
def test_hours_are_compared_by_what_they_open(one: str, two: str, expected: bool) -> None:
    assert is_same_hours(one, two) is expected


# --- address -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("claims", "kept", "rule"),
    [
        ([source(OLD, **PORT), source(NEW, **GARE)], "12 avenue de la Gare", RuleCode.RECENTE),
        (
            [source(OLD, **PORT), source(NEW, **PORT | {"adresse": "Rue du port"})],
            "3 rue du Port",
            RuleCode.PRECISE,
        ),
        (
            [source(OLD, **PORT), source(NEW, **PORT | {"adresse": "Place du Lac"})],
            "Place du Lac",
            RuleCode.RECENTE,
        ),
        (
            [source(OLD, **PORT), source(NEW, **PORT | {"adresse": "Maison des associations"})],
            "3 rue du Port",
            RuleCode.PRECISE,
        ),
        (
            [source(NEW, **PORT), person(OLD, **PORT | {"adresse": "Le Bourg"})],
            "Le Bourg",
            RuleCode.PERSONNE,
        ),
        (
            [
                source(OLD, **PORT),
                source(NEW, adresse="Le Bourg", commune="Ailleurs", code_insee="28998"),
            ],
            "Le Bourg",
            RuleCode.RECENTE,
        ),
        (
            [source(OLD, **PORT), source(NEW, **PORT | {"adresse": "3, RUE DU PORT"})],
            "3, RUE DU PORT",
            RuleCode.ACCORD,
        ),
    ],
)
def test_the_kept_address(claims: list[Claim], kept: str, rule: RuleCode) -> None:
    resolved = resolve(claims)
    assert resolved.values["adresse"] == kept
    assert resolved.origins["adresse"].rule is rule


def test_another_street_contradicts_and_is_told_whole() -> None:
    resolved = resolve([source(OLD, code_postal="28000", **PORT), source(NEW, **GARE)])
    assert resolved.origins["adresse"].others == (
        Other("hub", OLD, "3 rue du Port, 28000 Loville", True),
    )
    number = resolve([source(OLD, **PORT), source(NEW, **PORT | {"adresse": "5 rue du Port"})])
    assert number.origins["adresse"].others
    assert not number.origins["adresse"].is_contradicted


def test_what_the_address_leaves_out_comes_from_the_same_commune_only() -> None:
    here = source(OLD, code_postal="28000", complement_adresse="Bâtiment B", **GARE)
    resolved = resolve([source(NEW, **PORT), here])
    assert resolved.values["code_postal"] == "28000"
    assert resolved.origins["code_postal"].source == "hub"
    assert resolved.origins["code_postal"].date == OLD
    assert "complement_adresse" not in resolved.values  # that of another building
    elsewhere = source(OLD, code_postal="28001", commune="Ailleurs", code_insee="28998")
    assert "code_postal" not in resolve([source(NEW, **PORT), elsewhere]).values


def test_a_person_may_correct_one_field_of_the_address() -> None:
    resolved = resolve([source(NEW, code_postal="28000", **PORT), person(OLD, code_postal="28001")])
    assert resolved.values["adresse"] == "3 rue du Port"
    assert resolved.values["code_postal"] == "28001"
    assert resolved.origins["code_postal"].rule is RuleCode.PERSONNE


# --- point -------------------------------------------------------------------------------
def test_an_exact_point_beats_a_newer_centre_of_the_commune() -> None:
    resolved = resolve([source(OLD, **PORT, **EXACT), source(NEW, **PORT, **CENTRE)])
    assert (resolved.values["latitude"], resolved.values["longitude"]) == (48.0, 1.0)
    assert resolved.values["position_precision"] == "exacte"
    assert resolved.origins["latitude"].rule is RuleCode.PRECISE
    assert not resolved.origins["latitude"].is_contradicted


def test_two_exact_points_far_apart_contradict() -> None:
    resolved = resolve([source(OLD, **PORT, **EXACT), source(NEW, **PORT, **FAR)])
    assert resolved.values["latitude"] == 48.01
    assert resolved.origins["latitude"].others == (Other("hub", OLD, "48.00000, 1.00000", True),)
    near = resolve([source(OLD, **PORT, **EXACT), source(NEW, **PORT, **NEXT_DOOR)])
    assert near.origins["latitude"].rule is RuleCode.ACCORD


def test_a_point_belongs_to_the_commune_of_the_kept_address() -> None:
    elsewhere: dict[str, Any] = {
        "adresse": "Le Bourg",
        "commune": "Ailleurs",
        "code_insee": "28998",
    }
    resolved = resolve([source(OLD, **elsewhere, **EXACT), source(NEW, **PORT)])
    assert resolved.values["adresse"] == "3 rue du Port"
    assert "latitude" not in resolved.values
    resolved = resolve([source(OLD, **elsewhere, **EXACT), source(NEW, **PORT, **CENTRE)])
    assert resolved.values["position_precision"] == "centre_commune"


def test_a_point_of_the_kept_street_beats_one_of_the_former_street() -> None:
    resolved = resolve([source(OLD, **GARE, **EXACT), source(NEW, **PORT, **CENTRE)])
    assert resolved.values["position_precision"] == "centre_commune"
    moved = resolve([source(NEW, **GARE, **EXACT), person(MIDDLE, **PORT)])
    assert "latitude" not in moved.values


def test_half_a_point_is_none() -> None:
    half = source(NEW, latitude=48.0, position_precision="exacte")
    assert resolve([half]).values == {}
    assert resolve([half, source(OLD, nom="A")]).values == {"nom": "A"}


# --- hours -------------------------------------------------------------------------------
WEEK, OTHER_WEEK = "Mo-Fr 09:00-12:00", "Mo-Sa 09:00-12:00"


def test_two_sets_of_hours_contradict() -> None:
    resolved = resolve([source(OLD, horaires=WEEK), source(NEW, horaires=OTHER_WEEK)])
    assert resolved.values == {"horaires": OTHER_WEEK}
    assert resolved.origins["horaires"].others == (Other("hub", OLD, WEEK, True),)


@pytest.mark.parametrize(
    ("text_day", "kept"),
    [
        (OLD, {"horaires": WEEK}),
        (MIDDLE, {"horaires": WEEK}),
        (date(2023, 8, 1), {"horaires": WEEK}),
        (NEW, {"horaires_text": "Le matin, sur rendez-vous"}),
    ],
)
def test_hours_that_can_be_computed_beat_a_text_unless_it_is_much_newer(
    text_day: date, kept: dict[str, str]
) -> None:
    text = source(text_day, "text", horaires_text="Le matin, sur rendez-vous")
    resolved = resolve([source(MIDDLE, horaires=WEEK), text])
    assert resolved.values == kept
    origin = resolved.origins[next(iter(kept))]
    assert len(origin.others) == 1
    assert not origin.is_contradicted


def test_a_text_and_its_hours_are_not_taken_apart() -> None:
    both = source(NEW, horaires=WEEK)
    old = source(OLD, horaires=OTHER_WEEK, horaires_text="Le samedi, sonner")
    assert resolve([both, old]).values == {"horaires": WEEK}


def test_a_person_s_text_beats_any_hours() -> None:
    resolved = resolve([person(MIDDLE, horaires_text="Le matin"), source(MIDDLE, horaires=WEEK)])
    assert resolved.values == {"horaires_text": "Le matin"}
