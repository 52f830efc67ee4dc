"""Load the demonstration data: the places that the five monographs describe."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from maillage.directory.demo import DemoError, read_demo
from maillage.directory.demo_actions import DemoReport, Outcome, load_demo


class Command(BaseCommand):
    help = (
        "Charge les données de démonstration (data/demo/). Sans effet la seconde fois ; ce qu’une "
        "personne a modifié depuis est conservé."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="folder", metavar="DOSSIER", help="autre dossier")
        parser.add_argument("--dry-run", action="store_true", help="dit tout, n’écrit rien")

    def handle(self, *_args: Any, **options: Any) -> None:
        folder = Path(options["folder"] or settings.BASE_DIR / "data" / "demo")
        dry_run: bool = options["dry_run"]
        try:
            report = load_demo(demo=read_demo(folder=folder), dry_run=dry_run)
        except DemoError as error:
            raise CommandError("Rien n’a été chargé.\n" + "\n".join(error.reasons)) from error
        except ValidationError as error:
            raise CommandError("Rien n’a été chargé.\n" + "\n".join(error.messages)) from error
        if options["verbosity"] > 0:
            self.tell(report, dry_run=dry_run)

    def tell(self, report: DemoReport, *, dry_run: bool) -> None:
        """Summary lines; names only of what was left alone."""
        self.stdout.write(f"Communes créées : {report.communes}")
        self.stdout.write(f"Structures : {self.counts(report.structures)}")
        self.stdout.write(f"Fiches : {self.counts(report.lieux)}")
        for nom in (*report.structures.kept, *report.lieux.kept):
            self.stdout.write(f"  laissé tel quel, car modifié depuis : {nom}")
        if report.contours_missing:
            self.stdout.write(
                "Contours absents : la carte n’a pas de limites de communes. "
                "« manage.py load_territory » les charge."
            )
        if dry_run:
            self.stdout.write("Essai seulement : rien n’a été écrit.")

    @staticmethod
    def counts(outcome: Outcome) -> str:
        return (
            f"{len(outcome.created)} créées, {len(outcome.changed)} modifiées, "
            f"{len(outcome.unchanged)} inchangées, {len(outcome.kept)} laissées"
        )
