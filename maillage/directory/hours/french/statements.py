"""What a text says of the days: statements, and the state of their reading."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from maillage.directory.hours.french.kinds import (
    NO_CONDITION,
    DoubtError,
    Element,
    Half,
    What,
    When,
)
from maillage.directory.hours.grammar import Span

SILENT: Final = frozenset((What.SERVICE, What.VENUE, What.FREE, What.DESK, What.APPOINTMENT))
SOFT: Final = frozenset((What.WEAK, What.COLON, What.OPEN, What.CLOSE))
NO_DAY = "Les heures sont données sans les jours."
NO_HOURS = "Des jours sont cités sans leurs heures."
NOT_UNDERSTOOD = "Une exception n’est pas comprise."
WHOSE_PERIOD = "On ne sait pas si une période vaut pour tous les jours."


@dataclass(slots=True)
class Statement:
    """Something said of some days; `nth` empty: every week.

    open: these hours. instead: these hours and no others. off: closed (that half day). until,
    since: other end, other beginning. without: closed between these hours.
    """

    kind: Literal["open", "instead", "off", "until", "since", "without"]
    days: tuple[int, ...]
    nth: tuple[int, ...] = ()
    half: Half = ""
    spans: tuple[Span, ...] = ()
    minute: int = 0
    when: When = NO_CONDITION
    is_range: bool = False
    is_service: bool = False
    is_listed: bool = False  # under a heading such as « Vacances scolaires : »
    group: int = 0


@dataclass(slots=True)
class Reading:
    """The statements of a text, whether all is on appointment, what was left aside (French)."""

    statements: list[Statement] = field(default_factory=list)
    by_appointment: bool = False
    notes: list[str] = field(default_factory=list)


class State:
    """Where the reading of the elements stands; the readers of each kind build on it."""

    def __init__(self, elements: Sequence[Element], companion: tuple[int, ...]) -> None:
        self.elements = elements
        self.companion = companion
        self.reading = Reading()
        self.pending: list[Element] = []
        self.is_dismissed = False  # the pending days were said to be on appointment
        self.has_gap = False  # a line or a full stop came after the pending days
        self.queue: list[tuple[Element, When]] = []  # hours that wait for their days
        self.queue_days: list[tuple[Element, str]] = []  # and the sign or « et » before each
        self.header = NO_CONDITION
        self.before = NO_CONDITION
        self.last: list[Statement] = []  # rules of the current days
        self.last_days: list[Element] = []
        self.group = 0
        self.is_skipping = False
        self.skips_lines = False
        self.is_service = False
        self.saw_desk = False
        self.depth = 0
        self.summary: list[Element] = []
        self.edges: list[Statement] = []  # of the base days, known at the end
        self.at = 0

    def _peek(self, step: int = 0, *, over: frozenset[What] = frozenset()) -> What | None:
        here = self.at + step
        while here < len(self.elements) and self.elements[here].what in over:
            here += 1
        return self.elements[here].what if here < len(self.elements) else None

    def _previous(self) -> What | None:
        """The element before the current one."""
        return self.elements[self.at - 2].what if self.at >= 2 else None

    def _next_of(self, wanted: What) -> bool:
        """Is there such an element before the next line or full stop?"""
        for element in self.elements[self.at :]:
            if element.what is What.STRONG:
                return False
            if element.what is wanted:
                return True
        return False

    def _segment_has(self, wanted: What) -> bool:
        """Is there such an element between the signs around the current one?"""
        stops = (What.STRONG, What.OPEN, What.CLOSE)
        for element in reversed(self.elements[: self.at - 1]):
            if element.what in stops:
                break
            if element.what is wanted:
                return True
        for element in self.elements[self.at :]:
            if element.what in stops:
                return False
            if element.what is wanted:
                return True
        return False

    def _restrict(self, nth: tuple[int, ...], days: tuple[int, ...]) -> bool:
        """« (2e et 4e du mois) » after hours or days: only those weeks."""
        if self.pending:
            target = self.pending[-1]
            if days and set(days) != set(target.days):
                return False
            self.pending[-1] = replace(target, nth=nth)
            return True
        if not self.last:
            if days:
                return False
            raise DoubtError("On ne sait pas quels jours du mois sont ouverts.")
        wanted = set(days) or set(self.last[-1].days)
        found = [each for each in self.last if set(each.days) == wanted and not each.nth]
        if not found or (not days and len({each.days for each in self.last}) > 1):
            raise DoubtError("On ne sait pas quels jours du mois sont ouverts.")
        for each in found:
            each.nth = nth
        return True

    def _take_when(self) -> When:
        when, self.before = self.header.also(self.before), NO_CONDITION
        return when

    def _note(self, sentence: str) -> None:
        if sentence not in self.reading.notes:
            self.reading.notes.append(sentence)


def in_half(
    spans: tuple[Span, ...], days: Element, *, is_last: bool, count: int
) -> tuple[Span, ...]:
    """The hours of a day said with its half (« vendredi matin »)."""
    if not days.half:
        return spans
    kept = cut(spans, days.half)
    if kept == spans:
        return spans
    if not kept or (count > 1 and not is_last) or count > 2:
        raise DoubtError("Une demi-journée et ses heures se contredisent.")
    if count > 1 or not days.is_range:
        raise DoubtError("On ne sait pas si la demi-journée vaut pour un jour ou pour tous.")
    return kept


def cut(spans: tuple[Span, ...], half: Half) -> tuple[Span, ...]:
    """The ranges that lie in a half day."""
    if half == "morning":
        return tuple(span for span in spans if span[0] < 12 * 60 and span[1] <= 14 * 60)
    if half == "afternoon":
        return tuple(span for span in spans if span[0] >= 11 * 60 + 30)
    return tuple(span for span in spans if span[0] >= 16 * 60)


def one_half(days: Sequence[Element]) -> None:
    """« mardi et mercredi matin »: one morning or two?"""
    halves = [each.half for each in days]
    if len(halves) > 1 and halves[-1] and not all(halves):
        raise DoubtError("On ne sait pas si la demi-journée vaut pour un jour ou pour tous.")
