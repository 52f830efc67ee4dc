"""The nine needs as the first page asks them: a word or two, an example, a pictogram.

The codes are those of the field `services` of the standard (directory/standard.py).
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class HomeNeed:
    """`label` holds on two short lines of a telephone."""

    code: str
    label: str | Promise
    example: str | Promise
    icon: str


HOME_NEEDS: tuple[HomeNeed, ...] = (
    HomeNeed("demarches", _("Démarches en ligne"), _("Impôts, Caf, papiers d’identité"), "file"),
    HomeNeed(
        "outils", _("Apprendre les bases"), _("Ordinateur, téléphone, courriel"), "smartphone"
    ),
    HomeNeed(
        "acces-internet", _("Internet, imprimer"), _("Un ordinateur et une imprimante"), "printer"
    ),
    HomeNeed("emploi", _("Emploi"), _("CV, offres, France Travail"), "briefcase"),
    HomeNeed("securite", _("Arnaques, sécurité"), _("Mots de passe, faux messages"), "shield"),
    HomeNeed("parentalite", _("Enfants, écrans"), _("Suivre l’école, parler des écrans"), "users"),
    HomeNeed("loisirs", _("Photo, jeu, création"), _("Retoucher, jouer, fabriquer"), "palette"),
    HomeNeed(
        "comprendre", _("Monde numérique"), _("Vérifier une information, ses droits"), "globe"
    ),
    HomeNeed(
        "materiel-solidaire", _("Ordinateur à petit prix"), _("Matériel remis en état"), "laptop"
    ),
)
