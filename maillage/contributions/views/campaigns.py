"""Campaigns: prepare, look before opening, open, follow, close."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from maillage.contributions import rules
from maillage.contributions.actions import campaigns as actions
from maillage.contributions.actions.campaign_opening import end_of_links
from maillage.contributions.actions.update_requests import (
    Envelope,
    letter_of,
    new_request,
    resend_request,
    revoke_request,
)
from maillage.contributions.enums import CampaignStatus, RequestCause, RequestStatus
from maillage.contributions.forms.campaigns import CampaignForm, first_values
from maillage.contributions.jobs.campaigns import prepare_opened_campaign
from maillage.contributions.models import Campaign, UpdateRequest
from maillage.contributions.queries import campaigns as queries
from maillage.contributions.queries.campaign_results import results_of
from maillage.core.errors import DomainError
from maillage.core.mail import render_email
from maillage.directory.enums import Section
from maillage.network.rules import Roles, coordinator_or_404

PLAN_SHOWN = 50
"""Names listed in each pile of a preview; the rest is counted."""
LINES_SHOWN = 100
FIELD_IDS = {
    "nom": "nom",
    "territoire": "territoire",
    "typologies": "typologies-autre",
    "sections": f"sections-{Section.CONTACTS.value}",
    "debut": "debut",
    "fin": "fin",
    "message": "message",
    "rappels": "rappels",
}


@require_safe
def campaign_list(request: HttpRequest) -> HttpResponse:
    """The campaigns of one's territories, those in progress first."""
    roles = coordinator_or_404(request.user)
    campaigns = list(queries.campaigns_with_counts(roles=roles))
    wider = list(queries.wider_campaigns(roles=roles))
    for campaign in [*campaigns, *wider]:
        campaign.where = queries.territory_name(  # type: ignore[attr-defined]
            kind=campaign.territory_kind, code=campaign.territory_code
        )
    context = {"campaigns": campaigns, "wider": wider, "section": "campagnes"}
    return render(request, "contributions/campaign_list.html", context)


def campaign_create(request: HttpRequest) -> HttpResponse:
    """Prepare a new campaign."""
    roles = coordinator_or_404(request.user)
    return _form_page(request, roles, None)


def campaign_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a campaign that is not open yet."""
    campaign = rules.campaign_or_404(request.user, pk)
    if campaign.status != CampaignStatus.BROUILLON:
        messages.warning(request, _("Cette campagne est ouverte : elle ne se change plus."))
        return redirect("contributions:campaign_detail", pk=pk)
    return _form_page(request, coordinator_or_404(request.user), campaign)


def _form_page(request: HttpRequest, roles: Roles, campaign: Campaign | None) -> HttpResponse:
    territories = queries.territory_choices(roles=roles)
    errors: dict[str, str] = {}
    if request.method == "POST":
        form = CampaignForm(request.POST, territories=territories)
        if form.is_valid():
            try:
                saved = actions.save_campaign(
                    draft=form.to_draft(),
                    by=request.user,  # type: ignore[arg-type]
                    campaign=campaign,
                )
            except DomainError as error:
                errors = {"nom": error.message_fr}
            else:
                return redirect("contributions:campaign_detail", pk=saved.pk)
        errors |= {name: str(found[0]) for name, found in form.errors.items()}
    else:
        form = CampaignForm(initial=_initial(campaign, territories), territories=territories)
    context = {
        "campaign": campaign,
        "territories": territories,
        "values": {name: form[name].value() or "" for name in FIELD_IDS},
        "sections": _options(Section.choices, form["sections"].value() or []),
        "typologies": _options(
            form.fields["typologies"].choices,  # type: ignore[attr-defined]
            form["typologies"].value() or [],
        ),
        "errors": {name: errors.get(name, "") for name in FIELD_IDS},
        "error_list": [(FIELD_IDS[name], words) for name, words in errors.items()],
        "section": "campagnes",
    }
    status = 400 if errors else 200
    return render(request, "contributions/campaign_form.html", context, status=status)


def _initial(campaign: Campaign | None, territories: list[tuple[str, str]]) -> dict[str, Any]:
    if campaign is None:
        today = timezone.localdate()
        proposed = first_values(today=today, last=today + timedelta(days=30))
        if territories:
            proposed["territoire"] = territories[0][0]
        return proposed
    return {
        "nom": campaign.nom,
        "territoire": f"{campaign.territory_kind}:{campaign.territory_code}",
        "typologies": campaign.typologies,
        "sections": campaign.sections,
        "debut": campaign.starts_on.isoformat(),
        "fin": campaign.ends_on.isoformat(),
        "message": campaign.message,
        "rappels": ", ".join(str(day) for day in campaign.reminder_days),
    }


def _options(choices: Any, chosen: Any) -> list[dict[str, Any]]:
    return [
        {"value": value, "label": label, "count": None, "checked": value in chosen}
        for value, label in choices
    ]


@require_safe
def campaign_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Before: who will be asked and the e-mail as it will be. After: progress and results."""
    campaign = rules.campaign_or_404(request.user, pk)
    where = queries.territory_name(kind=campaign.territory_kind, code=campaign.territory_code)
    context = {
        "campaign": campaign,
        "where": where,
        "sections": queries.section_labels(sections=campaign.sections),
        "typologies": queries.typology_labels(codes=campaign.typologies),
        "reminder_days": ", ".join(str(day) for day in campaign.reminder_days),
        "section": "campagnes",
    }
    if campaign.status == CampaignStatus.BROUILLON:
        plan = queries.plan_of(campaign=campaign)
        context |= {"plan": plan, "piles": _piles(plan), "letter": _preview(campaign, plan)}
        return render(request, "contributions/campaign_preview.html", context)
    which = request.GET.get("etat", "")
    name = request.GET.get("nom", "").strip()[:100]
    lines = campaign.requests.select_related("lieu").order_by("lieu__nom", "pk")
    if which in RequestStatus.values:
        lines = lines.filter(status=which)
    if name:
        lines = lines.filter(lieu__nom__icontains=name)
    context |= {
        "results": results_of(campaign=campaign),
        "to_call": queries.calls_of(campaign=campaign).count(),
        "prepared": campaign.requests.exclude(email="").filter(sent_at__isnull=False).count(),
        "lines": lines[:LINES_SHOWN],
        "line_count": lines.count(),
        "which": which,
        "states": [("", _("Tous")), *RequestStatus.choices],
        "name": name,
    }
    return render(request, "contributions/campaign_detail.html", context)


def _piles(plan: queries.CampaignPlan) -> list[dict[str, Any]]:
    named = (
        (_("Recevront un courriel"), plan.to_mail),
        (_("Sans adresse électronique : liste d’appels"), plan.to_call),
        (_("Déjà confirmées, laissées tranquilles"), plan.fresh),
        (_("Déjà interrogées par une autre campagne"), plan.asked),
    )
    return [
        {
            "label": label,
            "count": len(rows),
            "rows": rows[:PLAN_SHOWN],
            "more": max(0, len(rows) - PLAN_SHOWN),
        }
        for label, rows in named
    ]


def _preview(campaign: Campaign, plan: queries.CampaignPlan) -> dict[str, str] | None:
    """The first e-mail as it will be; its link opens nothing."""
    if not plan.to_mail:
        return None
    item = plan.to_mail[0]
    request = new_request(
        lieu_id=item.id,
        email=item.addresses[0],
        cause=RequestCause.CAMPAGNE,
        sections=campaign.sections,
        expires_at=end_of_links(campaign=campaign),
        campaign=campaign,
    )
    request.lieu = queries.lieux_of(campaign=campaign).get(pk=item.id)
    letter = letter_of(
        envelope=Envelope(item.addresses[0], [request]),
        dedupe_key="",
        message=campaign.message,
    )
    subject, text, _html = render_email(kind=letter.kind, context=letter.context)
    return {"to": letter.to, "subject": subject, "text": text}


@require_POST
def campaign_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Open: the requests and e-mails are made by a task, the page shows how far it is."""
    campaign = rules.campaign_or_404(request.user, pk)
    try:
        actions.open_campaign(campaign=campaign, by=request.user)  # type: ignore[arg-type]
    except DomainError as error:
        messages.error(request, error.message_fr)
    else:
        prepare_opened_campaign.enqueue(campaign.pk)
    return redirect("contributions:campaign_detail", pk=pk)


@require_POST
def campaign_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close before the last day."""
    campaign = rules.campaign_or_404(request.user, pk)
    try:
        actions.close_campaign(campaign=campaign, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("La campagne est close : aucun rappel ne partira plus."))
    except DomainError as error:
        messages.error(request, error.message_fr)
    return redirect("contributions:campaign_detail", pk=pk)


@require_POST
def campaign_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw away a campaign that never opened."""
    campaign = rules.campaign_or_404(request.user, pk)
    try:
        actions.delete_campaign(campaign=campaign)
    except DomainError as error:
        messages.error(request, error.message_fr)
        return redirect("contributions:campaign_detail", pk=pk)
    messages.success(request, _("La campagne en préparation est effacée."))
    return redirect("contributions:campaign_list")


@require_POST
def request_change(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Send one link again (« renvoyer »), or make it answer nothing (« annuler »)."""
    campaign = rules.campaign_or_404(request.user, pk)
    asked = get_object_or_404(UpdateRequest, pk=number, campaign=campaign)
    try:
        if "annuler" in request.POST:
            revoke_request(request=asked, by=request.user)  # type: ignore[arg-type]
            messages.success(request, _("Le lien de cette fiche n’ouvre plus rien."))
        elif "renvoyer" in request.POST:
            resend_request(request=asked, by=request.user)  # type: ignore[arg-type]
            messages.success(request, _("Le lien est renvoyé."))
        else:
            raise Http404
    except DomainError as error:
        messages.error(request, error.message_fr)
    return redirect("contributions:campaign_detail", pk=pk)
