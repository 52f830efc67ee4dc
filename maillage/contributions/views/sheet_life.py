"""The life of a sheet: create, publish, archive, copy; how often to ask."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from maillage.contributions.actions import sheets as actions
from maillage.contributions.actions.refusals import accept_mail
from maillage.contributions.forms.sections import build_section_form
from maillage.contributions.forms.sheets import (
    ArchiveForm,
    ArchiveReason,
    RhythmForm,
    blank_contacts,
    blank_lieu,
)
from maillage.contributions.queries import sheets as queries
from maillage.contributions.views.sheet_tools import (
    author_of,
    back,
    remember_undo,
    say_refused,
    user_of,
)
from maillage.core.errors import DomainError
from maillage.core.journal import Actor
from maillage.directory.enums import LieuStatus, Section
from maillage.directory.models import Lieu
from maillage.network.rules import (
    acts_in_the_name_of,
    can_manage_lieu,
    lieu_for_management_or_404,
    roles_of,
    structure_for_management_or_404,
)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lieu_create(request: HttpRequest, pk: int) -> HttpResponse:
    """A new place of a structure: its contacts first; a draft until it is published."""
    structure = structure_for_management_or_404(user_of(request), pk)
    data = request.POST if request.method == "POST" else None
    blank = blank_lieu()
    form = build_section_form(
        section=Section.CONTACTS, lieu=blank, values=blank_contacts(), data=data
    )
    problems: list[tuple[str, str]] = []
    if data is not None and form.is_valid():
        blank.structure = structure
        blank.code_insee = form.values()["code_insee"]
        try:
            lieu = actions.create_lieu(
                structure=structure, values=form.values(), author=author_of(request, blank)
            )
        except ValidationError as error:
            problems = [("", " ".join(error.messages))]
        else:
            messages.success(
                request,
                _("Le lieu est créé, en brouillon. Complétez-le, puis publiez-le."),
            )
            return redirect("contributions:sheet_detail", slug=lieu.slug)
    errors = [*problems, *form.error_items]
    context = {"section": "pro", "structure": structure, "form": form, "errors": errors}
    return render(
        request, "contributions/sheet_create.html", context, status=400 if errors else 200
    )


@never_cache
@require_POST
def sheet_publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a draft or an archive to the public."""
    lieu = lieu_for_management_or_404(user_of(request), slug)
    try:
        actions.publish_lieu(lieu=lieu, author=author_of(request, lieu))
    except DomainError as error:
        say_refused(request, error.message_fr)
    else:
        messages.success(request, _("La fiche est publiée : le public peut la lire."))
    return back(request, lieu)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_archive(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a sheet out of the public pages, with a reason; one click brings it back."""
    lieu = lieu_for_management_or_404(user_of(request), slug)
    form = ArchiveForm(request.POST if request.method == "POST" else None)
    if lieu.status in (LieuStatus.ARCHIVE, LieuStatus.FUSIONNE):
        say_refused(request, _("Cette fiche n’est déjà plus publiée."))
        return redirect("contributions:pro_home")
    if form.is_bound and form.is_valid():
        former = lieu.status
        actions.archive_sheet(
            lieu=lieu, reason=form.cleaned_data["reason"], author=author_of(request, lieu)
        )
        words = _("« %(nom)s » est dans les archives : le public ne la voit plus.")
        remember_undo(request, lieu, kind="archive", words=words % {"nom": lieu.nom}, status=former)
        return back(request, lieu)
    error = str(form.errors["reason"][0]) if form.errors else ""
    context = {
        "section": "pro",
        "lieu": lieu,
        "reasons": [
            {"value": value, "label": label, "checked": False}
            for value, label in ArchiveReason.choices
        ],
        "error": error,
        "errors": [(f"reason-{ArchiveReason.FERME}", error)] if error else [],
    }
    return render(
        request, "contributions/sheet_archive.html", context, status=400 if error else 200
    )


@never_cache
@require_POST
def sheet_duplicate(request: HttpRequest, slug: str) -> HttpResponse:
    """A draft with the same content, to describe another place of the structure."""
    lieu = lieu_for_management_or_404(user_of(request), slug)
    copy = actions.duplicate_lieu(lieu=lieu, author=author_of(request, lieu))
    messages.success(
        request, _("Voici la copie, en brouillon. Changez d’abord son nom et son adresse.")
    )
    return redirect("contributions:section_edit", slug=copy.slug, section=Section.CONTACTS.value)


@never_cache
@require_POST
def sheet_rhythm(request: HttpRequest, slug: str) -> HttpResponse:
    """How often to ask whether the sheet is still true; perhaps for all my places."""
    user = user_of(request)
    lieu = lieu_for_management_or_404(user, slug)
    form = RhythmForm(request.POST)
    if not form.is_valid():
        say_refused(request, str(form.errors["months"][0]))
        return back(request, lieu)
    lieux: list[Lieu] = [lieu]
    if form.cleaned_data["everywhere"]:
        mine = queries.lieux_of_member(roles=roles_of(user))
        lieux += [one for one in mine if one.pk != lieu.pk and can_manage_lieu(user, one)]
    actions.set_rhythm(lieux=lieux, months=form.cleaned_data["months"], by=user)
    messages.success(request, _("La fréquence des demandes est enregistrée."))
    return back(request, lieu)


@never_cache
@require_POST
def sheet_mail(request: HttpRequest, slug: str) -> HttpResponse:
    """Receive again the requests that somebody of the structure had stopped.

    Only for the structure itself: nobody else takes back its refusal.
    """
    user = user_of(request)
    lieu = lieu_for_management_or_404(user, slug)
    if acts_in_the_name_of(user, lieu):
        raise Http404
    accept_mail(lieu=lieu, address=user.email, by=Actor.of(user))
    messages.success(request, _("Vous recevrez de nouveau les demandes de confirmation."))
    return back(request, lieu)
