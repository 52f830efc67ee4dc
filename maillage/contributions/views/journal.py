"""The journal of a territory, for its coordinators."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.contributions.forms.desk import JournalFilterForm
from maillage.contributions.queries.journal import entries_for, lines_of
from maillage.contributions.views.paging import paged
from maillage.core.tables import table_response
from maillage.network.rules import coordinator_or_404

PER_PAGE = 50
EXPORT_LIMIT = 20_000


@require_safe
def journal_list(request: HttpRequest) -> HttpResponse:
    """Who did what, newest first."""
    roles = coordinator_or_404(request.user)
    form = JournalFilterForm(request.GET)
    found = paged(request, entries_for(roles=roles, wanted=form.to_filter()), PER_PAGE)
    context = {
        **found,
        "section": "bureau",
        "form": form,
        "errors": [(f"id_{name}", text) for name, texts in form.errors.items() for text in texts],
        "lines": lines_of(entries=list(found["page"].object_list)),
    }
    status = 400 if form.errors else 200
    return render(request, "contributions/journal_list.html", context, status=status)


@require_safe
def journal_export(request: HttpRequest) -> HttpResponse:
    """The lines of the same filters, as CSV."""
    roles = coordinator_or_404(request.user)
    wanted = JournalFilterForm(request.GET).to_filter()
    entries = list(entries_for(roles=roles, wanted=wanted)[:EXPORT_LIMIT])
    rows = (
        (
            timezone.localtime(line.at).strftime("%Y-%m-%d %H:%M"),
            line.words,
            line.by,
            line.object_kind,
            line.object_words,
            line.detail,
        )
        for line in lines_of(entries=entries)
    )
    header = ("quand", "quoi", "par", "objet", "lequel", "précision")
    return table_response(name="journal", form="csv", header=header, rows=rows)
