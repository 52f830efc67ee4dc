"""Telephone numbers, e-mail addresses and web addresses, as people write them."""

import re
from functools import lru_cache
from urllib.parse import urlsplit

import phonenumbers

from maillage.directory.normalise.notes import Notes
from maillage.directory.standard import TELEPHONE_PATTERN

_TELEPHONE = re.compile(TELEPHONE_PATTERN)
# Region of the numbering plan by the first three figures of the postal code.
_REGIONS = {
    "971": "GP",
    "972": "MQ",
    "973": "GF",
    "974": "RE",
    "975": "PM",
    "976": "YT",
    "977": "GP",
    "978": "GP",
    "986": "WF",
    "987": "PF",
    "988": "NC",
}
_OTHER_NUMBER = re.compile(r"\s*(?:[|;,]|\bou\b|\bet\b|/(?=\s*(?:0|\+)\s*\d))\s*", re.IGNORECASE)
_EXTENSION = re.compile(r"\b(?:poste|post|ext)\b.*", re.IGNORECASE)
_SHORT_DIGITS = 5
TELEPHONE_MAX_LENGTH = 200

_DOMAIN = r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{0,61}[^\W_]"
_MAIL = re.compile(rf"[^\s@<>()\[\]\\,;:\"|]{{1,64}}@{_DOMAIN}")
MAIL_MAX_LENGTH = 254
_MAIL_SEPARATOR = re.compile(r"[|;,\n]|\s+(?:ou|et|/)\s+|\s+(?=\S+@)", re.IGNORECASE)
_MAIL_EDGES = " \t<>\"'.,;:"
_AT = re.compile(r"\s*(?:\(at\)|\[at\]|\(a\)|\[a\]|\(arobase\)|\[arobase\])\s*", re.IGNORECASE)

_URL_SEPARATOR = re.compile(r"\||[;,\s](?=https?:|www\.)", re.IGNORECASE)
_BAD_SCHEME = re.compile(r"h?t{1,3}ps?\s*:?\s*/{1,3}\s*(?=[^/\s])|https?:(?=[^/])", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_HOST = re.compile(rf"{_DOMAIN}\.?")
_URL_EDGES = " \t\n<>\"'.,;"
URL_MAX_LENGTH = 1000
_CONTROL = re.compile(r"[\x00-\x20\x7f]")


def read_telephone(text: str, *, code_postal: str, notes: Notes) -> str:
    """One number in E.164 as the standard wants it, or "" with a warning."""
    if not text:
        return ""
    region = region_of(code_postal)
    found = to_e164(text, region)
    if found:
        return found
    text = text[:TELEPHONE_MAX_LENGTH]
    parts = [part for part in _OTHER_NUMBER.split(_EXTENSION.sub("", text)) if part]
    for part in parts:
        found = to_e164(part, region)
        if found:
            notes.warn(
                "telephone",
                f"Un seul numéro est possible : « {found} » est gardé, le reste est laissé.",
                text,
                found,
            )
            return found
    for match in phonenumbers.PhoneNumberMatcher(text, region, phonenumbers.Leniency.POSSIBLE):
        found = to_e164(match.raw_string, region)
        if found:
            notes.repair("telephone", "Le numéro est tiré d’un texte.", text, found)
            return found
    digits = re.sub(r"\D", "", text)
    reason = (
        "est un numéro court, que le standard ne permet pas"
        if 0 < len(digits) <= _SHORT_DIGITS
        else "n’est pas un numéro que le standard permet"
    )
    notes.warn("telephone", f"« {text[:40]} » {reason} : il est laissé.", text)
    return ""


def region_of(code_postal: str) -> str:
    """Numbering plan of a postal code: « 97400 » → « RE », mainland → « FR »."""
    return _REGIONS.get(code_postal[:3], "FR")


@lru_cache(maxsize=8192)
def to_e164(text: str, region: str) -> str:
    """E.164 of one number, or "" when it is not a possible number of the standard."""
    compact = re.sub(r"[\s.\-()\xa0\u202f]", "", text)
    if _TELEPHONE.fullmatch(compact):
        return compact
    if not re.fullmatch(r"(?:\+|00)?\d{6,15}", compact.replace("/", "")):
        return ""
    try:
        number = phonenumbers.parse(text.replace("/", " "), region)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return e164 if _TELEPHONE.fullmatch(e164) else ""


def read_courriels(values: list[str], *, notes: Notes) -> list[str]:
    """Addresses in their order, each once; what is not an address is named and left."""
    kept: list[str] = []
    for value in values:
        text = _AT.sub("@", value)
        if "@" not in text:
            notes.warn("courriels", f"« {value[:60]} » n’est pas une adresse : laissé.", value)
            continue
        for part in _MAIL_SEPARATOR.split(text):
            if not part.strip(_MAIL_EDGES):
                continue
            address = canonical_courriel(part)
            if not address:
                notes.warn("courriels", f"« {part[:60]} » n’est pas une adresse : laissé.", value)
                continue
            if address not in kept:
                kept.append(address)
    return kept


def canonical_courriel(text: str) -> str:
    """One address, domain in lower case, or "" when it is not one."""
    address = text.strip(_MAIL_EDGES)
    if address.lower().startswith("mailto:"):
        address = address[7:].strip()
    if len(address) > MAIL_MAX_LENGTH or ".." in address or not _MAIL.fullmatch(address):
        return ""
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.lower()}"


def read_urls(field: str, values: list[str], *, notes: Notes) -> list[str]:
    """Web addresses in their order, each once; what is not one is named and left."""
    kept: list[str] = []
    for value in values:
        for part in _URL_SEPARATOR.split(value):
            text = part.strip(_URL_EDGES)
            if not text:
                continue
            address = canonical_url(text)
            if not address:
                notes.warn(field, f"« {text[:60]} » n’est pas une adresse web : laissé.", value)
            elif address not in kept:
                kept.append(address)
    return kept


@lru_cache(maxsize=8192)
def canonical_url(text: str) -> str:
    """http(s) address, or "". The case of the path is kept: it matters."""
    candidate = text.strip(_URL_EDGES)
    if not re.match(r"https?://[^/\s]", candidate, re.IGNORECASE):
        wrong = _BAD_SCHEME.match(candidate)
        if wrong:
            secure = "s" in wrong[0].lower()
            candidate = f"http{'s' if secure else ''}://{candidate[wrong.end() :]}"
        elif _SCHEME.match(candidate) and not re.match(r"[\w.-]+:\d", candidate):
            return ""
        else:
            candidate = f"http://{candidate.removeprefix('//')}"
    candidate = candidate.replace(" ", "%20")
    if len(candidate) > URL_MAX_LENGTH or _CONTROL.search(candidate):
        return ""
    try:
        parts = urlsplit(candidate)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return ""
    if "@" in parts.netloc or not _HOST.fullmatch(host):
        return ""
    scheme, _, rest = candidate.partition("://")
    netloc = rest[: len(parts.netloc)]
    return f"{scheme.lower()}://{netloc.lower()}{rest[len(netloc) :]}"
