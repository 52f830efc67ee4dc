"""Resolve words that refer to the rest of the text: « le reste de la semaine », « de l’année »."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from maillage.directory.hours.french.kinds import Element, What, When
from maillage.directory.hours.grammar import MONTHS

_WORKING_DAYS: Final = (0, 1, 2, 3, 4)


def resolve(elements: Sequence[Element], *, companion: tuple[int, ...]) -> list[Element]:
    """Replace each reference by the days or months that it means, when that is certain.

    A reference that stays is a doubt for `judge.sift`.
    """
    found: list[Element] = []
    for here, element in enumerate(elements):
        after = elements[here + 1 :]
        if element.what is What.REST and "annee" in element.text:
            dates = _other_months([each for each in elements if each.when.dates])
            found.append(
                Element(What.WHEN, when=When(dates=dates), text=element.text) if dates else element
            )
        elif companion and element.what is What.DAYS and element.text.startswith("t"):
            found.append(replace(element, days=companion))  # « tous les jours », of the column
        elif element.what is What.REST:
            found += _other_days(element, elements, after, companion)
        else:
            found.append(element)
    return found


def _other_days(
    rest: Element, elements: Sequence[Element], after: Sequence[Element], companion: tuple[int, ...]
) -> list[Element]:
    """« le reste de la semaine »: Monday to Friday without the days named elsewhere."""
    named = [each for each in elements if each.what is What.DAYS]
    if [each.what for each in after[:2]] == [What.OPEN, What.DAYS]:
        return []  # « les autres jours (lundi, jeudi) »
    said = {day for each in named for day in each.days}
    base = companion or (_WORKING_DAYS if "semaine" in rest.text else ())
    left = tuple(day for day in base if day not in said)
    is_plain = not any(each.nth or each.half for each in named)
    is_plain = is_plain and all(each.when.is_empty for each in elements)
    if not (said and left and is_plain):
        return [rest]
    return [replace(rest, what=What.DAYS, days=left, text="")]


def _other_months(periods: Sequence[Element]) -> str:
    """The months that no period of the text names, « Sep-Jun »; "" when they are not months."""
    if any("ete" in each.text or "estiv" in each.text for each in periods):
        return ""  # « été » alone does not say where the rest of the year begins
    said: set[int] = set()
    for period in {part for each in periods for part in each.when.dates.split(",")}:
        first, _dash, last = period.partition("-")
        if first not in MONTHS or (last or first) not in MONTHS:
            return ""
        start, end = MONTHS.index(first), MONTHS.index(last or first)
        said |= {(start + step) % 12 for step in range((end - start) % 12 + 1)}
    left = [month for month in range(12) if month not in said]
    starts = [month for month in left if (month - 1) % 12 not in left]
    if not said or len(starts) != 1:
        return ""
    end = (starts[0] + len(left) - 1) % 12
    return MONTHS[starts[0]] + (f"-{MONTHS[end]}" if len(left) > 1 else "")
