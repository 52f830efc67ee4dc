"""What a source says of fields that people wrote: a proposal to answer, never a change.

Nobody is told at once: an import of four hundred sheets would send as many letters. The daily
job (jobs.contributions) lists them all in one letter a person.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from maillage.contributions.actions.contributions import receive_contribution
from maillage.contributions.enums import CLOSED_STATUSES, Nature
from maillage.contributions.models import Contribution
from maillage.contributions.queries.proposals import Changes, is_public, public_values
from maillage.core.journal import record
from maillage.core.journal.writing import SYSTEM
from maillage.directory.enums import Section
from maillage.directory.models import Lieu, Source, SourceRecord
from maillage.directory.normalise.record import UNKNOWN_DATE
from maillage.directory.provenance import SAISIE, Claim, ClaimKind, resolve
from maillage.directory.section_queries import read_values
from maillage.directory.sections import SectionValues
from maillage.directory.vocabularies import VOCABULARIES


@transaction.atomic
def propose_from_source(*, source: Source, lieu: Lieu, news: Changes) -> list[Contribution]:
    """Keep what a source says, one open proposal for each section; returns those kept.

    A newer saying replaces the one that waits, under the same number. What the sheet says
    already, or writes otherwise (« av. » and « avenue »), is not proposed.
    """
    sayings = _sayings(source, lieu)
    day = max((one.day for one in sayings if one.day is not None), default=None)
    waiting = _waiting(source, lieu)
    kept = []
    for code, fields in news.items():
        section = Section(code)
        now = read_values(lieu=lieu, section=section)
        open_one = waiting.get(code)
        older = open_one.changes[code] if open_one is not None else {}
        still = {
            name: value for name, value in older.items() if _is_still_said(sayings, name, value)
        }
        values = _different(now, _whole({**still, **fields}, sayings))
        if not values:
            continue
        shown = public_values(lieu=lieu, section=section)
        fresh = Contribution(
            nature=Nature.CORRECTION,
            lieu=lieu,
            source=source,
            source_date=day,
            changes={code: values},
            before={code: {name: shown.get(name, "") for name in values}},
            code_insee=lieu.code_insee,
        )
        if open_one is None:
            kept.append(receive_contribution(fresh))
        elif _renew(open_one, fresh):
            kept.append(open_one)
    return kept


def _renew(row: Contribution, fresh: Contribution) -> bool:
    """Say it anew in the proposal that waits; False when somebody has just answered it."""
    changed = (
        Contribution.objects.filter(pk=row.pk)
        .exclude(status__in=CLOSED_STATUSES)
        .update(changes=fresh.changes, before=fresh.before, source_date=fresh.source_date)
    )
    if changed:
        row.refresh_from_db()
        record(
            verb="contribution.renewed",
            by=SYSTEM,
            on=row,
            detail={"source": row.source_id, "sections": list(row.changes)},
        )
    return bool(changed)


def _waiting(source: Source, lieu: Lieu) -> dict[str, Contribution]:
    """The open proposals of a source about a sheet, by section."""
    rows = Contribution.objects.filter(source=source, lieu=lieu).exclude(status__in=CLOSED_STATUSES)
    return {code: row for row in rows.order_by("pk") for code in row.changes}


# --- what the source says today --------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class _Saying:
    """One record of the source: its day, its fields in the shape of the sections."""

    day: date | None
    values: Mapping[str, Any]


def _sayings(source: Source, lieu: Lieu) -> list[_Saying]:
    rows = SourceRecord.objects.filter(source=source, lieu=lieu, missing_since=None)
    return [
        _Saying(_known(day), {**values, **_codes(lists)})
        for day, values, lists in rows.values_list("date", "values", "lists")
    ]


def _known(day: date | None) -> date | None:
    return None if day is None or day == UNKNOWN_DATE else day


def _codes(lists: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    return {
        name: [entry.code for entry in VOCABULARIES[name] if entry.value in set(values)]
        for name, values in lists.items()
        if name in VOCABULARIES
    }


def _is_still_said(sayings: Iterable[_Saying], name: str, proposed: Any) -> bool:
    """Whether the source says still what it proposed, alone or together with others."""
    for saying in sayings:
        said = saying.values.get(name)
        if isinstance(proposed, list):
            if said and set(said) <= set(proposed):
                return True
        elif said == proposed or (isinstance(proposed, str) and said and str(said) in proposed):
            return True
    return False


def _whole(values: SectionValues, sayings: Iterable[_Saying]) -> SectionValues:
    """A point comes with its precision: the sheet's own is that of another point."""
    if "latitude" not in values:
        return values
    for saying in sayings:
        if saying.values.get("latitude") == values["latitude"]:
            precision = saying.values.get("position_precision")
            return {**values, "position_precision": precision} if precision else values
    return values


def _different(now: SectionValues, values: SectionValues) -> SectionValues:
    """The public fields that say something else than the sheet, whoever may read it."""
    said = {name: value for name, value in values.items() if is_public(name)}
    claims = [
        _claim(SAISIE, ClaimKind.PERSONNE, now, said),
        _claim("", ClaimKind.SOURCE, said, said),
    ]
    origins = resolve(claims).origins
    found = {}
    for name, value in said.items():
        origin = origins.get(name)
        is_only_written_otherwise = (
            origin is not None and origin.source == SAISIE and not origin.others
        )
        if now.get(name) != value and not is_only_written_otherwise:
            found[name] = value
    return found if found.keys() - {"position_precision"} else {}


def _claim(source: str, kind: ClaimKind, values: SectionValues, names: Iterable[str]) -> Claim:
    read = {name: values.get(name) for name in names}
    return Claim(
        key=source or "source",
        source=source,
        kind=kind,
        date=None,
        rank=0,
        values={name: value for name, value in read.items() if not isinstance(value, list)},
        lists={name: tuple(value) for name, value in read.items() if isinstance(value, list)},
    )
