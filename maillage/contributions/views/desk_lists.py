"""The lists of the desk that are not lists of places: people, imports, e-mails refused."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import formats, timezone
from django.views.decorators.http import require_safe

from maillage.contributions.presenters.calls import call_rows
from maillage.contributions.queries import desk as queries
from maillage.contributions.queries.imports import recent_imports
from maillage.contributions.views.desk import PER_PAGE, desk_page_or_404
from maillage.contributions.views.paging import paged
from maillage.core.tables import table_response
from maillage.directory.enums import ESSENTIAL_SECTIONS, Section
from maillage.network.rules import roles_of


@require_safe
def desk_members(request: HttpRequest) -> HttpResponse:
    """Who keeps the sheets of the territory, and their last visit."""
    page = desk_page_or_404(request)
    rows = queries.members_of_scope(scope=page.scope)
    return render(
        request,
        "contributions/desk_members.html",
        {**page.context, **paged(request, rows, PER_PAGE)},
    )


@require_safe
def desk_members_export(request: HttpRequest, form: str) -> HttpResponse:
    """The same list for a spreadsheet."""
    page = desk_page_or_404(request)
    if form not in ("csv", "xlsx"):
        raise Http404
    rows = (
        (
            str(row.user),
            row.user.get_profession_display(),
            row.structure.nom,
            row.get_role_display(),
            formats.date_format(timezone.localtime(row.user.last_seen_at), "Y-m-d"),
        )
        for row in queries.members_of_scope(scope=page.scope)
    )
    header = ("nom", "métier", "structure", "rôle", "dernière visite")
    return table_response(
        name="bureau-professionnels",
        form="csv" if form == "csv" else "xlsx",
        header=header,
        rows=rows,
    )


@require_safe
def desk_imports(request: HttpRequest) -> HttpResponse:
    """The imports that wrote sheets of the territory in the last 90 days."""
    page = desk_page_or_404(request)
    roles = roles_of(request.user)
    imports = recent_imports(scope=page.scope, roles=roles, user=page.user, limit=200)
    context = {**page.context, "imports": imports}
    return render(request, "contributions/desk_imports.html", context)


@require_safe
def desk_mails(request: HttpRequest) -> HttpResponse:
    """The structures whose e-mail could not be delivered."""
    page = desk_page_or_404(request)
    rows = queries.undelivered(scope=page.scope)
    return render(
        request, "contributions/desk_mails.html", {**page.context, **paged(request, rows, PER_PAGE)}
    )


@require_safe
def desk_structures(request: HttpRequest) -> HttpResponse:
    """The structures whose sheets nobody keeps, each with its invitation."""
    page = desk_page_or_404(request)
    rows = queries.structures_without_people(scope=page.scope)
    context = {**page.context, **paged(request, rows, PER_PAGE)}
    return render(request, "contributions/desk_structures.html", context)


@require_safe
def desk_calls(request: HttpRequest) -> HttpResponse:
    """The structures asked outside campaigns that no e-mail can reach: to be called."""
    page = desk_page_or_404(request)
    found = paged(request, queries.to_call(scope=page.scope), PER_PAGE)
    context = {
        **page.context,
        **found,
        "calls": call_rows(requests=list(found["page"].object_list)),
        "sections": [str(section.label) for section in Section if section in ESSENTIAL_SECTIONS],
    }
    return render(request, "contributions/desk_calls.html", context)
