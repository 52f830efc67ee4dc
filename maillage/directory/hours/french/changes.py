"""Closings, exceptions and other edges: « fermé le lundi », « sauf jeudi 18h30 »."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from maillage.directory.hours.french.kinds import (
    NO_CONDITION,
    DoubtError,
    Element,
    Half,
    What,
    When,
)
from maillage.directory.hours.french.statements import (
    NO_DAY,
    NOT_UNDERSTOOD,
    SOFT,
    WHOSE_PERIOD,
    State,
    Statement,
    one_half,
)
from maillage.directory.hours.grammar import DAY, Span


class Changes(State):
    """Reads what closes or changes hours that are said elsewhere."""

    def _collect(self) -> list[Element]:
        """Elements up to the end of the clause."""
        found: list[Element] = []
        while self.at < len(self.elements):
            element = self.elements[self.at]
            if element.what in (What.STRONG, What.CLOSE, What.EXCEPT):
                break
            if element.what is What.OPEN:
                break
            if element.what is What.WHEN and element.when.is_empty:
                raise DoubtError(NOT_UNDERSTOOD)
            found.append(element)
            self.at += 1
            if element.what is What.HOURS and self._peek() is not What.WHEN:
                break
            if element.what is What.MOMENT and self._peek() not in (What.WHEN, What.DAYS):
                break
            is_after_moment = any(each.what is What.MOMENT for each in found)
            is_day = element.what is What.DAYS
            if is_day and is_after_moment and self._peek(over=SOFT) is not What.DAYS:
                break
        return found

    def _on_closed(self) -> None:  # noqa: PLR0912
        if self.pending and not self.is_dismissed:
            if self._peek(over=frozenset({What.COLON})) is not What.MOMENT:
                self._close_pending()
            return
        start = self.at
        found = self._collect()
        hours = next((i for i, each in enumerate(found) if each.what is What.HOURS), None)
        if hours is not None:
            found = self._before_next_rule(found, hours, start)
        days = [each for each in found if each.what is What.DAYS]
        whens = [each.when for each in found if each.what is What.WHEN]
        moment = next((each for each in found if each.what is What.MOMENT), None)
        spans = next((each.spans for each in found if each.what is What.HOURS), ())
        half = _half(found)
        if any(each.what in (What.UNKNOWN, What.VAGUE, What.NTH) for each in found):
            raise DoubtError("Une fermeture n’est pas comprise.")
        if moment:
            self._edge(days, moment, whens, "until")
        elif spans and not days and not whens:
            self._state("without", self.last_days or self._companion_days(), spans=spans)
        elif days:
            one_half(days)
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
        elif self._is_afternoon_of_a_table(found) or (self._before_closed() and not half):
            pass
        elif half and (self.last_days or self.companion):
            self._state(
                "off", self.last_days or [Element(What.DAYS, days=self.companion)], half=half
            )
        elif not half:
            raise DoubtError("Une fermeture n’est pas comprise.")

    def _is_apart(self, found: Sequence[Element], when: When) -> bool:
        """« le lundi et en août »: not the Mondays of August."""
        at = next(i for i, each in enumerate(found) if each.when == when)
        return at > 0 and found[at - 1].what is What.WEAK

    def _before_closed(self) -> bool:
        """« après-midi fermé »: the half day stood before."""
        here = self.at - 2
        while here >= 0 and self.elements[here].what in SOFT | {What.CLOSED}:
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
        halves = [i for i, each in enumerate(found[: days[0]]) if each.what is What.HALF]
        if halves and found[days[0] - 1].what is What.WEAK and found[days[0] - 1].text == ",":
            self.at = start + days[0] - 1  # « fermé l’après-midi, mardi 9h-12h »
            return found[: days[0] - 1]
        signs = [
            i for i in range(1, hours)
            if found[i].what is What.WEAK and found[i].text in {",", "-", "/"} and i > days[0]
        ]  # fmt: skip
        if not signs or signs[-1] > days[-1]:
            raise DoubtError("On ne sait pas si des jours sont ouverts ou fermés.")
        self.at = start + signs[-1]
        return found[: signs[-1]]

    def _close_pending(self) -> None:
        half: Half = ""
        if self._peek(over=frozenset({What.WEAK})) is What.HALF:
            half = self.elements[self.at].half if self._peek() is What.HALF else ""
            if half:
                self.at += 1
        one_half(self.pending)
        own = [each.half for each in self.pending if each.half]
        for each in self.pending:
            self._state("off", [each], half=half or each.half)
        goes_on = self._peek(over=SOFT | {What.HALF}) is What.HOURS
        if not half and self._is_morning_of_a_table():
            # « Lundi : fermé / 14h-18h »: the cell of the morning, then the one of the afternoon.
            self.reading.statements = self.reading.statements[: -len(self.pending)]
            half = "morning"
        if (half or own) and goes_on:
            self.pending = [replace(each, half="") for each in self.pending]
        else:
            self.last_days, self.last, self.pending = [], [], []
        self.has_gap = self.is_dismissed = False

    def _is_morning_of_a_table(self) -> bool:
        nearby = self.elements[self.at : self.at + 2]
        return (
            len(nearby) == 2
            and nearby[0].what is What.WEAK
            and nearby[0].text in {"/", "-"}
            and bool(nearby[1].spans)
            and nearby[1].spans[0][0] >= 12 * 60
        )

    def _is_afternoon_of_a_table(self, found: Sequence[Element]) -> bool:
        """« 9h-12h / fermé »: the cell of the afternoon."""
        before = [each for each in self.elements[: self.at] if each not in found][-3:-1]
        return (
            not found
            and len(before) == 2
            and before[1].what is What.WEAK
            and before[1].text in {"/", "-"}
            and bool(before[0].spans)
            and before[0].spans[-1][1] <= 14 * 60
        )

    def _groups(self) -> set[int]:
        return {each.group for each in self.reading.statements if each.kind == "open"}

    def _on_except(self) -> None:  # noqa: PLR0912
        is_glued = self._previous() is What.HOURS
        found = self._collect()
        found = self._before_comma(found)
        days = [each for each in found if each.what is What.DAYS]
        whens = [each.when for each in found if each.what is What.WHEN]
        hours = next((each for each in found if each.what is What.HOURS), None)
        moment = next((each for each in found if each.what is What.MOMENT), None)
        half = _half(found)
        if self._is_rank_alone(found):
            return
        known = (What.DAYS, What.WHEN, What.HOURS, What.MOMENT, What.HALF, What.CLOSED, What.FREE)
        if any(each.what not in SOFT and each.what not in known for each in found):
            if {each.what for each in found} <= {What.APPOINTMENT, *SOFT}:
                return
            raise DoubtError(NOT_UNDERSTOOD)
        if self.pending and not (days or whens):
            raise DoubtError(NOT_UNDERSTOOD)
        if hours and not (self.pending or self.queue or self.reading.statements):
            raise DoubtError(NOT_UNDERSTOOD)
        if self.pending and hours and days and found[-1] is hours:
            self.at -= 1  # « tous les jours sauf le dimanche de 9h à 18h »
            hours = None
        closed = next((i for i, each in enumerate(found) if each.what is What.CLOSED), len(found))
        if any(each.what is What.DAYS for each in found[closed:]) and (moment or hours):
            # « sauf jeudi après-midi, fermé, et vendredi jusqu’à 15h30 »: two exceptions.
            self.at -= len(found) - closed - 1
            days, moment, hours = [e for e in found[:closed] if e.what is What.DAYS], None, None
        if hours and found[-2:-1] and found[-2].text in {"et", "puis"}:
            raise DoubtError(NOT_UNDERSTOOD)
        if self.depth and self._peek() is What.CLOSE and self._goes_on_with_hours():
            raise DoubtError("On ne sait pas si l’exception vaut pour une demi-journée.")
        if days and is_glued and not (half or hours or moment) and self._is_half_of_day():
            raise DoubtError("On ne sait pas si l’exception vaut pour une demi-journée.")
        if moment:
            if any(each.half for each in days):
                raise DoubtError(NOT_UNDERSTOOD)
            self._edge(days, moment, whens, moment.edge or self._end_or_start(moment))
        elif hours and (days or whens):
            targets = days or self.pending or self.last_days or self._companion_days()
            self._state("instead", targets, spans=hours.spans, whens=whens)
        elif days:
            one_half(days)
            for each in days:
                self._state("off", [each], half=each.half or half, whens=whens)
        elif whens:
            self._close_in(whens, is_glued=is_glued)
        elif half and self.last_days:
            self._state("off", self.last_days, half=half)
        elif hours and self._is_hole(hours):
            self._state("without", self.last_days, spans=hours.spans)
        else:
            raise DoubtError(NOT_UNDERSTOOD)

    def _close_in(self, whens: Sequence[When], *, is_glued: bool) -> None:
        """« sauf vacances »: in brackets, for the days just before when there are others."""
        goes_on = bool(self.last) and self._next_of(What.HOURS)
        has_others = len(self._groups()) > 1
        for when in whens:
            if self.depth and not when.public and (has_others or goes_on):
                self._state("off", self.last_days, whens=[when])
                continue
            if is_glued and not when.public and has_others:
                raise DoubtError(WHOSE_PERIOD)
            self.reading.statements.append(Statement("off", (), when=when))

    def _goes_on_with_hours(self) -> bool:
        """« 9h-12h (sauf mercredi) et 14h-18h »: are the last hours under the exception?"""
        return not self.pending and self._peek(over=SOFT) is What.HOURS

    def _is_hole(self, hours: Element) -> bool:
        """« 9h-18h sauf entre 12h et 14h »: hours in the middle of those of each day."""
        start, end = hours.spans[0][0], hours.spans[-1][1]
        return bool(self.last) and all(
            any(a < start and end < b for a, b in each.spans) for each in self.last
        )

    def _is_rank_alone(self, found: Sequence[Element]) -> bool:
        """« samedi 9h-12h sauf le dernier du mois »: the last Saturday is closed."""
        is_alone = len(found) == 1 and found[0].what is What.NTH
        if not is_alone or len(self.last_days) != 1:
            return False
        self._state("off", [replace(self.last_days[0], nth=found[0].nth, half="")])
        return True

    def _is_half_of_day(self) -> bool:
        """« matin : 9h-12h, après-midi : 14h-17h sauf mercredi »: the whole Wednesday?"""
        halves = {e.half for e in self.elements[: self.at] if e.what is What.HALF} - {""}
        return len(halves) > 1

    def _before_comma(self, found: list[Element]) -> list[Element]:
        """« sauf août, du lundi au vendredi 9h-17h »: the rule after the comma is another one."""
        if not found or found[-1].what is not What.HOURS:
            return found
        for at in range(1, len(found) - 1):
            is_comma = found[at].what is What.WEAK and found[at].text == ","
            if is_comma and found[at + 1].what is What.DAYS:
                if found[at - 1].what is not What.WHEN:
                    raise DoubtError(NOT_UNDERSTOOD)
                self.at -= len(found) - at
                return found[:at]
        return found

    def _on_moment(self, element: Element) -> None:
        """One hour alone: another end or beginning for some days or in some period."""
        if not element.edge and not self.depth:
            raise DoubtError("Une heure est seule : le début ou la fin manque.")
        if self.pending and element.edge and self._peek() is not What.WHEN:
            days, self.pending = self.pending, []
            self._edge(days, element, [], element.edge)
            return
        found = self._collect()
        days = [each for each in found if each.what is What.DAYS]
        whens = [each.when for each in found if each.what is What.WHEN]
        if any(each.what in (What.HOURS, What.UNKNOWN, What.MOMENT) for each in found):
            raise DoubtError("Une heure est seule : le début ou la fin manque.")
        if not days and self.pending:
            days, self.pending = self.pending, []
        self._edge(days, element, whens, element.edge or self._end_or_start(element))

    def _end_or_start(self, moment: Element) -> Literal["until", "since"]:
        """« 9h-17h (16h le vendredi) » is the end; « (10h le vendredi) » the beginning."""
        hours = [hours.spans for hours, _when in self.queue] or [each.spans for each in self.last]
        spans = [span for each in hours for span in each]
        if not spans:
            return "until"
        start, end = min(span[0] for span in spans), max(span[1] for span in spans)
        left = min((moment.minute - a for a, b in spans if a < moment.minute < b), default=DAY)
        is_early = moment.minute < 12 * 60 and left == moment.minute - start
        if left > (120 if is_early else 60) or end - start <= 180:
            return "until"
        if not is_early or left > 60:
            raise DoubtError("On ne sait pas si une heure est celle du début ou de la fin.")
        return "since"

    def _edge(
        self, days: list[Element], moment: Element, whens: list[When],
        kind: Literal["until", "since"],
    ) -> None:  # fmt: skip
        if not days and not whens:
            raise DoubtError("Une heure est seule : le début ou la fin manque.")
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
        raise DoubtError(NO_DAY)

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
        if not days:
            raise DoubtError(NO_DAY)
        when = self.header if kind in ("off", "instead", "until", "since") else NO_CONDITION
        for each in whens:
            if each.feasts or each.public:
                raise DoubtError(NOT_UNDERSTOOD)
            when = each if when.school is not None or when.dates else when.also(each)
        for element in days:
            self.reading.statements.append(
                Statement(
                    kind, element.days, element.nth, half or element.half, spans, minute, when,
                    group=self.group,
                )
            )  # fmt: skip


def _half(found: Sequence[Element]) -> Half:
    return next((each.half for each in found if each.what is What.HALF), "")
