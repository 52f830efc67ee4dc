"""What may leave: values that the schema 1.0.2 and the national library 2.3.0 both accept.

The two disagree (docs/reference/standard.md); each function gives its value unchanged when
both take it, else the nearest writing that both take, else "". Readers take these back as
they are.
"""

import re
from functools import lru_cache
from urllib.parse import quote, urlsplit

from maillage.directory.normalise.text import clean_line
from maillage.directory.standard import DEFAULT_PIVOT, TELEPHONE_PATTERN

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
_PATH_SAFE = "+~,%@/.-_"
_QUERY_SAFE = "-+=&;%@._"
_FRAGMENT = re.compile(r"[.!/\w]+", re.ASCII)


def conform_pivot(pivot: str) -> str:
    """SIRET or RNA; the default value for what the library has not (RIDET, SIREN)."""
    return pivot if len(pivot) == 14 or _RNA.fullmatch(pivot) else DEFAULT_PIVOT


def conform_commune(commune: str) -> str:
    if _COMMUNE.fullmatch(commune):
        return commune
    return clean_line(_NOT_COMMUNE.sub(" ", commune.translate(_SIGNS)))


def conform_adresse(adresse: str) -> str:
    """The street, without the signs that the library refuses; never empty."""
    if _VOIE.fullmatch(adresse):
        return adresse
    return clean_line(_NOT_VOIE.sub(" ", adresse.translate(_SIGNS))) or UNKNOWN_ADDRESS


def conform_telephone(telephone: str) -> str:
    both = _SCHEMA_TELEPHONE.fullmatch(telephone) and _LIBRARY_TELEPHONE.fullmatch(telephone)
    return telephone if both else ""


@lru_cache(maxsize=8192)
def conform_courriel(courriel: str) -> str:
    """ASCII address; "" when the library refuses it (one letter before the @, accents)."""
    if "|" in courriel:
        return ""
    if _COURRIEL.fullmatch(courriel):
        return courriel
    local, _, domain = courriel.rpartition("@")
    ascii_domain = _ascii_host(domain)
    repaired = f"{local}@{ascii_domain}"
    return repaired if ascii_domain and _COURRIEL.fullmatch(repaired) else ""


@lru_cache(maxsize=8192)
def conform_url(url: str) -> str:
    """Percent-encoded, host in punycode, refused fragments left; "" when nothing helps."""
    if _URL.fullmatch(url):
        return url
    try:
        parts = urlsplit(url)
        host = _ascii_host(parts.hostname or "")
        port = parts.port
    except ValueError:
        return ""
    if not host or parts.scheme not in {"http", "https"} or parts.username is not None:
        return ""
    if port is not None and port != {"http": 80, "https": 443}[parts.scheme]:
        return ""
    repaired = f"{parts.scheme}://{host}{quote(parts.path, safe=_PATH_SAFE)}"
    if parts.query:
        repaired += f"?{quote(parts.query, safe=_QUERY_SAFE).replace('~', '%7E')}"
    if _FRAGMENT.fullmatch(parts.fragment):
        repaired += f"#{parts.fragment}"
    return repaired if _URL.fullmatch(repaired) else ""


def _ascii_host(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii") if not host.isascii() else host.lower()
    except UnicodeError:
        return ""
