"""A form filled by a person: a trap that nobody sees, and a signed time put in it when shown."""

from typing import Any

from django import forms
from django.core import signing
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

MIN_FORM_SECONDS = 3
MAX_FORM_SECONDS = 24 * 3_600
_SALT = "maillage.core.human-form"
_PROBLEMS = {
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


def form_token() -> str:
    """A signed time, put in a form when it is shown."""
    return signing.TimestampSigner(salt=_SALT).sign("form")


def form_token_problem(token: str) -> str:
    """Why a form cannot be taken yet: "fast", "stale" or "forged"; empty when it can."""
    signer = signing.TimestampSigner(salt=_SALT)
    try:
        signer.unsign(token, max_age=MAX_FORM_SECONDS)
    except signing.SignatureExpired:
        return "stale"
    except signing.BadSignature:
        return "forged"
    try:
        signer.unsign(token, max_age=MIN_FORM_SECONDS)
    except signing.SignatureExpired:
        return ""
    return "fast"


def token_to_show(request: HttpRequest) -> str:
    """The token of a form shown again: the first one while it is good, so that a second try is
    not « too fast »; else a new one.
    """
    jeton = str(request.POST.get("jeton", ""))
    if not jeton or form_token_problem(jeton) in {"stale", "forged"}:
        return form_token()
    return jeton


class HumanForm(forms.Form):
    """A form of the public. `precision` is the trap: people do not see it, robots fill it in."""

    precision = forms.CharField(required=False)
    jeton = forms.CharField(required=False)
    is_signed_in = False
    """An account says enough: neither trap nor token is looked at."""

    def clean_precision(self) -> str:
        text = str(self.cleaned_data["precision"])
        if text:
            raise forms.ValidationError(_("Laissez vide le champ « Ne remplissez pas »."))
        return text

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.check_values(data)
        problem = "" if self.is_signed_in else form_token_problem(str(data.get("jeton", "")))
        # One thing at a time: people first mend what they see.
        if problem and not self.errors:
            self.add_error(None, _PROBLEMS[problem])
        return data

    def check_values(self, data: dict[str, Any]) -> None:
        """What one field says about another; before the token is looked at."""
