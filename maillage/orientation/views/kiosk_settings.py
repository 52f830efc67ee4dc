"""The kiosks of a structure, in the professional area: make, change, install, remove."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.accounts.models import User
from maillage.core.errors import DomainError
from maillage.core.languages import available_languages
from maillage.core.qr import qr_data_uri
from maillage.directory.models import Structure
from maillage.directory.presenters.words import NEEDS
from maillage.network.rules import can_manage_structure, managed_structures
from maillage.orientation import kiosk_actions as actions
from maillage.orientation import rules
from maillage.orientation.kiosk_forms import SERVICES, KioskForm, values_of
from maillage.orientation.models import Kiosk
from maillage.orientation.queries.kiosks import kiosks_of, languages_of, services_of

UNDO_SECONDS = 3_600
STRUCTURES_SHOWN = 30
_UNDO = "borne_retiree"
FIELD_IDS = {
    "nom": "nom",
    "commune": "commune",
    "services": f"services-{SERVICES[0][0]}",
    "langues": f"langues-{settings.LANGUAGE_CODE}",
    "accueil": "accueil",
    "aide": "aide",
    "imprimante": "imprimante",
}


def _account(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - the middleware made sure
    return request.user


def _refused(request: HttpRequest, *allowed: str) -> HttpResponse | None:
    """405 for another method; after the rights, so that it tells nothing to others."""
    return None if request.method in allowed else HttpResponseNotAllowed(allowed)


def kiosk_list(request: HttpRequest) -> HttpResponse:
    """The kiosks that one may see; the one just removed can come back."""
    user = _account(request)
    rules.professional_or_404(user)
    if refused := _refused(request, "GET", "HEAD"):
        return refused
    removed = _removed(request)
    context = {
        "kiosks": kiosks_of(structures=rules.visible_structures(user)),
        "removed": removed["nom"] if removed else "",
        "can_create": managed_structures(user).exists(),
        "section": "pro",
    }
    return render(request, "orientation/pro/kiosk_list.html", context)


def kiosk_create(request: HttpRequest) -> HttpResponse:
    """A new kiosk for a structure (`?structure=`); without it, which structure."""
    user = _account(request)
    rules.kiosk_maker_or_404(user)
    code = request.GET.get("structure", "")
    structure = rules.structure_for_kiosk_or_404(user, code) if code else None
    if refused := _refused(request, "GET", "HEAD", "POST"):
        return refused
    if structure is None:
        words = request.GET.get("q", "").strip()[:100]
        found = managed_structures(user).filter(nom__icontains=words)[: STRUCTURES_SHOWN + 1]
        context = {
            "structures": found[:STRUCTURES_SHOWN],
            "has_more": len(found) > STRUCTURES_SHOWN,
            "words": words,
            "section": "pro",
        }
        return render(request, "orientation/pro/kiosk_choose.html", context)
    return _form_page(request, structure, None)


def kiosk_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the settings of a kiosk; its address never changes."""
    kiosk = rules.kiosk_for_edit_or_404(_account(request), pk)
    if refused := _refused(request, "GET", "HEAD", "POST"):
        return refused
    return _form_page(request, kiosk.structure, kiosk)


def _form_page(request: HttpRequest, structure: Structure, kiosk: Kiosk | None) -> HttpResponse:
    errors: dict[str, str] = {}
    form = KioskForm(initial=values_of(kiosk))
    if request.method == "POST":
        form = KioskForm(request.POST)
        if form.is_valid():
            try:
                saved = actions.save_kiosk(
                    draft=form.to_draft(), structure=structure, by=_account(request), kiosk=kiosk
                )
            except ValidationError as error:
                errors["nom"] = " ".join(error.messages)
            else:
                messages.success(request, _("La borne « %(nom)s » est prête.") % {"nom": saved.nom})
                return redirect("bornes:kiosk_detail", pk=saved.pk)
        errors |= {name: str(found[0]) for name, found in form.errors.items()}
    values = {name: form[name].value() or "" for name in FIELD_IDS}
    context = {
        "kiosk": kiosk,
        "structure": structure,
        "values": values,
        "services": _options(SERVICES, values["services"]),
        "languages": _options(settings.LANGUAGES, values["langues"]),
        "errors": {name: errors.get(name, "") for name in FIELD_IDS},
        "error_list": [(FIELD_IDS[name], words) for name, words in errors.items()],
        "section": "pro",
    }
    status = 400 if errors else 200
    return render(request, "orientation/pro/kiosk_form.html", context, status=status)


def _options(choices: Any, chosen: Any) -> list[dict[str, Any]]:
    return [
        {"value": code, "label": label, "count": None, "checked": code in chosen}
        for code, label in choices
    ]


def kiosk_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A kiosk: its settings in words, how to install it, its address and QR code."""
    user = _account(request)
    kiosk = rules.kiosk_for_reading_or_404(user, pk)
    if refused := _refused(request, "GET", "HEAD"):
        return refused
    address = settings.SITE_URL + kiosk.get_absolute_url()
    offered, known = languages_of(kiosk=kiosk), available_languages()
    context = {
        "kiosk": kiosk,
        "address": address,
        "qr": qr_data_uri(address),
        "services": [str(NEEDS[code].short) for code in services_of(kiosk=kiosk)],
        "all_services": len(services_of(kiosk=kiosk)) == len(NEEDS),
        "languages": offered,
        "all_languages": len(offered) == len(known),
        "can_edit": can_manage_structure(user, kiosk.structure),
        "section": "pro",
    }
    return render(request, "orientation/pro/kiosk_detail.html", context)


def kiosk_service(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a kiosk to the public (`ouvrir=1`) or close it; the same button undoes it."""
    user = _account(request)
    kiosk = rules.kiosk_for_edit_or_404(user, pk)
    if refused := _refused(request, "POST"):
        return refused
    is_active = request.POST.get("ouvrir") == "1"
    actions.set_in_service(kiosk=kiosk, is_active=is_active, by=user)
    if is_active:
        messages.success(request, _("La borne est en service."))
    else:
        messages.success(request, _("La borne est hors service : son écran le dit."))
    return redirect("bornes:kiosk_detail", pk=pk)


def kiosk_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a kiosk; the next page brings it back for an hour."""
    user = _account(request)
    kiosk = rules.kiosk_for_edit_or_404(user, pk)
    if refused := _refused(request, "POST"):
        return refused
    kept = actions.remove_kiosk(kiosk=kiosk, by=user)
    request.session[_UNDO] = {**kept, "at": timezone.now().timestamp()}
    return redirect("bornes:kiosk_list")


def kiosk_restore(request: HttpRequest) -> HttpResponse:
    """Bring back the kiosk that this person has just removed."""
    user = _account(request)
    rules.professional_or_404(user)
    if refused := _refused(request, "POST"):
        return refused
    kept = _removed(request)
    if kept is None:
        messages.error(request, _("Il est trop tard pour annuler : créez une nouvelle borne."))
        return redirect("bornes:kiosk_list")
    rules.structure_for_kiosk_or_404(user, str(kept["structure_id"]))
    try:
        kiosk = actions.restore_kiosk(kept=kept, by=user)
    except (DomainError, ValidationError):
        messages.error(request, _("Cette borne ne peut pas revenir : créez-en une nouvelle."))
        return redirect("bornes:kiosk_list")
    del request.session[_UNDO]
    messages.success(request, _("La borne « %(nom)s » est revenue.") % {"nom": kiosk.nom})
    return redirect("bornes:kiosk_detail", pk=kiosk.pk)


def _removed(request: HttpRequest) -> dict[str, Any] | None:
    """What this person removed in the last hour."""
    kept: dict[str, Any] | None = request.session.get(_UNDO)
    if kept is None or timezone.now().timestamp() - kept["at"] > UNDO_SECONDS:
        return None
    return kept
