"""Forms of the professional directory."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

PROFILE_MAX_LENGTH = 500
MESSAGE_MAX_LENGTH = 2000


class ProfileForm(forms.Form):
    """What a person accepts to show to the other members."""

    is_listed = forms.BooleanField(required=False)
    teaches = forms.CharField(
        required=False,
        max_length=PROFILE_MAX_LENGTH,
        error_messages={"max_length": _("Ce texte est trop long : 500 caractères au plus.")},
    )
    seeks = forms.CharField(
        required=False,
        max_length=PROFILE_MAX_LENGTH,
        error_messages={"max_length": _("Ce texte est trop long : 500 caractères au plus.")},
    )


class MessageForm(forms.Form):
    """A message to a member."""

    message = forms.CharField(
        max_length=MESSAGE_MAX_LENGTH,
        error_messages={
            "required": _("Écrivez votre message."),
            "max_length": _("Le message est trop long : 2 000 caractères au plus."),
        },
    )


class ListUploadForm(forms.Form):
    """A list of people to invite: a file, or lines typed in the page."""

    file = forms.FileField(
        required=False,
        allow_empty_file=True,
        error_messages={"invalid": _("Le fichier n’est pas arrivé entier : choisissez-le encore.")},
    )
    lines = forms.CharField(required=False, strip=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and not data.get("file") and not str(data.get("lines", "")).strip():
            self.add_error("file", _("Choisissez un fichier, ou écrivez les adresses."))
        return data
