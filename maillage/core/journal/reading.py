"""Reading the journal: what was done on an object, by an account, of a kind. Newest first."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

from django.db.models import Model, QuerySet

from maillage.core.enums import ActorKind
from maillage.core.journal.writing import Actor, words_of
from maillage.core.models import JournalEntry

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One line; `words` is the past participle of its verb, in French."""

    at: datetime
    verb: str
    words: str
    by: Actor
    object_type: str
    object_id: str
    detail: dict[str, Any]


@dataclass(frozen=True, slots=True)
class JournalPage:
    """Some lines; `number` counts from 1, `last` is 1 when there is none."""

    lines: list[JournalLine]
    number: int
    last: int
    count: int


def read_journal(
    *,
    on: Model | None = None,
    object_type: str = "",
    object_ids: Collection[str] | QuerySet[Any, Any] | None = None,
    account: int | None = None,
    verbs: Collection[str] | None = None,
    since: datetime | None = None,
    page: int = 1,
    per_page: int = PER_PAGE,
) -> JournalPage:
    """One page of the lines that match everything given; two queries whatever the page.

    `on`: one object. `object_type` (« directory.lieu ») with `object_ids`: several, which may be
    a query of their identifiers. `account`: the key of a user. A page out of range is brought
    back to the nearest.
    """
    rows = JournalEntry.objects.all()
    if on is not None:
        rows = rows.filter(object_type=on._meta.label_lower, object_id=str(on.pk))
    if object_type:
        rows = rows.filter(object_type=object_type)
    if object_ids is not None:
        rows = rows.filter(object_id__in=object_ids)
    if account is not None:
        rows = rows.filter(actor_id=account)
    if verbs is not None:
        rows = rows.filter(verb__in=verbs)
    if since is not None:
        rows = rows.filter(at__gte=since)
    count = rows.count()
    last = max(1, ceil(count / per_page))
    number = min(max(1, page), last)
    start = (number - 1) * per_page
    found = rows.order_by("-at", "-pk")[start : start + per_page]
    return JournalPage([_line(row) for row in found], number, last, count)


def _line(row: JournalEntry) -> JournalLine:
    return JournalLine(
        at=row.at,
        verb=row.verb,
        words=words_of(row.verb),
        by=Actor(ActorKind(row.actor_kind), row.actor_id),
        object_type=row.object_type,
        object_id=row.object_id,
        detail=row.detail,
    )
