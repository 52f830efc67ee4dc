"""Who coordinates what, and the people of a territory."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from maillage.core.errors import DomainError
from maillage.network import queries, rules
from maillage.network.actions import people as actions
from maillage.network.actions.invitations import InvitationOrder
from maillage.network.forms.fields import form_context
from maillage.network.forms.invitations import CoordinationInvitationForm
from maillage.network.models import Coordination
from maillage.network.queries import Purpose
from maillage.network.views.invitations import send_one
from maillage.network.views.shared import account_of, last_visit_words, paged, wrong_method

PAGE_SIZE = 100


def coordination_list(request: HttpRequest) -> HttpResponse:
    """Who coordinates the territories of one's charge; invite somebody to coordinate one."""
    user = account_of(request)
    rules.coordinator_or_404(user)
    refused = wrong_method(request, "GET", "HEAD", "POST")
    if refused is not None:
        return refused
    territories = rules.coordinable_territories(user)
    form = CoordinationInvitationForm(request.POST or None, territories=territories)
    if request.method == "POST" and form.is_valid():
        kind, _colon, code = form.cleaned_data["territory"].partition(":")
        order = InvitationOrder(
            email=form.cleaned_data["email"],
            purpose=Purpose(kind=kind, code=code),
            display_name=form.cleaned_data["display_name"],
            profession="coordination",
        )
        problem = send_one(user, order)
        if not problem:
            messages.success(request, _("Invitation envoyée à %(email)s.") % {"email": order.email})
            return redirect("network:coordination_list")
        form.add_error("email", problem)
    labels = dict(territories)
    context = {
        "coordinations": [
            {
                "coordination": row,
                "name": str(row.user),
                "territory": labels.get(f"{row.kind}:{row.code}", f"{row.kind} {row.code}"),
                "last_visit": last_visit_words(row.user),
                "can_remove": can_remove,
            }
            for row, can_remove in rules.coordinations_inside(user)
        ],
        "territories": [("", _("Choisir dans la liste")), *territories],
        **form_context(form),
    }
    status = 400 if form.errors else 200
    return render(request, "network/coordination_list.html", context, status=status)


def coordination_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """End somebody's coordination; it holds from their next page on."""
    user = account_of(request)
    coordination = Coordination.objects.select_related("user").filter(pk=pk).first()
    if coordination is None or not rules.can_remove_coordination(user, coordination):
        raise Http404
    refused = wrong_method(request, "POST")
    if refused is not None:
        return refused
    words = {
        "name": str(coordination.user),
        "territory": queries.territory_words(kind=coordination.kind, code=coordination.code),
    }
    try:
        actions.remove_coordination(coordination=coordination, by=user)
    except DomainError as error:
        messages.error(request, error.message_fr)
    else:
        messages.success(request, _("%(name)s ne coordonne plus %(territory)s.") % words)
    return redirect("network:coordination_list")


def territory_member_list(request: HttpRequest) -> HttpResponse:
    """The people of the structures of one's territories, with their last visit."""
    user = account_of(request)
    rules.coordinator_or_404(user)
    refused = wrong_method(request, "GET", "HEAD")
    if refused is not None:
        return refused
    context = paged(request, rules.memberships_inside(user), PAGE_SIZE)
    context["rows"] = [
        {
            "structure": row.structure,
            "name": str(row.user),
            "profession": row.user.get_profession_display(),
            "role": row.get_role_display(),
            "last_visit": last_visit_words(row.user),
            "is_active": row.user.is_active,
        }
        for row in context["rows"]
    ]
    return render(request, "network/territory_member_list.html", context)
