"""Who is expected to answer a contribution, and told of it by e-mail."""

from collections.abc import Collection

from maillage.accounts.models import User
from maillage.network.enums import CoordinationKind
from maillage.network.models import Coordination, Membership
from maillage.territory.queries import UnknownTerritoryError, territories_of_commune

# The nearest coordination answers; a wider one only where there is none.
_NEAREST_FIRST = (CoordinationKind.BASSIN, CoordinationKind.DEPARTEMENT, CoordinationKind.REGION)


def people_of_structure(*, structure_id: int | None) -> list[User]:
    """Active members and referents of a structure; nobody for None."""
    if structure_id is None:
        return []
    rows = Membership.objects.filter(structure_id=structure_id, user__is_active=True)
    return [row.user for row in rows.select_related("user").order_by("pk")]


def coordinators_of_commune(*, code_insee: str) -> list[User]:
    """Active coordinators of the nearest coordinated territory of a commune.

    The administrators of the site when nobody coordinates there, or when the commune is unknown.
    """
    try:
        territories = territories_of_commune(code=code_insee)
    except UnknownTerritoryError:
        territories = []
    codes = {(territory.kind, territory.code) for territory in territories}
    rows = [
        row
        for row in Coordination.objects.filter(
            code__in={code for _, code in codes}, user__is_active=True
        ).select_related("user")
        if (row.kind, row.code) in codes
    ]
    for kind in _NEAREST_FIRST:
        found = [row.user for row in rows if row.kind == kind]
        if found:
            return found
    return list(User.objects.filter(is_superuser=True, is_active=True).order_by("pk"))


def one_each(people: Collection[User]) -> list[User]:
    """The same people, each once, in their order."""
    return list({person.pk: person for person in people}.values())
