"""What a source says of fields that people wrote: offered to them, never written."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from maillage.directory.models import Source
from maillage.directory.sections import SECTION_OF
from maillage.directory.signals import import_differs
from maillage.directory.vocabularies import VOCABULARIES


@dataclass(frozen=True, slots=True)
class Proposal:
    """News for one sheet: field → value (lists: official values)."""

    lieu: str
    news: dict[str, Any]


def offer(*, source: Source, proposals: Sequence[Proposal]) -> None:
    """Tell who receives proposals (signals.import_differs), in the shape of the sections."""
    for proposal in proposals:
        by_section: dict[str, dict[str, Any]] = defaultdict(dict)
        for name, value in proposal.news.items():
            section = SECTION_OF.get(name)
            if section is not None:
                by_section[section.value][name] = _as_section_value(name, value)
        if by_section:
            import_differs.send(sender=Source, source=source, lieu=proposal.lieu, news=by_section)


def _as_section_value(name: str, value: Any) -> Any:
    """Lists travel as short codes, in the order of the standard."""
    entries = VOCABULARIES.get(name)
    if entries is None:
        return value
    return [entry.code for entry in entries if entry.value in value]
