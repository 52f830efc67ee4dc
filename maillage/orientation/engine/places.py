"""Which commune the person looks from: names in a text, however written, and never invented.

A name alone proves little: « tours », « mer », « la loupe » are words. A mention is worth its
way of being written (place_naming.py: whole, by sound, with a typing error, shortened) and
what stands around (place_context.py: « à », « j'habite », the end after a comma). Under the
bar, nothing is said.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from maillage.core.text import ARTICLES
from maillage.orientation.engine.need import CommuneFound
from maillage.orientation.engine.place_context import (
    NEAR,
    OF,
    Surroundings,
    breaks_between,
    introduces,
    last_of_few,
)
from maillage.orientation.engine.place_naming import CITY_PEOPLE, named_by, nearly_named_by
from maillage.orientation.engine.place_words import PlaceWord, written_words
from maillage.orientation.engine.reading import Reading
from maillage.orientation.engine.towns import Gazetteer, Town, name_words

BAR = 2.5
"""Evidence under which a name is not taken for a commune."""

_MAX_WORDS = 7
_FEW_WORDS = 4  # « cloyes wifi »: the whole is a search, a name there is a place
_BESIDE = 4  # words between a commune and the one it is near


@dataclass(frozen=True, slots=True)
class Mention:
    """A town named in a text, by the tokens of these ranks."""

    town: Town
    evidence: float
    words: str
    ranks: frozenset[int]

    def found(self) -> CommuneFound:
        """The mention as the engine gives it."""
        confidence = min(0.99, 0.35 + 0.12 * self.evidence)
        return CommuneFound(self.town.nom, self.town.code, round(confidence, 2), (self.words,))


def find_commune(reading: Reading, gazetteer: Gazetteer) -> Mention | None:
    """The commune of the text; None when none is named clearly enough."""
    words = written_words(reading.tokens)
    mentions: list[Mention] = []
    at = last_end = 0
    while at < len(words):
        mention, size = _mention_at(reading.text, words, at, gazetteer)
        if mention is not None:
            # « Saint-Ouen, à côté de Vendôme »: the second only says where the first is.
            beside = mentions and at - last_end <= _BESIDE
            if not (beside and words[at - 1].plain in OF | NEAR):
                mentions.append(mention)
            last_end = at + size
        at += size
    return max(mentions, key=lambda mention: mention.evidence, default=None)


def _mention_at(
    text: str, words: Sequence[PlaceWord], at: int, gazetteer: Gazetteer
) -> tuple[Mention | None, int]:
    """The best reading of the words from there, the longest first, and how many it takes."""
    last = at + 1
    while last < min(at + _MAX_WORDS, len(words)) and not breaks_between(
        text, words[last - 1], words[last]
    ):
        last += 1
    # Looking names up and around costs much: most words are no name, nor its beginning.
    is_start = gazetteer.starts(word.plain for word in words[at:last])
    is_introduced = introduces(words, at)
    if not is_start and not is_introduced:
        return None, 1
    for end in range(last, at, -1):
        part = words[at:end]
        if part[-1].plain in ARTICLES or part[-1].plain in OF:
            continue
        named = named_by(part, gazetteer)
        if named is None and not (
            is_introduced or gazetteer.by_sound(name_words(word.plain for word in part))
        ):
            continue
        around = Surroundings(text, words, at, end)
        is_as_written = named is not None
        if named is None and (len(part) <= 2 or gazetteer.may_begin(part[0].plain, part[1].plain)):
            context = around.evidence(is_common=False, has_article=False)
            if context >= 1.5 or len(part) > 2 or at == 0:
                named = nearly_named_by(
                    part, gazetteer, errors=context >= 2, is_home=around.is_home
                )
        if named is None:
            continue
        evidence = named.worth + around.evidence(
            is_common=named.is_common, has_article=named.has_article
        )
        # « fablab tours »: after a few words of search, a city's name is the city.
        if named.is_common and named.town.population >= CITY_PEOPLE and last_of_few(words, end):
            evidence += 2.0
        if is_as_written and not named.is_common and len(words) <= _FEW_WORDS:
            evidence += 0.7
        if evidence >= BAR:
            ranks = frozenset(rank for word in part for rank in word.ranks)
            written = text[part[0].start : part[-1].end]
            return Mention(named.town, evidence, written, ranks), len(part)
    return None, 1
