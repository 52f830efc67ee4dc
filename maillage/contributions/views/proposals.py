"""Proposals of the public: other values for a sheet, a place that is missing."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from maillage.contributions import rules
from maillage.contributions.actions import contributions as actions
from maillage.contributions.actions.contributions import EMAIL_KEPT_DAYS
from maillage.contributions.enums import HowKnown
from maillage.contributions.forms.contributions import NewLieuForm, ProposalForm
from maillage.contributions.forms.sections import SectionForm, build_section_form
from maillage.contributions.models import MESSAGE_MAX_LENGTH
from maillage.contributions.queries import proposals as queries
from maillage.contributions.views.visitors import (
    account_of,
    error_list,
    field_errors,
    too_many,
)
from maillage.core.client import client_address
from maillage.core.errors import DomainError
from maillage.core.human_form import token_to_show
from maillage.core.throttle import count_one
from maillage.directory.enums import ModaliteField, Section
from maillage.directory.models import Lieu
from maillage.directory.section_queries import fingerprint
from maillage.directory.sections import SectionValues
from maillage.directory.views.addresses import lieu_or_response
from maillage.directory.vocabularies import VOCABULARIES
from maillage.network.rules import can_edit_lieu

_SECTION_ICONS = {
    Section.CONTACTS: "map-pin",
    Section.HORAIRES: "clock",
    Section.FERMETURES: "calendar",
    Section.SERVICES: "help",
    Section.VENIR: "euro",
    Section.MATERIEL: "printer",
    Section.PRESENTATION: "info",
}
_SENDER_IDS = {"message": "message", "email": "email", "precision": "precision", "__all__": ""}
_LIEU_IDS = {
    "nom": "nom",
    "adresse": "adresse",
    "commune": "commune",
    "services": "services-" + VOCABULARIES[ModaliteField.SERVICES][0].code,
    "activities": "activities",
    "how_known": "how_known-" + HowKnown.values[0],
    **_SENDER_IDS,
}


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def proposal_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose a part of the sheet, then correct what the public reads of it."""
    lieu = lieu_or_response(request, slug=slug, url_name="contributions:proposal_create")
    if isinstance(lieu, HttpResponse):
        return lieu
    code = request.GET.get("partie", "")
    if code not in Section.values:
        choices = [
            {"label": section.label, "href": f"?partie={section.value}", "icon": icon}
            for section, icon in _SECTION_ICONS.items()
        ]
        context = {"lieu": lieu, "choices": choices, "can_edit": _can_edit(request, lieu)}
        return render(request, "contributions/proposal_choose.html", context)
    section = Section(code)
    values = queries.public_values(lieu=lieu, section=section)
    if request.method != "POST":
        form = build_section_form(section=section, lieu=lieu, values=values)
        return _proposal_page(request, lieu, form, ProposalForm())
    return too_many(request) or _receive(request, lieu, section, values)


def _receive(
    request: HttpRequest, lieu: Lieu, section: Section, values: SectionValues
) -> HttpResponse:
    """Keep the proposal and lead to its number, or show the page again with what to mend."""
    account = account_of(request)
    form = build_section_form(section=section, lieu=lieu, values=values, data=request.POST)
    sender = ProposalForm(request.POST, is_signed_in=account is not None)
    # Both are asked, so that all the mistakes are said at once.
    is_valid = all([form.is_valid(), sender.is_valid()])
    if request.POST.get("base") != fingerprint(values=values):
        # What others wrote meanwhile would be taken for a correction.
        notice = _(
            "La fiche a changé pendant que vous écriviez. Rien n’est perdu : relisez, puis "
            "envoyez de nouveau."
        )
        return _proposal_page(request, lieu, form, sender, problem=notice, status=409)
    if not is_valid:
        return _proposal_page(request, lieu, form, sender)
    before, after = queries.public_differences(before=values, after=form.values())
    try:
        proposal = actions.create_proposal(
            lieu=lieu,
            section=section,
            before=before,
            after=after,
            message=sender.cleaned_data["message"],
            email=sender.cleaned_data.get("email", ""),
            by=account,
        )
    except DomainError as error:
        return _proposal_page(request, lieu, form, sender, problem=error.message_fr, status=400)
    count_one(limit=rules.SEND_LIMIT, address=client_address(request))
    return HttpResponseRedirect(f"{proposal.get_absolute_url()}?recu=1")


def _can_edit(request: HttpRequest, lieu: Lieu) -> bool:
    return can_edit_lieu(request.user, lieu)


def _proposal_page(
    request: HttpRequest,
    lieu: Lieu,
    form: SectionForm,
    sender: ProposalForm,
    *,
    problem: str = "",
    status: int = 0,
) -> HttpResponse:
    """The section as the public reads it, what was typed, the errors on top."""
    # A button « Ajouter une ligne » is no attempt to send: nothing is judged.
    is_judged = form.is_bound and (form.is_valid() or bool(form.error_items))
    errors = field_errors(sender, _SENDER_IDS) if is_judged else dict.fromkeys(_SENDER_IDS, "")
    problems = [*form.error_items, *error_list(errors, _SENDER_IDS)]
    if problem:
        problems.insert(0, ("", problem))
    section = form.section
    context = {
        "lieu": lieu,
        "section_code": section.value,
        "section_label": section.label,
        "form": form,
        "base": fingerprint(values=form.stored),
        "errors": errors,
        "error_list": problems,
        "message": sender["message"].value() or "",
        "can_edit": _can_edit(request, lieu),
        **_sender_context(request, sender),
    }
    chosen = status or (400 if problems else 200)
    return render(request, "contributions/proposal_create.html", context, status=chosen)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lieu_propose(request: HttpRequest) -> HttpResponse:
    """A place that is missing; those with a near name in the commune are shown first."""
    if request.method != "POST":
        return _lieu_page(request, NewLieuForm())
    refusal = too_many(request)
    if refusal is not None:
        return refusal
    account = account_of(request)
    form = NewLieuForm(request.POST, is_signed_in=account is not None)
    if not form.is_valid():
        return _lieu_page(request, form, status=400)
    place = form.place()
    near = queries.near_lieux(nom=place.nom, code_insee=place.code_insee)
    if near and not form.cleaned_data["confirme"]:
        return _lieu_page(request, form, near=near)
    try:
        proposal = actions.propose_lieu(
            code_insee=place.code_insee,
            changes=place.changes,
            how_known=place.how_known,
            message=form.cleaned_data["message"],
            email=form.cleaned_data.get("email", ""),
            by=account,
        )
    except DomainError as error:
        return _lieu_page(request, form, problem=error.message_fr, status=400)
    count_one(limit=rules.SEND_LIMIT, address=client_address(request))
    return HttpResponseRedirect(f"{proposal.get_absolute_url()}?recu=1")


def _lieu_page(
    request: HttpRequest,
    form: NewLieuForm,
    *,
    near: list[Lieu] | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """The form with what was typed; with `near`, the places that may be the same."""
    errors = field_errors(form, _LIEU_IDS)
    problems = list(error_list(errors, _LIEU_IDS))
    if problem:
        problems.insert(0, ("", problem))
    services = form["services"].value() or []
    how_known = form["how_known"].value()
    context = {
        "errors": errors,
        "error_list": problems,
        "near": near or [],
        "typed": {
            name: form[name].value() or ""
            for name in ("nom", "adresse", "commune", "activities", "message")
        },
        "services": [
            {
                "value": entry.code,
                "label": entry.label,
                "count": None,
                "checked": entry.code in services,
            }
            for entry in VOCABULARIES[ModaliteField.SERVICES]
        ],
        "how_known": [
            {"value": value, "label": label, "checked": value == how_known}
            for value, label in HowKnown.choices
        ],
        **_sender_context(request, form),
    }
    return render(request, "contributions/lieu_propose.html", context, status=status)


def _sender_context(request: HttpRequest, form: ProposalForm | NewLieuForm) -> dict[str, object]:
    """What _sender.html prints."""
    is_signed_in = account_of(request) is not None
    return {
        "is_signed_in": is_signed_in,
        "email": "" if is_signed_in or "email" not in form.fields else form["email"].value() or "",
        "jeton": token_to_show(request),
        "message_max_length": MESSAGE_MAX_LENGTH,
        "email_kept_days": EMAIL_KEPT_DAYS,
    }
