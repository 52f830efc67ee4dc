"""The quality of the sheets of a territory, and what to mend first, for its coordination."""

from collections.abc import Iterator
from typing import cast
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from maillage.contributions.forms.quality import FirstFilterForm
from maillage.contributions.presenters import quality as presenters
from maillage.contributions.queries import quality as queries
from maillage.contributions.queries.imports import source_choices
from maillage.contributions.views.desk import EXPORT_LIMIT, desk_page_or_404
from maillage.contributions.views.paging import paged
from maillage.core.tables import Cell, TableFormat, table_response
from maillage.directory.models import Lieu
from maillage.directory.score import PART_WORDS, WEIGHTS

PER_PAGE = 25
_CHUNK = 1000


@never_cache
@require_safe
def quality(request: HttpRequest) -> HttpResponse:
    """The mean score of the territory, its parts, and the same by source and by territory."""
    page = desk_page_or_404(request)
    context = {
        **page.context,
        "whole": presenters.line_card(queries.quality_of_scope(scope=page.scope)),
        "sources": presenters.source_cards(queries.quality_by_source(scope=page.scope)),
        "territories": presenters.territory_cards(queries.quality_by_territory(scope=page.scope)),
        "is_basin": page.scope.pair[0] == "bassin",
        "known_territories": {key for key, _words in page.choices},
        "good_from": queries.GOOD_FROM,
        "poor_below": queries.POOR_BELOW,
    }
    return render(request, "contributions/quality/detail.html", context)


@never_cache
@require_safe
def quality_first(request: HttpRequest) -> HttpResponse:
    """The sheets whose mending helps most people first, with what to do for each."""
    desk = desk_page_or_404(request)
    form = FirstFilterForm(request.GET, sources=source_choices())
    wanted = form.to_filter()
    rows = queries.sheets_to_mend(scope=desk.scope, wanted=wanted)
    pairs = (
        ("territoire", desk.scope.key),
        ("quoi", wanted.fault),
        ("source", wanted.source),
    )
    query = urlencode([pair for pair in pairs if pair[1]])
    found = paged(request, rows, PER_PAGE, query=query)
    context = {
        **desk.context,
        **found,
        "form": form,
        "is_filtered": form.is_asking,
        "rows": presenters.mend_rows(lieux=list(found["page"].object_list), wanted=wanted),
        "near_many": queries.NEAR_MANY,
        "near_some": queries.NEAR_SOME,
    }
    return render(request, "contributions/quality/first.html", context)


@never_cache
@require_safe
def quality_export(request: HttpRequest, form: str) -> HttpResponse:
    """The same list, whole, for a spreadsheet."""
    desk = desk_page_or_404(request)
    if form not in ("csv", "xlsx"):
        raise Http404
    wanted = FirstFilterForm(request.GET, sources=source_choices()).to_filter()
    lieux = queries.sheets_to_mend(scope=desk.scope, wanted=wanted)[:EXPORT_LIMIT]
    header = (
        "identifiant",
        "nom",
        "commune",
        "note sur 100",
        "en mots",
        *(PART_WORDS[part].lower() for part in WEIGHTS),
        "à faire d’abord",
        "puis",
        "contradictions",
        "absente de",
        "adresse de la fiche",
    )
    rows = _export_rows(request, lieux, wanted)
    return table_response(
        name="fiches-a-mettre-en-ordre", form=cast("TableFormat", form), header=header, rows=rows
    )


def _export_rows(
    request: HttpRequest, lieux: QuerySet[Lieu], wanted: queries.FirstFilter
) -> Iterator[tuple[Cell, ...]]:
    found = list(lieux)
    for start in range(0, len(found), _CHUNK):
        for row in presenters.mend_rows(lieux=found[start : start + _CHUNK], wanted=wanted):
            orders = [order.words for order in row.orders]
            yield (
                row.pk,
                row.nom,
                row.commune,
                row.score,
                row.grade.words,
                *(part.value for part in row.parts),
                *[*orders, "", ""][: presenters.ORDERS_SHOWN],
                " ; ".join(order.words for order in row.contradictions),
                " ; ".join(row.absent),
                request.build_absolute_uri(reverse("directory:lieu_detail", args=[row.slug])),
            )
