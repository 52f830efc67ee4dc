from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    name = "maillage.territory"
    verbose_name = "Territoire"

    def ready(self) -> None:
        from maillage.territory import receivers  # noqa: F401, PLC0415 - connects the signals
