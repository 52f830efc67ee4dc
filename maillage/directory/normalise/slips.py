"""The name of a place in plain words, its slips mended, for the families of `typology`."""

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from maillage.core.text import normalize
from maillage.directory.normalise.text import word_set

SHORTEST_MENDED, SURE_WORD, LONG_WORD = 5, 8, 10
"""Letters of a word whose slips are mended: a letter missed, doubled or moved; any slip; two."""

# « C.C.A.S. », and « M J C », not the article of « C C A S d Issoudun ».
_DOTTED = re.compile(r"(?<![^\W_])(?:[A-Za-z]\.){2,}(?:[A-Za-z](?![^\W_]))?")
_SPACED = re.compile(r"\b[a-z](?: [a-z]\b(?!(?<=[dl]) [a-z])){2,}")
_WORDS = word_set(
    """
    acces accompagnement accueil action actions adaptee adaptees adultes agence agences
    agglomeration agricole allocation allocations artisanat asile assistance associatif
    association associations associative assurance atelier ateliers bibliotheque bibliotheques
    caisse caisses catholique centre centres chambre chance chantier chantiers commerce communal
    communale communaute communautes communaux commune communes conseil conseils coworking croix
    culture culturel culturelle culturels cyber demandeur demandeurs departement departemental
    departementale departementaux departements deuxieme droit droits ecole economie economique
    economiques emploi emplois employeur employeurs enfance enseignement entreprise entreprises
    epicerie espace espaces etablissement etablissements familial familiale familiales familles
    femmes finances formation formations foyer foyers france general generale groupement
    habitant habitants habitat habitats handicap handicapees handicapes hebergement independant
    industrie information informatique insertion intercommunal intercommunale intercommunalite
    intercommunaux interim intermediaire intermediaires itinerant itinerante jeune jeunes
    jeunesse judiciaire judiciaires justice local locale locales ludotheque mairie mairies
    maison maisons maladie mediatheque mediatheques mediation medico metier metiers metropole
    mission missions multimedia municipal municipale municipalite municipaux mutualite numerique
    numeriques organisme organismes penitentiaire pension personnes point points populaire
    postale prefecture prevention primaire probation professionnelle provisoire proximite
    psychologique public publics publique publiques quartier quartiers recyclerie recycleries
    region regional regionale reinsertion relais residence residences ressourcerie ressourceries
    restaurants rural rurale rurales ruraux secours service services social sociale sociales
    sociaux socio socioculturel socioculturelle solidaire solidaires solidarite solidarites
    technique temporaire territoire territorial territoriale tiers travail travailleur
    travailleurs tresorerie union urbaine urgence
    """
)
# Words, first names and towns that one slip makes of another: they mean what they say.
_OTHERS = word_set(
    """
    argences casse chambres chambrey chambry chancey chaniers chartier cisse contre contres droite
    franc francs franche generac justine maire maires marie maries misson pointe pointis ponts
    publie thiers
    """
)
_WORDS_BY_INITIAL: dict[str, tuple[str, ...]] = {
    letter: tuple(sorted(word for word in _WORDS if word[0] == letter))
    for letter in sorted({word[0] for word in _WORDS})
}


def plain_name(nom: str) -> str:
    """« Mision locale » → « mission locale », « C.C.A.S. » → « ccas », « médi@thèque » as said."""
    if "." in nom:
        nom = _DOTTED.sub(lambda found: f"{found[0].replace('.', '')} ", nom)
    name = normalize(nom)
    if "@" in nom:
        name = f"{name} {normalize(nom.replace('@', 'a'))}"
    name = _SPACED.sub(lambda found: found[0].replace(" ", ""), name)
    return " ".join(
        _mended(word) if len(word) >= SHORTEST_MENDED else word for word in name.split()
    )


@lru_cache(maxsize=16384)
def _mended(word: str) -> str:
    """The word that this one is but for a slip, or itself; « daction » is « d action ».

    People seldom miss a first letter: « émission » is no « mission ».
    """
    if word in _WORDS or word in _OTHERS:
        return word
    if word[0] in "dl" and word[1] in "aeiouh" and word[1:] in _WORDS:
        return f"{word[0]} {word[1:]}"
    slips = 1 if len(word) < LONG_WORD else 2
    near = min(
        (
            (distance, other)
            for other in _WORDS_BY_INITIAL.get(word[0], ())
            if (distance := OSA.distance(word, other, score_cutoff=slips)) <= slips
            and (len(word) >= SURE_WORD or not _is_replaced(word, other))
        ),
        default=(0, word),
    )
    return near[1]


def _is_replaced(word: str, other: str) -> bool:
    """A letter stands for another: « conte » and « comte » are two words more often than one."""
    return len(word) == len(other) and sorted(word) != sorted(other)
