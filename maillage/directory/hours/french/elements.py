"""Group tokens into the elements of a schedule: ranges of hours, days, conditions, signs."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from maillage.directory.hours.french.date_runs import read_dates
from maillage.directory.hours.french.day_runs import half_of, read_days_of, read_nth
from maillage.directory.hours.french.hour_runs import read_run
from maillage.directory.hours.french.kinds import NO_CONDITION, Element, What, When
from maillage.directory.hours.french.lexicon import DAY_NAMES, Kind
from maillage.directory.hours.french.tokens import Token
from maillage.directory.hours.grammar import DAY


def build(tokens: Sequence[Token]) -> list[Element]:
    """Return the elements of a text. Raises DoubtError for hours or days that cannot hold."""
    elements: list[Element] = []
    at = 0
    while at < len(tokens):
        at = _next(tokens, at, elements)
    return _named_venues(_seasons(_precise(elements)))


def _precise(elements: Sequence[Element]) -> list[Element]:
    """« tous les jours (du lundi au vendredi) »: the days that follow say which ones."""
    found: list[Element] = []
    for here, element in enumerate(elements):
        after = elements[here + 1 : here + 3]
        while after and (after[0].what is What.OPEN or after[0].text in {",", ":"}):
            after = after[1:]
        is_vague = element.what is What.DAYS and len(element.days) == 7 and not element.is_range
        if not (is_vague and after and after[0].what is What.DAYS and after[0].is_range):
            found.append(element)
    return found


def _named_venues(elements: Sequence[Element]) -> list[Element]:
    """« mairie de Pouilly », « atelier couture »: the unknown words after are a name.

    Two names of activities stay unknown words: they may be names of two places.
    """
    found: list[Element] = []
    activity = ""
    for element in elements:
        follows = bool(found) and found[-1].what is What.VENUE
        is_name = element.what is What.UNKNOWN and not any(map(str.isdigit, element.text))
        if follows and is_name:
            found[-1] = replace(found[-1], text=f"{found[-1].text} {element.text}")
        elif (
            is_name and found and found[-1].what is What.SERVICE and activity in ("", element.text)
        ):
            activity = element.text  # « atelier couture »: which one changes nothing
        else:
            found.append(element)
    return found


def _seasons(elements: Sequence[Element]) -> list[Element]:
    """« été (juillet et août) », « hiver (de septembre à juin) »: the dates say it all."""
    found: list[Element] = []
    here = 0
    while here < len(elements):
        element = elements[here]
        is_season = element.text and any(word in element.text for word in ("ete", "estiv", "hiver"))
        after = here + 1
        while after < len(elements) and elements[after].what in (What.OPEN, What.COLON):
            after += 1
        is_dated = (
            is_season
            and element.what in (What.WHEN, What.STOP)
            and after < len(elements)
            and bool(elements[after].when.dates)
            and elements[after].text != element.text
        )
        if is_dated:
            found.append(elements[after])
            here = after + 1
            if here < len(elements) and elements[here].what is What.CLOSE:
                here += 1
        else:
            found.append(element)
            here += 1
    return found


_PLAIN_KINDS: Final = {
    Kind.CLOSED: What.CLOSED,
    Kind.EXCEPT: What.EXCEPT,
    Kind.WITH_APPOINTMENT: What.APPOINTMENT,
    Kind.WITHOUT_APPOINTMENT: What.FREE,
    Kind.PHONE_DESK: What.PHONE,
    Kind.DESK: What.DESK,
    Kind.OTHERS_ONLY: What.OTHERS,
    Kind.SERVICE: What.SERVICE,
    Kind.VENUE: What.VENUE,
    Kind.VAGUE: What.VAGUE,
    Kind.STOP: What.STOP,
    Kind.PART_OF_MONTH: What.STOP,
    Kind.REST: What.REST,
    Kind.DATE: What.STOP,
    Kind.OR: What.OR,
    Kind.UNKNOWN: What.UNKNOWN,
    Kind.AND: What.WEAK,
}
_FIXED: Final = {
    Kind.SUMMER: When(dates="Jul-Aug"),
    Kind.YEAR: NO_CONDITION,
    Kind.SCHOOL: When(school=True),
    Kind.TERM: When(school=False),
    Kind.HOLIDAY: When(public=True),
    Kind.FEASTS: When(feasts=True),
}
_SIGN_KINDS: Final = {
    ":": What.COLON, "(": What.OPEN, ")": What.CLOSE,
    ";": What.STRONG, ".": What.STRONG, "\n": What.STRONG, "|": What.STRONG, "--": What.STRONG,
}  # fmt: skip


def _next(  # noqa: PLR0912
    tokens: Sequence[Token], at: int, elements: list[Element]
) -> int:
    token = tokens[at]
    kind = token.kind
    if end := read_dates(tokens, at, elements):
        return end
    if kind in (Kind.TIME, Kind.NUMBER) and (end := read_run(tokens, at, elements)):
        return end
    if kind in (Kind.DAY, Kind.DAYS, Kind.ORDINAL) and (end := read_days_of(tokens, at, elements)):
        return end
    if kind is Kind.ALWAYS:
        elements.append(Element(What.HOURS, spans=((0, DAY),)))
    elif kind in _FIXED:
        elements.append(Element(What.WHEN, when=_FIXED[kind], text=token.text))
    elif kind is Kind.PARITY:
        is_odd, is_even = "impair" in token.text, "pair" in token.text.replace("impair", "")
        if is_odd != is_even:
            elements.append(Element(What.WHEN, when=When(parity=int(is_odd)), text=token.text))
    elif kind is Kind.HALF:
        elements.append(Element(What.HALF, half=half_of(token.text), text=token.text))
    elif kind is Kind.ORDINAL:
        return read_nth(tokens, at, elements)
    elif kind is Kind.SIGN:
        elements.append(Element(_SIGN_KINDS.get(token.text, What.WEAK), text=token.text))
    elif kind in (Kind.NUMBER, Kind.MONTH):
        elements.append(Element(What.UNKNOWN, text=token.text))
    elif kind is Kind.ALTERNATE:
        elements.append(Element(What.ALTERNATE, text=token.text))
        elements += [
            Element(What.DAYS, days=(day,))
            for day, name in enumerate(DAY_NAMES)
            if name in token.text
        ]
    elif kind in _PLAIN_KINDS:
        elements.append(Element(_PLAIN_KINDS[kind], text=token.text))
    elif kind is Kind.NOISE and token.text.startswith("ouver"):
        elements.append(Element(What.FREE, text=token.text))
    return at + 1
