"""Latitude and longitude, WGS 84, in degrees."""

import math
import re

from maillage.core.geo import BBox, is_lambert93, lambert93_to_wgs84
from maillage.directory.normalise.notes import Notes

_NUMBER = re.compile(r"[+-]?(?:\d{1,7}(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
# « 47.0844, 2.3964 » in one cell: decimal points, so that the comma separates.
_PAIR = re.compile(
    r"\s*[\[(]?\s*([+-]?\d{1,3}\.\d+)\s*[,;\s]\s*([+-]?\d{1,3}\.\d+)\s*[\])]?\s*", re.ASCII
)
# Where France is overseas; the mainland has its own test, which needs no box.
_OVERSEAS = (
    BBox(-61.9, 15.8, -60.9, 16.6),  # Guadeloupe
    BBox(-63.2, 17.8, -62.7, 18.2),  # Saint-Martin, Saint-Barthélemy
    BBox(-61.3, 14.3, -60.7, 15.0),  # Martinique
    BBox(-54.7, 2.0, -51.5, 5.9),  # Guyane
    BBox(55.1, -21.5, 55.9, -20.8),  # La Réunion
    BBox(44.9, -13.1, 45.4, -12.5),  # Mayotte
    BBox(-56.6, 46.7, -56.0, 47.2),  # Saint-Pierre-et-Miquelon
    BBox(163.5, -22.9, 168.2, -19.4),  # Nouvelle-Calédonie
)
Position = tuple[float, float] | tuple[None, None]
NOWHERE: Position = (None, None)


def read_position(latitude: str, longitude: str, *, notes: Notes) -> Position:
    """Both, or none. Exchanged figures of France and Lambert-93 metres are put right.

    A pair in one cell (« 47.0844, 2.3964 ») is read when the other is empty or says the same.
    """
    if not latitude and not longitude:
        return NOWHERE
    pair = _PAIR.fullmatch(latitude or longitude)
    if pair and (not latitude or not longitude or latitude == longitude):
        latitude, longitude = pair[1], pair[2]
    shown = f"{latitude} / {longitude}"
    if not latitude or not longitude:
        notes.warn(
            "latitude",
            "Latitude et longitude vont ensemble : la position est laissée de côté.",
            shown,
        )
        return NOWHERE
    lat, lon = _number(latitude), _number(longitude)
    if lat is None or lon is None:
        notes.warn("latitude", f"« {shown[:60]} » n’est pas une position : laissée de côté.", shown)
        return NOWHERE
    if lat == 0 and lon == 0:
        notes.warn("latitude", "Position 0,0 (au large de l’Afrique) : laissée de côté.", shown)
        return NOWHERE
    if metres := next((xy for xy in ((lon, lat), (lat, lon)) if is_lambert93(*xy)), None):
        lat, lon = (round(degrees, 6) for degrees in lambert93_to_wgs84(*metres))
        message = "Position en mètres (Lambert-93), convertie en degrés."
        notes.repair("latitude", message, shown, f"{lat} / {lon}")
    elif _is_exchanged(lat, lon):
        notes.warn("latitude", "Latitude et longitude étaient inversées.", shown, f"{lon} / {lat}")
        lat, lon = lon, lat
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        notes.warn("latitude", f"« {shown[:60]} » n’est pas sur la Terre : laissée de côté.", shown)
        return NOWHERE
    return lat, lon


def _is_exchanged(lat: float, lon: float) -> bool:
    """Whether the figures are in France once exchanged, and not before."""
    if -5 <= lat <= 10 and 41 <= lon <= 52:
        return True
    return any(box.contains(lon, lat) for box in _OVERSEAS) and not any(
        box.contains(lat, lon) for box in _OVERSEAS
    )


def _number(text: str) -> float | None:
    value = text.strip().replace("\xa0", "").replace("−", "-")
    if " " in value and len(value) > 6:
        value = value.replace(" ", "")  # « 652 469,02 »: thousands
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
