"""Latitude and longitude, WGS 84, in degrees."""

import math
import re

from maillage.directory.normalise.notes import Notes

_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
Position = tuple[float, float] | tuple[None, None]
NOWHERE: Position = (None, None)


def read_position(latitude: str, longitude: str, *, notes: Notes) -> Position:
    """Both, or none. Exchanged figures of mainland France are put right."""
    if not latitude and not longitude:
        return NOWHERE
    shown = f"{latitude} / {longitude}"
    if not latitude or not longitude:
        notes.warn(
            "latitude", "Latitude et longitude vont ensemble : la position est laissée.", shown
        )
        return NOWHERE
    lat, lon = _number(latitude), _number(longitude)
    if lat is None or lon is None:
        notes.warn("latitude", f"« {shown[:60]} » n’est pas une position : laissée.", shown)
        return NOWHERE
    if lat == 0 and lon == 0:
        notes.warn("latitude", "Position 0,0 (au large de l’Afrique) : laissée.", shown)
        return NOWHERE
    if -5 <= lat <= 10 and 41 <= lon <= 52:
        notes.warn("latitude", "Latitude et longitude étaient inversées.", shown, f"{lon} / {lat}")
        lat, lon = lon, lat
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        notes.warn("latitude", f"« {shown[:60]} » n’est pas sur la Terre : laissée.", shown)
        return NOWHERE
    return lat, lon


def _number(text: str) -> float | None:
    value = text.strip().replace("\xa0", "").replace("−", "-")
    if not _NUMBER.fullmatch(value):
        return None
    number = float(value.replace(",", "."))
    return number if math.isfinite(number) else None


def write_degrees(value: float) -> str:
    """The shortest decimal writing that reads back as the same number, never with an « e »."""
    text = repr(value)
    if "e" not in text:
        return text
    return f"{value:.20f}".rstrip("0")
