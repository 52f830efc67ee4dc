"""One line of `manage.py normalise hours`: a dict in, a dict out; it never raises."""

from collections.abc import Mapping
from typing import Any

from maillage.directory.hours.french.kinds import DoubtError
from maillage.directory.hours.french.national import answer
from maillage.directory.hours.french.reading import read_hours


def filter_line(line: Mapping[str, Any]) -> dict[str, Any]:
    """{"id", "texte", "jours"?} → {"id", "osm"}; `osm` is None when not certain.

    The shape of the recorded cases, {"id"?, "args": [row, config]}, gives {"id"?, "out"}.
    """
    if isinstance(args := line.get("args"), list):
        try:
            out = answer(args)
        except DoubtError:
            out = None
        return ({"id": line["id"]} if "id" in line else {}) | {"out": out}
    texte, jours = line.get("texte"), line.get("jours")
    osm = None
    if isinstance(texte, str):
        osm = read_hours(texte, jours=jours if isinstance(jours, str) else "").osm
    return {"id": line.get("id"), "osm": osm}
