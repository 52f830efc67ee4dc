"""Sheets as their editors see them: what each section says, how fresh and complete it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.contributions.models import SectionDraft
from maillage.contributions.presenters.provenance import SectionOrigins
from maillage.directory.enums import LieuStatus, ModaliteField, Section
from maillage.directory.models import Lieu, SectionConfirmation
from maillage.directory.presenters.freshness import confirmation_words
from maillage.directory.presenters.words import STALE_DAYS, age_in_words, sentence
from maillage.directory.quality import RULES, Facts, completeness_of, missing_of
from maillage.directory.section_queries import label_of, words_of
from maillage.directory.sections import PROFESSIONAL, SectionValues

ADDRESS = (
    "adresse",
    "complement_adresse",
    "code_postal",
    "commune",
    "code_insee",
    "latitude",
    "longitude",
    "position_precision",
)
"""Fields of one address: they are chosen together."""
_UNSAID = frozenset({"code_insee", "latitude", "longitude"})


@dataclass(frozen=True, slots=True)
class Said:
    """One field in words."""

    label: str
    words: str
    is_professional: bool = False


@dataclass(frozen=True, slots=True)
class SectionCard:
    """One section: what it says, when and by whom it was confirmed."""

    section: str
    label: str
    said: Sequence[Said]
    confirmed: str
    is_fresh: bool
    draft: SectionDraft | None
    origins: SectionOrigins | None


@dataclass(frozen=True, slots=True)
class Health:
    """Freshness and completeness of a sheet, with the one action that helps most."""

    freshness: str
    is_fresh: bool
    completeness: int
    contradictions: Sequence[str]
    best_section: str
    best_words: str


@dataclass(frozen=True, slots=True)
class LieuCard:
    """One place of « Mon espace »."""

    lieu: Lieu
    status: str
    health: Health
    drafts: int


def section_cards(
    *,
    lieu: Lieu,
    values: Mapping[Section, SectionValues],
    drafts: Sequence[SectionDraft],
    origins: Mapping[str, SectionOrigins],
) -> list[SectionCard]:
    """The seven sections; reads the prefetched confirmations (with `by`)."""
    confirmations = {row.section: row for row in lieu.confirmations.all()}
    by_section = {draft.section: draft for draft in drafts}
    return [
        SectionCard(
            section=section.value,
            label=str(section.label),
            said=said_of(values[section]),
            confirmed=_confirmed(confirmations.get(section.value)),
            is_fresh=_is_fresh(confirmations.get(section.value)),
            draft=by_section.get(section.value),
            origins=origins.get(section.value),
        )
        for section in Section
    ]


def said_of(values: SectionValues) -> list[Said]:
    """The fields of a section that say something: lists first, as visitors ask."""
    hidden = values.get(PROFESSIONAL, [])
    return [
        Said(sentence(label_of(name)), words_of(name, value), name in hidden)
        for name, value in sorted(values.items(), key=lambda pair: not _leads(pair[0]))
        if name not in _UNSAID and name != PROFESSIONAL and value not in (None, "", [])
    ]


def _leads(name: str) -> bool:
    """Whether a field is a list of the standard: what the section is about."""
    return name in ModaliteField.values


def _confirmed(row: SectionConfirmation | None) -> str:
    if row is None:
        return _("Pas encore confirmé")
    words = _("Confirmé %(when)s") % {"when": confirmation_words(row)}
    return f"{words}, {row.by}" if row.by is not None else words


def _is_fresh(row: SectionConfirmation | None) -> bool:
    return row is not None and (timezone.now() - row.confirmed_at).days <= STALE_DAYS


def health_of(*, lieu: Lieu, facts: Facts) -> Health:
    """What `facts` (quality_store.facts_of) and the dates of a sheet say of its state."""
    missing = missing_of(facts)
    is_fresh = (
        lieu.confirmed_at is not None and (timezone.now() - lieu.confirmed_at).days <= STALE_DAYS
    )
    if lieu.confirmed_at is None:
        freshness = _("Pas encore confirmé en entier")
    else:
        days = (timezone.localdate() - timezone.localdate(lieu.confirmed_at)).days
        freshness = _("Confirmé %(age)s") % {"age": age_in_words(days)}
    best_section, best_words = "", ""
    if not is_fresh:
        best_words = _("Relisez la fiche et confirmez-la")
    elif missing:
        best_section, best_words = missing[0].section.value, missing[0].words
    return Health(
        freshness=freshness,
        is_fresh=is_fresh,
        completeness=completeness_of(facts),
        contradictions=[sentence(RULES[code].words) for code in lieu.contradiction_codes],
        best_section=best_section,
        best_words=best_words,
    )


def lieu_card(*, lieu: Lieu, facts: Facts, drafts: int) -> LieuCard:
    """One place in the list of somebody."""
    status = "" if lieu.status == LieuStatus.PUBLIE else str(LieuStatus(lieu.status).label)
    return LieuCard(lieu, status, health_of(lieu=lieu, facts=facts), drafts)


# --- two people at once -------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Disputed:
    """One field, or the address as a whole, that two people wrote.

    `key` names it in the form; `choice` is proposed: "mine" or "theirs".
    """

    key: str
    label: str
    opened: str
    theirs: str
    mine: str
    choice: str


def disputed_of(
    *, base: SectionValues | None, theirs: SectionValues, mine: SectionValues
) -> list[Disputed]:
    """What differs between the sheet now and what was typed, whoever changed it.

    What only the other person changed is proposed as theirs; the rest as mine.
    """
    found = []
    for key, names in groups_of(mine).items():
        if _part(mine, names) == _part(theirs, names):
            continue
        untouched = base is not None and _part(mine, names) == _part(base, names)
        found.append(
            Disputed(
                key=key,
                label=_("Adresse") if key == "address" else sentence(label_of(key)),
                opened=_words(base, names) if base is not None else "",
                theirs=_words(theirs, names),
                mine=_words(mine, names),
                choice="theirs" if untouched else "mine",
            )
        )
    return found


def groups_of(values: SectionValues) -> dict[str, tuple[str, ...]]:
    """Fields that are chosen together, by the key of their choice."""
    groups: dict[str, tuple[str, ...]] = {}
    for name in values:
        if name in ADDRESS:
            groups.setdefault("address", tuple(field for field in ADDRESS if field in values))
        else:
            groups[name] = (name,)
    return groups


def _part(values: SectionValues, names: Sequence[str]) -> list[Any]:
    return [values.get(name) for name in names]


def _words(values: SectionValues, names: Sequence[str]) -> str:
    texts = [
        words_of(name, values.get(name)) for name in names if name not in _UNSAID or len(names) == 1
    ]
    return ", ".join(text for text in texts if text)


def changed_words(changes: Sequence[Any]) -> str:
    """« téléphone, horaires »: what a save changed; the address once."""
    names = dict.fromkeys(
        _("adresse") if change.name in ADDRESS else change.label.lower() for change in changes
    )
    return ", ".join(names)
