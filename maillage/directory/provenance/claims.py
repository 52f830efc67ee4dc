"""What each source says of one place, and what is kept of it: the shapes. No Django."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

Scalar = str | float | date | None
SAISIE: Final = "saisie"
"""The `source` of what a person wrote or confirmed here."""


class ClaimKind(StrEnum):
    """Who speaks: a person (written or confirmed here), or the file of a source."""

    PERSONNE = "personne"
    SOURCE = "source"


class RuleCode(StrEnum):
    """Why a value was kept."""

    SEULE = "seule"
    ACCORD = "accord"
    PERSONNE = "personne"
    RECENTE = "recente"
    PRECISE = "precise"
    RANG = "rang"
    UNION = "union"


RULE_WORDS: Final[dict[RuleCode, str]] = {
    RuleCode.SEULE: "une seule source le dit",
    RuleCode.ACCORD: "toutes les sources disent la même chose",
    RuleCode.PERSONNE: "une personne l’a écrit ou confirmé ici",
    RuleCode.RECENTE: "la valeur la plus récente",
    RuleCode.PRECISE: "la valeur la plus précise",
    RuleCode.RANG: "à la même date, la source placée en premier",
    RuleCode.UNION: "les valeurs de plusieurs sources, réunies",
}
"""French, for everybody; finishes « Valeur retenue : … »."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What one record says of a place.

    `key`: the record's own, unique; `source`: slug of the source, or SAISIE; `date`: when it was
    true for who says it (None: unknown, older than any); `rank`: lower is trusted more at the
    same date. `values`: fields of the sheet; None and "" say nothing. `lists`: official values
    of the vocabularies by field; an empty one says nothing.
    """

    key: str
    source: str
    kind: ClaimKind
    date: date | None
    rank: int
    values: Mapping[str, Scalar] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Other:
    """Something else that was said, not a mere way of writing it.

    `value`: a scalar, or official values of a list; of a group, its text (« 3 rue du Port,
    28000 Chartres », « 48.44380, 1.48900 »). `contradicts`: both cannot be true, somebody has
    to look.
    """

    source: str
    date: date | None
    value: Scalar | tuple[str, ...]
    contradicts: bool


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a kept value comes from: source, its date, the rule, what the others said."""

    source: str
    date: date | None
    rule: RuleCode
    others: tuple[Other, ...] = ()

    @property
    def is_contradicted(self) -> bool:
        return any(other.contradicts for other in self.others)


@dataclass(frozen=True, slots=True)
class Resolved:
    """One sheet out of several claims; `origins` has one entry per field that has a value.

    Fields of a group (GROUPS) that come from the same claim share one Origin.
    """

    values: dict[str, Scalar]
    lists: dict[str, tuple[str, ...]]
    origins: dict[str, Origin]


GROUPS: Final[dict[str, tuple[str, ...]]] = {
    "adresse": (
        "adresse",
        "complement_adresse",
        "code_postal",
        "commune",
        "code_insee",
        "territory_commune_id",
    ),
    "latitude": ("latitude", "longitude", "position_precision"),
    "horaires": ("horaires", "horaires_text"),
    "age_min": ("age_min", "age_max"),
}
"""Fields that only make sense together, under the first of them: they move together."""
GROUP_OF: Final[dict[str, str]] = {name: lead for lead, names in GROUPS.items() for name in names}


def precedence(claim: Claim) -> tuple[bool, int, int, str, str]:
    """Sort key, best first: persons, then newer, then lower rank, source, key."""
    day = claim.date.toordinal() if claim.date else 0
    return (claim.kind is not ClaimKind.PERSONNE, -day, claim.rank, claim.source, claim.key)


def days_before(claim: Claim, other: Claim) -> float:
    """Days from `claim` to `other`; infinite when only `claim` has no date, 0 when neither has."""
    if claim.date is None:
        return 0 if other.date is None else float("inf")
    return float("-inf") if other.date is None else (other.date - claim.date).days
