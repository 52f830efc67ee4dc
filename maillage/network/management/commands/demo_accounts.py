"""Demonstration accounts, one by role: made in development, printed with how to sign in."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from maillage.core.errors import DomainError
from maillage.network.actions.demo import (
    DEMO_TOTP_SECRET,
    DemoAccount,
    demo_code,
    existing_demo_accounts,
    make_demo_accounts,
)


class Command(BaseCommand):
    help = (
        "Crée un compte de démonstration par rôle, sur les données de démonstration. Sans effet "
        "la seconde fois ; refusé en production."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--print", dest="show", action="store_true", help="dit comment se connecter"
        )
        parser.add_argument(
            "--existing", action="store_true", help="ne crée rien : dit les comptes qui sont là"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["existing"]:
            self.tell(existing_demo_accounts())
            return
        if settings.PRODUCTION:
            raise CommandError("Les comptes de démonstration n’existent pas en production.")
        try:
            accounts = make_demo_accounts()
        except DomainError as error:
            raise CommandError(error.message_fr) from error
        if options["show"]:
            self.tell(accounts)

    def tell(self, accounts: list[DemoAccount]) -> None:
        """Each account, then how to sign in; nothing when there is none."""
        if not accounts:
            return
        label_width = max(len(account.label) for account in accounts)
        email_width = max(len(account.user.email) for account in accounts)
        self.stdout.write("Comptes de démonstration, un par rôle :")
        for account in accounts:
            code = f"  + second code {demo_code()}" if account.needs_code else ""
            email = f"{account.user.email:<{email_width}}"
            self.stdout.write(f"  {account.label:<{label_width}}  {email}{code}".rstrip())
        mailbox = f"{settings.SITE_URL}/dev/courriels/"
        self.stdout.write(
            "\nPour entrer :\n"
            f"  1. {settings.SITE_URL}/connexion/ : écrivez une de ces adresses ;\n"
            f"  2. {mailbox} : le code reçu est là, et le second code du moment\n"
            "     (il change toutes les 30 secondes : rechargez la page).\n"
            f"Pour une application de codes, le secret est {DEMO_TOTP_SECRET}."
        )
