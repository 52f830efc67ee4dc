"""Pages of territories: all of them, and one with its places and what it lacks."""

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maillage.directory import territory_queries as reads
from maillage.directory.criteria import LieuCriteria
from maillage.directory.documents import store
from maillage.directory.presenters import territory as shown
from maillage.directory.queries import lieux_of_territory, search_lieux
from maillage.territory.enums import TerritoryKind
from maillage.territory.models import Bassin, Territory
from maillage.territory.queries import UnknownTerritoryError, get_territory, search_places

PAGE_SIZE = 60
GAPS_SHOWN = 12
NEAREST = 4
KEPT_S = 3_600
MAX_SEARCH = 120
_KINDS = frozenset(TerritoryKind.values)


@login_not_required
@require_safe
def territory_index(request: HttpRequest) -> HttpResponse:
    """Region, departments, basins and EPCI, with a search of communes."""
    text = request.GET.get("q", "").strip()[:MAX_SEARCH]
    matches = search_places(text=text, limit=12, kinds=_KINDS) if text else []
    if text and len(matches) == 1:
        return redirect("directory:territory_key", matches[0].kind, matches[0].code)
    counted = reads.territories_with_counts
    return render(
        request,
        "directory/territory_index.html",
        {
            "section": "territoires",
            "q": text,
            "matches": [
                {
                    "label": match.label,
                    "detail": match.detail,
                    "url": reverse("directory:territory_key", args=[match.kind, match.code]),
                }
                for match in matches
            ],
            "regions": counted(kind=TerritoryKind.REGION),
            "departements": counted(kind=TerritoryKind.DEPARTEMENT),
            "bassins": counted(kind=TerritoryKind.BASSIN),
            "epcis": counted(kind=TerritoryKind.EPCI),
        },
    )


@login_not_required
@require_safe
def territory_key(_request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """« commune:28168 » leads to the page of Gallardon."""
    return redirect(territory_or_404(kind, code))


@login_not_required
@require_safe
def territory_detail(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Everything known about the help in one territory."""
    territory = territory_or_404(kind, slug)
    if territory.slug != slug:
        return redirect(territory, permanent=True)
    figures, gaps = _figures_and_gaps(territory)
    page, last = _page(request, figures.places)
    lieux = lieux_of_territory(kind=kind, code=territory.pk)
    first = (page - 1) * PAGE_SIZE
    address = territory.get_absolute_url()
    gap_rows = shown.gap_rows(gaps)
    return render(
        request,
        "directory/territory_detail.html",
        {
            "section": "territoires",
            "territory": territory,
            "name": shown.full_name(territory),
            "heading": shown.heading_of(territory),
            "summary": shown.summary_of(territory, figures),
            "description": shown.description_of(territory, figures),
            "breadcrumb": _breadcrumb(territory),
            "key": f"{territory.kind.value}:{territory.pk}",
            "places": figures.places,
            "is_printable": 0 < figures.places <= store.MAX_PLACES,
            "figures": shown.figures_in_words(figures),
            "needs": shown.need_bars(figures, territory=territory) if figures.places else [],
            "groups": shown.place_groups(lieux[first : first + PAGE_SIZE]),
            "page": page,
            "last": last,
            "previous_url": _page_url(address, page - 1) if page > 1 else "",
            "next_url": _page_url(address, page + 1) if page < last else "",
            "canonical_path": _page_url(address, page),
            "gaps": gap_rows[:GAPS_SHOWN],
            "more_gaps": gap_rows[GAPS_SHOWN:],
            "nearest": _nearest(territory) if not figures.places else [],
            "structures": list(reads.structures_without_sheet(territory=territory)),
            "inside": _inside(territory),
            "neighbours": reads.neighbours_of(territory=territory),
            "monograph_url": territory.monograph_url if isinstance(territory, Bassin) else "",
        },
    )


def territory_or_404(kind: str, code_or_slug: str) -> Territory:
    """The territory of an address; 404 when there is none."""
    try:
        return get_territory(kind=kind, code_or_slug=code_or_slug)
    except UnknownTerritoryError as error:
        raise Http404(error.message_fr) from error


def _figures_and_gaps(territory: Territory) -> tuple[reads.Figures, list[reads.Gap]]:
    """Kept until the directory or the day changes.

    A region has too many communes without a place for a list: its departments have theirs.
    """
    today = timezone.localdate()
    # What is kept holds addresses, which say the language.
    place = f"{get_language()}:{territory.kind.value}:{territory.pk}"
    key = f"territory:{place}:{reads.directory_stamp()}:{today}"
    kept: tuple[reads.Figures, list[reads.Gap]] | None = cache.get(key)
    if kept is None:
        is_wide = territory.kind == TerritoryKind.REGION
        kept = (
            reads.territory_figures(territory=territory, today=today),
            [] if is_wide else reads.communes_without_place(territory=territory),
        )
        cache.set(key, kept, KEPT_S)
    return kept


def _page(request: HttpRequest, total: int) -> tuple[int, int]:
    """(page asked, last page); 404 for a page that does not exist."""
    last = max(1, -(-total // PAGE_SIZE))
    text = request.GET.get("page", "1")
    if not (text.isascii() and text.isdigit() and len(text) < 8 and 1 <= int(text) <= last):
        raise Http404(_("Cette page de la liste n’existe pas."))
    return int(text), last


def _page_url(address: str, page: int) -> str:
    return address if page == 1 else f"{address}?page={page}"


def _breadcrumb(territory: Territory) -> list[tuple[str, str]]:
    trail = [(_("Territoires"), reverse("directory:territory_index"))]
    trail += [
        (shown.full_name(parent), parent.get_absolute_url())
        for parent in reads.containers_of(territory=territory)
    ]
    return [*trail, (shown.full_name(territory), "")]


def _nearest(territory: Territory) -> list[shown.PlaceRow]:
    """Where to go when there is nothing here: the nearest to the middle of the territory."""
    middle = reads.centre_of(territory=territory)
    if middle is None:
        return []
    latitude, longitude = middle
    found = search_lieux(criteria=LieuCriteria(latitude=latitude, longitude=longitude))
    return [shown.place_row(hit.lieu, distance_m=hit.distance_m) for hit in found.nearest(NEAREST)]


def _inside(territory: Territory) -> list[tuple[str, list[reads.Counted]]]:
    """(title, territories) that the territory contains."""
    counted = reads.territories_with_counts
    titles = {
        TerritoryKind.DEPARTEMENT: _("Ses départements"),
        TerritoryKind.BASSIN: _("Ses bassins de vie"),
        TerritoryKind.EPCI: _("Ses intercommunalités"),
        TerritoryKind.COMMUNE: _("Ses communes qui ont un lieu"),
    }
    kinds: dict[TerritoryKind, tuple[TerritoryKind, ...]] = {
        TerritoryKind.REGION: (TerritoryKind.DEPARTEMENT, TerritoryKind.BASSIN),
        TerritoryKind.DEPARTEMENT: (TerritoryKind.BASSIN, TerritoryKind.EPCI),
        TerritoryKind.BASSIN: (TerritoryKind.COMMUNE,),
        TerritoryKind.EPCI: (TerritoryKind.COMMUNE,),
    }
    found = [
        # Communes without a place are in a table of their own.
        (titles[kind], [row for row in rows if row.places or kind != TerritoryKind.COMMUNE])
        for kind in kinds.get(territory.kind, ())
        for rows in (counted(kind=kind, inside=territory),)
    ]
    return [(title, rows) for title, rows in found if rows]
