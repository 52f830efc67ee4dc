"""Decide which parts of a text are harmless remarks, and when a text cannot be trusted."""

from collections.abc import Sequence
from typing import Final

from maillage.directory.hours.french.elements import Doubt, Element, What

_SAYS_HOURS: Final = frozenset((What.HOURS, What.MOMENT))
_MATTERS: Final = _SAYS_HOURS | {
    What.DAYS, What.WHEN, What.CLOSED, What.EXCEPT, What.NTH, What.ALTERNATE,
}  # fmt: skip
_ENDS: Final = frozenset((What.STRONG, What.OPEN, What.CLOSE))


def sift(elements: Sequence[Element]) -> tuple[list[Element], list[str]]:
    """Return the elements without harmless remarks, and notes on what was left aside.

    Raises Doubt when a word that is not understood, or vague, may change the hours.
    """
    if not any(element.what is What.HOURS for element in elements):
        raise Doubt("Le texte ne donne pas d’heures complètes.")
    _refuse(elements)
    segments = _segments(elements)
    notes: list[str] = []
    _refuse_several_places(segments)
    kept: list[list[Element]] = []
    is_labelled = False
    for index, segment in enumerate(segments):
        kinds = {element.what for element in segment}
        if What.VAGUE in kinds:
            if kinds & _SAYS_HOURS:
                raise Doubt(f"Les heures sont dites variables (« {_words(segment, What.VAGUE)} »).")
            _drop_announcement(kept)
            kept.append([Element(What.APPOINTMENT), *_edges(segment)])
            notes.append("Une remarque sans heures précises est laissée de côté.")
            continue
        if What.UNKNOWN in kinds:
            if not kinds & _MATTERS:
                kept.append(_edges(segment))
                continue
            if not _is_title(segment) or is_labelled or any(map(_matters, kept)):
                if _is_remark(kinds) and any(map(_matters, kept)) and index:
                    notes.append("Une remarque sans heures est laissée de côté.")
                    kept.append(_edges(segment))
                    continue
                raise Doubt(f"Des mots ne sont pas compris : « {_words(segment, What.UNKNOWN)} ».")
            is_labelled = True
            segment = [element for element in segment if element.what is not What.UNKNOWN]
        kept.append(segment)
    return [element for segment in kept for element in segment], notes


def is_by_appointment(elements: Sequence[Element]) -> bool:
    """Tell whether all the hours are on appointment."""
    if any(e.what is What.FREE and not e.text.startswith("ouver") for e in elements):
        return False
    clauses: list[set[What]] = [set()]
    for element in elements:
        if element.what is What.STRONG:
            clauses.append(set())
        clauses[-1].add(element.what)
    with_hours = [clause for clause in clauses if What.HOURS in clause]
    if with_hours and all(What.APPOINTMENT in clause for clause in with_hours):
        count = sum(element.what is What.APPOINTMENT for element in elements)
        rules = sum(element.what is What.HOURS for element in elements)
        return count >= rules or _stands_alone(elements)
    return _stands_alone(elements) and any("exclusi" in e.text or "unique" in e.text for e in elements)


def _stands_alone(elements: Sequence[Element]) -> bool:
    """« Uniquement sur rendez-vous » at the beginning or at the end, apart from any day."""
    solid = [element for element in elements if element.what is not What.COLON]
    for end, beside in ((solid[:1], solid[1:2]), (solid[-1:], solid[-2:-1])):
        if end and end[0].what is What.APPOINTMENT:
            return not beside or beside[0].what in {What.WEAK, What.STRONG, What.DAYS, What.HOURS}
    return False


def _refuse(elements: Sequence[Element]) -> None:
    has_parity = any(element.when.parity is not None for element in elements)
    for element in elements:
        if element.what is What.STOP:
            raise Doubt(f"Le texte n’est pas sûr : « {element.text} ».")
        if element.what is What.ALTERNATE and not has_parity:
            raise Doubt(f"« {element.text} » : on ne sait pas quelles semaines sont ouvertes.")


def _refuse_several_places(segments: Sequence[Sequence[Element]]) -> None:
    venues = {
        element.text
        for segment in segments
        if {each.what for each in segment} & {What.DAYS, What.HOURS, What.COLON}
        for element in segment
        if element.what is What.VENUE
    }
    if len(venues) > 1:
        raise Doubt("Le texte semble parler de plusieurs lieux.")


def _segments(elements: Sequence[Element]) -> list[list[Element]]:
    """Cut at lines, full stops, brackets and commas; a sign goes with what follows it."""
    segments: list[list[Element]] = [[]]
    for element in elements:
        if element.what in _ENDS or (element.what is What.WEAK and element.text in {",", "+"}):
            segments.append([])
        segments[-1].append(element)
    return segments


def _edges(segment: Sequence[Element]) -> list[Element]:
    """The sign that began a dropped segment: it still parts its neighbours."""
    return [element for element in segment[:1] if element.what in _ENDS]


def _matters(segment: Sequence[Element]) -> bool:
    return any(element.what in _MATTERS for element in segment)


def _is_title(segment: Sequence[Element]) -> bool:
    """Unknown words all stand before the days and the hours, and hold no number."""
    first = next(i for i, element in enumerate(segment) if element.what in _MATTERS)
    unknown = [i for i, element in enumerate(segment) if element.what is What.UNKNOWN]
    return all(i < first for i in unknown) and not any(
        char.isdigit() for i in unknown for char in segment[i].text
    )


def _is_remark(kinds: set[What]) -> bool:
    """« ouverture le samedi pour l’espace jeunes »: no hours, nothing closed."""
    return (
        What.FREE in kinds
        and not kinds & _SAYS_HOURS
        and not kinds & {What.CLOSED, What.EXCEPT, What.NTH, What.ALTERNATE, What.WHEN}
    )


def _drop_announcement(kept: list[list[Element]]) -> None:
    """« pendant les vacances, horaires variables »: the period belongs to the remark."""
    if not kept:
        return
    kinds = {element.what for element in kept[-1]}
    if What.WHEN in kinds and not kinds & _SAYS_HOURS:
        kept[-1] = _edges(kept[-1])


def _words(segment: Sequence[Element], what: What) -> str:
    return " ".join(element.text for element in segment if element.what is what)[:80]
