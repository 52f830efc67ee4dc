"""The second factor of those whose rights reach beyond their own structure."""

from collections.abc import Callable

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from maillage.accounts.adapters import AccountAdapter
from maillage.accounts.models import User
from maillage.accounts.queries import has_second_factor
from maillage.accounts.rules import GUARDED_SESSION
from maillage.network.rules import needs_second_factor

# Where somebody without a second factor may go: to add one, to show it, to leave.
OPEN_NAMES = frozenset(
    {
        "account_logout",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
    }
)


class SecondFactorMiddleware:
    """No closed page without a second factor, for whoever needs one.

    Rights are read at each request, so that one granted meanwhile is enforced at once: without
    any factor the person adds one; with a factor that this session has not shown, shows it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[object, ...],  # noqa: ARG002
        view_kwargs: dict[str, object],  # noqa: ARG002
    ) -> HttpResponseBase | None:
        if not settings.SECOND_FACTOR_REQUIRED or not getattr(view_func, "login_required", True):
            return None
        user = request.user
        if not isinstance(user, User) or not needs_second_factor(user):
            return None
        if request.session.get_expiry_age() > GUARDED_SESSION.total_seconds():
            request.session.set_expiry(int(GUARDED_SESSION.total_seconds()))
        match = request.resolver_match
        if match is not None and match.view_name in OPEN_NAMES:
            return None
        if not has_second_factor(user=user):
            words = _("Vos droits demandent une seconde vérification : ajoutez-la pour continuer.")
            messages.warning(request, words)
            return redirect("mfa_index")
        shown = any(item["method"] == "mfa" for item in get_authentication_records(request, user))
        return None if shown else self._ask(request, user)

    def _ask(self, request: HttpRequest, user: User) -> HttpResponse:
        """The page that takes the code or the key, then comes back here."""
        wanted = request.get_full_path() if request.method == "GET" else None
        methods = AccountAdapter(request).get_reauthentication_methods(user)
        address = str(methods[0]["url"]) if methods else reverse("mfa_index")
        target = wanted or reverse("accounts:account_detail")
        return redirect(f"{address}?{urlencode({'next': target})}")
