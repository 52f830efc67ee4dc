"""The call list of a campaign: whom to call, what to say, what was answered."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from maillage.accounts.models import User
from maillage.contributions import rules
from maillage.contributions.actions.campaigns import record_call
from maillage.contributions.actions.update_links import answer_unchanged
from maillage.contributions.enums import CallOutcome
from maillage.contributions.forms.campaigns import CallForm
from maillage.contributions.models import UpdateRequest
from maillage.contributions.presenters.calls import call_rows
from maillage.contributions.queries import campaigns as queries
from maillage.contributions.queries.update_links import sections_of_sheet
from maillage.contributions.views.section_pages import section_or_404, section_page
from maillage.core.errors import DomainError
from maillage.directory.enums import ConfirmationChannel, ConfirmationKind, Section
from maillage.directory.section_actions import Author

CHANNELS = {"appel": ConfirmationChannel.APPEL, "visite": ConfirmationChannel.VISITE}
PAGE = 50


@require_safe
def call_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Who has not answered, in the order to call; fifty at a time, all when printed."""
    part = rules.campaign_part_or_404(request.user, pk)
    campaign = part.campaign
    which = request.GET.get("liste", "a-appeler")
    if which not in queries.CALL_FILTERS:
        which = "a-appeler"
    calls = queries.calls_of(campaign=campaign, which=which, communes=part.communes)
    is_whole = "tout" in request.GET
    count = calls.count()
    shown = list(calls if is_whole else calls[:PAGE])
    context = {
        "campaign": campaign,
        "is_mine": part.is_whole,
        "calls": call_rows(requests=shown),
        "count": count,
        "is_cut": not is_whole and count > PAGE,
        "which": which,
        "filters": queries.CALL_FILTERS.items(),
        "sections": queries.section_labels(sections=campaign.sections),
        "section": "campagnes",
    }
    return render(request, "contributions/call_list.html", context)


def _author(user: User, channel: str) -> Author:
    return Author(
        kind=ConfirmationKind.COORDINATION,
        channel=CHANNELS.get(channel, ConfirmationChannel.APPEL),
        user=user,
        profession=user.profession,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def call_detail(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One call: the script, the present values to read out, the answers, the outcome."""
    asked = rules.call_or_404(request.user, pk, number)
    errors: list[tuple[str, str]] = []
    form = CallForm()
    if request.method == "POST":
        if "resultat" in request.POST or "noter" in request.POST:
            form = CallForm(request.POST)
            errors = _record(request, asked, form)
        else:
            errors = _confirm(request, asked)
        if not errors:
            if "noter" in request.POST:
                return redirect("contributions:call_list", pk=pk)
            return redirect("contributions:call_detail", pk=pk, number=number)
    answers = {answer.section: answer for answer in asked.answers.all()}
    context = {
        "campaign": asked.campaign,
        "asked": asked,
        "lieu": asked.lieu,
        "call": call_rows(requests=[asked])[0],
        "rows": [
            {"section": section, "answer": answers.get(section.code)}
            for section in sections_of_sheet(lieu=asked.lieu)
            if section.code in asked.sections
        ],
        "outcomes": [
            {"value": value, "label": label, "checked": value == form["resultat"].value()}
            for value, label in CallOutcome.choices
        ],
        "again_on": form["rappeler_le"].value() or "",
        "errors": errors,
        "channels": [("appel", _("Au téléphone")), ("visite", _("Lors d’une visite"))],
        "channel": _channel(request),
        "sections": queries.section_labels(sections=asked.sections),
        "section": "campagnes",
    }
    return render(request, "contributions/call_detail.html", context, status=400 if errors else 200)


def _channel(request: HttpRequest) -> str:
    """« appel » or « visite »: said in the form, then carried by the address."""
    said = request.POST.get("comment") or request.GET.get("comment", "appel")
    return said if said in CHANNELS else "appel"


def _record(request: HttpRequest, asked: UpdateRequest, form: CallForm) -> list[tuple[str, str]]:
    if not form.is_valid():
        return [
            ("resultat-absent" if name == "resultat" else name, str(found[0]))
            for name, found in form.errors.items()
        ]
    try:
        record_call(
            request=asked,
            outcome=CallOutcome(form.cleaned_data["resultat"]),
            again_on=form.cleaned_data["rappeler_le"],
            by=request.user,  # type: ignore[arg-type]
        )
    except DomainError as error:
        return [("rappeler_le" if error.code == "again_on" else "", error.message_fr)]
    messages.success(request, _("L’appel est noté."))
    return []


def _confirm(request: HttpRequest, asked: UpdateRequest) -> list[tuple[str, str]]:
    """« Rien n’a changé », said on the telephone: the sections named, or all that wait."""
    known = {answer.section for answer in asked.answers.all()}
    codes = request.POST.getlist("section")
    if not codes:
        codes = [code for code in asked.sections if code not in known] or list(asked.sections)
    if any(code not in Section.values for code in codes):
        raise Http404
    try:
        answer_unchanged(
            request=asked,
            sections=[Section(code) for code in codes],
            author=_author(request.user, _channel(request)),  # type: ignore[arg-type]
        )
    except DomainError as error:
        return [("", error.message_fr)]
    messages.success(request, _("C’est confirmé au nom de la structure."))
    return []


@require_http_methods(["GET", "HEAD", "POST"])
def call_section(request: HttpRequest, pk: int, number: int, section: str) -> HttpResponse:
    """Correct one section during a call or a visit."""
    asked = rules.call_or_404(request.user, pk, number)
    chosen = section_or_404(section)
    channel = _channel(request)
    page = section_page(
        request,
        asked=asked,
        section=chosen,
        author=_author(request.user, channel),  # type: ignore[arg-type]
    )
    if page.is_saved:
        messages.success(request, _("La partie est enregistrée au nom de la structure."))
        return redirect("contributions:call_detail", pk=pk, number=number)
    context: dict[str, Any] = {
        "campaign": asked.campaign,
        "asked": asked,
        "lieu": asked.lieu,
        "chosen": chosen,
        "page": page,
        "form": page.form,
        "channel": channel,
        "section": "campagnes",
    }
    return render(request, "contributions/call_section.html", context, status=page.status)
