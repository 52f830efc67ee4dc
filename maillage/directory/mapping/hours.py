"""Where the opening hours of a row stand, before anybody reads them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from maillage.directory.mapping import spec
from maillage.directory.mapping.cells import Cells
from maillage.directory.mapping.errors import MappingError
from maillage.directory.mapping.scalars import Scalar

OSM_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
# A box crossed out in a table of half days: nothing to read in it.
_CROSSED = re.compile(r"[\s\-–—_/.xX]*")


@dataclass(frozen=True, slots=True)
class HoursTexts:
    """The texts of a row's hours, each "" when absent.

    `osm`: said to be in OSM syntax; `week`: free French text; `days`: Mo…Su → free text of that
    day; `jours`: days of the week of `week`, told apart (« {Lundi,Mardi} »); `parity`: « Semaine
    impaire ».
    """

    osm: str = ""
    week: str = ""
    days: Mapping[str, str] = field(default_factory=dict)
    jours: str = ""
    parity: str = ""

    def __bool__(self) -> bool:
        return bool(self.osm or self.week or any(self.days.values()))


@dataclass(frozen=True, slots=True)
class HoursSpec:
    """The columns of a mapping's `horaires` and `semaine_ouverture`."""

    days: tuple[tuple[str, tuple[str, ...]], ...]
    week: tuple[str, ...]
    osm: tuple[str, ...]
    jours: tuple[str, ...]
    parity: Scalar | None

    def read(self, cells: Cells) -> HoursTexts:
        days: dict[str, str] = {}
        for day, names in self.days:
            parts = [part for name in names for part in cells.texts(name)]
            kept = [part for part in parts if not _CROSSED.fullmatch(part)]
            days[day] = " / ".join(part for part in (days.get(day, ""), *kept) if part)
        return HoursTexts(
            osm=" ".join(cells.first(self.osm)),
            week="\n".join(cells.first(self.week)),
            days=days,
            jours=",".join(cells.first(self.jours)),
            parity=" ".join(self.parity.texts(cells)) if self.parity is not None else "",
        )

    def all_columns(self) -> list[str]:
        names = [name for _, columns in self.days for name in columns]
        names += [*self.week, *self.osm, *self.jours]
        return names + (self.parity.all_columns() if self.parity is not None else [])


def read_hours_spec(value: Any, parity: Scalar | None) -> HoursSpec:
    """`horaires` of the national format, and `jours_semaine`, which is ours."""
    found = spec.section(value, "horaires", {"jours", "semaine", "osm", "jours_semaine"})
    days: list[tuple[str, tuple[str, ...]]] = []
    for rank, entry in enumerate(spec.entries(found.get("jours", ()), "horaires.jours")):
        where = f"horaires.jours[{rank}]"
        line = spec.section(entry, where, {"colonne", "osm"})
        day = spec.text(line.get("osm", ""), f"{where}.osm")
        if day not in OSM_DAYS:
            raise MappingError(f"{where}.osm : « {day[:40]} » n’est pas un jour (Mo, Tu, We…).")
        days.append((day, spec.texts(line.get("colonne", ""), f"{where}.colonne")))
    return HoursSpec(
        days=tuple(days),
        week=spec.texts(found.get("semaine", ""), "horaires.semaine"),
        osm=spec.texts(found.get("osm", ""), "horaires.osm"),
        jours=spec.texts(found.get("jours_semaine", ""), "horaires.jours_semaine"),
        parity=parity,
    )
