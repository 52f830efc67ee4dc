"""A text read once, for every part of the engine: its words and the ideas that they mean."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from maillage.orientation.engine.lexicon import Idea, default_lexicon
from maillage.orientation.engine.tokens import Token, tokens_of


@dataclass(frozen=True, slots=True)
class Reading:
    """A text read once, for every part of the engine."""

    text: str
    tokens: tuple[Token, ...]
    ideas: tuple[Idea, ...]

    def words_at(self, ranks: Iterable[int]) -> tuple[str, ...]:
        """The words as written, in their order, without repeats."""
        places = {self.tokens[rank].place: self.tokens[rank].raw for rank in ranks}
        return tuple(places[place] for place in sorted(places))


def read(text: str) -> Reading:
    """The words and ideas of a text, accents composed so that places of words hold."""
    composed = unicodedata.normalize("NFC", text)
    tokens = tokens_of(composed)
    return Reading(composed, tuple(tokens), tuple(default_lexicon().find(tokens)))
