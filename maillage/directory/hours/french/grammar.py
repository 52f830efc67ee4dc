"""Read elements in order into statements: hours for days, closings, exceptions, other edges.

Precision first: whatever cannot be placed for sure raises Doubt with a plain French reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from maillage.directory.hours.french.elements import (
    NO_CONDITION,
    Doubt,
    Element,
    Half,
    What,
    When,
    with_days,
)
from maillage.directory.hours.grammar import Span

_SILENT: Final = frozenset((What.SERVICE, What.VENUE, What.FREE, What.DESK, What.APPOINTMENT))
_SOFT: Final = frozenset((What.WEAK, What.COLON, What.OPEN, What.CLOSE))
_NO_DAY = "Les heures sont données sans les jours."
_NO_HOURS = "Des jours sont cités sans leurs heures."
_NOT_UNDERSTOOD = "Une exception n’est pas comprise."
_WHOSE_PERIOD = "On ne sait pas si une période vaut pour tous les jours."


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


def read(elements: Sequence[Element], *, companion: tuple[int, ...]) -> Reading:
    """Read a text; `companion`: its days when it has none. Raises Doubt."""
    return _Reader(elements, companion).run()


class _Reader:
    def __init__(self, elements: Sequence[Element], companion: tuple[int, ...]) -> None:
        self.elements = elements
        self.companion = companion
        self.reading = Reading()
        self.pending: list[Element] = []
        self.is_dismissed = False  # the pending days were said to be on appointment
        self.has_gap = False  # a line or a full stop came after the pending days
        self.queue: list[tuple[Element, When]] = []  # hours that wait for their days
        self.queue_days: list[tuple[Element, bool]] = []  # and whether a sign came before
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

    # --- walking -----------------------------------------------------------------------------

    def run(self) -> Reading:
        while self.at < len(self.elements):
            element = self.elements[self.at]
            self.at += 1
            if self.is_skipping and self._skip(element):
                continue
            self._read(element)
        self._finish()
        return self.reading

    def _read(self, element: Element) -> None:
        what = element.what
        if what is What.DAYS:
            self._on_days(element)
        elif what is What.HOURS:
            self._on_hours(element)
        elif what is What.WHEN:
            self._on_when(element)
        elif what is What.NTH:
            self._restrict(element.nth, ())
        elif what is What.CLOSED:
            self._on_closed()
        elif what is What.EXCEPT:
            self._on_except()
        elif what is What.MOMENT:
            self._on_moment(element)
        elif what is What.APPOINTMENT:
            self._on_appointment()
        elif what in (What.PHONE, What.OTHERS):
            self._on_other_public()
        elif what is What.SERVICE:
            self.is_service = True
        elif what is What.DESK:
            self.saw_desk = True
        elif what is What.OR:
            self._on_or()
        elif what is What.OPEN:
            self.depth += 1
        elif what is What.CLOSE:
            self.depth = max(0, self.depth - 1)
        elif what is What.STRONG:
            self._on_strong()
        elif what is What.HALF:
            self._on_half(element)

    def _peek(self, step: int = 0, *, over: frozenset[What] = frozenset()) -> What | None:
        here = self.at + step
        while here < len(self.elements) and self.elements[here].what in over:
            here += 1
        return self.elements[here].what if here < len(self.elements) else None

    def _previous(self) -> What | None:
        """The element before the current one."""
        return self.elements[self.at - 2].what if self.at >= 2 else None

    def _on_strong(self) -> None:
        self.depth = 0
        self.is_service = False
        if self.pending:
            self.has_gap = True
        if self.queue and self.queue_days:
            self._flush_queue()
        if not self.pending:
            self.group += 1

    # --- days and hours ----------------------------------------------------------------------

    def _on_days(self, element: Element) -> None:
        if element.nth and self.depth and self._restrict(element.nth, element.days):
            return
        if self.depth and self._is_alone_in_brackets() and self._same_days(element):
            return
        if self.queue and not self.pending and not self._begins_days_first():
            self.queue_days.append((element, self._previous() in (What.WEAK, What.STRONG)))
            return
        if self.pending and self._is_blank():
            self.pending = []
        if self.pending:
            if self.is_dismissed:
                self._note("Des jours sur rendez-vous, sans heures, sont laissés de côté.")
                self.pending = []
            elif self.has_gap:
                inside = {day for each in self.pending for day in each.days}
                if not set(element.days) < inside:
                    raise Doubt(_NO_HOURS)
                self.summary += self.pending
                self.pending = []
        self.is_dismissed = self.has_gap = False
        self.pending.append(element)

    def _is_blank(self) -> bool:
        """« Lundi : - » is closed; « Lundi : Mardi : 9h-12h » is a doubt."""
        between: list[Element] = []
        for element in reversed(self.elements[: self.at - 1]):
            if element.what is What.DAYS:
                break
            between.append(element)
        between.reverse()
        if not between or between[0].what is not What.COLON or self.is_dismissed:
            return False
        if len(between) > 1 and between[1].what is What.WEAK and between[1].text in {"-", "/"}:
            return True
        raise Doubt(_NO_HOURS)

    def _begins_days_first(self) -> bool:
        """After hours that wait for days: do these days have hours of their own?"""
        if self._previous() not in (What.STRONG, None) or self.queue_days:
            return False
        return self._next_of(What.HOURS)

    def _next_of(self, wanted: What) -> bool:
        """Is there such an element before the next line or full stop?"""
        for element in self.elements[self.at :]:
            if element.what is What.STRONG:
                return False
            if element.what is wanted:
                return True
        return False

    def _is_alone_in_brackets(self) -> bool:
        for element in self.elements[self.at :]:
            if element.what is What.CLOSE:
                return True
            if element.what not in (What.DAYS, What.WEAK, What.HALF, What.APPOINTMENT, What.FREE):
                return False
        return True

    def _same_days(self, element: Element) -> bool:
        """« (le mardi) » after hours of Tuesday says nothing new; other days are a doubt."""
        known = {day for each in (self.pending or self.last_days) for day in each.days}
        if self._segment_has(What.APPOINTMENT):
            return True
        if set(element.days) == known:
            return True
        raise Doubt("Des jours entre parenthèses ne sont pas compris.")

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

    def _on_hours(self, element: Element) -> None:
        if self.queue and self.queue_days:
            self._share_queue_days()
        days = self.pending or ([] if self.queue else self.last_days)
        if not days:
            self.queue.append((element, self._take_when()))
            return
        if not self.pending and self._previous() is What.OR and not self._alternates():
            raise Doubt("« ou » entre deux heures : on ne sait pas lesquelles valent.")
        if self.pending:
            self.group += 1
            self.last = []
            self.last_days = self.pending
            self.pending = []
            self.has_gap = self.is_dismissed = False
        self._open(days, element, self._take_when())

    def _alternates(self) -> bool:
        """« 14h-16h (semaine paire) ou 16h-18h (semaine impaire) »."""
        return bool(self.last) and not self.last[-1].when.is_empty

    def _take_when(self) -> When:
        when, self.before = self.header.also(self.before), NO_CONDITION
        return when

    def _open(self, days: Sequence[Element], hours: Element, when: When) -> None:
        for index, each in enumerate(days):
            spans = _in_half(hours.spans, each, is_last=index == len(days) - 1, count=len(days))
            statements = [(each.days, hours.spans)]
            if spans != hours.spans:
                if each.is_range:
                    statements = [(each.days[:-1], hours.spans), (each.days[-1:], spans)]
                else:
                    statements = [(each.days, spans)]
            for weekdays, its_spans in statements:
                statement = Statement(
                    "open", weekdays, each.nth, "", its_spans, when=when,
                    is_range=each.is_range, is_service=self.is_service, group=self.group,
                    is_listed=not self.header.is_empty and when == self.header,
                )  # fmt: skip
                self.reading.statements.append(statement)
                self.last.append(statement)

    def _share_queue_days(self) -> None:
        """Hours, days, hours: whose are the days? Those after the last sign go with what follows."""
        if self._next_of(What.DAYS) or self._previous() is What.STRONG:
            self._flush_queue()
            return
        cut = max((i for i, (_day, sign) in enumerate(self.queue_days) if sign and i), default=0)
        if not cut:
            raise Doubt("On ne sait pas à quels jours vont les heures.")
        mine, theirs = self.queue_days[:cut], self.queue_days[cut:]
        self.queue_days = mine
        self._flush_queue()
        self.pending = [day for day, _sign in theirs]

    def _flush_queue(self) -> None:
        days = [day for day, _sign in self.queue_days]
        self.last, self.last_days = [], []
        self.group += 1
        for hours, when in self.queue:
            self._open(days, hours, when)
        self.queue, self.queue_days = [], []

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
            raise Doubt("On ne sait pas quels jours du mois sont ouverts.")
        wanted = set(days) or set(self.last[-1].days)
        found = [each for each in self.last if set(each.days) == wanted and not each.nth]
        if not found or (not days and len({each.days for each in self.last}) > 1):
            raise Doubt("On ne sait pas quels jours du mois sont ouverts.")
        for each in found:
            each.nth = nth
        return True

    # --- conditions --------------------------------------------------------------------------

    def _on_when(self, element: Element) -> None:
        when = element.when
        if when.feasts:
            raise Doubt("Une période de fêtes change les heures.")
        after = self._peek(over=_SILENT)
        closed_after = self._peek(over=_SILENT | _SOFT)
        if closed_after is What.CLOSED and after in (What.COLON, What.CLOSED, What.WEAK):
            self._skip_to(What.CLOSED)
            self.reading.statements.append(Statement("off", (), when=when))
            return
        if when.public:
            if after in (What.COLON, What.HOURS, What.DAYS) or self._previous() is What.DAYS:
                raise Doubt("Des heures de jours fériés ne sont pas comprises.")
            if self.at > 2 and self.elements[self.at - 3].when.school is False:
                self.reading.statements.append(Statement("off", (), when=when))
            else:
                self._note("Une remarque sur les jours fériés est laissée de côté.")
            return
        if self.depth and after in (What.COLON, What.HOURS) and not self.pending:
            self.before = self.before.also(when)
            return
        is_attached = self._previous() in (What.HOURS, What.MOMENT, What.WHEN)
        is_attached = is_attached and after is not What.COLON
        if self.depth:
            is_attached = bool(self.last) and not self.pending
        if self.pending and (after not in (What.DAYS, What.COLON) or self._previous() is What.DAYS):
            self.before = self.before.also(when)
        elif (is_attached or after in (None, What.STRONG)) and (self.last or self.queue):
            self._attach(when)
        elif after in (What.DAYS, What.COLON, What.STRONG, What.SERVICE) or not self.last:
            if after is not What.COLON and self._previous() is What.WHEN:
                self.header = self.header.also(when)
            else:
                self.header = when
            self.pending = [] if self.is_dismissed else self.pending
            if self.pending:
                raise Doubt(_NO_HOURS)
            if not self.queue:
                self.last, self.last_days = [], (self.last_days if after is What.COLON else [])
        elif after is What.HOURS:
            self.before = when
        elif self._previous() is What.FREE:
            self._note("Une période d’ouverture sans heures est laissée de côté.")
        else:
            self._attach(when)

    def _attach(self, when: When) -> None:
        """A condition after hours limits those of its clause that have none yet."""
        if self.queue and not self.queue_days:
            self.queue = [
                (hours, known if not known.is_empty else when) for hours, known in self.queue
            ]
            return
        if self._previous() is What.FREE and when.school:
            self._note("Une ouverture pendant les vacances, sans heures, est laissée de côté.")
            return
        start = self._clause_start()
        found = [each for each in self.last[start:] if each.when == self.header]
        if not found:
            raise Doubt("Une période n’est pas rattachée à des heures.")
        others = [
            each for each in self.reading.statements
            if each.kind == "open" and each.when == self.header and each.group != found[0].group
        ]  # fmt: skip
        if (
            others
            and not self.depth
            and when.parity is None
            and self._peek() in (None, What.STRONG)
        ):
            if self._previous() is not What.WEAK:
                raise Doubt(_WHOSE_PERIOD)
            found += others
        for each in found:
            each.when = each.when.also(when)

    def _clause_start(self) -> int:
        """Rules of the current days that a line or a semicolon parts from here are left alone."""
        hours_after_sign = 0
        for element in reversed(self.elements[: self.at - 1]):
            if element.what in (What.STRONG, What.DAYS, What.OR, What.WHEN):
                break
            hours_after_sign += element.what is What.HOURS
        per_hours = max(1, sum(1 for _ in self.last_days))
        return max(0, len(self.last) - hours_after_sign * per_hours) if hours_after_sign else 0

    def _skip_to(self, what: What) -> None:
        while self.elements[self.at].what is not what:
            self.at += 1
        self.at += 1

    # --- closings and exceptions -------------------------------------------------------------

    def _collect(self) -> tuple[list[Element], list[Element]]:
        """Elements up to the end of the clause, and those after a comma that begin another."""
        found: list[Element] = []
        while self.at < len(self.elements):
            element = self.elements[self.at]
            if element.what in (What.STRONG, What.CLOSE, What.EXCEPT):
                break
            if element.what is What.OPEN:
                break
            found.append(element)
            self.at += 1
            if element.what is What.HOURS and self._peek() is not What.WHEN:
                break
            if element.what is What.MOMENT and self._peek() not in (What.WHEN, What.DAYS):
                break
            if element.what is What.DAYS and any(e.what is What.MOMENT for e in found):
                if self._peek(over=_SOFT) is not What.DAYS:
                    break
        return found, []

    def _on_closed(self) -> None:
        if self.pending and not self.is_dismissed:
            self._close_pending()
            return
        start = self.at
        found, _ = self._collect()
        hours = next((i for i, each in enumerate(found) if each.what is What.HOURS), None)
        if hours is not None:
            found = self._before_next_rule(found, hours, start)
        days = [each for each in found if each.what is What.DAYS]
        whens = [each.when for each in found if each.what is What.WHEN]
        moment = next((each for each in found if each.what is What.MOMENT), None)
        spans = next((each.spans for each in found if each.what is What.HOURS), ())
        half = next((each.half for each in found if each.what is What.HALF), "")
        if any(each.what in (What.UNKNOWN, What.VAGUE, What.NTH) for each in found):
            raise Doubt("Une fermeture n’est pas comprise.")
        if moment:
            self._edge(days, moment, whens, "until")
        elif spans and not days and not whens:
            self._state("without", self.last_days, spans=spans)
        elif days:
            _one_half(days)
            apart = [when for when in whens if when.public or self._is_apart(found, when)]
            whens = [when for when in whens if when not in apart]
            for each in days:
                self._state("off", [each], half=each.half or half, whens=whens)
            for when in apart:
                self.reading.statements.append(Statement("off", (), when=when))
        elif whens:
            for when in whens:
                if when.feasts:
                    self._note("La fermeture des fêtes est laissée de côté.")
                else:
                    self.reading.statements.append(Statement("off", (), when=when))
        elif self._before_closed() and half == "":
            pass
        elif half and (self.last_days or self.companion):
            self._state(
                "off", self.last_days or [Element(What.DAYS, days=self.companion)], half=half
            )
        elif not half:
            raise Doubt("Une fermeture n’est pas comprise.")

    def _is_apart(self, found: Sequence[Element], when: When) -> bool:
        """« le lundi et en août »: not the Mondays of August."""
        at = next(i for i, each in enumerate(found) if each.when == when)
        return at > 0 and found[at - 1].what is What.WEAK

    def _before_closed(self) -> bool:
        """« après-midi fermé »: the half day stood before."""
        here = self.at - 2
        while here >= 0 and self.elements[here].what in _SOFT | {What.CLOSED}:
            here -= 1
        if here < 0 or self.elements[here].what is not What.HALF or not self.last_days:
            return False
        self._state("off", self.last_days, half=self.elements[here].half)
        return True

    def _before_next_rule(self, found: list[Element], hours: int, start: int) -> list[Element]:
        """« fermé le lundi, mardi 9h-12h »: what follows the comma is another rule."""
        days = [i for i, each in enumerate(found[:hours]) if each.what is What.DAYS]
        if not days:
            return found
        signs = [
            i for i in range(1, hours)
            if found[i].what is What.WEAK and found[i].text in {",", "-", "/"} and i > days[0]
        ]  # fmt: skip
        if not signs or signs[-1] > days[-1]:
            raise Doubt("On ne sait pas si des jours sont ouverts ou fermés.")
        self.at = start + signs[-1]
        return found[: signs[-1]]

    def _close_pending(self) -> None:
        half: Half = ""
        if self._peek(over=frozenset({What.WEAK})) is What.HALF:
            half = self.elements[self.at].half if self._peek() is What.HALF else ""
            if half:
                self.at += 1
        _one_half(self.pending)
        own = [each.half for each in self.pending if each.half]
        for each in self.pending:
            self._state("off", [each], half=half or each.half)
        goes_on = self._peek(over=_SOFT | {What.HALF}) is What.HOURS
        if (half or own) and goes_on:
            self.pending = [replace(each, half="") for each in self.pending]
        else:
            self.last_days, self.last, self.pending = [], [], []
        self.has_gap = self.is_dismissed = False

    def _groups(self) -> set[int]:
        return {each.group for each in self.reading.statements if each.kind == "open"}

    def _on_except(self) -> None:
        is_glued = self._previous() is What.HOURS
        found, _ = self._collect()
        found = self._before_comma(found)
        days = [each for each in found if each.what is What.DAYS]
        whens = [each.when for each in found if each.what is What.WHEN]
        hours = next((each for each in found if each.what is What.HOURS), None)
        moment = next((each for each in found if each.what is What.MOMENT), None)
        half = next((each.half for each in found if each.what is What.HALF), "")
        known = (What.DAYS, What.WHEN, What.HOURS, What.MOMENT, What.HALF, What.CLOSED, What.FREE)
        if any(each.what not in _SOFT and each.what not in known for each in found):
            if {each.what for each in found} <= {What.APPOINTMENT, *_SOFT}:
                return
            raise Doubt(_NOT_UNDERSTOOD)
        if self.pending and not (days or whens):
            raise Doubt(_NOT_UNDERSTOOD)
        if hours and not (self.pending or self.queue or self.reading.statements):
            raise Doubt(_NOT_UNDERSTOOD)
        if self.pending and hours and days and found[-1] is hours:
            self.at -= 1  # « tous les jours sauf le dimanche de 9h à 18h »
            hours = None
        closed = next((i for i, each in enumerate(found) if each.what is What.CLOSED), len(found))
        if any(each.what is What.DAYS for each in found[closed:]) and (moment or hours):
            # « sauf jeudi après-midi, fermé, et vendredi jusqu’à 15h30 »: two exceptions.
            self.at -= len(found) - closed - 1
            days, moment, hours = [e for e in found[:closed] if e.what is What.DAYS], None, None
        if hours and found[-2:-1] and found[-2].text in {"et", "puis"}:
            raise Doubt(_NOT_UNDERSTOOD)
        if moment:
            if any(each.half for each in days):
                raise Doubt(_NOT_UNDERSTOOD)
            self._edge(days, moment, whens, moment.edge or "until")
        elif hours and (days or whens):
            targets = days or self.pending or self.last_days or self._companion_days()
            self._state("instead", targets, spans=hours.spans, whens=whens)
        elif days:
            _one_half(days)
            for each in days:
                self._state("off", [each], half=each.half or half, whens=whens)
        elif whens:
            for when in whens:
                if self.depth and not when.public and len(self._groups()) > 1:
                    self._state("off", self.last_days, whens=[when])
                    continue
                if is_glued and not when.public and len(self._groups()) > 1:
                    raise Doubt(_WHOSE_PERIOD)
                self.reading.statements.append(Statement("off", (), when=when))
        elif half and self.last_days:
            self._state("off", self.last_days, half=half)
        else:
            raise Doubt(_NOT_UNDERSTOOD)

    def _before_comma(self, found: list[Element]) -> list[Element]:
        """« sauf août, du lundi au vendredi 9h-17h »: the rule after the comma is another one."""
        if not found or found[-1].what is not What.HOURS:
            return found
        for at in range(1, len(found) - 1):
            is_comma = found[at].what is What.WEAK and found[at].text == ","
            if is_comma and found[at + 1].what is What.DAYS:
                if found[at - 1].what is not What.WHEN:
                    raise Doubt(_NOT_UNDERSTOOD)
                self.at -= len(found) - at
                return found[:at]
        return found

    def _on_moment(self, element: Element) -> None:
        """One hour alone: another end or beginning for some days or in some period."""
        if not element.edge and not self.depth:
            raise Doubt("Une heure est seule : le début ou la fin manque.")
        found, _ = self._collect()
        days = [each for each in found if each.what is What.DAYS]
        whens = [each.when for each in found if each.what is What.WHEN]
        if any(each.what in (What.HOURS, What.UNKNOWN, What.MOMENT) for each in found):
            raise Doubt("Une heure est seule : le début ou la fin manque.")
        if not days and self.pending:
            days, self.pending = self.pending, []
        self._edge(days, element, whens, element.edge or "until")

    def _edge(
        self, days: list[Element], moment: Element, whens: list[When],
        kind: Literal["until", "since"],
    ) -> None:  # fmt: skip
        if not days and not whens:
            raise Doubt("Une heure est seule : le début ou la fin manque.")
        targets = days or self.last_days or self._companion_days()
        known = {day for each in self.reading.statements for day in each.days}
        if kind == "until" and self.last and not whens and not self.queue:
            new = [each for each in targets if not known & set(each.days)]
            if new and len(new) == len(targets) and len({each.spans for each in self.last}) == 1:
                # « lundi au jeudi 9h-17h, vendredi jusqu’à 16h »: they begin as the others.
                like = self.last[-1]
                self.reading.statements += [
                    replace(like, days=each.days, nth=each.nth, is_range=False) for each in new
                ]
        self._state(kind, targets, minute=moment.minute, whens=whens)

    def _companion_days(self) -> list[Element]:
        if self.companion:
            return [Element(What.DAYS, days=self.companion)]
        raise Doubt(_NO_DAY)

    def _state(
        self,
        kind: Literal["instead", "off", "until", "since", "without"],
        days: Sequence[Element],
        *,
        half: Half = "",
        spans: tuple[Span, ...] = (),
        minute: int = 0,
        whens: Sequence[When] = (),
    ) -> None:
        when = self.header if kind in ("off", "instead", "until", "since") else NO_CONDITION
        for each in whens:
            if each.feasts or each.public:
                raise Doubt(_NOT_UNDERSTOOD)
            when = each if when.school is not None or when.dates else when.also(each)
        for element in days:
            self.reading.statements.append(
                Statement(
                    kind, element.days, element.nth, half or element.half, spans, minute, when,
                    group=self.group,
                )
            )  # fmt: skip

    # --- words around ------------------------------------------------------------------------

    def _on_appointment(self) -> None:
        if self.pending:
            self.is_dismissed = True
            return
        if self._peek(over=_SOFT) not in (What.DAYS, What.HALF):
            return
        here = self.at
        found: list[Element] = []
        while here < len(self.elements) and self.elements[here].what in _SOFT | {
            What.DAYS, What.HALF, What.WHEN,
        }:  # fmt: skip
            if self.elements[here].what is What.CLOSE:
                break
            found.append(self.elements[here])
            here += 1
        after = self.elements[here].what if here < len(self.elements) else None
        if after not in (What.HOURS, What.MOMENT, What.CLOSED):
            if any(each.what is What.DAYS for each in found):
                self._note("Des jours sur rendez-vous, sans heures, sont laissés de côté.")
            self.at = here

    def _on_half(self, element: Element) -> None:
        """« matin : 9h-12h » must say what the hours say."""
        if self._peek(over=_SOFT) is What.HOURS:
            here = self.at
            while self.elements[here].what is not What.HOURS:
                here += 1
            spans = self.elements[here].spans
            if element.half and _cut(spans[:1], element.half) != spans[:1]:
                if self._previous() is not What.HOURS:
                    raise Doubt("Une demi-journée et ses heures se contredisent.")
        elif self._previous() is What.HOURS or self._peek() in (What.APPOINTMENT, What.CLOSED):
            return
        elif self._peek() is What.DAYS and self._previous() is not What.HOURS:
            nearby = self.elements[self.at]
            if not nearby.half and self._next_of(What.HOURS):
                return
            raise Doubt("Une demi-journée est citée sans ses heures.")
        elif not self._segment_has(What.HOURS) and not self._segment_has(What.APPOINTMENT):
            raise Doubt("Une demi-journée est citée sans ses heures.")

    def _on_or(self) -> None:
        if self._peek() is What.DAYS and self.pending:
            raise Doubt("« ou » entre deux jours : on ne sait pas lequel vaut.")

    def _on_other_public(self) -> None:
        """Hours by telephone or for a group only are not the hours of the place."""
        begins = self._peek() is What.COLON
        if self.depth:
            self._on_other_public_in_brackets()
            return
        ahead = self._next_of(What.HOURS)
        if self._previous() is What.HOURS and not begins or (not ahead and self._segment_hours()):
            self._drop_clause()
            return
        if not ahead and not begins and not self._segment_has(What.APPOINTMENT):
            if any(each.what is What.HOURS for each in self.elements[self.at :]):
                if self.saw_desk and self.last:
                    self.is_skipping = self.skips_lines = True
                    return
                raise Doubt("On ne sait pas quelles heures sont celles de l’accueil du public.")
        if ahead or begins:
            self.is_skipping = True
            self.skips_lines = begins and self._peek(1) is What.STRONG
            self._note("Des heures qui ne sont pas celles de l’accueil sont laissées de côté.")

    def _on_other_public_in_brackets(self) -> None:
        """« (9h-12h pour les groupes) » is aside; « 9h-12h (groupes) » has no other hours."""
        inside: list[Element] = []
        for element in self.elements[self.at :]:
            if element.what in (What.CLOSE, What.STRONG):
                break
            inside.append(element)
        if any(element.what is What.HOURS for element in inside):
            self.at += len(inside)
            self._note("Des heures qui ne sont pas celles de l’accueil sont laissées de côté.")
        elif self.pending:
            raise Doubt("Des jours valent pour un public à part.")
        elif not self._segment_has(What.APPOINTMENT):
            self._drop_clause()

    def _segment_hours(self) -> bool:
        for element in reversed(self.elements[: self.at - 1]):
            if element.what in (What.STRONG, What.OPEN):
                return False
            if element.what is What.HOURS:
                return True
        return False

    def _drop_clause(self) -> None:
        """« 9h-12h par téléphone »: the hours just read are not those of the place."""
        dropped = [each for each in self.last if each.group == self.group]
        hours = {each.spans for each in dropped}
        if self.queue or len(hours) != 1 or self.pending or len(next(iter(hours))) > 1:
            raise Doubt("Des heures valent pour un public ou un service à part.")
        kept = [each for each in self.reading.statements if not any(each is one for one in dropped)]
        self.reading.statements = kept
        self._note("Des heures qui ne sont pas celles de l’accueil sont laissées de côté.")

    def _skip(self, element: Element) -> bool:
        if element.what is What.DESK or (
            element.what is What.FREE and not element.text.startswith("ouver")
        ):
            self.is_skipping = False
            return True
        if element.what is What.STRONG and not self.skips_lines:
            self.is_skipping = False
            return False
        return True

    def _note(self, sentence: str) -> None:
        if sentence not in self.reading.notes:
            self.reading.notes.append(sentence)

    # --- the end -----------------------------------------------------------------------------

    def _finish(self) -> None:
        if self.queue and self.queue_days:
            self._flush_queue()
        if self.queue:
            said = {
                day for each in self.reading.statements if each.kind == "open" for day in each.days
            }
            if not self.companion or said:
                raise Doubt(_NO_DAY)
            self.queue_days = [(Element(What.DAYS, days=self.companion), False)]
            for hours, when in self.queue:
                self._open([with_days(self.queue_days[0][0], self.companion)], hours, when)
        if self.pending and not self.is_dismissed:
            self.at += 1
            if not self._is_blank():
                raise Doubt(_NO_HOURS)
            self.pending = []
        if self.pending:
            self._note("Des jours sur rendez-vous, sans heures, sont laissés de côté.")
        opened = {
            day
            for each in self.reading.statements
            if each.kind in ("open", "off")
            for day in each.days
        }
        if any(not set(each.days) <= opened for each in self.summary):
            raise Doubt(_NO_HOURS)


def _in_half(
    spans: tuple[Span, ...], days: Element, *, is_last: bool, count: int
) -> tuple[Span, ...]:
    """The hours of a day said with its half (« vendredi matin »)."""
    if not days.half:
        return spans
    kept = _cut(spans, days.half)
    if kept == spans:
        return spans
    if not kept or (count > 1 and not is_last) or count > 2:
        raise Doubt("Une demi-journée et ses heures se contredisent.")
    if count > 1 or not days.is_range:
        raise Doubt("On ne sait pas si la demi-journée vaut pour un jour ou pour tous.")
    return kept


def _cut(spans: tuple[Span, ...], half: Half) -> tuple[Span, ...]:
    """The ranges that lie in a half day."""
    if half == "morning":
        return tuple(span for span in spans if span[0] < 12 * 60 and span[1] <= 14 * 60)
    if half == "afternoon":
        return tuple(span for span in spans if span[0] >= 11 * 60 + 30)
    return tuple(span for span in spans if span[0] >= 16 * 60)


def _one_half(days: Sequence[Element]) -> None:
    """« mardi et mercredi matin »: one morning or two?"""
    halves = [each.half for each in days]
    if len(halves) > 1 and halves[-1] and not all(halves):
        raise Doubt("On ne sait pas si la demi-journée vaut pour un jour ou pour tous.")
