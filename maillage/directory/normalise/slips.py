"""The name of a place in plain words, its slips mended, for the families of `typology`."""

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from maillage.core.text import normalize
from maillage.directory.normalise.text import word_set

SHORTEST_MENDED, LONG_WORD = 6, 10
"""Letters of a word whose slips are mended: one slip, then two."""

# « C.C.A.S. », and « M J C », not the article of « C C A S d Issoudun ».
_DOTTED = re.compile(r"(?<![^\W_])(?:[A-Za-z]\.){2,}(?:[A-Za-z](?![^\W_]))?")
_SPACED = re.compile(r"\b[a-z](?: [a-z]\b(?!(?<=[dl]) [a-z])){2,}")
_WORDS = word_set(
    """
    accompagnement adaptee adaptees agglomeration agricole allocation allocations artisanat
    assistance associatif association associations associative assurance bibliotheque
    bibliotheques chantier chantiers commerce communal communale communaute communautes commune
    communes conseil conseils culture culturel culturelle culturels departement departemental
    departementale departementaux departements emploi emplois employeurs enseignement entreprise
    entreprises epicerie familial familiale familiales familles finances formation formations
    habitant habitants habitat habitats handicap handicapees handicapes hebergement industrie
    information informatique insertion intercommunal intercommunale intercommunalite
    intermediaire itinerant itinerante jeunesse judiciaire local locale locales ludotheque
    maires mairie mairies maladie mediatheque mediatheques mediation metropole mission missions
    multimedia municipal municipale municipalite mutualite numerique numeriques populaire
    postale prefecture prevention primaire proximite publique publiques quartier quartiers
    recyclerie recycleries region regional regionale reinsertion residence residences
    ressourcerie ressourceries restaurants rurale rurales secours service services social
    sociale sociales socioculturel socioculturelle solidaire solidaires solidarite solidarites
    travail travailleur travailleurs tresorerie urbaine
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
    """The word that this one is but for a slip, or itself.

    People seldom miss a first letter: « émission » is no « mission ».
    """
    if word in _WORDS:
        return word
    slips = 1 if len(word) < LONG_WORD else 2
    near = min(
        (
            (distance, other)
            for other in _WORDS_BY_INITIAL.get(word[0], ())
            if (distance := OSA.distance(word, other, score_cutoff=slips)) <= slips
        ),
        default=(0, word),
    )
    return near[1]
