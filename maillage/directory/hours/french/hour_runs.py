"""Read runs of hours in tokens: « 9h-12h et 14h-17h30 », « 9 à 12h », « 9h 12h »."""

import itertools
from collections.abc import Sequence
from typing import Final, Literal

from maillage.directory.hours.french.kinds import DoubtError, Element, What
from maillage.directory.hours.french.lexicon import Kind
from maillage.directory.hours.french.tokens import Token
from maillage.directory.hours.grammar import DAY, Span

_IN_PAIR: Final = frozenset("-/,")
_BETWEEN_PAIRS: Final = frozenset("-/,")
_EARLIEST, _LATEST_START = 6 * 60, 22 * 60 + 30


def read_run(tokens: Sequence[Token], at: int, elements: list[Element]) -> int:
    """Read a run of hours from a position; return where it ends, 0 when it is no hour."""
    spans: list[Span] = []
    end = at
    here = at
    while (pair := _pair(tokens, here)) is not None:
        span, end = pair
        spans.append(span)
        here = _skip_between(tokens, end)
    if spans:
        elements.append(Element(What.HOURS, spans=check_spans(spans)))
        return end
    if tokens[at].kind is Kind.TIME:
        elements.append(_moment(tokens, at))
        return at + 1
    return 0


def _pair(tokens: Sequence[Token], at: int) -> tuple[Span, int] | None:
    """Read « 9h-12h », « de 9 à 12h », « 9h 12h » at a position."""
    size = len(tokens)
    if at >= size or not _may_be_hour(tokens[at]):
        return None
    first = tokens[at]
    here, link = at + 1, ""
    while here < size and not _may_be_hour(tokens[here]):
        token = tokens[here]
        if token.kind is Kind.TO or (token.kind is Kind.UNTIL and token.text.startswith("jusqu")):
            link += "a"
        elif token.kind is Kind.SIGN and token.text in _IN_PAIR and token.text not in link:
            link += token.text
        elif token.kind is Kind.AND and at and tokens[at - 1].text == "entre":
            link += "a"
        elif not (token.kind is Kind.NOISE and token.text == "h") or here != at + 1:
            return None
        here += 1
    if here >= size or link == ",":
        return None
    last = tokens[here]
    if not first.marked and not last.marked and not _bare_pair(tokens, at, here, link):
        return None
    if not link and not last.marked:
        return None
    start = first.value if first.marked else first.value * 60
    end = last.value if last.marked else last.value * 60
    if start % 5 or (end % 5 and end % 60 != 59):
        raise DoubtError("Des minutes sont étranges : est-ce une heure écrite sans « h » ?")
    return (start, end), here + 1


def _bare_pair(tokens: Sequence[Token], at: int, last: int, link: str) -> bool:
    """« 10-12 », « 9 à 17 »: hours only with a dash or « à », and no word or month after."""
    after = tokens[last + 1].kind if last + 1 < len(tokens) else None
    return (
        link.strip("-/a") == ""
        and link != ""
        and 6 <= tokens[at].value < tokens[last].value <= 23
        and after not in (Kind.MONTH, Kind.UNKNOWN, Kind.VENUE, Kind.DATE)
    )


def _may_be_hour(token: Token) -> bool:
    return token.kind is Kind.TIME or (token.kind is Kind.NUMBER and token.value <= 24)


def _skip_between(tokens: Sequence[Token], at: int) -> int:
    """Skip what may stand between two ranges of one run."""
    here = at
    while here < len(tokens):
        token = tokens[here]
        is_link = (
            token.kind in (Kind.AND, Kind.FROM, Kind.TO)
            or (token.kind is Kind.SIGN and token.text in _BETWEEN_PAIRS)
            or (token.kind is Kind.NOISE and token.text in {"h", "puis", "de", "le"})
        )
        if not is_link:
            return here
        here += 1
    return here


def _moment(tokens: Sequence[Token], at: int) -> Element:
    edge: Literal["", "until", "since"] = ""
    before = at - 1
    while before >= 0 and tokens[before].kind in (Kind.TO, Kind.NOISE):
        before -= 1
    if before >= 0 and tokens[before].kind is Kind.UNTIL:
        edge = "until"
    elif before >= 0 and tokens[before].kind is Kind.SINCE:
        edge = "since"
    elif before >= 0 and tokens[before].kind is Kind.CLOSED:
        edge = "until"
    return Element(What.MOMENT, minute=tokens[at].value, edge=edge)


def check_spans(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Sort ranges; DoubtError when one makes no sense."""
    checked: list[Span] = []
    for start, end in spans:
        last = DAY if end == 0 else end
        if last <= start and last <= 5 * 60 and start >= 17 * 60:
            last += DAY  # a night
        if last <= start:
            raise DoubtError("Une plage finit avant de commencer.")
        if start < _EARLIEST and (start, last) != (0, DAY) and start != 0:
            raise DoubtError("Une plage commence en pleine nuit : est-ce une erreur ?")
        if start > _LATEST_START:
            raise DoubtError("Une plage commence très tard le soir : est-ce une erreur ?")
        if last - start > 18 * 60 and (start, last) != (0, DAY):
            raise DoubtError("Une plage est trop longue pour une journée d’ouverture.")
        checked.append((start, last))
    if any(later[0] < former[0] for former, later in itertools.pairwise(checked)):
        checked.sort()
    joined: list[Span] = []
    for start, end in checked:
        if joined and start < joined[-1][1]:
            raise DoubtError("Deux plages du même jour se chevauchent.")
        joined.append((start, end))
    return tuple(joined)
