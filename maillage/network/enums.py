"""Closed lists of the network."""

from django.db.models import TextChoices


class MembershipRole(TextChoices):
    """What a person may do for a structure: correct its sheets, or also answer for it."""

    MEMBRE = "membre", "Membre"
    REFERENT = "referent", "Référent ou référente"


class CoordinationKind(TextChoices):
    """Territories that somebody coordinates; values of territory.enums.TerritoryKind."""

    BASSIN = "bassin", "Bassin de vie"
    DEPARTEMENT = "departement", "Département"
    REGION = "region", "Région"


class InvitationStatus(TextChoices):
    """Life of an invitation."""

    ENVOYEE = "envoyee", "Envoyée"
    ACCEPTEE = "acceptee", "Acceptée"
    REVOQUEE = "revoquee", "Annulée"


class ClaimStatus(TextChoices):
    """Life of a claim on a sheet (« c’est ma structure »)."""

    RECUE = "recue", "Reçue"
    ACCEPTEE = "acceptee", "Acceptée"
    REFUSEE = "refusee", "Refusée"
