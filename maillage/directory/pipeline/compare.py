"""Last pure stage: what a sheet should say, against what it says and what people wrote."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from maillage.directory.provenance import GROUP_OF, GROUPS


@dataclass(frozen=True, slots=True)
class Comparison:
    """`changes`: field → new value, to write. `lists`: list field → whole new set, to write.

    `kept`: field → what the sources say now of a field that a person wrote: to propose.
    """

    changes: dict[str, Any] = field(default_factory=dict)
    lists: dict[str, frozenset[str]] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.changes or self.lists)


_MACHINE_FIELDS = frozenset({"territory_commune_id", "position_precision", "date_maj", "source"})


def protected_fields(written: Collection[str]) -> frozenset[str]:
    """The fields that a person wrote, with those that go with them: the sources move none."""
    groups = (GROUPS[GROUP_OF[name]] for name in written if name in GROUP_OF)
    return frozenset(written).union(*groups)


def compare(
    *,
    sheet: Mapping[str, Any],
    sheet_lists: Mapping[str, frozenset[str]],
    wanted: Mapping[str, Any],
    wanted_lists: Mapping[str, Collection[str]],
    written: Collection[str],
) -> Comparison:
    """`wanted`: what the sources say together; `written`: the fields that people wrote."""
    untouched = protected_fields(written)
    changes: dict[str, Any] = {}
    lists: dict[str, frozenset[str]] = {}
    kept: dict[str, Any] = {}
    for name, value in wanted.items():
        if sheet[name] == value:
            continue
        if name not in untouched:
            changes[name] = value
        elif value not in (None, "") and name not in _MACHINE_FIELDS:
            kept[name] = value
    for name, values in wanted_lists.items():
        found = frozenset(values)
        if sheet_lists.get(name, frozenset()) == found:
            continue
        if name not in untouched:
            lists[name] = found
        elif found:
            kept[name] = sorted(found)
    return Comparison(changes, lists, kept)
