"""JSON and GeoJSON: rows are objects, whose keys are the columns."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from maillage.directory.exchange.readers.columns import column_name
from maillage.directory.exchange.readers.json_shapes import KEY_COLUMN, read_items
from maillage.directory.exchange.readers.rows import FileError, RawRow
from maillage.directory.normalise.record import Cell

_SHAPE = "Le fichier JSON doit être une liste d’objets, ou un objet qui contient cette liste."
_NOT_OBJECT = "L’élément n’est pas un objet JSON."


class JsonRows:
    """A JSON file, read whole: `headers` are the keys of all its objects."""

    def __init__(
        self, path: Path, encoding: str, *, is_free: bool = False, keys: Sequence[str] = ()
    ) -> None:
        self._items = read_items(path, encoding, keys)
        if not self._items:
            raise FileError("Le fichier JSON ne contient aucun lieu.")
        names = dict.fromkeys(
            str(key) for item in self._items if isinstance(item, dict) for key in item
        )
        if not names:
            raise FileError(_SHAPE)
        if not is_free:
            names.pop(KEY_COLUMN, None)
        self.headers = list(names)
        self.columns = self.headers if is_free else [column_name(header) for header in self.headers]

    def __iter__(self) -> Iterator[RawRow]:
        names = dict(zip(self.headers, self.columns, strict=True))
        for rank, item in enumerate(self._items, start=1):
            if not isinstance(item, dict):
                yield RawRow(rank, {}, _NOT_OBJECT)
                continue
            # A key that an object has not is an empty cell, as in a table.
            values: dict[str, Cell] = dict.fromkeys(self.columns, "")
            for key, value in item.items():
                if (cell := _cell(value)) and str(key) in names:
                    values[names[str(key)]] = cell
            yield RawRow(rank, values, raw=item)


def _cell(value: Any) -> Cell:
    """Texts as they are, numbers in figures, lists as several values, the rest as nothing."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list):
        return tuple(str(part) for part in value if isinstance(part, str | int | float))
    return ""
