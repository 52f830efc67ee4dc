"""A small engine (communes invented near the real ones, a corpus of a few lines), and a town."""

import pytest
from django.core.cache import caches

from maillage.orientation.engine import Engine, Gazetteer, Town, train_engine
from maillage.orientation.engine.labels import (
    ACCES,
    ACQUISITION,
    DEMARCHES,
    INSERTION,
    MAITRISE,
    SECURITE,
)
from maillage.orientation.queries import reading
from tests.factories.territory import CommuneFactory
from tests.orientation.talks import NOGENT

TOWNS = [
    Town("28134", "Dreux", 31_000, (), ("28100",)),
    Town("28280", "Nogent-le-Rotrou", 9_500, (), ("28400",)),
    Town("28279", "Nogent-le-Roi", 4_100, (), ("28210",)),
    Town("37261", "Tours", 137_000, (), ("37000", "37100")),
    Town("41136", "Mer", 6_200, (), ("41500",)),
    Town("28214", "La Loupe", 3_200, (), ("28240",)),
    Town("28422", "Les Villages Vovéens", 3_700, ("Voves", "Rouvray-Saint-Florentin"), ("28150",)),
    Town("45234", "Orléans", 117_000, (), ("45000",)),
    Town("18015", "Aubigny-sur-Nère", 5_500, (), ("18700",)),
    Town("41018", "Blois", 46_000, (), ("41000",)),
    Town("28127", "Desmonts", 200, (), ("28999",)),
    Town("41059", "Le Controis-en-Sologne", 6_700, ("Contres",), ("41700",)),
    Town("36024", "Bretagne", 150, (), ("36110",)),
]


def line(texte: str, *besoins: str, themes: tuple[str, ...] = (), **others: object) -> dict:
    return {
        "texte": texte,
        "besoins": list(besoins),
        "themes": list(themes),
        "publics": [],
        "prise_en_charge": [],
        "modalites": [],
        "urgence": False,
        "hors_sujet": False,
        **others,
    }


CORPUS = [
    line("ma déclaration d'impôts sur internet", DEMARCHES, themes=("argent_impots",)),
    line("remplir la déclaration de revenus", DEMARCHES, themes=("argent_impots",)),
    line("refaire ma carte grise", DEMARCHES, themes=("transports_mobilite",)),
    line("le permis de conduire en ligne", DEMARCHES, themes=("transports_mobilite",)),
    line("un papier de la caf que je ne comprends pas", DEMARCHES, themes=("social_sante",)),
    line("demande de RSA", DEMARCHES, themes=("social_sante",)),
    line("apprendre à envoyer un mail", MAITRISE),
    line("cours d'informatique pour débutant", MAITRISE),
    line("imprimer trois feuilles", ACCES),
    line("une photocopie et un scanner", ACCES),
    line("un ordinateur d'occasion pas cher", ACQUISITION),
    line("acheter un portable reconditionné", ACQUISITION),
    line("refaire mon CV", INSERTION),
    line("une lettre de motivation", INSERTION),
    line("j'ai donné mon code de carte à un faux conseiller", SECURITE, urgence=True),
    line("on m'a volé 300 euros sur mon compte", SECURITE, urgence=True),
    line("comment reconnaître un faux mail", SECURITE),
    line("éviter les arnaques", SECURITE),
    line("un bon restaurant", hors_sujet=True),
    line("qui va gagner le match", hors_sujet=True),
    line("une recette de crêpes", hors_sujet=True),
    line("imprimer le mercredi", ACCES, moment="mercredi"),
    line(
        "ma carte grise, le mercredi seulement",
        DEMARCHES,
        themes=("transports_mobilite",),
        moment="mercredi",
    ),
    line("un cours gratuit", MAITRISE, frais="Gratuit"),
    line("bonjour"),
    line("coucou, il y a quelqu'un"),
] * 3


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer(TOWNS)


@pytest.fixture(scope="session")
def engine(gazetteer: Gazetteer) -> Engine:
    return train_engine(CORPUS, gazetteer)


@pytest.fixture
def small_engine(monkeypatch: pytest.MonkeyPatch, engine: Engine) -> None:
    """What reads the words of the pages."""
    monkeypatch.setattr(reading, "understand_text", engine.understand)


@pytest.fixture
def no_limit_reached() -> None:
    caches["throttle"].clear()


@pytest.fixture
def nogent() -> None:
    """Where people are, and a larger town."""
    CommuneFactory(
        code="28280", nom="Nogent-le-Rotrou", population=9_292, postal_codes="28400", **NOGENT
    )
    CommuneFactory(code="28134", nom="Dreux", population=31_000, latitude=48.7482, longitude=1.3578)


ALERT_LINES = [
    {"texte": texte, "alertes": [kind]}
    for kind, texts in {
        "danger": ("il respire plus", "y a le feu chez nous", "mon père ne se réveille pas"),
        "violences": ("mon mari me frappe", "il me tape", "mon copain me cogne le soir"),
        "droits": ("mon rsa est coupé", "la caf a coupé mes aides", "plus de rsa ce mois"),
    }.items()
    for texte in texts
] * 3


@pytest.fixture(autouse=True)
def rules_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The trained part of alerts takes seconds to learn: what is tested here does without."""
    monkeypatch.setattr(reading, "current_alert_model", lambda: None)
