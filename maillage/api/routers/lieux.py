"""Places: pages of a list, and one sheet."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from ninja import Query, Router

from maillage.api.errors import ApiError, Problem
from maillage.api.parameters import FILTERS, IDS, SORT, openapi_parameters, refuse_unknown
from maillage.api.presenter import lieu_out, lieux_out, with_everything
from maillage.api.removed import removed_since
from maillage.api.schemas import ErrorsOut, LieuOut, LieuPageOut, PagingIn
from maillage.api.selection import read_selection, slice_of
from maillage.directory.models import Lieu
from maillage.directory.queries import SlugOutcome, resolve_slug

router = Router(tags=["Lieux"])


@router.get(
    "/lieux",
    response={200: LieuPageOut, 400: ErrorsOut, 429: ErrorsOut},
    url_name="lieux",
    operation_id="lister_les_lieux",
    summary="Lister les lieux",
    description=(
        "Les lieux publiés, par pages, avec les mêmes filtres que la page des résultats. Suivez "
        "« next » jusqu’à ce qu’il soit vide : aucun lieu n’est oublié ni répété, même si "
        "l’annuaire change pendant la lecture. Un paramètre inconnu est refusé."
    ),
    openapi_extra=openapi_parameters((*FILTERS, SORT, IDS)),
)
def list_lieux(request: HttpRequest, paging: Query[PagingIn]) -> LieuPageOut:
    known = (*FILTERS, SORT, IDS)
    refuse_unknown(
        request.GET, known=(*(parameter.name for parameter in known), *PagingIn.model_fields)
    )
    selection = read_selection(request.GET)
    page = slice_of(selection=selection, limit=paging.limit, cursor=paging.curseur)
    since = selection.criteria.modified_since
    return LieuPageOut(
        total=page.total,
        items=lieux_out(
            ids=page.ids, distances=page.distances, site=site_of(request), now=timezone.now()
        ),
        next=next_page(request, page.cursor),
        removed=removed_since(since=since) if since and not paging.curseur else None,
    )


@router.get(
    "/lieux/{path:lieu_id}",
    response={200: LieuOut, 404: ErrorsOut, 410: ErrorsOut, 429: ErrorsOut},
    url_name="lieu",
    operation_id="lire_un_lieu",
    summary="Lire un lieu",
    description=(
        "Une fiche, par son identifiant ou l’adresse de sa page. Une fiche fusionnée redirige "
        "(301) vers celle qui la remplace ; une fiche archivée répond 410."
    ),
)
def get_lieu(request: HttpRequest, lieu_id: str) -> LieuOut | HttpResponseBase:
    refuse_unknown(request.GET, known=())
    lieu = with_everything(Lieu.objects.published()).filter(pk=lieu_id).first()
    if lieu is None:
        lieu = with_everything(Lieu.objects.published()).filter(slug=lieu_id).first()
    if lieu is not None:
        return lieu_out(lieu=lieu, distance_m=None, site=site_of(request), now=timezone.now())
    outcome = _outcome(lieu_id)
    if outcome.kind == "gone":
        raise ApiError(
            status=410,
            problems=[
                Problem("", "Cette fiche est archivée : ce lieu n’est plus dans l’annuaire.")
            ],
        )
    if outcome.to is None:
        raise ApiError(
            status=404, problems=[Problem("", "Aucun lieu n’a cet identifiant ni cette adresse.")]
        )
    return redirect(lieu_address(request, outcome.to.pk), permanent=True)


def _outcome(lieu_id: str) -> SlugOutcome:
    """What became of a sheet that is not public, by its identifier or its address."""
    slug = Lieu.objects.filter(pk=lieu_id).values_list("slug", flat=True).first()
    return resolve_slug(slug=slug or lieu_id)


def site_of(request: HttpRequest) -> str:
    """Address of the site as the caller wrote it, without the last slash."""
    return f"{request.scheme}://{request.get_host()}"


def lieu_address(request: HttpRequest, lieu_id: str) -> str:
    """Absolute address of one place; whatever its identifier holds is escaped."""
    return f"{site_of(request)}{reverse('api:lieux')}/{quote(lieu_id, safe='')}"


def next_page(request: HttpRequest, cursor: str) -> str | None:
    """The same call, further on; None at the end."""
    if not cursor:
        return None
    params = request.GET.copy()
    params["curseur"] = cursor
    return f"{site_of(request)}{request.path}?{params.urlencode()}"
