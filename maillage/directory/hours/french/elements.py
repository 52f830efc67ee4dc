"""Group tokens into the elements of a schedule: ranges of hours, days, conditions, signs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Final, Literal

from maillage.directory.hours.french.lexicon import DAY_NAMES, Kind
from maillage.directory.hours.french.tokens import Token
from maillage.directory.hours.grammar import DAY, MONTHS, Span

Half = Literal["", "morning", "afternoon", "evening"]

_MONTH_STARTS: Final = (
    "jan", "fev", "mar", "avr", "mai", "juin", "juil", "aou", "sep", "oct", "nov", "dec",
)  # fmt: skip
_IN_PAIR: Final = frozenset("-/,")
_BETWEEN_PAIRS: Final = frozenset("-/,")
_EARLIEST, _LATEST_START = 6 * 60, 22 * 60 + 30


class What(Enum):
    """What an element is."""

    __hash__ = object.__hash__  # the one of Enum is slow, and these are looked up all the time

    DAYS = auto()
    HOURS = auto()
    MOMENT = auto()  # one hour alone
    WHEN = auto()
    NTH = auto()
    HALF = auto()
    CLOSED = auto()
    EXCEPT = auto()
    APPOINTMENT = auto()
    FREE = auto()
    PHONE = auto()
    DESK = auto()
    OTHERS = auto()
    SERVICE = auto()
    VENUE = auto()
    VAGUE = auto()
    STOP = auto()
    ALTERNATE = auto()
    OR = auto()
    UNKNOWN = auto()
    WEAK = auto()  # a comma, « et », a dash
    COLON = auto()
    STRONG = auto()  # a line, a full stop, a semicolon
    OPEN = auto()
    CLOSE = auto()


class Doubt(ValueError):
    """The text cannot be read for sure; `why` is one plain French sentence."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class When:
    """A condition: OSM dates (« Jul-Aug »), school holidays or not, parity of weeks, feasts.

    `school`: True in the school holidays, False outside. `parity`: 0 even, 1 odd.
    """

    dates: str = ""
    school: bool | None = None
    parity: int | None = None
    public: bool = False
    feasts: bool = False

    @property
    def is_empty(self) -> bool:
        return self == NO_CONDITION

    def also(self, other: "When") -> "When":
        """Both conditions at once; Doubt when they say two things of one matter."""
        clash = (
            (self.dates and other.dates and self.dates != other.dates)
            or (None not in (self.school, other.school) and self.school != other.school)
            or (None not in (self.parity, other.parity) and self.parity != other.parity)
        )
        if clash:
            raise Doubt("Deux périodes se contredisent pour les mêmes heures.")
        return When(
            self.dates or other.dates,
            self.school if self.school is not None else other.school,
            self.parity if self.parity is not None else other.parity,
            self.public or other.public,
            self.feasts or other.feasts,
        )


NO_CONDITION: Final = When()


@dataclass(slots=True, eq=False)
class Element:
    """One element, never changed; only the fields of its kind are filled."""

    what: What
    days: tuple[int, ...] = ()
    nth: tuple[int, ...] = ()
    half: Half = ""
    spans: tuple[Span, ...] = ()
    minute: int = 0
    edge: Literal["", "until", "since"] = ""
    when: When = NO_CONDITION
    text: str = ""
    is_range: bool = False


def build(tokens: Sequence[Token]) -> list[Element]:
    """Return the elements of a text. Raises Doubt for hours or days that cannot hold."""
    elements: list[Element] = []
    at = 0
    while at < len(tokens):
        at = _next(tokens, at, elements)
    return _named_venues(_seasons(elements))


def _named_venues(elements: Sequence[Element]) -> list[Element]:
    """« mairie de Pouilly »: the unknown words after a venue are its name."""
    found: list[Element] = []
    for element in elements:
        if element.what is What.UNKNOWN and found and found[-1].what is What.VENUE:
            if not any(char.isdigit() for char in element.text):
                found[-1] = replace(found[-1], text=f"{found[-1].text} {element.text}")
                continue
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
    Kind.DATE: What.STOP,
    Kind.OR: What.OR,
    Kind.UNKNOWN: What.UNKNOWN,
    Kind.AND: What.WEAK,
}
_FIXED: Final = {
    Kind.SUMMER: When(dates="Jul-Aug"),
    Kind.SCHOOL: When(school=True),
    Kind.TERM: When(school=False),
    Kind.HOLIDAY: When(public=True),
    Kind.FEASTS: When(feasts=True),
}
_SIGN_KINDS: Final = {
    ":": What.COLON, "(": What.OPEN, ")": What.CLOSE,
    ";": What.STRONG, ".": What.STRONG, "\n": What.STRONG, "|": What.STRONG, "--": What.STRONG,
}  # fmt: skip


def _next(tokens: Sequence[Token], at: int, elements: list[Element]) -> int:
    token = tokens[at]
    kind = token.kind
    if end := _dates(tokens, at, elements):
        return end
    if kind in (Kind.TIME, Kind.NUMBER) and (end := _hours(tokens, at, elements)):
        return end
    if kind in (Kind.DAY, Kind.DAYS, Kind.ORDINAL) and (end := _days(tokens, at, elements)):
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
        return _nth_alone(tokens, at, elements)
    elif kind is Kind.SIGN:
        elements.append(Element(_SIGN_KINDS.get(token.text, What.WEAK), text=token.text))
    elif kind in (Kind.NUMBER, Kind.MONTH, Kind.PART_OF_MONTH):
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


def half_of(words: str) -> Half:
    """Morning, afternoon or evening."""
    if "midi et" in words:
        return ""
    if "soir" in words:
        return "evening"
    return "morning" if "matin" in words else "afternoon"


# --- hours -----------------------------------------------------------------------------------


def _hours(tokens: Sequence[Token], at: int, elements: list[Element]) -> int:
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
        raise Doubt("Des minutes sont étranges : est-ce une heure écrite sans « h » ?")
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
    """Sort ranges; Doubt when one makes no sense."""
    checked: list[Span] = []
    for start, end in spans:
        last = DAY if end == 0 else end
        if last <= start and last <= 5 * 60 and start >= 17 * 60:
            last += DAY  # a night
        if last <= start:
            raise Doubt("Une plage finit avant de commencer.")
        if start < _EARLIEST and (start, last) != (0, DAY) and start != 0:
            raise Doubt("Une plage commence en pleine nuit : est-ce une erreur ?")
        if start > _LATEST_START:
            raise Doubt("Une plage commence très tard le soir : est-ce une erreur ?")
        if last - start > 18 * 60 and (start, last) != (0, DAY):
            raise Doubt("Une plage est trop longue pour une journée d’ouverture.")
        checked.append((start, last))
    if any(later[0] < former[0] for former, later in zip(checked, checked[1:], strict=False)):
        checked.sort()
    joined: list[Span] = []
    for start, end in checked:
        if joined and start < joined[-1][1]:
            raise Doubt("Deux plages du même jour se chevauchent.")
        joined.append((start, end))
    return tuple(joined)


# --- days ------------------------------------------------------------------------------------


def _days(tokens: Sequence[Token], at: int, elements: list[Element]) -> int:
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
        raise Doubt("« du … » sans « au » : on ne sait pas quels jours sont compris.")
    text = "~" if is_range and _has_dash(tokens, at, here) else ""
    elements.append(Element(What.DAYS, days=days, nth=nth, half=half, text=text, is_range=is_range))
    return here


def _is_from(tokens: Sequence[Token], at: int) -> bool:
    before = at - 1
    while before > 0 and tokens[before].kind is Kind.NOISE and tokens[before].text in {"le", "les"}:
        before -= 1
    return before >= 0 and tokens[before].kind is Kind.FROM


def _has_dash(tokens: Sequence[Token], at: int, end: int) -> bool:
    return any(token.kind is Kind.SIGN and token.text == "-" for token in tokens[at:end])


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
    if end == start:
        raise Doubt("Un intervalle de jours commence et finit le même jour.")
    count = (end - start) % 7 + 1
    return tuple((start + step) % 7 for step in range(count)), here + 1, True


def _nth_alone(tokens: Sequence[Token], at: int, elements: list[Element]) -> int:
    """« (2e et 4e du mois) »."""
    nth, end = _ranks(tokens, at)
    if end < len(tokens) and tokens[end].kind is Kind.OF_MONTH:
        elements.append(Element(What.NTH, nth=nth))
        return end + 1
    elements.append(Element(What.UNKNOWN, text=tokens[at].text))
    return at + 1


# --- dates -----------------------------------------------------------------------------------


def _dates(tokens: Sequence[Token], at: int, elements: list[Element]) -> int:
    """Read months and dates: « juillet et août », « du 1er au 15 août », « 1re quinzaine d’août »."""
    if tokens[at].kind is Kind.PART_OF_MONTH:
        here = at + 1
        while here < len(tokens) and (
            tokens[here].kind is Kind.FROM or tokens[here].text == "mois"
        ):
            here += 1
        if here < len(tokens) and tokens[here].kind is Kind.MONTH:
            month = _month(tokens[here])
            dates = _part(tokens[at].text, month)
            elements.append(Element(What.WHEN, when=When(dates=dates), text=tokens[at].text))
            return here + 1
        return 0
    first = _date(tokens, at)
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
        raise Doubt("Ces heures valent pour une année précise.")
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
    raise Doubt("Les semaines de fermeture du mois ne sont pas précises.")


_LENGTHS: Final = dict(zip(MONTHS, (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), strict=True))


def with_days(element: Element, days: tuple[int, ...]) -> Element:
    """The same element for other days."""
    return replace(element, days=days)
