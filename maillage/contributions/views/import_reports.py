"""What leaves the page of an import: its report as a file, the letter to the partner."""

import json
from collections.abc import Iterator
from typing import cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from maillage.contributions.presenters.import_letter import Letter, letter_of
from maillage.contributions.presenters.imports import FILE_HEADER, file_head, file_item, file_rows
from maillage.contributions.queries.imports import RowFilter, rows_of_run, sheets_alike
from maillage.contributions.rules import import_run_or_404
from maillage.core.tables import TableFormat, table_response
from maillage.directory.enums import RunStatus
from maillage.directory.models import ImportRun

_CHUNK = 1_000


def _run_with_rows_or_404(request: HttpRequest, pk: int) -> ImportRun:
    """A run that was read to its end."""
    run = import_run_or_404(request.user, pk)
    if run.status not in (RunStatus.APERCU, RunStatus.REUSSI):
        raise Http404
    return run


@require_safe
def import_report(request: HttpRequest, pk: int, form: str) -> HttpResponseBase:
    """Every row that has something to say, with every reason, before and after."""
    run = _run_with_rows_or_404(request, pk)
    if form not in ("csv", "xlsx", "json"):
        raise Http404
    name = f"import-{run.source_id}-{run.pk}"
    rows = rows_of_run(run=run, wanted=RowFilter()).iterator(chunk_size=_CHUNK)
    if form != "json":
        return table_response(
            name=name,
            form=cast("TableFormat", form),
            header=FILE_HEADER,
            rows=file_rows(rows=rows, run=run),
        )
    response = StreamingHttpResponse(_json(run), content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.json"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _json(run: ImportRun) -> Iterator[str]:
    head = json.dumps(file_head(run, alike=sheets_alike(run=run)), ensure_ascii=False, indent=1)
    yield f'{head[:-2]},\n "lignes": ['
    rows = rows_of_run(run=run, wanted=RowFilter()).iterator(chunk_size=_CHUNK)
    for rank, row in enumerate(rows):
        yield f"{',' if rank else ''}\n  {json.dumps(file_item(row), ensure_ascii=False)}"
    yield "\n ]\n}\n"


@require_safe
def import_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter, to be copied, printed or sent."""
    run = _run_with_rows_or_404(request, pk)
    letter = _letter(request, run)
    context = {
        "section": "bureau",
        "run": run,
        "letter": letter,
        "mailto": letter.mailto(),
    }
    return render(request, "contributions/imports/letter.html", context)


@require_safe
def import_letter_text(request: HttpRequest, pk: int) -> HttpResponse:
    """The same letter as plain text."""
    run = _run_with_rows_or_404(request, pk)
    response = HttpResponse(_letter(request, run).text, content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="lettre-{run.source_id}.txt"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _letter(request: HttpRequest, run: ImportRun) -> Letter:
    rows = rows_of_run(run=run, wanted=RowFilter()).iterator(chunk_size=_CHUNK)
    return letter_of(
        run=run,
        rows=rows,
        site_name=settings.SITE_NAME,
        about=request.build_absolute_uri(reverse("portal:about")),
    )
