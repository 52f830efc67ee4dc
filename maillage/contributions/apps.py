from django.apps import AppConfig


class ContributionsConfig(AppConfig):
    name = "maillage.contributions"
    verbose_name = "Contributions"

    def ready(self) -> None:
        from maillage.contributions.emails import contributions as emails  # noqa: F401, PLC0415
        from maillage.contributions.jobs import contributions as jobs  # noqa: PLC0415
        from maillage.core.journal import declare_verbs  # noqa: PLC0415

        declare_verbs(
            {
                "contribution.received": "contribution reçue",
                "contribution.escalated": "contribution transmise à la coordination",
                "contribution.accepted": "contribution acceptée",
                "contribution.amended": "contribution corrigée autrement",
                "contribution.refused": "contribution non retenue",
                "contribution.undone": "réponse à une contribution annulée",
            }
        )
        jobs.declare()
