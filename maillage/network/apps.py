from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "maillage.network"
    verbose_name = "Réseau"

    def ready(self) -> None:
        from maillage.core.demo_codes import declare_demo_codes  # noqa: PLC0415
        from maillage.core.journal import declare_verbs  # noqa: PLC0415
        from maillage.network import emails, jobs  # noqa: F401, PLC0415
        from maillage.network.actions.demo import codes_of_accounts  # noqa: PLC0415

        declare_verbs(
            {
                "invitation.sent": "invitation envoyée",
                "invitation.accepted": "invitation acceptée",
                "invitation.revoked": "invitation annulée",
                "claim.received": "demande de rattachement reçue",
                "claim.accepted": "demande de rattachement acceptée",
                "claim.refused": "demande de rattachement refusée",
                "membership.added": "personne ajoutée à une structure",
                "membership.role_changed": "rôle changé dans une structure",
                "membership.removed": "personne retirée d’une structure",
                "coordination.added": "coordination confiée",
                "coordination.removed": "coordination retirée",
            }
        )
        declare_demo_codes(codes_of_accounts)
        jobs.declare()
