"""Imports: the sources, a file dropped, its preview, what became of it."""

import logging
import tempfile
from pathlib import Path
from typing import Any, cast

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from maillage.accounts.models import User
from maillage.contributions.actions import imports as actions
from maillage.contributions.forms.columns import ColumnsForm
from maillage.contributions.forms.imports import NEW, ImportForm, MappingForm, RowFilterForm
from maillage.contributions.jobs.imports import work_on_import
from maillage.contributions.presenters.imports import (
    differences_of,
    figures_of,
    is_ahead,
    rows_in_words,
    size_in_words,
    state_tag,
)
from maillage.contributions.queries import imports as queries
from maillage.contributions.rules import import_run_or_404
from maillage.contributions.views.paging import paged
from maillage.core.errors import DomainError
from maillage.directory.enums import AT_WORK, RunStatus
from maillage.directory.models import ImportRun
from maillage.directory.sources import all_sources
from maillage.network.rules import coordinator_or_404, roles_of

logger = logging.getLogger(__name__)

RUNS_PER_PAGE = 20
ROWS_PER_PAGE = 20


@require_safe
def import_list(request: HttpRequest) -> HttpResponse:
    """The sources, and the imports that this person may read."""
    roles = coordinator_or_404(request.user)
    runs = queries.visible_runs(roles=roles, user=cast("User", request.user))
    lines = queries.source_lines(roles=roles)
    context = {
        "section": "bureau",
        "is_everywhere": roles.is_administrator,
        "sources": [line for line in lines if line.last or line.sheets],
        "unused": [line for line in lines if not (line.last or line.sheets)],
        **paged(request, runs, RUNS_PER_PAGE),
    }
    context["runs"] = [(run, state_tag(run)) for run in context["page"].object_list]
    return render(request, "contributions/imports/list.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def import_create(request: HttpRequest) -> HttpResponse:
    """Drop a file, or give its address; it is looked at before anything is written."""
    coordinator_or_404(request.user)
    if request.method != "POST":
        form = ImportForm(folder=None)
        wanted = request.GET.get("source", "")
        return _create_page(request, form, {**form.typed(), "source": wanted})
    with tempfile.TemporaryDirectory() as folder:
        form = ImportForm(request.POST, request.FILES, folder=Path(folder))
        if not form.is_valid() or form.incoming is None:
            return _create_page(request, form, form.typed(), status=400)
        try:
            with transaction.atomic():
                source = actions.source_for_import(**form.source_words())
                run = actions.receive(
                    source=source, incoming=form.incoming, by=cast("User", request.user)
                )
        except OSError:
            logger.exception("import=not_kept")
            form.add_error("fichier", _("Le site n’a pas pu garder ce fichier : prévenez-nous."))
            return _create_page(request, form, form.typed(), status=503)
    if run.status == RunStatus.RECU:
        work_on_import.enqueue(run.pk)
    return redirect("contributions:import_detail", pk=run.pk)


def _create_page(
    request: HttpRequest, form: ImportForm, typed: dict[str, str], *, status: int = 200
) -> HttpResponse:
    errors = form.errors_by_field()
    context = {
        "section": "bureau",
        "choices": [
            ("", _("Choisissez")),
            *form.choices,
            (NEW, _("Une nouvelle source")),
        ],
        "typed": typed,
        "errors": errors,
        "error_list": [(f"import-{name}", text) for name, text in errors.items() if text],
        "is_new": typed["source"] == NEW,
        "is_file_lost": "fichier" in request.FILES and not errors["fichier"],
    }
    return render(request, "contributions/imports/create.html", context, status=status)


@never_cache
@require_safe
def import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """How far an import is, then its preview, then its report."""
    run = import_run_or_404(request.user, pk)
    is_working = "demande" in run.details or run.status in AT_WORK
    # A page that asks for news every three seconds gets a line, or the whole page at the end.
    if request.headers.get("HX-Request"):
        if not is_working:
            return HttpResponseClientRefresh()
        return render(request, "contributions/imports/_progress.html", _progress(run))
    return _detail_page(request, run, is_working=is_working)


def _detail_page(
    request: HttpRequest,
    run: ImportRun,
    *,
    is_working: bool,
    chosen: ColumnsForm | None = None,
) -> HttpResponse:
    """`chosen`: columns that were sent and are not right."""
    context = {
        "section": "bureau",
        **_progress(run),
        "is_working": is_working,
        "is_ahead": is_ahead(run),
        "tag": state_tag(run),
        "file_size": size_in_words(run.file_size),
        "has_rows": run.status in (RunStatus.APERCU, RunStatus.REUSSI) and not is_working,
        "has_file": not is_working and actions.has_file(run),
        "columns": run.details.get("colonnes", ()),
        "is_question": _is_question(run),
    }
    if context["has_rows"]:
        context |= _rows(request, run)
    elif context["columns"]:
        context |= _columns(chosen or ColumnsForm(columns=context["columns"]))
    return render(
        request,
        "contributions/imports/detail.html",
        context,
        status=400 if chosen is not None else 200,
    )


def _is_question(run: ImportRun) -> bool:
    """Whether nobody ever said what the columns of this source are: no fault of the file."""
    is_told = "correspondance_donnee" in run.details or bool(run.source.mapping)
    return "colonnes" in run.details and not is_told and run.source_id not in all_sources()


def _columns(form: ColumnsForm) -> dict[str, Any]:
    lists = form.lists()
    return {
        "column_lists": lists,
        "column_options": [("", _("Aucune colonne")), *((name, name) for name in form.columns)],
        "error_list": [(one.name, one.error) for one in lists if one.error],
    }


def _progress(run: ImportRun) -> dict[str, Any]:
    return {
        "run": run,
        "is_applying": run.details.get("demande") == actions.APPLY,
        "read": queries.progress_of(path=actions.progress_path(run)).get("lues", 0),
    }


def _rows(request: HttpRequest, run: ImportRun) -> dict[str, Any]:
    form = RowFilterForm(request.GET)
    wanted = form.to_filter()
    found = paged(request, queries.rows_of_run(run=run, wanted=wanted), ROWS_PER_PAGE)
    rows = rows_in_words(rows=found["page"].object_list, run=run, roles=roles_of(request.user))
    return {
        **found,
        "form": form,
        "is_filtered": bool(wanted.what or wanted.words),
        "figures": figures_of(run),
        "differences": differences_of(run),
        "pairs": 0 if is_ahead(run) else queries.sheets_alike(run=run),
        "same": queries.last_same_file(run=run) if is_ahead(run) else None,
        "rows": list(rows),
    }


@require_POST
def import_apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Do what the preview shows."""
    run = import_run_or_404(request.user, pk)
    try:
        actions.ask_to_apply(run=run, by=cast("User", request.user))
    except DomainError as error:
        messages.error(request, error.message_fr)
    else:
        work_on_import.enqueue(run.pk)
    return redirect("contributions:import_detail", pk=pk)


@require_POST
def import_give_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget the file; the directory does not change."""
    run = import_run_or_404(request.user, pk)
    try:
        actions.give_up(run=run, by=cast("User", request.user))
        messages.success(request, _("L’import est abandonné : rien n’est changé."))
    except DomainError as error:
        messages.error(request, error.message_fr)
    return redirect("contributions:import_detail", pk=pk)


@require_POST
def import_retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Look at the same file again, with a mapping when one is given."""
    run = import_run_or_404(request.user, pk)
    mapping: dict[str, Any] | None
    if "colonnes" in request.POST and run.details.get("colonnes"):
        chosen = ColumnsForm(request.POST, columns=run.details["colonnes"])
        if not chosen.is_valid():
            return _detail_page(request, run, is_working=False, chosen=chosen)
        mapping = chosen.to_mapping()
    else:
        form = MappingForm(request.POST, request.FILES)
        if not form.is_valid():
            messages.error(request, str(form.errors["correspondance"][0]))
            return redirect("contributions:import_detail", pk=pk)
        mapping = form.cleaned_data["correspondance"]
    try:
        actions.ask_again(run=run, by=cast("User", request.user), mapping=mapping)
    except DomainError as error:
        messages.error(request, error.message_fr)
    else:
        work_on_import.enqueue(run.pk)
    return redirect("contributions:import_detail", pk=pk)
