"""What a printed document holds, as plain data: the Typst templates read it as JSON.

Every text is ready to print (words of the interface included, so that a template has no
language) and passes through `printable`, because a tagged PDF refuses any letter that its
fonts cannot draw.
"""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

# What the two typefaces draw for sure (measured letter by letter): Latin, Greek, Cyrillic,
# usual punctuation, currencies, arrows, mathematical signs, frames and shapes.
_DRAWN = re.compile(
    "[^\n\u0020-\u007e\u00a0-\u00ac\u00ae-\u02ff\u0370-\u03ff\u0400-\u0482\u048a-\u04ff"
    "\u1e00-\u1eff\u2010-\u2015\u2018-\u2027\u202f-\u203f\u20a0-\u20bf\u2190-\u22ff\u2500-\u25ff]"
)
UNDRAWN = "\N{WHITE SQUARE}"


def printable(text: str) -> str:
    """Composed letters, no control sign, « □ » for what the fonts cannot draw.

    >>> printable("Mairie \\u4e2d\\x07")
    'Mairie □'
    """
    composed = unicodedata.normalize("NFC", text)
    kept = "".join(
        sign for sign in composed if sign == "\n" or unicodedata.category(sign) not in _DROPPED
    )
    return _DRAWN.sub(UNDRAWN, kept)


# Controls, formats (direction marks, zero-width), lone surrogates, marks left uncombined.
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Cn", "Co", "Mn", "Mc", "Me", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Line:
    """A term and its text: « Prix », « Gratuit »."""

    term: str
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A place in the directory. `anchor` is unique in the document; `url` its online page."""

    anchor: str
    nom: str
    kind: str
    url: str
    lines: Sequence[Line]
    note: str


@dataclass(frozen=True, slots=True)
class CommuneGroup:
    """The places of one commune, in the order of their names."""

    nom: str
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class IndexGroup:
    """A need and the places that answer it: (anchor, text to print)."""

    label: str
    entries: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Qr:
    """A QR code drawn as SVG, what it says to whoever cannot see it, and its address."""

    svg: str
    alt: str
    url: str


@dataclass(frozen=True, slots=True)
class Directory:
    """The printable directory of a territory; `words` are the labels of the template.

    Without `has_contents`, a short list: neither table of contents nor index by need.
    """

    title: str
    subtitle: str
    printed: str
    warning: str
    qr: Qr
    introduction: Sequence[str]
    communes: Sequence[CommuneGroup]
    needs: Sequence[IndexGroup]
    words: Mapping[str, str]
    has_contents: bool = True
    is_large: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One place on one A4 page. `week` is seven (day, hours) or empty when unknown."""

    title: str
    kind: str
    printed: str
    warning: str
    qr: Qr
    contact: Sequence[Line]
    week: Sequence[tuple[str, str]]
    hours_note: str
    services: Sequence[Line]
    lines: Sequence[Line]
    note: str
    words: Mapping[str, str] = field(default_factory=dict)
    is_large: bool = False


def as_json(document: Directory | Sheet) -> str:
    """The document as the template reads it; every text but the drawings is `printable`."""
    data = asdict(document)
    drawing = data["qr"]["svg"]
    clean: dict[str, Any] = {key: _clean(value) for key, value in data.items()}
    clean["qr"]["svg"] = drawing
    return json.dumps(clean, ensure_ascii=False)


def _clean(value: object) -> object:
    match value:
        case str():
            return printable(value)
        case Mapping():
            return {key: _clean(item) for key, item in value.items()}
        case list() | tuple():
            return [_clean(item) for item in value]
        case _:
            return value
