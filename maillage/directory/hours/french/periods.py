"""Conditions: school holidays, months, weeks of one parity."""

from maillage.directory.hours.french.kinds import (
    NO_CONDITION,
    DoubtError,
    Element,
    What,
    When,
)
from maillage.directory.hours.french.statements import (
    NO_HOURS,
    SILENT,
    SOFT,
    WHOSE_PERIOD,
    State,
    Statement,
)


class Periods(State):
    """Gives each period to the hours that it limits."""

    def _on_when(self, element: Element) -> None:  # noqa: PLR0912
        when = element.when
        if when.is_empty:
            self._on_whole_year()
            return
        if when.feasts:
            raise DoubtError("Une période de fêtes change les heures.")
        after = self._peek(over=SILENT)
        closed_after = self._peek(over=SILENT | SOFT)
        if closed_after is What.CLOSED and after in (What.COLON, What.CLOSED, What.WEAK):
            self._skip_to(What.CLOSED)
            self.reading.statements.append(Statement("off", (), when=when))
            return
        if when.public:
            is_joined = bool(self.pending) and self.elements[self.at - 2].text in {"et", "&", ","}
            if is_joined and after in (What.COLON, What.HOURS):
                self._note("Les heures des jours fériés sont laissées de côté.")
                return
            if after in (What.COLON, What.HOURS, What.DAYS) or self._previous() is What.DAYS:
                raise DoubtError("Des heures de jours fériés ne sont pas comprises.")
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
        is_title = self._previous() in (What.STRONG, None) and after is What.STRONG
        if is_title and self._peek(1) is What.DAYS and not self.pending:
            self.header = when
            self.last, self.last_days = [], []
            return
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
                raise DoubtError(NO_HOURS)
            if not self.queue:
                self.last, self.last_days = [], (self.last_days if after is What.COLON else [])
        elif after is What.HOURS:
            self.before = when
        elif self._previous() is What.FREE:
            self._note("Une période d’ouverture sans heures est laissée de côté.")
        else:
            self._attach(when)

    def _on_whole_year(self) -> None:
        """« toute l’année »: what follows is no longer in the period said before."""
        if self.header.is_empty and self.before.is_empty:
            return
        if self._previous() in (What.HOURS, What.MOMENT, What.DAYS) or self.pending:
            raise DoubtError(WHOSE_PERIOD)
        self.header = NO_CONDITION
        self.last, self.last_days = [], []

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
            raise DoubtError("Une période n’est pas rattachée à des heures.")
        others = [
            each for each in self.reading.statements
            if each.kind == "open" and each.when == self.header and each.group != found[0].group
        ]  # fmt: skip
        if others and not self.depth and self._peek() in (None, What.STRONG):
            if self._previous() is not What.WEAK:
                raise DoubtError(WHOSE_PERIOD)
            found += others
        for each in found:
            each.when = each.when.also(when)

    def _clause_start(self) -> int:
        """Rules of the current days that a line or a semicolon parts from here are left alone."""
        hours_after_sign = 0
        for element in reversed(self.elements[: self.at - 1]):
            if element.what in (What.STRONG, What.DAYS, What.OR, What.WHEN):
                break
            if element.what is What.OPEN and hours_after_sign:
                break
            hours_after_sign += element.what is What.HOURS
        per_hours = max(1, sum(1 for _ in self.last_days))
        return max(0, len(self.last) - hours_after_sign * per_hours) if hours_after_sign else 0

    def _skip_to(self, what: What) -> None:
        while self.elements[self.at].what is not what:
            self.at += 1
        self.at += 1
