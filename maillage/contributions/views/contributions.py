"""Errors told in words: write one; follow any contribution by its number."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from maillage.contributions import rules
from maillage.contributions.actions import contributions as actions
from maillage.contributions.actions.contributions import EMAIL_KEPT_DAYS, REPORT_KEPT_DAYS
from maillage.contributions.enums import ReportKind
from maillage.contributions.forms.contributions import ReportForm
from maillage.contributions.models import MESSAGE_MAX_LENGTH
from maillage.contributions.numbers import read_number
from maillage.contributions.queries import contributions as queries
from maillage.contributions.queries.proposals import outcome_lines
from maillage.contributions.views.visitors import (
    account_of,
    error_list,
    field_errors,
    too_many,
)
from maillage.core.client import client_address
from maillage.core.durations import duration_words
from maillage.core.error_pages import error_page
from maillage.core.human_form import token_to_show
from maillage.core.throttle import HOUR_SECONDS, count_one, is_over
from maillage.directory.enums import LieuStatus, ModaliteField
from maillage.directory.hours.words import hours_in_words
from maillage.directory.models import Lieu
from maillage.directory.views.addresses import lieu_or_response

# Fields of the form in the order of the page, with the id that an error leads to.
FIELD_IDS = {
    "kind": "kind-horaires",
    "message": "message",
    "email": "email",
    "precision": "precision",
    "__all__": "",
}


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the form beside the facts of the sheet; keep the report and show its number."""
    lieu = lieu_or_response(request, slug=slug, url_name="contributions:report_create")
    if isinstance(lieu, HttpResponse):
        return lieu
    if request.method != "POST":
        return _report_page(request, lieu, ReportForm())
    refusal = too_many(request)
    if refusal is not None:
        return refusal
    account = account_of(request)
    form = ReportForm(request.POST, is_signed_in=account is not None)
    if not form.is_valid():
        return _report_page(request, lieu, form)
    count_one(limit=rules.SEND_LIMIT, address=client_address(request))
    report = actions.create_report(
        lieu=lieu,
        kind=form.cleaned_data["kind"],
        message=form.cleaned_data["message"],
        email=form.cleaned_data.get("email", ""),
        by=account,
    )
    return HttpResponseRedirect(f"{report.get_absolute_url()}?recu=1")


def _report_page(request: HttpRequest, lieu: Lieu, form: ReportForm) -> HttpResponse:
    """The form with what was typed, the errors on top, the facts of the sheet."""
    errors = field_errors(form, FIELD_IDS)
    problems = error_list(errors, FIELD_IDS)
    chosen = form["kind"].value()
    is_signed_in = account_of(request) is not None
    context = {
        "lieu": lieu,
        "errors": errors,
        "error_list": problems,
        "kinds": [
            {"value": value, "label": label, "checked": value == chosen}
            for value, label in ReportKind.choices
        ],
        "message": form["message"].value() or "",
        "is_signed_in": is_signed_in,
        "email": form["email"].value() or "" if "email" in form.fields else "",
        "jeton": token_to_show(request),
        "message_max_length": MESSAGE_MAX_LENGTH,
        "hours": hours_in_words(osm=lieu.horaires) if lieu.horaires else lieu.horaires_text,
        "services": [value.label for value in lieu.modalites_of(ModaliteField.SERVICES)],
        "email_kept_days": EMAIL_KEPT_DAYS,
        "answer_time": queries.median_answer_time(),
    }
    status = 400 if problems else 200
    return render(request, "contributions/report_create.html", context, status=status)


@login_not_required
@never_cache
@require_safe
def report_find(request: HttpRequest) -> HttpResponse:
    """A field for the number; a known one leads to its page."""
    typed = request.GET.get("numero", "").strip()
    if not typed:
        return _find_page(request, typed="", error=False)
    number = read_number(typed)
    if number is None:
        return _find_page(request, typed=typed, error=True, status=400)
    return redirect("contributions:report_detail", number=number)


@login_not_required
@never_cache
@require_safe
def report_detail(request: HttpRequest, number: str) -> HttpResponse:
    """State of one report, for whoever has its number."""
    address = client_address(request)
    if is_over(limit=rules.LOOKUP_LIMIT, address=address):
        return error_page(request, status=429, retry_after=HOUR_SECONDS)
    written = read_number(number)
    report = queries.find_report(number=written) if written else None
    if report is None:
        count_one(limit=rules.LOOKUP_LIMIT, address=address)
        return _find_page(request, typed=number, error=True, status=404)
    if report.number != number:
        return redirect("contributions:report_detail", number=report.number)
    lieu = report.lieu
    delay = report.answer_delay
    context = {
        "report": report,
        "lieu": lieu,
        "is_published": lieu is not None and lieu.status == LieuStatus.PUBLIE,
        "lines": outcome_lines(contribution=report),
        "has_email": bool(report.email),
        "took": duration_words(delay) if delay is not None else "",
        "answer_time": None if report.is_closed else queries.median_answer_time(),
        "is_new": "recu" in request.GET,
    }
    return render(request, "contributions/report_detail.html", context)


def _find_page(request: HttpRequest, *, typed: str, error: bool, status: int = 200) -> HttpResponse:
    """The search form of a number; with an error, what to check."""
    message = ""
    if error:
        message = _("Aucun signalement n’a ce numéro. Vérifiez chaque lettre et chaque chiffre.")
    context = {
        "typed": typed[:40],
        "error": error,
        "error_list": [("numero", message)],
        "field_error": message,
        "report_kept_days": REPORT_KEPT_DAYS,
    }
    return render(request, "contributions/report_find.html", context, status=status)
