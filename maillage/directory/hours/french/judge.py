"""Decide which parts of a text are harmless remarks, and when a text cannot be trusted."""

from collections.abc import Sequence
from typing import Final

from maillage.directory.hours.french.kinds import DoubtError, Element, What

_SAYS_HOURS: Final = frozenset((What.HOURS, What.MOMENT))
_MATTERS: Final = _SAYS_HOURS | {
    What.DAYS, What.WHEN, What.CLOSED, What.EXCEPT, What.NTH, What.ALTERNATE,
}  # fmt: skip
VAGUE: Final = "vague"
"""Stands for a remark: days before it have no hours, without being on appointment."""
_YOUNG: Final = frozenset(("enfant", "enfants", "jeune", "jeunes", "ados", "adolescents"))
_OLD: Final = frozenset(("adulte", "adultes", "seniors"))
_PARTS_VENUES: Final = frozenset((What.DAYS, What.HOURS, What.COLON))
_ENDS: Final = frozenset((What.STRONG, What.OPEN, What.CLOSE))


def sift(elements: Sequence[Element]) -> tuple[list[Element], list[str]]:
    """Return the elements without harmless remarks, and notes on what was left aside.

    Raises DoubtError when a word that is not understood, or vague, may change the hours.
    """
    if not any(element.what is What.HOURS for element in elements):
        raise DoubtError("Le texte ne donne pas d’heures complètes.")
    _refuse(elements)
    segments = _segments(elements)
    notes: list[str] = []
    _refuse_several_places(elements)
    kept: list[list[Element]] = []
    is_labelled = False
    brackets = 0
    for index, segment in enumerate(segments):
        kinds = {element.what for element in segment}
        if What.VAGUE in kinds:
            if kinds & _SAYS_HOURS:
                raise DoubtError(
                    f"Les heures sont dites variables (« {_words(segment, What.VAGUE)} »)."
                )
            _drop_announcement(kept)
            kept.append([Element(What.APPOINTMENT, text=VAGUE), *_edges(segment)])
            notes.append("Une remarque sans heures précises est laissée de côté.")
            continue
        if index and _is_remark(kinds) and any(map(_matters, kept)):
            notes.append("Une remarque sans heures est laissée de côté.")
            kept.append(_edges(segment))
            continue
        if What.UNKNOWN in kinds:
            if not kinds & _MATTERS:
                brackets += segment[0].what is What.OPEN and any(map(_matters, kept))
                if brackets > 1:
                    raise DoubtError("Des mots entre parenthèses peuvent changer les heures.")
                kept.append([e for e in segment if e.what in _ENDS | {What.OTHERS, What.PHONE}])
                continue
            if not _is_title(segment) or is_labelled or any(map(_matters, kept)):
                raise DoubtError(
                    f"Des mots ne sont pas compris : « {_words(segment, What.UNKNOWN)} »."
                )
            is_labelled = True
            kept.append([element for element in segment if element.what is not What.UNKNOWN])
            continue
        kept.append(segment)
    return [element for segment in kept for element in segment], notes


def is_by_appointment(elements: Sequence[Element]) -> bool:
    """Tell whether all the hours are on appointment."""
    solid = [e for e in elements if e.what not in (What.COLON, What.CLOSE) and e.text != VAGUE]
    if any(e.what is What.FREE and not e.text.startswith("ouver") for e in solid):
        return False
    if sum(e.what is What.APPOINTMENT for e in solid) != 1:
        return False
    at = next(i for i, e in enumerate(solid) if e.what is What.APPOINTMENT)
    is_only = any(word in solid[at].text for word in ("uniqu", "exclu", "seul", "oblig"))
    is_single = sum(e.what is What.HOURS for e in solid) == 1
    if at == 0:
        return is_only or is_single
    before = solid[at - 1].what
    if What.HALF in (before, solid[at + 1].what if at + 1 < len(solid) else None):
        return False
    if at == len(solid) - 1 or is_single:
        is_apart = before in (What.WEAK, What.STRONG, What.OPEN)
        behind = solid[at - 2].what if at > 1 else None
        if before is What.HOURS or (is_apart and behind is What.HOURS):
            return is_single or (is_only and is_apart)
    return False


def _refuse(elements: Sequence[Element]) -> None:
    has_parity = any(element.when.parity is not None for element in elements)
    for element in elements:
        if element.what in (What.STOP, What.REST):
            raise DoubtError(f"Le texte n’est pas sûr : « {element.text} ».")
        if element.what is What.ALTERNATE and not has_parity:
            raise DoubtError(f"« {element.text} » : on ne sait pas quelles semaines sont ouvertes.")


def _refuse_several_places(elements: Sequence[Element]) -> None:
    segments: list[list[Element]] = [[]]
    for element in elements:
        if element.what is What.STRONG:
            segments.append([])
        segments[-1].append(element)
    venues = {venue for segment in segments for venue in _venues(segment)}
    kinds = {venue.split()[0] for venue in venues}
    names = {venue for venue in venues if " " in venue}
    if len(kinds) > 1 or len(names) > 1 or (venues and _has_other_label(segments)):
        raise DoubtError("Le texte semble parler de plusieurs lieux.")
    words = {element.text for element in elements if element.what is What.SERVICE}
    if words & _YOUNG and words & _OLD:
        raise DoubtError("Les heures changent selon le public.")


def _venues(segment: Sequence[Element]) -> list[str]:
    """The places of a segment; « à la salle de la mairie » is one."""
    if not {each.what for each in segment} & _PARTS_VENUES:
        return []
    found: list[str] = []
    is_inside = False
    for element in segment:
        if element.what is What.VENUE and not is_inside:
            found.append(element.text)
        if element.what in _PARTS_VENUES | {What.VENUE, What.WEAK, What.OPEN}:
            is_inside = element.what is What.VENUE
    return found


def _has_other_label(segments: Sequence[Sequence[Element]]) -> bool:
    """« Siège : … Antenne : … »: a place under a name that is not known, another one after."""
    is_other = False
    for segment in segments:
        colon = next((i for i, each in enumerate(segment) if each.what is What.COLON), 0)
        kinds = {each.what for each in segment[:colon]}
        if is_other and What.VENUE in kinds and not kinds & _MATTERS:
            return True
        is_other = is_other or (What.UNKNOWN in kinds and not kinds & {What.VENUE, *_MATTERS})
    return False


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
        and What.DAYS in kinds
        and bool(kinds & {What.UNKNOWN, What.SERVICE, What.OTHERS})
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
