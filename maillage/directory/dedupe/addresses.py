"""An address taken apart for comparison: ways with their numbers, and how two of them agree."""

import re
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz

from maillage.core.text import normalize
from maillage.directory.dedupe.words import (
    EMPTY,
    MONTHS,
    SHORT_WORDS,
    STREET_TYPES,
    SUFFIXES,
    SURE_TYPES,
)

SAME_STREET = 84
"""Likeness of the words of two streets, of 100, from which they are one street badly spelled."""
NEXT_DOOR = 2

_NOISE = re.compile(
    r"\b(?:b p|bp|cs|c s|tsa|boite postale) ?\d+\b|\bcedex(?: \d{1,2})?\b|\b\d{5}\b.*$"
)
# « 5, rue du Lavoir »: the comma after a number cuts nothing.
_NUMBER_COMMA = re.compile(
    r"(\b\d{1,4}(?: ?(?:bis|ter|quater|[abt]))?) ?,(?=\s*[^\W\d])", re.IGNORECASE
)
# Not « / »: « 8/10 rue » and « s/ » are parts of one address.
_CUT = re.compile(r"[,;()\n|]| - | – |\.\.+")


@dataclass(frozen=True, slots=True)
class Way:
    """« 8-10 bis rue du Lavoir »: numbers 8 to 10, words without the type (« lavoir »)."""

    first: int | None
    last: int | None
    suffix: str
    kind: str
    words: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Address:
    """The ways of an address, and its other words (names of buildings, hamlets)."""

    ways: tuple[Way, ...]
    rest: tuple[str, ...]


NOWHERE = Address((), ())


def read_address(text: str) -> Address:
    """Take an address apart. Never fails; an empty text gives NOWHERE."""
    ways: list[Way] = []
    rest: list[str] = []
    for segment in _CUT.split(_NUMBER_COMMA.sub(r"\1 ", text)):
        words = _NOISE.sub(" ", normalize(segment)).split()
        if words:
            _read_segment(words, ways, rest)
    return Address(tuple(dict.fromkeys(ways)), tuple(rest))


def _read_segment(words: list[str], ways: list[Way], rest: list[str]) -> None:
    starts = [position for position in range(len(words)) if _is_start(words, position)]
    if not starts:
        number, last, suffix, after = _leading_number(words)
        if number is not None and after < len(words):
            _add(ways, "", words[after:], (number, last, suffix))
        else:
            rest.extend(word for word in words if word not in EMPTY)
        return
    bounds = [*starts, len(words)]
    begin = 0
    for start, end in pairwise(bounds):
        before = words[begin:start]
        number, last, suffix, used = _trailing_number(before)
        rest.extend(word for word in before[: len(before) - used] if word not in EMPTY)
        tail = words[start + 1 : end]
        if end < len(words):
            # The number before the next street belongs to it.
            *_, taken = _trailing_number(tail)
            tail = tail[: len(tail) - taken]
        _add(ways, STREET_TYPES[words[start]], tail, (number, last, suffix))
        begin = start + 1 + len(tail)


def _is_start(words: list[str], position: int) -> bool:
    kind = STREET_TYPES.get(words[position])
    if kind is None:
        return False
    if position == 0:
        return len(words) > 1
    before = words[position - 1]
    if before.isdigit():
        return True
    if before in SUFFIXES and position > 1 and words[position - 2].isdigit():
        return True
    if before in ("grande", "petite") and kind == "rue":
        return True
    return kind in SURE_TYPES and len(words[position]) > 1 and before not in EMPTY


def _trailing_number(words: list[str]) -> tuple[int | None, int | None, str, int]:
    """(first, last, suffix, words used) of the number at the end: « 8 10 bis »."""
    end = len(words)
    suffix = ""
    if end and words[-1] in ("grande", "petite"):
        # « 31 Grande Rue »: the adjective is the name of the street.
        number, last, suffix, used = _trailing_number(words[:-1])
        return number, last, suffix, used + 1 if used else 1
    if end > 1 and words[-1] in SUFFIXES and words[-2].isdigit():
        suffix, end = SUFFIXES[words[-1]], end - 1
    elif end and (joined := re.fullmatch(r"(\d{1,4})(bis|ter|quater|[abt])", words[-1])):
        return int(joined[1]), int(joined[1]), SUFFIXES.get(joined[2], ""), 1
    numbers: list[int] = []
    position = end
    while position and len(numbers) < 2:
        word = words[position - 1]
        if word.isdigit() and len(word) <= 4:
            numbers.insert(0, int(word))
            position -= 1
        elif (
            numbers and word in ("a", "et", "au") and position > 1 and words[position - 2].isdigit()
        ):
            position -= 1
        else:
            break
    if not numbers:
        return None, None, "", 0
    return min(numbers), max(numbers), suffix, len(words) - position


def _leading_number(words: list[str]) -> tuple[int | None, int | None, str, int]:
    """« 1 la Grange »: a number without a type of street."""
    if not words[0].isdigit() or len(words[0]) > 4 or (len(words) > 1 and words[1] in MONTHS):
        return None, None, "", 0
    number = int(words[0])
    if len(words) > 2 and words[1] in SUFFIXES:
        return number, number, SUFFIXES[words[1]], 2
    return number, number, "", 1


def _add(
    ways: list[Way], kind: str, tail: list[str], number: tuple[int | None, int | None, str]
) -> None:
    words = tuple(
        SHORT_WORDS.get(word, word) for word in tail if word not in EMPTY or word == "grande"
    )
    if not words and kind == "rue":
        words = ("grande",)  # « Grande Rue »
    if words:
        ways.append(Way(*number, kind, words, " ".join(words)))


def street_likeness(one: Way, other: Way) -> float:
    """0 to 100. « Leclerc » is « Maréchal Leclerc »; at one number, « Vie » is « Vieux Pont »."""
    if one.text == other.text:
        return 100.0
    if (
        one.first is not None
        and one.first == other.first
        and (one.text.startswith(other.text) or other.text.startswith(one.text))
    ):
        return 90.0
    mine, theirs = set(one.words), set(other.words)
    if (
        one.words[-1] == other.words[-1]
        and len(one.words[-1]) > 3
        and (mine <= theirs or theirs <= mine)
    ):
        return 95.0
    return fuzz.ratio(one.text, other.text, score_cutoff=SAME_STREET - 10)


def agreement(one: Address, other: Address) -> str:
    """How two addresses agree, the best pair of ways deciding.

    « porte »: same street and number; « voisin »: numbers at most 2 apart; « numero »: same
    street, other number; « rue »: same street, a number is missing; « place »: same street,
    both without a number; « autre »: two streets; « » when one does not say.
    """
    best = ""
    for mine in one.ways:
        for theirs in other.ways:
            is_same = street_likeness(mine, theirs) >= SAME_STREET
            code = _numbers(mine, theirs) if is_same else "autre"
            if _RANK[code] > _RANK[best]:
                best = code
    if not best and not one.ways and not other.ways and one.rest and other.rest:
        likeness = fuzz.token_sort_ratio(" ".join(one.rest), " ".join(other.rest))
        best = "place" if likeness >= SAME_STREET else ""
    return best


_RANK = {"": 0, "autre": 1, "numero": 2, "voisin": 3, "rue": 4, "place": 5, "porte": 6}


def _numbers(one: Way, other: Way) -> str:
    if one.first is None and other.first is None:
        return "place"
    if one.first is None or other.first is None:
        return "rue"
    mine, theirs = (one.first, one.last or one.first), (other.first, other.last or other.first)
    if mine[0] <= theirs[1] and theirs[0] <= mine[1]:
        return "porte"
    return "voisin" if max(mine[0] - theirs[1], theirs[0] - mine[1]) <= NEXT_DOOR else "numero"
