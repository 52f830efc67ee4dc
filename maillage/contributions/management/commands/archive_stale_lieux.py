"""Archive what gives no sign of life: notices first, then the archive (see the job)."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from maillage.contributions.actions.archiving import archive_stale


class Command(BaseCommand):
    help = "Avertit, puis archive les fiches sans signe de vie depuis 24 mois (deux avis)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="dire ce qui serait fait, sans rien faire"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        done = archive_stale(dry_run=options["dry_run"])
        verb = "À faire" if options["dry_run"] else "Fait"
        self.stdout.write(
            f"{verb} : {done.first} premiers avis, {done.second} deuxièmes avis, "
            f"{done.archived} fiches archivées, {done.revived} fiches qui ont donné signe de vie."
        )
