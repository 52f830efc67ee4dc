"""Kinds of territory."""

from django.db.models import TextChoices


class TerritoryKind(TextChoices):
    """What a territory page, an export or a criterion may be about.

    The value is the word used in addresses (`/territoires/<kind>/<slug>/`) and in commands
    (`--territory bassin:dreux`).
    """

    COMMUNE = "commune", "Commune"
    EPCI = "epci", "Intercommunalité"
    BASSIN = "bassin", "Bassin de vie"
    DEPARTEMENT = "departement", "Département"
    REGION = "region", "Région"
