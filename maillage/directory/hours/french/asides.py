"""Words around the hours: appointments, other publics, half days."""

from dataclasses import replace

from maillage.directory.hours.french.kinds import (
    DoubtError,
    Element,
    What,
)
from maillage.directory.hours.french.statements import (
    SOFT,
    State,
    cut,
)


class Asides(State):
    """Reads what is said beside the hours."""

    def _on_appointment(self) -> None:
        if self.pending:
            self.is_dismissed = True
            return
        if self._peek(over=SOFT) not in (What.DAYS, What.HALF):
            return
        here = self.at
        found: list[Element] = []
        while here < len(self.elements) and self.elements[here].what in SOFT | {
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
        if self._peek(over=SOFT) is What.HOURS:
            here = self.at
            while self.elements[here].what is not What.HOURS:
                here += 1
            spans = self.elements[here].spans
            differs = bool(element.half) and cut(spans[:1], element.half) != spans[:1]
            if differs and self._previous() is not What.HOURS:
                raise DoubtError("Une demi-journée et ses heures se contredisent.")
            if element.half and not self.pending and self._previous() is not What.HOURS:
                # « samedi matin : 10h-12h, après-midi : 14h-17h »
                self.last_days = [replace(each, half="") for each in self.last_days]
        elif self._peek() is What.WHEN and self._previous() is What.WEAK and self.last:
            raise DoubtError("Une demi-journée est citée sans ses heures.")
        elif self._previous() is What.HOURS or self._peek() in (What.APPOINTMENT, What.CLOSED):
            return
        elif self._peek() is What.DAYS and self._previous() is not What.HOURS:
            nearby = self.elements[self.at]
            if not nearby.half and self._next_of(What.HOURS):
                return
            raise DoubtError("Une demi-journée est citée sans ses heures.")
        elif not self._segment_has(What.HOURS) and not self._segment_has(What.APPOINTMENT):
            raise DoubtError("Une demi-journée est citée sans ses heures.")

    def _on_or(self) -> None:
        if self._peek() is What.DAYS and self.pending:
            raise DoubtError("« ou » entre deux jours : on ne sait pas lequel vaut.")

    def _on_other_public(self) -> None:
        """Hours by telephone or for a group only are not the hours of the place."""
        begins = self._peek() is What.COLON
        if self.depth:
            self._on_other_public_in_brackets()
            return
        ahead = self._next_of(What.HOURS)
        if (self._previous() is What.HOURS and not begins) or (not ahead and self._segment_hours()):
            self._drop_clause()
            return
        goes_on = any(each.what is What.HOURS for each in self.elements[self.at :])
        if goes_on and not (ahead or begins or self._segment_has(What.APPOINTMENT)):
            if self.saw_desk and self.last:
                self.is_skipping = self.skips_lines = True
                return
            raise DoubtError("On ne sait pas quelles heures sont celles de l’accueil du public.")
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
        if any(element.what in (What.HOURS, What.MOMENT) for element in inside):
            self.at += len(inside)
            self._note("Des heures qui ne sont pas celles de l’accueil sont laissées de côté.")
        elif self.pending:
            raise DoubtError("Des jours valent pour un public à part.")
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
            raise DoubtError("Des heures valent pour un public ou un service à part.")
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
