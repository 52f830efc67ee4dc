"""What is said of sheets, and by whom: the records of their sources and what people wrote."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Count
from django.utils import timezone

from maillage.directory.enums import BY_PEOPLE, Section
from maillage.directory.models import Lieu, SectionConfirmation, SourceRecord
from maillage.directory.normalise.record import UNKNOWN_DATE
from maillage.directory.provenance import SAISIE, Claim, ClaimKind, Origin, resolve
from maillage.directory.sections import IMPORTED_FIELDS, SECTIONS

_CONFIRMABLE: dict[Section, tuple[str, ...]] = {
    section: (
        *(name for name in content.fields if name in IMPORTED_FIELDS),
        *(field.value for field in content.modalites),
    )
    for section, content in SECTIONS.items()
}
_COLUMNS = (
    *("lieu_id", "home_id", "key", "source_id", "source__rang"),
    *("date", "values", "lists", "flags"),
)

Written = dict[str, date]
"""Field → day on which a person wrote it or confirmed it."""


def claim_of(
    *,
    source: str,
    key: str,
    rank: int,
    said_on: date | None,
    values: Mapping[str, Any],
    lists: Mapping[str, Collection[str]],
) -> Claim:
    """What one record of a source says; `values` as JSON or as normalise.record.Record has it."""
    read = dict(values)
    if isinstance(read.get("date_maj"), str):
        read["date_maj"] = date.fromisoformat(read["date_maj"])
    return Claim(
        key=f"{source}/{key}",
        source=source,
        kind=ClaimKind.PERSONNE if source == SAISIE else ClaimKind.SOURCE,
        date=None if said_on in (None, UNKNOWN_DATE) else said_on,
        rank=rank,
        values=read,
        lists={name: tuple(found) for name, found in lists.items()},
    )


def claims_of_sheets(
    *, ids: Collection[str], without: Collection[tuple[str, str]] = ()
) -> dict[str, list[Claim]]:
    """The claims of the records that feed each sheet, but those of `without` (source, key)."""
    left_out = set(without)
    found: dict[str, list[Claim]] = defaultdict(list)
    rows = SourceRecord.objects.filter(lieu_id__in=ids).order_by("source_id", "key")
    for lieu, home, key, source, rank, said_on, values, lists, flags in rows.values_list(*_COLUMNS):
        if (source, key) not in left_out:
            found[lieu].append(
                claim_of(
                    source=source,
                    key=key,
                    # Of two sheets written here, merged: the one that was kept speaks first.
                    rank=int(home != lieu) if source == SAISIE else rank,
                    said_on=said_on,
                    values={**values, **flags},
                    lists=lists,
                )
            )
    return found


def confirmed_fields(*, ids: Collection[str]) -> dict[str, Written]:
    """The fields that people confirmed in each sheet, part by part."""
    found: dict[str, Written] = defaultdict(dict)
    rows = SectionConfirmation.objects.filter(lieu_id__in=ids, kind__in=BY_PEOPLE)
    for lieu, section, moment in rows.values_list("lieu_id", "section", "confirmed_at"):
        day = timezone.localdate(moment)
        for name in _CONFIRMABLE[Section(section)]:
            found[lieu][name] = day
    return found


def written_fields(
    *, hand_fields: Mapping[str, str], confirmed: Written, filled: Collection[str]
) -> Written:
    """The fields of a sheet that no source may change.

    What a person wrote, empty or not; what a person confirmed, among the `filled` fields only:
    « rien n’a changé » does not say that what is missing does not exist.
    """
    found = {name: day for name, day in confirmed.items() if name in filled}
    for name, text in hand_fields.items():
        day = date.fromisoformat(text)
        found[name] = max(day, found.get(name, day))
    return found


def origins_of(*, lieu: Lieu) -> dict[str, Origin]:
    """Where each field of one sheet comes from, by its name; reads modalites and confirmations.

    Fields that neither a source nor a person is known to have written are left out. A field that
    a person emptied has the origin of what the sources say of it.
    """
    return _origins_of(lieu, claims_of_sheets(ids=[lieu.pk]).get(lieu.pk, []))


def origins_of_several(*, ids: Collection[str]) -> dict[str, dict[str, Origin]]:
    """The same of the sheets among `ids` that several records feed; one query when none is."""
    keys = fed_by_several(ids=ids)
    if not keys:
        return {}
    claims = claims_of_sheets(ids=keys)
    rows = Lieu.objects.filter(pk__in=keys).prefetch_related("modalites", "confirmations")
    return {lieu.pk: _origins_of(lieu, claims.get(lieu.pk, [])) for lieu in rows}


def fed_by_several(*, ids: Collection[str]) -> list[str]:
    """The sheets among `ids` that several records feed; one query."""
    fed = SourceRecord.objects.filter(lieu_id__in=ids).order_by().values("lieu_id")
    several = fed.annotate(count=Count("pk")).filter(count__gt=1)
    return list(several.values_list("lieu_id", flat=True))


def _origins_of(lieu: Lieu, claims: list[Claim]) -> dict[str, Origin]:
    lists: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for row in lieu.modalites.all():
        lists[row.field] += (row.value,)
    hidden = lieu.professional_values
    values = {name: hidden.get(name, getattr(lieu, name)) for name in IMPORTED_FIELDS}
    filled = {name for name, value in values.items() if value not in (None, "")} | lists.keys()
    confirmations = [row for row in lieu.confirmations.all() if row.kind in BY_PEOPLE]
    written = written_fields(
        hand_fields=lieu.hand_fields,
        confirmed={
            name: timezone.localdate(row.confirmed_at)
            for row in confirmations
            for name in _CONFIRMABLE[Section(row.section)]
        },
        filled=filled,
    )
    return resolve([*claims, *_person_claims(values, lists, written)]).origins


def _person_claims(
    values: Mapping[str, Any], lists: Mapping[str, tuple[str, ...]], written: Written
) -> Iterable[Claim]:
    """One claim for each day on which somebody wrote."""
    by_day: dict[date, list[str]] = defaultdict(list)
    for name, day in written.items():
        by_day[day].append(name)
    return [
        Claim(
            key=f"{SAISIE}/{day.isoformat()}",
            source=SAISIE,
            kind=ClaimKind.PERSONNE,
            date=day,
            rank=0,
            values={name: values[name] for name in names if name in values},
            lists={name: lists[name] for name in names if name in lists},
        )
        for day, names in sorted(by_day.items())
    ]
