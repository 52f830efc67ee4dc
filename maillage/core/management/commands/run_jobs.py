"""For machines without a worker: what is due now, by cron."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from maillage.core.worker import run_once


class Command(BaseCommand):
    help = (
        "Exécute une fois ce que le worker ferait : travaux périodiques dus, tâches, courriels. "
        "Pour cron, quand run_worker ne tourne pas."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", required=True, help="Une seule fois.")

    def handle(self, *_args: object, **_options: object) -> None:
        run_once()
