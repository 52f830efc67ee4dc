"""Read a region from a folder of files.

`communes_*.csv` is required; zonings, former communes and the contours are optional and what
is missing is said. Everything is checked before anything is written: a malformed file stops
the reading with its name, its line and the reason.
"""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from maillage.core.text import normalize
from maillage.territory import geometry
from maillage.territory.data import (
    COMMUNE_CODE,
    BassinRow,
    CommuneRow,
    ContourRow,
    DepartementRow,
    EpciRow,
    FormerCommuneRow,
    TerritoryData,
    TerritoryDataError,
    check_region,
)

COMMUNE_COLUMNS = (
    "code_insee nom codes_postaux departement region population epci_code epci_nom latitude"
    " longitude surface_km2"
)
FORMER_COLUMNS = "code nom type chef_lieu"
ZONING_COLUMNS = "code_insee ze1990 bassin_de_vie_region"
CONTOUR_FILES = {
    "commune": "communes_*.geojson",
    "epci": "epci_*.geojson",
    "departement": "departements_*.geojson",
    "region": "region_*.geojson",
    "bassin": "bassins_de_vie_region*.geojson",
}


def read_folder(folder: Path, *, region: str) -> TerritoryData:
    """The region of the folder; TerritoryDataError when it cannot be read."""
    region_nom = check_region(region)
    if not folder.is_dir():
        raise TerritoryDataError("no_folder", f"Le dossier « {folder} » n’existe pas.")
    communes, epcis = _read_communes(folder, region)
    codes = {row.code for row in communes}
    data = TerritoryData(
        region=region,
        region_nom=region_nom,
        source="dossier",
        departements=[],
        epcis=epcis,
        communes=communes,
    )
    data.former_communes = _read_former_communes(folder, codes, data.notes)
    data.bassins, data.memberships = _read_zonings(folder, codes, data.notes)
    known = {
        "commune": codes,
        "epci": {row.code for row in epcis},
        "departement": {row.departement for row in communes},
        "region": {region},
        "bassin": {row.code for row in data.bassins},
    }
    names: dict[tuple[str, str], str] = {}
    for kind in CONTOUR_FILES:
        data.contours += _read_contours(
            folder, kind, codes=known[kind], names=names, notes=data.notes
        )
    data.departements = [
        DepartementRow(code, names.get(("departement", code), f"Département {code}"))
        for code in sorted(known["departement"])
    ]
    return data


def _find(folder: Path, pattern: str, *, without: str = "") -> Path | None:
    """The last file by name (the latest year) that follows the pattern."""
    paths = [path for path in folder.glob(pattern) if not without or without not in path.name]
    return max(paths, default=None, key=lambda path: path.name)


def _wrong(path: Path, reason: str, line: int | None = None) -> TerritoryDataError:
    where = f", ligne {line}" if line is not None else ""
    return TerritoryDataError("malformed_file", f"Fichier {path.name}{where} : {reason}")


def _rows(path: Path, columns: str) -> Iterator[tuple[int, dict[str, str]]]:
    """(line, row) of a CSV that has these columns."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            missing = [name for name in columns.split() if name not in (reader.fieldnames or ())]
            if missing:
                raise _wrong(path, f"il manque la colonne {', '.join(missing)}.")
            for row in reader:
                if None in row or None in row.values():
                    raise _wrong(path, "le nombre de colonnes ne va pas.", reader.line_num)
                yield reader.line_num, {key: value.strip() for key, value in row.items()}
    except (UnicodeDecodeError, csv.Error) as error:
        raise _wrong(path, "ce n’est pas du CSV en UTF-8 séparé par des virgules.") from error
    except OSError as error:
        raise _wrong(path, f"il ne s’ouvre pas ({error.strerror}).") from error


def _number(path: Path, line: int, column: str, text: str) -> float | None:
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not abs(value) < 1e12:
        raise _wrong(path, f"{column} vaut « {text} », on attend un nombre.", line)
    return value


def _read_communes(folder: Path, region: str) -> tuple[list[CommuneRow], list[EpciRow]]:
    path = _find(folder, "communes_*.csv", without="deleguees")
    if path is None:
        raise TerritoryDataError(
            "no_communes", f"Le dossier « {folder} » n’a pas de fichier communes_*.csv."
        )
    communes: dict[str, CommuneRow] = {}
    epcis: dict[str, EpciRow] = {}
    for line, row in _rows(path, COMMUNE_COLUMNS):
        code = row["code_insee"]
        if not COMMUNE_CODE.fullmatch(code):
            raise _wrong(path, f"« {code} » n’est pas un code de commune.", line)
        if not normalize(row["nom"]) or not row["departement"]:
            raise _wrong(path, f"la commune {code} n’a pas de nom ou de département.", line)
        if code in communes:
            raise _wrong(path, f"la commune {code} y est deux fois.", line)
        numbers = {
            column: _number(path, line, column, row[column])
            for column in ("population", "surface_km2", "latitude", "longitude")
        }
        latitude, longitude = numbers["latitude"], numbers["longitude"]
        if (latitude is None) != (longitude is None) or (
            latitude is not None
            and longitude is not None
            and not (-90 <= latitude <= 90 and -180 <= longitude <= 180)
        ):
            raise _wrong(path, f"la position de la commune {code} est impossible.", line)
        population = numbers["population"]
        if population is not None and population < 0:
            raise _wrong(path, f"la population de la commune {code} est négative.", line)
        if row["region"] != region:
            continue
        if row["epci_code"]:
            epcis[row["epci_code"]] = EpciRow(row["epci_code"], row["epci_nom"])
        communes[code] = CommuneRow(
            code=code,
            nom=row["nom"],
            departement=row["departement"],
            epci=row["epci_code"],
            postal_codes=tuple(part for part in row["codes_postaux"].split("|") if part),
            population=None if population is None else int(population),
            surface_km2=numbers["surface_km2"],
            latitude=latitude,
            longitude=longitude,
        )
    if not communes:
        raise _wrong(path, f"il n’a aucune commune de la région {region}.")
    return list(communes.values()), [epcis[code] for code in sorted(epcis)]


def _read_former_communes(
    folder: Path, codes: set[str], notes: list[str]
) -> list[FormerCommuneRow]:
    path = _find(folder, "communes_deleguees*.csv")
    if path is None:
        notes.append("Les anciennes communes manquent (communes_deleguees*.csv).")
        return []
    return [
        FormerCommuneRow(row["code"], row["nom"], row["type"], row["chef_lieu"])
        for _, row in _rows(path, FORMER_COLUMNS)
        if row["chef_lieu"] in codes
    ]


def _read_zonings(
    folder: Path, codes: set[str], notes: list[str]
) -> tuple[list[BassinRow], dict[str, str]]:
    path = _find(folder, "zonages_*.csv")
    if path is None:
        notes.append("Les zonages manquent (zonages_*.csv) : les bassins restent comme ils sont.")
        return [], {}
    names: dict[str, str] = {}
    memberships: dict[str, str] = {}
    for line, row in _rows(path, ZONING_COLUMNS):
        code, bassin, nom = row["code_insee"], row["ze1990"], row["bassin_de_vie_region"]
        if code not in codes or not bassin:
            continue
        if names.setdefault(bassin, nom) != nom or not nom:
            raise _wrong(path, f"le bassin {bassin} n’a pas un seul nom.", line)
        memberships[code] = bassin
    return [BassinRow(code, names[code]) for code in sorted(names)], memberships


def _read_contours(
    folder: Path,
    kind: str,
    *,
    codes: set[str],
    names: dict[tuple[str, str], str],
    notes: list[str],
) -> list[ContourRow]:
    """Contours of the known codes; their names are put in `names`."""
    if not codes:
        return []
    path = _find(folder, CONTOUR_FILES[kind])
    if path is None:
        notes.append(f"Les contours manquent ({CONTOUR_FILES[kind]}).")
        return []
    contours: dict[str, ContourRow] = {}
    try:
        features: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["features"]
        for feature in features:
            code = str(feature["properties"]["code"])
            if code not in codes:
                continue
            names[kind, code] = str(feature["properties"].get("nom", ""))
            try:
                text = geometry.compact(json.dumps(feature["geometry"]))
            except geometry.GeometryError as error:
                raise _wrong(path, f"{code} : {error}") from error
            contours[code] = ContourRow(kind, code, text, geometry.bbox_of(text))
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise _wrong(path, "ce n’est pas une collection GeoJSON lisible.") from error
    absent = len(codes) - len(contours)
    if absent:
        notes.append(f"Sans contour ({kind}) : {absent}.")
    return list(contours.values())
