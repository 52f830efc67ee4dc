"""Results of a campaign as files, and the autonomy of structures."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from maillage.contributions import rules
from maillage.contributions.models import Campaign
from maillage.contributions.queries.autonomy import autonomy_of
from maillage.contributions.queries.campaign_results import (
    EXPORT_COLUMNS,
    export_lines,
    results_of,
)
from maillage.contributions.queries.campaigns import territory_name
from maillage.core.tables import TableFormat, table_response
from maillage.territory.queries import UnknownTerritoryError, commune_codes_of


@require_safe
def campaign_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """One line for each place asked."""
    return _file(rules.campaign_or_404(request.user, pk), "csv")


@require_safe
def campaign_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """The same lines as a workbook; every cell is text."""
    return _file(rules.campaign_or_404(request.user, pk), "xlsx")


def _file(campaign: Campaign, form: TableFormat) -> HttpResponse:
    lines = export_lines(campaign=campaign)
    return table_response(
        name=f"campagne-{slugify(campaign.nom)[:60] or campaign.pk}",
        form=form,
        header=EXPORT_COLUMNS,
        rows=([line[name] for name in EXPORT_COLUMNS] for line in lines),
    )


@require_safe
def campaign_areas(request: HttpRequest, pk: int) -> HttpResponse:
    """The results by EPCI, then by commune, for a spreadsheet."""
    campaign = rules.campaign_or_404(request.user, pk)
    results = results_of(campaign=campaign)
    kinds = (("intercommunalité", results.by_epci), ("commune", results.by_commune))
    return table_response(
        name=f"campagne-{slugify(campaign.nom)[:60] or campaign.pk}-territoires",
        form="csv",
        header=("sorte", "territoire", "interrogees", "confirmees", "part_en_pourcent"),
        rows=(
            (kind, area.label, area.asked, area.done, area.share)
            for kind, areas in kinds
            for area in areas
        ),
    )


@require_safe
def campaign_autonomy(request: HttpRequest, pk: int) -> HttpResponse:
    """Who keeps the sheets of the territory true, year by year and campaign by campaign."""
    campaign = rules.campaign_or_404(request.user, pk)
    try:
        codes = commune_codes_of(kind=campaign.territory_kind, code=campaign.territory_code)
    except UnknownTerritoryError:
        codes = frozenset()
    same = Campaign.objects.filter(
        territory_kind=campaign.territory_kind,
        territory_code=campaign.territory_code,
        started_at__isnull=False,
    ).values_list("pk", flat=True)
    context = {
        "campaign": campaign,
        "where": territory_name(kind=campaign.territory_kind, code=campaign.territory_code),
        "table": autonomy_of(communes=codes, campaigns=set(same)),
        "section": "campagnes",
    }
    return render(request, "contributions/campaign_autonomy.html", context)
