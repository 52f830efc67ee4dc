from django.apps import AppConfig


class OrientationConfig(AppConfig):
    name = "maillage.orientation"
    verbose_name = "orientation"

    def ready(self) -> None:
        from maillage.core.journal import declare_verbs  # noqa: PLC0415
        from maillage.orientation import jobs  # noqa: PLC0415

        declare_verbs(
            {
                "kiosk.created": "borne créée",
                "kiosk.changed": "réglages d’une borne changés",
                "kiosk.opened": "borne mise en service",
                "kiosk.closed": "borne mise hors service",
                "kiosk.removed": "borne retirée",
                "kiosk.restored": "borne rétablie",
            }
        )

        jobs.declare()
