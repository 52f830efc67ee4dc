"""Warn, close and delete the accounts that nobody uses any more."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from maillage.accounts.actions.purge import purge_accounts


class Command(BaseCommand):
    help = "Prévient, désactive et supprime les comptes inutilisés (chaque jour de lui-même)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="compter sans rien changer")

    def handle(self, *_args: Any, **options: Any) -> None:
        counts = purge_accounts(dry_run=options["dry_run"])
        self.stdout.write(("[essai] " if options["dry_run"] else "") + str(counts))
