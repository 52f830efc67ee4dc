"""Sheets of one place brought together: by the program when it is certain, by a person
otherwise; every merge can be undone, and the identifiers and addresses of both remain."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from maillage.accounts.models import User
from maillage.core.errors import DomainError
from maillage.core.journal import Actor, record
from maillage.core.journal.writing import SYSTEM
from maillage.core.locks import alone
from maillage.directory.assembly import IMPORT_BUSY, IMPORT_LOCK
from maillage.directory.dedupe import CERTAIN, POSSIBLE, Pair, Sheet, find_pairs, group_pairs
from maillage.directory.dedupe_queries import (
    current_revision,
    load_sheets,
    sides_of,
)
from maillage.directory.enums import OPEN_STATUSES, LieuStatus, PairVerdict
from maillage.directory.merging import join_sheets, separate_sheets
from maillage.directory.models import DuplicatePair, Lieu

BY_A_THIRD = "réunies par une troisième fiche, qui ressemble aux deux"
"""Why two sheets of one group are one place, when they are not alike by themselves."""

_SEARCHES = 5

Keys = tuple[str, str]


@dataclass(frozen=True, slots=True)
class DedupeCounts:
    """What a search of duplicates did: sheets looked at, pairs, merges, pairs left to review."""

    sheets: int
    pairs: int
    merged: int
    to_review: int


@dataclass(frozen=True, slots=True)
class DedupeResult:
    """`merged`: key of a sheet that stops → key of the one that stays; `to_review`: pairs."""

    counts: DedupeCounts
    merged: dict[str, str]
    to_review: list[Pair]


def search_duplicates(
    *,
    merge: bool = True,
    dry_run: bool = False,
    progress: Callable[[int, int], None] | None = None,
    by: User | None = None,
) -> DedupeResult:
    """Look for the sheets of one place among all open sheets; merge those that are certain.

    Pairs that somebody decided are left alone; those that somebody put back to review are not
    merged. `merge` False: everything is left to review. `dry_run` counts and writes nothing. One
    transaction for what is written. DomainError (« busy ») while an import is at work. `by`: who
    asked, for the journal.
    """
    with alone(IMPORT_LOCK) as is_ours:
        if not is_ours:
            raise DomainError("busy", IMPORT_BUSY)
        return _search(merge, dry_run, progress, by)


def search_until_settled(*, by: User | None = None) -> DedupeCounts:
    """Search until nothing more merges: a merged sheet says more, and may be like a third.

    The figures of the first search, with the merges of all. DomainError as `search_duplicates`.
    """
    counts = first = search_duplicates(by=by).counts
    merged = first.merged
    for _again in range(_SEARCHES - 1):
        if not counts.merged:
            break
        counts = search_duplicates(by=by).counts
        merged += counts.merged
    return replace(first, merged=merged, to_review=counts.to_review)


def _search(
    merge: bool,
    dry_run: bool,
    progress: Callable[[int, int], None] | None,
    by: User | None,
) -> DedupeResult:
    seen = current_revision()
    sheets = load_sheets()
    found = find_pairs(sheets, at_least=POSSIBLE, progress=progress)
    if dry_run:
        return _sorted_out(found, sheets, merge)
    with transaction.atomic():
        # People decide while the program compares: what they said is read after, and what they
        # say from now on waits until the program has decided.
        list(DuplicatePair.objects.select_for_update().values_list("pk", flat=True))
        is_same = current_revision() == seen
        result = _sorted_out(found, sheets, merge)
        _merge_all(result.merged, {(pair.first, pair.second): pair for pair in found})
        _write_pairs(result.to_review)
        counts = result.counts
        record(
            verb="duplicates.searched",
            by=Actor.of(by),
            detail={
                "sheets": counts.sheets,
                "merged": counts.merged,
                "to_review": counts.to_review,
                # Sheets written meanwhile were not compared: they are for the next search.
                "revision": current_revision() if is_same else seen,
            },
        )
    return result


def _sorted_out(found: Sequence[Pair], sheets: Sequence[Sheet], merge: bool) -> DedupeResult:
    """What is merged and what is left, given what people decided."""
    open_keys = set(Lieu.objects.filter(status__in=OPEN_STATUSES).values_list("pk", flat=True))
    apart, reopened = _decisions()
    pairs = [
        pair
        for pair in found
        if (pair.first, pair.second) not in apart
        and pair.first in open_keys
        and pair.second in open_keys
    ]
    certain = [pair for pair in pairs if pair.probability >= CERTAIN] if merge else []
    held = apart | reopened
    groups = [
        group
        for group in group_pairs(certain, sheets, at_least=CERTAIN)
        if not _holds_any(group, held)
    ]
    into = _choose_kept(groups)
    left = _left_to_review(pairs, into, apart)
    return DedupeResult(DedupeCounts(len(sheets), len(found), len(into), len(left)), into, left)


def _decisions() -> tuple[set[Keys], set[Keys]]:
    """Pairs of places said to be different; pairs that somebody put back to review.

    By the sheets of today: what was said of a sheet merged since is said of the one that stays.
    """
    into = dict(Lieu.objects.filter(status=LieuStatus.FUSIONNE).values_list("pk", "merged_into_id"))
    apart: set[Keys] = set()
    reopened: set[Keys] = set()
    rows = DuplicatePair.objects.exclude(verdict=PairVerdict.FUSIONNES)
    rows = rows.exclude(verdict=PairVerdict.A_REVOIR, is_automatic=True)
    for first, second, verdict in rows.values_list("first_id", "second_id", "verdict"):
        one, other = sorted(str(into.get(key, key)) for key in (first, second))
        (apart if verdict == PairVerdict.DISTINCTS else reopened).add((one, other))
    return apart, reopened


def _holds_any(group: Sequence[str], pairs: Collection[Keys]) -> bool:
    ordered = sorted(group)
    return any((one, other) in pairs for i, one in enumerate(ordered) for other in ordered[i + 1 :])


def _choose_kept(groups: Iterable[Sequence[str]]) -> dict[str, str]:
    """Key of a sheet to merge → key of the sheet that stays.

    A published one, then the one that people look after: written by hand, with a structure,
    confirmed, most complete, first made. When another one was written by hand too, or belongs to
    a structure that would lose its sheet, a person decides.
    """
    into: dict[str, str] = {}
    groups = list(groups)
    sides = sides_of(ids=[key for group in groups for key in group])
    for group in groups:
        ordered = sorted((sides[key] for key in group if key in sides), key=lambda s: s.order)
        if len(ordered) < 2:
            continue
        kept, *others = ordered
        if any(
            other.is_written or other.structure not in (None, kept.structure) for other in others
        ):
            continue
        into |= {other.key: kept.key for other in others}
    return into


def _left_to_review(
    pairs: Sequence[Pair], into: Mapping[str, str], apart: Collection[Keys]
) -> list[Pair]:
    """The pairs that remain once the certain ones are merged, the likeliest of each two sheets."""
    found: dict[Keys, Pair] = {}
    for pair in pairs:
        first, second = sorted(into.get(key, key) for key in (pair.first, pair.second))
        if first == second or (first, second) in apart:
            continue
        known = found.get((first, second))
        if known is None or known.probability < pair.probability:
            found[(first, second)] = Pair(first, second, pair.probability, pair.why)
    return list(found.values())


def _merge_all(into: dict[str, str], evidence: Mapping[Keys, Pair]) -> None:
    if not into:
        return
    moment = timezone.now()
    join_sheets(into=into)
    rows = []
    for merged, kept in into.items():
        first, second = sorted((merged, kept))
        pair = evidence.get((first, second))
        rows.append(
            DuplicatePair(
                first_id=first,
                second_id=second,
                probability=pair.probability if pair else CERTAIN,
                why=list(pair.why) if pair else [BY_A_THIRD],
                verdict=PairVerdict.FUSIONNES,
                is_automatic=True,
                at=moment,
            )
        )
    DuplicatePair.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["first", "second"],
        update_fields=["probability", "why", "verdict", "is_automatic", "by", "at"],
        batch_size=500,
    )
    for lieu in Lieu.objects.filter(pk__in=into).only("pk", "nom", "code_insee"):
        record(verb="sheet.merged", by=SYSTEM, on=lieu)


def _write_pairs(pairs: Sequence[Pair]) -> None:
    """The pairs to review are those found now, and those that somebody put back.

    `is_automatic` tells them apart: who put the pair in its state.
    """
    waiting = DuplicatePair.objects.filter(verdict=PairVerdict.A_REVOIR)
    waiting.filter(is_automatic=True).delete()
    reopened = set(waiting.values_list("first_id", "second_id"))
    moment = timezone.now()
    for pair in pairs:
        if (pair.first, pair.second) in reopened:
            waiting.filter(first=pair.first, second=pair.second).update(
                probability=pair.probability, why=list(pair.why)
            )
    DuplicatePair.objects.bulk_create(
        (
            DuplicatePair(
                first_id=pair.first,
                second_id=pair.second,
                probability=pair.probability,
                why=list(pair.why),
                is_automatic=True,
                at=moment,
            )
            for pair in pairs
            if (pair.first, pair.second) not in reopened
        ),
        batch_size=500,
    )


@transaction.atomic
def say_different(*, one: Lieu, other: Lieu, by: User) -> DuplicatePair:
    """« Deux lieux différents »: the pair is not proposed again. DomainError when decided."""
    pair = _decide(one, other, PairVerdict.DISTINCTS, by)
    for lieu in (one, other):
        record(
            verb="duplicate.reviewed",
            by=Actor.of(by),
            on=lieu,
            detail={"verdict": PairVerdict.DISTINCTS.value},
        )
    return pair


def merge_lieux(*, kept: Lieu, merged: Lieu, by: User) -> DuplicatePair:
    """« Le même lieu »: `kept` says what both said; the address of `merged` leads to it.

    DomainError when the pair was decided, when a sheet is gone, when `may_merge` refuses, or
    (« busy ») while an import is at work.
    """
    with alone(IMPORT_LOCK) as is_ours:
        if not is_ours:
            raise DomainError("busy", IMPORT_BUSY)
        with transaction.atomic():
            return _merge(kept.pk, merged.pk, by)


def _merge(kept_key: str, merged_key: str, by: User) -> DuplicatePair:
    rows = Lieu.objects.select_for_update().in_bulk([kept_key, merged_key])
    if len(rows) != 2:
        raise DomainError("gone", "Une de ces fiches n’existe plus : rien n’est changé.")
    kept, merged = rows[kept_key], rows[merged_key]
    may_merge(kept=kept, merged=merged)
    pair = _decide(kept, merged, PairVerdict.FUSIONNES, by)
    join_sheets(into={merged.pk: kept.pk}, by=by)
    _move_waiting(merged.pk, kept.pk)
    record(verb="sheet.merged", by=Actor.of(by), on=merged)
    record(
        verb="duplicate.reviewed",
        by=Actor.of(by),
        on=kept,
        detail={"verdict": PairVerdict.FUSIONNES.value},
    )
    return pair


def may_merge(*, kept: Lieu, merged: Lieu) -> None:
    """DomainError when a sheet is not open, or when people would lose the one that they keep."""
    closed = next((lieu for lieu in (kept, merged) if lieu.status not in OPEN_STATUSES), None)
    if closed is not None:
        state = "archivée" if closed.status == LieuStatus.ARCHIVE else "déjà réunie avec une autre"
        raise DomainError("not_open", f"La fiche « {closed.nom} » est {state} : rien n’est changé.")
    if kept.status == LieuStatus.BROUILLON and merged.status == LieuStatus.PUBLIE:
        raise DomainError(
            "draft_kept",
            f"« {kept.nom} » est un brouillon : le public ne verrait plus ce lieu. Gardez la fiche "
            "publiée.",
        )
    if merged.structure_id is not None and kept.structure_id is None:
        raise DomainError(
            "structure_lost",
            f"La structure qui tient « {merged.nom} » n’aurait plus de fiche. Gardez celle-là.",
        )


def _move_waiting(merged: str, kept: str) -> None:
    """The pairs to review of a sheet that stopped are those of the one that stays."""
    rows = DuplicatePair.objects.filter(
        Q(first=merged) | Q(second=merged), verdict=PairVerdict.A_REVOIR
    )
    apart, _reopened = _decisions()
    for row in rows:
        other = row.second_id if row.first_id == merged else row.first_id
        first, second = sorted((other, kept))
        known = DuplicatePair.objects.filter(first=first, second=second).exists()
        if first == second or known or (first, second) in apart:
            row.delete()
        else:
            DuplicatePair.objects.filter(pk=row.pk).update(first=first, second=second)


def undo_decision(*, pair: DuplicatePair, by: User) -> None:
    """Take a decision back: a merged sheet says again what its own sources say.

    The pair is then one to look at, which no search merges. DomainError when nothing was decided,
    when the sheet that stays is archived, or (« busy ») while an import is at work.
    """
    with alone(IMPORT_LOCK) as is_ours:
        if not is_ours:
            raise DomainError("busy", IMPORT_BUSY)
        with transaction.atomic():
            _undo(pair, by)


def _undo(pair: DuplicatePair, by: User) -> None:
    stored = DuplicatePair.objects.select_for_update().filter(pk=pair.pk).first()
    if stored is None or stored.verdict == PairVerdict.A_REVOIR:
        raise DomainError("undone", "Cette décision est déjà annulée.")
    if stored.verdict == PairVerdict.FUSIONNES:
        lieu = separate_sheets(pair=stored, by=by)
        if lieu is not None:
            record(verb="sheet.unmerged", by=Actor.of(by), on=lieu)
    stored.verdict, stored.is_automatic, stored.by = PairVerdict.A_REVOIR, False, None
    stored.at = timezone.now()
    stored.save()
    for side in (stored.first, stored.second):
        record(verb="duplicate.undone", by=Actor.of(by), on=side)


def _decide(one: Lieu, other: Lieu, verdict: PairVerdict, by: User) -> DuplicatePair:
    first, second = sorted((one.pk, other.pk))
    now: datetime = timezone.now()
    pair, _is_new = DuplicatePair.objects.get_or_create(
        first_id=first, second_id=second, defaults={"at": now}
    )
    decided = DuplicatePair.objects.filter(pk=pair.pk, verdict=PairVerdict.A_REVOIR).update(
        verdict=verdict, by=by, at=now, is_automatic=False
    )
    if not decided:
        raise DomainError("decided", "Quelqu’un a déjà décidé de ces deux fiches.")
    pair.refresh_from_db()
    return pair
