"""A text as figures: its ideas, its words and pairs of words by sound, its letters."""

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from maillage.orientation.engine import labels
from maillage.orientation.engine.cues import (
    ages_of,
    frais_of,
    moment_of,
    sentence_of,
    ways_of,
)
from maillage.orientation.engine.lexicon import SMALL_WORDS
from maillage.orientation.engine.reading import Reading
from maillage.orientation.engine.urgency import urgency_cues

BLOCKS = {"i": 1.2, "w": 1.0, "b": 0.7, "g": 0.9}
"""Weight of each family of features: ideas, words, pairs of words, letters."""

_SIZES = (3, 4, 5)
_NEAR = 8  # words between two pieces of an urgency
# Sections that say nothing of the service.
_VAGUE = frozenset({"autres", "demarches"}).union(
    labels.PUBLICS, labels.PRISES_EN_CHARGE, labels.MODALITES
)
_LONGEST = 24  # letters of a word that are looked at


def features_of(reading: Reading, hidden: frozenset[int] = frozenset()) -> list[tuple[str, int]]:
    """(feature, rank of its token); the tokens of `hidden` (the commune) are left out."""
    found: list[tuple[str, int]] = []
    for idea in reading.ideas:
        found.append(("i:" + idea.name, idea.at[0]))
        found.append(("i:=" + idea.section, idea.at[0]))
    found += urgent_pairs(reading)
    sections = {idea.section for idea in reading.ideas if idea.section[0] not in "~#"}
    foreign = any(idea.section[0] == "#" for idea in reading.ideas)
    known = bool(sections - _VAGUE)
    found.append((f"i:known {known} elsewhere {foreign}", 0))
    sentence = sentence_of(reading)
    for cue, at in urgency_cues(sentence).items():
        found.append(("i:?" + cue, at[0] if at else 0))
    for field, value in (
        ("moment", moment_of(reading, sentence)),
        ("frais", frais_of(reading, sentence)),
    ):
        if value is not None:
            found.append((f"i:{field}", 0))
            found.append((f"i:{field} {value.value}", 0))
    for way, at in ways_of(sentence).items():
        found.append((f"i:?{way}", at[0] if at else 0))
    for age in ages_of(sentence):
        band = min(age.years // 10, 7)
        found.append((f"i:age{band}", age.ranks[0] if age.ranks else 0))
    before = "^"
    for rank, token in enumerate(reading.tokens):
        if rank in hidden:
            before = "@"
            continue
        found.append(("w:" + token.key, rank))
        found.append((f"b:{before} {token.key}", rank))
        before = token.key
        if token.plain not in SMALL_WORDS:
            padded = f" {token.plain[:_LONGEST]} "
            for size in _SIZES:
                for start in range(len(padded) - size + 1):
                    found.append(("g:" + padded[start : start + size], rank))
    found.append((f"b:{before} $", max(len(reading.tokens) - 1, 0)))
    found.append((f"i:length{min(int(math.log2(len(reading.tokens) + 1)), 6)}", 0))
    return found


def urgent_pairs(reading: Reading) -> list[tuple[str, int]]:
    """Two pieces of an urgency near each other: « coupé » and « RSA », « code » and « donné »."""
    pieces = [
        (section, idea.at[0])
        for idea in reading.ideas
        if (section := "~droit" if idea.section in labels.THEMES else idea.section)[0] == "~"
        or section == "securite"
    ]
    found = set()
    for rank, (first, at) in enumerate(pieces):
        for second, where in pieces[rank + 1 :]:
            if first != second and abs(where - at) <= _NEAR:
                found.add(("i:" + "".join(sorted((first, second))), at))
    return sorted(found)


class Vocabulary:
    """The features kept, their rank and their rarity."""

    def __init__(self, names: Sequence[str], rarity: NDArray[np.float32]) -> None:
        self.names = list(names)
        self.rarity = rarity
        self._rank = {name: rank for rank, name in enumerate(self.names)}
        order = "".join(BLOCKS)
        self._family = np.array([order.index(name[0]) for name in self.names], dtype=np.int8)

    @classmethod
    def learn(cls, texts: Sequence[Sequence[tuple[str, int]]], *, least: int) -> "Vocabulary":
        """The features of at least `least` texts (ideas and words: 1 less)."""
        counts: Counter[str] = Counter()
        for features in texts:
            counts.update({name for name, _ in features})
        names = sorted(name for name, count in counts.items() if count >= least or name[0] == "i")
        total = len(texts)
        rarity = [math.log((1 + total) / (1 + counts[name])) + 1 for name in names]
        return cls(names, np.array(rarity, dtype=np.float32))

    def holds(self, name: str) -> bool:
        return name in self._rank

    def vector(
        self, features: Sequence[tuple[str, int]]
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """(ranks, values): each family has its weight as length."""
        found = list(map(self._rank.get, (name for name, _ in features)))
        counts = Counter(rank for rank in found if rank is not None)
        ranks = np.fromiter(counts.keys(), dtype=np.int64, count=len(counts))
        times = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
        values = (1 + np.log(times)) * self.rarity[ranks] if len(ranks) else times
        families = self._family[ranks]
        for family, weight in enumerate(BLOCKS.values()):
            inside = families == family
            norm = float(np.sqrt((values[inside] ** 2).sum()))
            if norm:
                values[inside] *= weight / norm
        return ranks, values.astype(np.float32)

    def tokens_of(
        self, features: Sequence[tuple[str, int]], ranks: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Of each known feature of a text: its place among `ranks`, and its token."""
        place_of = {rank: place for place, rank in enumerate(ranks.tolist())}
        pairs = [
            (place_of[rank], token)
            for name, token in features
            if (rank := self._rank.get(name)) is not None
        ]
        both = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        return both[:, 0], both[:, 1]
