"""Text made comparable: one way to fold accents, punctuation and abbreviations. No Django.

Every search column and every search box goes through these functions, so that « St-Cyr
s/Loire » and « saint cyr sur loire » are the same words everywhere.
"""

import re
import unicodedata

NBSP = "\u00a0"
"""No line ends there: between a figure and its unit, before a French colon."""

# Letters that Unicode does not decompose.
_LIGATURES = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i"}
)
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_CEDEX = re.compile(r"\bcedex(?: \d{1,2})?\b")
_SUR = re.compile(r"\bs\s*/\s*|/", re.IGNORECASE)

ARTICLES = frozenset({"le", "la", "les", "lez", "l"})
_ABBREVIATIONS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}


def normalize(text: str) -> str:
    """Lower case, no accents, œ → oe, every other sign → one space: « L’Œuvre » → « l oeuvre ».

    The answer holds only a-z, 0-9 and single spaces, never at the ends; it may be empty.
    """
    folded = unicodedata.normalize("NFKD", text.lower().translate(_LIGATURES))
    bare = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return _NOT_WORD.sub(" ", bare).strip()


def normalize_place(text: str) -> str:
    """`normalize`, for names of places: what people shorten is written in full.

    « st », « ste » → « saint », « sainte »; « s/ » and « / » → « sur »; « cedex 2 » is
    removed; the articles le, la, les, l’ (and lès, lez) are dropped wherever they stand,
    unless nothing else would remain. « Joué-lès-Tours » → « joue tours »;
    « St-Cyr s/Loire » → « saint cyr sur loire ».
    """
    plain = normalize(_SUR.sub(" sur ", text))
    words = _CEDEX.sub(" ", plain).split()
    kept = [_ABBREVIATIONS.get(word, word) for word in words if word not in ARTICLES]
    return " ".join(kept or words)


def tokens(text: str) -> list[str]:
    """The words of `normalize(text)`, in their order."""
    return normalize(text).split()


def slug_of(text: str) -> str:
    """Words joined by hyphens, for addresses: « Saint-Denis-en-Val » → « saint-denis-en-val ».

    Unlike Django's `slugify`, œ is not lost. Empty when the text holds no letter or figure.
    """
    return normalize(text).replace(" ", "-")
