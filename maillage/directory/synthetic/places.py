"""What a synthetic place says: words, hours, lists. Deterministic for a seed. No database."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from maillage.directory.vocabularies import VOCABULARIES

HOURS_VARIANTS = 2000

KINDS: tuple[tuple[str, str, int], ...] = (
    ("Médiathèque", "bib", 14),
    ("Bibliothèque", "bib", 10),
    ("Mairie", "muni", 16),
    ("France services", "rfs", 14),
    ("Centre social", "cs", 8),
    ("Espace public numérique", "epn", 8),
    ("CCAS", "ccas", 8),
    ("Association", "asso", 10),
    ("Mission locale", "ml", 4),
    ("Point information jeunesse", "pij-bij", 4),
    ("Tiers-lieu", "tiers-lieux", 4),
    ("Maison des solidarités", "mds", 3),
    ("Fablab", "fablab", 2),
    ("Bureau de poste", "la-poste", 3),
    ("Bus numérique", "enm", 1),
)
_ADDITIONS = (
    "des Tilleuls", "du Marché", "de la Gare", "des Écoles", "du Lavoir", "de la Fontaine",
    "des Lilas", "du Moulin", "de la Plaine", "du Vieux Pont", "des Vignes", "du Centre",
    "de la Vallée", "du Canal", "des Peupliers", "de la Tour", "du Clos", "de l’Étang",
    "des Coquelicots", "du Château d’eau",
)  # fmt: skip
_STREETS = (
    "rue du Marché", "place de la Mairie", "avenue de la Gare", "rue des Écoles",
    "chemin du Moulin", "rue de la Fontaine", "place de l’Église", "rue des Lilas",
    "allée des Tilleuls", "rue Basse", "Grande Rue", "boulevard du Canal",
)  # fmt: skip
_OPENINGS = (
    "Ce lieu d’essai accueille les habitants pour leurs démarches en ligne",
    "Une équipe d’essai aide à utiliser un ordinateur ou un téléphone",
    "Lieu d’essai ouvert à tous, avec des postes informatiques en libre accès",
    "Permanence d’essai pour comprendre les outils numériques",
    "Ateliers d’essai en petits groupes, débutants bienvenus",
    "Espace d’essai pour chercher un emploi, écrire un CV, préparer un entretien",
)
_DETAILS = (
    "déclaration de revenus", "compte Ameli", "dossier Caf", "carte grise", "messagerie",
    "photos numériques", "traitement de texte", "tableur", "mots de passe", "visioconférence",
    "achats en ligne", "réseaux sociaux", "sauvegarde des fichiers", "navigation sur internet",
    "prise de rendez-vous médical", "espace France Travail", "robotique pour enfants",
    "montage vidéo", "impression de documents", "numérisation de documents", "généalogie",
    "jeux coopératifs", "tablette tactile", "smartphone Android", "iPhone", "dactylographie",
    "sécurité des paiements", "parcours scolaire en ligne", "logement social", "retraite",
    "mobilité", "permis de conduire", "passeport", "covoiturage", "vente d’objets d’occasion",
    "reconditionnement", "prêt de matériel", "café numérique", "contrôle parental",
    "intelligence artificielle", "podcast", "dessin numérique", "programmation créative",
)  # fmt: skip
_EQUIPMENTS = (
    ("ordinateur-fixe", 0.45), ("ordinateur-portable", 0.2), ("tablette", 0.2), ("wifi", 0.55),
    ("imprimante", 0.45), ("scanner", 0.25), ("imprimante-3d", 0.04), ("console", 0.04),
    ("espace-confidentiel", 0.12), ("webcam", 0.1),
)  # fmt: skip
# Field: (chance of having any value, fewest, most).
_LISTS: dict[str, tuple[float, int, int]] = {
    "services": (1.0, 2, 6),
    "publics_specifiquement_adresses": (0.5, 1, 3),
    "prise_en_charge_specifique": (0.25, 1, 3),
    "frais_a_charge": (0.85, 1, 1),
    "dispositif_programmes_nationaux": (0.4, 1, 2),
    "formations_labels": (0.08, 1, 1),
    "modalites_acces": (0.9, 1, 3),
    "modalites_accompagnement": (0.9, 1, 3),
    "itinerance": (0.3, 1, 1),
    "langues": (0.15, 1, 3),
}
_WEIGHTS = {
    "gratuit": 8, "payant": 1, "fixe": 9, "pas-de-public": 0.1, "demarches": 4, "outils": 4,
    "individuel": 4, "autonomie": 2, "france-services": 4, "conseillers-numeriques": 6,
    "aidants-connect": 5,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A place without its commune; `values`: (field, code); `equipments`: (kind, number)."""

    nom: str
    number: int
    adresse: str
    presentation_resume: str
    presentation_detail: str
    horaires: str
    telephone: str
    age_days: int
    values: tuple[tuple[str, str], ...]
    equipments: tuple[tuple[str, int | None], ...]
    is_exact: bool
    offset: tuple[float, float]


def hours_pool(draw: random.Random) -> list[str]:
    """About 2,000 different OSM strings, from the plainest to « 1st Saturday of the month »."""
    pool: dict[str, None] = {}
    while len(pool) < HOURS_VARIANTS:
        pool[_hours(draw)] = None
    return list(pool)


def _clock(draw: random.Random, first: int, last: int) -> str:
    return f"{draw.randint(first, last):02d}:{draw.choice((0, 0, 15, 30, 30, 45)):02d}"


def _hours(draw: random.Random) -> str:
    morning = f"{_clock(draw, 8, 9)}-{_clock(draw, 11, 12)}"
    afternoon = f"{_clock(draw, 13, 14)}-{_clock(draw, 16, 18)}"
    days = draw.choice(("Mo-Fr", "Tu-Fr", "Mo,Tu,Th,Fr", "Tu,Th", "We,Fr", "Mo-We,Fr", "Tu-Sa"))
    rules = [f"{days} {draw.choice((morning, afternoon, f'{morning},{afternoon}'))}"]
    if draw.random() < 0.35:
        rules.append(f"Sa {morning}")
    if draw.random() < 0.12:
        rules.append(f"Th {_clock(draw, 17, 18)}-{_clock(draw, 19, 20)}")
    if draw.random() < 0.05:
        rules.append(f"Sa[1] {_clock(draw, 9, 10)}-12:30")
    if draw.random() < 0.05:
        rules.append("SH off")
    if draw.random() < 0.5:
        rules.append("PH off")
    return "; ".join(rules)


def make_place(number: int, town: str, draw: random.Random, pool: Sequence[str]) -> Place:
    """One place; every draw comes from `draw`, so that the order of calls decides."""
    weights = [weight for _word, _code, weight in KINDS]
    word, typologie, _weight = draw.choices(KINDS, weights=weights)[0]
    addition = f" {draw.choice(_ADDITIONS)}" if draw.random() < 0.5 else ""
    topics = draw.sample(_DETAILS, draw.randint(4, 12))
    opening = draw.choice(_OPENINGS)
    return Place(
        nom=f"{word} d’essai {number:05d}{addition}",
        number=number,
        adresse=f"{draw.randint(1, 180)} {draw.choice(_STREETS)}",
        presentation_resume=f"{opening} à {town}.",
        presentation_detail=f"{opening}. Au programme : {', '.join(topics)}.",
        horaires=draw.choice(pool) if draw.random() < 0.65 else "",
        # Numbers kept free for fiction by the regulator.
        telephone=f"+3319900{number % 10000:04d}" if draw.random() < 0.8 else "",
        age_days=int(draw.expovariate(1 / 300)),
        values=(("typologie", typologie), *_lists(draw)),
        equipments=tuple(
            (kind, draw.choice((None, 1, 2, 4, 8)))
            for kind, chance in _EQUIPMENTS
            if draw.random() < chance
        ),
        is_exact=draw.random() < 0.9,
        offset=(draw.gauss(0, 0.012), draw.gauss(0, 0.016)),
    )


def _lists(draw: random.Random) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for name, (chance, fewest, most) in _LISTS.items():
        if draw.random() >= chance:
            continue
        codes = [entry.code for entry in VOCABULARIES[name]]
        wanted = min(draw.randint(fewest, most), len(codes))
        chosen: dict[str, None] = {}
        while len(chosen) < wanted:
            weights = [_WEIGHTS.get(code, 1) for code in codes]
            chosen[draw.choices(codes, weights=weights)[0]] = None
        pairs.extend((name, code) for code in chosen)
    return pairs
