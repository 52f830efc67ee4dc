"""The coordinators' desk: the territory at a glance, the lists behind each figure, bulk actions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from maillage.accounts.models import User
from maillage.contributions.actions import desk as actions
from maillage.contributions.forms.desk import PlaceFilterForm
from maillage.contributions.models import DeskOperation
from maillage.contributions.presenters.desk import operation_words, rows_of
from maillage.contributions.queries import desk as queries
from maillage.contributions.queries.campaigns import led_campaigns
from maillage.contributions.queries.desk_lists import LISTS, places_of
from maillage.contributions.queries.desk_scope import Scope, scope_choices, scope_of
from maillage.contributions.queries.duplicates import pairs_to_review
from maillage.contributions.queries.imports import recent_imports
from maillage.contributions.views.paging import paged
from maillage.core.errors import DomainError
from maillage.core.tables import TableFormat, table_response
from maillage.directory.enums import ConfirmationChannel, LieuStatus, Section
from maillage.directory.models import Lieu
from maillage.network.rules import (
    coordinated_lieux_or_404,
    coordinates_lieu,
    coordinator_or_404,
    roles_of,
)

PER_PAGE = 50
EXPORT_LIMIT = 20_000


@dataclass(frozen=True, slots=True)
class DeskPage:
    """What every page of the desk has."""

    user: User
    scope: Scope
    choices: Sequence[tuple[str, str]]

    @property
    def context(self) -> dict[str, Any]:
        operation = queries.last_operation(user=self.user)
        return {
            "section": "bureau",
            "scope": self.scope,
            "choices": self.choices,
            "territory_query": urlencode({"territoire": self.scope.key}) if self.scope.key else "",
            "operation": operation,
            "operation_words": operation_words(operation) if operation else "",
        }


def desk_page_or_404(request: HttpRequest) -> DeskPage:
    """The territory that the address asks, of those of the person; Http404 for another."""
    roles = coordinator_or_404(request.user)
    choices = scope_choices(roles=roles)
    scope = scope_of(roles=roles, wanted=request.GET.get("territoire", ""), choices=choices)
    if scope is None:
        raise Http404
    return DeskPage(cast("User", request.user), scope, choices)


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Every figure of the territory, each with its list and one button."""
    page = desk_page_or_404(request)
    scope = page.scope
    figures = queries.sheet_figures(scope=scope)
    campaigns = queries.campaigns_in(scope=scope)
    context = {
        **page.context,
        "figures": figures,
        "max_places": actions.MAX_PLACES,
        "sections": [
            (section.value, section.label, figures.sections[section.value]) for section in Section
        ],
        "waiting": queries.waiting_figures(scope=scope),
        "duplicates": pairs_to_review(scope=scope).count(),
        "imports": recent_imports(
            scope=scope, roles=roles_of(request.user), user=page.user, limit=3
        ),
        "campaigns": campaigns,
        "led_campaigns": led_campaigns(campaigns=campaigns, roles=roles_of(request.user)),
        "members": queries.member_figures(scope=scope),
        "first_incomplete": queries.first_slug(scope=scope, code="incomplets"),
        "first_contradictory": queries.first_slug(scope=scope, code="contradictoires"),
    }
    return render(request, "contributions/desk.html", context)


@require_safe
def desk_list(request: HttpRequest, code: str) -> HttpResponse:
    """One list of places, with its filters, checkboxes and bulk actions."""
    page = desk_page_or_404(request)
    if code not in LISTS:
        raise Http404
    form = PlaceFilterForm(request.GET)
    wanted = form.to_filter()
    rows = places_of(scope=page.scope, code=code, wanted=wanted)
    found = paged(request, rows, PER_PAGE)
    context = {
        **page.context,
        **found,
        "list": LISTS[code],
        "form": form,
        "is_filtered": any((wanted.words, wanted.section, wanted.contradiction, wanted.reach)),
        "rows": rows_of(found["page"].object_list),
        "here": request.get_full_path(),
        "max_places": actions.MAX_PLACES,
    }
    return render(request, "contributions/desk_list.html", context)


@require_safe
def desk_export(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """The whole list, with its filters, for a spreadsheet."""
    page = desk_page_or_404(request)
    if code not in LISTS or form not in ("csv", "xlsx"):
        raise Http404
    wanted = PlaceFilterForm(request.GET).to_filter()
    lieux = places_of(scope=page.scope, code=code, wanted=wanted)[:EXPORT_LIMIT]
    header = (
        "identifiant",
        "nom",
        "commune",
        "structure",
        "téléphone",
        "courriel",
        "fraîcheur",
        "complétude",
        "contradictions",
        "adresse de la fiche",
    )
    rows = (
        (
            row.pk,
            row.nom,
            row.commune,
            row.structure,
            row.telephone,
            row.courriel,
            row.freshness,
            row.completeness,
            " ; ".join(row.contradictions),
            request.build_absolute_uri(reverse("directory:lieu_detail", args=[row.slug])),
        )
        for row in rows_of(lieux)
    )
    return table_response(
        name=f"bureau-{code}", form=cast("TableFormat", form), header=header, rows=rows
    )


@require_POST
def desk_act(request: HttpRequest) -> HttpResponse:
    """One bulk action on the places ticked, or on a whole list; 404 for anybody else's place."""
    user = cast("User", request.user)
    back = _back(request)
    lieux = _chosen(request)
    action = _ACTIONS.get(request.POST.get("action", ""))
    try:
        if action is None:
            raise DomainError("action", _("Choisissez une action : demander, confirmer, archiver."))
        action(lieux, user)
    except DomainError as error:
        messages.error(request, error.message_fr)
    return redirect(back)


def _chosen(request: HttpRequest) -> list[Lieu]:
    """The places ticked; with « tous », those of the list. Only published ones are acted upon."""
    if not request.POST.get("tous"):
        ticked = request.POST.getlist("lieu")
        found = coordinated_lieux_or_404(request.user, ticked[: actions.MAX_PLACES + 1])
        return [lieu for lieu in found if lieu.status == LieuStatus.PUBLIE]
    roles = coordinator_or_404(request.user)
    code = request.POST.get("liste", "")
    scope = scope_of(
        roles=roles,
        wanted=request.POST.get("territoire", ""),
        choices=scope_choices(roles=roles),
    )
    if scope is None or code not in LISTS:
        raise Http404
    wanted = PlaceFilterForm(request.POST).to_filter()
    rows = places_of(scope=scope, code=code, wanted=wanted)
    found = list(rows[: actions.MAX_PLACES + 1])
    return [lieu for lieu in found if lieu.status == LieuStatus.PUBLIE]


_ACTIONS: dict[str, Callable[[Sequence[Lieu], User], DeskOperation]] = {
    "demander": lambda lieux, by: actions.ask_places(lieux=lieux, by=by),
    "appel": lambda lieux, by: actions.confirm_places(
        lieux=lieux, by=by, channel=ConfirmationChannel.APPEL
    ),
    "visite": lambda lieux, by: actions.confirm_places(
        lieux=lieux, by=by, channel=ConfirmationChannel.VISITE
    ),
    "archiver": lambda lieux, by: actions.archive_places(lieux=lieux, by=by),
}


@require_POST
def desk_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a bulk action of one's own."""
    coordinator_or_404(request.user)
    user = cast("User", request.user)
    operation = get_object_or_404(DeskOperation, pk=pk, by=user)
    # A territory withdrawn meanwhile: its places stay as they are.
    rows = Lieu.objects.filter(pk__in=list(operation.before))
    lieux = [lieu for lieu in rows if coordinates_lieu(user, lieu)]
    try:
        undone = actions.undo_operation(operation=operation, lieux=lieux, by=user)
    except DomainError as error:
        messages.error(request, error.message_fr)
        return redirect(_back(request))
    words = ngettext(
        "Annulé : %(count)s fiche est comme avant.",
        "Annulé : %(count)s fiches sont comme avant.",
        undone.restored,
    ) % {"count": undone.restored}
    if undone.kept:
        words += " " + ngettext(
            "%(count)s a changé depuis, ou son courriel était déjà parti.",
            "%(count)s ont changé depuis, ou leur courriel était déjà parti.",
            undone.kept,
        ) % {"count": undone.kept}
    messages.success(request, words)
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    """Where the form says to return, inside the desk only."""
    wanted = request.POST.get("suite", "")
    home = reverse("contributions:desk")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours and wanted.startswith(home) else home
