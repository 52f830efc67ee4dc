"""What becomes of a person's words: values of closed lists, and nothing else."""

from dataclasses import fields

import pytest

from maillage.directory.queries import OPEN_CRITERIA
from maillage.orientation.engine import Engine, Need
from maillage.orientation.engine.need import CommuneFound, Flag, Value
from maillage.orientation.enums import Step
from maillage.orientation.queries import reading, situation_of_text
from maillage.orientation.safety.alerts import AlertKind
from maillage.orientation.situation import Situation
from tests.factories.territory import CommuneFactory, FormerCommuneFactory

pytestmark = pytest.mark.django_db


class Heard:
    """An engine that understands what the test says."""

    def __init__(self, need: Need) -> None:
        self.need = need

    def understand(self, text: str) -> Need:
        del text
        return self.need


def hear(monkeypatch: pytest.MonkeyPatch, need: Need, text: str = "mes papiers") -> Situation:
    monkeypatch.setattr(reading, "understand_text", Heard(need).understand)
    return situation_of_text(text=text)[0]


def test_a_text_of_the_brief(monkeypatch: pytest.MonkeyPatch, engine: Engine) -> None:
    CommuneFactory(code="28280", nom="Nogent-le-Rotrou")
    monkeypatch.setattr(reading, "understand_text", engine.understand)
    found, language = situation_of_text(
        text="un papier de la caf que je ne comprends pas, je suis à Nogent-le-Rotrou"
    )
    assert found.services == {"demarches"}
    assert found.themes == ("social_sante",)
    assert found.place is not None
    assert found.place.label == "Nogent-le-Rotrou"
    assert found.has_place
    assert (language, found.language) == ("fr", "")


def test_values_become_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    need = Need(
        besoins=(Value("Aide aux démarches administratives", 0.9),),
        publics=(Value("Seniors", 0.9),),
        prise_en_charge=(Value("Surdité", 0.9),),
        modalites=(Value("À distance", 0.9),),
        frais=Value("Gratuit", 0.9),
        moment=Value("samedi", 0.9),
        langue=Value("tr", 0.9),
        mandat=Flag(True, 0.9),
        urgence=Flag(True, 0.9),
    )
    assert hear(monkeypatch, need) == Situation(
        services=frozenset({"demarches"}),
        publics=frozenset({"seniors"}),
        care=frozenset({"surdite"}),
        ways=frozenset({"distance"}),
        price="gratuit",
        open=OPEN_CRITERIA["samedi"],
        language="tr",
        wants_mandat=True,
        is_urgent=True,
    )


@pytest.mark.parametrize("language", ["fr", "und", "vi"])
def test_a_language_without_a_code_is_no_criterion(
    monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    assert hear(monkeypatch, Need(langue=Value(language, 0.9))).language == ""


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("je parle turc", "tr"),
        ("une dame qui ne parle que l’arabe, pour ses papiers", "ar"),
        ("ils parlent français et Ukrainien", "uk"),
        ("elle comprend surtout le portugais", "pt"),
        ("il parle dari", "fa"),
        ("je ne parle pas anglais", ""),
        ("on m'a parlé de la caf", ""),
        ("parler anglais", "en"),
        ("un cours d'anglais", ""),
    ],
)
def test_the_language_that_somebody_speaks(
    monkeypatch: pytest.MonkeyPatch, text: str, language: str
) -> None:
    assert hear(monkeypatch, Need(), text).language == language


def test_a_time_that_is_no_criterion_is_not_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    found = hear(monkeypatch, Need(moment=Value("matin", 0.9)))
    assert (found.open, found.skipped) == (None, {Step.MOMENT})
    assert Situation().with_more(found).skipped == {Step.MOMENT}


def test_a_merged_commune_leads_to_the_new_one(monkeypatch: pytest.MonkeyPatch) -> None:
    commune = CommuneFactory(code="28422", nom="Les Villages Vovéens")
    FormerCommuneFactory(code="28423", nom="Voves", commune=commune)
    found = hear(monkeypatch, Need(commune=CommuneFound("Voves", "28423", 0.9)))
    assert found.place is not None
    assert found.place.commune_code == "28422"


def test_an_unknown_commune_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    CommuneFactory(code="28280", nom="Nogent-le-Rotrou")
    found = hear(monkeypatch, Need(commune=CommuneFound("Nogent-le-Rotrou", "99999", 0.9)))
    assert not found.has_place


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("j'ai donné le code de ma carte bancaire à un faux conseiller", AlertKind.FRAUDE),
        ("la caf m'a coupé le rsa", AlertKind.DROITS),
    ],
)
def test_some_alerts_are_urgent(
    monkeypatch: pytest.MonkeyPatch, text: str, kind: AlertKind
) -> None:
    found = hear(monkeypatch, Need(), text)
    assert kind in found.alerts
    assert found.is_urgent


def test_a_secret_is_told_and_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    found = hear(monkeypatch, Need(), "mon mot de passe est Tournesol28!")
    assert found.has_secret
    kept = " ".join(str(getattr(found, field.name)) for field in fields(found))
    assert "ournesol" not in kept
