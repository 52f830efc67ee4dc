"""Proposals compared with the sheet: what the public reads, what was proposed, what it says now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from rapidfuzz import fuzz

from maillage.contributions.enums import ReportStatus
from maillage.contributions.models import Contribution
from maillage.core.text import normalize
from maillage.directory.enums import LieuStatus, Section, Visibility
from maillage.directory.models import Lieu, Structure
from maillage.directory.section_queries import differences, label_of, read_values, words_of
from maillage.directory.sections import SectionValues
from maillage.directory.visibility import VISIBILITY

Changes = dict[str, dict[str, Any]]
"""{section: {field: value}}, in the shape of directory.sections."""

# The same words about the same place within this delay are one form sent twice.
SAME_DELAY = timedelta(minutes=15)
NEAR_NAME = 82
"""Likeness of two names, out of 100, from which they may be the same place."""


def is_public(name: str) -> bool:
    """Whether a field of a section may ever be read by the public."""
    return VISIBILITY.get(name) == Visibility.PUBLIQUE


def public_values(*, lieu: Lieu, section: Section) -> SectionValues:
    """What the public reads of a section: a field kept for professionals is empty or absent.

    A form built from these values neither shows nor writes what is absent.
    """
    return {
        name: "" if name in lieu.professional_values else value
        for name, value in read_values(lieu=lieu, section=section).items()
        if is_public(name)
    }


def public_differences(
    *, before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """(before, after) of the public fields that differ, each a field → value."""
    found = [row for row in differences(before=before, after=after) if is_public(row.name)]
    return {row.name: row.before for row in found}, {row.name: row.after for row in found}


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One proposed field for the person who answers; the values in words.

    `is_changed_meanwhile`: the public sheet no longer says what the proposer read.
    `is_already_so`: it says what was proposed. `is_professional`: `now` is kept for
    professionals.
    """

    label: str
    before: str
    now: str
    proposed: str
    is_changed_meanwhile: bool
    is_already_so: bool
    is_professional: bool


def review_lines(*, contribution: Contribution) -> list[ReviewLine]:
    """What was read, what the sheet says now and what is proposed, field by field."""
    lieu = contribution.lieu
    lines = []
    for code, changes in contribution.changes.items():
        section = Section(code)
        now = read_values(lieu=lieu, section=section) if lieu is not None else {}
        shown = public_values(lieu=lieu, section=section) if lieu is not None else {}
        before = contribution.before.get(code, {})
        for name, proposed in changes.items():
            lines.append(
                ReviewLine(
                    label=label_of(name),
                    before=words_of(name, before.get(name)),
                    now=words_of(name, now.get(name)),
                    proposed=words_of(name, proposed),
                    is_changed_meanwhile=shown.get(name) != before.get(name),
                    is_already_so=lieu is not None and now.get(name) == proposed,
                    is_professional=now.get(name) != shown.get(name),
                )
            )
    return lines


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """One field for whoever has the number; the values in words.

    `proposed` is empty for an error told in words; `after` while nobody answered, or when the
    sheet did not change there.
    """

    label: str
    before: str
    proposed: str
    after: str


def outcome_lines(*, contribution: Contribution) -> list[OutcomeLine]:
    """What the sheet said, what was proposed, what it says since: public values only."""
    lines = []
    is_changed = contribution.status in (ReportStatus.CORRIGE, ReportStatus.MODIFIE)
    sections = [
        *contribution.changes,
        *(c for c in contribution.applied if c not in contribution.changes),
    ]
    for code in sections:
        before = contribution.before.get(code, {})
        proposed = contribution.changes.get(code, {})
        applied = contribution.applied.get(code, {}) if is_changed else {}
        for name in dict.fromkeys([*proposed, *applied]):
            lines.append(
                OutcomeLine(
                    label=label_of(name),
                    before=words_of(name, before.get(name)),
                    proposed=words_of(name, proposed.get(name)),
                    after=words_of(name, applied.get(name)),
                )
            )
    return lines


def near_lieux(*, nom: str, code_insee: str, limit: int = 5) -> list[Lieu]:
    """Published places of a commune whose name looks like this one, the nearest first."""
    wanted = normalize(nom)
    scored = [
        (fuzz.token_set_ratio(wanted, normalize(lieu.nom)), lieu)
        for lieu in Lieu.objects.filter(code_insee=code_insee, status=LieuStatus.PUBLIE).only(
            "nom", "slug", "adresse", "commune"
        )
    ]
    near = [(score, lieu) for score, lieu in scored if score >= NEAR_NAME]
    near.sort(key=lambda row: (-row[0], row[1].nom))
    return [lieu for _, lieu in near[:limit]]


def structures_of_commune(*, code_insee: str) -> list[Structure]:
    """Organisations that may stand behind a new place of a commune, by name."""
    here = Structure.objects.filter(commune_id=code_insee) | Structure.objects.filter(
        lieux__code_insee=code_insee
    )
    return list(here.distinct().order_by("nom"))


def twin_of(*, contribution: Contribution) -> Contribution | None:
    """An open contribution of the same person's words and values; None when there is none.

    `contribution` is not stored yet. JSON is compared here: databases do not all do it alike.
    """
    rows = Contribution.objects.filter(
        nature=contribution.nature,
        lieu=contribution.lieu,
        kind=contribution.kind,
        message=contribution.message,
        email=contribution.email,
        proposer=contribution.proposer,
        source=contribution.source,
        status=ReportStatus.RECU,
        created_at__gte=contribution.created_at - SAME_DELAY,
    )
    return next((row for row in rows if row.changes == contribution.changes), None)
