"""Everyday words, and the needs that they mean.

« impôts » is written on no library's door, yet the library that helps with procedures is the
answer. A phrase leads to values of the standard (field, code); a place with any of them
answers, after those where the words themselves are written.
"""

from dataclasses import dataclass
from typing import NamedTuple

from maillage.directory.index.lexicon import content_words, stem


class Need(NamedTuple):
    """A value of a vocabulary; `equipements` holds the kinds of equipment."""

    field: str
    code: str


@dataclass(frozen=True, slots=True)
class Phrases:
    """`needs`: words of a phrase without their plural → what it stands for.

    `longest`: words of the longest phrase; `words_by_length`: the phrases of one word, by
    their number of letters, for typing errors.
    """

    needs: dict[tuple[str, ...], tuple[Need, ...]]
    longest: int
    words_by_length: dict[int, tuple[str, ...]]


_DEMARCHES = (Need("services", "demarches"),)
_OUTILS = (Need("services", "outils"),)
_EMPLOI = (Need("services", "emploi"),)
_SECURITE = (Need("services", "securite"),)
_PARENTALITE = (Need("services", "parentalite"),)
_LOISIRS = (Need("services", "loisirs"),)
_COMPRENDRE = (Need("services", "comprendre"),)
_ACCES = (Need("services", "acces-internet"),)
_SOLIDAIRE = (Need("services", "materiel-solidaire"),)
_IMPRIMER = (Need("equipements", "imprimante"), Need("equipements", "photocopieur"))
_SCANNER = (Need("equipements", "scanner"), Need("equipements", "photocopieur"))
_BIBLIOTHEQUE = (Need("typologie", "bib"),)
_FRANCE_SERVICES = (
    Need("dispositif_programmes_nationaux", "france-services"),
    Need("typologie", "rfs"),
)

_TABLE: tuple[tuple[str, tuple[Need, ...]], ...] = (
    (
        (
            "impôts, impôt, déclaration impôts, déclaration revenus, déclarer revenus, fisc, "
            "trésor public, taxe habitation, taxe foncière, démarches, démarche, démarches ligne, "
            "démarches administratives, administratif, formulaire, dossier, papiers, mes papiers, "
            "remplir papiers, remplir dossier, carte grise, permis, permis conduire, "
            "carte identité, passeport, pièce identité, ants, titre séjour, préfecture, "
            "naturalisation, caf, allocations, allocations familiales, apl, aide logement, "
            "prime activité, rsa, aah, mdph, retraite, pension, carsat, agirc, sécurité sociale, "
            "secu, ameli, carte vitale, cpam, msa, mutuelle, css, logement social, "
            "demande logement, franceconnect, france connect, mandat, chèque énergie, "
            "droits, ouvrir droits, urssaf, cesu, pajemploi, inscription école, cantine, "
            "bourse, parcoursup, crous"
        ),
        _DEMARCHES,
    ),
    (
        (
            "ordinateur, pc, informatique, smartphone, téléphone, portable, tablette, souris, "
            "clavier, débuter, débutant, initiation, apprendre ordinateur, apprendre informatique, "
            "cours informatique, formation informatique, mail, email, e mail, messagerie, "
            "boîte mail, courriel, whatsapp, visio, skype, photos, trier photos, traitement texte, "
            "word, excel, tableur, windows, android, iphone, application, applications, internet, "
            "naviguer internet, mise jour, sauvegarde"
        ),
        _OUTILS,
    ),
    (
        (
            "emploi, travail, cv, lettre motivation, chômage, pôle emploi, france travail, "
            "recherche emploi, job, stage, alternance, offre emploi, actualisation, "
            "entretien embauche, linkedin, cpf, compte formation"
        ),
        _EMPLOI,
    ),
    (
        (
            "arnaque, arnaques, escroquerie, phishing, hameçonnage, virus, piratage, piraté, "
            "mot passe, mots passe, antivirus, sécurité, spam, fraude, cyberharcèlement, "
            "données personnelles, vie privée"
        ),
        _SECURITE,
    ),
    (
        (
            "enfants écrans, enfant écran, écrans, écran, contrôle parental, parents, parentalité, "
            "pronote, ent, devoirs, espace numérique travail"
        ),
        _PARENTALITE,
    ),
    (
        (
            "jeux vidéo, jeu vidéo, jeux, gaming, robot, coder, programmation, "
            "montage vidéo, imprimante 3d, fablab, musique, création"
        ),
        _LOISIRS,
    ),
    (
        (
            "fake news, désinformation, intelligence artificielle, ia, chatgpt, algorithme, "
            "esprit critique, réseaux sociaux, réseau social"
        ),
        _COMPRENDRE,
    ),
    (
        (
            "wifi, wi fi, connexion, accès internet, ordinateur libre, libre accès, cybercafé, "
            "cyber, utiliser ordinateur, poste informatique"
        ),
        (*_ACCES, Need("equipements", "wifi")),
    ),
    (
        (
            "ordinateur pas cher, ordinateur cher, ordinateur occasion, pc occasion, "
            "ordinateur reconditionné, reconditionné, acheter ordinateur, achat ordinateur, "
            "ordinateur solidaire, don ordinateur, téléphone pas cher, smartphone pas cher, "
            "matériel pas cher, acheter téléphone"
        ),
        _SOLIDAIRE,
    ),
    ("réparer ordinateur, réparation, dépannage, panne", (*_OUTILS, *_SOLIDAIRE)),
    ("imprimer, impression, imprimante, photocopie, photocopier, photocopieuse", _IMPRIMER),
    ("scanner, scan, numériser, numérisation", _SCANNER),
    ("bibliothèque, médiathèque, biblio, livres", _BIBLIOTHEQUE),
    ("france services, france service, msap, maison services", _FRANCE_SERVICES),
    ("mairie, hôtel ville", (Need("typologie", "muni"),)),
    ("ccas", (Need("typologie", "ccas"),)),
    ("mission locale", (Need("typologie", "ml"),)),
    ("centre social", (Need("typologie", "cs"), Need("typologie", "csc"))),
    ("epn, cyber espace, cyberespace", (Need("typologie", "epn"),)),
    ("pass numérique", _OUTILS),
    (
        "aidants connect",
        (Need("dispositif_programmes_nationaux", "aidants-connect"),),
    ),
    (
        "conseiller numérique, conseillère numérique",
        (Need("dispositif_programmes_nationaux", "conseillers-numeriques"),),
    ),
    ("pix", (Need("dispositif_programmes_nationaux", "pix"),)),
    (
        "seniors, senior, personnes âgées, retraités, aînés",
        (Need("publics_specifiquement_adresses", "seniors"),),
    ),
    ("jeunes, ados, adolescents", (Need("publics_specifiquement_adresses", "jeunes"),)),
    ("étudiants", (Need("publics_specifiquement_adresses", "etudiants"),)),
    ("famille, familles", (Need("publics_specifiquement_adresses", "familles"),)),
    ("femmes", (Need("publics_specifiquement_adresses", "femmes"),)),
    ("gratuit, gratuite, gratuitement", (Need("frais_a_charge", "gratuit"),)),
    ("sans rendez vous, sans rdv", (Need("modalites_acces", "se-presenter"),)),
    (
        "aide, aider, accompagnement, accompagner, assistance",
        (
            Need("modalites_accompagnement", "individuel"),
            Need("modalites_accompagnement", "atelier"),
            Need("modalites_accompagnement", "distance"),
        ),
    ),
    ("atelier, ateliers, cours, formation", (Need("modalites_accompagnement", "atelier"),)),
    ("à distance, téléphonique", (Need("modalites_accompagnement", "distance"),)),
    ("bus, itinérant, camion", (Need("itinerance", "itinerant"),)),
    (
        "sourd, sourds, malentendant, langue signes, lsf",
        (Need("prise_en_charge_specifique", "surdite"), Need("langues", "fsl")),
    ),
    (
        "aveugle, malvoyant, déficience visuelle",
        (Need("prise_en_charge_specifique", "deficience-visuelle"),),
    ),
    (
        "fauteuil, fauteuil roulant, handicap, handicapé, pmr",
        (Need("prise_en_charge_specifique", "handicaps-moteurs"),),
    ),
    (
        "illettrisme, lire, écrire, lire écrire",
        (Need("prise_en_charge_specifique", "illettrisme"),),
    ),
    (
        "anglais, english",
        (Need("prise_en_charge_specifique", "anglais"), Need("langues", "en")),
    ),
    ("arabe", (Need("langues", "ar"),)),
    ("ukrainien", (Need("langues", "uk"),)),
    ("turc", (Need("langues", "tr"),)),
    ("portugais", (Need("langues", "pt"),)),
    ("espagnol", (Need("langues", "es"),)),
)


def _read(table: tuple[tuple[str, tuple[Need, ...]], ...]) -> Phrases:
    """The table by words as a request has them; a phrase given twice keeps all its needs."""
    needs: dict[tuple[str, ...], tuple[Need, ...]] = {}
    for phrases, values in table:
        for phrase in phrases.split(","):
            key = tuple(stem(word) for word in content_words(phrase))
            needs[key] = tuple(dict.fromkeys((*needs.get(key, ()), *values)))
    by_length: dict[int, tuple[str, ...]] = {}
    for key in needs:
        if len(key) == 1:
            by_length[len(key[0])] = (*by_length.get(len(key[0]), ()), key[0])
    return Phrases(needs, max(map(len, needs)), by_length)


PHRASES = _read(_TABLE)
