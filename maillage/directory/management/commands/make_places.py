"""Make synthetic places, to measure and to try."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from maillage.core.database import refresh_statistics
from maillage.directory.synthetic.communes import towns
from maillage.directory.synthetic.write import clear_places, make_places


class Command(BaseCommand):
    help = "Fabrique des lieux d’essai (nommés comme tels), toujours les mêmes pour une graine."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("count", type=int, nargs="?", default=0, help="Nombre de lieux.")
        parser.add_argument("--seed", type=int, default=1, help="Graine du hasard (1).")
        where = parser.add_mutually_exclusive_group()
        where.add_argument(
            "--national", action="store_true", help="Dans toute la France, positions inventées."
        )
        where.add_argument("--region", default="", help="Dans les communes d’une région (24).")
        parser.add_argument("--clear", action="store_true", help="Retire les lieux d’essai.")
        parser.add_argument("--force", action="store_true", help="Même sur un site en production.")

    def handle(self, *_args: Any, **options: Any) -> None:
        if settings.PRODUCTION and not options["force"]:
            raise CommandError(
                "Ce site est en production : des lieux d’essai y tromperaient les gens. "
                "Ajoutez --force si c’est vraiment voulu."
            )
        count = options["count"]
        if not options["clear"] and count < 1:
            raise CommandError("Dites combien de lieux : manage.py make_places 15250 --seed 1")
        if options["clear"]:
            self.stdout.write(f"{clear_places()} lieux d’essai retirés.")
        if count < 1:
            return
        start = time.monotonic()
        found = towns(region=options["region"], is_national=options["national"])
        if not found:
            raise CommandError(
                "Aucune commune connue avec un centre : chargez d’abord le territoire "
                "(manage.py load_territory), ou ajoutez --national."
            )
        made = make_places(count=count, seed=options["seed"], towns=found)
        refresh_statistics()
        self.stdout.write(
            f"{made} lieux d’essai dans {len(found)} communes en {time.monotonic() - start:.1f} s."
        )
