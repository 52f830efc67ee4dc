from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "maillage.accounts"
    verbose_name = "Comptes"

    def ready(self) -> None:
        from maillage.accounts import emails, jobs, receivers  # noqa: F401, PLC0415
        from maillage.core.journal import declare_verbs  # noqa: PLC0415

        jobs.declare()
        declare_verbs(
            {
                "account.created": "a ouvert un compte",
                "account.signed_in": "s’est connecté",
                "account.signed_out": "s’est déconnecté",
                "account.email_changed": "a changé d’adresse électronique",
                "account.second_factor_added": "a ajouté une seconde vérification",
                "account.second_factor_removed": "a retiré une seconde vérification",
                "account.deactivated": "a désactivé un compte",
                "account.reactivated": "a rouvert un compte",
                "account.deleted": "a supprimé un compte",
            }
        )
