"""A text cut in words, each seen in several ways that withstand spelling.

`raw` is what was written, `plain` the same without capitals or accents (every alphabet is
kept), `key` what words are compared by: the sound for words long enough, else `plain`. SMS
shorthand is written out first: « jve 1 rdv » has the keys of « je veux un rendez vous ».
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from maillage.orientation.engine.shorthand import SHORTHAND

# Words repeat much, and their sounds cost more than all the rest.
_KEPT = 60_000
# A Latin word stuck to another alphabet is a word (« 我住在Tours »); a Chinese sign is one too.
_WORD = re.compile(r"[0-9A-Za-zÀ-ɏḀ-ỿ]+|[一-鿿]|(?:(?![0-9A-Za-zÀ-ɏḀ-ỿ一-鿿])[^\W_])+", re.UNICODE)
_ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ة": "ه", "ى": "ي", "ـ": None, "ک": "ك"})
_ARABIC_ARTICLE = re.compile(r"^(?:و|ب|ف|ك)?(?:ال|لل)(?=\w{3})")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "ı": "i"})

# In this order, on letters without capitals; ç has become s before accents fell.
_SOUNDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"(.)\1+", r"\1"),
        (r"sc(?=[eiy])", "s"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"sch|sh|ch", "X"),
        (r"h", ""),
        (r"qu|q|ck", "k"),
        (r"(?<=[^s])ti(?=on|el|eu|aire)", "si"),
        (r"c(?=[eiy])", "s"),
        (r"ge(?=[ao])", "j"),
        (r"gu(?=[eiy])", "g"),
        (r"g(?=[eiy])", "j"),
        (r"gn|ni(?=[aou])", "n"),
        (r"c", "k"),
        (r"[sx]+$", ""),
        (r"(?:er|ez|et|ee|ait|ais)$", "e"),
        (r"eau|au", "o"),
        (r"oeu|eu|oe", "e"),
        (r"ou|oo", "U"),
        (r"oi|oy", "Ua"),
        (r"(?:ain|ein|aim|yn|ym|in|im|un)(?![aeiouy])", "I"),
        (r"ie[nm](?![aeiouy])", "iI"),
        (r"(?:an|am|en|em)(?![aeiouy])", "A"),
        (r"(?:on|om)(?![aeiouy])", "O"),
        (r"ai|ei|ay|ey", "e"),
        (r"y", "i"),
        (r"w", "v"),
        (r"z", "s"),
        (r"x", "ks"),
        (r"(?<=..)e$|(?<=..)[tdp]$", ""),
        (r"(.)\1+", r"\1"),
    )
)


@dataclass(frozen=True, slots=True)
class Token:
    """`unstuck`: the key without a small word stuck before (« lordi », « dimpot »), or empty;
    `place`: which written word it comes from; `start`, `end`: its letters in the text."""

    raw: str
    plain: str
    key: str
    unstuck: str
    place: int
    start: int
    end: int


@lru_cache(maxsize=_KEPT)
def plain_word(word: str) -> str:
    """Lower case without accents, in any alphabet: « Été » → « ete », « الضرائب » → « ضرايب »."""
    if word.isascii():
        return word.lower()
    lowered = word.replace("İ", "i").lower().translate(_LIGATURES).translate(_ARABIC)
    folded = unicodedata.normalize("NFKD", lowered)
    bare = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return _ARABIC_ARTICLE.sub("", bare)


@lru_cache(maxsize=_KEPT)
def sound_of(word: str) -> str:
    """How a French word sounds, roughly: « papiers », « papié » → « papie »."""
    sound = plain_word(word.lower().replace("ç", "s"))
    if not sound.isascii():
        return sound
    for pattern, replacement in _SOUNDS:
        sound = pattern.sub(replacement, sound)
    return sound


@lru_cache(maxsize=_KEPT)
def key_of(word: str) -> str:
    """The sound when it has four signs or more, else the plain word; figures stay."""
    sound = sound_of(word)
    if len(sound) >= 4 and not word.isdigit():
        return sound
    plain = plain_word(word)
    return plain[:-1] if len(plain) > 3 and plain[-1] in "sx" else plain


_STUCK = frozenset("ldjmstnc")
_VOWELS = frozenset("aeiouyh")
_SHORTEST_UNSTUCK = 4


def _unstuck(plain: str) -> str:
    rest = plain[1:]
    if len(rest) < _SHORTEST_UNSTUCK or plain[0] not in _STUCK or rest[0] not in _VOWELS:
        return ""
    written_out = SHORTHAND.get(rest)
    return key_of(written_out[0] if written_out else rest)


def tokens_of(text: str) -> list[Token]:
    """The words of a text, shorthand written out."""
    found = []
    for place, match in enumerate(_WORD.finditer(text)):
        raw = match.group()
        plain = plain_word(raw)
        for word in SHORTHAND.get(plain, (raw,)):
            found.append(
                Token(
                    raw=raw,
                    plain=plain_word(word),
                    key=key_of(word.lower()),
                    unstuck=_unstuck(plain_word(word)),
                    place=place,
                    start=match.start(),
                    end=match.end(),
                )
            )
    return found
