"""« Mon compte »."""

import json
import time
from typing import Any, cast

from allauth.account.decorators import reauthentication_required
from allauth.core.internal.cryptokit import compare_user_code
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.accounts import actions, emails, queries, rules
from maillage.accounts.adapters.sign_in import make_code, spaced
from maillage.accounts.enums import Profession
from maillage.accounts.forms import CodeForm, DeletionForm, EmailForm, IdentityForm
from maillage.accounts.models import User
from maillage.core.errors import DomainError
from maillage.core.mail import queue_email
from maillage.core.throttle import count_one, is_over

NEW_ADDRESS = "new_address"
"""Key of the session: the address that waits for its code, {email, code, at, wrong}."""


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def account_detail(request: HttpRequest) -> HttpResponse:
    """Who I am for my colleagues, where I am signed in, what guards the account."""
    user = _user(request)
    given = {"display_name": user.display_name, "profession": user.profession}
    form = IdentityForm(request.POST if request.method == "POST" else None, initial=given)
    if form.is_valid():
        actions.update_identity(user=user, **form.cleaned_data)
        messages.success(request, _("Votre nom et votre métier sont enregistrés."))
        return redirect("accounts:account_detail")
    errors = {name: str(found[0]) for name, found in form.errors.items()}
    context = {
        "section": "compte",
        "user": user,
        "errors": [(name, errors[name]) for name in form.fields if name in errors],
        "field_errors": {name: errors.get(name, "") for name in form.fields},
        "display_name": form["display_name"].value(),
        "profession": form["profession"].value(),
        "professions": [("", _("Choisissez")), *Profession.choices],
        "sessions": queries.sessions_of(user=user),
        "this_session": request.session.session_key,
        "has_second_factor": queries.has_second_factor(user=user),
        "is_last_administrator": queries.is_last_administrator(user=user),
    }
    return render(request, "accounts/account.html", context, status=400 if errors else 200)


@require_POST
def session_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign out of one browser."""
    if not actions.end_session(user=_user(request), pk=pk):
        raise Http404
    messages.success(request, _("Cet appareil est déconnecté."))
    return redirect("accounts:account_detail")


@require_POST
def session_end_others(request: HttpRequest) -> HttpResponse:
    """Sign out of every browser but this one."""
    actions.end_other_sessions(user=_user(request), kept=str(request.session.session_key))
    messages.success(request, _("Tous vos autres appareils sont déconnectés."))
    return redirect("accounts:account_detail")


@never_cache
@reauthentication_required(app="allauth.mfa")  # type: ignore[untyped-decorator]
@require_http_methods(["GET", "HEAD", "POST"])
def email_change(request: HttpRequest) -> HttpResponse:
    """Ask for the new address; the answer does not tell whether somebody has it."""
    user = _user(request)
    form = EmailForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_valid():
        address = form.cleaned_data["email"]
        if address == user.email:
            form.add_error("email", _("C’est déjà votre adresse."))
        elif is_over(limit=rules.CHANGE_EMAIL, address=f"account:{user.pk}"):
            status = 429
            form.add_error("email", _("Trop de demandes. Attendez une heure, puis recommencez."))
        else:
            count_one(limit=rules.CHANGE_EMAIL, address=f"account:{user.pk}")
            _send_new_address_code(request, address)
            return redirect("accounts:email_change_code")
    error = str(form.errors["email"][0]) if form.errors else ""
    context = {
        "section": "compte",
        "email": form["email"].value() or "",
        "error": error,
        "errors": [("email", error)] if error else [],
    }
    status = 400 if error and status == 200 else status
    return render(request, "accounts/email_change.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def email_change_code(request: HttpRequest) -> HttpResponse:
    """Take the code that the new address has received."""
    waiting = request.session.get(NEW_ADDRESS)
    if not waiting or time.time() - waiting["at"] > rules.CODE_MINUTES * 60:
        request.session.pop(NEW_ADDRESS, None)
        messages.warning(request, _("Le code n’est plus valable. Demandez-en un autre."))
        return redirect("accounts:email_change")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if waiting["code"] and compare_user_code(
            actual=form.cleaned_data["code"], expected=waiting["code"]
        ):
            del request.session[NEW_ADDRESS]
            return _take_address(request, waiting["email"])
        waiting["wrong"] += 1
        request.session[NEW_ADDRESS] = waiting
        if waiting["wrong"] >= rules.CODE_ATTEMPTS:
            del request.session[NEW_ADDRESS]
            messages.error(request, _("Trois codes faux : demandez un nouveau code."))
            return redirect("accounts:email_change")
        form.add_error("code", _("Ce code n’est pas le bon. Vérifiez chaque chiffre."))
    error = str(form.errors["code"][0]) if form.errors else ""
    context = {
        "section": "compte",
        "email": waiting["email"],
        "minutes": rules.CODE_MINUTES,
        "error": error,
        "errors": [("code", error)] if error else [],
    }
    return render(request, "accounts/email_change_code.html", context, status=400 if error else 200)


@never_cache
@reauthentication_required(app="allauth.mfa")  # type: ignore[untyped-decorator]
@require_safe
def account_export(request: HttpRequest) -> HttpResponse:
    """All that the site holds about me, as a file."""
    data = queries.personal_data(user=_user(request))
    text = json.dumps(data, ensure_ascii=False, indent=2)
    headers = {"Content-Disposition": 'attachment; filename="mes-donnees.json"'}
    return HttpResponse(text, content_type="application/json; charset=utf-8", headers=headers)


@never_cache
@reauthentication_required(app="allauth.mfa")  # type: ignore[untyped-decorator]
@require_http_methods(["GET", "HEAD", "POST"])
def account_delete(request: HttpRequest) -> HttpResponse:
    """Say what goes and what stays; delete after a tick."""
    user = _user(request)
    form = DeletionForm(request.POST if request.method == "POST" else None)
    error = ""
    if form.is_valid():
        try:
            actions.delete_account(user=user, by=user)
        except DomainError as refused:
            error = refused.message_fr
        else:
            request.user = user
            _leave(request)
            messages.success(request, _("Votre compte est supprimé."))
            return redirect("account_login")
    elif form.errors:
        error = str(form.errors["confirm"][0])
    context: dict[str, Any] = {
        "section": "compte",
        "error": error,
        "errors": [("confirm", error)] if error else [],
        "is_last_administrator": queries.is_last_administrator(user=user),
    }
    return render(request, "accounts/account_delete.html", context, status=400 if error else 200)


def _leave(request: HttpRequest) -> None:
    """Forget the session of an account that is gone."""
    request.user = None  # type: ignore[assignment]
    logout(request)


def _send_new_address_code(request: HttpRequest, address: str) -> None:
    code = make_code()
    if queries.find_account(email=address) is None:
        context = {"code": spaced(code), "minutes": rules.CODE_MINUTES}
        queue_email(kind=emails.NEW_ADDRESS_CODE, to=address, context=context)
    else:
        code = ""
        queue_email(kind=emails.ADDRESS_TAKEN, to=address, context={})
    request.session[NEW_ADDRESS] = {"email": address, "code": code, "at": time.time(), "wrong": 0}


def _take_address(request: HttpRequest, address: str) -> HttpResponse:
    try:
        actions.change_email(user=_user(request), email=address)
    except (DomainError, ValidationError):
        messages.error(request, _("Cette adresse ne peut pas être utilisée."))
        return redirect("accounts:email_change")
    messages.success(request, _("Votre nouvelle adresse est enregistrée."))
    return redirect("accounts:account_detail")
