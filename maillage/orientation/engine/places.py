"""Which commune the person looks from: names in a text, however written, and never invented.

A name alone proves little: « tours », « mer », « la loupe » are words. A mention is worth its
way of being written (whole, by sound, with a typing error, shortened) and its context
(« à », « j'habite », the end after a comma). Under the bar, nothing is said.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from maillage.core.text import ARTICLES
from maillage.orientation.engine.lexicon import SMALL_WORDS
from maillage.orientation.engine.need import CommuneFound
from maillage.orientation.engine.reading import Reading
from maillage.orientation.engine.tokens import Token, plain_word, sound_of
from maillage.orientation.engine.towns import Gazetteer, Name, Town, name_words

BAR = 2.5
"""Evidence under which a name is not taken for a commune."""

_BIRTH = frozenset(["ne", "nee", "nes", "nee"])
_AT = frozenset(
    [
        "a",
        "sur",
        "vers",
        "in",
        "near",
        "around",
        "at",
        "en",
        "em",
        "cerca",
        "dans",
        "chez",
        "в",
        "у",
        "у",
        "біля",
        "около",
        "під",
        "під",
        "في",
        "ب",
        "fi",
        "f",
    ]
)
_NEAR = frozenset(
    [
        "pres",
        "proche",
        "autour",
        "alentours",
        "environs",
        "loin",
        "cote",
        "cotes",
        "secteur",
        "commune",
        "ville",
        "mairie",
        "ccas",
        "mediatheque",
        "bibliotheque",
        "ehpad",
        "college",
        "lycee",
        "habitant",
        "habitante",
        "habitants",
        "canton",
        "sud",
        "nord",
        "est",
        "ouest",
        "bourg",
        "services",
        "quartier",
        "agglo",
        "agglomeration",
        "cerca",
        "perto",
        "banlieue",
        "village",
        "hameau",
        "maire",
        "social",
        "asso",
        "association",
        "bassin",
        "gare",
        "direction",
        "lieu",
        "foyer",
        "resident",
        "residente",
    ]
)
_LIVE = frozenset(
    [
        "habite",
        "abite",
        "habitons",
        "vis",
        "reside",
        "residant",
        "residons",
        "suis",
        "sui",
        "sommes",
        "loge",
        "live",
        "living",
        "vivo",
        "moro",
        "habito",
        "estoy",
        "estou",
        "resido",
        "demeure",
        "demenage",
        "installe",
        "domicilie",
        "jsui",
        "jsuis",
        "chui",
        "jabite",
        "jhabite",
        "jabit",
        "abit",
        "habit",
        "jviens",
        "jss",
    ]
)
_STREETS = frozenset(["rue", "route", "avenue", "boulevard", "chemin", "impasse", "duc"])
_KIN = frozenset(
    [
        "fille",
        "fils",
        "soeur",
        "frere",
        "mere",
        "pere",
        "cousin",
        "cousine",
        "tante",
        "oncle",
        "neveu",
        "niece",
    ]
)
# Whose name says where the office is, not where the person is.
_OFFICES = frozenset(
    ["caf", "prefecture", "tribunal", "cpam", "percepteur", "hopital", "rectorat", "urssaf"]
)
_NAMED = frozenset(
    ["site", "plateforme", "appli", "application", "logiciel", "appele", "appelee", "nomme"]
)
_GO = frozenset(["aller", "aille", "allais", "jusqu", "monter", "descendre"])
_OF = frozenset({"de", "d", "du", "des"})
_BREAK = re.compile(r"[.,;:!?\n()«»\"…/]|\s[-–—]\s")
_POSTAL = re.compile(r"\d{5}")
_MAX_WORDS = 7
_SHORT_TEXT = 6
_TOWN_PEOPLE = 2_500
_CITY_PEOPLE = 20_000


@dataclass(frozen=True, slots=True)
class _Word:
    raw: str
    plain: str
    start: int
    end: int
    ranks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """A town named in a text, by the tokens of these ranks."""

    town: Town
    evidence: float
    words: str
    ranks: frozenset[int]

    def found(self) -> CommuneFound:
        confidence = min(0.99, 0.35 + 0.12 * self.evidence)
        return CommuneFound(self.town.nom, self.town.code, round(confidence, 2), (self.words,))


def find_commune(reading: Reading, gazetteer: Gazetteer) -> Mention | None:
    """The commune of the text; None when none is named clearly enough."""
    words = _words_of(reading.tokens)
    mentions = []
    at = last_end = 0
    while at < len(words):
        mention, size = _mention_at(reading.text, words, at, gazetteer)
        if mention is not None:
            # « Saint-Ouen, à côté de Vendôme »: the second only says where the first is.
            if not (mentions and at - last_end <= 4 and words[at - 1].plain in _OF | _NEAR):
                mentions.append(mention)
            at += size
            last_end = at
        else:
            at += 1
    return max(mentions, key=lambda mention: mention.evidence, default=None)


def _words_of(tokens: Sequence[Token]) -> list[_Word]:
    """The words as written: shorthand makes several tokens of one."""
    words: list[_Word] = []
    for rank, token in enumerate(tokens):
        if words and words[-1].start == token.start:
            last = words[-1]
            words[-1] = _Word(last.raw, last.plain, last.start, last.end, (*last.ranks, rank))
            continue
        plain = token.plain if token.plain == token.raw.lower() else plain_word(token.raw)
        words.append(_Word(token.raw, plain, token.start, token.end, (rank,)))
    return words


def _mention_at(
    text: str, words: Sequence[_Word], at: int, gazetteer: Gazetteer
) -> tuple[Mention | None, int]:
    """The best reading of the words from there, the longest first, and how many it takes."""
    last = at + 1
    while last < min(at + _MAX_WORDS, len(words)) and not _BREAK.search(
        text[words[last - 1].end : words[last].start]
    ):
        last += 1
    for end in range(last, at, -1):
        part = words[at:end]
        if part[-1].plain in ARTICLES or part[-1].plain in _OF:
            continue
        named = _named_by(part, gazetteer)
        if named is None:
            if end - at > 2 and not gazetteer.may_begin(part[0].plain, part[1].plain):
                continue
            context = _context(text, words, at, end, is_common=False, has_article=False)
            if context >= 1.5 or end - at > 2 or at == 0:
                named = _nearly_named_by(part, gazetteer, errors=context >= 2)
        if named is None:
            continue
        evidence = named.worth + _context(
            text, words, at, end, is_common=named.is_common, has_article=named.has_article
        )
        if evidence >= BAR:
            ranks = frozenset(rank for word in part for rank in word.ranks)
            written = text[part[0].start : part[-1].end]
            return Mention(named.town, evidence, written, ranks), end - at
    return None, 1


@dataclass(frozen=True, slots=True)
class _Named:
    """A town that words may name, and what this way of naming is worth."""

    town: Town
    worth: float
    is_common: bool = False
    has_article: bool = False


def _named_by(part: Sequence[_Word], gazetteer: Gazetteer) -> _Named | None:
    """The town that these words name as it is written."""
    plain = [word.plain for word in part]
    if len(part) == 1 and _POSTAL.fullmatch(plain[0]):
        town = gazetteer.by_postal_code(plain[0])
        return _Named(town, 3.0) if town else None
    names = name_words(plain)
    glued = "".join(names)
    if not names or glued.isdigit():
        return None
    is_alone = len(names) == 1
    is_common = is_alone and names[0] in gazetteer.common
    name = gazetteer.exact(glued)
    if name is not None:
        if plain[0] in ARTICLES and not name.has_article and is_alone:
            return None
        if _is_glued_wrongly(names, name):
            return None
        worth = _worth_exact(name, names, is_common, part)
        return _Named(name.town, worth, is_common, name.has_article)
    town = gazetteer.by_alias(glued)
    if town is not None and not (is_alone and plain[0] in ARTICLES):
        return _Named(town, 1.5 if glued.isascii() else 2.5)
    if is_alone and glued[0] in "dl" and len(glued) >= 7:
        # « lavant damboise »: written by ear, the small word is stuck to the name.
        name = gazetteer.exact(glued[1:])
        if name is not None and len(name.words) == 1 and name.town.population >= 1_000:
            return _Named(name.town, 1.5)
    return None


def _nearly_named_by(part: Sequence[_Word], gazetteer: Gazetteer, *, errors: bool) -> _Named | None:
    """The town that these words name by ear, or with a typing error."""
    plain = [word.plain for word in part]
    names = name_words(plain)
    glued = "".join(names)
    is_alone = len(names) == 1
    if len(glued) < 4 or (is_alone and (names[0] in gazetteer.common or plain[0] in ARTICLES)):
        return None
    name = gazetteer.by_sound(names)
    if name is not None and _is_alike(glued, name) and not _is_glued_wrongly(names, name):
        if len(name.words) > 1 and len(glued) >= 8 and not name.is_short:
            return _Named(name.town, 2.5)
        worth = (1.5 if len(glued) >= 7 else 1.0) - 0.3 * name.is_short
        if len(glued) >= 6 and name.town.population >= _TOWN_PEOPLE:
            worth += 0.7
        return _Named(name.town, worth)
    if errors and len(glued) >= 7:
        name = _closest(glued, gazetteer)
        if name is None or _is_glued_wrongly(names, name):
            return None
        if len(name.words) > 1 and len(names) > 1:
            return _Named(name.town, 2.5 if len(glued) >= 12 else 1.0)
        return _Named(name.town, 0.5 + 0.5 * (len(glued) >= 9))
    return None


def _is_glued_wrongly(names: Sequence[str], name: Name) -> bool:
    """« des monts » is not Desmonts."""
    return len(names) > len(name.words) and not SMALL_WORDS.isdisjoint(names)


def _worth_exact(name: Name, names: Sequence[str], is_common: bool, part: Sequence[_Word]) -> float:
    if is_common:
        # « tours fablab »: a text does not begin so, but for the city.
        if part[0].start == 0 and name.town.population >= _CITY_PEOPLE:
            return 2.0
        return 1.0 if part[-1].raw[:1].isupper() else 0.0
    if name.is_short:
        if len(names) > 1:
            return 1.3
        return 1.5 if len(name.glued) >= 7 and name.town.population >= 3_000 else 0.8
    if len(names) > 1:
        return 3.0 if len(name.glued) >= 8 else 2.0
    if name.town.population >= 1_500 and len(name.glued) >= (
        4 if name.town.population >= 3_000 else 5
    ):
        return 2.5
    return 2.0 if name.town.population >= 1_000 or len(name.glued) >= 7 else 1.5


def _is_alike(written: str, name: Name) -> bool:
    """Sounding alike is not enough for short names: « zone » and « Saunay »."""
    size = len(sound_of(name.glued))
    if size >= 6 or (size >= 5 and name.town.population >= 9_000):
        return True
    distance = int(OSA.distance(written, name.glued))
    return distance <= max(1, len(name.glued) // 3) and written[0] == name.glued[0]


def _closest(glued: str, gazetteer: Gazetteer) -> Name | None:
    found = gazetteer.typos.near(glued, 2 if len(glued) >= 10 else 1)
    best = min(found, key=lambda pair: (pair[1], pair[0]), default=("", 0))[0]
    return gazetteer.exact(best) if best and best[0] == glued[0] else None


def _context(
    text: str,
    words: Sequence[_Word],
    start: int,
    end: int,
    *,
    is_common: bool,
    has_article: bool,
) -> float:
    """What stands around: 2 and more for « à X », less than 0 for « rue de X »."""
    evidence = 0.0
    is_upper = words[start].raw[:1].isupper() and not text.isupper()
    before = [word.plain for word in words[max(0, start - 5) : start]]
    gap = text[words[start - 1].end : words[start].start] if start else ""
    after_break = bool(start and _BREAK.search(gap))
    ends_clause = end == len(words) or bool(
        _BREAK.search(text[words[end - 1].end : words[end].start])
    )
    if before and not after_break:
        last, earlier = before[-1], before[:-1]
        if last in _OF and earlier and earlier[-1] in _STREETS | _KIN | _OFFICES:
            return -3.0
        if last in _NAMED:
            return -1.0
        if (last in _AT and (last != "en" or is_upper)) or (last in {"au", "aux"} and has_article):
            if earlier and earlier[-1] in _BIRTH:
                return -2.0
            evidence += 2.0
            opens = len(before) == 1 or _BREAK.search(
                text[words[start - 2].end : words[start - 1].start]
            )
            if opens and ends_clause:
                evidence += 1.0
            if set(earlier[-2:]) & _GO:
                evidence -= 1.0
        elif last in _LIVE:
            evidence += 4.0
        elif last in _NEAR or (last in _OF and earlier and earlier[-1] in _NEAR):
            evidence += 2.0
        elif last in _OF:
            evidence += 0.5
        if set(earlier[-3:]) & _LIVE:
            evidence += 1.0
    if (after_break or (start == 0 and end < len(words))) and ends_clause:
        # « …, la loupe »: alone at the very end, it is said for the place.
        alone = has_article and end == len(words)
        evidence += (2.5 if alone else 0.0) if is_common else 1.5
    elif ends_clause:
        evidence += 0.5 if is_common else 1.0
    elif start == 0 and (end == len(words) or words[end].plain not in _OF):
        evidence += 0.5
    if is_upper and (start or not is_common):
        evidence += 1.0 if start else 0.5
    if not is_common and len(words) <= _SHORT_TEXT:
        evidence += 0.5
    return evidence
