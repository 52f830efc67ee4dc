"""The nine needs as the first page asks them: a word or two, an example, a pictogram.

The codes are those of the field `services` of the standard (directory/standard.py).
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maillage.directory.presenters.words import NEEDS


@dataclass(frozen=True, slots=True)
class HomeNeed:
    """`label` holds on two short lines of a telephone, shorter than the words of other pages."""

    code: str
    label: str | Promise
    example: str | Promise

    @property
    def icon(self) -> str:
        """The pictogram that the need has everywhere."""
        return NEEDS[self.code].icon


HOME_NEEDS: tuple[HomeNeed, ...] = (
    HomeNeed("demarches", _("Démarches en ligne"), _("Impôts, Caf, papiers d’identité")),
    HomeNeed("outils", _("Apprendre les bases"), _("Ordinateur, téléphone, courriel")),
    HomeNeed("acces-internet", _("Internet, imprimer"), _("Un ordinateur et une imprimante")),
    HomeNeed("emploi", _("Emploi"), _("CV, offres, France Travail")),
    HomeNeed("securite", _("Arnaques, sécurité"), _("Mots de passe, faux messages")),
    HomeNeed("parentalite", _("Enfants, écrans"), _("Suivre l’école, parler des écrans")),
    HomeNeed("loisirs", _("Photo, jeu, création"), _("Retoucher, jouer, fabriquer")),
    HomeNeed("comprendre", _("Monde numérique"), _("Vérifier une information, ses droits")),
    HomeNeed("materiel-solidaire", _("Ordinateur à petit prix"), _("Matériel remis en état")),
)
