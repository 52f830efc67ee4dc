"""A region's territory as a source gives it, before the database. No Django."""

import re
from dataclasses import dataclass, field

from maillage.core.errors import DomainError
from maillage.core.geo import BBox

REGIONS = {
    "01": "Guadeloupe",
    "02": "Martinique",
    "03": "Guyane",
    "04": "La Réunion",
    "06": "Mayotte",
    "11": "Île-de-France",
    "24": "Centre-Val de Loire",
    "27": "Bourgogne-Franche-Comté",
    "28": "Normandie",
    "32": "Hauts-de-France",
    "44": "Grand Est",
    "52": "Pays de la Loire",
    "53": "Bretagne",
    "75": "Nouvelle-Aquitaine",
    "76": "Occitanie",
    "84": "Auvergne-Rhône-Alpes",
    "93": "Provence-Alpes-Côte d'Azur",
    "94": "Corse",
}
"""Codes and names of the regions (INSEE, code officiel géographique)."""

COMMUNE_CODE = re.compile(r"\d[\dAB]\d{3}")


class TerritoryDataError(DomainError):
    """A source that is missing, malformed or out of reach: nothing is written."""


@dataclass(frozen=True, slots=True)
class EpciRow:
    code: str
    nom: str


@dataclass(frozen=True, slots=True)
class DepartementRow:
    code: str
    nom: str


@dataclass(frozen=True, slots=True)
class CommuneRow:
    """Surface in square kilometres; centre in degrees; None is unknown; `epci` may be empty."""

    code: str
    nom: str
    departement: str
    epci: str = ""
    postal_codes: tuple[str, ...] = ()
    population: int | None = None
    surface_km2: float | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class FormerCommuneRow:
    """A former commune; `commune` is the code of the one that holds it now."""

    code: str
    nom: str
    kind: str
    commune: str


@dataclass(frozen=True, slots=True)
class BassinRow:
    code: str
    nom: str


@dataclass(frozen=True, slots=True)
class ContourRow:
    """`geometry` is compact GeoJSON; `kind` a value of TerritoryKind."""

    kind: str
    code: str
    geometry: str
    box: BBox


@dataclass(slots=True)
class TerritoryData:
    """One region. `bassins` is empty and `memberships` too when the source has no zonings.

    `memberships`: commune code → basin code. `notes`: French sentences on what is missing.
    """

    region: str
    region_nom: str
    source: str
    departements: list[DepartementRow]
    epcis: list[EpciRow]
    communes: list[CommuneRow]
    former_communes: list[FormerCommuneRow] = field(default_factory=list)
    bassins: list[BassinRow] = field(default_factory=list)
    memberships: dict[str, str] = field(default_factory=dict)
    contours: list[ContourRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def check_region(code: str) -> str:
    """The name of the region; TerritoryDataError for a code that INSEE does not know."""
    if code not in REGIONS:
        known = ", ".join(f"{key} ({name})" for key, name in REGIONS.items())
        raise TerritoryDataError(
            "unknown_region", f"La région « {code} » n’existe pas. Codes connus : {known}."
        )
    return REGIONS[code]
