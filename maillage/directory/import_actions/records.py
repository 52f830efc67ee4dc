"""What sources said, kept row by row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from maillage.directory.models import Source, SourceRecord
from maillage.directory.normalise.record import Record


@dataclass(frozen=True, slots=True)
class NewRecord:
    """One row as it is kept; `lieu` is the key of the sheet that it feeds."""

    key: str
    lieu: str
    line: int
    mark: str
    raw: Mapping[str, Any]
    record: Record
    messages: tuple[Mapping[str, str], ...]
    verdict: str


_UPDATED = (
    "line",
    "date",
    "raw",
    "values",
    "lists",
    "flags",
    "messages",
    "verdict",
    "row_hash",
    "missing_since",
)


def write_records(*, source: Source, records: Sequence[NewRecord]) -> None:
    """Keep rows: new ones, and new words of known ones (which keep their sheet)."""
    SourceRecord.objects.bulk_create(
        [
            SourceRecord(
                source=source,
                key=row.key,
                lieu_id=row.lieu,
                home_id=row.lieu,
                line=row.line,
                date=_day(row.record.values.get("date_maj")),
                raw=row.raw,
                values={
                    name: value.isoformat() if isinstance(value, date) else value
                    for name, value in row.record.values.items()
                    if name != "id"
                },
                lists={name: list(values) for name, values in row.record.lists.items()},
                flags=row.record.flags,
                messages=list(row.messages),
                verdict=row.verdict,
                row_hash=row.mark,
            )
            for row in records
        ],
        update_conflicts=True,
        unique_fields=["source", "key"],
        update_fields=list(_UPDATED),
    )


CELLS_KEPT = timedelta(days=396)
"""Thirteen months after a source ceased to give a place: a yearly file may bring it back."""


def forget_cells(*, now: datetime) -> int:
    """Erase what sources wrote of places that they give no more; returns how many records.

    What was understood of it stays: the sheet is made of it.
    """
    gone = SourceRecord.objects.filter(missing_since__lt=now - CELLS_KEPT)
    return gone.exclude(raw={}, messages=[]).update(raw={}, messages=[])


def _day(value: Any) -> date | None:
    return value if isinstance(value, date) else None
