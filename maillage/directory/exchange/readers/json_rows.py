"""JSON: a list of objects, or an object that holds the list under one of its keys."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from maillage.directory.exchange.readers.columns import column_name
from maillage.directory.exchange.readers.rows import FileError, RawRow
from maillage.directory.normalise.record import Cell

_SHAPE = "Le fichier JSON doit être une liste d’objets, ou un objet qui contient cette liste."


class JsonRows:
    """A JSON file, read whole: `headers` are the keys of all its objects."""

    def __init__(self, path: Path, encoding: str) -> None:
        self._items = _read_list(path, encoding)
        if not self._items:
            raise FileError("Le fichier JSON ne contient aucun lieu.")
        keys = dict.fromkeys(
            str(key) for item in self._items if isinstance(item, dict) for key in item
        )
        if not keys:
            raise FileError(_SHAPE)
        self.headers = list(keys)
        self.columns = [column_name(header) for header in self.headers]

    def __iter__(self) -> Iterator[RawRow]:
        names = dict(zip(self.headers, self.columns, strict=True))
        for rank, item in enumerate(self._items, start=1):
            if not isinstance(item, dict):
                yield RawRow(rank, {}, "L’élément n’est pas un objet JSON.")
                continue
            # A key that an object has not is an empty cell, as in a table.
            values: dict[str, Cell] = dict.fromkeys(self.columns, "")
            for key, value in item.items():
                cell = _cell(value)
                if cell:
                    values[names[str(key)]] = cell
            yield RawRow(rank, values)


def _read_list(path: Path, encoding: str) -> list[Any]:
    try:
        with path.open(encoding=encoding, errors="replace") as handle:
            content = json.load(handle, parse_constant=lambda _name: None)
    except json.JSONDecodeError as error:
        raise FileError(
            f"Le fichier JSON est coupé ou mal formé (ligne {error.lineno}, "
            f"caractère {error.colno})."
        ) from error
    except (RecursionError, ValueError) as error:
        raise FileError("Le fichier JSON est mal formé.") from error
    if isinstance(content, list):
        return content
    if isinstance(content, dict):
        lists = [value for value in content.values() if isinstance(value, list)]
        if len(lists) == 1:
            return lists[0]
    raise FileError(_SHAPE)


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
