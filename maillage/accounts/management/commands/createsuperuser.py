"""Django's command, without the password that nobody would ever type."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from maillage.accounts.actions import create_account
from maillage.accounts.enums import Profession
from maillage.core.errors import DomainError


class Command(BaseCommand):
    help = "Ouvre un compte qui administre le site. On se connecte ensuite par un code reçu."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", default="", help="adresse électronique du compte")
        parser.add_argument(
            "--noinput", action="store_false", dest="interactive", help="ne rien demander"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        address = options["email"]
        if not address and options["interactive"]:
            address = input("Adresse électronique : ")
        try:
            user = create_account(
                email=address, display_name="", profession=Profession.COORDINATION
            )
        except DomainError as error:
            raise CommandError(error.message_fr) from error
        user.is_staff = user.is_superuser = True
        user.save(update_fields=["is_staff", "is_superuser"])
        self.stdout.write("Compte prêt : connectez-vous à /connexion/ avec cette adresse.")
