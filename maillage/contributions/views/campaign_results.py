"""Results of a campaign as files, and the autonomy of structures."""

import csv
import io

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from maillage.contributions import rules
from maillage.contributions.models import Campaign
from maillage.contributions.queries.autonomy import autonomy_of
from maillage.contributions.queries.campaign_results import EXPORT_COLUMNS, export_lines
from maillage.contributions.queries.campaigns import territory_name
from maillage.territory.queries import UnknownTerritoryError, commune_codes_of

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _plain(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    clean = ILLEGAL_CHARACTERS_RE.sub("", text)
    return f"'{clean}" if clean.startswith(_FORMULA_SIGNS) else clean


def _file(campaign: Campaign, content: bytes, kind: str, extension: str) -> HttpResponse:
    name = f"campagne-{slugify(campaign.nom)[:60] or campaign.pk}.{extension}"
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_safe
def campaign_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """One line for each place asked, UTF-8 with its mark, for French spreadsheets."""
    campaign = rules.campaign_or_404(request.user, pk)
    output = io.StringIO()
    writer = csv.writer(output, delimiter=";")
    writer.writerow(EXPORT_COLUMNS)
    for line in export_lines(campaign=campaign):
        writer.writerow([_plain(line[name]) for name in EXPORT_COLUMNS])
    content = output.getvalue().encode("utf-8-sig")
    return _file(campaign, content, "text/csv; charset=utf-8", "csv")


@require_safe
def campaign_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """The same lines as a workbook; every cell is text."""
    campaign = rules.campaign_or_404(request.user, pk)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("campagne")
    sheet.freeze_panes = "C2"
    sheet.append(list(EXPORT_COLUMNS))
    for line in export_lines(campaign=campaign):
        cells = []
        for name in EXPORT_COLUMNS:
            cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", line[name]))
            cell.data_type = "s"
            cell.quotePrefix = line[name].startswith(_FORMULA_SIGNS)
            cells.append(cell)
        sheet.append(cells)
    output = io.BytesIO()
    book.save(output)
    return _file(campaign, output.getvalue(), XLSX_TYPE, "xlsx")


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
