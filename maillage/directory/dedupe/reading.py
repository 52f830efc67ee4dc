"""A sheet read once for many comparisons: words of the name, kinds, ways, cleaned numbers."""

import math
import re
from dataclasses import dataclass
from functools import cache

from maillage.core.text import normalize, normalize_place
from maillage.directory.dedupe.addresses import Address, read_address
from maillage.directory.dedupe.sheet import Sheet
from maillage.directory.dedupe.words import (
    COMMON,
    EMPTY,
    GENERIC,
    GENERIC_HOSTS,
    KIND_OF_TYPOLOGY,
    KIND_PATTERN,
    MOBILE_PATTERN,
    NATIONAL_PHONES,
    SHORT_WORDS,
)

_NOT_DIGIT = re.compile(r"\D+")
LONGEST = 400
"""Letters of a name or an address that are read: a longer one is a mistake of its source."""

_FIGURE_EDGE = re.compile(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])")
_HOST = re.compile(r"^(?:https?://)?(?:www\.)?([^/?#\s:]+)(/[^?#\s]*)?", re.IGNORECASE)
_PUBLIC_OWNER = ("20", "21", "22", "23", "24", "25", "26")
_POST_OFFICE = "356000000"
_LABEL_PROGRAMME = "france-services"


@dataclass(frozen=True, slots=True)
class Reading:
    """What comparisons need of a sheet. Empty values say nothing.

    `is_kind_named`: the kinds come from the name (or the source), not from a typology alone.
    """

    sheet: Sheet
    name: str
    kinds: frozenset[str]
    is_kind_named: bool
    is_mobile: bool
    core: frozenset[str]
    initials: str
    address: Address
    town: str
    commune: frozenset[str]
    phone: str
    siret: str
    siren: str
    is_public_owner: bool
    mails: frozenset[str]
    pages: frozenset[str]
    hosts: frozenset[str]
    has_position: bool
    latitude: float
    longitude: float
    cosine: float


def read_sheet(sheet: Sheet) -> Reading:
    """Read a sheet. Never fails: what cannot be read says nothing."""
    # « Espace2Eco » is « Espace 2eco ».
    name = _FIGURE_EDGE.sub(" ", normalize(sheet.nom[:LONGEST]))
    town = normalize_place(sheet.commune[:LONGEST])
    kinds, core = _split_name(name)
    kinds = kinds or _kind_of_source(sheet.source)
    is_kind_named = bool(kinds)
    if not kinds:
        kinds = frozenset(
            KIND_OF_TYPOLOGY[code] for code in sheet.typologies if code in KIND_OF_TYPOLOGY
        )
    if _LABEL_PROGRAMME in sheet.dispositifs:
        kinds |= {"fs"}
    siret = sheet.pivot if sheet.pivot.isdigit() and len(sheet.pivot) == 14 else ""
    siren = siret[:9] or (sheet.pivot if sheet.pivot.isdigit() and len(sheet.pivot) == 9 else "")
    if not siren.strip("0"):
        siret = siren = ""
    mails = frozenset(mail.lower() for mail in sheet.courriels if "@" in mail)
    pages, hosts = _sites(sheet.sites)
    domains = {mail.rpartition("@")[2] for mail in mails} - GENERIC_HOSTS
    has_position = sheet.is_exact and sheet.latitude is not None and sheet.longitude is not None
    latitude = sheet.latitude if has_position and sheet.latitude is not None else 0.0
    return Reading(
        sheet=sheet,
        name=name,
        kinds=kinds,
        is_kind_named=is_kind_named,
        is_mobile=MOBILE_PATTERN.search(name) is not None,
        core=core,
        initials="".join(word[0] for word in name.split() if word not in EMPTY),
        address=read_address(f"{sheet.adresse}, {sheet.complement_adresse}"[:LONGEST]),
        town=town,
        commune=frozenset(town.split()) - EMPTY,
        phone=_phone(sheet.telephone),
        siret=siret,
        siren=siren,
        is_public_owner=siren.startswith(_PUBLIC_OWNER) or siren == _POST_OFFICE,
        mails=mails,
        pages=pages,
        hosts=hosts | domains,
        has_position=has_position,
        latitude=latitude,
        longitude=sheet.longitude if has_position and sheet.longitude is not None else 0.0,
        cosine=math.cos(math.radians(latitude)),
    )


def _split_name(name: str) -> tuple[frozenset[str], frozenset[str]]:
    """Kinds that a folded name says, and the words that are left to tell places apart."""
    kinds = frozenset(
        found.lastgroup for found in KIND_PATTERN.finditer(name) if found.lastgroup is not None
    )
    left = MOBILE_PATTERN.sub(" ", KIND_PATTERN.sub(" ", name))
    core = frozenset(
        SHORT_WORDS.get(word, word)
        for word in left.split()
        if word not in EMPTY and word not in GENERIC and (len(word) > 1 or word.isdigit())
    )
    return kinds, core


@cache
def _kind_of_source(source: str) -> frozenset[str]:
    """A source that lists one kind of place is called after it: « bibliotheques »."""
    found = KIND_PATTERN.fullmatch(normalize(source))
    return frozenset((found.lastgroup,)) if found and found.lastgroup else frozenset()


def word_weight(word: str) -> float:
    """How much a word of a name tells: rare 1, common 0.4, a figure 0.3."""
    if word.isdigit():
        return 0.3
    return 0.4 if word in COMMON else 1.0


def _phone(text: str) -> str:
    """The nine last digits; "" for a short or national number."""
    digits = _NOT_DIGIT.sub("", re.split(r"[/|;,]", text)[0])
    last = digits[-9:]
    if len(last) < 9 or last in NATIONAL_PHONES or last.startswith("8") or not last.strip("0"):
        return ""
    return last


def _sites(sites: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """(whole pages below a path, hosts that belong to somebody) of web addresses."""
    pages: set[str] = set()
    hosts: set[str] = set()
    for site in sites:
        found = _HOST.match(site.strip())
        if found is None or "." not in found[1]:
            continue
        host, path = found[1].lower(), (found[2] or "").rstrip("/")
        if path:
            pages.add(host + path)
        if host not in GENERIC_HOSTS:
            hosts.add(host)
    return frozenset(pages), frozenset(hosts)
