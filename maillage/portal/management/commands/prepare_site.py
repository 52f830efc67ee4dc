"""Make a site that works out of what is there: languages, tables, territory, demonstration."""

import httpx
from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand

from maillage.accounts.models import User
from maillage.core.catalogues import compile_catalogues
from maillage.core.database import refresh_statistics
from maillage.directory.demo_actions import ORIGIN
from maillage.directory.models import Lieu
from maillage.directory.quality_store import refresh_quality
from maillage.orientation.store import is_trained, load_alert_model, load_engine
from maillage.territory.models import Commune

REGION = "24"
PROBE_SECONDS = 3


class Command(BaseCommand):
    help = (
        "Compile les traductions et migre la base ; si elle est vide, charge le territoire et la "
        "démonstration. En développement, crée aussi les comptes de démonstration, s’il n’y en a "
        "aucun. Une base déjà remplie n’est pas touchée autrement."
    )

    def handle(self, *_args: object, **_options: object) -> None:
        compile_catalogues()
        call_command("migrate", verbosity=0, interactive=False)
        if not Commune.objects.exists():
            self.load_territory()
        if not Lieu.objects.exists():
            call_command("load_demo")
            refresh_statistics()
        if Lieu.objects.filter(score=None).exists():
            refresh_quality()  # sheets written before they were measured
        if settings.DEVELOPMENT:
            self.make_accounts()
        self.train_orientation()

    def train_orientation(self) -> None:
        """Once by corpus and code, so that the first visitor does not wait for it."""
        if is_trained():
            return
        self.stdout.write("Apprentissage de l’orientation…")
        try:
            load_engine()
            load_alert_model()
        except Exception as error:  # noqa: BLE001 - the site works without; the next use tries again
            self.stderr.write(f"L’orientation n’a pas été apprise : {error}")

    def make_accounts(self) -> None:
        """One account by role and something on their desk, once, where the demonstration is."""
        if User.objects.filter(is_demo=True).exists():
            return
        if not Lieu.objects.filter(import_source=ORIGIN).exists():
            return
        try:
            call_command("demo_accounts")
            call_command("demo_life")
            call_command("demo_kiosk")
        except CommandError as error:
            self.stderr.write(f"Sans comptes de démonstration : {error}")

    def load_territory(self) -> None:
        """From the data folder, else from the official API when it answers, else nothing."""
        folder = f"{settings.DATA_DIR}/territoire" if settings.DATA_DIR else ""
        try:
            if folder:
                self.stdout.write("Chargement du territoire…")
                call_command("load_territory", region=REGION, **{"from": folder})
            elif self.api_answers():
                self.stdout.write("Chargement du territoire depuis geo.api.gouv.fr…")
                call_command("load_territory", region=REGION)
            else:
                self.stdout.write(
                    "Sans réseau ni dossier de données : la démonstration se limite à ses "
                    "propres communes, sans contours."
                )
        except CommandError as error:
            self.stderr.write(f"Le territoire n’a pas été chargé : {error}")

    def api_answers(self) -> bool:
        """Whether the official API is within reach, asked once and briefly."""
        if not settings.GEO_API_URL:
            return False
        try:
            address = f"{settings.GEO_API_URL}/regions/{REGION}"
            return httpx.get(address, timeout=PROBE_SECONDS).is_success
        except httpx.HTTPError:
            return False
