"""Compare a source with the npm package @etalab/decoupage-administratif, when installed."""

import json
from pathlib import Path

from maillage.territory.data import TerritoryData

PACKAGE = Path("node_modules") / "@etalab" / "decoupage-administratif" / "data"


def differences(data: TerritoryData, *, root: Path) -> list[str] | None:
    """French lines on names and populations that differ; None when there is no package.

    `root` holds `node_modules`. A difference is no fault: years differ, and the package and
    the source need not be published the same month.
    """
    try:
        communes = json.loads((root / PACKAGE / "communes.json").read_text(encoding="utf-8"))
        epcis = json.loads((root / PACKAGE / "epci.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    known = {
        row["code"]: row
        for row in communes
        if row.get("type") == "commune-actuelle" and row.get("region") == data.region
    }
    lines: list[str] = []
    for commune in data.communes:
        other = known.pop(commune.code, None)
        if other is None:
            lines.append(f"{commune.code} {commune.nom} : inconnue du paquet npm")
            continue
        if other["nom"] != commune.nom:
            lines.append(f"{commune.code} : « {commune.nom} », paquet npm « {other['nom']} »")
        if commune.population is not None and other.get("population") != commune.population:
            lines.append(
                f"{commune.code} {commune.nom} : {commune.population} habitants, "
                f"paquet npm {other.get('population')}"
            )
    lines += [f"{code} {row['nom']} : absente de la source" for code, row in known.items()]
    names = {row["code"]: row["nom"] for row in epcis}
    lines += [
        f"{epci.code} : « {epci.nom} », paquet npm « {names[epci.code]} »"
        for epci in data.epcis
        if names.get(epci.code, epci.nom) != epci.nom
    ]
    return lines
