"""Weights of the evidence: one table, and where it comes from.

The probability is logistic: 1 / (1 + exp(-(PRIOR_LOGIT + sum of weight × figure))). A weight is
what the figure adds to the logarithm of the odds: +0.7 doubles the odds, -0.7 halves them.

Obtained by `tools/fit_dedupe.py`: the most likely weights on pairs judged by people, drawn
towards values set beforehand (one unit of standard deviation), each held to its sign. `FIXED`
were set by hand: the judged pairs do not hold these facts, or too few. See
docs/reference/doublons.md for the figures.
"""

PRIOR_LOGIT = -0.9
"""Two sheets close enough to be compared, before any other evidence."""

LEARNED: dict[str, float] = {
    "noms_proches": 3.2,
    "adresse_porte": 2.5,
    "meme_nature": 2.4,
    "meme_telephone": 2.2,
    "meme_siret": 2.0,
    "adresse_place": 1.2,
    "meme_siret_public": 1.2,
    "adresse_rue": 1.0,
    "distance": 1.0,
    "adresse_voisin": 0.6,
    "meme_siren": 0.6,
    "autre_siren": -0.2,
    "autre_code_postal": -1.0,
    "autre_telephone": -1.0,
    "noms_differents": -1.2,
    "adresse_numero": -1.2,
    "nature_inconnue": -1.5,
    "meme_source": -1.7,
    "adresse_autre": -2.1,
    "autre_commune": -3.3,
    "autre_nature": -4.1,
}

FIXED: dict[str, float] = {
    "meme_courriel": 2.0,
    "meme_page": 1.0,
    "meme_domaine": 0.3,
}

WEIGHTS: dict[str, float] = {**LEARNED, **FIXED}

CERTAIN = 0.95
"""From this probability two sheets are merged without a person."""
SAME = 0.5
"""From this probability the sheets are more likely one place than two."""
POSSIBLE = 0.3
"""From this probability a person is asked."""
