"""What two places are compared by: one flat sheet, whatever the source."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from maillage.core.text import slug_of


@dataclass(frozen=True, slots=True)
class Sheet:
    """A place as its source says it; "" or None for what it does not say.

    `latitude`, `longitude`: WGS 84 degrees, both or none; `is_exact` is False when they are
    the centre of a commune. `telephone`: any spelling. `pivot`: SIRET (14 digits) or SIREN (9).
    `typologies`, `dispositifs`: codes of the standard.
    """

    id: str
    source: str = ""
    nom: str = ""
    adresse: str = ""
    complement_adresse: str = ""
    code_postal: str = ""
    commune: str = ""
    code_insee: str = ""
    latitude: float | None = None
    longitude: float | None = None
    is_exact: bool = True
    telephone: str = ""
    courriels: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    pivot: str = ""
    typologies: frozenset[str] = frozenset()
    dispositifs: frozenset[str] = frozenset()


class SheetError(ValueError):
    """A record that cannot be read as a place; the message is a French sentence."""


def sheet_of(record: Mapping[str, Any]) -> Sheet:
    """A sheet from a record with the standard's column names (`siret` is read as `pivot`).

    Values may be None, text or numbers; lists may be lists or texts separated by « | ». Other
    keys are ignored. SheetError when the record has neither a name nor an address.
    """
    nom, adresse = _text(record.get("nom")), _text(record.get("adresse"))
    if not nom and not adresse:
        raise SheetError("Un lieu se compare par son nom ou son adresse : les deux manquent.")
    latitude, longitude = _number(record.get("latitude")), _number(record.get("longitude"))
    if (
        latitude is None
        or longitude is None
        or not (-90 <= latitude <= 90 and -180 <= longitude <= 180)
        or (latitude == 0 and longitude == 0)
    ):
        latitude = longitude = None
    return Sheet(
        id=_text(record.get("id")),
        source=_text(record.get("source")),
        nom=nom,
        adresse=adresse,
        complement_adresse=_text(record.get("complement_adresse")),
        code_postal=_digits(record.get("code_postal"), 5),
        commune=_text(record.get("commune")),
        code_insee=_text(record.get("code_insee")),
        latitude=latitude,
        longitude=longitude,
        telephone=_text(record.get("telephone")),
        courriels=_list(record.get("courriels") or record.get("courriel")),
        sites=_list(record.get("site_web")),
        pivot=_digits(record.get("pivot") or record.get("siret"), 14),
        typologies=frozenset(_code(value) for value in _list(record.get("typologie"))),
        dispositifs=frozenset(
            _code(value) for value in _list(record.get("dispositif_programmes_nationaux"))
        ),
    )


def _text(value: Any) -> str:
    if value is None or isinstance(value, bool | list | dict):
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    return str(value).strip()


def _code(value: str) -> str:
    """Our code of a value of the standard: « LA_POSTE » → « la-poste »."""
    return slug_of(value)


def _digits(value: Any, width: int) -> str:
    """Text without spaces; a number that lost its first zero gets it back (postal codes)."""
    text = re.sub(r"[\s.-]", "", re.sub(r"\.0$", "", _text(value)))
    return text.zfill(5) if width == 5 and text.isdigit() and len(text) == 4 else text


def _number(value: Any) -> float | None:
    try:
        number = float(_text(value).replace(",", "."))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _list(value: Any) -> tuple[str, ...]:
    items: Iterable[Any] = value if isinstance(value, list) else _text(value).split("|")
    return tuple(text for item in items if (text := _text(item)))
