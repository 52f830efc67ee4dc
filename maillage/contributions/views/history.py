"""The history of one sheet: every version, two compared, one brought back."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from maillage.accounts.models import User
from maillage.contributions.queries.journal import entries_of_lieu, lines_of
from maillage.core.errors import DomainError
from maillage.directory.history_actions import restore_version
from maillage.directory.history_queries import compare_versions, version_count, versions_of
from maillage.network.rules import (
    can_manage_lieu,
    lieu_for_edit_or_404,
    lieu_for_management_or_404,
)

PER_PAGE = 20
LINES = 30
MAX_KEY = 2**63 - 1


@require_safe
def sheet_history(request: HttpRequest, slug: str) -> HttpResponse:
    """Every version of a sheet, the latest first, and what the journal says of it."""
    lieu = lieu_for_edit_or_404(request.user, slug)
    count = version_count(lieu=lieu)
    last = max(1, -(-count // PER_PAGE))
    number = min(max(1, _number(request.GET.get("page", "1")) or 1), last)
    versions = versions_of(row=lieu, limit=PER_PAGE, offset=(number - 1) * PER_PAGE)
    context = {
        "section": "pro",
        "lieu": lieu,
        "versions": versions,
        "count": count,
        "number": number,
        "last": last,
        "current": versions[0].pk if number == 1 and versions else 0,
        "previous_url": f"?page={number - 1}" if number > 1 else "",
        "next_url": f"?page={number + 1}" if number < last else "",
        "can_restore": can_manage_lieu(request.user, lieu),
        "lines": lines_of(entries=entries_of_lieu(lieu=lieu, limit=LINES)),
    }
    return render(request, "contributions/history.html", context)


@require_safe
def sheet_compare(request: HttpRequest, slug: str) -> HttpResponse:
    """Two versions side by side: ?avant=<version>&apres=<version>."""
    lieu = lieu_for_edit_or_404(request.user, slug)
    chosen = [_number(request.GET.get(name, "")) for name in ("avant", "apres")]
    if not all(chosen) or chosen[0] == chosen[1]:
        messages.error(request, _("Choisissez deux versions différentes à comparer."))
        return redirect("contributions:sheet_history", slug)
    try:
        before, after, changes = compare_versions(lieu=lieu, before=chosen[0], after=chosen[1])
    except LookupError as error:
        raise Http404 from error
    if before.at > after.at:
        before, after, changes = compare_versions(lieu=lieu, before=chosen[1], after=chosen[0])
    context = {
        "section": "pro",
        "lieu": lieu,
        "before": before,
        "after": after,
        "changes": changes,
        "can_restore": can_manage_lieu(request.user, lieu),
    }
    return render(request, "contributions/history_compare.html", context)


@require_POST
def sheet_restore(request: HttpRequest, slug: str) -> HttpResponse:
    """Write what a version said, as a new version."""
    lieu = lieu_for_management_or_404(request.user, slug)
    version = _number(request.POST.get("version", ""))
    try:
        restored = restore_version(lieu=lieu, version=version, by=cast("User", request.user))
    except LookupError as error:
        raise Http404 from error
    except DomainError as error:
        messages.error(request, error.message_fr)
    else:
        messages.success(
            request,
            _("Version rétablie. Pour revenir en arrière, rétablissez la version précédente."),
        )
        for warning in restored.warnings:
            messages.warning(request, warning)
    return redirect("contributions:sheet_history", slug)


def _number(text: str) -> int:
    """A key of the address; 0 for anything else."""
    is_key = text.isascii() and text.isdigit() and len(text) < 20
    return int(text) if is_key and int(text) <= MAX_KEY else 0
