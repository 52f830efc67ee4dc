"""Shape and wording of the report form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.contributions.enums import KINDS_WITHOUT_MESSAGE, ReportKind
from maillage.contributions.models import MESSAGE_MAX_LENGTH
from maillage.core.human_form import form_token_problem

TOKEN_PROBLEMS = {
    "fast": _(
        "Le formulaire est parti très vite, comme le ferait un robot. Relisez votre message, "
        "puis envoyez-le de nouveau."
    ),
    "stale": _(
        "La page est restée ouverte plus d’un jour. Rien n’est perdu : relisez votre message, "
        "puis envoyez-le de nouveau."
    ),
    "forged": _(
        "Le formulaire est arrivé incomplet. Rien n’est perdu : relisez votre message, puis "
        "envoyez-le de nouveau."
    ),
}


class ReportForm(forms.Form):
    """One report. `precision` is a trap: people do not see it, robots fill it in."""

    kind = forms.ChoiceField(
        choices=ReportKind.choices,
        error_messages={
            "required": _("Choisissez ce qui est faux."),
            "invalid_choice": _("Choisissez ce qui est faux dans la liste."),
        },
    )
    message = forms.CharField(
        required=False,
        max_length=MESSAGE_MAX_LENGTH,
        error_messages={
            "max_length": _("Le message est trop long : 2 000 caractères au plus."),
        },
    )
    email = forms.EmailField(
        required=False,
        max_length=254,
        error_messages={
            "invalid": _(
                "L’adresse électronique n’est pas complète. Exemple : prenom.nom@exemple.fr"
            ),
            "max_length": _("L’adresse électronique est trop longue."),
        },
    )
    precision = forms.CharField(required=False)
    jeton = forms.CharField(required=False)

    def clean_precision(self) -> str:
        text = str(self.cleaned_data["precision"])
        if text:
            raise forms.ValidationError(_("Laissez vide le champ « Ne remplissez pas »."))
        return text

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        kind = data.get("kind")
        needs_message = kind is not None and kind not in KINDS_WITHOUT_MESSAGE
        if needs_message and "message" in data and not data["message"]:
            self.add_error("message", _("Dites en quelques mots ce qui est faux."))
        problem = form_token_problem(str(data.get("jeton", "")))
        # One thing at a time: people first mend what they see.
        if problem and not self.errors:
            self.add_error(None, TOKEN_PROBLEMS[problem])
        return data
