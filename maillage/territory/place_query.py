"""What a person typed in a field « Où ? », taken apart. No Django."""

import re
from dataclasses import dataclass

from maillage.core.text import normalize, normalize_place

MAX_TEXT = 200
"""Signs of the text that are read; the rest is ignored."""

# Words that people leave out, add or exchange.
LINK_WORDS = frozenset({"a", "au", "aux", "d", "de", "des", "du", "en", "et", "sous", "sur"})

# fmt: off
_STREET_WORDS = frozenset({
    "allee", "allees", "avenue", "av", "bd", "blvd", "boulevard", "chaussee", "chemin",
    "che", "cours", "cite", "domaine", "esplanade", "faubourg", "fbg", "hameau", "impasse",
    "imp", "lieudit", "lotissement", "mail", "montee", "passage", "place", "placette", "pl",
    "promenade", "quai", "residence", "rond", "route", "rte", "rue", "ruelle", "r", "sente",
    "sentier", "square", "venelle", "voie", "zone", "za", "zi", "zac",
})
# fmt: on
_KIND_PHRASES: tuple[tuple[str, str], ...] = (
    ("bassin de vie", "bassin"),
    ("bassin", "bassin"),
    ("zone d emploi", "bassin"),
    ("departement", "departement"),
    ("dept", "departement"),
    ("communaute de communes", "epci"),
    ("communaute d agglomeration", "epci"),
    ("communaute urbaine", "epci"),
    ("communaute", "epci"),
    ("intercommunalite", "epci"),
    ("agglomeration", "epci"),
    ("agglo", "epci"),
    ("metropole", "epci"),
    ("cc", "epci"),
    ("ca", "epci"),
    ("region", "region"),
    ("ville de", "commune"),
    ("ville d", "commune"),
    ("commune de", "commune"),
    ("commune d", "commune"),
    ("mairie de", "commune"),
    ("mairie d", "commune"),
)
_POSTAL = re.compile(r"\b(\d{2}) ?(\d{3})\b")
_DEPARTEMENT = re.compile(r"(?:\s|\()\s*(2[ab]|97\d|\d{2})\s*\)?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PlaceQuery:
    """The parts of a text.

    `words` are normalised, without articles; `plain` has the articles. `departement` and
    `postal_code` are what was written beside a name (« saint denis 37 », « 28000 chartres »).
    `number` is the text when it is nothing but figures. `kind` and `kind_words` hold the name
    without « bassin de », « département de la »…, and the kind it announces.
    """

    words: tuple[str, ...]
    plain: str
    departement: str = ""
    postal_code: str = ""
    number: str = ""
    kind: str = ""
    kind_words: tuple[str, ...] = ()

    @property
    def glued(self) -> str:
        return "".join(self.words)

    @property
    def plain_glued(self) -> str:
        return self.plain.replace(" ", "")

    @property
    def content_words(self) -> tuple[str, ...]:
        """Words that must be found; the link words count only when there is nothing else."""
        return tuple(word for word in self.words if word not in LINK_WORDS) or self.words


def parse_place_query(text: str) -> PlaceQuery:
    """Take a text apart; every text has an answer, perhaps without words."""
    text = text[:MAX_TEXT].strip()
    compact = text.replace(" ", "")
    # « 2a » and « 2b » are whole numbers of departments too.
    if compact and (
        (compact.isascii() and compact.isdigit() and len(compact) <= 5)
        or compact.lower() in {"2a", "2b"}
    ):
        return PlaceQuery(words=(), plain="", number=compact.upper())
    postal_code, departement = "", ""
    if found := _POSTAL.search(text):
        postal_code = found[1] + found[2]
        text = text[: found.start()] + " " + text[found.end() :]
    elif found := _DEPARTEMENT.search(text):
        departement = found[1].upper()
        text = text[: found.start()]
    plain = normalize(text)
    kind, kind_words = _announced_kind(plain)
    return PlaceQuery(
        words=tuple(normalize_place(text).split()) if plain else (),
        plain=plain,
        departement=departement,
        postal_code=postal_code,
        kind=kind,
        kind_words=kind_words,
    )


def _announced_kind(plain: str) -> tuple[str, tuple[str, ...]]:
    for phrase, kind in _KIND_PHRASES:
        if plain.startswith(phrase + " "):
            words = normalize_place(plain.removeprefix(phrase)).split()
            while words and words[0] in LINK_WORDS:
                words = words[1:]
            return (kind, tuple(words)) if words else ("", ())
    return "", ()


def looks_like_address(text: str) -> bool:
    """Whether the text has a street word, or a number beside words (« 12 grande rue »).

    A postal code or a department beside a name does not make an address.
    """
    query = parse_place_query(text)
    words = query.plain.split()
    if not words:
        return False
    if any(word in _STREET_WORDS for word in words[:-1]):
        return True
    return len(words) > 1 and words[0][0].isdigit()
