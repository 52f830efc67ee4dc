"""Invitations: write one, follow those of one's charge, accept one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from maillage.accounts.adapters.sign_in import SignInProcess
from maillage.accounts.models import User
from maillage.core.client import client_address
from maillage.core.error_pages import error_page
from maillage.core.errors import DomainError
from maillage.core.throttle import HOUR_SECONDS, Limit, count_one, is_over
from maillage.network import queries, rules
from maillage.network.actions import invitations as actions
from maillage.network.actions.invitations import InvitationOrder
from maillage.network.enums import InvitationStatus, MembershipRole
from maillage.network.forms.fields import form_context, profession_options
from maillage.network.forms.invitations import AcceptanceForm, StructureInvitationForm
from maillage.network.models import Invitation
from maillage.network.queries import Purpose
from maillage.network.views.shared import (
    account_of,
    dead_link,
    keep_private,
    paged,
    wrong_method,
)

# Wrong links opened from one network address, an hour.
LINK_LIMIT = Limit("network-link", 60)
# Invitations that one account sends, an hour: a list of 500 fits.
SEND_LIMIT = Limit("network-invitation", 600)
PAGE_SIZE = 50


# --- public: the link -----------------------------------------------------------------------
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    """Who invites to what; accepting makes the account, and asks for a code by e-mail."""
    address = client_address(request)
    if is_over(limit=LINK_LIMIT, address=address):
        return error_page(request, status=429, retry_after=HOUR_SECONDS)
    invitation = queries.invitation_of(token=token)
    if invitation is None or not rules.is_honoured(invitation):
        count_one(limit=LINK_LIMIT, address=address)
        return dead_link(request)
    first = {"display_name": invitation.display_name, "profession": invitation.profession}
    if request.method != "POST":
        return _accept_page(request, invitation, AcceptanceForm(initial=first))
    form = AcceptanceForm(request.POST)
    if not form.is_valid():
        return _accept_page(request, invitation, form)
    try:
        user = actions.accept_invitation(
            token=token,
            display_name=form.cleaned_data["display_name"],
            profession=form.cleaned_data["profession"],
        )
    except DomainError:  # accepted or cancelled meanwhile
        return dead_link(request)
    return _to_login(request, user)


def _to_login(request: HttpRequest, user: User) -> HttpResponse:
    """The code goes to the invited mailbox: whoever holds only the link gets nothing."""
    SignInProcess.begin(request=request, account=user, email=user.email)
    return redirect("account_confirm_login_code")


def _accept_page(
    request: HttpRequest, invitation: Invitation, form: AcceptanceForm
) -> HttpResponse:
    context = {
        "invitation": invitation,
        "territory": ""
        if invitation.structure
        else queries.territory_words(
            kind=invitation.coordination_kind, code=invitation.coordination_code
        ),
        "role": invitation.get_role_display().lower(),
        "professions": profession_options(),
        **form_context(form),
    }
    status = 400 if form.errors else 200
    page = render(request, "network/invitation_accept.html", context, status=status)
    return keep_private(page)


# --- professional area ----------------------------------------------------------------------
def invitation_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite one person into a structure."""
    user = account_of(request)
    structure = rules.structure_for_management_or_404(user, pk)
    refused = wrong_method(request, "GET", "HEAD", "POST")
    if refused is not None:
        return refused
    form = StructureInvitationForm(request.POST or None, initial={"role": MembershipRole.MEMBRE})
    if request.method == "POST" and form.is_valid():
        order = InvitationOrder(
            email=form.cleaned_data["email"],
            purpose=Purpose(structure=structure, role=form.cleaned_data["role"]),
            display_name=form.cleaned_data["display_name"],
            profession=form.cleaned_data["profession"],
        )
        problem = send_one(user, order)
        if not problem:
            messages.success(request, _("Invitation envoyée à %(email)s.") % {"email": order.email})
            return redirect("network:structure_detail", pk=structure.pk)
        form.add_error("email", problem)
    chosen = form["role"].value()
    context = {
        "structure": structure,
        "roles_options": [
            {"value": value, "label": label, "checked": value == chosen}
            for value, label in MembershipRole.choices
        ],
        "professions": profession_options(),
        "days": actions.INVITATION_DAYS,
        **form_context(form, {"role": "role-membre"}),
    }
    status = 400 if form.errors else 200
    return render(request, "network/invitation_create.html", context, status=status)


def send_one(user: User, order: InvitationOrder) -> str:
    """Send one invitation; why not, in French, or nothing when it left."""
    key = f"compte-{user.pk}"
    if is_over(limit=SEND_LIMIT, address=key):
        return _("Beaucoup d’invitations sont parties en une heure : attendez un peu.")
    known = queries.known_people(purposes=[order.purpose])
    mark = (order.purpose.key, order.email)
    if mark in known.members:
        return _("Cette personne y est déjà.")
    if mark in known.waiting:
        return _("Cette personne est déjà invitée. Vous pouvez renvoyer l’invitation.")
    try:
        actions.send_invitations(by=user, orders=[order])
    except DomainError as error:
        return error.message_fr
    except ValidationError as error:
        return str(error.messages[0])
    count_one(limit=SEND_LIMIT, address=key)
    return ""


def invitation_list(request: HttpRequest) -> HttpResponse:
    """The invitations of one's charge, with their state."""
    user = account_of(request)
    if not rules.can_invite(user):
        raise Http404
    refused = wrong_method(request, "GET", "HEAD")
    if refused is not None:
        return refused
    context = paged(request, rules.managed_invitations(user), PAGE_SIZE)
    now = timezone.now()
    invitations: list[Invitation] = context["rows"]
    territories = queries.territories_in_words(
        pairs=[
            (row.coordination_kind, row.coordination_code)
            for row in invitations
            if row.structure is None
        ]
    )
    context["rows"] = [
        {
            "invitation": row,
            "target": row.structure.nom
            if row.structure
            else territories[row.coordination_kind, row.coordination_code],
            "is_waiting": row.status == InvitationStatus.ENVOYEE,
            "is_expired": row.status == InvitationStatus.ENVOYEE and row.expires_at <= now,
        }
        for row in invitations
    ]
    return render(request, "network/invitation_list.html", context)


def invitation_resend(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a waiting invitation again, with a new link."""
    user = account_of(request)
    invitation = rules.invitation_for_management_or_404(user, pk)
    refused = wrong_method(request, "POST")
    if refused is not None:
        return refused
    key = f"compte-{user.pk}"
    if is_over(limit=SEND_LIMIT, address=key):
        return error_page(request, status=429, retry_after=HOUR_SECONDS)
    try:
        actions.send_again(invitation=invitation, by=user)
    except DomainError as error:
        messages.error(request, error.message_fr)
    else:
        count_one(limit=SEND_LIMIT, address=key)
        messages.success(
            request, _("Invitation envoyée de nouveau : l’ancien lien ne marche plus.")
        )
    return redirect("network:invitation_list")


def invitation_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel a waiting invitation."""
    user = account_of(request)
    invitation = rules.invitation_for_management_or_404(user, pk)
    refused = wrong_method(request, "POST")
    if refused is not None:
        return refused
    try:
        actions.revoke_invitation(invitation=invitation, by=user)
    except DomainError as error:
        messages.error(request, error.message_fr)
    else:
        messages.success(request, _("Invitation annulée : son lien ne marche plus."))
    return redirect("network:invitation_list")
