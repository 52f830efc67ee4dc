"""Closed lists of the accounts."""

from django.db.models import TextChoices


class Profession(TextChoices):
    """What somebody does. It is shown to colleagues and gives no right by itself."""

    ACCUEIL = "accueil", "Accueil"
    MEDIATION = "mediation", "Médiation numérique"
    BIBLIOTHEQUE = "bibliotheque", "Bibliothèque"
    TRAVAIL_SOCIAL = "travail-social", "Travail social"
    JEUNESSE = "jeunesse", "Jeunesse"
    FORMATION = "formation", "Formation et insertion"
    VOLONTARIAT = "volontariat", "Volontariat et service civique"
    BENEVOLAT = "benevolat", "Bénévolat"
    COORDINATION = "coordination", "Coordination"
    DIRECTION = "direction", "Direction et administration"
    ELU = "elu", "Élu ou élue"
    AUTRE = "autre", "Autre métier"
