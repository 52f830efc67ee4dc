"""The conversation: questions, what was understood, the guided way, and a door at the end."""

import re
from html import unescape
from unittest.mock import ANY

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from maillage.directory.enums import Theme
from maillage.directory.vocabularies import BY_CODE
from maillage.orientation.enums import Step
from maillage.orientation.models import UnmetDemand
from maillage.orientation.presenters.conversation import Turn
from maillage.orientation.presenters.result import alerts_of
from maillage.orientation.safety.alerts import ALERT_LETTERS, AlertKind
from maillage.orientation.situation import Situation
from tests.directory.pages import HOSTILE, names, read
from tests.factories.territory import CommuneFactory
from tests.orientation.talks import CAF, FRAUD, HOME, NEAR_NOGENT, link, place, say, state_of, title

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_engine", "no_limit_reached")]

QUERIES = 7


# --- questions -------------------------------------------------------------------------------
def test_the_first_screen_is_one_field_and_nine_pictures(client: Client) -> None:
    html = read(client, HOME)
    assert title(html) == "De quoi avez-vous besoin ?"
    assert html.count("<textarea") == 1
    assert html.count('class="tile"') == len(BY_CODE["services"])
    assert "noindex" not in html
    assert '<meta name="robots" content="noindex' in read(client, f"{HOME}?besoin=demarches")


def test_the_place_is_asked_then_the_answer_is_given(client: Client, nogent: None) -> None:
    place("Médiathèque")
    html = read(client, say(client, "imprimer trois feuilles"))
    assert title(html) == "Où êtes-vous ?"
    assert "Question 1, sur 3 au plus" in html
    assert 'data-suggest-url="/territoires/chercher/"' in html
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', html))
    assert hidden == {"besoin": "acces-internet", "tour": "1"}
    html = read(client, f"{HOME}?besoin=acces-internet&tour=1&ou=Nogent-le-Rotrou")
    assert names(html) == ["Médiathèque"]


def test_an_unknown_place_is_said_and_asked_again(client: Client, nogent: None) -> None:
    html = read(client, f"{HOME}?besoin=demarches&tour=1&ou=Nogant-qui-n-existe-pas", 400)
    assert title(html) == "Où êtes-vous ?"
    assert "Question 1, sur 3 au plus" in html
    assert "Nous ne trouvons pas « Nogant-qui-n-existe-pas »" in html
    assert 'value="Nogant-qui-n-existe-pas"' in html
    assert state_of(link(html, "Passer cette question"))["passe"] == ["ou"]


def test_a_commune_that_only_looks_like_the_words_is_asked(client: Client, nogent: None) -> None:
    """« Prissac » is a village of the region, « Paris » a city out of it."""
    CommuneFactory(code="36168", nom="Prissac", population=600, latitude=46.51, longitude=1.31)
    html = read(client, f"{HOME}?besoin=demarches&ou=Paris", 400)
    assert "Nous ne trouvons pas « Paris »" in html
    assert "ou=commune%3A36168" in link(html, "Prissac")


def test_a_doubt_on_the_place_is_told_with_the_next_question(client: Client) -> None:
    for code, nom in (("18157", "Moulins-sur-Yèvre"), ("36135", "Moulins-sur-Céphons")):
        CommuneFactory(code=code, nom=nom, latitude=47.0, longitude=2.0)
    html = read(client, f"{HOME}?guide=1&besoin=outils&ou=Moulins")
    assert title(html) == "C’est pour qui ?"
    (others,) = re.findall(r'<nav class="alternatives".*?</nav>', html, re.DOTALL)
    assert "Vouliez-vous dire :" in others
    (address,) = re.findall(r'href="([^"]*)"', others)
    assert state_of(unescape(address))["besoin"] == ["outils"]
    assert "guide" in state_of(unescape(address))


def test_an_empty_place_is_asked_again(client: Client) -> None:
    html = read(client, f"{HOME}?besoin=demarches&ou=", 400)
    assert "Écrivez le nom de votre commune, ou passez cette question." in html


@pytest.mark.parametrize("ou", [HOSTILE, "?" * 300, "48.3,0.8,1"])
def test_a_hostile_place_is_refused(client: Client, ou: str) -> None:
    response = client.get(HOME, {"besoin": "demarches", "ou": ou})
    assert response.status_code == 400
    assert "<script>alert" not in response.content.decode()


def test_a_question_passed_does_not_come_back(client: Client, nogent: None) -> None:
    place("Médiathèque")
    html = read(client, f"{HOME}?besoin=demarches")
    after = link(html, "Passer cette question")
    assert state_of(after) == {"besoin": ["demarches"], "passe": ["ou"], "tour": ["1"]}
    assert title(read(client, after)) != "Où êtes-vous ?"


def test_never_more_than_three_questions(client: Client, nogent: None) -> None:
    html = read(client, f"{HOME}?besoin=demarches&tour=3")
    assert "Question" not in title(html)
    assert "peu" in title(html) or "Aucun lieu" in title(html)


@pytest.mark.parametrize("step", list(Step))
def test_each_question_can_be_opened_answered_and_left(
    client: Client, nogent: None, step: Step
) -> None:
    address = f"{HOME}?besoin=demarches&theme=logement&{NEAR_NOGENT}&public=seniors&ouvert=lundi"
    html = read(client, f"{address}&pas={step.value}")
    assert title(html) == " ".join(str(step.label).split())
    assert "Vous corrigez votre demande" in html
    back = state_of(link(html, "Ne rien changer"))
    assert back == state_of(address)
    if step != Step.OU:
        assert re.findall(r'class="tile"[^>]*aria-current="true"', html) == [ANY]


def test_an_unknown_step_is_ignored(client: Client) -> None:
    assert title(read(client, f"{HOME}?besoin=demarches&pas=zzz&tour=99")) == "Où êtes-vous ?"


def test_another_need_than_papers_forgets_the_theme(client: Client, nogent: None) -> None:
    html = read(client, f"{HOME}?besoin=demarches&theme=logement&{NEAR_NOGENT}&pas=besoin")
    assert "theme" not in state_of(link(html, "Emploi et formation"))
    assert state_of(link(html, "Démarches en ligne"))["theme"] == ["logement"]


def test_a_value_that_no_list_holds_is_named(client: Client) -> None:
    html = read(client, f"{HOME}?besoin=magie", 400)
    assert "« magie » n’est pas une valeur connue" in html
    assert title(html) == "De quoi avez-vous besoin ?"


# --- what was understood -----------------------------------------------------------------------
def test_each_part_understood_can_be_taken_away(client: Client, nogent: None) -> None:
    place("Médiathèque")
    address = (
        f"{HOME}?{NEAR_NOGENT}&besoin=demarches&ouvert=lundi&theme=logement&public=seniors"
        "&specifique=surdite&aide=individuel&prix=gratuit&langue=tr&mandat=1&urgence=1"
    )
    html = read(client, address)
    whole = state_of(address)
    removed = {
        "besoin": "Démarches en ligne",
        "theme": "Logement",
        "ou": "Nogent-le-Rotrou",
        "public": "Personnes âgées",
        "ouvert": "Ouvert le lundi",
        "specifique": "Personnes sourdes ou malentendantes",
        "aide": "Aidé par une personne",
        "prix": "Gratuit",
        "langue": "Turc",
        "mandat": "Une personne fait la démarche pour vous",
        "urgence": "Cela ne peut pas attendre",
    }
    for name, words in removed.items():
        rest = state_of(link(html, f"Retirer {words}"))
        assert rest == {key: value for key, value in whole.items() if key != name}, name
    assert (
        "Vous cherchez : aide aux démarches (logement), près de Nogent-le-Rotrou, personnes "
        "âgées, ouvert le lundi, gratuit." in unescape(html)
    )


# --- the guided way ----------------------------------------------------------------------------
def test_pictures_lead_to_the_same_result_as_words(client: Client, nogent: None) -> None:
    place("Maison France Services")
    steps = [
        ("De quelle démarche s’agit-il ?", "Étape 1 sur 4", "Social, santé"),
        ("Où êtes-vous ?", "Étape 2 sur 4", ""),
        ("C’est pour qui ?", "Étape 3 sur 4", "Un adulte, moi par exemple"),
        ("Quand pouvez-vous venir ?", "Étape 4 sur 4", "Peu importe"),
    ]
    html = read(client, link(read(client, HOME), "Démarches en ligne"))
    for heading, progress, choice in steps:
        assert title(html) == heading
        assert progress in html
        assert "Étape d’avant" in html
        if choice:
            address = link(html, choice)
        else:
            hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', html)
            query = "&".join(f"{name}={value}" for name, value in dict(hidden).items())
            address = f"{HOME}?{query}&ou=Nogent-le-Rotrou"
        html = read(client, address)
    assert names(html) == ["Maison France Services"]
    assert names(html) == names(read(client, say(client, CAF)))


@pytest.mark.parametrize(
    ("page", "language"), [("/tr", ["tr"]), ("/ar", ["ar"]), ("", None), ("/fr-simple", None)]
)
def test_pictures_are_for_who_speaks_the_language_of_the_page(
    client: Client, page: str, language: list[str] | None
) -> None:
    html = read(client, f"{page}{HOME}")
    (address,) = set(re.findall(r'href="([^"#]*besoin=outils[^"#]*)', html))
    assert state_of(unescape(address)).get("langue") == language


def test_the_step_before_is_opened_again(client: Client) -> None:
    html = read(client, f"{HOME}?guide=1&besoin=demarches&theme=logement")
    before = link(html, "Étape d’avant")
    assert title(read(client, before)) == "De quelle démarche s’agit-il ?"
    assert link(read(client, f"{HOME}?guide=1&pas=besoin"), "Étape d’avant") == HOME


def test_the_themes_are_the_eleven_of_la_coop(client: Client) -> None:
    html = read(client, f"{HOME}?guide=1&besoin=demarches")
    assert html.count('class="tile"') == len(Theme)


# --- the result ---------------------------------------------------------------------------------
def test_the_numbers_of_an_alert_come_before_everything(client: Client, nogent: None) -> None:
    place("Médiathèque")
    html = read(client, f"{HOME}?besoin=securite&{NEAR_NOGENT}&a={FRAUD}")
    assert title(html) == "Une arnaque ? Chaque minute compte."
    assert html.count("<h1") == 1
    assert html.index('href="tel:0892705705"') < html.index("Les lieux proposés")
    assert re.search(r"Numéro vérifié le \d+\w* \w+ 20\d\d", html)
    assert "Quitter vite" not in html
    assert "arnaque" not in re.search(r"<title>(.*?)</title>", html, re.DOTALL)[1]  # type: ignore[index]


@pytest.mark.parametrize(
    "letter",
    [
        ALERT_LETTERS[kind]
        for kind in (AlertKind.DANGER, AlertKind.VIOLENCES, AlertKind.MINEUR, AlertKind.ENFANCE)
    ],
)
def test_a_person_in_danger_can_leave_at_once(client: Client, letter: str) -> None:
    html = read(client, f"{HOME}?a={letter}")
    assert "data-quit" in html
    assert html.index("data-quit") < html.index("<h1")
    assert link(html, "Quitter vite ce site").startswith("https://")
    browser_title = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
    assert browser_title is not None
    assert not re.search("violen|mal|danger|enfant", browser_title[1])


def test_distress_meets_numbers_and_no_refusal(client: Client, nogent: None) -> None:
    place("Médiathèque")
    letter = ALERT_LETTERS[AlertKind.DETRESSE]
    html = read(client, f"{HOME}?hors=1&a={letter}")
    assert 'href="tel:3114"' in html
    assert "Nous n’avons pas de réponse" not in html
    assert names(html) == []
    # Places are still there for whoever asks.
    html = read(client, link(html, "Trouver un lieu près de chez vous"))
    assert ">De quoi avez-vous besoin ?</h2>" in html
    html = read(client, link(html, "Démarches en ligne"))
    assert names(html) == ["Médiathèque"]
    html = read(client, f"{HOME}?besoin=demarches&{NEAR_NOGENT}&a={letter}")
    assert names(html) == ["Médiathèque"]


def test_a_cut_right_leads_first_to_those_who_decide() -> None:
    situation = Situation(
        services=frozenset({"demarches"}), themes=("social_sante",), alerts=(AlertKind.DROITS,)
    )
    (block,) = alerts_of(Turn(situation))
    assert [number.nom for number in block.numbers][:3] == [
        "Caf",
        "Assurance maladie",
        "Allô Service Public",
    ]


def test_an_alert_stays_while_questions_are_asked(client: Client) -> None:
    html = read(client, f"{HOME}?besoin=securite&a={FRAUD}")
    assert title(html).startswith("Une arnaque")
    assert ">Où êtes-vous ?</h2>" in html
    assert state_of(link(html, "Passer cette question"))["a"] == [FRAUD]


def test_nothing_near_is_said_and_counted_once(client: Client, nogent: None) -> None:
    place("Loin d’ici", latitude=47.0, longitude=2.0)
    address = f"{HOME}?besoin=demarches&theme=logement&{NEAR_NOGENT}&public=seniors&ouvert=lundi"
    html = read(client, address)
    assert title(html) == "Rien tout près : voici les lieux les plus proches que nous connaissons"
    assert names(html) == ["Loin d’ici"]
    assert "Appelez avant de faire la route." in html
    read(client, address)
    read(client, f"{address}&tour=3")
    counted = UnmetDemand.objects.values_list("commune_id", "service", "count")
    assert list(counted) == [("28280", "demarches", 1)]


def test_an_empty_directory_is_not_a_dead_end(client: Client, nogent: None) -> None:
    html = read(client, f"{HOME}?besoin=demarches&{NEAR_NOGENT}&tour=3")
    assert title(html) == "Aucun lieu trouvé, mais on peut vous aider"
    assert 'href="tel:3939"' in html
    assert "Recommencer" in html


def test_without_a_place_the_answer_asks_for_it(client: Client) -> None:
    place("Médiathèque")
    html = read(client, f"{HOME}?besoin=demarches&passe=ou&tour=3")
    assert state_of(link(html, "Dites où vous êtes"))["pas"] == ["ou"]


def test_a_result_asks_few_questions_to_the_database(
    client: Client, nogent: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(6):
        place(f"Lieu {number}")
    address = f"{HOME}?besoin=demarches&{NEAR_NOGENT}&public=seniors&ouvert=lundi"
    read(client, address)
    with django_assert_max_num_queries(QUERIES):
        read(client, address)


def test_the_home_page_leads_here(client: Client) -> None:
    html = read(client, "/")
    assert '<form action="/orientation/" method="post">' in html
    assert link(html, "M’orienter") == HOME
    assert HOME in read(client, "/plan-du-site/")
    assert "/orientation/</loc>" in read(client, "/sitemap-pages.xml")
