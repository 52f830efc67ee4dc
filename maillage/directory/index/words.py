"""Search by words: an inverted index of tokens, tolerant to typing errors.

Tokens are those of core.text, without the plural's s or x. Each posting keeps where the
token stands (name, commune, kind, description), because a name says more than a description.
"""

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from maillage.core.text import tokens
from maillage.directory.index.lexicon import content_words, stem
from maillage.directory.index.synonyms import PHRASES, Need

NAME, COMMUNE, KIND, TEXT = 1, 2, 4, 8
MAX_TYPO_TOKENS = 20
PREFIX_MIN = 3
# From this length the last word completes even when it is a word by itself (« biblio »).
PREFIX_ALWAYS = 5

EXACT, PREFIX, TYPO = 1.0, 0.875, 0.6
NEED_ONLY = 0.25

# What a word is worth by where it stands: the best place wins.
_WORTH = np.zeros(16, dtype=np.float32)
for _bits in range(1, 16):
    _WORTH[_bits] = next(
        worth
        for bit, worth in ((NAME, 1.0), (COMMUNE, 0.8), (KIND, 0.7), (TEXT, 0.4))
        if _bits & bit
    )

_NO_ROWS = np.zeros(0, dtype=np.int32)
_NO_BITS = np.zeros(0, dtype=np.uint8)


@dataclass(frozen=True, slots=True)
class Unit:
    """One word of the request, or one everyday phrase. `needs`: what it stands for."""

    words: tuple[str, ...]
    needs: tuple[Need, ...] = ()

    @property
    def text(self) -> str:
        return " ".join(self.words)


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """What one unit is worth in each row: 0 where its words are not, 1 at the best."""

    unit: Unit
    worth: NDArray[np.float32]


def parse(text: str) -> list[Unit]:
    """Cut a request into units, the longest everyday phrase first."""
    found = content_words(text)
    stems = [stem(word) for word in found]
    units: list[Unit] = []
    position = 0
    while position < len(found):
        length = next(
            (
                length
                for length in range(min(PHRASES.longest, len(found) - position), 0, -1)
                if tuple(stems[position : position + length]) in PHRASES.needs
            ),
            0,
        )
        key = tuple(stems[position : position + length])
        taken = max(1, length)
        units.append(Unit(tuple(found[position : position + taken]), PHRASES.needs.get(key, ())))
        position += taken
    return units


class WordCollector:
    """Takes the texts of each row in turn; keeps only figures."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}
        self._token_ids = array("i")
        self._rows = array("i")
        self._bits = array("B")
        self.size = 0

    def add(self, parts: Sequence[tuple[str, int]]) -> None:
        """The (text, bit) pairs of the next row."""
        found: dict[str, int] = {}
        for text, bit in parts:
            for word in tokens(text):
                token = stem(word)
                found[token] = found.get(token, 0) | bit
        for token, mask in found.items():
            self._token_ids.append(self._ids.setdefault(token, len(self._ids)))
            self._rows.append(self.size)
            self._bits.append(mask)
        self.size += 1

    def build(self, place: NDArray[np.int32]) -> "WordIndex":
        """The index, row number n being put at `place[n]`."""
        vocabulary = sorted(self._ids)
        rank = np.empty(len(vocabulary), dtype=np.int32)
        for position, token in enumerate(vocabulary):
            rank[self._ids[token]] = position
        return WordIndex(
            vocabulary,
            rank[np.frombuffer(self._token_ids, dtype=np.int32)] if vocabulary else _NO_ROWS,
            place[np.frombuffer(self._rows, dtype=np.int32)] if vocabulary else _NO_ROWS,
            np.frombuffer(self._bits, dtype=np.uint8) if vocabulary else _NO_BITS,
            self.size,
        )


class WordIndex:
    """Postings sorted by token: `rows[offsets[t]:offsets[t + 1]]` hold token `t`."""

    __slots__ = ("bits", "by_length", "offsets", "rows", "size", "vocabulary")

    def __init__(
        self,
        vocabulary: list[str],
        token_ids: NDArray[np.int32],
        rows: NDArray[np.int32],
        bits: NDArray[np.uint8],
        size: int,
    ) -> None:
        """Arrays of one entry per (token, row), in any order; `vocabulary` is sorted."""
        order = np.argsort(token_ids, kind="stable")
        self.rows = rows[order]
        self.bits = bits[order]
        self.offsets = np.zeros(len(vocabulary) + 1, dtype=np.int64)
        np.cumsum(np.bincount(token_ids, minlength=len(vocabulary)), out=self.offsets[1:])
        self.vocabulary = vocabulary
        self.size = size
        self.by_length: dict[int, list[str]] = {}
        for token in vocabulary:
            self.by_length.setdefault(len(token), []).append(token)

    @classmethod
    def merge(
        cls,
        old: "WordIndex",
        old_to_new: NDArray[np.int32],
        new: "WordIndex",
        new_to_new: NDArray[np.int32],
        size: int,
    ) -> "WordIndex":
        """One index of both; the arrays give each row's new place, -1 for a row that leaves."""
        vocabulary = sorted({*old.vocabulary, *new.vocabulary})
        rank = {token: position for position, token in enumerate(vocabulary)}
        parts = []
        for index, moves in ((old, old_to_new), (new, new_to_new)):
            lookup = np.array([rank[token] for token in index.vocabulary], dtype=np.int32)
            token_ids = np.repeat(lookup, np.diff(index.offsets))
            rows = moves[index.rows]
            kept = rows >= 0
            parts.append((token_ids[kept], rows[kept], index.bits[kept]))
        token_ids, rows, bits = (np.concatenate(pair) for pair in zip(*parts, strict=True))
        return cls(vocabulary, token_ids, rows, bits, size)

    def match(self, text: str) -> list[UnitMatch]:
        """What each unit of a request is worth in each row, in the request's order."""
        units = parse(text)
        return [self._match_unit(unit, is_last=unit is units[-1]) for unit in units]

    def in_names(self, text: str) -> NDArray[np.float32]:
        """For each row, 1 when all the words stand in its name, a little less when the last
        one is only begun, 0 otherwise. No guess, no everyday phrase."""
        found = content_words(text)
        best = np.ones(self.size, dtype=np.float32)
        for position, word in enumerate(found, start=1):
            worth = self._worth_of_word(word, may_complete=position == len(found))
            # Only a name is worth that much (see _WORTH).
            best = np.minimum(best, np.where(worth >= PREFIX, worth, 0))
        return best if found else np.zeros(self.size, dtype=np.float32)

    def _match_unit(self, unit: Unit, *, is_last: bool) -> UnitMatch:
        """A phrase is worth the mean of its words where all of them stand, 0 elsewhere.

        A word that stands nowhere, and leads nowhere, is taken for a typing error.
        """
        last = len(unit.words) - 1
        worths = [
            self._worth_of_word(word, may_complete=is_last and position == last)
            for position, word in enumerate(unit.words)
        ]
        worth = worths[0]
        if len(worths) > 1:
            everywhere = np.logical_and.reduce([part > 0 for part in worths])
            worth = np.where(everywhere, np.mean(worths, axis=0), 0).astype(np.float32)
        if unit.needs or worth.any():
            return UnitMatch(unit, worth)
        needs: dict[Need, None] = {}
        for guess in self._guesses(stem(unit.words[0])):
            position = self._position(guess)
            if position is not None:
                self._mark(worth, position, position + 1, TYPO)
            needs.update(dict.fromkeys(PHRASES.needs.get((guess,), ())))
        return UnitMatch(Unit(unit.words, tuple(needs)), worth)

    def _worth_of_word(self, word: str, *, may_complete: bool) -> NDArray[np.float32]:
        """Rows where the word stands, or begins another when it may be unfinished."""
        worth = np.zeros(self.size, dtype=np.float32)
        position = self._position(stem(word))
        enough = PREFIX_MIN if position is None else PREFIX_ALWAYS
        if may_complete and len(word) >= enough:
            first = bisect_left(self.vocabulary, word)
            last = bisect_left(self.vocabulary, word + "\x7f")
            self._mark(worth, first, last, PREFIX)
        if position is not None:
            self._mark(worth, position, position + 1, EXACT)
        return worth

    def _position(self, token: str) -> int | None:
        position = bisect_left(self.vocabulary, token)
        is_known = position < len(self.vocabulary) and self.vocabulary[position] == token
        return position if is_known else None

    def _mark(self, worth: NDArray[np.float32], first: int, last: int, quality: float) -> None:
        """Give the rows of tokens [first, last) what they are worth, never less than before."""
        begin, end = self.offsets[first], self.offsets[last]
        values = _WORTH[self.bits[begin:end]] * np.float32(quality)
        np.maximum.at(worth, self.rows[begin:end], values)

    def _guesses(self, token: str) -> list[str]:
        """Known tokens within one typing error (4 to 6 letters) or two (7 and more)."""
        limit = 0 if len(token) < 4 or token.isdigit() else 1 if len(token) < 7 else 2
        if not limit:
            return []
        candidates = [
            candidate
            for length in range(len(token) - limit, len(token) + limit + 1)
            for candidate in (
                *self.by_length.get(length, ()),
                *PHRASES.words_by_length.get(length, ()),
            )
        ]
        found = process.extract(
            token, candidates, scorer=OSA.distance, score_cutoff=limit, limit=MAX_TYPO_TOKENS
        )
        return [candidate for candidate, _distance, _position in found]
