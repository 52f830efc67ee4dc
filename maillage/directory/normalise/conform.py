"""What may leave: values that the schema 1.0.2 and the national library 2.3.0 both accept.

The two disagree (docs/reference/standard.md); each function gives its value unchanged when
both take it, else the nearest writing that both take, else "". Readers take these back as
they are.
"""

import re
from functools import lru_cache
from urllib.parse import quote, urlsplit

from maillage.directory.normalise.contact import (
    canonical_courriel,
    canonical_url,
    region_of,
    to_e164,
)
from maillage.directory.normalise.text import tidy_line
from maillage.directory.standard import DEFAULT_PIVOT, TELEPHONE_PATTERN

UNKNOWN_COMMUNE = "Commune non communiquée"
UNKNOWN_ADDRESS = "Adresse non communiquée"

_LETTERS = "A-Za-zÀ-ÖØ-öø-ÿœ-ŸŒ"
_COMMUNE = re.compile(rf"[{_LETTERS}\d\-'’\s]+", re.ASCII)
_NOT_COMMUNE = re.compile(rf"[^{_LETTERS}0-9\-'’ ]+")
_VOIE = re.compile(rf"[{_LETTERS}\d\-,()°.&:+–|;'’/\s]+", re.ASCII)
_NOT_VOIE = re.compile(rf"[^{_LETTERS}0-9\-,()°.&:+–|;'’/ ]+")
_SIGNS = str.maketrans(
    {
        "…": "...",
        "—": "–",
        "‑": "-",
        "‐": "-",
        "−": "-",
        "_": "-",
        "²": "2",
        "³": "3",
        "º": "°",
        "ª": "a",
        "`": "'",
        "´": "'",
        "‘": "’",
        "\\": "/",
        "[": "(",
        "]": ")",
        "{": "(",
        "}": ")",
        "«": " ",
        "»": " ",
        '"': " ",
        "\xa0": " ",
        "\u202f": " ",
        "æ": "ae",
        "Æ": "AE",
    }
)
_RNA = re.compile(r"W[a-zA-Z0-9]{9}")
_SCHEMA_TELEPHONE = re.compile(TELEPHONE_PATTERN, re.ASCII)
_LIBRARY_TELEPHONE = re.compile(
    r"\+(?:33|262|269|508|590|594|596|681|687|689)(?:[1-9]\d{8}|\d{6})", re.ASCII
)
_COURRIEL = re.compile(
    r"[a-zA-Z0-9_][a-zA-Z0-9.!#$%&'*+\\=?^_`{|}~-]+"
    r"@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
    r"(?:\.[a-zA-Z0-9][a-zA-Z0-9-]{0,61}[a-zA-Z0-9])+"
)
_URL = re.compile(
    r"https?://[A-Za-z0-9.-]+(?:(?:/[+~,%@/.\w-]*)?\??[-+=&;%@.\w]*#?[.!/\\\w]*)?", re.ASCII
)
# Most addresses: both accept them, and readers change nothing in them.
_USUAL_URL = re.compile(
    r"https?://(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}(?:/(?:[\w./~%+@-]*[\w/])?)?",
    re.ASCII,
)
# Readers take « ;www. » for the beginning of another address.
_BEFORE_ADDRESS = re.compile(r"[;,](?=https?:|www\.)", re.IGNORECASE)
_PATH_SAFE = "+~,%@/.-_"
_QUERY_SAFE = "-+=&;%@._"
_FRAGMENT = re.compile(r"[.!/\w]+", re.ASCII)


def conform_pivot(pivot: str) -> str:
    """SIRET or RNA; the default value for what the library has not (RIDET, SIREN)."""
    return pivot if len(pivot) == 14 or _RNA.fullmatch(pivot) else DEFAULT_PIVOT


def conform_commune(commune: str) -> str:
    """The name without the signs that the library refuses; never empty."""
    if _COMMUNE.fullmatch(commune):
        return commune
    # Again: without its odd signs a text may turn out to be twice-encoded.
    repaired = tidy_line(_NOT_COMMUNE.sub(" ", commune.translate(_SIGNS)))
    return conform_commune(repaired) if repaired else UNKNOWN_COMMUNE


def conform_adresse(adresse: str) -> str:
    """The street, without the signs that the library refuses; never empty."""
    if _VOIE.fullmatch(adresse):
        return adresse
    repaired = tidy_line(_NOT_VOIE.sub(" ", adresse.translate(_SIGNS)))
    return conform_adresse(repaired) if repaired else UNKNOWN_ADDRESS


def conform_telephone(telephone: str, *, code_postal: str) -> str:
    """E.164 of six or nine figures, the only lengths that both take."""
    number = telephone
    if number and not _LIBRARY_TELEPHONE.fullmatch(number):
        number = to_e164(number, region_of(code_postal))
    both = _SCHEMA_TELEPHONE.fullmatch(number) and _LIBRARY_TELEPHONE.fullmatch(number)
    return number if both else ""


@lru_cache(maxsize=8192)
def conform_courriel(courriel: str) -> str:
    """ASCII address; "" when the library refuses it (one letter before the @, accents)."""
    local, _, domain = canonical_courriel(courriel).rpartition("@")
    address = f"{local}@{_ascii_host(domain)}"
    return address if "|" not in address and _COURRIEL.fullmatch(address) else ""


@lru_cache(maxsize=8192)
def conform_url(url: str) -> str:
    """Percent-encoded, host in punycode, refused fragments left; "" when nothing helps."""
    if not url or _USUAL_URL.fullmatch(url):
        return url
    address = canonical_url(url)
    if address and not _URL.fullmatch(address):
        # Leaving a fragment may bare a final full stop, which readers drop.
        address = canonical_url(_encoded(address))
    address = _BEFORE_ADDRESS.sub(lambda sign: quote(sign[0], safe=""), address)
    return address if _URL.fullmatch(address) else ""


def _encoded(url: str) -> str:
    parts = urlsplit(url)
    host = _ascii_host(parts.hostname or "")
    if not host or parts.port not in {None, {"http": 80, "https": 443}[parts.scheme]}:
        return ""
    encoded = f"{parts.scheme}://{host}{quote(parts.path, safe=_PATH_SAFE)}"
    if parts.query:
        encoded += f"?{quote(parts.query, safe=_QUERY_SAFE).replace('~', '%7E')}"
    if _FRAGMENT.fullmatch(parts.fragment):
        encoded += f"#{parts.fragment}"
    return encoded


def _ascii_host(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii") if not host.isascii() else host.lower()
    except UnicodeError:
        return ""
