"""Closed lists of the orientation."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Step(TextChoices):
    """The questions, in the order of the guided way; the value goes in addresses (`pas`)."""

    BESOIN = "besoin", _("De quoi avez-vous besoin ?")
    THEME = "theme", _("De quelle démarche s’agit-il ?")
    OU = "ou", _("Où êtes-vous ?")
    PUBLIC = "public", _("C’est pour qui ?")
    MOMENT = "moment", _("Quand pouvez-vous venir ?")
