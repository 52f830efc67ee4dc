"""« C’est ma structure »: claim a sheet, accept from its mailbox, answer as the coordination."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from maillage.accounts.models import User
from maillage.core.client import client_address
from maillage.core.error_pages import error_page
from maillage.core.errors import DomainError
from maillage.core.human_form import token_to_show
from maillage.core.throttle import HOUR_SECONDS, Limit, count_one, is_over
from maillage.directory.models import Lieu
from maillage.directory.views.addresses import lieu_or_response
from maillage.network import queries, rules
from maillage.network.actions import claims as actions
from maillage.network.enums import MembershipRole
from maillage.network.forms.claims import MESSAGE_MAX_LENGTH, ClaimAnswerForm, ClaimForm
from maillage.network.forms.fields import form_context, profession_options
from maillage.network.models import Claim
from maillage.network.views.invitations import LINK_LIMIT
from maillage.network.views.shared import (
    account_of,
    dead_link,
    keep_private,
    paged,
    wrong_method,
)

# Claims from one network address, and on one sheet, an hour.
CLAIM_LIMIT = Limit("network-claim", 20)
SHEET_LIMIT = Limit("network-claim-sheet", 5)
PAGE_SIZE = 50


# --- public ---------------------------------------------------------------------------------
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def claim_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask to keep a sheet. The answer never says whether an address has an account."""
    lieu = lieu_or_response(request, slug=slug, url_name="network:claim_create")
    if isinstance(lieu, HttpResponse):
        return lieu
    if request.method != "POST":
        return _claim_page(request, lieu, ClaimForm())
    limits = ((CLAIM_LIMIT, client_address(request)), (SHEET_LIMIT, lieu.pk))
    if any(is_over(limit=limit, address=key) for limit, key in limits):
        return error_page(request, status=429, retry_after=HOUR_SECONDS)
    form = ClaimForm(request.POST)
    if not form.is_valid():
        return _claim_page(request, lieu, form)
    for limit, key in limits:
        count_one(limit=limit, address=key)
    actions.create_claim(
        lieu=lieu,
        email=form.cleaned_data["email"],
        display_name=form.cleaned_data["display_name"],
        profession=form.cleaned_data["profession"],
        message=form.cleaned_data["message"],
    )
    context = {"lieu": lieu, "mailbox": queries.address_speaks_for(lieu=lieu)}
    return render(request, "network/claim_sent.html", context)


def _claim_page(request: HttpRequest, lieu: Lieu, form: ClaimForm) -> HttpResponse:
    context = {
        "lieu": lieu,
        "jeton": token_to_show(request),
        "professions": profession_options(),
        "message_max_length": MESSAGE_MAX_LENGTH,
        **form_context(form),
    }
    status = 400 if form.errors else 200
    return render(request, "network/claim_create.html", context, status=status)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def claim_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The public mailbox of a place says yes to a person."""
    address = client_address(request)
    if is_over(limit=LINK_LIMIT, address=address):
        return error_page(request, status=429, retry_after=HOUR_SECONDS)
    claim = queries.claim_of(token=token)
    if claim is None or not queries.address_speaks_for(lieu=claim.lieu):
        count_one(limit=LINK_LIMIT, address=address)
        return dead_link(request)
    if request.method == "POST":
        try:
            actions.confirm_claim(token=token)
        except DomainError:  # answered meanwhile
            return dead_link(request)
    context = {"claim": claim, "lieu": claim.lieu, "is_done": request.method == "POST"}
    return keep_private(render(request, "network/claim_confirm.html", context))


# --- professional area ----------------------------------------------------------------------
def claim_list(request: HttpRequest) -> HttpResponse:
    """The claims that wait in the territory, oldest first."""
    user = account_of(request)
    rules.coordinator_or_404(user)
    refused = wrong_method(request, "GET", "HEAD")
    if refused is not None:
        return refused
    context = paged(request, rules.answerable_claims(user), PAGE_SIZE)
    return render(request, "network/claim_list.html", context)


def claim_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One claim, and its answer."""
    user = account_of(request)
    claim = rules.claim_for_answer_or_404(user, pk)
    refused = wrong_method(request, "GET", "HEAD", "POST")
    if refused is not None:
        return refused
    form = ClaimAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _answer(claim, form, user)
        except DomainError as error:
            messages.error(request, error.message_fr)
        else:
            messages.success(request, _("Réponse envoyée."))
        return redirect("network:claim_list")
    chosen = form["answer"].value()
    context = {
        "claim": claim,
        "is_open": claim.status == "recue",
        "members": queries.members_of(structure=claim.lieu.structure)
        if claim.lieu.structure
        else [],
        "answers": [
            {"value": value, "label": label, "checked": value == chosen}
            for value, label in form.fields["answer"].choices  # type: ignore[attr-defined]
        ],
        "message_max_length": MESSAGE_MAX_LENGTH,
        **form_context(form, {"answer": "answer-membre"}),
    }
    status = 400 if form.errors else 200
    return render(request, "network/claim_detail.html", context, status=status)


def _answer(claim: Claim, form: ClaimAnswerForm, user: User) -> None:
    answer = form.cleaned_data["answer"]
    if answer in MembershipRole.values:
        actions.accept_claim(claim=claim, role=answer, by=user)
    else:
        actions.refuse_claim(claim=claim, reason=form.cleaned_data["reason"], by=user)
