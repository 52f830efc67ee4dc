from django.apps import AppConfig


class OrientationConfig(AppConfig):
    name = "maillage.orientation"
    verbose_name = "orientation"

    def ready(self) -> None:
        from maillage.orientation import jobs  # noqa: PLC0415

        jobs.declare()
