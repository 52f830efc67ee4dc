"""Find the ranges of hours of one day in a text, whatever else it says."""

from collections.abc import Sequence

from maillage.directory.hours.french.hour_runs import check_spans
from maillage.directory.hours.french.kinds import DoubtError
from maillage.directory.hours.french.lexicon import Kind
from maillage.directory.hours.french.tokens import Token, tokenise
from maillage.directory.hours.grammar import Span, minutes_text


def loose_spans(text: str) -> list[Span]:
    """Pair the hours of a plain text in order; empty when they do not pair. Raises DoubtError."""
    hours: list[int] = []
    tokens = tokenise(text)
    for at, token in enumerate(tokens):
        if token.kind is Kind.TIME:
            hours.append(token.value)
        elif token.kind is Kind.NUMBER and token.value <= 24 and _beside_hour(tokens, at):
            hours.append(token.value * 60)
    if len(hours) % 2:
        raise DoubtError("Une heure est seule : le début ou la fin manque.")
    return list(check_spans(list(zip(hours[::2], hours[1::2], strict=True))))


def merge_ranges(first: str, second: str) -> str:
    """Join two lists « 09:00-12:00,14:00-17:00 » of one day; what overlaps or touches is one."""
    spans = sorted((*loose_spans(first), *loose_spans(second)))
    joined: list[Span] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return ",".join(f"{minutes_text(start)}-{minutes_text(end)}" for start, end in joined)


def _beside_hour(tokens: Sequence[Token], at: int) -> bool:
    """A bare number is an hour only next to another one: « 9-12 », « 14 18 h »."""
    for step in (-1, 1):
        here = at + step
        while 0 <= here < len(tokens) and (
            tokens[here].kind in (Kind.TO, Kind.AND, Kind.FROM)
            or (tokens[here].kind is Kind.SIGN and tokens[here].text in "-/,")
        ):
            here += step
        if 0 <= here < len(tokens) and tokens[here].kind in (Kind.TIME, Kind.NUMBER):
            return True
    return False
