"""Kinds of places as people call them: the official labels are administrative and plural."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

PLAIN: dict[str, str | Promise] = {
    "aci": gettext_lazy("Chantier d’insertion"),
    "ai": gettext_lazy("Association d’aide au retour à l’emploi"),
    "ase": gettext_lazy("Aide sociale à l’enfance"),
    "asso-chomeur": gettext_lazy("Association de chômeurs"),
    "cada": gettext_lazy("Centre d’accueil pour demandeurs d’asile"),
    "caf": gettext_lazy("Caisse d’allocations familiales (Caf)"),
    "cc": gettext_lazy("Communauté de communes"),
    "ccas": gettext_lazy("Aide sociale de la commune (CCAS)"),
    "ccons": gettext_lazy("Chambre de métiers, de commerce ou d’agriculture"),
    "cd": gettext_lazy("Conseil départemental"),
    "cdas": gettext_lazy("Aide sociale du département"),
    "cfp": gettext_lazy("Centre des impôts (finances publiques)"),
    "chrs": gettext_lazy("Hébergement et aide au logement"),
    "chu": gettext_lazy("Hébergement d’urgence"),
    "cias": gettext_lazy("Aide sociale de plusieurs communes (CIAS)"),
    "cidff": gettext_lazy("Information sur les droits des femmes et des familles"),
    "cmp": gettext_lazy("Centre médico-psychologique"),
    "cpam": gettext_lazy("Assurance maladie (CPAM)"),
    "dept": gettext_lazy("Services sociaux du département"),
    "ei": gettext_lazy("Entreprise d’insertion"),
    "enm": gettext_lazy("Bus ou espace numérique mobile"),
    "epci": gettext_lazy("Groupement de communes"),
    "epi": gettext_lazy("Espace public internet"),
    "epn": gettext_lazy("Espace public numérique (EPN)"),
    "esat": gettext_lazy("Travail protégé pour personnes handicapées"),
    "ess": gettext_lazy("Entreprise solidaire"),
    "evs": gettext_lazy("Espace de vie sociale"),
    "fablab": gettext_lazy("Atelier de fabrication numérique (fablab)"),
    "ft": gettext_lazy("France Travail (recherche d’emploi)"),
    "mdph": gettext_lazy("Maison des personnes handicapées (MDPH)"),
    "mds": gettext_lazy("Maison des solidarités du département"),
    "mjc": gettext_lazy("Maison des jeunes et de la culture (MJC)"),
    "ml": gettext_lazy("Mission locale (emploi des 16 à 25 ans)"),
    "msa": gettext_lazy("Sécurité sociale agricole (MSA)"),
    "msap": gettext_lazy("Maison de services au public"),
    "muni": gettext_lazy("Mairie ou service de la commune"),
    "of": gettext_lazy("Organisme de formation"),
    "pad": gettext_lazy("Point d’accès au droit"),
    "pi": gettext_lazy("Point d’information"),
    "pij-bij": gettext_lazy("Information jeunesse (PIJ, BIJ)"),
    "pimms": gettext_lazy("Point d’aide aux démarches (Pimms)"),
    "pref": gettext_lazy("Préfecture ou sous-préfecture"),
    "rfs": gettext_lazy("France Services (aide aux démarches)"),
    "rs-fjt": gettext_lazy("Résidence pour jeunes travailleurs"),
    "spip": gettext_lazy("Service pénitentiaire d’insertion"),
    "tiers-lieux": gettext_lazy("Tiers-lieu (espace partagé)"),
    "udaf": gettext_lazy("Union des associations familiales (Udaf)"),
}


def kind_words(code: str, label: str) -> str:
    """« CCAS » → « Aide sociale de la commune (CCAS) »; the official label of the rarer kinds."""
    return str(PLAIN.get(code, label))


def kinds_in_words(rows: Iterable[tuple[str, str]]) -> str:
    """The kinds of a place from its (code, label); « Autre » tells nobody anything."""
    return ", ".join(kind_words(code, label) for code, label in rows if code != "autre")
