"""What people type: addresses, codes, their name."""

import re
from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from maillage.accounts.enums import Profession
from maillage.accounts.models import User
from maillage.accounts.rules import USED_SECOND_FACTOR, WRONG_SECOND_FACTOR
from maillage.core.throttle import count_one, is_over

NAME_MAX_LENGTH = 120
_CODE_WORDS = {"required": _("Écrivez le code."), "max_length": _("Ce code est trop long.")}


class EmailForm(forms.Form):
    """One address, in lower case."""

    email = forms.EmailField(
        max_length=254,
        error_messages={
            "required": _("Écrivez votre adresse électronique."),
            "invalid": _("Cette adresse n’est pas complète. Exemple : prenom.nom@mairie.fr"),
            "max_length": _("Cette adresse est trop longue."),
        },
    )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class CodeForm(forms.Form):
    """The code of an e-mail; spaces and dashes do not count."""

    code = forms.CharField(max_length=20, error_messages=_CODE_WORDS)


_NOT_IN_A_NAME = re.compile(
    r"[\x00-\x1f\x7f<>{}\\|@=;\u202a-\u202e\u2066-\u2069]|://|www\.", re.IGNORECASE
)
# A spreadsheet would take these for a formula.
_FORMULA = ("=", "+", "-", "@")


def name_problem(text: str) -> str:
    """Why a text is no person's name, in French; empty when it may be one.

    Names are printed in e-mails that the site sends: no address of a site, no line break, no
    formula, no markup, no sign that writes backwards.
    """
    if len(text) > NAME_MAX_LENGTH:
        return str(_("Le nom est trop long : 120 caractères au plus."))
    if text.startswith(_FORMULA) or _NOT_IN_A_NAME.search(text):
        return str(_("Le nom contient un signe qui n’a pas sa place dans un nom."))
    return ""


class IdentityForm(forms.Form):
    """What colleagues read of a person."""

    display_name = forms.CharField(
        max_length=NAME_MAX_LENGTH,
        error_messages={
            "required": _("Écrivez votre prénom et votre nom."),
            "max_length": _("Ce nom est trop long : 120 caractères au plus."),
        },
    )
    profession = forms.ChoiceField(
        choices=Profession.choices,
        error_messages={
            "required": _("Choisissez votre métier."),
            "invalid_choice": _("Choisissez un métier de la liste."),
        },
    )

    def clean_display_name(self) -> str:
        text = str(self.cleaned_data["display_name"])
        if problem := name_problem(text):
            raise ValidationError(problem)
        return " ".join(text.split())


class DeletionForm(forms.Form):
    """The tick that confirms a deletion."""

    confirm = forms.BooleanField(
        error_messages={"required": _("Cochez la case pour confirmer la suppression.")}
    )


class _GuardedCode:
    """Limits shared by every process of the site, and a code that serves once."""

    user: User

    def clean_code(self) -> str:
        address = f"account:{self.user.pk}"
        if is_over(limit=WRONG_SECOND_FACTOR, address=address):
            raise get_account_adapter().validation_error("too_many_login_attempts")
        try:
            code = str(super().clean_code())  # type: ignore[misc]
        except ValidationError:
            count_one(limit=WRONG_SECOND_FACTOR, address=address)
            raise
        used = f"{address}:{code}"
        if is_over(limit=USED_SECOND_FACTOR, address=used):
            raise ValidationError(_("Ce code a déjà servi. Attendez le suivant."), code="used")
        count_one(limit=USED_SECOND_FACTOR, address=used)
        return code


class SecondFactorForm(_GuardedCode, AuthenticateForm):  # type: ignore[misc]
    """The code of the application, or a recovery code, to finish signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].error_messages.update(_CODE_WORDS)


class SecondFactorAgainForm(_GuardedCode, ReauthenticateForm):  # type: ignore[misc]
    """The same, before changing the safety of the account."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].error_messages.update(_CODE_WORDS)


class ApplicationForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code that an application shows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].error_messages.update(_CODE_WORDS)


class KeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A key and the name by which its owner will know it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = _("Votre navigateur n’a rien envoyé. Activez JavaScript, puis recommencez.")
        self.fields["credential"].error_messages["required"] = words

    def clean_name(self) -> str:
        return str(super().clean_name())[:60]
