"""Which communes answer a call, and one page of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from ninja import Field

from maillage.api.cursors import read_cursor, write_cursor
from maillage.api.errors import bad_parameter
from maillage.api.schemas import CommuneOut, PagingIn, TerritoireRefOut
from maillage.directory.queries import counts_by_commune
from maillage.territory.models import Commune, Territory
from maillage.territory.queries import (
    UnknownTerritoryError,
    commune_codes_of,
    search_places,
)

SORT_BY_CODE = "code"
_MATCHES = 200
"""Names compared before the other filters cut."""


class CommunesIn(PagingIn):
    """What may be asked of the communes."""

    q: str = Field("", max_length=200, description="Nom, même mal écrit, ou code postal.")
    departement: str = Field("", max_length=3, description="Code du département : 28, 2A, 974.")
    code_postal: str = Field("", max_length=5, description="Code postal : 28320.")


@dataclass(frozen=True, slots=True)
class CommunesPage:
    """A page; `cursor` is empty at the end."""

    items: list[CommuneOut]
    total: int
    cursor: str


def communes_page(*, asked: CommunesIn, site: str) -> CommunesPage:
    """The communes asked for; ApiError 400 for a department or a postal code nobody knows."""
    inside: frozenset[str] | None = None
    for name, code in (("departement", asked.departement), ("code_postal", asked.code_postal)):
        if code.strip():
            found = _codes(name, code.strip().upper())
            inside = found if inside is None else inside & found
    if asked.q.strip():
        return _by_name(asked, inside, site)
    rows = _rows() if inside is None else _rows().filter(pk__in=inside)
    total = rows.count()
    if asked.curseur:
        _first, after = read_cursor(sort=SORT_BY_CODE, text=asked.curseur, kind=str)
        rows = rows.filter(pk__gt=after)
    page = list(rows.order_by("pk")[: asked.limit + 1])
    kept = page[: asked.limit]
    cursor = ""
    if len(page) > len(kept):
        cursor = write_cursor(sort=SORT_BY_CODE, key=("", kept[-1].pk))
    return CommunesPage(_items(kept, site), total, cursor)


def _codes(name: str, code: str) -> frozenset[str]:
    try:
        return commune_codes_of(kind=name, code=code)
    except UnknownTerritoryError as error:
        raise bad_parameter(champ=name, message=error.message_fr) from error


def _by_name(asked: CommunesIn, inside: frozenset[str] | None, site: str) -> CommunesPage:
    if asked.curseur:
        raise bad_parameter(
            champ="curseur", message="Une recherche par nom ne donne qu’une page, les meilleures."
        )
    matches = search_places(
        text=asked.q, limit=_MATCHES, kinds=frozenset({"commune", "ancienne_commune"})
    )
    # A former commune leads to that of today.
    codes = [match.commune_code or match.code for match in matches]
    codes = [code for code in dict.fromkeys(codes) if inside is None or code in inside]
    rows = _rows().in_bulk(codes[: asked.limit])
    return CommunesPage(
        _items([rows[code] for code in codes if code in rows], site), len(codes), ""
    )


def _rows() -> QuerySet[Commune]:
    return Commune.objects.select_related("departement", "epci", "bassin_membership__bassin")


def _items(communes: Iterable[Commune], site: str) -> list[CommuneOut]:
    rows = list(communes)
    counts = counts_by_commune(codes=[row.pk for row in rows])
    return [_commune_out(row, counts.get(row.pk, 0), site) for row in rows]


def _commune_out(commune: Commune, lieux: int, site: str) -> CommuneOut:
    membership = getattr(commune, "bassin_membership", None)
    return CommuneOut(
        code=commune.pk,
        nom=commune.nom,
        slug=commune.slug,
        url=site + commune.get_absolute_url(),
        codes_postaux=commune.postal_code_list,
        population=commune.population,
        latitude=commune.latitude,
        longitude=commune.longitude,
        departement=TerritoireRefOut(code=commune.departement_id, nom=commune.departement.nom),
        epci=_ref(commune.epci),
        bassin=_ref(membership.bassin if membership else None),
        lieux=lieux,
    )


def _ref(territory: Territory | None) -> TerritoireRefOut | None:
    return TerritoireRefOut(code=territory.pk, nom=territory.nom) if territory else None
