"""Strings within one or two typing errors of a word, quickly. No Django.

A scorer over 35,000 names would cost tens of milliseconds by keystroke. Every string gets a
64-bit signature (which letters it has, which it has twice). One insertion, deletion or
substitution changes at most two of these bits and a transposition none, so a comparison of
signatures in numpy leaves a few hundred candidates, and never loses a right one.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_DIGITS = "0123456789"
_ONCE = {letter: 1 << rank for rank, letter in enumerate(_LETTERS)}
_TWICE = {letter: 1 << (26 + rank) for rank, letter in enumerate(_LETTERS)}
_ONCE |= {digit: 1 << (52 + rank) for rank, digit in enumerate(_DIGITS)}


def _signature(text: str) -> int:
    bits = 0
    for sign in text:
        once = _ONCE.get(sign, 0)
        bits |= _TWICE.get(sign, 0) if bits & once else once
    return bits


class TypoTable:
    """A fixed set of normalised strings (a-z, 0-9), searched by number of typing errors."""

    def __init__(self, strings: Iterable[str]) -> None:
        self._strings = sorted(set(strings), key=lambda text: (len(text), text))
        self._signatures: NDArray[np.uint64] = np.fromiter(
            (_signature(text) for text in self._strings), dtype=np.uint64, count=len(self._strings)
        )
        lengths = np.fromiter((len(text) for text in self._strings), dtype=np.int64)
        longest = int(lengths[-1]) if len(lengths) else 0
        # _starts[n] is the rank of the first string of at least n signs.
        self._starts = np.searchsorted(lengths, np.arange(longest + 2))

    def near(self, word: str, errors: int) -> list[tuple[str, int]]:
        """(string, number of errors) for the strings within `errors` of the word.

        An error is an insertion, a deletion, a substitution or two neighbours swapped.
        """
        last = len(self._starts) - 1
        low = int(self._starts[min(max(len(word) - errors, 0), last)])
        high = int(self._starts[min(len(word) + errors + 1, last)])
        if low >= high:
            return []
        changed = np.bitwise_count(self._signatures[low:high] ^ np.uint64(_signature(word)))
        ranks = np.flatnonzero(changed <= 2 * errors)
        if not len(ranks):
            return []
        candidates = [self._strings[low + rank] for rank in ranks.tolist()]
        distances = process.cdist(
            [word], candidates, scorer=OSA.distance, score_cutoff=errors, dtype=np.uint8
        )[0]
        return [
            (candidates[rank], int(distances[rank]))
            for rank in np.flatnonzero(distances <= errors).tolist()
        ]


def errors_allowed(word: str) -> int:
    """Typing errors forgiven in a word: none under 4 signs, one under 7, then two."""
    if len(word) < 4:
        return 0
    return 1 if len(word) < 7 else 2
