"""A structure: its places, its people, their roles."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.accounts.models import User
from maillage.core.errors import DomainError
from maillage.core.journal import Actor
from maillage.directory.models import Structure
from maillage.network import queries, rules
from maillage.network.actions import people as actions
from maillage.network.enums import MembershipRole
from maillage.network.models import Membership
from maillage.network.views.shared import account_of, last_visit_words, wrong_method

UNDO_SECONDS = 3_600
_UNDO_SALT = "maillage.network.member-removed"


def structure_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Places and people of a structure. Its referents and the coordination also act."""
    user = account_of(request)
    structure = rules.structure_for_reading_or_404(user, pk)
    refused = wrong_method(request, "GET", "HEAD")
    if refused is not None:
        return refused
    can_manage = rules.can_manage_structure(user, structure)
    members = queries.members_of(structure=structure)
    undo = str(request.GET.get("retirer", "")) if can_manage else ""
    removed = _removed(undo, structure)
    context = {
        "structure": structure,
        "lieux": queries.lieux_of_structure(structure=structure),
        "members": [_member(row, user, can_manage=can_manage) for row in members],
        "role_options": MembershipRole.choices,
        "can_manage": can_manage,
        "is_member": any(row.user_id == user.pk for row in members),
        "has_referent": any(row.role == MembershipRole.REFERENT for row in members),
        "removed": removed[0] if removed else None,
        "undo": undo,
    }
    return render(request, "network/structure_detail.html", context)


def _member(row: Membership, user: User, *, can_manage: bool) -> dict[str, Any]:
    return {
        "user": row.user,
        "name": str(row.user),
        "profession": row.user.get_profession_display(),
        "role": row.role,
        "role_words": row.get_role_display(),
        "last_visit": last_visit_words(row.user),
        "is_active": row.user.is_active,
        "can_reopen": can_manage and not row.user.is_active and rules.can_reactivate(user, row),
        "is_self": row.user_id == user.pk,
    }


def member_role(request: HttpRequest, pk: int, user_pk: int) -> HttpResponse:
    """Change somebody's role; it holds from their next page on."""
    user = account_of(request)
    membership = _membership_or_404(user, pk, user_pk)
    refused = wrong_method(request, "POST")
    if refused is not None:
        return refused
    try:
        actions.change_role(membership=membership, role=str(request.POST.get("role", "")), by=user)
    except DomainError as error:
        messages.error(request, error.message_fr)
    else:
        words = {"name": str(membership.user), "role": membership.get_role_display().lower()}
        messages.success(request, _("%(name)s : %(role)s.") % words)
    return _back(user, membership.structure)


def member_remove(request: HttpRequest, pk: int, user_pk: int) -> HttpResponse:
    """Take somebody out of a structure; the next page can undo it for an hour."""
    user = account_of(request)
    membership = _membership_or_404(user, pk, user_pk)
    refused = wrong_method(request, "POST")
    if refused is not None:
        return refused
    token = signing.dumps(
        {"structure": pk, "user": user_pk, "role": membership.role}, salt=_UNDO_SALT
    )
    actions.remove_member(membership=membership, by=user)
    if not rules.can_see_structure(_again(user), membership.structure):
        messages.success(request, _("Vous ne faites plus partie de cette structure."))
        return redirect(_home())
    return redirect(f"{reverse('network:structure_detail', kwargs={'pk': pk})}?retirer={token}")


def member_reactivate(request: HttpRequest, pk: int, user_pk: int) -> HttpResponse:
    """Open the closed account of a member again: the coordination, administrators."""
    user = account_of(request)
    membership = _membership_or_404(user, pk, user_pk)
    if not rules.can_reactivate(user, membership):
        raise Http404
    refused = wrong_method(request, "POST")
    if refused is not None:
        return refused
    person = actions.reactivate_member(membership=membership, by=user)
    messages.success(request, _("Le compte de %(name)s est rouvert.") % {"name": str(person)})
    return redirect("network:structure_detail", pk=pk)


def member_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a removal of the last hour."""
    user = account_of(request)
    structure = rules.structure_for_management_or_404(user, pk)
    refused = wrong_method(request, "POST")
    if refused is not None:
        return refused
    removed = _removed(str(request.POST.get("retirer", "")), structure)
    if removed is None:
        messages.error(
            request, _("Il est trop tard pour annuler : invitez de nouveau cette personne.")
        )
    else:
        person, role = removed
        actions.add_member(user=person, structure=structure, role=role, by=Actor.of(user))
        messages.success(
            request, _("%(name)s est de nouveau dans la structure.") % {"name": str(person)}
        )
    return redirect("network:structure_detail", pk=structure.pk)


def structure_leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave a structure oneself."""
    user = account_of(request)
    structure = rules.structure_for_reading_or_404(user, pk)
    membership = Membership.objects.filter(user=user, structure=structure).first()
    if membership is None:
        raise Http404
    refused = wrong_method(request, "POST")
    if refused is not None:
        return refused
    if request.POST.get("confirmer") != "oui":
        messages.error(request, _("Cochez la case pour quitter la structure."))
        return redirect("network:structure_detail", pk=structure.pk)
    actions.remove_member(membership=membership, by=user)
    messages.success(request, _("Vous avez quitté « %(nom)s ».") % {"nom": structure.nom})
    return _back(user, structure)


def _membership_or_404(user: User, pk: int, user_pk: int) -> Membership:
    """Somebody of a structure that this person answers for."""
    structure = rules.structure_for_management_or_404(user, pk)
    rows = Membership.objects.select_related("user", "structure")
    membership = rows.filter(structure=structure, user_id=user_pk).first()
    if membership is None:
        raise Http404
    return membership


def _removed(token: str, structure: Structure) -> tuple[User, str] | None:
    """Who a removal of the last hour concerned, with the role held; None when too late."""
    if not token:
        return None
    try:
        what = signing.loads(token, salt=_UNDO_SALT, max_age=UNDO_SECONDS)
    except signing.BadSignature:
        return None
    if what["structure"] != structure.pk:
        return None
    person = User.objects.filter(pk=what["user"], is_active=True).first()
    if person is None or structure.memberships.filter(user=person).exists():
        return None
    return person, what["role"]


def _again(user: User) -> User:
    """The account read anew: its roles have just changed."""
    return User.objects.get(pk=user.pk)


def _back(user: User, structure: Structure) -> HttpResponse:
    """The structure's page while one may still see it; else the professional home."""
    if rules.can_see_structure(_again(user), structure):
        return redirect("network:structure_detail", pk=structure.pk)
    return redirect(_home())


def _home() -> str:
    return reverse("network:profile_edit")
