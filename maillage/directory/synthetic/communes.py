"""Communes to put synthetic places in: those of the database, or the npm package's names.

The package (@etalab/decoupage-administratif) has no position: each department is given a
centre inside a rough outline of metropolitan France, and its communes are spread around it.
"""

import json
import random
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from maillage.territory.models import Commune

PACKAGE = "node_modules/@etalab/decoupage-administratif/data"
# (longitude, latitude): Dunkerque, Wissembourg, Bâle, Menton, Perpignan, Hendaye, Brest.
OUTLINE = (
    (2.4, 50.9),
    (7.9, 48.9),
    (7.5, 47.6),
    (7.3, 43.8),
    (3.0, 42.6),
    (-1.6, 43.4),
    (-1.4, 46.5),
    (-4.4, 48.2),
    (-1.3, 49.6),
)
_SPREAD_DEGREES = 0.35
_ENOUGH = 500


@dataclass(frozen=True, slots=True)
class Town:
    """A commune; `is_known`: it is in the database."""

    code: str
    nom: str
    postal_code: str
    population: int
    latitude: float
    longitude: float
    is_known: bool


def is_in_outline(longitude: float, latitude: float) -> bool:
    """Whether a point is inside the outline (ray casting)."""
    inside = False
    previous_x, previous_y = OUTLINE[-1]
    for x, y in OUTLINE:
        if (y > latitude) != (previous_y > latitude):
            crossing = (previous_x - x) * (latitude - y) / (previous_y - y) + x
            inside ^= longitude < crossing
        previous_x, previous_y = x, y
    return inside


def package_communes() -> list[dict[str, object]]:
    """Today's communes of metropolitan France, as the npm package has them."""
    path = Path(settings.BASE_DIR) / PACKAGE / "communes.json"
    rows = json.loads(path.read_text(encoding="utf-8"))
    return [
        row
        for row in rows
        if row["type"] == "commune-actuelle" and row["zone"] == "metro" and row.get("codesPostaux")
    ]


def invented_position(code: str, departement: str) -> tuple[float, float]:
    """(latitude, longitude) of a commune, always the same, near those of its department."""
    draw = random.Random(f"departement {departement}")  # noqa: S311 - not a secret
    while True:
        x, y = draw.uniform(-4.5, 8), draw.uniform(42.5, 51)
        if is_in_outline(x, y):
            break
    around = random.Random(f"commune {code}")  # noqa: S311 - not a secret
    longitude = x + around.uniform(-_SPREAD_DEGREES, _SPREAD_DEGREES) * 1.4
    latitude = y + around.uniform(-_SPREAD_DEGREES, _SPREAD_DEGREES)
    return round(latitude, 5), round(longitude, 5)


def towns_of_package() -> list[Town]:
    """All the communes of the npm package, with an invented position."""
    towns = []
    for row in package_communes():
        code, postal = str(row["code"]), row["codesPostaux"]
        latitude, longitude = invented_position(code, str(row["departement"]))
        towns.append(
            Town(
                code=code,
                nom=str(row["nom"]),
                postal_code=str(postal[0]) if isinstance(postal, list) else "00000",
                population=int(str(row.get("population", 0))),
                latitude=latitude,
                longitude=longitude,
                is_known=False,
            )
        )
    return towns


def towns_of_database(*, region: str = "") -> list[Town]:
    """The communes of the database that have a centre and a postal code."""
    communes = Commune.objects.filter(latitude__isnull=False).exclude(postal_codes="")
    if region:
        communes = communes.filter(departement__region=region)
    return [
        Town(
            code=commune.code,
            nom=commune.nom,
            postal_code=commune.postal_code_list[0],
            population=commune.population or 0,
            latitude=commune.latitude,
            longitude=commune.longitude,
            is_known=True,
        )
        for commune in communes.order_by("code")
        if commune.latitude is not None and commune.longitude is not None
    ]


def towns(*, region: str = "", is_national: bool = False) -> list[Town]:
    """Those of the database when there are enough of them, else those of the package."""
    if is_national:
        return towns_of_package()
    found = towns_of_database(region=region)
    return found if region or len(found) >= _ENOUGH else towns_of_package()
