"""For somebody who lost the telephone and the recovery codes, once recognised otherwise."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from maillage.accounts.actions import remove_second_factor
from maillage.accounts.queries import find_account


class Command(BaseCommand):
    help = "Retire la seconde vérification d’un compte et ferme ses sessions ; il est prévenu."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="adresse électronique du compte")

    def handle(self, *_args: Any, **options: Any) -> None:
        user = find_account(email=options["email"])
        if user is None:
            raise CommandError("Cette adresse n’a pas de compte.")
        removed = remove_second_factor(user=user, by=None)
        self.stdout.write(f"Vérifications retirées : {removed}. Sessions fermées.")
