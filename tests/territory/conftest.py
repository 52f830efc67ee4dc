"""A folder of territory files and the same territory as the official API tells it."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.factories.territory import square_geojson
from tests.territory.http_server import Asked, Reply

COMMUNES_CSV = """\
code_insee,nom,codes_postaux,departement,region,arrondissement,population,siren,epci_code,\
epci_nom,epci_type,latitude,longitude,surface_km2
28085,Chartres,28000,28,24,281,38426,,200033181,CA Chartres Métropole,CA,48.4438,1.489,16.85
28422,Les Villages Vovéens,28150,28,24,,4009,,200070159,CC Coeur de Beauce,CC,48.2714,1.5995,63.83
28261,Montigny,28220|28120,28,24,284,,,,,,,,
45214,Montigny,45170,45,24,452,220,,200070159,CC Coeur de Beauce,CC,48.12,2.02,9.5
75056,Paris,75001,75,11,751,2103778,,200054781,Métropole du Grand Paris,METRO,48.8589,2.347,105.4
"""
FORMER_CSV = """\
code,nom,type,chef_lieu
28422,Voves,commune-deleguee,28422
28330,Rouvray-Saint-Florentin,commune-deleguee,28422
75999,Ailleurs,commune-associee,75056
"""
ZONINGS_CSV = """\
code_insee,nom,departement,ze1990,ze1990_lib,bassin_de_vie_region
28085,Chartres,28,2421,Chartres,Chartres
28422,Les Villages Vovéens,28,2423,Châteaudun,Châteaudun
28261,Montigny,28,2424,Nogent-le-Rotrou,Nogent-le-Rotrou
45214,Montigny,45,2463,Pithiviers,Pithiviers
"""
BOXES = {
    "28085": (1.4, 48.4, 1.6, 48.5),
    "28422": (1.5, 48.2, 1.7, 48.3),
    "45214": (2.0, 48.1, 2.1, 48.2),
}


def feature(code: str, nom: str, box: tuple[float, float, float, float]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"code": code, "nom": nom},
        "geometry": json.loads(square_geojson(*box)),
    }


def collection(*features: dict[str, Any]) -> str:
    return json.dumps({"type": "FeatureCollection", "features": list(features)})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four communes of the region 24 (and one of another), two departments, four basins."""
    files = {
        "communes_essai_2026.csv": COMMUNES_CSV,
        "communes_deleguees_associees_essai_2026.csv": FORMER_CSV,
        "zonages_essai_2026.csv": ZONINGS_CSV,
        "communes_essai_2026.geojson": collection(
            *(feature(code, "", box) for code, box in BOXES.items())
        ),
        "departements_essai.geojson": collection(
            feature("28", "Eure-et-Loir", (1.0, 48.0, 2.0, 48.9)),
            feature("45", "Loiret", (2.0, 47.5, 3.0, 48.3)),
        ),
        "region_essai.geojson": collection(
            feature("24", "Centre-Val de Loire", (1.0, 47.5, 3.0, 48.9))
        ),
    }
    place = tmp_path / "territoire"
    place.mkdir()
    for name, text in files.items():
        (place / name).write_text(text, encoding="utf-8")
    return place


def api_commune(code: str, nom: str, **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = {
        "nom": nom,
        "code": code,
        "codesPostaux": ["28000"],
        "codeEpci": "200033181",
        "epci": {"code": "200033181", "nom": "CA Chartres Métropole"},
        "population": 38426,
        "surface": 1685.0,
        "centre": {"type": "Point", "coordinates": [1.489, 48.4438]},
    }
    if code in BOXES:
        found["contour"] = json.loads(square_geojson(*BOXES[code]))
    return found | more


def api_answer(asked: Asked, _times: int) -> Reply:
    """The official API, without faults, for the same territory as the folder."""
    match asked.path:
        case "/regions/24":
            return Reply({"nom": "Centre-Val de Loire", "code": "24"}, etag='"r24"')
        case "/regions/24/departements":
            return Reply([{"nom": "Eure-et-Loir", "code": "28"}, {"nom": "Loiret", "code": "45"}])
        case "/departements/28/communes":
            beauce = {"code": "200070159", "nom": "CC Coeur de Beauce"}
            return Reply(
                [
                    api_commune("28085", "Chartres"),
                    api_commune(
                        "28422",
                        "Les Villages Vovéens",
                        codesPostaux=["28150"],
                        codeEpci=beauce["code"],
                        epci=beauce,
                        population=4009,
                        surface=6383,
                        centre={"type": "Point", "coordinates": [1.5995, 48.2714]},
                    ),
                    {"nom": "Montigny", "code": "28261", "codesPostaux": ["28220", "28120"]},
                ],
                etag='"d28"',
            )
        case "/departements/45/communes":
            return Reply([api_commune("45214", "Montigny", codesPostaux=["45170"])])
        case "/communes_associees_deleguees":
            return Reply(
                [
                    {
                        "nom": "Voves",
                        "code": "28422",
                        "type": "commune-deleguee",
                        "chefLieu": "28422",
                    },
                    {"nom": "Perdue", "code": "99999", "type": "commune-associee"},
                ]
            )
    return Reply({"code": 404}, status=404)
