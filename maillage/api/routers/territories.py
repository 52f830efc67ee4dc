"""Communes and what contains them."""

from django.http import HttpRequest
from ninja import Query, Router

from maillage.api.communes import CommunesIn, communes_page
from maillage.api.errors import ApiError, Problem
from maillage.api.parameters import refuse_unknown
from maillage.api.routers.lieux import next_page, site_of
from maillage.api.schemas import (
    CommunePageOut,
    ErrorsOut,
    TerritoireListOut,
    TerritoireOut,
)
from maillage.directory.territory_queries import territories_with_counts
from maillage.territory.enums import TerritoryKind

KINDS = tuple(kind for kind in TerritoryKind if kind != TerritoryKind.COMMUNE)

router = Router(tags=["Territoires"])


@router.get(
    "/communes",
    response={200: CommunePageOut, 400: ErrorsOut, 429: ErrorsOut},
    url_name="communes",
    operation_id="lister_les_communes",
    summary="Chercher ou lister les communes",
    description=(
        "Avec « q », les communes dont le nom ressemble le plus, les meilleures d’abord (accents, "
        "tirets et petites fautes ne comptent pas) ; sans, toutes, par code et par pages."
    ),
)
def list_communes(request: HttpRequest, asked: Query[CommunesIn]) -> CommunePageOut:
    refuse_unknown(request.GET, known=CommunesIn.model_fields)
    page = communes_page(asked=asked, site=site_of(request))
    return CommunePageOut(total=page.total, items=page.items, next=next_page(request, page.cursor))


@router.get(
    "/territoires/{kind}",
    response={200: TerritoireListOut, 404: ErrorsOut, 429: ErrorsOut},
    url_name="territoires",
    operation_id="lister_les_territoires",
    summary="Lister les territoires d’une sorte",
    description=(
        f"Tous les territoires d’une sorte ({', '.join(KINDS)}), avec leur nombre de lieux. Le "
        "code va dans le paramètre « territoire » des lieux : territoire=bassin:2421."
    ),
)
def list_territoires(request: HttpRequest, kind: str) -> TerritoireListOut:
    refuse_unknown(request.GET, known=())
    if kind not in KINDS:
        raise ApiError(
            status=404,
            problems=[
                Problem(
                    "kind",
                    f"« {kind[:60]} » n’est pas une sorte de territoire : {', '.join(KINDS)}. Les "
                    "communes sont à l’adresse /api/v1/communes.",
                )
            ],
        )
    site = site_of(request)
    items = [
        TerritoireOut(code=row.code, nom=row.nom, url=site + row.url, lieux=row.places)
        for row in territories_with_counts(kind=TerritoryKind(kind))
    ]
    return TerritoireListOut(total=len(items), items=items)
