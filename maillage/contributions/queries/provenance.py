"""The records that feed one sheet, and what one of them says of a field."""

from typing import Any

from maillage.directory.models import Lieu, SourceRecord
from maillage.directory.provenance import GROUPS
from maillage.directory.sections import SECTION_OF, SectionValues
from maillage.directory.vocabularies import VOCABULARIES

_POINT = GROUPS["latitude"]
_EMPTY: dict[str, Any] = {
    **dict.fromkeys(("latitude", "longitude", "age_min", "age_max")),
    "position_precision": "inconnue",
}


def records_of(*, lieu: Lieu) -> list[SourceRecord]:
    """The records that feed a sheet, with their source; those that its source gives first."""
    rows = SourceRecord.objects.filter(lieu=lieu).select_related("source", "home")
    return sorted(
        rows.defer("raw", "messages").order_by("source__nom", "key"),
        key=lambda row: row.missing_since is not None,
    )


def says(*, record: SourceRecord, field: str) -> bool:
    """Whether a record has something to say of a field, or of the group that it leads."""
    names = GROUPS.get(field, (field,))
    return bool(record.lists.get(field)) or any(
        value not in (None, "") for value in (said_of(record, name) for name in names)
    )


def said_of(record: SourceRecord, name: str) -> Any:
    """The value of a record for one field; None when it has none."""
    return record.values.get(name, record.flags.get(name))


def values_of_record(*, record: SourceRecord, field: str) -> SectionValues:
    """What a record says of a field, and of those that go with it, in the shape of its section.

    An address brings its point when the record has one: that of another address is no help.
    """
    entries = VOCABULARIES.get(field)
    if entries is not None:
        chosen = set(record.lists.get(field, ()))
        return {field: [entry.code for entry in entries if entry.value in chosen]}
    names = GROUPS.get(field, (field,))
    if field == "adresse" and said_of(record, "latitude") is not None:
        names = (*names, *_POINT)
    found: SectionValues = {}
    for name in names:
        if name in SECTION_OF:
            value = said_of(record, name)
            found[name] = _EMPTY.get(name, "") if value is None else value
    return found
