"""One section of a sheet: read, correct, keep for later, choose when two people wrote."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from maillage.contributions.actions import sheets as actions
from maillage.contributions.forms.sections import SectionForm, build_section_form
from maillage.contributions.forms.sheets import CHECKS, typed_of
from maillage.contributions.models import SectionDraft
from maillage.contributions.presenters import sheets as presenters
from maillage.contributions.queries import sheets as queries
from maillage.contributions.views.sheet_tools import (
    checked_author,
    editable_lieu,
    lost_page,
    pack,
    remember_saved,
    section_or_404,
    unpack,
    user_of,
    was_opened,
)
from maillage.core.errors import DomainError
from maillage.directory.enums import Section
from maillage.directory.models import Lieu, SectionConfirmation
from maillage.directory.section_actions import (
    Author,
    ConfirmationState,
    SavedSection,
    SectionConflictError,
    confirmation_state,
    save_section,
)
from maillage.directory.section_queries import fingerprint, read_values
from maillage.directory.sections import SectionValues
from maillage.network.rules import acts_in_the_name_of


@dataclass(frozen=True, slots=True)
class Editing:
    """One request on one section: the sheet, what it says now, what its editor had read."""

    lieu: Lieu
    section: Section
    current: SectionValues
    base: SectionValues | None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def section_edit(request: HttpRequest, slug: str, section: str) -> HttpResponse:
    """The form of one section, and what its buttons do."""
    part = section_or_404(section)
    try:
        lieu = editable_lieu(request, slug)
    except Http404:
        if request.method == "POST" and was_opened(request):
            return lost_page(request, typed_of(request.POST))
        raise
    current = read_values(lieu=lieu, section=part)
    if request.method != "POST":
        return _opened(request, Editing(lieu, part, current, current))
    editing = Editing(lieu, part, current, unpack(request, lieu, part, "base"))
    match request.POST.get("do", "save"):
        case "draft":
            return _keep_draft(request, editing)
        case "discard":
            actions.delete_draft(lieu=lieu, section=part)
            messages.success(request, _("Le brouillon est effacé."))
            return redirect("contributions:section_edit", slug=slug, section=section)
        case "choose":
            return _choose(request, editing)
        case _:
            return _save_typed(request, editing)


def _opened(request: HttpRequest, editing: Editing) -> HttpResponse:
    """The form as the sheet is, or as the draft left it."""
    draft = queries.draft_of(lieu=editing.lieu, section=editing.section)
    if draft is None:
        return _form_page(request, editing, _form(editing))
    data = QueryDict(mutable=True)
    for name, values in draft.values.get("typed", {}).items():
        data.setlist(name, values)
    form = _form(editing, data)
    form.shows_errors = False
    resumed = Editing(editing.lieu, editing.section, editing.current, draft.values.get("base"))
    return _form_page(request, resumed, form, draft=draft)


def _form(editing: Editing, data: QueryDict | None = None) -> SectionForm:
    return build_section_form(
        section=editing.section, lieu=editing.lieu, values=editing.current, data=data
    )


def _form_page(
    request: HttpRequest,
    editing: Editing,
    form: SectionForm,
    *,
    draft: SectionDraft | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    base = editing.current if editing.base is None else editing.base
    errors = list(form.error_items)
    if problem:
        errors.insert(0, ("", problem))
    context = {
        "section": "pro",
        "lieu": editing.lieu,
        "part": editing.section,
        "form": form,
        "base": pack(request, editing.lieu, editing.section, base),
        "draft": draft,
        "errors": errors,
        "in_the_name_of": acts_in_the_name_of(user_of(request), editing.lieu),
        "checks": CHECKS,
        "channel": request.POST.get("channel", CHECKS[0][0]),
    }
    return render(request, "contributions/sheet_section.html", context, status=status)


def _keep_draft(request: HttpRequest, editing: Editing) -> HttpResponse:
    actions.save_draft(
        lieu=editing.lieu,
        section=editing.section,
        typed=typed_of(request.POST),
        base=editing.current if editing.base is None else editing.base,
        by=user_of(request),
    )
    messages.success(
        request,
        _("Le brouillon est gardé 90 jours. La fiche publique n’a pas changé."),
    )
    return redirect("contributions:sheet_detail", slug=editing.lieu.slug)


def _save_typed(request: HttpRequest, editing: Editing) -> HttpResponse:
    form = _form(editing, request.POST)
    if not form.is_valid():
        # Another row was asked: nothing is wrong.
        return _form_page(request, editing, form, status=200 if form.is_asking_row else 400)
    author = checked_author(request, editing.lieu)
    if isinstance(author, str):
        return _form_page(request, editing, form, problem=author, status=400)
    return _save(request, editing, form, form.values(), author)


def _save(
    request: HttpRequest,
    editing: Editing,
    form: SectionForm,
    values: SectionValues,
    author: Author,
) -> HttpResponse:
    """Write values that were read from `editing.base`; the three ways it may end."""
    lieu, section, base = editing.lieu, editing.section, editing.base
    if base is not None and values == base and base != editing.current:
        # Nothing was typed: what the other person wrote stays, and is there to be read.
        messages.warning(
            request,
            _("Quelqu’un d’autre a modifié cette partie pendant ce temps. Relisez-la."),
        )
        return redirect("contributions:section_edit", slug=lieu.slug, section=section.value)
    before = confirmation_state(lieu=lieu, sections=[section])
    expected = "" if base is None else fingerprint(values=base)
    try:
        saved = save_section(
            lieu=lieu, section=section, values=values, author=author, expected=expected
        )
    except SectionConflictError as conflict:
        return _conflict_page(request, editing, theirs=conflict.current, mine=values)
    except DomainError as error:
        return _form_page(request, editing, form, problem=error.message_fr, status=400)
    except ValidationError as error:
        return _form_page(request, editing, form, problem=" ".join(error.messages), status=400)
    return _saved(request, editing, saved, before)


def _saved(
    request: HttpRequest, editing: Editing, saved: SavedSection, before: ConfirmationState
) -> HttpResponse:
    """Say what was written, with its undo, and go back to the sheet."""
    lieu, section = editing.lieu, editing.section
    actions.delete_draft(lieu=lieu, section=section)
    if not saved.changes:
        messages.success(
            request,
            _("%(section)s : rien n’a changé. La partie est confirmée aujourd’hui.")
            % {"section": section.label},
        )
    else:
        remember_saved(
            request, section=section, saved=saved, before=editing.current, confirmations=before
        )
    return redirect("contributions:sheet_detail", slug=lieu.slug)


# --- two people at once -------------------------------------------------------------------
def _conflict_page(
    request: HttpRequest, editing: Editing, *, theirs: SectionValues, mine: SectionValues
) -> HttpResponse:
    """409: field by field, what it was, what somebody saved, what was typed."""
    lieu, section = editing.lieu, editing.section
    last = (
        SectionConfirmation.objects.select_related("by")
        .filter(lieu=lieu, section=section.value)
        .first()
    )
    context = {
        "section": "pro",
        "lieu": lieu,
        "part": section,
        "disputed": presenters.disputed_of(base=editing.base, theirs=theirs, mine=mine),
        "knows_opened": editing.base is not None,
        "who": last.by if last is not None else None,
        "when": timezone.localtime(last.confirmed_at) if last is not None else None,
        "base": pack(request, lieu, section, theirs),
        "mine": pack(request, lieu, section, mine),
        "channel": request.POST.get("channel", ""),
    }
    return render(request, "contributions/sheet_conflict.html", context, status=409)


def _choose(request: HttpRequest, editing: Editing) -> HttpResponse:
    """What was chosen after a conflict: theirs or mine, field by field."""
    mine = unpack(request, editing.lieu, editing.section, "mine")
    if mine is None or editing.base is None:
        messages.error(request, _("Le formulaire est arrivé incomplet. Recommencez."))
        return redirect(
            "contributions:section_edit", slug=editing.lieu.slug, section=editing.section.value
        )
    chosen: SectionValues = {}
    for key, names in presenters.groups_of(mine).items():
        source = editing.base if request.POST.get(f"choice-{key}") == "theirs" else mine
        chosen |= {name: source[name] for name in names if name in source}
    author = checked_author(request, editing.lieu)
    if isinstance(author, str):
        return _conflict_page(request, editing, theirs=editing.base, mine=mine)
    form = _form(editing)
    if chosen == editing.base:
        # Theirs everywhere: nothing to write, nothing to confirm in somebody's place.
        actions.delete_draft(lieu=editing.lieu, section=editing.section)
        messages.success(request, _("La version déjà enregistrée est gardée."))
        return redirect("contributions:sheet_detail", slug=editing.lieu.slug)
    return _save(request, editing, form, chosen, author)
