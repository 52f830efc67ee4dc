"""Error reports: write one, follow one."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
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
from maillage.core.client import client_address
from maillage.core.error_pages import error_page
from maillage.core.human_form import form_token, form_token_problem
from maillage.core.throttle import HOUR_SECONDS, count_one, is_over
from maillage.directory.enums import ModaliteField
from maillage.directory.hours.words import hours_in_words
from maillage.directory.models import Lieu
from maillage.directory.queries import resolve_slug

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
    outcome = resolve_slug(slug=slug)
    if outcome.kind == "moved" and outcome.to is not None:
        return redirect("contributions:report_create", slug=outcome.to.slug, permanent=True)
    if outcome.kind == "gone":
        return error_page(request, status=410)
    if outcome.lieu is None:
        raise Http404
    lieu = outcome.lieu
    if request.method != "POST":
        return _report_page(request, lieu, ReportForm(), jeton=form_token())
    address = client_address(request)
    if is_over(limit=rules.SEND_LIMIT, address=address):
        return error_page(request, status=429, retry_after=HOUR_SECONDS)
    form = ReportForm(request.POST)
    if not form.is_valid():
        # The first token is kept while it is good, so that a second try is not « too fast ».
        jeton = str(request.POST.get("jeton", ""))
        if form_token_problem(jeton) in {"stale", "forged"}:
            jeton = form_token()
        return _report_page(request, lieu, form, jeton=jeton)
    count_one(limit=rules.SEND_LIMIT, address=address)
    report = actions.create_report(
        lieu=lieu,
        kind=form.cleaned_data["kind"],
        message=form.cleaned_data["message"],
        email=form.cleaned_data["email"],
    )
    return HttpResponseRedirect(f"{report.get_absolute_url()}?recu=1")


def _report_page(request: HttpRequest, lieu: Lieu, form: ReportForm, *, jeton: str) -> HttpResponse:
    """The form with what was typed, the errors on top, the facts of the sheet."""
    errors = {name: str(form.errors[name][0]) for name in FIELD_IDS if name in form.errors}
    chosen = form["kind"].value()
    context = {
        "lieu": lieu,
        "errors": {name: errors.get(name, "") for name in FIELD_IDS},
        "error_list": [(FIELD_IDS[name], message) for name, message in errors.items()],
        "kinds": [
            {"value": value, "label": label, "checked": value == chosen}
            for value, label in ReportKind.choices
        ],
        "message": form["message"].value() or "",
        "email": form["email"].value() or "",
        "jeton": jeton,
        "message_max_length": MESSAGE_MAX_LENGTH,
        "hours": hours_in_words(osm=lieu.horaires) if lieu.horaires else lieu.horaires_text,
        "services": [value.label for value in lieu.modalites_of(ModaliteField.SERVICES)],
        "email_kept_days": EMAIL_KEPT_DAYS,
    }
    status = 400 if errors else 200
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
    context = {"report": report, "lieu": report.lieu, "is_new": "recu" in request.GET}
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
