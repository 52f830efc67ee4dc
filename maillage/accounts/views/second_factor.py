"""The second factor: allauth's views with our forms, words and templates."""

from typing import Any, cast

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.base.views import AuthenticateView, IndexView, ReauthenticateView
from allauth.mfa.recovery_codes.views import (
    DownloadRecoveryCodesView,
    GenerateRecoveryCodesView,
    ViewRecoveryCodesView,
)
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    ReauthenticateWebAuthnView,
    RemoveWebAuthnView,
)
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from maillage.accounts.forms import (
    ApplicationForm,
    KeyForm,
    SecondFactorAgainForm,
    SecondFactorForm,
)
from maillage.accounts.models import User


class ErrorsMixin:
    """`errors` for the summary, `field_errors` beside each field."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        # Some views of allauth forget the form that they are given, and its errors with it.
        form = kwargs.get("form") or context.get("form")
        found = errors_of(form, context.get("webauthn_form"))
        return {**context, "form": form, **found, "section": "compte"}


def errors_of(*forms: object) -> dict[str, Any]:
    """[(id of the field, sentence)] of all forms, and the sentence of each field that shows one."""
    errors: list[tuple[str, str]] = []
    field_errors = {"code": "", "name": ""}
    for form in forms:
        for name, found in form.errors.items() if isinstance(form, Form) else []:
            shown = name if name in field_errors else ""
            errors.append((shown, str(found[0])))
            if shown:
                field_errors[shown] = str(found[0])
    return {"errors": errors, "field_errors": field_errors}


def _has_shown_it(request: HttpRequest) -> None:
    """Whoever has just shown that the factor works need not show it again."""
    record_authentication(request, cast("User", request.user), "mfa", reauthenticated=True)


class SecondFactor(ErrorsMixin, IndexView):  # type: ignore[misc]
    """What guards the account, and what may be added."""

    template_name = "accounts/second_factor.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        found = context["authenticators"]
        codes = found.get("recovery_codes")
        return {
            **context,
            "application": found["totp"].instance if "totp" in found else None,
            "keys": [key.instance for key in found.get("webauthn", [])],
            "codes_left": len(codes.get_unused_codes()) if codes else None,
        }


class AddApplication(ErrorsMixin, ActivateTOTPView):  # type: ignore[misc]
    """The drawing to aim at, the secret in letters, the first code."""

    form_class = ApplicationForm
    template_name = "accounts/application_add.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        secret = context["form"].secret
        groups = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
        return {**context, "secret": groups}

    def form_valid(self, form: Form) -> HttpResponse:
        response = super().form_valid(form)
        _has_shown_it(self.request)
        messages.success(self.request, _("Votre application de codes est prête."))
        return response  # type: ignore[no-any-return]


class RemoveApplication(ErrorsMixin, DeactivateTOTPView):  # type: ignore[misc]
    """Ask, then remove the application."""

    template_name = "accounts/application_remove.html"

    def form_valid(self, form: Form) -> HttpResponse:
        response = super().form_valid(form)
        messages.success(self.request, _("L’application de codes est retirée."))
        return response  # type: ignore[no-any-return]


class AddKey(ErrorsMixin, AddWebAuthnView):  # type: ignore[misc]
    """A passkey or a security key; needs JavaScript, and the page says so."""

    form_class = KeyForm
    template_name = "accounts/key_add.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.setdefault("form", self.get_form())
        return {**super().get_context_data(**kwargs), "key_name": form["name"].value() or ""}

    def form_valid(self, form: Form) -> HttpResponse:
        response = super().form_valid(form)
        _has_shown_it(self.request)
        messages.success(self.request, _("Votre clé d’accès est prête."))
        return response  # type: ignore[no-any-return]


class RemoveKey(ErrorsMixin, RemoveWebAuthnView):  # type: ignore[misc]
    """Ask, then remove one key."""

    template_name = "accounts/key_remove.html"
    success_url = reverse_lazy("mfa_index")

    def form_valid(self, form: Form) -> HttpResponse:
        response = super().form_valid(form)
        messages.success(self.request, _("La clé d’accès est retirée."))
        return response  # type: ignore[no-any-return]


class RecoveryCodes(ErrorsMixin, ViewRecoveryCodesView):  # type: ignore[misc]
    """The codes to print, for the day when the telephone is lost."""

    template_name = "accounts/recovery_codes.html"


class RecoveryCodesFile(DownloadRecoveryCodesView):  # type: ignore[misc]
    """The same, as a text file."""

    template_name = "accounts/recovery_codes.txt"

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().render_to_response(context, **kwargs)
        response.headers["Content-Disposition"] = 'attachment; filename="codes-de-secours.txt"'
        return response


class NewRecoveryCodes(ErrorsMixin, GenerateRecoveryCodesView):  # type: ignore[misc]
    """Ask, then make new codes."""

    template_name = "accounts/recovery_codes_new.html"

    def form_valid(self, form: Form) -> HttpResponse:
        response = super().form_valid(form)
        messages.success(self.request, _("Voici vos nouveaux codes. Les anciens ne servent plus."))
        return response  # type: ignore[no-any-return]


class CheckSecondFactor(ErrorsMixin, AuthenticateView):  # type: ignore[misc]
    """Second step of the sign-in."""

    form_class = SecondFactorForm
    template_name = "accounts/second_factor_check.html"


class CheckSecondFactorAgain(ErrorsMixin, ReauthenticateView):  # type: ignore[misc]
    """By code, before a change of the account, or when the rights grew since the sign-in."""

    form_class = SecondFactorAgainForm
    template_name = "accounts/second_factor_again.html"


class CheckKeyAgain(ErrorsMixin, ReauthenticateWebAuthnView):  # type: ignore[misc]
    """The same, by key."""

    template_name = "accounts/key_again.html"

    def form_invalid(self, form: Form) -> HttpResponse:
        # allauth goes back to the sign-in page, where nobody would read why.
        return self.render_to_response(self.get_context_data(form=form), status=400)  # type: ignore[no-any-return]
