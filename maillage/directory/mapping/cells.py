"""Cells of a source row by the name that a mapping gives them, and their texts.

A row is what a reader gives: header → text (tables), or key → any JSON value. A name is looked
for as it is written, then as a path (« geo.latitude », « categories.0 »), then without regard
to accents, case, spaces and kinds of apostrophe.
"""

import math
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import islice
from typing import Any

from maillage.directory.vocabularies import slug_of

MAX_TEXT = 100_000
MAX_SEARCHED = 5_000
"""Terms are looked for in that many first characters of a text."""
MAX_PARTS = 500
_MISSING: Any = object()


class Cells:
    """The cells of one row; what was looked up once is kept."""

    def __init__(self, row: Mapping[str, Any]) -> None:
        self._row = row
        self._by_slug: dict[str, str] | None = None
        self._texts: dict[str, list[str]] = {}
        self._searched: dict[str, list[str]] = {}

    def value(self, name: str) -> Any:
        """The raw value under a name; None when the row has it not."""
        if (found := self._row.get(name, _MISSING)) is not _MISSING:
            return found
        if "." in name and (found := _walk(self._row, name.split("."))) is not None:
            return found
        key = self._key_like(name)
        return None if key is None else self._row[key]

    def key(self, name: str) -> str | None:
        """The row's own key that holds what stands under a name, its head when it is a path."""
        if name in self._row:
            return name
        head = name.split(".", maxsplit=1)[0]
        if head != name and isinstance(self._row.get(head), Mapping | list):
            return head
        return self._key_like(name)

    def _key_like(self, name: str) -> str | None:
        if self._by_slug is None:
            self._by_slug = {}
            for key in self._row:
                self._by_slug.setdefault(_slug(str(key)), key)
        slug = _slug(name)
        return self._by_slug.get(slug) if slug else None

    def texts(self, name: str) -> list[str]:
        """The texts under a name, stripped, none empty; several when the value is a list."""
        found = self._texts.get(name)
        if found is None:
            raw = islice(_texts(self.value(name)), MAX_PARTS)
            found = self._texts[name] = [text for text in raw if text]
        return found

    def first(self, names: Iterable[str]) -> list[str]:
        """The texts of the first name that has any."""
        return next((texts for name in names if (texts := self.texts(name))), [])

    def searched(self, name: str) -> list[str]:
        """The texts in which terms are looked for: lower case, one kind of apostrophe."""
        found = self._searched.get(name)
        if found is None:
            # An unticked box of JSON says no: it is found by « false » and « non », never by
            # « any cell that is not empty ».
            value = self.value(name)
            if isinstance(value, bool):
                found = ["true oui vrai" if value else "false non faux"]
            else:
                found = [folded(text[:MAX_SEARCHED]) for text in self.texts(name)]
            self._searched[name] = found
        return found

    def is_filled(self, name: str) -> bool:
        """Tell whether the cell says something; a false of JSON says nothing."""
        return self.value(name) is not False and bool(self.texts(name))


def has_column(name: str, columns: Iterable[str]) -> bool:
    """Tell whether a name would be found among the headers of a file (paths: by their head)."""
    wanted = {_slug(name)}
    heads = {name, name.split(".", maxsplit=1)[0]}
    return any(column in heads or _slug(column) in wanted for column in columns if column)


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """Lower case, straight apostrophes, so that « S’équiper » is found by « s'équiper »."""
    return text.lower().replace("’", "'").replace("‘", "'")


@lru_cache(maxsize=8192)
def _slug(text: str) -> str:
    return slug_of(text)


def _walk(value: Any, path: list[str]) -> Any:
    """A nested value; a list is entered by rank, or through each of its objects."""
    for rank, part in enumerate(path):
        if isinstance(value, Mapping):
            value = value.get(part)
        elif isinstance(value, list | tuple):
            if not part.isdecimal():
                found = [_walk(item, path[rank:]) for item in value[:MAX_PARTS]]
                return [item for item in found if item is not None] or None
            value = value[int(part)] if len(part) < 6 and int(part) < len(value) else None
        else:
            return None
    return value


def _texts(value: Any) -> Iterable[str]:
    """Texts of a value: numbers in figures without « .0 », lists one by one, objects none."""
    if isinstance(value, str):
        yield value[:MAX_TEXT].strip(" \t\r\n\xa0\u202f\ufeff\x00")
    elif isinstance(value, bool):
        yield "oui" if value else "non"
    elif isinstance(value, int):
        # Python refuses to write a number of thousands of figures; nobody means one.
        yield str(value) if abs(value) < 10**30 else ""
    elif isinstance(value, float):
        if math.isfinite(value):
            yield str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    elif isinstance(value, list | tuple):
        for part in value[:MAX_PARTS]:
            if not isinstance(part, list | tuple):
                yield from _texts(part)
