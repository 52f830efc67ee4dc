"""The elements of a schedule: what they are, conditions, and the doubt that stops a reading."""

from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Final, Literal

from maillage.directory.hours.grammar import Span

Half = Literal["", "morning", "afternoon", "evening"]


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
    REST = auto()  # « le reste de la semaine »
    ALTERNATE = auto()
    OR = auto()
    UNKNOWN = auto()
    WEAK = auto()  # a comma, « et », a dash
    COLON = auto()
    STRONG = auto()  # a line, a full stop, a semicolon
    OPEN = auto()
    CLOSE = auto()


class DoubtError(ValueError):
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
        """Both conditions at once; DoubtError when they say two things of one matter."""
        clash = (
            (self.dates and other.dates and self.dates != other.dates)
            or (None not in (self.school, other.school) and self.school != other.school)
            or (None not in (self.parity, other.parity) and self.parity != other.parity)
        )
        if clash:
            raise DoubtError("Deux périodes se contredisent pour les mêmes heures.")
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


def with_days(element: Element, days: tuple[int, ...]) -> Element:
    """The same element for other days."""
    return replace(element, days=days)
