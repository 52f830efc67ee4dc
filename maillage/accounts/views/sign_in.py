"""Sign in by a code, sign out."""

from typing import Any

from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.flows.logout import logout
from allauth.account.stages import LoginByCodeStage
from allauth.account.utils import get_login_redirect_url, get_next_redirect_url
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.accounts import rules
from maillage.accounts.adapters import SignInProcess
from maillage.accounts.forms import CodeForm, EmailForm
from maillage.accounts.queries import find_account
from maillage.core.client import client_address
from maillage.core.throttle import count_one, is_over


def with_next(request: HttpRequest, name: str) -> str:
    """The address of a page of the sign-in, which keeps where the person was going."""
    wanted = get_next_redirect_url(request)
    return reverse(name) + (f"?{urlencode({'next': wanted})}" if wanted else "")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for the address; the answer is the same whether it has an account or not."""
    if request.user.is_authenticated:
        return redirect(get_login_redirect_url(request))
    if request.method != "POST":
        return _sign_in_page(request, EmailForm())
    form = EmailForm(request.POST)
    if not form.is_valid():
        return _sign_in_page(request, form, status=400)
    email, network = form.cleaned_data["email"], client_address(request)
    if is_over(limit=rules.ASK_BY_NETWORK, address=network) or is_over(
        limit=rules.ASK_BY_EMAIL, address=email
    ):
        form.add_error("email", _("Trop de demandes. Attendez une heure, puis recommencez."))
        return _sign_in_page(request, form, status=429)
    count_one(limit=rules.ASK_BY_NETWORK, address=network)
    count_one(limit=rules.ASK_BY_EMAIL, address=email)
    SignInProcess.begin(request=request, account=find_account(email=email), email=email)
    return redirect(with_next(request, "account_confirm_login_code"))


@login_stage_required(stage=LoginByCodeStage.key, redirect_urlname="account_login")  # type: ignore[untyped-decorator]
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """Take the code; a wrong one says so, three wrong ones send back to the first page."""
    process = SignInProcess.resume(request._login_stage)  # type: ignore[attr-defined]
    if process is None:
        messages.warning(request, _("Le code n’est plus valable. Demandez-en un autre."))
        return redirect(with_next(request, "account_login"))
    if request.method != "POST":
        return _code_page(request, process, CodeForm())
    if request.POST.get("action") == "resend":
        return _send_again(request, process)
    return _take_code(request, process, CodeForm(request.POST))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Close this session."""
    logout(request, show_message=False)
    messages.success(request, _("Vous êtes déconnecté."))
    return redirect("account_login")


@login_not_required
@never_cache
@require_safe
def admin_sign_in(request: HttpRequest) -> HttpResponse:
    """The support tool has no door of its own: it opens by the same code."""
    if request.user.is_authenticated:
        raise Http404
    wanted = request.GET.get("next") or reverse("admin:index")
    return redirect(f"{reverse('account_login')}?{urlencode({'next': wanted})}")


def _take_code(request: HttpRequest, process: SignInProcess, form: CodeForm) -> HttpResponse:
    limits = (
        (rules.WRONG_BY_NETWORK, client_address(request)),
        (rules.WRONG_BY_EMAIL, process.email),
    )
    if any(is_over(limit=limit, address=address) for limit, address in limits):
        form.add_error("code", _("Trop d’essais. Attendez une heure, puis recommencez."))
        return _code_page(request, process, form, status=429)
    if form.is_valid():
        if process.accepts(form.cleaned_data["code"]):
            return process.finish(get_next_redirect_url(request))  # type: ignore[no-any-return]
        for limit, address in limits:
            count_one(limit=limit, address=address)
        if not process.record_invalid_attempt():
            messages.error(request, _("Trois codes faux : demandez un nouveau code."))
            return redirect(with_next(request, "account_login"))
        form.add_error("code", _("Ce code n’est pas le bon. Vérifiez chaque chiffre."))
    return _code_page(request, process, form, status=400)


def _send_again(request: HttpRequest, process: SignInProcess) -> HttpResponse:
    if not process.can_resend or is_over(limit=rules.ASK_BY_EMAIL, address=process.email):
        messages.warning(request, _("Trop d’envois. Attendez une heure, puis recommencez."))
    else:
        count_one(limit=rules.ASK_BY_EMAIL, address=process.email)
        process.resend()
        messages.success(request, _("Un nouveau code est parti. Le premier ne sert plus."))
    return redirect(with_next(request, "account_confirm_login_code"))


def _sign_in_page(request: HttpRequest, form: EmailForm, *, status: int = 200) -> HttpResponse:
    error = str(form.errors["email"][0]) if form.errors else ""
    context: dict[str, Any] = {
        "email": form["email"].value() or "",
        "error": error,
        "errors": [("email", error)] if error else [],
        "next": get_next_redirect_url(request) or "",
        "oidc_name": settings.OIDC["name"] if settings.OIDC else "",
        "oidc_url": with_next(request, "accounts:oidc_start") if settings.OIDC else "",
    }
    return render(request, "accounts/sign_in.html", context, status=status)


def _code_page(
    request: HttpRequest, process: SignInProcess, form: CodeForm, *, status: int = 200
) -> HttpResponse:
    error = str(form.errors["code"][0]) if form.errors else ""
    context: dict[str, Any] = {
        "email": process.email,
        "error": error,
        "errors": [("code", error)] if error else [],
        "next": get_next_redirect_url(request) or "",
        "can_resend": process.can_resend,
        "minutes": rules.CODE_MINUTES,
        "sign_in_url": with_next(request, "account_login"),
    }
    return render(request, "accounts/sign_in_code.html", context, status=status)
