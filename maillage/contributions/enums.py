"""Closed lists of the contributions."""

from django.db.models import TextChoices


class ReportKind(TextChoices):
    """What is wrong on a sheet."""

    HORAIRES = "horaires", "Les horaires sont faux"
    FERME = "ferme", "Ce lieu n’existe plus"
    ADRESSE = "adresse", "L’adresse ou la position sur la carte est fausse"
    CONTACT = "contact", "Le téléphone ou le courriel est faux"
    SERVICES = "services", "L’aide proposée ou le prix ne correspond pas"
    ACCES = "acces", "L’accès pour les personnes handicapées est mal décrit"
    DOUBLON = "doublon", "Ce lieu est déjà présent sous un autre nom"
    AUTRE = "autre", "Autre chose"


class ReportStatus(TextChoices):
    """Life of a report. CORRIGE and REFUSE are final, and dated."""

    RECU = "recu", "Reçu"
    EN_COURS = "en_cours", "En cours de vérification"
    CORRIGE = "corrige", "Corrigé"
    REFUSE = "refuse", "Non retenu"


CLOSED_STATUSES = (ReportStatus.CORRIGE, ReportStatus.REFUSE)
# Enough said by the kind alone: a message is welcome, not demanded.
KINDS_WITHOUT_MESSAGE = (ReportKind.FERME,)
