"""The account adapter of allauth (ACCOUNT_ADAPTER)."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.accounts import emails
from maillage.accounts.models import User
from maillage.core.client import client_address
from maillage.core.mail import queue_email

# What allauth announces of the second factor -> the sentence of our notice.
NOTICES = {
    "mfa/email/totp_activated": gettext_lazy(
        "Une application de codes a été ajoutée à votre compte."
    ),
    "mfa/email/totp_deactivated": gettext_lazy(
        "L’application de codes a été retirée de votre compte."
    ),
    "mfa/email/webauthn_added": gettext_lazy("Une clé d’accès a été ajoutée à votre compte."),
    "mfa/email/webauthn_removed": gettext_lazy("Une clé d’accès a été retirée de votre compte."),
    "mfa/email/recovery_codes_generated": gettext_lazy(
        "De nouveaux codes de secours ont été créés ; les anciens ne servent plus."
    ),
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """No sign-up, no password, no redirection elsewhere; e-mails by our queue."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": gettext_lazy("Ce code n’est pas le bon. Vérifiez chaque chiffre."),
        "too_many_login_attempts": gettext_lazy(
            "Trop d’essais. Attendez une heure, puis recommencez."
        ),
        "rate_limited": gettext_lazy("Trop d’essais. Attendez quelques minutes."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Accounts are born by an invitation or an accepted claim."""
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Only an address of this site, in its own scheme."""
        hosts = {self.request.get_host()}
        secure = self.request.is_secure()
        return url_has_allowed_host_and_scheme(url, allowed_hosts=hosts, require_https=secure)

    def get_client_ip(self, request: HttpRequest) -> str:
        """For limits only; nothing keeps it."""
        return client_address(request)

    def respond_user_inactive(
        self,
        request: HttpRequest,
        user: User,  # noqa: ARG002
    ) -> HttpResponse:
        """The person has proved that the address is theirs: the page may say it."""
        words = _("Ce compte est désactivé. La personne qui coordonne peut le rouvrir.")
        messages.warning(request, words)
        return redirect("account_login")

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """An application or a key; never a password."""
        return [
            method
            for method in super().get_reauthentication_methods(user)
            if method["id"] != "reauthenticate"
        ]

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """The sentences that our views give; those of allauth's templates are dropped."""
        del args
        if message := kwargs.get("message"):
            messages.add_message(request, level, message)

    def get_logout_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        return reverse("account_login")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """No e-mail of allauth leaves as it is: a new one must be given a kind of ours."""
        raise NotImplementedError(template_prefix)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,  # noqa: ARG002
        email: str | None = None,  # noqa: ARG002
    ) -> None:
        """Tell the owner of the account that its safety changed."""
        what = str(NOTICES[template_prefix])
        queue_email(kind=emails.SECURITY_NOTICE, to=user.email, context={"what": what})
