"""Forms of the claims."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.core.human_form import form_token_problem
from maillage.network.enums import MembershipRole
from maillage.network.forms.fields import AddressField, PersonNameField, ProfessionField

MESSAGE_MAX_LENGTH = 1000
TOKEN_PROBLEMS = {
    "fast": _(
        "Le formulaire est parti très vite, comme le ferait un robot. Relisez-le, puis "
        "envoyez-le de nouveau."
    ),
    "stale": _(
        "La page est restée ouverte plus d’un jour. Rien n’est perdu : relisez le formulaire, "
        "puis envoyez-le de nouveau."
    ),
    "forged": _(
        "Le formulaire est arrivé incomplet. Rien n’est perdu : relisez-le, puis envoyez-le de "
        "nouveau."
    ),
}


class ClaimForm(forms.Form):
    """« C’est ma structure ». `precision` is a trap: people do not see it, robots fill it in."""

    display_name = PersonNameField()
    email = AddressField()
    profession = ProfessionField()
    message = forms.CharField(
        required=False,
        max_length=MESSAGE_MAX_LENGTH,
        error_messages={"max_length": _("Le message est trop long : 1 000 caractères au plus.")},
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
        problem = form_token_problem(str(data.get("jeton", "")))
        # One thing at a time: people first mend what they see.
        if problem and not self.errors:
            self.add_error(None, TOKEN_PROBLEMS[problem])
        return data


class ClaimAnswerForm(forms.Form):
    """Accept with a role, or refuse with a reason."""

    answer = forms.ChoiceField(
        choices=[(role.value, role.label) for role in MembershipRole]
        + [("refus", _("Refuser la demande"))],
        error_messages={
            "required": _("Choisissez une réponse."),
            "invalid_choice": _("Choisissez une réponse dans la liste."),
        },
    )
    reason = forms.CharField(
        required=False,
        max_length=MESSAGE_MAX_LENGTH,
        error_messages={"max_length": _("La raison est trop longue : 1 000 caractères au plus.")},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("answer") == "refus" and not data.get("reason"):
            self.add_error("reason", _("Un refus donne sa raison : écrivez-la."))
        return data
