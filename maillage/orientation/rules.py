"""Who may do what with a kiosk, and in whose name a slip is given.

The members of the structure of a kiosk see it, those who answer for the structure (referents,
coordination, administrators) change it. For the others it does not exist.
"""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import Http404

from maillage.accounts.models import User
from maillage.directory.models import Structure
from maillage.network.rules import (
    can_manage_structure,
    can_see_structure,
    managed_structures,
    roles_of,
    structure_for_management_or_404,
)
from maillage.orientation.models import Kiosk


def can_see_kiosk(user: User | AnonymousUser, kiosk: Kiosk) -> bool:
    """See its settings and how to install it: members of the structure, coordination."""
    return can_see_structure(user, kiosk.structure)


def can_edit_kiosk(user: User | AnonymousUser, kiosk: Kiosk) -> bool:
    """Change it, put it out of service, remove it: referents, coordination, administrators."""
    return can_manage_structure(user, kiosk.structure)


def member_structures(user: User | AnonymousUser) -> QuerySet[Structure]:
    """The structures of a professional, by name; none, and no query, for a visitor."""
    return Structure.objects.filter(pk__in=roles_of(user).member_of).order_by("nom", "pk")


def visible_structures(user: User | AnonymousUser) -> QuerySet[Structure]:
    """The structures whose kiosks this person may see."""
    mine = member_structures(user).order_by()
    return Structure.objects.filter(
        pk__in=(mine | managed_structures(user).order_by()).values("pk")
    )


def kiosk_for_reading_or_404(user: User | AnonymousUser, pk: int) -> Kiosk:
    """A kiosk that this person may see; Http404 for all the others alike."""
    kiosk = Kiosk.objects.select_related("commune", "structure").filter(pk=pk).first()
    if kiosk is None or not can_see_kiosk(user, kiosk):
        raise Http404
    return kiosk


def kiosk_for_edit_or_404(user: User | AnonymousUser, pk: int) -> Kiosk:
    """A kiosk that this person answers for; Http404 for all the others alike."""
    kiosk = Kiosk.objects.select_related("commune", "structure").filter(pk=pk).first()
    if kiosk is None or not can_edit_kiosk(user, kiosk):
        raise Http404
    return kiosk


def structure_for_kiosk_or_404(user: User | AnonymousUser, code: str) -> Structure:
    """The structure of an address (`?structure=12`), for whom a new kiosk is made."""
    if not code.isascii() or not code.isdigit() or len(code) > 12:
        raise Http404
    return structure_for_management_or_404(user, int(code))


def professional_or_404(user: User | AnonymousUser) -> None:
    """Http404 for an account without any role."""
    if not roles_of(user).is_professional:
        raise Http404


def kiosk_maker_or_404(user: User | AnonymousUser) -> None:
    """Http404 for whoever answers for no structure."""
    roles = roles_of(user)
    if not roles.referent_of and not roles.is_coordinator:
        raise Http404
