"""The probability that two sheets are one place, and the reasons in words."""

import math
from dataclasses import dataclass

from maillage.core.geo import distance_in_words
from maillage.directory.dedupe.evidence import Evidence, compare
from maillage.directory.dedupe.reading import Reading, read_sheet
from maillage.directory.dedupe.sheet import Sheet
from maillage.directory.dedupe.weights import PRIOR_LOGIT, WEIGHTS
from maillage.directory.dedupe.words import KIND_NAMES

WORTH_SAYING = 0.25
"""Evidence that moves the logarithm of the odds by less is not said."""


@dataclass(frozen=True, slots=True)
class PairScore:
    """`probability` 0 to 1; `why`: French, what speaks for and against, most telling first."""

    probability: float
    why: tuple[str, ...]


def score_pair(a: Sheet, b: Sheet) -> PairScore:
    """The probability that two sheets describe one place. The order does not matter."""
    one, other = read_sheet(a), read_sheet(b)
    evidence = compare(one, other)
    return PairScore(probability_of(evidence), reasons(one, other, evidence))


def probability_of(evidence: Evidence) -> float:
    """Logistic sum of the evidence, 0 to 1."""
    logit = PRIOR_LOGIT + sum(WEIGHTS[code] * figure for code, figure in evidence.figures.items())
    return 1 / (1 + math.exp(-logit))


def reasons(one: Reading, other: Reading, evidence: Evidence) -> tuple[str, ...]:
    """« même téléphone », « à 35 m », « deux rues » : the most telling first."""
    moves = sorted(
        ((WEIGHTS[code] * figure, code) for code, figure in evidence.figures.items()),
        key=lambda move: (-abs(move[0]), move[1]),
    )
    words = [
        text
        for move, code in moves
        if abs(move) >= WORTH_SAYING and (text := _words(code, move, one, other, evidence))
    ]
    return tuple(words) or ("rien de précis ne les rapproche ni ne les distingue",)


_PLAIN = {
    "meme_telephone": "même téléphone",
    "autre_telephone": "téléphones différents",
    "meme_siret": "même SIRET",
    "meme_siret_public": "même SIRET (un organisme public, qui peut avoir plusieurs lieux)",
    "meme_siren": "même SIREN",
    "autre_siren": "numéros SIREN différents",
    "meme_courriel": "même courriel",
    "meme_page": "même page web",
    "meme_domaine": "même nom de domaine (site ou courriel)",
    "adresse_porte": "même adresse",
    "adresse_voisin": "même rue, numéros voisins",
    "adresse_numero": "même rue, mais à un autre numéro",
    "adresse_rue": "même rue (un numéro manque)",
    "adresse_place": "même rue ou même place, sans numéro",
    "adresse_autre": "adresses différentes",
    "autre_code_postal": "codes postaux différents",
    "nature_inconnue": "l’un dit sa nature, l’autre porte un nom propre",
    "meme_source": "la même source les donne comme deux lieux",
}


def _words(code: str, move: float, one: Reading, other: Reading, evidence: Evidence) -> str:
    if code in _PLAIN:
        return _PLAIN[code]
    if code == "distance":
        metres = evidence.distance_m or 0.0
        return (
            f"à {distance_in_words(metres)}"
            if move > 0
            else (f"à {distance_in_words(metres)} l’un de l’autre")
        )
    if code in ("noms_proches", "noms_differents"):
        return _names(code, evidence)
    if code == "autre_commune":
        return f"communes différentes ({one.sheet.commune} et {other.sheet.commune})"
    if code == "meme_nature":
        shared = sorted(KIND_NAMES[kind] for kind in one.kinds & other.kinds)
        return f"même nature ({', '.join(shared)})"
    return _clash(one, other)


def _names(code: str, evidence: Evidence) -> str:
    likeness = evidence.name_likeness or 0.0
    share = f"{likeness:.0%}".replace("%", "\u00a0%")
    if code == "noms_differents":
        return f"noms différents ({share} en commun)"
    # Alike, but by words that many names hold.
    is_common = evidence.figures[code] < likeness - 0.5
    return "noms proches, par des mots courants" if is_common else f"noms proches ({share})"


def _clash(one: Reading, other: Reading) -> str:
    if one.is_mobile != other.is_mobile:
        return "un lieu itinérant et un lieu fixe"
    mine, theirs = (
        ", ".join(sorted(KIND_NAMES[kind] for kind in reading.kinds)) for reading in (one, other)
    )
    return f"natures différentes ({mine} / {theirs})"
