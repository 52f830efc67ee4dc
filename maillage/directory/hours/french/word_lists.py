"""Single French words around opening hours that need no grammar."""

from typing import Final

# Full words that change nothing by themselves.
HARMLESS: Final = frozenset(
    """le la les l l' un une nos notre votre vos ses son sa ce cet cette il elle y n' s' c' est
    sont sera seront ouvert ouverte ouverts ouvertes ouverture ouvertures ouvre ouvrent
    horaire horaires oraires heure heures jour jours accueil accueille accueillons accueillir
    reception permanence permanences presence presences present presente presents assure
    assuree assurees continu continue journee journees non-stop nonstop stop sans interruption
    chaque tous toutes tout toute habituel habituels habituelle actuel actuels nouveaux nouvel
    nouvelle public publics usagers usager visiteurs visite visites centre bureau bureaux
    service services structure etablissement lieu site sites local locaux espace espaces
    hors-les-murs rez-de-chaussee equipe conseiller conseillere conseillers conseilleres mediateur
    mediatrice mediateurs benevoles benevole animateur animatrice numerique numeriques
    informatique internet ordinateur ordinateurs poste postes wifi connexion web avec dans en
    sur par pour vers chez dont soit car mais creneau creneaux plage plages semaine
    hebdomadaire normal normale normaux normales principal principale administratif
    administrative administratifs france fs msap pimms maison solidaire social sociale
    culturel culturelle lecture formation formations initiation initiations accompagnement
    accompagnements individuel individuels individuelle individuelles aide aides demarche
    demarches consultation libre gratuit gratuite gratuitement impression scan ligne
    equipements equipement materiel place que qui se nous vous on suivants suivantes fixe
    fixes h mois pendant durant lors disponible disponibles semaines type typique saison
    egalement aussi compris inclus notamment zone
    """.split()  # noqa: SIM905
)

# Activities inside a place: hours that are open too, for those who come to them.
SERVICES: Final = frozenset(
    """atelier ateliers cours collectif collectifs collective autonomie pret prets animation
    animations permanencier jeunesse jeune jeunes adulte adultes enfant enfants ados
    adolescents seniors informatiques cyber fablab makerspace session sessions seance seances
    club rencontre activite activites distribution distributions vestiaire boutique magasin
    braderie epicerie consultations entretien entretiens rendez-vous tablette tablettes
    smartphone smartphones coworking co-working aidants connect habilitation perfectionnement
    """.split()  # noqa: SIM905
)

# Names of kinds of places: one is a title, two different ones are two places.
VENUES: Final = frozenset(
    """mediatheque bibliotheque mairie epn ludotheque ecole college tiers-lieu cyberbase
    cybercentre ccas cias mjc ehpad gymnase poste agence antenne annexe hall salle prefecture
    mission caf cpam espace-numerique cyberespace point relais association
    """.split()  # noqa: SIM905
)
