"""Compile the translations, where `prepare_site` is not run (image of the site)."""

from django.core.management.base import BaseCommand

from maillage.core.catalogues import compile_catalogues


class Command(BaseCommand):
    help = "Compile les traductions (locale/) : sans elles, le site n’existe qu’en français."

    def handle(self, *_args: object, **_options: object) -> None:
        self.stdout.write(f"Catalogues compilés : {compile_catalogues()}")
