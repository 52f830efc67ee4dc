"""The search behind every field « Où ? »: names of places in memory. No Django.

A text is compared with names in four ways, each worth less than the one before: the whole
name, its beginning, some of its words, a name within one or two typing errors. Inside each,
the more people live there the higher. Spaces, hyphens, accents, articles and « St » do not
count: names are compared glued together, « nogentrotrou » as well as « nogentlerotrou ».
"""

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from maillage.core.text import normalize, normalize_place
from maillage.territory.place_query import PlaceQuery, parse_place_query
from maillage.territory.place_typos import TypoTable, errors_allowed

EXACT, PREFIX, WORDS, TYPO = 100.0, 80.0, 60.0, 40.0
"""Bases of the score; people living there add less than 10."""

_BY_ERROR = 8.0
_ANNOUNCED = 25.0
# A town of this many people, one letter away, passes before villages twenty times smaller
# whose names merely begin as what was typed: « chatres » is Chartres more often than
# Châtres-sur-Cher.
_TOWN, _TOWN_RATIO, _TOWN_SCORE = 10_000, 20, 90.0
# Of two places of the same name, people mean the commune.
_KIND_MALUS = {"ancienne_commune": 1.0, "region": 2.0, "epci": 6.0, "bassin": 5.0}
_AFTER_LAST = "\uffff"


@dataclass(frozen=True, slots=True)
class PlaceMatch:
    """A place that answers a text.

    `kind`: commune, ancienne_commune, code_postal, epci, bassin, departement, region, lieu or
    adresse. `detail` tells it from its namesakes. Latitude and longitude in degrees, None when
    unknown. `score`: 100 and more for the exact name, 80 its beginning, 60 some words, less
    with typing errors. `commune_code` is filled when the place lies in one known commune.
    """

    kind: str
    code: str
    label: str
    detail: str
    latitude: float | None
    longitude: float | None
    population: int
    score: float
    commune_code: str = ""

    @property
    def key(self) -> str:
        """« commune:28085 »: the exact form that a page may put in its address."""
        return f"{self.kind}:{self.code}"


@dataclass(frozen=True, slots=True)
class PlaceEntry:
    """A place to put in the index; `names` are all the ways of writing it, as in real life."""

    kind: str
    code: str
    label: str
    detail: str
    names: tuple[str, ...]
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0
    departement: str = ""
    postal_codes: tuple[str, ...] = ()
    commune_code: str = ""


class PlaceIndex:
    """A fixed set of places; build it again when they change. Safe to share by threads."""

    def __init__(self, entries: Iterable[PlaceEntry]) -> None:
        self._entries: list[PlaceEntry] = list(entries)
        self._add_postal_codes()
        count = len(self._entries)
        self._bonus: NDArray[np.float64] = np.fromiter(
            (_bonus(entry) for entry in self._entries), dtype=np.float64, count=count
        )
        self._kinds = np.array([entry.kind for entry in self._entries], dtype="U16")
        self._departements = np.array([entry.departement for entry in self._entries], dtype="U3")
        self._by_key = {(entry.kind, entry.code): i for i, entry in enumerate(self._entries)}

        keys: dict[str, set[int]] = defaultdict(set)
        words: dict[str, set[int]] = defaultdict(set)
        for rank, entry in enumerate(self._entries):
            for name in entry.names:
                place_words = normalize_place(name).split()
                keys["".join(place_words)].add(rank)
                keys[normalize(name).replace(" ", "")].add(rank)
                for word in place_words:
                    words[word].add(rank)
        keys.pop("", None)
        self._keys, self._key_ranks, self._key_starts = _flatten(keys)
        self._words, self._word_ranks, self._word_starts = _flatten(words)
        self._near_keys = TypoTable(self._keys)
        self._near_prefixes = TypoTable(
            word[:size] for word in self._words for size in range(min(len(word), 4), len(word) + 1)
        )

    def __len__(self) -> int:
        return len(self._entries)

    def _add_postal_codes(self) -> None:
        """One place by postal code, at the centre of its most populous commune."""
        self._postal: dict[str, list[int]] = defaultdict(list)
        for rank, entry in enumerate(self._entries):
            if entry.kind == "commune":
                for code in entry.postal_codes:
                    self._postal[code].append(rank)
        self._postal_codes = sorted(self._postal)
        for code in self._postal_codes:
            ranks = self._postal[code]
            ranks.sort(key=lambda rank: -self._entries[rank].population)
            first, others = self._entries[ranks[0]], len(ranks) - 1
            detail = first.label
            if others:
                detail += f" et {others} autre{'s' if others > 1 else ''} commune"
                detail += "s" if others > 1 else ""
            self._entries.append(
                PlaceEntry(
                    kind="code_postal",
                    code=code,
                    label=code,
                    detail=detail,
                    names=(),
                    latitude=first.latitude,
                    longitude=first.longitude,
                    population=sum(self._entries[rank].population for rank in ranks),
                    departement=first.departement,
                    commune_code="" if others else first.code,
                )
            )

    def get(self, kind: str, code: str) -> PlaceMatch | None:
        """The place of this exact kind and code."""
        rank = self._by_key.get((kind, code))
        return None if rank is None else self._match(rank, EXACT + 10)

    def is_alone(self, label: str) -> bool:
        """Whether one place, and only one, bears exactly this name."""
        key = "".join(normalize_place(label).split())
        spot = bisect_left(self._keys, key)
        if spot == len(self._keys) or self._keys[spot] != key:
            return False
        return int(self._key_starts[spot + 1] - self._key_starts[spot]) == 1

    def search(
        self, text: str, *, limit: int = 8, kinds: frozenset[str] | None = None
    ) -> list[PlaceMatch]:
        """The best places for a text, best first; an empty text has none."""
        query = parse_place_query(text)
        wanted = np.ones(len(self._entries), dtype=bool)
        if kinds is not None:
            wanted = np.isin(self._kinds, sorted(kinds))
        if query.number:
            scores = self._score_number(query.number)
        else:
            beside = wanted & self._beside(query)
            scores = self._score_names(query, beside)
            if not scores and not np.array_equal(beside, wanted):
                scores = self._score_names(query, wanted)
        kept = [(score, rank) for rank, score in scores.items() if wanted[rank]]
        kept.sort(key=lambda pair: (-pair[0], self._entries[pair[1]].label, pair[1]))
        return [self._match(rank, score) for score, rank in kept[:limit]]

    def town_of(self, text: str) -> PlaceMatch | None:
        """The commune at the end of an address, « 12 rue du Puits, 28000 Chartres ».

        Without a known commune, the postal code. Never scored above a name that was typed.
        """
        query = parse_place_query(text)
        words = query.plain.split()
        kinds = frozenset({"commune", "ancienne_commune"})
        for size in range(min(len(words) - 1, 7), 0, -1):
            town = " ".join((query.postal_code, *words[-size:])).strip()
            found = self.search(town, limit=1, kinds=kinds)
            if found and found[0].score >= EXACT - 2:
                return replace(found[0], score=WORDS)
        code = self.get("code_postal", query.postal_code) if query.postal_code else None
        return replace(code, score=WORDS) if code else None

    # --- Figures ------------------------------------------------------------------------
    def _score_number(self, number: str) -> dict[int, float]:
        """« 28 »: the department, then postal codes; « 28000 »: the code, then its communes."""
        scores: dict[int, float] = {}
        if len(number) < 2:
            return scores
        exact = self._by_key.get(("departement", number))
        if exact is not None:
            scores[exact] = EXACT + 10
        low = bisect_left(self._postal_codes, number)
        high = bisect_left(self._postal_codes, number + _AFTER_LAST)
        for code in self._postal_codes[low:high]:
            rank = self._by_key[("code_postal", code)]
            scores[rank] = (EXACT if code == number else PREFIX) + float(self._bonus[rank])
        if number in self._postal:
            for rank in self._postal[number]:
                scores[rank] = PREFIX + float(self._bonus[rank])
        insee = self._by_key.get(("commune", number))
        if insee is not None:
            scores[insee] = max(scores.get(insee, 0.0), PREFIX + float(self._bonus[insee]))
        return scores

    def _beside(self, query: PlaceQuery) -> NDArray[np.bool_]:
        """The places that agree with the postal code or department written beside the name."""
        if query.postal_code:
            agree = np.zeros(len(self._entries), dtype=bool)
            agree[self._postal.get(query.postal_code, [])] = True
            rank = self._by_key.get(("code_postal", query.postal_code))
            if rank is not None and not query.words:
                agree[rank] = True
            return agree
        if query.departement:
            here: NDArray[np.bool_] = self._departements == query.departement
            return here
        return np.ones(len(self._entries), dtype=bool)

    # --- Names --------------------------------------------------------------------------
    def _score_names(self, query: PlaceQuery, wanted: NDArray[np.bool_]) -> dict[int, float]:
        scores: dict[int, float] = {}
        if query.kind:
            announced = wanted & (self._kinds == query.kind)
            inner = PlaceQuery(words=query.kind_words, plain=" ".join(query.kind_words))
            for rank, score in self._score_names(inner, announced).items():
                scores[rank] = score + _ANNOUNCED
        if not query.words:
            # « 28000, » alone with a sign: the code itself.
            for rank in np.flatnonzero(wanted).tolist() if query.postal_code else ():
                scores[rank] = EXACT + float(self._bonus[rank])
            return scores
        has_exact = self._score_exact_and_prefix(query, wanted, scores)
        self._keep(scores, self._score_words(query, errors=False), wanted)
        if not has_exact:
            nothing_yet = not scores
            self._score_near_keys(query, wanted, scores)
            if nothing_yet:
                self._keep(scores, self._score_words(query, errors=True), wanted)
        return scores

    def _keep(
        self, scores: dict[int, float], found: NDArray[np.float64], wanted: NDArray[np.bool_]
    ) -> None:
        """Add the best of a column of scores (0: not found) to those already known."""
        ranks = np.flatnonzero((found > 0) & wanted)
        if len(ranks) > 50:
            ranks = ranks[np.argpartition(-found[ranks], 50)[:50]]
        for rank in ranks.tolist():
            scores[rank] = max(scores.get(rank, 0.0), float(found[rank]))

    def _score_exact_and_prefix(
        self, query: PlaceQuery, wanted: NDArray[np.bool_], scores: dict[int, float]
    ) -> bool:
        has_exact = False
        # With the articles first: « la ch » begins La Châtre better than Chartres.
        for malus, glued in enumerate(dict.fromkeys((query.plain_glued, query.glued))):
            low = bisect_left(self._keys, glued)
            high = bisect_left(self._keys, glued + _AFTER_LAST)
            if low == high:
                continue
            found = np.zeros(len(self._entries))
            ranks = self._key_ranks[self._key_starts[low] : self._key_starts[high]]
            found[ranks] = PREFIX + self._bonus[ranks] - 10 * malus
            if self._keys[low] == glued:
                ranks = self._key_ranks[self._key_starts[low] : self._key_starts[low + 1]]
                found[ranks] = EXACT + self._bonus[ranks] - malus
                has_exact = has_exact or bool(wanted[ranks].any())
            self._keep(scores, found, wanted)
        return has_exact

    def _score_words(self, query: PlaceQuery, *, errors: bool) -> NDArray[np.float64]:
        """Every word typed begins (or, with errors, nearly is) a word of the name."""
        total = np.zeros(len(self._entries), dtype=np.int16)
        for word in query.content_words:
            best = np.full(len(self._entries), 100, dtype=np.int16)
            near = self._near_prefixes.near(word, errors_allowed(word)) if errors else []
            for start, distance in sorted([*near, (word, 0)], key=lambda pair: -pair[1]):
                low = bisect_left(self._words, start)
                high = bisect_left(self._words, start + _AFTER_LAST)
                # A beginning with two errors finds too much: then the whole word only.
                if distance > 1:
                    high = low + 1 if high > low and self._words[low] == start else low
                best[self._word_ranks[self._word_starts[low] : self._word_starts[high]]] = distance
            total += best
        base = TYPO if errors else WORDS
        return np.where(total < 100, base + self._bonus - _BY_ERROR * np.minimum(total, 4), 0.0)

    def _score_near_keys(
        self, query: PlaceQuery, wanted: NDArray[np.bool_], scores: dict[int, float]
    ) -> None:
        """Whole names within the errors that their length allows; one when others were found."""
        most = max((self._entries[rank].population for rank in scores), default=0)
        glued = query.glued
        errors = min(errors_allowed(glued), 1 if scores else 2)
        others = bool(scores)
        for key, distance in self._near_keys.near(glued, errors):
            at = bisect_left(self._keys, key)
            for rank in self._key_ranks[self._key_starts[at] : self._key_starts[at + 1]].tolist():
                if not wanted[rank] or distance == 0:
                    continue
                entry = self._entries[rank]
                # Whole names pass before a mere word with as many errors.
                score = TYPO + 4 + float(self._bonus[rank]) - _BY_ERROR * distance
                big = entry.kind == "commune" and entry.population >= _TOWN
                if others and big and distance == 1 and entry.population >= _TOWN_RATIO * most:
                    score = _TOWN_SCORE
                scores[rank] = max(scores.get(rank, 0.0), score)

    def _match(self, rank: int, score: float) -> PlaceMatch:
        entry = self._entries[rank]
        return PlaceMatch(
            kind=entry.kind,
            code=entry.code,
            label=entry.label,
            detail=entry.detail,
            latitude=entry.latitude,
            longitude=entry.longitude,
            population=entry.population,
            score=round(score, 2),
            commune_code=entry.commune_code,
        )


def _bonus(entry: PlaceEntry) -> float:
    crowd = min(9.9, 1.4 * math.log10(1 + entry.population))
    return crowd - _KIND_MALUS.get(entry.kind, 0.0)


def _flatten(
    table: dict[str, set[int]],
) -> tuple[list[str], NDArray[np.int32], NDArray[np.int64]]:
    """Sorted keys, all their ranks end to end, and where the ranks of each key start."""
    keys = sorted(table)
    starts = np.zeros(len(keys) + 1, dtype=np.int64)
    if keys:
        starts[1:] = np.cumsum([len(table[key]) for key in keys])
    ranks: Sequence[int] = [rank for key in keys for rank in sorted(table[key])]
    return keys, np.array(ranks, dtype=np.int32), starts
