"""The values that the engine gives, and the labels of its trained part."""

from collections.abc import Mapping
from typing import Any

DEMARCHES = "Aide aux démarches administratives"
MAITRISE = "Maîtrise des outils numériques du quotidien"
INSERTION = "Insertion professionnelle via le numérique"
SECURITE = "Utilisation sécurisée du numérique"
PARENTALITE = "Parentalité et éducation avec le numérique"
LOISIRS = "Loisirs et créations numériques"
COMPREHENSION = "Compréhension du monde numérique"
ACCES = "Accès internet et matériel informatique"
ACQUISITION = "Acquisition de matériel informatique à prix solidaire"
SERVICES = (
    DEMARCHES,
    MAITRISE,
    INSERTION,
    SECURITE,
    PARENTALITE,
    LOISIRS,
    COMPREHENSION,
    ACCES,
    ACQUISITION,
)
THEMES = (
    "papiers_elections_citoyennete",
    "famille_scolarite",
    "social_sante",
    "travail_formation",
    "logement",
    "transports_mobilite",
    "argent_impots",
    "justice",
    "etrangers_europe",
    "loisirs_sports_culture",
    "associations",
)
JEUNES, ETUDIANTS, FAMILLES, SENIORS, FEMMES = (
    "Jeunes",
    "Étudiants",
    "Familles et/ou enfants",
    "Seniors",
    "Femmes",
)
PUBLICS = (JEUNES, ETUDIANTS, FAMILLES, SENIORS, FEMMES)
SURDITE, MOTEUR, MENTAL = "Surdité", "Handicaps moteurs", "Handicaps mentaux"
ILLETTRISME, VUE = "Illettrisme", "Déficience visuelle"
ANGLAIS, AUTRES_LANGUES = "Langues étrangères (anglais)", "Langues étrangères (autres)"
PRISES_EN_CHARGE = (SURDITE, MOTEUR, MENTAL, ILLETTRISME, ANGLAIS, AUTRES_LANGUES, VUE)
AUTONOMIE, INDIVIDUEL = "En autonomie", "Accompagnement individuel"
COLLECTIF, A_DISTANCE = "Dans un atelier collectif", "À distance"
MODALITES = (AUTONOMIE, INDIVIDUEL, COLLECTIF, A_DISTANCE)
GRATUIT, SOUS_CONDITION, PAYANT = "Gratuit", "Gratuit sous condition", "Payant"

URGENCE, HORS_SUJET = "urgence", "hors_sujet"
MOMENT, FRAIS = "moment", "frais"
"""Something is asked of the time, of the price: the rules say what."""
EMPTY = "rien"
"""No service and not off-topic: « bonjour », « aide »."""

LABELS = (
    *SERVICES,
    *THEMES,
    *PUBLICS,
    *PRISES_EN_CHARGE,
    *MODALITES,
    URGENCE,
    HORS_SUJET,
    MOMENT,
    FRAIS,
    EMPTY,
)


def labels_of(line: Mapping[str, Any]) -> frozenset[str]:
    """The labels of a line of the corpus."""
    labels: set[str] = set()
    for field in ("besoins", "themes", "publics", "prise_en_charge", "modalites"):
        labels.update(line.get(field) or ())
    labels.update(field for field in (MOMENT, FRAIS) if line.get(field))
    if line.get("urgence"):
        labels.add(URGENCE)
    if line.get("hors_sujet"):
        labels.add(HORS_SUJET)
    elif not line.get("besoins"):
        labels.add(EMPTY)
    return frozenset(labels)
