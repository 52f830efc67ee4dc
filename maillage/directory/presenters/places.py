"""Places of the field « Où ? », written so that they are found again."""

from functools import lru_cache

from maillage.core.text import normalize_place
from maillage.directory.forms import ParsedCriteria
from maillage.territory.place_index import PlaceMatch
from maillage.territory.queries import resolve_place
from maillage.territory.snapshot import current_snapshot


def place_text(place: PlaceMatch) -> str:
    """What a person can read and that `resolve_place` reads back as this very place.

    « Gallardon »; with its department when others bear the name, « Saint-Denis (11) »; the
    key, « epci:200033181 », when nothing shorter is sure. An address stays as it is written.
    """
    if place.kind == "adresse":
        return place.label
    if place.kind == "lieu":
        return _sure_text(place.kind, place.code, place.label)
    snapshot = current_snapshot()
    # An exact name that no other place bears is found first, without searching to know it.
    if snapshot.index.is_alone(place.label):
        return place.label
    return _kept_text(snapshot.stamp, place.kind, place.code, place.label)


@lru_cache(maxsize=8192)
def _kept_text(_stamp: tuple[object, ...], kind: str, code: str, label: str) -> str:
    """The same for a place of the territory, until the territory changes: each suggestion of
    each keystroke would otherwise be a search of its own."""
    return _sure_text(kind, code, label)


def _sure_text(kind: str, code: str, label: str) -> str:
    candidates = [label]
    if kind == "commune":
        size = 3 if code.startswith("97") else 2
        candidates.append(f"{label} ({code[:size]})")
    key = f"{kind}:{code}"
    for text in candidates:
        found = resolve_place(text=text)
        if found is not None and found.key == key:
            return text
    return key


def written_place(parsed: ParsedCriteria) -> str:
    """What the field « Où ? » shows again: the place understood, or what was typed.

    A point given by figures is shown as figures, which the field reads too: typing another
    place over it is then enough to leave it, without JavaScript either.
    """
    typed = parsed.values.get("ou", [""])[0]
    criteria = parsed.criteria
    if {"lat", "lon"} <= parsed.values.keys() and not {"lat", "lon"} & parsed.errors.keys():
        return f"{criteria.latitude:.7g}, {criteria.longitude:.7g}"
    place = criteria.place
    if parsed.errors or place is None or place.kind == "adresse" or typed == place.label:
        return typed
    return place_text(place)


def is_doubtful(parsed: ParsedCriteria, typed: str) -> bool:
    """Whether the place understood is not plainly the one typed, or has namesakes."""
    place = parsed.criteria.place
    if place is None or not parsed.place_alternatives:
        return False
    if ":" in typed or place.kind in {"code_postal", "adresse"}:
        return False
    wanted = normalize_place(place.label)
    namesakes = any(
        other.kind == place.kind and normalize_place(other.label) == wanted
        for other in parsed.place_alternatives
    )
    is_exact = normalize_place(typed).startswith(wanted)
    return not is_exact or (namesakes and normalize_place(typed) == wanted)
