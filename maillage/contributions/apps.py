from django.apps import AppConfig


class ContributionsConfig(AppConfig):
    name = "maillage.contributions"
    verbose_name = "Contributions"

    def ready(self) -> None:
        from maillage.contributions import receivers  # noqa: F401, PLC0415 - connects the signals
        from maillage.contributions.emails import contributions as emails  # noqa: F401, PLC0415
        from maillage.contributions.jobs import (  # noqa: PLC0415
            campaigns,
            contributions,
            desk,
            imports,
            sheets,
        )
        from maillage.core.journal import declare_verbs  # noqa: PLC0415

        campaigns.declare()
        contributions.declare()
        desk.declare()
        imports.declare()
        sheets.declare()
        declare_verbs(
            {
                "contribution.received": "contribution reçue",
                "contribution.escalated": "contribution transmise à la coordination",
                "contribution.accepted": "contribution acceptée",
                "contribution.amended": "contribution corrigée autrement",
                "contribution.refused": "contribution non retenue",
                "contribution.renewed": "proposition d’une source mise à jour",
                "contribution.undone": "réponse à une contribution annulée",
                "campaign.opened": "campagne ouverte",
                "campaign.closed": "campagne close",
                "request.sent": "demande de confirmation envoyée",
                "request.answered": "demande de confirmation répondue",
                "request.undone": "réponse à une demande annulée",
                "request.revoked": "lien de confirmation annulé",
                "mail.refused": "courriels refusés",
                "mail.accepted": "courriels acceptés de nouveau",
                "call.recorded": "appel noté",
                "desk.acted": "action groupée faite",
                "desk.undone": "action groupée annulée",
                "import.received": "fichier à importer reçu",
                "import.applied": "import appliqué",
                "import.given_up": "import abandonné",
                "sheet.confirmation_undone": "confirmation annulée",
            }
        )
