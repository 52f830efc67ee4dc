"""Apply the retention rules of error reports; meant for a daily timer."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.utils import timezone

from maillage.contributions.actions.contributions import purge_reports


class Command(BaseCommand):
    help = "Efface les adresses et les signalements dont la durée de conservation est passée."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="compter seulement, ne rien effacer"
        )

    def handle(self, *_args: object, **options: bool) -> None:
        purge = purge_reports(now=timezone.now(), dry_run=options["dry_run"])
        verb = "À effacer" if options["dry_run"] else "Effacés"
        self.stdout.write(f"{verb} : {purge.emails} adresses, {purge.reports} signalements.")
