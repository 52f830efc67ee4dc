"""Whether two values say the same thing: differences of mere writing are no difference.

« AV. J. JAURES » is « avenue Jean Jaurès » for the street, « http://www.x.fr/ » is
« https://x.fr », « Mo-Fr 9:00-12:00 » is « Mo,Tu,We,Th,Fr 09:00-12:00 ».
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rapidfuzz import fuzz

from maillage.core.text import normalize
from maillage.directory.hours.grammar import Span
from maillage.directory.hours.schedule import HoursError, context_of, intervals, weekly_table
from maillage.directory.standard import SEPARATOR

STREET_RATIO = 85
"""Names of streets alike at this ratio (0 to 100) are one street with a slip."""
# Week parity, « first Saturday », summer hours and school holidays all show in a whole year.
_YEAR = (date(2024, 1, 1), 364)
_CONTEXT = context_of(departement="45")
_TYPES = {
    **dict.fromkeys(("r", "rue"), "rue"),
    **dict.fromkeys(("av", "ave", "avenue"), "avenue"),
    **dict.fromkeys(("bd", "bld", "blvd", "bvd", "boul", "boulevard"), "boulevard"),
    **dict.fromkeys(("pl", "place"), "place"),
    **dict.fromkeys(("ch", "che", "chem", "chemin"), "chemin"),
    **dict.fromkeys(("rte", "route"), "route"),
    **dict.fromkeys(("imp", "impasse"), "impasse"),
    **dict.fromkeys(("all", "allee", "allees"), "allee"),
    **dict.fromkeys(("sq", "square"), "square"),
    **dict.fromkeys(("fg", "fbg", "faubourg"), "faubourg"),
    **dict.fromkeys(("crs", "cours"), "cours"),
    **dict.fromkeys(("qu", "quai"), "quai"),
    **dict.fromkeys(("esp", "esplanade"), "esplanade"),
    **{
        name: name
        for name in (
            *("passage", "promenade", "ruelle", "rond", "sente", "sentier", "venelle", "voie"),
            *("mail", "levee", "cite", "cour", "montee", "parvis", "villa", "rocade", "traverse"),
        )
    },
}
_WORDS = {
    **dict.fromkeys(("gal", "gen"), "general"),
    **dict.fromkeys(("mal", "mar"), "marechal"),
    "st": "saint",
    "ste": "sainte",
    "dr": "docteur",
    "pdt": "president",
    "prof": "professeur",
    "pr": "professeur",
    "cdt": "commandant",
    "col": "colonel",
    "cap": "capitaine",
}
_SMALL = frozenset({"de", "du", "des", "d", "la", "le", "les", "l", "et", "a", "au", "aux"})
_REPEATS = frozenset({"bis", "ter", "quater", "b", "t", "c"})
_STUCK = re.compile(r"(\d)([a-z])")
_SITE = re.compile(r"^(?:https?://)?(?:www\.)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Street:
    """An address line taken apart. `grade`: 3 numbered, 2 bare street, 1 name of a place, 0 none.

    `key` is equal for two writings of one line; `words` name the street, without number, type
    or small words.
    """

    grade: int
    key: str
    words: tuple[str, ...]


@lru_cache(maxsize=8192)
def text_key(text: str) -> str:
    """Equal for two writings of the same words."""
    return normalize(text) or " ".join(text.split())


def prose_key(text: str) -> str:
    """Equal for two layouts of one text: `text_key` costs too much on pages of prose."""
    return " ".join(text.casefold().split())


@lru_cache(maxsize=8192)
def street_of(adresse: str) -> Street:
    """Read an address line; a name of a building may stand before the street."""
    spaced = _STUCK.sub(r"\1 \2", normalize(adresse))
    tokens = spaced.split()
    if not tokens:
        return Street(0, "", ())
    start = next((at for at, word in enumerate(tokens) if word in _TYPES), None)
    if start is None:
        words = tuple(_WORDS.get(word, word) for word in tokens if word not in _SMALL)
        is_numbered = tokens[0].isdigit() and len(tokens) > 1
        named = tuple(word for word in words if not word.isdigit())
        return Street(3 if is_numbered else 1, " ".join(words), named)
    before = start
    while before and (tokens[before - 1].isdigit() or tokens[before - 1] in _REPEATS):
        before -= 1
    number = [word for word in tokens[before:start] if word.isdigit()]
    repeats = [word for word in tokens[before:start] if not word.isdigit()]
    named = tuple(_WORDS.get(word, word) for word in tokens[start + 1 :] if word not in _SMALL)
    key = " ".join((*number, *repeats, _TYPES[tokens[start]], *named))
    return Street(3 if number else 2, key, named)


def is_same_street(one: Street, two: Street) -> bool:
    """Whether both lie in one street, whatever the number: initials and slips allowed."""
    if not one.words or not two.words:
        return one.key == two.key
    if set(one.words) <= set(two.words) or set(two.words) <= set(one.words):
        return True
    if one.words[-1] == two.words[-1] and _are_initials(one.words[:-1], two.words[:-1]):
        return True
    return fuzz.ratio(" ".join(one.words), " ".join(two.words)) >= STREET_RATIO


def _are_initials(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    return len(one) == len(two) and all(
        first[0] == second[0] and 1 in (len(first), len(second))
        for first, second in zip(one, two, strict=True)
        if first != second
    )


def site_key(url: str) -> str:
    """Equal for two writings of one web address; the path keeps its case."""
    bare = _SITE.sub("", url.strip()).rstrip("/")
    host, slash, path = bare.partition("/")
    return host.lower() + slash + path


def digits_key(text: str) -> str:
    """The figures of a telephone number; « +33 (0)2 … » is « 02 … »."""
    figures = "".join(filter(str.isdigit, text.replace("(0)", "")))
    for prefix in ("0033", "33"):
        if figures.startswith(prefix) and len(figures) > 10:
            return "0" + figures.removeprefix(prefix)
    return figures


def items_of(text: str) -> list[str]:
    """The items of a multi-valued text of the standard."""
    return [item for part in text.split(SEPARATOR) if (item := part.strip())]


@lru_cache(maxsize=4096)
def _year(osm: str) -> object:
    """What a string opens over a year, comparable; its words when it cannot be read."""
    start, length = _YEAR
    try:
        return intervals(osm=osm, context=_CONTEXT, start=start, days=length)
    except HoursError:
        return text_key(osm)


@lru_cache(maxsize=4096)
def _week(osm: str) -> tuple[tuple[Span, ...], ...] | None:
    return weekly_table(osm=osm)


def is_same_hours(one: str, two: str) -> bool:
    """Whether two opening_hours strings open the same minutes.

    Of two plain weeks, public holidays are left aside; anything else is compared over a year.
    """
    if one == two:
        return True
    first, second = _week(one), _week(two)
    if first is not None and second is not None:
        return first == second
    return _year(one) == _year(two)
