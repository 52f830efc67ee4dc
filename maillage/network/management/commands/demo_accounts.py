"""Demonstration accounts, one by role: made in development, printed with how to sign in."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from maillage.core.errors import DomainError
from maillage.network.actions.demo import DEMO_TOTP_SECRET, demo_code, make_demo_accounts


class Command(BaseCommand):
    help = (
        "Crée un compte de démonstration par rôle, sur les données de démonstration. Sans effet "
        "la seconde fois ; refusé en production."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--print", dest="show", action="store_true", help="dit comment se connecter"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("Les comptes de démonstration n’existent pas en production.")
        try:
            accounts = make_demo_accounts()
        except DomainError as error:
            raise CommandError(error.message_fr) from error
        if not options["show"]:
            return
        width = max(len(account.label) for account in accounts)
        for account in accounts:
            code = f"  second code {demo_code()}" if account.needs_code else ""
            self.stdout.write(f"{account.label:<{width}}  {account.user.email}{code}")
        self.stdout.write(
            f"Connexion : {settings.SITE_URL}/connexion/ ; le code arrive dans "
            f"{settings.SITE_URL}/dev/courriels/.\n"
            "Le second code change toutes les 30 secondes : relancez "
            "« manage.py demo_accounts --print », ou donnez ce secret à une application : "
            f"{DEMO_TOTP_SECRET}"
        )
