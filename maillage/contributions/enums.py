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


class Nature(TextChoices):
    """What somebody sends: an error in words, values to correct, or a place that is missing."""

    SIGNALEMENT = "signalement", "Signalement d’une erreur"
    CORRECTION = "correction", "Proposition de correction"
    NOUVEAU_LIEU = "nouveau_lieu", "Proposition d’un lieu"


class Route(TextChoices):
    """Who is expected to answer a contribution."""

    STRUCTURE = "structure", "La structure"
    COORDINATION = "coordination", "La coordination"


class ReportStatus(TextChoices):
    """Life of a contribution. CORRIGE, MODIFIE and REFUSE are final, and dated."""

    RECU = "recu", "Reçu"
    EN_COURS = "en_cours", "En cours de vérification"
    CORRIGE = "corrige", "Corrigé"
    MODIFIE = "modifie", "Corrigé autrement"
    REFUSE = "refuse", "Non retenu"


class HowKnown(TextChoices):
    """How somebody knows the place that they propose."""

    TRAVAIL = "travail", "J’y travaille, ou j’y suis bénévole"
    VISITE = "visite", "J’y vais, ou j’y ai reçu de l’aide"
    PROCHE = "proche", "On m’en a parlé"
    LU = "lu", "Je l’ai lu : affiche, journal, internet"


class RefusalReason(TextChoices):
    """Ready-made reasons of a refusal: the label is the sentence that the proposer reads."""

    JUSTE = "juste", "Nous avons vérifié auprès du lieu : la fiche est juste."
    DEJA = "deja", "La fiche le disait déjà quand vous avez écrit."
    INVERIFIABLE = "inverifiable", "Nous n’avons pas pu vérifier cette information."
    DOUBLON = "doublon", "Ce lieu est déjà dans l’annuaire."
    HORS_CHAMP = "hors-champ", "Ce lieu n’aide pas à se servir du numérique."
    HORS_SUJET = "hors-sujet", "Votre message ne parle pas de la fiche de ce lieu."


CLOSED_STATUSES = (ReportStatus.CORRIGE, ReportStatus.MODIFIE, ReportStatus.REFUSE)
# Enough said by the kind alone: a message is welcome, not demanded.
KINDS_WITHOUT_MESSAGE = (ReportKind.FERME,)


class CampaignStatus(TextChoices):
    """Life of a campaign."""

    BROUILLON = "brouillon", "En préparation"
    EN_COURS = "en_cours", "En cours"
    TERMINEE = "terminee", "Terminée"


class RequestCause(TextChoices):
    """Why a structure is asked to confirm its sheet."""

    CAMPAGNE = "campagne", "Campagne"
    FREQUENCE = "frequence", "Rythme choisi par la structure"
    COORDINATION = "coordination", "À la demande de la coordination"
    ARCHIVAGE = "archivage", "Avant archivage"


class RequestStatus(TextChoices):
    """Life of a request. TERMINEE: every section answered."""

    A_FAIRE = "a_faire", "Sans réponse"
    COMMENCEE = "commencee", "Commencée"
    TERMINEE = "terminee", "Terminée"
    REVOQUEE = "revoquee", "Annulée"


OPEN_REQUESTS = (RequestStatus.A_FAIRE, RequestStatus.COMMENCEE)


class AnswerOutcome(TextChoices):
    """What a structure says of one section."""

    INCHANGE = "inchange", "Rien n’a changé"
    CORRIGE = "corrige", "Corrigé"


class CallOutcome(TextChoices):
    """What a telephone call gave."""

    ABSENT = "absent", "Personne n’a répondu"
    RAPPELER = "rappeler", "À rappeler"
    LIEN = "lien", "Préfère recevoir le lien"
    FAUX_NUMERO = "faux-numero", "Mauvais numéro"
    REFUS = "refus", "Ne souhaite pas répondre"
    FAIT = "fait", "Fiche confirmée au téléphone"


class Autonomy(TextChoices):
    """Whether a structure keeps its sheet true by itself, over a period."""

    AUTONOME = "autonome", "Autonome"
    EN_PARTIE = "en-partie", "En partie"
    NON = "non", "Par la coordination"
    INCONNUE = "inconnue", "Inconnue"


class DeskOperationKind(TextChoices):
    """Bulk actions of the coordinator's desk."""

    ARCHIVER = "archiver", "Archiver"
    CONFIRMER = "confirmer", "Confirmer au nom des structures"
    DEMANDER = "demander", "Demander une confirmation"
