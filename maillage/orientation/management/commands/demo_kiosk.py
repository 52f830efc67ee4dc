"""The kiosk of the demonstration: made in development."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from maillage.core.errors import DomainError
from maillage.orientation.kiosk_actions import make_demo_kiosk


class Command(BaseCommand):
    help = (
        "Crée une borne de démonstration, à la structure des comptes de démonstration. Sans effet "
        "la seconde fois ; refusé en production."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("La borne de démonstration n’existe pas en production.")
        try:
            kiosk = make_demo_kiosk()
        except DomainError as error:
            raise CommandError(error.message_fr) from error
        self.stdout.write(f"Borne de démonstration : {settings.SITE_URL}{kiosk.get_absolute_url()}")
