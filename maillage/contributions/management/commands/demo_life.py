"""Some life in the demonstration: proposals, confirmations, a campaign in preparation."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from maillage.contributions.actions.demo import make_demo_life
from maillage.core.errors import DomainError


class Command(BaseCommand):
    help = (
        "Ajoute à la démonstration de quoi remplir le bureau : contributions, confirmations par "
        "partie, une campagne en préparation. Sans effet la seconde fois, sans courriel ; refusé "
        "en production."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("La vie de la démonstration n’existe pas en production.")
        try:
            done = make_demo_life()
        except DomainError as error:
            raise CommandError(error.message_fr) from error
        self.stdout.write(
            f"Exemples ajoutés : {done.contributions} contributions, "
            f"{done.sheets_confirmed} fiches confirmées, {done.campaigns} campagne en préparation"
        )
