"""Section « Horaires »."""

from django.utils.translation import gettext_lazy

from maillage.contributions.forms.sections.base import SectionForm
from maillage.contributions.forms.sections.fields import HoursField, TextField
from maillage.directory.enums import Section


class HoursForm(SectionForm):
    """The usual week."""

    section = Section.HORAIRES
    layout = ((gettext_lazy("Semaine habituelle"), ("horaires", "horaires_text")),)

    horaires = HoursField(
        gettext_lazy("Horaires"),
        gettext_lazy("Exemple : lundi au vendredi de 9h à 12h et de 14h à 17h"),
        max_length=2000,
    )
    horaires_text = TextField(
        gettext_lazy("Précision en toutes lettres"),
        gettext_lazy("Exemple : le premier samedi du mois, sauf en août"),
        max_length=500,
    )
