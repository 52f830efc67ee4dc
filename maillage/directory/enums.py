"""Closed lists of the directory that are ours; those of the standard are in standard.py."""

from django.db.models import IntegerChoices, TextChoices


class ModaliteField(TextChoices):
    """Multi-valued fields held by `Modalite`; the value is the field's name in the standard.

    LANGUES (languages spoken, ISO 639-1 codes) is ours.
    """

    SERVICES = "services", "Services"
    PUBLICS = "publics_specifiquement_adresses", "Publics spécifiquement adressés"
    PRISE_EN_CHARGE = "prise_en_charge_specifique", "Prise en charge spécifique"
    FRAIS = "frais_a_charge", "Frais à charge"
    DISPOSITIFS = "dispositif_programmes_nationaux", "Dispositifs et programmes nationaux"
    FORMATIONS = "formations_labels", "Formations et labels"
    ACCES = "modalites_acces", "Modalités d’accès"
    ACCOMPAGNEMENT = "modalites_accompagnement", "Modalités d’accompagnement"
    ITINERANCE = "itinerance", "Itinérance"
    TYPOLOGIE = "typologie", "Typologie"
    LANGUES = "langues", "Langues parlées"


# Codes of ACCOMPAGNEMENT in which somebody helps; « autonomie » is equipment alone.
WITH_SOMEBODY = frozenset({"individuel", "atelier", "distance"})


class LieuStatus(TextChoices):
    """Life of a sheet. Only PUBLIE is seen by the public."""

    BROUILLON = "brouillon", "Brouillon"
    PUBLIE = "publie", "Publié"
    ARCHIVE = "archive", "Archivé"
    FUSIONNE = "fusionne", "Fusionné"


# Sheets that live: sources feed them, they may be duplicates, they are counted.
OPEN_STATUSES = (LieuStatus.PUBLIE, LieuStatus.BROUILLON)


class PositionPrecision(TextChoices):
    """How sure the position is; CENTRE_COMMUNE is shown to the public as approximate."""

    EXACTE = "exacte", "Adresse exacte"
    RUE = "rue", "Rue"
    CENTRE_COMMUNE = "centre_commune", "Centre de la commune (approximatif)"
    INCONNUE = "inconnue", "Inconnue"


# A distance from there means something.
WELL_PLACED = (PositionPrecision.EXACTE, PositionPrecision.RUE)


class EquipmentKind(TextChoices):
    """What a place has for visitors (what the monographs describe)."""

    ORDINATEUR_FIXE = "ordinateur-fixe", "Ordinateurs fixes"
    ORDINATEUR_PORTABLE = "ordinateur-portable", "Ordinateurs portables"
    ORDINATEUR = "ordinateur", "Ordinateurs"
    TABLETTE = "tablette", "Tablettes"
    SMARTPHONE = "smartphone", "Smartphones"
    IMPRIMANTE = "imprimante", "Imprimante"
    SCANNER = "scanner", "Scanner"
    PHOTOCOPIEUR = "photocopieur", "Photocopieur"
    WIFI = "wifi", "Wi-Fi"
    CONSOLE = "console", "Consoles de jeu"
    IMPRIMANTE_3D = "imprimante-3d", "Imprimante 3D"
    CASQUE_VR = "casque-vr", "Casque de réalité virtuelle"
    LISEUSE = "liseuse", "Liseuses"
    ROBOTIQUE = "robotique", "Robotique et électronique (Arduino, Raspberry…)"
    DRONE = "drone", "Drones"
    ECRAN = "ecran", "Écran, vidéoprojecteur ou tableau interactif"
    WEBCAM = "webcam", "Webcam, visioconférence"
    BORNE = "borne", "Borne ou point visio"
    LOGICIEL = "logiciel", "Logiciels spécialisés"
    AUDIOVISUEL = "audiovisuel", "Son, image et vidéo"
    ESPACE_CONFIDENTIEL = "espace-confidentiel", "Espace confidentiel"
    SALLE = "salle", "Salle ou bureau de travail"
    AUTRE = "autre", "Autre matériel"


class EquipmentUse(TextChoices):
    """Used there, lent to take home, shown during workshops, or sold."""

    SUR_PLACE = "sur_place", "Sur place"
    PRET = "pret", "Prêté"
    DEMONSTRATION = "demonstration", "Montré en atelier"
    VENTE = "vente", "Vendu ou donné"


class PassageKind(TextChoices):
    """Where else one organisation receives people."""

    ANTENNE = "antenne", "Antenne"
    PERMANENCE = "permanence", "Permanence"
    HALTE = "halte", "Halte d’un service itinérant"


class ConfirmationKind(TextChoices):
    """Who vouched for a sheet last."""

    STRUCTURE = "structure", "La structure elle-même"
    COORDINATION = "coordination", "La coordination du bassin"
    SOURCE = "source", "La source d’origine"
    AUCUNE = "aucune", "Personne encore"


# What a source says of itself is no confirmation.
BY_PEOPLE = (ConfirmationKind.STRUCTURE, ConfirmationKind.COORDINATION)


class ConfirmationChannel(TextChoices):
    """How a sheet was confirmed or corrected."""

    ESPACE = "espace", "Dans l’espace professionnel"
    LIEN = "lien", "Par le lien reçu par courriel"
    APPEL = "appel", "Par téléphone"
    VISITE = "visite", "Lors d’une visite"
    CONTRIBUTION = "contribution", "Sur proposition"
    IMPORT = "import", "Par un import"


class AskFrequency(IntegerChoices):
    """How often a structure accepts to be asked whether its sheet is still true, in months."""

    UN_MOIS = 1, "Tous les mois"
    TROIS_MOIS = 3, "Tous les 3 mois"
    SIX_MOIS = 6, "Tous les 6 mois"
    DOUZE_MOIS = 12, "Une fois par an"


class Section(TextChoices):
    """The seven parts of a sheet; each is edited, confirmed and dated alone."""

    CONTACTS = "contacts", "Contacts et adresse"
    HORAIRES = "horaires", "Horaires"
    FERMETURES = "fermetures", "Fermetures exceptionnelles"
    SERVICES = "services", "Aide proposée et publics"
    VENIR = "venir", "Façons de venir et prix"
    MATERIEL = "materiel", "Matériel et impression"
    PRESENTATION = "presentation", "Présentation"


# A sheet is confirmed when these are: what sends somebody to the right door, or to a closed one.
ESSENTIAL_SECTIONS = (Section.CONTACTS, Section.HORAIRES, Section.SERVICES)


class Visibility(TextChoices):
    """Who may read a field."""

    PUBLIQUE = "publique", "Tout le monde"
    PROFESSIONNELLE = "professionnelle", "Les professionnels connectés"
    INTERNE = "interne", "Le système"


class Theme(TextChoices):
    """The eleven administrative themes of La Coop de la médiation numérique (ANCT).

    A need has themes, a place has none: the table of words of this app holds their labels.
    """

    PAPIERS = "papiers_elections_citoyennete", "Papiers, élections, citoyenneté"
    FAMILLE = "famille_scolarite", "Famille, scolarité"
    SOCIAL = "social_sante", "Social, santé"
    TRAVAIL = "travail_formation", "Travail, formation"
    LOGEMENT = "logement", "Logement"
    TRANSPORTS = "transports_mobilite", "Transports, mobilité"
    ARGENT = "argent_impots", "Argent, impôts"
    JUSTICE = "justice", "Justice"
    ETRANGERS = "etrangers_europe", "Étrangers, Europe"
    LOISIRS = "loisirs_sports_culture", "Loisirs, sports, culture"
    ASSOCIATIONS = "associations", "Associations"


class RunStatus(TextChoices):
    """Life of an import. RECU: the file waits to be looked at; APERCU: looked at, not applied."""

    RECU = "recu", "Fichier reçu"
    LECTURE = "lecture", "Lecture en cours"
    APERCU = "apercu", "Aperçu prêt"
    EN_COURS = "en_cours", "Import en cours"
    REUSSI = "reussi", "Import terminé"
    ECHEC = "echec", "Import échoué : rien n’est changé"
    ABANDONNE = "abandonne", "Abandonné"


# An import in one of these, when none holds the lock, was killed.
AT_WORK = (RunStatus.LECTURE, RunStatus.EN_COURS)


class RowOutcome(TextChoices):
    """What became of one row of a file. DISPARUE: the source no longer gives it."""

    CREEE = "creee", "Fiche créée"
    MODIFIEE = "modifiee", "Fiche modifiée"
    INCHANGEE = "inchangee", "Rien de nouveau"
    GARDEE = "gardee", "Fiche gardée, proposition faite"
    REJETEE = "rejetee", "Rejetée"
    DISPARUE = "disparue", "Absente du fichier"


class PairVerdict(TextChoices):
    """What was decided of two sheets that look alike."""

    A_REVOIR = "a_revoir", "À regarder"
    DISTINCTS = "distincts", "Deux lieux différents"
    FUSIONNES = "fusionnes", "Le même lieu"
