"""Small forms of « my sheets »: how the coordination checked, why a sheet is archived, rhythm."""

from django import forms
from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from maillage.directory.enums import AskFrequency, ConfirmationChannel, LieuStatus, Section
from maillage.directory.models import Lieu
from maillage.directory.sections import SECTIONS, SectionValues

CHECKS = (
    (ConfirmationChannel.APPEL.value, _("Par téléphone")),
    (ConfirmationChannel.VISITE.value, _("Lors d’une visite")),
    (ConfirmationChannel.ESPACE.value, _("Autrement : courriel, affiche, site internet")),
)
"""How a coordinator knows what is written in the name of a structure."""


class ArchiveReason(TextChoices):
    """Why a sheet leaves the public pages."""

    FERME = "ferme", _("Le lieu a fermé pour de bon")
    PLUS_D_AIDE = "plus-d-aide", _("Le lieu n’aide plus au numérique")
    DOUBLON = "doublon", _("La fiche est en double")
    AUTRE = "autre", _("Autre raison")


class CheckForm(forms.Form):
    """How the coordination checked."""

    channel = forms.ChoiceField(
        choices=CHECKS,
        error_messages={
            "required": _("Dites comment vous avez vérifié."),
            "invalid_choice": _("Dites comment vous avez vérifié, en choisissant dans la liste."),
        },
    )


class ArchiveForm(forms.Form):
    """Why."""

    reason = forms.ChoiceField(
        choices=ArchiveReason.choices,
        error_messages={
            "required": _("Choisissez la raison."),
            "invalid_choice": _("Choisissez la raison dans la liste."),
        },
    )


class RhythmForm(forms.Form):
    """How often to ask, for one place or for all."""

    months = forms.TypedChoiceField(
        choices=AskFrequency.choices,
        coerce=int,
        error_messages={
            "required": _("Choisissez une fréquence."),
            "invalid_choice": _("La fréquence est de 1, 3, 6 ou 12 mois."),
        },
    )
    everywhere = forms.BooleanField(required=False)


def blank_lieu() -> Lieu:
    """A sheet that says nothing yet, for the form of a new place."""
    return Lieu(status=LieuStatus.BROUILLON)


def blank_contacts() -> SectionValues:
    """The section of contacts of `blank_lieu`, nothing kept for professionals."""
    lieu = blank_lieu()
    return {name: getattr(lieu, name) for name in SECTIONS[Section.CONTACTS].fields}


def typed_of(data: QueryDict) -> dict[str, list[str]]:
    """What somebody typed in a section, without what belongs to the page."""
    own = {"csrfmiddlewaretoken", "base", "do", "channel", "mine", "add_row"}
    kept = [name for name in data if name not in own and len(name) < 80 and "\x00" not in name]
    # PostgreSQL keeps no NUL, and nobody types one.
    return {name: [text.replace("\x00", "") for text in data.getlist(name)] for name in kept}
