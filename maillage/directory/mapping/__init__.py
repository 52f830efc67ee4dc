"""From the columns of any source to those of the standard, by a declarative mapping.

The format is the one of the national pipeline, read as it is; see
docs/reference/correspondances.md. Pure: no Django, no database.
"""

from maillage.directory.mapping.errors import MappingError
from maillage.directory.mapping.hours import HoursTexts
from maillage.directory.mapping.source_mapping import (
    MappedRow,
    SourceMapping,
    parse_mapping,
    read_mapping,
)

__all__ = [
    "HoursTexts",
    "MappedRow",
    "MappingError",
    "SourceMapping",
    "parse_mapping",
    "read_mapping",
]
