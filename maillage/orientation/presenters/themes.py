"""The eleven administrative themes as large buttons: a pictogram, words, an example."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maillage.directory.enums import Theme
from maillage.directory.vocabulary_words import THEMES, value_label


@dataclass(frozen=True, slots=True)
class ThemeButton:
    """`icon`: a name of core/icons.py; `example`: what a person would come for."""

    icon: str
    example: str | Promise


THEME_BUTTONS: dict[Theme, ThemeButton] = {
    Theme.PAPIERS: ThemeButton("id", _("Carte d’identité, passeport, voter")),
    Theme.FAMILLE: ThemeButton("users", _("Naissance, école, cantine, bourse")),
    Theme.SOCIAL: ThemeButton("heart", _("Caf, RSA, carte Vitale, Doctolib, retraite")),
    Theme.TRAVAIL: ThemeButton("briefcase", _("France Travail, chômage, formation")),
    Theme.LOGEMENT: ThemeButton("home", _("Logement social, aide au loyer, énergie")),
    Theme.TRANSPORTS: ThemeButton("car", _("Carte grise, permis, train, bus")),
    Theme.ARGENT: ThemeButton("euro", _("Déclaration, avis d’impôt, banque, dettes")),
    Theme.JUSTICE: ThemeButton("scale", _("Plainte, amende, aide juridictionnelle")),
    Theme.ETRANGERS: ThemeButton("globe", _("Titre de séjour, nationalité, visa")),
    Theme.LOISIRS: ThemeButton("ticket", _("Pass Culture, chasse, inscription à un club")),
    Theme.ASSOCIATIONS: ThemeButton("flag", _("Créer ou déclarer une association")),
}


def theme_words(code: str) -> str:
    """« Social, santé », in the active language; the code itself when no theme has it."""
    return value_label(THEMES, code)
