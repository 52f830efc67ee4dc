"""Read months and dates in tokens: « juillet et août », « du 1er au 15 août »."""

from collections.abc import Sequence
from typing import Final

from maillage.directory.hours.french.kinds import DoubtError, Element, What, When
from maillage.directory.hours.french.lexicon import Kind
from maillage.directory.hours.french.tokens import Token
from maillage.directory.hours.grammar import MONTHS

_MONTH_STARTS: Final = (
    "jan", "fev", "mar", "avr", "mai", "juin", "juil", "aou", "sep", "oct", "nov", "dec",
)  # fmt: skip


def read_dates(tokens: Sequence[Token], at: int, elements: list[Element]) -> int:
    """Read months and dates from a position; return where they end, 0 when there are none."""
    kind = tokens[at].kind
    if kind is Kind.PART_OF_MONTH:
        return _read_part(tokens, at, elements)
    if kind in (Kind.MONTH, Kind.NUMBER, Kind.ORDINAL):
        return _read_period(tokens, at, elements)
    return 0


def _read_part(tokens: Sequence[Token], at: int, elements: list[Element]) -> int:
    """« première quinzaine d’août », « trois premières semaines d’août »."""
    here = at + 1
    while here < len(tokens) and (tokens[here].kind is Kind.FROM or tokens[here].text == "mois"):
        here += 1
    if here >= len(tokens) or tokens[here].kind is not Kind.MONTH:
        return 0
    dates = _part(tokens[at].text, _month(tokens[here]))
    elements.append(Element(What.WHEN, when=When(dates=dates), text=tokens[at].text))
    return here + 1


def _read_period(  # noqa: PLR0912
    tokens: Sequence[Token], at: int, elements: list[Element]
) -> int:
    """« août », « de juillet à août », « du 1er au 15 août »."""
    first = _date(tokens, at)
    if first and first[1] is not None and at and tokens[at - 1].kind in (Kind.UNTIL, Kind.SINCE):
        raise DoubtError("Une date dit seulement quand les heures commencent ou finissent.")
    if first is None:
        return 0
    day, month_index, here = first
    after = here
    link = ""
    while after < len(tokens):
        token = tokens[after]
        if token.kind is Kind.TO:
            link = "-"
        elif token.kind is Kind.SIGN and token.text in "-/,":
            link = link or token.text.replace("/", "-")
        elif token.kind is Kind.AND:
            link = link or ","
        elif token.kind not in (Kind.FROM,) and not (
            token.kind is Kind.NOISE and token.text in {"le", "les", "mois"}
        ):
            break
        after += 1
    second = _date(tokens, after) if link else None
    if month_index is None and (second is None or second[1] is None or link != "-"):
        return 0
    if second is None:
        month = MONTHS[month_index or 0]
        dates = f"{month} {day:02d}" if day else month
    else:
        last_day, last_month, here = second
        if last_month is None or bool(day) != bool(last_day):
            return 0
        begin = MONTHS[month_index if month_index is not None else last_month]
        finish = MONTHS[last_month]
        if day and last_day:
            if link != "-":
                return 0
            tail = f"{last_day:02d}" if begin == finish else f"{finish} {last_day:02d}"
            dates = f"{begin} {day:02d}-{tail}"
        else:
            is_next = MONTHS.index(finish) - MONTHS.index(begin) == 1
            dates = f"{begin}{'-' if is_next else link}{finish}"
    if here < len(tokens) and tokens[here].kind is Kind.DATE:
        raise DoubtError("Ces heures valent pour une année précise.")
    elements.append(Element(What.WHEN, when=When(dates=dates), text=tokens[at].text))
    return here


def _date(tokens: Sequence[Token], at: int) -> tuple[int, int | None, int] | None:
    """(day or 0, month index or None, end) of « 15 août », « 1er », « août »."""
    if at >= len(tokens):
        return None
    token = tokens[at]
    if token.kind is Kind.MONTH:
        return 0, MONTHS.index(_month(token)), at + 1
    day = 0
    if token.kind is Kind.NUMBER and 1 <= token.value <= 31:
        day = token.value
    elif token.kind is Kind.ORDINAL and token.text.startswith("1"):
        day = 1
    if not day:
        return None
    if at + 1 < len(tokens) and tokens[at + 1].kind is Kind.MONTH:
        return day, MONTHS.index(_month(tokens[at + 1])), at + 2
    return day, None, at + 1


def _month(token: Token) -> str:
    return MONTHS[next(i for i, start in enumerate(_MONTH_STARTS) if token.text.startswith(start))]


def _part(words: str, month: str) -> str:
    """« première quinzaine » → 01-15, « trois premières semaines » → 01-21."""
    if "quinzaine" in words:
        is_first = words.startswith("1") or "prem" in words
        return f"{month} 01-15" if is_first else f"{month} 16-{_LENGTHS[month]}"
    count = 3 if "trois" in words or "3" in words else 2 if "deux" in words or "2" in words else 1
    if "prem" in words:
        return f"{month} 01-{7 * count:02d}"
    if "dern" in words:
        return f"{month} {_LENGTHS[month] - 7 * count + 1}-{_LENGTHS[month]}"
    raise DoubtError("Les semaines de fermeture du mois ne sont pas précises.")


_LENGTHS: Final = dict(zip(MONTHS, (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), strict=True))
