"""E-mails of the network: each kind once, with what its templates print."""

from maillage.core.mail import EmailKind, declare_email

INVITATION = declare_email(
    EmailKind(
        "network.invitation",
        "Invitation dans une structure ou une coordination",
        lambda: {
            "inviter": "Camille Exemple",
            "structure": "Bibliothèque de Gallardon",
            "role": "membre",
            "territory": "",
            "url": "https://exemple.fr/invitation/secret/",
            "expires_at": "12 octobre 2026",
        },
    )
)
CLAIM_TO_CONFIRM = declare_email(
    EmailKind(
        "network.claim_to_confirm",
        "Rattachement à confirmer par la boîte aux lettres du lieu",
        lambda: {
            "lieu": "Bibliothèque de Gallardon",
            "name": "Camille Exemple",
            "profession": "Bibliothèque",
            "url": "https://exemple.fr/rattachement/secret/",
            "days": 15,
        },
    )
)
CLAIMS_WAITING = declare_email(
    EmailKind(
        "network.claims_waiting",
        "Demandes de rattachement à traiter",
        lambda: {
            "count": 1,
            "items": [
                {
                    "lieu": "Bibliothèque de Gallardon",
                    "commune": "Gallardon",
                    "url": "https://exemple.fr/pro/rattachements/1/",
                }
            ],
            "list_url": "https://exemple.fr/pro/rattachements/",
        },
    )
)
CLAIM_ACCEPTED = declare_email(
    EmailKind(
        "network.claim_accepted",
        "Rattachement accepté",
        lambda: {
            "lieu": "Bibliothèque de Gallardon",
            "role": "référent ou référente",
            "url": "https://exemple.fr/connexion/",
        },
    )
)
CLAIM_REFUSED = declare_email(
    EmailKind(
        "network.claim_refused",
        "Rattachement refusé",
        lambda: {
            "lieu": "Bibliothèque de Gallardon",
            "reason": "Cette fiche a déjà un référent : adressez-vous à l’accueil.",
        },
    )
)
MEMBER_MESSAGE = declare_email(
    EmailKind(
        "network.member_message",
        "Message d’un membre à un autre",
        lambda: {
            "sender": "Camille Exemple",
            "profession": "Bibliothèque",
            "sender_email": "camille@exemple.fr",
            "message": "Bonjour,\nPouvez-vous nous montrer votre atelier ?",
        },
    )
)
