"""What the pages of professionals know of the reader."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from maillage.network.rules import roles_of


def roles(request: HttpRequest) -> dict[str, object]:
    """`roles` of the account; read only when a page prints it (public pages never do)."""
    return {"roles": SimpleLazyObject(lambda: roles_of(request.user))}
