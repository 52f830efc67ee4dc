"""Closed lists of the ground floor."""

from django.db.models import TextChoices


class EmailStatus(TextChoices):
    """Life of one e-mail. Only EN_ATTENTE and EN_COURS still hold its text."""

    EN_ATTENTE = "en_attente", "En attente"
    EN_COURS = "en_cours", "En cours d’envoi"
    ENVOYE = "envoye", "Envoyé"
    ECHEC = "echec", "Non remis"
    ANNULE = "annule", "Annulé"


class ActorKind(TextChoices):
    """Who did what a line of the journal says."""

    COMPTE = "compte", "Un compte"
    LIEN = "lien", "Un lien personnel reçu par courriel"
    VISITEUR = "visiteur", "Une personne sans compte"
    SYSTEME = "systeme", "Le système"
