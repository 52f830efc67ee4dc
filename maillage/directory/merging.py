"""Two sheets made one, and back: the records of the one that stops feed the one that stays.

A sheet of no source, and what a person wrote in a sheet that stops, are first kept as records of
the source « saisie » (snapshots), so that the sheet that stays is put together from the words of
both. `SourceRecord.home` says where each record goes back.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Q

from maillage.accounts.models import User
from maillage.core.errors import DomainError
from maillage.directory.assembly import (
    COMPARED,
    Centres,
    Change,
    Vocabulary,
    compare_sheet,
    put_together,
    sheets_of,
)
from maillage.directory.bulk_actions import BulkWriter
from maillage.directory.claim_queries import claim_of, claims_of_sheets, confirmed_fields
from maillage.directory.enums import OPEN_STATUSES, LieuStatus, PairVerdict
from maillage.directory.models import DuplicatePair, Lieu, Source, SourceRecord
from maillage.directory.pipeline.compare import Comparison
from maillage.directory.provenance import SAISIE, Claim

ORIGIN = "fusion"
UNDO_ORIGIN = "fusion:annulation"
SNAPSHOT = "instantane"
"""`SourceRecord.row_hash` of a snapshot."""
_CHUNK = 500


def join_sheets(*, into: Mapping[str, str], by: User | None = None) -> None:
    """Stop sheets (keys) in favour of others (values), which no key names.

    The sheets that stay are put together again from all the records, those of sheets merged
    earlier included. In the caller's transaction.
    """
    snapshots = _snapshots(stopping=into.keys(), staying=set(into.values()))
    _declare_sources(snapshots)
    SourceRecord.objects.bulk_create(
        snapshots,
        update_conflicts=True,
        unique_fields=["source", "key"],
        update_fields=["lieu", "home", "date", "values", "lists"],
        batch_size=_CHUNK,
    )
    for merged, kept in into.items():
        SourceRecord.objects.filter(lieu_id=merged).update(lieu_id=kept)
    values: dict[str, dict[str, object]] = {
        merged: {"status": LieuStatus.FUSIONNE, "merged_into_id": kept}
        for merged, kept in into.items()
    }
    # A sheet merged earlier into one that stops follows it.
    followers = Lieu.objects.filter(merged_into_id__in=list(into))
    for key, merged in followers.values_list("pk", "merged_into_id"):
        values[key] = {"merged_into_id": into[str(merged)]}
    _write(values, origin=ORIGIN, by=by)
    put_together(ids=set(into.values()), origin=ORIGIN, by=by)


def preview_join(*, kept: Lieu, merged: Lieu) -> Comparison:
    """What `join_sheets` would change in `kept`; writes nothing."""
    keys = [kept.pk, merged.pk]
    snapshots = _snapshots(stopping=[merged.pk], staying=[kept.pk])
    renewed = [(row.source_id, row.key) for row in snapshots]
    known = claims_of_sheets(ids=keys, without=renewed)
    ranks = dict(Source.objects.values_list("slug", "rang"))
    claims = [claim for key in keys for claim in known.get(key, [])]
    claims += [_claim(row, ranks, kept.pk) for row in snapshots]
    return compare_sheet(
        sheet=sheets_of(ids=[kept.pk])[kept.pk],
        lists=Vocabulary().lists_of(ids=[kept.pk])[kept.pk],
        claims=claims,
        confirmed=confirmed_fields(ids=[kept.pk]).get(kept.pk, {}),
        centres=Centres(),
    )


def _claim(row: SourceRecord, ranks: Mapping[str, int], kept: str) -> Claim:
    rank = ranks.get(row.source_id, Source._meta.get_field("rang").get_default())
    return claim_of(
        source=row.source_id,
        key=row.key,
        rank=int(row.home_id != kept) if row.source_id == SAISIE else rank,
        said_on=row.date,
        values=row.values,
        lists=row.lists,
    )


def separate_sheets(*, pair: DuplicatePair, by: User) -> Lieu | None:
    """Undo the merge of a pair: the sheet that stopped, open again, or None when it was already.

    The merges of one place make a tree: without this one, the sheets merged into the one that
    comes back come with it, wherever it was merged since. DomainError when the sheet that stays
    is archived.
    """
    ends = Lieu.objects.filter(
        pk__in=(pair.first_id, pair.second_id), status=LieuStatus.FUSIONNE
    ).values_list("pk", "merged_into_id")
    into = {key: str(kept) for key, kept in ends}
    if not into:
        return None
    kept = Lieu.objects.get(pk=min(into.values()))
    if kept.status not in OPEN_STATUSES:
        raise DomainError(
            "kept_closed",
            f"« {kept.nom} », la fiche gardée, n’est plus ouverte. Sortez-la d’abord des archives.",
        )
    root, apart = _branch(pair, kept.pk, into)
    home = Lieu.objects.get(pk=root)
    neighbours = _neighbours(root)
    said = SourceRecord.objects.filter(
        Q(lieu_id__in=(kept.pk, *neighbours)) | Q(home_id__in=neighbours)
    )
    silenced = {
        name for row in said.values_list("values", "lists") for part in row for name in part
    }
    SourceRecord.objects.filter(lieu_id=kept.pk, home_id__in=apart).update(lieu_id=root)
    values: dict[str, dict[str, object]] = {key: {"merged_into_id": root} for key in apart}
    values[root] = {"status": _status_before(home), "merged_into_id": None}
    _write(values, origin=UNDO_ORIGIN, by=by)
    put_together(ids=[kept.pk, root], origin=UNDO_ORIGIN, silenced=silenced, by=by)
    for key in (kept.pk, root):
        if not SourceRecord.objects.filter(lieu_id=key).exclude(home_id=key).exists():
            SourceRecord.objects.filter(lieu_id=key, row_hash=SNAPSHOT).delete()
    home.refresh_from_db()
    return home


def _branch(pair: DuplicatePair, kept: str, into: Mapping[str, str]) -> tuple[str, set[str]]:
    """The end of the pair that was merged, and the sheets that were merged into it before."""
    members = {kept, *Lieu.objects.filter(merged_into_id=kept).values_list("pk", flat=True)}
    links: dict[str, set[str]] = defaultdict(set)
    same = DuplicatePair.objects.filter(verdict=PairVerdict.FUSIONNES, first__in=members)
    for first, second in same.exclude(pk=pair.pk).values_list("first_id", "second_id"):
        if second in members:
            links[first].add(second)
            links[second].add(first)
    for end in sorted(into):
        found, waiting = {end}, [end]
        while waiting:
            new = links[waiting.pop()] - found
            found |= new
            waiting.extend(new)
        if kept not in found:
            return end, found
    # Merged otherwise as well: this sheet alone comes back.
    end = min(into)
    return end, {end}


def _neighbours(key: str) -> set[str]:
    """The sheets that somebody, or the program, compared with this one."""
    pairs = DuplicatePair.objects.filter(Q(first_id=key) | Q(second_id=key))
    return {one for row in pairs.values_list("first_id", "second_id") for one in row} - {key}


def _status_before(lieu: Lieu) -> str:
    history = lieu.history.exclude(status=LieuStatus.FUSIONNE).order_by("-history_id")
    return str(history.values_list("status", flat=True).first() or LieuStatus.PUBLIE)


def _write(values: Mapping[str, dict[str, object]], *, origin: str, by: User | None) -> None:
    vocabulary = Vocabulary()
    lists = {key: vocabulary.keys(found) for key, found in vocabulary.lists_of(ids=values).items()}
    BulkWriter(origin=origin, by=by).change(
        [Change(key, dict(fields), lists[key], lists[key]) for key, fields in values.items()]
    )


def _snapshots(*, stopping: Collection[str], staying: Collection[str]) -> list[SourceRecord]:
    """What the sheets say that no record says; unsaved."""
    keys = {*stopping, *staying}
    fed = set(SourceRecord.objects.filter(lieu_id__in=keys).values_list("lieu_id", flat=True))
    kept = {
        row.key: row
        for row in SourceRecord.objects.filter(
            source=SAISIE, row_hash=SNAPSHOT, key__in=list(stopping)
        )
    }
    rows = list(Lieu.objects.filter(pk__in=keys))
    lists = Vocabulary().lists_of(ids=keys)
    found: list[SourceRecord] = []
    for lieu in rows:
        said = {name: _plain(getattr(lieu, name)) for name in COMPARED}
        listed = {name: sorted(values) for name, values in lists[lieu.pk].items()}
        written = max((date.fromisoformat(day) for day in lieu.hand_fields.values()), default=None)
        if lieu.pk not in fed:
            # Written here from end to end when no source ever gave it.
            days = [lieu.date_maj] if lieu.import_source else [lieu.date_maj, written]
            day = max((one for one in days if one is not None), default=None)
            found.append(_record(lieu, lieu.import_source or SAISIE, day, said, listed))
        if lieu.pk in stopping and written and (lieu.pk in fed or lieu.import_source):
            old = kept.get(lieu.pk)
            mine = {name: said[name] for name in lieu.hand_fields if name in said}
            chosen = {name: listed.get(name, []) for name in lieu.hand_fields if name not in said}
            if old is not None:
                mine, chosen = {**old.values, **mine}, {**old.lists, **chosen}
            found.append(_record(lieu, SAISIE, written, mine, chosen))
    return found


_NAMES = {SAISIE: "Saisi dans Maillage", "demonstration": "Données de démonstration"}


def _declare_sources(rows: Iterable[SourceRecord]) -> None:
    slugs = {row.source_id for row in rows}
    known = set(Source.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    for slug in sorted(slugs - known):
        Source.objects.get_or_create(slug=slug, defaults={"nom": _NAMES.get(slug, slug)})


def _record(
    lieu: Lieu,
    source: str,
    day: date | None,
    values: dict[str, Any],
    lists: dict[str, list[str]],
) -> SourceRecord:
    return SourceRecord(
        source_id=source,
        key=lieu.pk,
        lieu=lieu,
        home=lieu,
        date=day,
        values=values,
        lists=lists,
        row_hash=SNAPSHOT,
    )


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
