"""Kinds of places as people call them: the official labels are administrative and plural."""

from collections.abc import Iterable

from maillage.core.wording import comma
from maillage.directory.vocabulary_words import translated_label

# In French; the other languages are in vocabulary_words.csv.
PLAIN: dict[str, str] = {
    "aci": "Chantier d’insertion",
    "ai": "Association d’aide au retour à l’emploi",
    "ase": "Aide sociale à l’enfance",
    "asso-chomeur": "Association de chômeurs",
    "cada": "Centre d’accueil pour demandeurs d’asile",
    "caf": "Caisse d’allocations familiales (Caf)",
    "cc": "Communauté de communes",
    "ccas": "Aide sociale de la commune (CCAS)",
    "ccons": "Chambre de métiers, de commerce ou d’agriculture",
    "cd": "Conseil départemental",
    "cdas": "Aide sociale du département",
    "cfp": "Centre des impôts (finances publiques)",
    "chrs": "Hébergement et aide au logement",
    "chu": "Hébergement d’urgence",
    "cias": "Aide sociale de plusieurs communes (CIAS)",
    "cidff": "Information sur les droits des femmes et des familles",
    "cmp": "Centre médico-psychologique",
    "cpam": "Assurance maladie (CPAM)",
    "dept": "Services sociaux du département",
    "ei": "Entreprise d’insertion",
    "enm": "Bus ou espace numérique mobile",
    "epci": "Groupement de communes",
    "epi": "Espace public internet",
    "epn": "Espace public numérique (EPN)",
    "esat": "Travail protégé pour personnes handicapées",
    "ess": "Entreprise solidaire",
    "evs": "Espace de vie sociale",
    "fablab": "Atelier de fabrication numérique (fablab)",
    "ft": "France Travail (recherche d’emploi)",
    "mdph": "Maison des personnes handicapées (MDPH)",
    "mds": "Maison des solidarités du département",
    "mjc": "Maison des jeunes et de la culture (MJC)",
    "ml": "Mission locale (emploi des 16 à 25 ans)",
    "msa": "Sécurité sociale agricole (MSA)",
    "msap": "Maison de services au public",
    "muni": "Mairie ou service de la commune",
    "of": "Organisme de formation",
    "pad": "Point d’accès au droit",
    "pi": "Point d’information",
    "pij-bij": "Information jeunesse (PIJ, BIJ)",
    "pimms": "Point d’aide aux démarches (Pimms)",
    "pref": "Préfecture ou sous-préfecture",
    "rfs": "France Services (aide aux démarches)",
    "rs-fjt": "Résidence pour jeunes travailleurs",
    "spip": "Service pénitentiaire d’insertion",
    "tiers-lieux": "Tiers-lieu (espace partagé)",
    "udaf": "Union des associations familiales (Udaf)",
}


def kind_words(code: str, label: str) -> str:
    """« CCAS » → « Aide sociale de la commune (CCAS) »; the official label of the rarer kinds."""
    return translated_label("typologie", code) or PLAIN.get(code, label)


def kinds_in_words(rows: Iterable[tuple[str, str]]) -> str:
    """The kinds of a place from its (code, label); « Autre » tells nobody anything."""
    return comma().join(kind_words(code, label) for code, label in rows if code != "autre")
