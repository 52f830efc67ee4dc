"""Forms of the invitations."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.network.enums import MembershipRole
from maillage.network.forms.fields import AddressField, PersonNameField, ProfessionField


class StructureInvitationForm(forms.Form):
    """One person into one structure. Name and profession only prefill the person's page."""

    email = AddressField()
    role = forms.ChoiceField(
        choices=MembershipRole.choices,
        initial=MembershipRole.MEMBRE,
        error_messages={
            "required": _("Choisissez le rôle."),
            "invalid_choice": _("Choisissez le rôle dans la liste."),
        },
    )
    display_name = PersonNameField(required=False)
    profession = ProfessionField(required=False)


class CoordinationInvitationForm(forms.Form):
    """One person to coordinate one territory among `territories` [(« bassin:2421 », label)]."""

    email = AddressField()
    territory = forms.ChoiceField(
        error_messages={
            "required": _("Choisissez le territoire."),
            "invalid_choice": _("Choisissez le territoire dans la liste."),
        }
    )
    display_name = PersonNameField(required=False)

    def __init__(self, *args: object, territories: Sequence[tuple[str, str]]) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        field = self.fields["territory"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells mypy what it is
        field.choices = list(territories)


class AcceptanceForm(forms.Form):
    """What the invited person says of themselves."""

    display_name = PersonNameField()
    profession = ProfessionField()
