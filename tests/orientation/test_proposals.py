"""Which doors are proposed, and what is said when none is near."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from maillage.directory.models import Lieu, Passage
from maillage.directory.queries import OPEN_CRITERIA
from maillage.orientation.queries import Answer, answer_to
from maillage.orientation.situation import Situation
from tests.factories.directory import make_lieu
from tests.factories.territory import CommuneFactory

pytestmark = pytest.mark.django_db

TUESDAY_10H = datetime(2026, 3, 10, 9, tzinfo=UTC)
HERE = {"latitude": 48.4438, "longitude": 1.4890}
KM = 1 / 111.195
"""A kilometre towards the north, in degrees of latitude."""
HELP = {"services": ["demarches"], "modalites_accompagnement": ["individuel"]}
EVERYBODY = {"", "jeunes", "etudiants", "seniors", "familles", "femmes"}
OFFICE_HOURS = "Mo-Fr 09:00-17:00"


def place(nom: str, km: float = 1.0, /, **fields: Any) -> Lieu:
    """A place that helps with procedures, `km` north of the person."""
    values: dict[str, Any] = {
        "latitude": 48.4438 + km * KM,
        "modalites": {**HELP, **fields.pop("values", {})},
        **fields,
    }
    return make_lieu(nom=nom, **values)


def ask(**fields: Any) -> Answer:
    values = {"services": frozenset({"demarches"}), **HERE, **fields}
    return answer_to(situation=Situation(**values), now=TUESDAY_10H)


def names(answer: Answer) -> list[str]:
    return [hit.lieu.nom for hit in answer.proposals]


# --- near ------------------------------------------------------------------------------------
def test_three_places_within_reach_the_best_first() -> None:
    for km in (1, 3, 6, 12, 25):
        place(f"à {km} km", km)
    answer = ask()
    assert names(answer) == ["à 1 km", "à 3 km", "à 6 km"]
    assert (answer.outcome, answer.total, answer.is_unmet) == ("near", 4, False)
    assert (answer.remote, answer.itinerant) == ((), ())


def test_two_sheets_of_one_door_leave_room_for_another() -> None:
    place("Mairie", 1)
    place("Bibliothèque de la mairie", 1.01)
    place("Centre social", 4)
    place("France Services", 6)
    assert len({hit.distance_m and hit.distance_m // 500 for hit in ask().proposals}) == 3


def test_two_sheets_of_one_door_are_better_than_one() -> None:
    place("Mairie", 1)
    place("Bibliothèque de la mairie", 1)
    assert len(ask().proposals) == 2


def test_approximate_positions_are_not_one_door() -> None:
    for number in range(3):
        place(f"Lieu {number}", 1, position_precision="centre_commune")
    place("Loin", 15)
    assert "Loin" not in names(ask())


def test_two_sheets_of_one_name_in_a_commune_are_one_door() -> None:
    place("France Services Gallardon", 1, code_insee="28168")
    place("France services Gallardon", 3, code_insee="28168")
    place("France services Épernon", 4, code_insee="28140")
    place("Centre social", 6, code_insee="28168")
    assert "Centre social" in names(ask())


def test_small_words_make_no_other_door() -> None:
    vague = {"code_insee": "28168", "position_precision": "centre_commune"}
    place("Médiathèque de Gallardon", 1, **vague)
    place("Médiathèque Gallardon", 1.5, code_insee="28168")
    place("Mairie", 2)
    place("Centre social", 6)
    assert "Centre social" in names(ask())


def test_the_middle_of_a_commune_is_no_distance() -> None:
    place("En ville", 0.001, position_precision="centre_commune")
    place("Plus loin", 5, position_precision="centre_commune")
    place("Exact", 5)
    said = {hit.lieu.nom: hit.reasons[0] for hit in ask().proposals}
    assert said == {
        "En ville": "aide aux démarches",
        "Plus loin": "à 5 km environ",
        "Exact": "à 5 km",
    }


def test_help_at_a_distance_is_not_far() -> None:
    place("Au téléphone", 60, values={"modalites_accompagnement": ["distance"]})
    for km in (30, 31, 32):
        place(f"à {km} km", km)
    (remote,) = ask().remote
    assert remote.reasons == ["aide à distance", "aide aux démarches", "quelqu’un vous aide"]


def test_what_a_place_does_not_do_is_said() -> None:
    place("Mairie", 1)
    place("Centre social", 15, values={"services": ["demarches", "emploi"]})
    answer = ask(services=frozenset({"demarches", "emploi"}))
    assert [hit.missing for hit in answer.proposals] == [("emploi",), ()]
    said = [hit.reasons[-1] for hit in answer.proposals]
    assert said == ["ne propose pas : emploi et formation", "quelqu’un vous aide"]


def test_a_place_that_does_everything_is_never_left_out() -> None:
    for number in range(4):
        place(f"Mairie {number}", 0.5 + number / 10)
    place("Centre social", 18, values={"services": ["demarches", "emploi"]})
    answer = ask(services=frozenset({"demarches", "emploi"}))
    assert names(answer) == ["Mairie 0", "Mairie 1", "Centre social"]


def test_one_of_the_three_has_known_hours() -> None:
    for number in range(4):
        place(f"Mairie {number}", 0.5 + number / 10)
    place("France Services", 6, horaires=OFFICE_HOURS)
    place("Autre France Services", 9, horaires=OFFICE_HOURS)
    assert names(ask()) == ["Mairie 0", "Mairie 1", "France Services"]


def test_without_a_need_those_where_somebody_helps() -> None:
    place("Ordinateurs", 0.2, values={"modalites_accompagnement": ["autonomie"]})
    place("Quelqu’un", 8)
    assert names(ask(services=frozenset())) == ["Quelqu’un"]


def test_the_answer_costs_the_same_for_one_place_and_for_three(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    place("A", 1)
    ask()
    with django_assert_num_queries(6):
        ask()
    place("B", 2)
    place("C", 3)
    ask()
    with django_assert_num_queries(6):
        assert len(ask().proposals) == 3


# --- when ------------------------------------------------------------------------------------
def test_open_ones_first_then_unknown_then_those_of_other_times() -> None:
    place("Samedi", 1, horaires="Sa 09:00-12:00")
    place("Inconnu", 2)
    place("Bureau", 15, horaires=OFFICE_HOURS)
    answer = ask(open=OPEN_CRITERIA["maintenant"])
    assert names(answer) == ["Bureau", "Inconnu", "Samedi"]
    assert (answer.outcome, answer.is_unmet, answer.total) == ("near", False, 2)
    said = [hit.reasons[1] for hit in answer.proposals]
    assert said == ["ouvert", "horaires non communiqués", "ouvert à un autre moment"]


def test_open_now_means_still_open_once_there() -> None:
    place("Ferme avant", 15, horaires="Tu 09:00-10:30")
    place("Ferme bientôt", 1, horaires="Tu 09:00-10:10")
    place("Ouvert", 16, horaires="Tu 09:00-10:45")
    answer = ask(open=OPEN_CRITERIA["maintenant"])
    assert names(answer) == ["Ouvert", "Ferme bientôt", "Ferme avant"]
    assert ask(open=OPEN_CRITERIA["mardi"]).proposals[0].lieu.nom == "Ferme bientôt"


def test_nothing_open_then_is_said_and_counted() -> None:
    place("Bureau", 1, horaires=OFFICE_HOURS)
    answer = ask(open=OPEN_CRITERIA["samedi"])
    assert names(answer) == ["Bureau"]
    assert (answer.outcome, answer.is_unmet) == ("closed", True)
    assert answer.proposals[0].state_words == "ouvert jusqu’à 17 h"


def test_unknown_hours_are_no_unmet_demand() -> None:
    place("Inconnu", 1)
    answer = ask(open=OPEN_CRITERIA["samedi"])
    assert (answer.outcome, answer.is_unmet) == ("closed", False)
    assert "horaires non communiqués" in answer.proposals[0].reasons


# --- far -------------------------------------------------------------------------------------
def test_the_nearest_when_nothing_is_near() -> None:
    for km in (30, 80, 60, 200):
        place(f"à {km} km", km)
    answer = ask(open=OPEN_CRITERIA["soir"])
    assert names(answer) == ["à 30 km", "à 60 km", "à 80 km"]
    assert (answer.outcome, answer.is_unmet) == ("far", True)
    assert answer.proposals[0].reasons[0] == "à 30\u00a0km"


def test_a_need_that_nobody_covers_leads_to_the_nearest_place() -> None:
    place("Mairie", 1)
    answer = ask(services=frozenset({"loisirs"}))
    assert names(answer) == ["Mairie"]
    assert (answer.outcome, answer.proposals[0].missing) == ("far", ("loisirs",))


def test_somebody_near_helps_to_begin_when_what_is_asked_is_far() -> None:
    place("Atelier photo", 40, values={"services": ["loisirs"]})
    place("Mairie", 1)
    place("Sans personne", 2, values={"modalites_accompagnement": ["autonomie"]})
    place("Pour adultes membres", 2, membership_required=True)
    answer = ask(services=frozenset({"loisirs"}))
    assert names(answer) == ["Atelier photo"]
    (general,) = answer.general
    assert general.lieu.nom == "Mairie"
    assert general.reasons[-1].endswith("loisirs et création")
    assert ask().general == ()


def test_an_empty_directory_answers_nothing() -> None:
    assert ask() == Answer(is_unmet=True)


def test_those_who_help_at_a_distance_are_beside() -> None:
    place("Mairie", 30)
    for km in (300, 400, 500):
        ways = {"modalites_accompagnement": ["distance"]}
        place(f"Au téléphone {km}", km, values=ways)
    place("Sans rapport", 90, modalites={"services": ["loisirs"], **ways})
    answer = ask()
    assert [hit.lieu.nom for hit in answer.remote] == ["Au téléphone 500"]
    assert answer.remote[0].reasons[0] == "aide à distance"


def test_help_at_a_distance_is_given_to_whom_asks_for_it() -> None:
    for km in (1, 2, 3):
        place(f"Mairie {km}", km)
    place("Au téléphone", 300, values={"modalites_accompagnement": ["distance"]})
    assert ask().remote == ()
    answer = ask(ways=frozenset({"distance"}))
    assert [hit.lieu.nom for hit in answer.remote] == ["Au téléphone"]


# --- no place ----------------------------------------------------------------------------------
def test_without_a_place_help_at_a_distance_comes_first() -> None:
    place("Mairie", 1, values={"frais_a_charge": ["gratuit"]})
    place("Au téléphone", 300, values={"modalites_accompagnement": ["distance"]})
    answer = ask(latitude=None, longitude=None)
    assert names(answer) == ["Au téléphone", "Mairie"]
    assert (answer.outcome, answer.is_unmet) == ("anywhere", False)
    assert answer.proposals[0].distance_m is None
    assert [hit.reasons[0] for hit in answer.proposals] == ["aide à distance", "aide aux démarches"]


def test_a_territory_is_within_reach() -> None:
    CommuneFactory(code="28085", nom="Chartres")
    place("Mairie", 1, code_insee="28085")
    place("Ailleurs", 2, code_insee="28168")
    answer = ask(latitude=None, longitude=None, territory=("commune", "28085"))
    assert (names(answer), answer.outcome) == (["Mairie"], "near")


# --- who may come ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("fields", "welcome"),
    [
        ({}, EVERYBODY),
        ({"age_max": 25}, {"jeunes", "etudiants"}),
        ({"age_min": 60}, {"seniors"}),
        ({"age_min": 18, "age_max": 59}, EVERYBODY - {"seniors"}),
        ({"age_min": 26}, {"", "etudiants", "seniors", "familles", "femmes"}),
        ({"values": {"typologie": ["ml"]}}, {"jeunes", "etudiants"}),
        ({"values": {"typologie": ["ml"]}, "age_max": 30}, EVERYBODY - {"seniors"}),
        ({"values": {"typologie": ["ml", "asso", "epn"]}}, {"jeunes", "etudiants"}),
        ({"values": {"typologie": ["ml", "rfs"]}}, EVERYBODY),
        ({"values": {"typologie": ["pij-bij"]}}, EVERYBODY),
        (
            {
                "values": {
                    "typologie": ["pij-bij", "epn"],
                    "publics_specifiquement_adresses": ["jeunes"],
                }
            },
            {"jeunes", "etudiants"},
        ),
        ({"values": {"publics_specifiquement_adresses": ["femmes"]}}, EVERYBODY),
        ({"membership_required": True}, set()),
        ({"membership_required": False}, EVERYBODY),
        ({"values": {"modalites_acces": ["pas-de-public"]}}, set()),
        ({"values": {"modalites_acces": ["prescription"]}}, set()),
        ({"values": {"modalites_acces": ["prescription", "telephoner"]}}, EVERYBODY),
    ],
)
def test_a_place_that_cannot_help_is_not_proposed(
    fields: dict[str, Any], welcome: set[str]
) -> None:
    place("Ce lieu", 1, **fields)
    found = {code for code in EVERYBODY if names(ask(publics=frozenset({code} - {""})))}
    assert found == welcome


@pytest.mark.parametrize(
    ("name", "publics", "welcome"),
    [
        ("Mission locale de Gallardon", [], {"jeunes", "etudiants"}),
        ("Maison des adolescents", ["jeunes", "seniors"], {"jeunes", "etudiants"}),
        ("Espace Jeunes", ["jeunes"], {"jeunes", "etudiants"}),
        ("Foyer des jeunes travailleurs", [], {"jeunes", "etudiants"}),
        ("Espace jeunes", ["jeunes", "seniors"], EVERYBODY),
        ("Maison des jeunes et de la culture", ["jeunes"], EVERYBODY),
        ("Bibliothèque", ["jeunes"], EVERYBODY),
        ("Le clic des seniors", ["seniors"], {"seniors"}),
        ("Le clic des seniors", [], EVERYBODY),
    ],
)
def test_the_name_of_a_place_says_whom_it_receives(
    name: str, publics: list[str], welcome: set[str]
) -> None:
    place(name, 1, values={"publics_specifiquement_adresses": publics})
    found = {code for code in EVERYBODY if names(ask(publics=frozenset({code} - {""})))}
    assert found == welcome


def test_nobody_else_is_proposed_even_far() -> None:
    place("Jeunes", 1, age_max=25)
    assert ask() == Answer(is_unmet=True)


def test_only_places_for_others_is_an_unmet_demand() -> None:
    place("Jeunes", 1, age_max=25)
    place("Loin", 40)
    answer = ask()
    assert names(answer) == ["Loin"]
    assert (answer.outcome, answer.is_unmet) == ("far", True)


# --- what is wished -------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("situation", "values", "reason"),
    [
        ({"language": "tr"}, {"langues": ["tr"]}, "on y parle turc"),
        (
            {"language": "tr"},
            {"prise_en_charge_specifique": ["autres-langues"]},
            "accueille en d’autres langues que le français",
        ),
        ({"language": "en"}, {"prise_en_charge_specifique": ["anglais"]}, "on y parle anglais"),
        (
            {"care": frozenset({"surdite"})},
            {"prise_en_charge_specifique": ["surdite"]},
            "accueille les personnes sourdes ou malentendantes",
        ),
        (
            {"publics": frozenset({"jeunes"})},
            {"publics_specifiquement_adresses": ["jeunes", "familles"]},
            "pour les jeunes",
        ),
        (
            {"ways": frozenset({"atelier"})},
            {"modalites_accompagnement": ["individuel", "atelier"]},
            "on apprend à plusieurs, en atelier",
        ),
        (
            {"wants_mandat": True},
            {"dispositif_programmes_nationaux": ["aidants-connect"]},
            "peut agir à votre place, avec un mandat signé (Aidants Connect)",
        ),
        (
            {"themes": ("social_sante",)},
            {"dispositif_programmes_nationaux": ["france-services"]},
            "France Services\u00a0: Caf, impôts, retraite…",
        ),
    ],
)
def test_a_wish_passes_before_a_little_nearer_and_says_why(
    situation: dict[str, Any], values: dict[str, list[str]], reason: str
) -> None:
    place("Plus près", 1)
    place("Mieux", 1.4, values=values)
    assert names(ask()) == ["Plus près", "Mieux"]
    answer = ask(**situation)
    assert names(answer) == ["Mieux", "Plus près"]
    assert reason in answer.proposals[0].reasons
    assert reason not in answer.proposals[1].reasons


def test_a_wish_is_not_worth_a_long_way() -> None:
    place("Près", 1)
    place("Turc", 12, values={"langues": ["tr"]})
    assert names(ask(language="tr")) == ["Près", "Turc"]


def test_a_mandate_is_also_what_the_place_says() -> None:
    programme = {"dispositif_programmes_nationaux": ["aidants-connect"]}
    place("Refuse", 1, mandat_practice=False, values=programme)
    place("Accepte", 1.4, mandat_practice=True)
    answer = ask(wants_mandat=True)
    assert names(answer) == ["Accepte", "Refuse"]
    assert "peut agir à votre place, avec un mandat signé" in answer.proposals[0].reasons


# --- who comes near ---------------------------------------------------------------------------
def test_a_stop_nearer_than_the_first_place_is_told() -> None:
    place("Mairie", 10)
    bus = place("Bus du numérique", 35, horaires=OFFICE_HOURS)
    commune = CommuneFactory(nom="Thivars", latitude=48.4438 + 3 * KM, longitude=1.489)
    Passage.objects.create(
        kind="halte",
        lieu=bus,
        label="Place de l’église",
        commune=commune,
        horaires="We 14:00-16:00",
    )
    answer = ask()
    (stop,) = answer.itinerant
    assert stop.lieu.pk == bus.pk
    assert stop.reasons[:2] == [
        "reçoit aussi ici\u00a0: Place de l’église, à Thivars",
        "à 3\u00a0km environ",
    ]
    assert stop.state_words == "ouvre demain à 14 h"
    assert stop.distance_m == pytest.approx(3000, rel=0.01)


def test_a_stop_farther_than_the_first_place_or_out_of_need_is_not_told() -> None:
    place("Mairie", 2)
    bus = place("Bus", 35)
    games = make_lieu(nom="Ludobus", latitude=49.0, modalites={"services": ["loisirs"]})
    for owner, km in ((bus, 3), (games, 1)):
        commune = CommuneFactory(latitude=48.4438 + km * KM, longitude=1.489)
        Passage.objects.create(kind="halte", lieu=owner, label="Place", commune=commune)
    assert ask().itinerant == ()


def test_places_that_travel_may_come_when_nothing_is_near() -> None:
    place("Mairie", 30)
    place("Mairie 2", 31)
    place("Mairie 3", 32)
    place("Bus", 45, values={"itinerance": ["itinerant"]})
    place("Bus d’ailleurs", 90, values={"itinerance": ["itinerant"]})
    answer = ask()
    assert [hit.lieu.nom for hit in answer.itinerant] == ["Bus"]
    assert answer.itinerant[0].reasons[0] == "se déplace d’une commune à l’autre"


def test_old_sheets_come_after_their_equals() -> None:
    place("A vieille", 1, date_maj=date(2024, 1, 1))
    place("B récente", 1, position_precision="exacte")
    assert names(ask()) == ["B récente", "A vieille"]
