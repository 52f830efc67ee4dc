"""A region from the official API: one call per department, contours dissolved from communes."""

import json
from collections import defaultdict
from typing import Any

from maillage.territory import geometry
from maillage.territory.clients.geo_api import GeoApiClient
from maillage.territory.data import (
    COMMUNE_CODE,
    CommuneRow,
    ContourRow,
    DepartementRow,
    EpciRow,
    FormerCommuneRow,
    TerritoryData,
    TerritoryDataError,
    check_region,
)


def read_api(client: GeoApiClient, *, region: str) -> TerritoryData:
    """The whole region; TerritoryDataError when one of the calls fails."""
    region_nom = check_region(region)
    try:
        return _read(client, region, region_nom)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise TerritoryDataError(
            "unexpected_answer",
            f"{client.base_url} a répondu autre chose que ce qui est attendu ({error!r}).",
        ) from error


def _read(client: GeoApiClient, region: str, region_nom: str) -> TerritoryData:
    data = TerritoryData(
        region=region,
        region_nom=str(client.region(region).get("nom") or region_nom),
        source="API",
        departements=[
            DepartementRow(str(item["code"]), str(item["nom"]))
            for item in client.departements(region)
        ],
        epcis=[],
        communes=[],
        notes=["Les zonages ne viennent pas de l’API : les bassins restent comme ils sont."],
    )
    epcis: dict[str, EpciRow] = {}
    parts: dict[tuple[str, str], list[str]] = defaultdict(list)
    without = 0
    for departement in data.departements:
        for item in client.communes(departement.code):
            commune, epci = _commune(item, departement.code)
            data.communes.append(commune)
            if epci is not None:
                epcis[epci.code] = epci
            if not item.get("contour"):
                without += 1
                continue
            contour = _contour("commune", commune.code, json.dumps(item["contour"]))
            data.contours.append(contour)
            parts["departement", departement.code].append(contour.geometry)
            parts["region", region].append(contour.geometry)
            if commune.epci:
                parts["epci", commune.epci].append(contour.geometry)
    if not data.communes:
        raise TerritoryDataError("no_communes", f"L’API n’a aucune commune de la région {region}.")
    if without:
        data.notes.append(f"Sans contour (commune) : {without}.")
    data.epcis = [epcis[code] for code in sorted(epcis)]
    data.contours += [
        _contour(kind, code, geometry.dissolve(texts)) for (kind, code), texts in parts.items()
    ]
    codes = {row.code for row in data.communes}
    data.former_communes = [
        FormerCommuneRow(
            str(item["code"]), str(item["nom"]), str(item.get("type", "")), str(item["chefLieu"])
        )
        for item in client.former_communes(region)
        if item.get("chefLieu") in codes
    ]
    return data


def _contour(kind: str, code: str, text: str) -> ContourRow:
    small = geometry.compact(text)
    return ContourRow(kind, code, small, geometry.bbox_of(small))


def _commune(item: dict[str, Any], departement: str) -> tuple[CommuneRow, EpciRow | None]:
    code = str(item["code"])
    if not COMMUNE_CODE.fullmatch(code):
        raise ValueError(f"code de commune « {code} »")
    longitude, latitude = None, None
    if item.get("centre"):
        longitude, latitude = (float(value) for value in item["centre"]["coordinates"])
    epci_code = str(item.get("codeEpci") or "")
    epci = None
    if epci_code:
        nom = (item.get("epci") or {}).get("nom") or f"Intercommunalité {epci_code}"
        epci = EpciRow(epci_code, str(nom))
    surface, population = item.get("surface"), item.get("population")
    commune = CommuneRow(
        code=code,
        nom=str(item["nom"]),
        departement=departement,
        epci=epci_code,
        postal_codes=tuple(str(value) for value in item.get("codesPostaux") or ()),
        population=None if population is None else int(population),
        # The API counts in hectares.
        surface_km2=None if surface is None else round(float(surface) / 100, 4),
        latitude=latitude,
        longitude=longitude,
    )
    return commune, epci
