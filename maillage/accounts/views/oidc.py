"""To the OpenID Connect service and back."""

import logging
from dataclasses import asdict
from secrets import compare_digest

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from maillage.accounts import oidc, rules
from maillage.accounts.actions.life import mark_address_verified
from maillage.accounts.queries import find_account
from maillage.core.client import client_address
from maillage.core.throttle import count_one, is_over

logger = logging.getLogger(__name__)

SESSION_KEY = "oidc_attempt"


@login_not_required
@never_cache
@require_safe
def oidc_start(request: HttpRequest) -> HttpResponse:
    """Leave for the service. A link, not a form: the security policy keeps forms at home."""
    _require_service()
    network = client_address(request)
    if is_over(limit=rules.ASK_BY_NETWORK, address=network):
        return _back(request, _("Trop de demandes. Attendez une heure, puis recommencez."))
    count_one(limit=rules.ASK_BY_NETWORK, address=network)
    try:
        attempt, address = oidc.begin(
            callback_url=_callback(), next_url=get_next_redirect_url(request) or ""
        )
    except oidc.OidcError as error:
        return _failed(request, error)
    request.session[SESSION_KEY] = asdict(attempt)
    return redirect(address)


@login_not_required
@never_cache
@require_safe
def oidc_return(request: HttpRequest) -> HttpResponse:
    """Open the account of the address that the service vouches for; never make one."""
    _require_service()
    kept = request.session.pop(SESSION_KEY, None)
    state, code = request.GET.get("state", ""), request.GET.get("code", "")
    if not kept or not compare_digest(kept["state"].encode(), state.encode()):
        return _back(request, _("La connexion n’a pas abouti. Recommencez."))
    if not code:  # refused there, or given up
        return _back(request, _("La connexion a été annulée."))
    attempt = oidc.Attempt(**kept)
    try:
        email = oidc.verified_email(attempt=attempt, code=code, callback_url=_callback())
    except oidc.OidcError as error:
        return _failed(request, error)
    user = find_account(email=email)
    if user is None or not user.is_active:
        words = _(
            "Aucun compte actif ne correspond à votre adresse %(name)s. Demandez une invitation à "
            "la personne qui coordonne votre territoire."
        )
        return _back(request, words % {"name": settings.OIDC["name"]})
    mark_address_verified(user=user)
    record_authentication(request, user, method="oidc")
    login = Login(user=user, email=email, redirect_url=attempt.next_url or None)
    return perform_login(request, login)  # type: ignore[no-any-return]


def _require_service() -> None:
    if not settings.OIDC:
        raise Http404


def _callback() -> str:
    return settings.SITE_URL + reverse("accounts:oidc_return")


def _failed(request: HttpRequest, error: oidc.OidcError) -> HttpResponse:
    logger.warning("oidc=failed code=%s", error.code)
    words = _("%(name)s ne répond pas comme prévu. Connectez-vous par un code reçu par courriel.")
    return _back(request, words % {"name": settings.OIDC["name"]})


def _back(request: HttpRequest, words: str) -> HttpResponse:
    messages.warning(request, words)
    return redirect("account_login")
