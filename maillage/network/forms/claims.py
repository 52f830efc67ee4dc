"""Forms of the claims."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.core.human_form import HumanForm
from maillage.network.enums import MembershipRole
from maillage.network.forms.fields import AddressField, PersonNameField, ProfessionField

MESSAGE_MAX_LENGTH = 1000


class ClaimForm(HumanForm):
    """« C’est ma structure »."""

    display_name = PersonNameField()
    email = AddressField()
    profession = ProfessionField()
    message = forms.CharField(
        required=False,
        max_length=MESSAGE_MAX_LENGTH,
        error_messages={"max_length": _("Le message est trop long : 1 000 caractères au plus.")},
    )


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
