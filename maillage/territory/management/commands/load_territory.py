"""manage.py load_territory --region 24 [--from DIR] [--dry-run]"""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from maillage.territory.actions import KindSummary, LoadSummary, load_territory
from maillage.territory.clients.geo_api import GeoApiClient
from maillage.territory.data import TerritoryData, TerritoryDataError, check_region
from maillage.territory.sources.api import read_api
from maillage.territory.sources.folder import read_folder
from maillage.territory.sources.reference import differences

FIRST = 20


class Command(BaseCommand):
    help = (
        "Charge le territoire d’une région : communes, intercommunalités, départements, bassins, "
        "contours. Depuis un dossier de fichiers, ou depuis l’API officielle."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--region", required=True, help="code INSEE de la région (24)")
        parser.add_argument("--from", dest="folder", help="dossier de fichiers, sans réseau")
        parser.add_argument("--dry-run", action="store_true", help="dire sans rien écrire")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            check_region(options["region"])
            data = self._read(options["region"], options["folder"])
        except TerritoryDataError as error:
            raise CommandError(f"{error.message_fr} Rien n’a été changé.") from error
        summary = load_territory(data=data, dry_run=options["dry_run"])
        self._report(summary, dry_run=options["dry_run"])
        self._compare(data)

    def _read(self, region: str, folder: str | None) -> TerritoryData:
        if folder is not None:
            return read_folder(Path(folder).expanduser(), region=region)
        client = GeoApiClient(
            base_url=settings.GEO_API_URL,
            cache_dir=Path(settings.VAR_DIR) / "cache" / "geo-api",
            progress=lambda line: print(line, file=sys.stderr, flush=True),
        )
        return read_api(client, region=region)

    def _report(self, summary: LoadSummary, *, dry_run: bool) -> None:
        for kind in summary.kinds:
            self.stdout.write(_line(kind))
            shown = [line for line in kind.lines if kind.unchanged or line[0] != "+"]
            for line in shown[:FIRST]:
                self.stdout.write(f"    {line}")
            if len(shown) > FIRST:
                self.stdout.write(f"    … et {len(shown) - FIRST} autres")
        for note in summary.notes:
            self.stdout.write(note)
        end = "Territoire à jour." if summary.has_changes else "Rien n’a changé."
        self.stdout.write("Essai : rien n’a été écrit." if dry_run else end)

    def _compare(self, data: TerritoryData) -> None:
        lines = differences(data, root=Path(settings.BASE_DIR))
        if lines is None:
            self.stdout.write(
                "Paquet npm @etalab/decoupage-administratif absent : noms non vérifiés."
            )
        elif not lines:
            self.stdout.write("Noms et populations : comme le paquet npm.")
        else:
            self.stdout.write(f"Différences avec le paquet npm : {len(lines)}")
            for line in lines[:FIRST]:
                self.stdout.write(f"    {line}")


def _line(kind: KindSummary) -> str:
    parts = [
        f"créations {kind.created}",
        f"changements {kind.changed}",
        f"sans changement {kind.unchanged}",
    ]
    if kind.missing:
        parts.append(f"absences de la source {kind.missing} (conservées)")
    if kind.removed:
        parts.append(f"retraits {kind.removed}")
    if kind.kept_corrections:
        parts.append(f"corrections du consortium conservées {kind.kept_corrections}")
    return f"{kind.name} : {', '.join(parts)}"
