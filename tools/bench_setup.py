"""Fill the benchmark's database: every commune of France, 15,250 synthetic places.

Run by tools/bench.py with the settings in its environment.
"""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402

from maillage.core.text import normalize_place, slug_of  # noqa: E402
from maillage.directory.synthetic.communes import (  # noqa: E402
    PACKAGE,
    invented_position,
    package_communes,
)
from maillage.territory.actions import bump_stamp  # noqa: E402
from maillage.territory.models import Commune, Departement, Epci, Region  # noqa: E402

REGION = "24"
PLACES = int(os.environ.get("BENCH_PLACES", "15250"))


def read_package(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((ROOT / PACKAGE / f"{name}.json").read_text())
    return rows


def fill_communes() -> int:
    """The rest of metropolitan France, with invented positions; returns the total."""
    for row in read_package("regions"):
        if row["zone"] == "metro":
            values = {"nom": row["nom"], "slug": slug_of(row["nom"])}
            Region.objects.get_or_create(pk=row["code"], defaults=values)
    for row in read_package("departements"):
        if row["zone"] == "metro":
            values = {"nom": row["nom"], "slug": slug_of(row["nom"]), "region_id": row["region"]}
            Departement.objects.get_or_create(pk=row["code"], defaults=values)
    known = set(Epci.objects.values_list("pk", flat=True))
    epcis = [row for row in read_package("epci") if row["code"] not in known]
    Epci.objects.bulk_create(
        Epci(code=row["code"], nom=row["nom"], slug=f"{slug_of(row['nom'])}-{row['code']}")
        for row in epcis
    )
    epci_of = {member["code"]: row["code"] for row in epcis for member in row["membres"]}
    held = set(Commune.objects.values_list("pk", flat=True))
    communes = []
    for row in package_communes():
        code, nom, departement = str(row["code"]), str(row["nom"]), str(row["departement"])
        if code in held:
            continue
        latitude, longitude = invented_position(code, departement)
        postal_codes = row["codesPostaux"]
        communes.append(
            Commune(
                code=code,
                nom=nom,
                slug=f"{slug_of(nom)}-{code.lower()}",
                departement_id=departement,
                epci_id=epci_of.get(code),
                postal_codes="|".join(postal_codes) if isinstance(postal_codes, list) else "",
                population=int(str(row.get("population", 0))),
                latitude=latitude,
                longitude=longitude,
                search_text=normalize_place(nom),
            )
        )
    Commune.objects.bulk_create(communes, batch_size=2000)
    bump_stamp()
    return Commune.objects.count()


def main() -> None:
    started = time.monotonic()
    call_command("migrate", verbosity=0, interactive=False)
    folder = os.environ.get("MAILLAGE_DATA_DIR", "")
    if folder:
        call_command(
            "load_territory", region=REGION, stdout=sys.stderr, **{"from": f"{folder}/territoire"}
        )
    count = fill_communes()
    call_command("make_places", PLACES, seed=1, force=True, stdout=sys.stderr)
    call_command("collectstatic", verbosity=0, interactive=False)
    where = "contours et centres réels du Centre-Val de Loire" if folder else "centres inventés"
    print(f"{count} communes ({where}), {time.monotonic() - started:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
