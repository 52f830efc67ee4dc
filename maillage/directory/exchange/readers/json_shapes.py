"""Where the places stand in a JSON file: the shapes in which sites give their lists.

A bare list; a list under a key (`results`, `data`, `records`…), even nested (CKAN, OpenDataSoft,
GoGoCarto); an object of objects, as YesWiki gives its sheets; a GeoJSON collection; JSON lines.
"""

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from maillage.directory.exchange.readers.rows import FileError

MAX_BYTES = 100_000_000
_MAX_DEPTH = 4
_SHAPE = "Le fichier JSON doit être une liste d’objets, ou un objet qui contient cette liste."
# Names under which sites put their list, the most telling first.
_LIST_KEYS = (
    "features",
    "results",
    "records",
    "data",
    "lieux",
    "elements",
    "items",
    "entries",
    "fiches",
    "result",
    "hits",
    "value",
)
# The key of an object of objects, kept in each row.
KEY_COLUMN = "_cle"


def read_items(path: Path, encoding: str, keys: Sequence[str] = ()) -> list[Any]:
    """The list of a JSON file. `keys`: names that lead to it, when it is not obvious.

    Features of GeoJSON come as plain objects: their properties, `latitude` and `longitude`.
    Raises FileError when there is no list, or when the file is cut or badly formed.
    """
    if path.stat().st_size > MAX_BYTES:
        raise FileError("Le fichier JSON dépasse 100 Mo : découpez-le, ou donnez un CSV.")
    content = _load(path, encoding)
    if keys:
        content = _follow(content, keys)
    items = _find(content, _MAX_DEPTH)
    if items is None:
        raise FileError(_SHAPE)
    return [_flattened(item) if _is_feature(item) else item for item in items]


def _load(path: Path, encoding: str) -> Any:
    with path.open(encoding=encoding, errors="replace") as handle:
        text = handle.read().lstrip("\ufeff\x00")
    try:
        return json.loads(text, parse_constant=lambda _name: None)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and (lines := _json_lines(text)):
            return lines
        raise FileError(
            f"Le fichier JSON est coupé ou mal formé (ligne {error.lineno}, "
            f"caractère {error.colno})."
        ) from error
    except (RecursionError, ValueError) as error:
        raise FileError("Le fichier JSON est mal formé.") from error


def _json_lines(text: str) -> list[Any]:
    """One object a line; [] when it is anything else."""
    items: list[Any] = []
    for line in text.splitlines():
        if line.strip():
            try:
                items.append(json.loads(line, parse_constant=lambda _name: None))
            except (RecursionError, ValueError):
                return []
    return items if all(isinstance(item, dict) for item in items) else []


def _follow(content: Any, keys: Sequence[str]) -> Any:
    for key in keys:
        if not isinstance(content, dict) or key not in content:
            raise FileError(f"Le fichier JSON n’a pas de clé « {key[:80]} ».")
        content = content[key]
    return content


def _find(content: Any, depth: int) -> list[Any] | None:
    """The list of objects in a content, or None."""
    if isinstance(content, list):
        return content
    if not isinstance(content, dict) or depth == 0:
        return None
    if _is_feature(content):
        return [content]
    if not _is_a_place(content) and (found := _list_in(content)) is not None:
        return found
    for key in _LIST_KEYS:
        if key in content and (found := _find(content[key], depth - 1)) is not None:
            return found
    return _objects_in(content, depth)


def _list_in(content: dict[str, Any]) -> list[Any] | None:
    """The only list, the one under the most telling name, or the longest that holds objects."""
    lists = {key: value for key, value in content.items() if isinstance(value, list)}
    if len(lists) == 1:
        return next(iter(lists.values()))
    if any(isinstance(content.get(key), dict) for key in _LIST_KEYS):
        return None
    named = [lists[key] for key in _LIST_KEYS if key in lists]
    of_objects = [v for v in lists.values() if any(isinstance(item, dict) for item in v)]
    return named[0] if named else max(of_objects, key=len, default=None)


def _objects_in(content: dict[str, Any], depth: int) -> list[Any] | None:
    """Objects that are alike under keys of their own; or what the only object holds."""
    objects = {key: value for key, value in content.items() if isinstance(value, dict)}
    if objects and len(objects) == len(content) and not _is_wrapper(objects):
        return [{KEY_COLUMN: str(key), **value} for key, value in objects.items()]
    if len(objects) == 1:
        return _find(next(iter(objects.values())), depth - 1)
    return None


def _is_a_place(content: dict[str, Any]) -> bool:
    """A single sheet with a list among its fields is no collection."""
    return {"nom", "name", "id"} <= content.keys() or {"nom", "adresse"} <= content.keys()


def _is_wrapper(objects: dict[str, Any]) -> bool:
    """One object alone that itself holds the list, or objects that are not alike."""
    if len(objects) == 1:
        only = next(iter(objects.values()))
        return any(isinstance(value, list | dict) for value in only.values())
    first, *others = (set(value) for value in objects.values())
    return any(not first & other for other in others)


def _is_feature(item: Any) -> bool:
    return (
        isinstance(item, dict)
        and item.get("type") == "Feature"
        and item.keys() >= {"properties", "geometry"}
        and isinstance(item["properties"], dict | None)
    )


def _flattened(feature: dict[str, Any]) -> dict[str, Any]:
    """Properties of a feature, with its identifier and position when they have none."""
    row = dict(feature["properties"] or {})
    if isinstance(feature.get("id"), str | int) and not isinstance(feature.get("id"), bool):
        row.setdefault("id", feature["id"])
    point = _point(feature["geometry"])
    if point is not None:
        row.setdefault("longitude", point[0])
        row.setdefault("latitude", point[1])
    return row


def _point(geometry: Any) -> tuple[float, float] | None:
    """x, y of a geometry: a point's own, the centre of gravity of the largest area; else None.

    Lines and scattered points have no place where somebody receives the public.
    """
    if not isinstance(geometry, dict):
        return None
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind == "Point":
        return _pair(coordinates)
    if not isinstance(coordinates, list):
        return None
    if kind == "MultiPoint" and len(coordinates) == 1:
        return _pair(coordinates[0])
    polygons = [coordinates] if kind == "Polygon" else coordinates if kind == "MultiPolygon" else []
    rings = [polygon[0] for polygon in polygons if isinstance(polygon, list) and polygon]
    centres = [found for ring in rings if (found := _centre(ring)) is not None]
    return max(centres)[1] if centres else None


def _pair(value: Any) -> tuple[float, float] | None:
    if not isinstance(value, list) or len(value) < 2:
        return None
    x, y = value[0], value[1]
    if any(isinstance(part, bool) or not isinstance(part, int | float) for part in (x, y)):
        return None
    try:
        pair = float(x), float(y)
    except OverflowError:
        return None
    return pair if all(math.isfinite(part) for part in pair) else None


def _centre(ring: Any) -> tuple[float, tuple[float, float]] | None:
    """Area of a ring and its centre of gravity (shoelace formula)."""
    points = [_pair(point) for point in ring] if isinstance(ring, list) else []
    found = [point for point in points if point is not None]
    if len(found) < 3 or len(found) != len(points):
        return None
    # From the first point, so that small areas far from the origin keep their precision.
    x0, y0 = found[0]
    twice = cx = cy = 0.0
    for (x1, y1), (x2, y2) in zip(found, [*found[1:], found[0]], strict=True):
        cross = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
        twice += cross
        cx += (x1 + x2 - 2 * x0) * cross
        cy += (y1 + y2 - 2 * y0) * cross
    if not math.isfinite(twice) or twice == 0:
        return None
    return abs(twice), (x0 + cx / (3 * twice), y0 + cy / (3 * twice))
