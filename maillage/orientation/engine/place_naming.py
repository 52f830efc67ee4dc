"""Which town some words name, and how much this way of naming it is worth as evidence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from maillage.core.text import ARTICLES
from maillage.orientation.engine.lexicon import SMALL_WORDS
from maillage.orientation.engine.place_words import PlaceWord
from maillage.orientation.engine.tokens import sound_of
from maillage.orientation.engine.towns import Gazetteer, Name, Town, name_words

_TOWN_PEOPLE = 2_500
CITY_PEOPLE = 20_000
_TOURS, _TOURS_BY_EAR = "tours", "tour"
# A commune of a few people, and a region that everybody names.
_ELSEWHERE = frozenset({"bretagne"})
_POSTAL = re.compile(r"\d{5}")


@dataclass(frozen=True, slots=True)
class Named:
    """A town that words may name, and what this way of naming is worth."""

    town: Town
    worth: float
    is_common: bool = False
    has_article: bool = False


def named_by(part: Sequence[PlaceWord], gazetteer: Gazetteer) -> Named | None:
    """The town that these words name as it is written."""
    plain = [word.plain for word in part]
    if len(part) == 1 and _POSTAL.fullmatch(plain[0]):
        town = gazetteer.by_postal_code(plain[0])
        return Named(town, 3.0) if town else None
    names = name_words(plain)
    glued = "".join(names)
    if not names or glued.isdigit() or glued in _ELSEWHERE:
        return None
    name = gazetteer.exact(glued)
    if name is not None:
        return _named_whole(name, names, part, gazetteer)
    is_alone = len(names) == 1
    town = gazetteer.by_alias(glued)
    # « autour d'un café » is not Dun-sur-Auron.
    glues = len(names) > 1 and len(glued) < 7 and _has_small(names)
    if town is not None and not glues and not (is_alone and plain[0] in ARTICLES):
        return Named(town, (2.0 if len(glued) >= 6 else 1.5) if glued.isascii() else 2.5)
    return _unstuck(glued, gazetteer) if is_alone else None


def _named_whole(
    name: Name, names: Sequence[str], part: Sequence[PlaceWord], gazetteer: Gazetteer
) -> Named | None:
    is_alone = len(names) == 1
    # « la mer » is not the commune of Mer.
    if part[0].plain in ARTICLES and not name.has_article and is_alone:
        return None
    if _is_glued_wrongly(names, name):
        return None
    is_common = is_alone and names[0] in gazetteer.common
    worth = _worth_common(name, part) if is_common else _worth_whole(name, names)
    return Named(name.town, worth, is_common, name.has_article)


def _unstuck(glued: str, gazetteer: Gazetteer) -> Named | None:
    """« damboise »: written by ear, the small word is stuck to the name."""
    if glued[0] not in "dl" or len(glued) < 7:
        return None
    name = gazetteer.exact(glued[1:])
    if name is None or len(name.words) > 1 or name.town.population < 1_000:
        return None
    # « la cantine dissoudun »: no other word looks like it.
    is_sure = name.town.population >= _TOWN_PEOPLE and len(name.glued) >= 7
    return Named(name.town, 2.5 if is_sure else 1.5)


def nearly_named_by(
    part: Sequence[PlaceWord], gazetteer: Gazetteer, *, errors: bool, is_home: bool
) -> Named | None:
    """The town that these words name by ear or, with `errors`, with a typing error.

    `is_home`: « j'habite » stands before, a plain word may then be a town by ear.
    """
    plain = [word.plain for word in part]
    names = name_words(plain)
    glued = "".join(names)
    is_alone = len(names) == 1
    if len(glued) < 4 or (is_alone and (names[0] in gazetteer.common or plain[0] in ARTICLES)):
        home = _home_by_ear(names, gazetteer) if is_home and len(glued) >= 4 else None
        return home or _city_by_ear(names, gazetteer)
    name = gazetteer.by_sound(names)
    if name is not None and _is_alike(glued, name) and not _is_glued_wrongly(names, name):
        return Named(name.town, _worth_by_sound(name, glued))
    if not errors or len(glued) < 7:
        return None
    name = _closest(glued, gazetteer)
    if name is None or _is_glued_wrongly(names, name):
        return None
    if len(name.words) > 1 and not is_alone:
        return Named(name.town, 2.5 if len(glued) >= 12 else 1.0)
    return Named(name.town, 0.5 + 0.5 * (len(glued) >= 9))


def _city_by_ear(names: Sequence[str], gazetteer: Gazetteer) -> Named | None:
    """« chui a tour »: the one city whose name by ear is a plain word."""
    name = gazetteer.exact(_TOURS) if names == [_TOURS_BY_EAR] else None
    return Named(name.town, 0.4, is_common=True) if name else None


def _home_by_ear(names: Sequence[str], gazetteer: Gazetteer) -> Named | None:
    """« jabite contre »: a town of some size, one letter away."""
    name = gazetteer.by_sound(names)
    if name is None or name.town.population < _TOWN_PEOPLE:
        return None
    is_near = OSA.distance(names[0], name.glued) <= 1
    return Named(name.town, 0.0, is_common=True) if is_near else None


def _worth_by_sound(name: Name, glued: str) -> float:
    if len(name.words) > 1 and len(glued) >= 8 and not name.is_short:
        return 2.5
    worth = 1.5 if len(glued) >= 7 else 1.0
    if len(glued) >= 6 and name.town.population >= _TOWN_PEOPLE:
        worth += 0.7
    return worth


def _is_glued_wrongly(names: Sequence[str], name: Name) -> bool:
    """« des monts » is not Desmonts, « train ou » is not Traînou."""
    return len(names) > len(name.words) and _has_small(names)


def _has_small(names: Sequence[str]) -> bool:
    return any(len(name) <= 2 or name in SMALL_WORDS for name in names)


def _worth_common(name: Name, part: Sequence[PlaceWord]) -> float:
    """Of a name that is a word: « tours fablab », a text begins so only for the city."""
    if part[0].start == 0 and name.town.population >= CITY_PEOPLE:
        return 2.0
    return 1.0 if part[-1].raw[:1].isupper() else 0.0


def _worth_whole(name: Name, names: Sequence[str]) -> float:
    people, letters = name.town.population, len(name.glued)
    if name.is_short:
        if len(names) > 1:
            return 1.3
        return 1.5 if letters >= 7 and people >= 3_000 else 0.8
    if len(names) > 1:
        return 3.0 if letters >= 8 else 2.0
    if people >= 1_500 and letters >= (4 if people >= 3_000 else 5):
        return 2.5
    return 2.0 if people >= 1_000 or letters >= 7 else 1.5


def _is_alike(written: str, name: Name) -> bool:
    """Sounding alike is not enough for short names: « zone » and « Saunay »."""
    size = len(sound_of(name.glued))
    if size >= 6 or (size >= 5 and name.town.population >= _TOWN_PEOPLE):
        return True
    distance = int(OSA.distance(written, name.glued))
    return distance <= max(1, len(name.glued) // 3) and written[0] == name.glued[0]


def _closest(glued: str, gazetteer: Gazetteer) -> Name | None:
    found = gazetteer.typos.near(glued, 2 if len(glued) >= 10 else 1)
    best = min(found, key=lambda pair: (pair[1], pair[0]), default=("", 0))[0]
    return gazetteer.exact(best) if best and best[0] == glued[0] else None
