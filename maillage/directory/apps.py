from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "maillage.directory"
    verbose_name = "Annuaire"

    def ready(self) -> None:
        from maillage.directory import place_names, receivers  # noqa: F401, PLC0415

        place_names.register()
