"""The territory that a coordinator looks at, and its places."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from maillage.directory.models import Lieu, Structure
from maillage.network.enums import CoordinationKind
from maillage.network.queries import structures_in
from maillage.network.rules import Roles
from maillage.territory.models import Bassin, Commune, Departement, Region


@dataclass(frozen=True, slots=True)
class Scope:
    """A territory: `key` is « bassin:2421 », empty for everything.

    `communes` is a query of INSEE codes, None for everything: a region has 1,754 communes, and
    thousands of parameters in each query would cost more than the queries. `border`: codes of
    the regions that cut it.
    """

    key: str
    nom: str
    communes: QuerySet[Commune, Any] | None = field(default=None, repr=False)
    border: tuple[str, ...] = ()

    @property
    def pair(self) -> tuple[str, str]:
        kind, _separator, code = self.key.partition(":")
        return kind, code


_PATHS = {
    CoordinationKind.REGION: "departement__region",
    CoordinationKind.DEPARTEMENT: "departement",
    CoordinationKind.BASSIN: "bassin_membership__bassin",
}


def communes_of_roles(*, roles: Roles) -> QuerySet[Commune, Any]:
    """A query of the INSEE codes that somebody coordinates; see `Scope.communes`."""
    return _communes(roles.territories)


def _communes(pairs: Iterable[tuple[str, str]]) -> QuerySet[Commune, Any]:
    mine = Q(pk__in=[])
    for kind, code in pairs:
        mine |= Q(**{_PATHS[CoordinationKind(kind)]: code})
    return Commune.objects.filter(mine).order_by().values("pk")


def scope_choices(*, roles: Roles) -> list[tuple[str, str]]:
    """(« bassin:2421 », words) of the territories that the desk can show; three queries.

    The territories of the person, and the basins and departments of their regions; all of them
    for an administrator, after « everything » whose key is empty.
    """
    regions = [code for kind, code in roles.territories if kind == CoordinationKind.REGION]
    found: list[tuple[str, str]] = [("", "Tous les territoires")] if roles.is_administrator else []
    for kind, rows in (
        (CoordinationKind.REGION, Region.objects.order_by("nom")),
        (CoordinationKind.DEPARTEMENT, Departement.objects.order_by("nom")),
        (CoordinationKind.BASSIN, Bassin.objects.order_by("nom")),
    ):
        mine: QuerySet[Region] | QuerySet[Departement] | QuerySet[Bassin] = rows
        if not roles.is_administrator:
            wanted = Q(code__in=[code for one, code in roles.territories if one == kind])
            if kind != CoordinationKind.REGION:
                wanted |= Q(region__in=regions)
            mine = mine.filter(wanted)
        found += [
            (f"{kind.value}:{code}", f"{kind.label} : {nom}")
            for code, nom in mine.values_list("code", "nom")
        ]
    return found


def scope_of(*, roles: Roles, wanted: str, choices: Sequence[tuple[str, str]]) -> Scope | None:
    """The territory asked among `choices`, else the first; None for one that is not theirs."""
    names = dict(choices)
    key = wanted
    if not key and not roles.is_administrator:
        mine = [f"{kind}:{code}" for kind, code in roles.territories]
        key = next((one for one in mine if one in names), "")
        if not key:
            return Scope("", "", Commune.objects.none().values("pk"))
    if key not in names:
        return None
    if not key:
        return Scope("", names[""])
    kind, _separator, code = key.partition(":")
    communes = _communes([(kind, code)])
    if roles.is_administrator or (kind, code) in roles.territories:
        return Scope(key, names[key], communes)
    # A basin may cross the border of its region: only what is theirs.
    regions = [one for kind_, one in roles.territories if kind_ == CoordinationKind.REGION]
    inside_regions = communes.filter(departement__region__in=regions)
    return Scope(key, names[key], inside_regions, tuple(sorted(regions)))


def lieux_in(*, scope: Scope) -> QuerySet[Lieu]:
    """The published places of the territory."""
    return inside(Lieu.objects.published(), scope)


def inside(rows: QuerySet[Lieu], scope: Scope) -> QuerySet[Lieu]:
    """Those of `rows` that stand in the territory."""
    return rows if scope.communes is None else rows.filter(code_insee__in=scope.communes)


def structures_of(*, scope: Scope) -> QuerySet[Structure]:
    """The structures that stand, or have a place, in the territory."""
    if scope.communes is None:
        return Structure.objects.all()
    kind, code = scope.pair
    # A query stands for the codes that it gives.
    codes: Any = scope.communes
    return structures_in(communes=codes, bassins=[code] if kind == "bassin" else [])
