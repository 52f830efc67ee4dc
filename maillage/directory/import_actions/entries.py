"""One readable row on its way to the database, and what was known of it before."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from maillage.directory.normalise.notes import Notes
from maillage.directory.normalise.record import Record
from maillage.directory.pipeline.reading import Reading
from maillage.directory.standard import SEPARATOR


class Stored(NamedTuple):
    """What is kept of a record of this source, while its file is read."""

    pk: int
    key: str
    mark: str
    lieu: str
    is_missing: bool


@dataclass(slots=True)
class Entry:
    """One readable row on its way to the database."""

    line: int
    mark: str
    reading: Reading
    notes: Notes
    stored: Stored | None = None
    target: str = ""
    verdict: str = ""
    said_before: dict[str, Any] = field(default_factory=dict)

    @property
    def record(self) -> Record:
        return self.reading.record


def is_news(entry: Entry, name: str, kept: Any) -> bool:
    """Whether the row says of a field something else than last time, which is what is `kept`.

    What another source says was proposed when that source said it. Values that sources say
    together (lists, several e-mail addresses) are news of each.
    """
    record = entry.record
    value = record.lists.get(name, record.values.get(name))
    before = entry.said_before.get(name)
    if isinstance(value, tuple):
        return sorted(value) != sorted(before or ())
    if value in (None, "") or value == before:
        return False
    return bool(value == kept or (isinstance(kept, str) and SEPARATOR in kept))
