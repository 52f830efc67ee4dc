"""Read elements in order into statements: hours for days, closings, exceptions, other edges.

Precision first: whatever cannot be placed for sure raises DoubtError with a plain French reason.
"""

from collections.abc import Sequence

from maillage.directory.hours.french.asides import Asides
from maillage.directory.hours.french.changes import Changes
from maillage.directory.hours.french.kinds import (
    DoubtError,
    Element,
    What,
    When,
    with_days,
)
from maillage.directory.hours.french.periods import Periods
from maillage.directory.hours.french.statements import (
    NO_DAY,
    NO_HOURS,
    SOFT,
    Reading,
    Statement,
    in_half,
)


def read(elements: Sequence[Element], *, companion: tuple[int, ...]) -> Reading:
    """Read a text; `companion`: its days when it has none. Raises DoubtError."""
    return _Reader(elements, companion).run()


class _Reader(Periods, Changes, Asides):
    def run(self) -> Reading:
        while self.at < len(self.elements):
            element = self.elements[self.at]
            self.at += 1
            if self.is_skipping and self._skip(element):
                continue
            self._read(element)
        self._finish()
        return self.reading

    def _read(self, element: Element) -> None:  # noqa: PLR0912
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
            if self.queue and self.queue_days and self._next_of(What.HOURS):
                self._flush_queue()  # « 9h-12h (lundi), 14h-17h (mardi) »
        elif what is What.STRONG:
            self._on_strong()
        elif what is What.HALF:
            self._on_half(element)

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
        if element.nth and self.depth and self.last and not self.pending and self._hours_inside():
            raise DoubtError("On ne sait pas si des heures s’ajoutent ou remplacent les autres.")
        if element.nth and self.depth and self._restrict(element.nth, element.days):
            return
        is_waited = self.queue and not self.pending
        if self.depth and not is_waited and self._is_alone_in_brackets():
            self._check_same_days(element)
            return
        if self._is_other_edge():
            self.pending = [element]
            return
        if self.queue and not self.pending and not self._begins_days_first():
            is_signed = self._previous() in (What.WEAK, What.STRONG)
            self.queue_days.append((element, self.elements[self.at - 2].text if is_signed else ""))
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
                    raise DoubtError(NO_HOURS)
                self.summary += self.pending
                self.pending = []
        self.is_dismissed = self.has_gap = False
        self.pending.append(element)

    def _is_other_edge(self) -> bool:
        """« 10h-18h (le jeudi jusqu’à 20h) »: not the days that the first hours wait for."""
        if not self.queue or self.pending or not (self.queue_days or self.companion):
            return False
        return self._peek(over=SOFT) is What.MOMENT

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
        raise DoubtError(NO_HOURS)

    def _begins_days_first(self) -> bool:
        """After hours that wait for days: do these days have hours of their own?"""
        if self._previous() not in (What.STRONG, None) or self.queue_days:
            return False
        return self._next_of(What.HOURS)

    def _hours_inside(self) -> bool:
        """Are there hours before the end of the brackets?"""
        for element in self.elements[self.at :]:
            if element.what is What.CLOSE:
                return False
            if element.what is What.HOURS:
                return True
        return False

    def _is_alone_in_brackets(self) -> bool:
        for element in self.elements[self.at :]:
            if element.what is What.CLOSE:
                return True
            if element.what not in (What.DAYS, What.WEAK, What.HALF, What.APPOINTMENT, What.FREE):
                return False
        return True

    def _check_same_days(self, element: Element) -> None:
        """« (le mardi) » after hours of Tuesday says nothing new; other days are a doubt."""
        known = {day for each in (self.pending or self.last_days) for day in each.days}
        if not self._segment_has(What.APPOINTMENT) and set(element.days) != known:
            raise DoubtError("Des jours entre parenthèses ne sont pas compris.")

    def _on_hours(self, element: Element) -> None:
        if self.queue and self.queue_days:
            self._share_queue_days()
        days = self.pending or ([] if self.queue else self.last_days)
        if not days:
            self.queue.append((element, self._take_when()))
            return
        if not self.pending and self._previous() is What.OR and not self._alternates():
            raise DoubtError("« ou » entre deux heures : on ne sait pas lesquelles valent.")
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

    def _open(self, days: Sequence[Element], hours: Element, when: When) -> None:
        for index, each in enumerate(days):
            spans = in_half(hours.spans, each, is_last=index == len(days) - 1, count=len(days))
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
        """Hours, days, hours: the days after the last sign go with the hours that follow."""
        if self._next_of(What.DAYS) or self._previous() is What.STRONG:
            self._flush_queue()
            return
        cut = self._cut_of_queue_days()
        if not cut:
            raise DoubtError("On ne sait pas à quels jours vont les heures.")
        mine, theirs = self.queue_days[:cut], self.queue_days[cut:]
        self.queue_days = mine
        self._flush_queue()
        self.pending = [day for day, _sign in theirs]

    def _cut_of_queue_days(self) -> int:
        """Where the second list begins: at the only sign, the only comma, or after a range."""
        signs = [i for i, (_day, sign) in enumerate(self.queue_days) if sign and i]
        if len(signs) < 2:
            return signs[0] if signs else 0
        strong = [i for i in signs if self.queue_days[i][1] not in {"et", "&"}]
        if len(strong) == 1:
            return strong[0]
        first, *others = (day for day, _sign in self.queue_days)
        inside = {day for each in others for day in each.days} <= set(first.days)
        return 1 if first.is_range and inside else 0

    def _flush_queue(self) -> None:
        days = [day for day, _sign in self.queue_days]
        self.last, self.last_days = [], []
        self.group += 1
        for hours, when in self.queue:
            self._open(days, hours, when)
        self.queue, self.queue_days = [], []

    # --- the end -----------------------------------------------------------------------------

    def _finish(self) -> None:
        if self.queue and self.queue_days:
            self._flush_queue()
        if self.queue:
            said = {
                day for each in self.reading.statements if each.kind == "open" for day in each.days
            }
            if not self.companion or said:
                raise DoubtError(NO_DAY)
            self.queue_days = [(Element(What.DAYS, days=self.companion), "")]
            for hours, when in self.queue:
                self._open([with_days(self.queue_days[0][0], self.companion)], hours, when)
        if self.pending and not self.is_dismissed:
            self.at += 1
            if not self._is_blank():
                raise DoubtError(NO_HOURS)
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
            raise DoubtError(NO_HOURS)
