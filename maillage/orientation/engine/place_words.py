"""The written words of a text, for names of communes: shorthand is not written out."""

from collections.abc import Sequence
from dataclasses import dataclass

from maillage.orientation.engine.tokens import Token, plain_word


@dataclass(frozen=True, slots=True)
class PlaceWord:
    """A word as written, and the tokens it gave (shorthand makes several)."""

    raw: str
    plain: str
    start: int
    end: int
    ranks: tuple[int, ...]


def written_words(tokens: Sequence[Token]) -> list[PlaceWord]:
    """One word for all the tokens of one place."""
    words: list[PlaceWord] = []
    for rank, token in enumerate(tokens):
        if words and words[-1].start == token.start:
            last = words[-1]
            words[-1] = PlaceWord(last.raw, last.plain, last.start, last.end, (*last.ranks, rank))
        else:
            words.append(
                PlaceWord(token.raw, plain_word(token.raw), token.start, token.end, (rank,))
            )
    return words
