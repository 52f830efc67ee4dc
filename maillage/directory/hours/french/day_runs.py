"""Read days in tokens: « du lundi au vendredi », « 1er et 3e samedi du mois », « mardi matin »."""

from collections.abc import Sequence

from maillage.directory.hours.french.kinds import DoubtError, Element, Half, What
from maillage.directory.hours.french.lexicon import Kind
from maillage.directory.hours.french.tokens import Token


def half_of(words: str) -> Half:
    """Morning, afternoon or evening."""
    if "midi et" in words or ("matin" in words and "midi" in words):
        return ""
    if "soir" in words:
        return "evening"
    return "morning" if "matin" in words else "afternoon"


def read_days_of(tokens: Sequence[Token], at: int, elements: list[Element]) -> int:
    nth: tuple[int, ...] = ()
    here = at
    if tokens[at].kind is Kind.ORDINAL:
        nth, here = _ranks(tokens, at)
        if here >= len(tokens) or tokens[here].kind is not Kind.DAY:
            return 0
    first = tokens[here]
    days, is_range = first.days, False
    here += 1
    if not nth and first.kind is Kind.DAY:
        days, here, is_range = _range_of_days(tokens, first, here)
    if here < len(tokens) and tokens[here].kind is Kind.OF_MONTH:
        here += 1
    half: Half = ""
    after = here
    while (
        after < len(tokens)
        and tokens[after].kind is Kind.NOISE
        and tokens[after].text in {"le", "les"}
    ):
        after += 1
    if after < len(tokens) and tokens[after].kind is Kind.HALF:
        half, here = half_of(tokens[after].text), after + 1
    elif not half and elements and elements[-1].what is What.HALF and _is_from(tokens, at):
        half = elements.pop().half
    if (
        not is_range
        and _is_from(tokens, at)
        and here < len(tokens)
        and tokens[here].kind is Kind.DAY
    ):
        raise DoubtError("« du … » sans « au » : on ne sait pas quels jours sont compris.")
    text = "" if first.kind is Kind.DAY else first.text
    elements.append(Element(What.DAYS, days, nth, half, text=text, is_range=is_range))
    return here


def _is_from(tokens: Sequence[Token], at: int) -> bool:
    before = at - 1
    while before > 0 and tokens[before].kind is Kind.NOISE and tokens[before].text in {"le", "les"}:
        before -= 1
    return before >= 0 and tokens[before].kind is Kind.FROM


def _ranks(tokens: Sequence[Token], at: int) -> tuple[tuple[int, ...], int]:
    """« 1er et 3e », « 2e, 4e »: ranks, and where they end."""
    ranks: list[int] = []
    here = end = at
    while here < len(tokens):
        token = tokens[here]
        if token.kind is Kind.ORDINAL:
            ranks += token.days
            end = here + 1
        elif not (
            token.kind is Kind.AND
            or (token.kind is Kind.SIGN and token.text in ",/-")
            or (token.kind is Kind.NOISE and token.text in {"le", "les", "la"})
        ):
            break
        here += 1
    return tuple(dict.fromkeys(ranks)), end


def _range_of_days(
    tokens: Sequence[Token], first: Token, at: int
) -> tuple[tuple[int, ...], int, bool]:
    """« lundi au vendredi », « lundi-vendredi »; « lundi-mardi-jeudi » is a list."""
    here, dashes = at, 0
    while here < len(tokens):
        token = tokens[here]
        if token.kind is Kind.TO or (token.kind is Kind.NOISE and token.text in {"le", "les"}):
            here += 1
        elif token.kind is Kind.SIGN and token.text == "-" and not dashes:
            dashes, here = 1, here + 1
        else:
            break
    joined = any(token.kind is Kind.TO for token in tokens[at:here])
    if here >= len(tokens) or tokens[here].kind is not Kind.DAY or not (dashes or joined):
        return first.days, at, False
    start, end = first.days[0], tokens[here].days[0]
    if not joined:
        after = here + 1
        if (
            after + 1 < len(tokens)
            and tokens[after].text == "-"
            and tokens[after + 1].kind is Kind.DAY
        ):
            return first.days, at, False
        if at >= 3 and tokens[at - 2].text == "-" and tokens[at - 3].kind is Kind.DAY:
            return first.days, at, False
        if end <= start:
            return first.days, at, False
        if end > start + 1 and _has_dashed_list(tokens):
            others = {
                day for token in (*tokens[: at - 1], *tokens[here + 1 :])
                if token.kind is Kind.DAY for day in token.days
            }  # fmt: skip
            if others & {start, end} or not others & set(range(start, end)):
                raise DoubtError("Un tiret entre deux jours : est-ce « au » ou « et » ?")
            return first.days, at, False
    if end == start:
        raise DoubtError("Un intervalle de jours commence et finit le même jour.")
    count = (end - start) % 7 + 1
    return tuple((start + step) % 7 for step in range(count)), here + 1, True


def _has_dashed_list(tokens: Sequence[Token]) -> bool:
    """« lundi-mercredi-vendredi »: whoever writes so may mean « et » in « mardi-jeudi »."""
    kinds = [Kind.AND if token.text == "-" else token.kind for token in tokens]
    wanted = [Kind.DAY, Kind.AND, Kind.DAY, Kind.AND, Kind.DAY]
    return any(kinds[here : here + 5] == wanted for here in range(len(kinds) - 4))


def read_nth(tokens: Sequence[Token], at: int, elements: list[Element]) -> int:
    """« (2e et 4e du mois) », « (2e et 4e) »."""
    nth, end = _ranks(tokens, at)
    after = tokens[end] if end < len(tokens) else None
    if after and after.kind is Kind.OF_MONTH:
        elements.append(Element(What.NTH, nth=nth))
        return end + 1
    before = at - 1
    while before > 0 and tokens[before].kind is Kind.NOISE and tokens[before].text in {"le", "les"}:
        before -= 1
    is_in_brackets = bool(at and tokens[before].text == "(" and after and after.text == ")")
    if is_in_brackets:  # « samedi (1er et 3e) »
        elements.append(Element(What.NTH, nth=nth))
        return end
    if len(nth) > 1:
        elements.append(Element(What.STOP, text=tokens[at].text))
        return end
    elements.append(Element(What.UNKNOWN, text=tokens[at].text))
    return at + 1
