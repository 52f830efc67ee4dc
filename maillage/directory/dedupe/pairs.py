"""All the likely duplicates of many sheets."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest

from maillage.directory.dedupe.blocking import candidates
from maillage.directory.dedupe.evidence import Evidence, Sharing, compare, kinds_relation
from maillage.directory.dedupe.reading import Reading, read_sheet
from maillage.directory.dedupe.score import probability_of, reasons
from maillage.directory.dedupe.sheet import Sheet

PROGRESS_EVERY = 1000
MAX_LIKELY = 40
"""Earlier sheets that one sheet may be likened to, the likeliest: a file that says one name a
thousand times in one street would give a million pairs, which nobody would read."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sheets, `first` < `second` (identifiers); `why` as in PairScore."""

    first: str
    second: str
    probability: float
    why: tuple[str, ...]


def find_pairs(
    sheets: Sequence[Sheet],
    *,
    at_least: float,
    progress: Callable[[int, int], None] | None = None,
) -> list[Pair]:
    """The pairs at least this likely (0 to 1), the likeliest first; about linear.

    Identifiers are unique. What many sheets share (a switchboard) counts for less.
    `progress(done, total)` is called now and then.
    """
    readings = [read_sheet(sheet) for sheet in sheets]
    sharing = _sharing(readings)
    found: list[Pair] = []
    for position, earlier in candidates(readings):
        one = readings[position]
        likely: list[tuple[float, int, Evidence]] = []
        for index in earlier:
            other = readings[index]
            if _is_hopeless(one, other):
                continue
            evidence = compare(one, other, sharing)
            probability = probability_of(evidence)
            if probability >= at_least:
                likely.append((probability, index, evidence))
        for probability, index, evidence in nlargest(MAX_LIKELY, likely, key=_likelihood):
            other = readings[index]
            first, second = sorted((one.sheet.id, other.sheet.id))
            found.append(Pair(first, second, probability, reasons(one, other, evidence)))
        if progress and position % PROGRESS_EVERY == 0:
            progress(position, len(readings))
    if progress:
        progress(len(readings), len(readings))
    return sorted(found, key=lambda pair: (-pair.probability, pair.first, pair.second))


def _likelihood(found: tuple[float, int, Evidence]) -> tuple[float, int]:
    """The likeliest, then the first."""
    return found[0], -found[1]


def _is_hopeless(one: Reading, other: Reading) -> bool:
    """Two natures, and no number, mailbox or page in common: never likely, whatever the rest."""
    return (
        one.is_kind_named
        and other.is_kind_named
        and (not one.phone or one.phone != other.phone)
        and (not one.siret or one.siret != other.siret)
        and not (one.mails and one.mails & other.mails)
        and not (one.pages and one.pages & other.pages)
        and kinds_relation(one, other) == "autre_nature"
    )


def _sharing(readings: Sequence[Reading]) -> Sharing:
    """How many sheets bear each number, mailbox and host."""
    return Counter(value for reading in readings for value in _shared_values(reading))


def _shared_values(reading: Reading) -> Iterator[str]:
    if reading.phone:
        yield reading.phone
    if reading.siret:
        yield reading.siret
    yield from reading.mails
    yield from reading.pages
    yield from reading.hosts
