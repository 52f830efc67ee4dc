"""« Mon espace » and the page of one sheet; confirm in one click, undo."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from maillage.contributions.actions import sheets as actions
from maillage.contributions.forms.sheets import CHECKS
from maillage.contributions.presenters import sheets as presenters
from maillage.contributions.presenters.duplicates import merged_lines
from maillage.contributions.presenters.provenance import record_lines, sheet_origins
from maillage.contributions.presenters.quality import sheet_quality
from maillage.contributions.queries import contributions as waiting
from maillage.contributions.queries import sheets as queries
from maillage.contributions.queries.campaigns import addresses_of
from maillage.contributions.queries.duplicates import merges_of
from maillage.contributions.queries.provenance import records_of
from maillage.contributions.queries.refusals import silent_lieux
from maillage.contributions.views.reading import WORDS_MAX_LENGTH
from maillage.contributions.views.sheet_tools import (
    author_of,
    back,
    checked_author,
    editable_lieu,
    remember_undo,
    say_refused,
    section_or_404,
    take_undo,
    undo_notice,
    user_of,
)
from maillage.directory.enums import AskFrequency, Section
from maillage.directory.models import Lieu, SectionConfirmation
from maillage.directory.quality_store import facts_of, score_facts_of
from maillage.directory.section_actions import (
    SectionConflictError,
    confirm_sections,
    confirmation_state,
    restore_confirmations,
)
from maillage.directory.section_queries import read_values
from maillage.network.queries import served_sentence
from maillage.network.rules import (
    acts_in_the_name_of,
    can_manage_lieu,
    coordinates_lieu,
    roles_of,
)

PAGE_SIZE = 30


@never_cache
@require_safe
def pro_home(request: HttpRequest) -> HttpResponse:
    """My places, what each needs most, what waits for me."""
    user = user_of(request)
    roles = roles_of(user)
    page = Paginator(queries.lieux_of_member(roles=roles), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    lieux = list(page.object_list)
    ids = [lieu.pk for lieu in lieux]
    facts, drafts = facts_of(ids=ids), queries.drafts_of(ids=ids)
    context = {
        "section": "pro",
        "cards": [
            presenters.lieu_card(
                lieu=lieu, facts=facts[lieu.pk], drafts=len(drafts.get(lieu.pk, []))
            )
            for lieu in lieux
        ],
        "page": page,
        "structures": queries.structures_of_member(roles=roles),
        "invitations": queries.invitations_to(user=user),
        "waiting": waiting.waiting_counts(user=user) if roles.is_professional else None,
        "undo": undo_notice(request),
        "words": "",
        "words_max_length": WORDS_MAX_LENGTH,
    }
    return render(request, "contributions/pro_home.html", context)


@never_cache
@require_safe
def sheet_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The seven sections of one sheet, each with its date and its two buttons."""
    lieu = editable_lieu(request, slug)
    user = user_of(request)
    confirmations = SectionConfirmation.objects.select_related("by")
    prefetch_related_objects([lieu], "modalites", Prefetch("confirmations", confirmations))
    values = {section: read_values(lieu=lieu, section=section) for section in Section}
    drafts = queries.drafts_of(ids=[lieu.pk]).get(lieu.pk, [])
    facts = score_facts_of(ids=[lieu.pk])[lieu.pk]
    records = records_of(lieu=lieu)
    origins = sheet_origins(lieu=lieu, values=values, records=records)
    context = {
        "section": "pro",
        "lieu": lieu,
        "cards": presenters.section_cards(lieu=lieu, values=values, drafts=drafts, origins=origins),
        "records": record_lines(lieu=lieu, records=records),
        "health": presenters.health_of(lieu=lieu, facts=facts.facts),
        "quality": sheet_quality(slug=lieu.slug, facts=facts),
        "served": served_sentence(lieu=lieu),
        "in_the_name_of": acts_in_the_name_of(user, lieu),
        "checks": CHECKS,
        "can_manage": can_manage_lieu(user, lieu),
        "missing_to_publish": actions.missing_to_publish(lieu=lieu),
        "rhythms": AskFrequency.choices,
        "refuses_mail": bool(silent_lieux(addresses=addresses_of(lieux=[lieu]))),
        "undo": undo_notice(request, lieu=lieu),
        "merges": merged_lines(lieu=lieu, pairs=merges_of(lieu=lieu)),
        "coordinates": coordinates_lieu(user, lieu),
    }
    return render(request, "contributions/sheet_detail.html", context)


@never_cache
@require_POST
def sheet_confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """« Rien n’a changé »: for the sections named, for all when none is."""
    lieu = editable_lieu(request, slug)
    names = request.POST.getlist("sections")
    sections = [section_or_404(name) for name in dict.fromkeys(names)] or list(Section)
    author = checked_author(request, lieu)
    if isinstance(author, str):
        say_refused(request, author)
        return back(request, lieu)
    with transaction.atomic():
        before = confirmation_state(lieu=lieu, sections=sections)
        confirm_sections(lieu=lieu, sections=sections, author=author)
        after = confirmation_state(lieu=lieu, sections=sections)
    if len(sections) == len(Section):
        words = _("« %(nom)s » est confirmé : tout est à jour.") % {"nom": lieu.nom}
    else:
        labels = ", ".join(str(section.label) for section in sections)
        words = _("Confirmé, rien n’a changé : %(sections)s.") % {"sections": labels}
    remember_undo(request, lieu, kind="confirm", words=words, before=before, after=after)
    return back(request, lieu)


@never_cache
@require_POST
def sheet_undo(request: HttpRequest, slug: str) -> HttpResponse:
    """Undo the last click on this sheet, unless somebody wrote there since."""
    lieu = editable_lieu(request, slug)
    done = take_undo(request, lieu)
    if done is None:
        say_refused(request, _("Il n’y a plus rien à annuler : une heure a passé."))
    elif done["kind"] == "section":
        _undo_section(request, lieu, done)
    elif done["kind"] == "archive":
        if can_manage_lieu(user_of(request), lieu):
            actions.unarchive_to(lieu=lieu, status=done["status"], author=author_of(request, lieu))
            messages.success(request, _("La fiche est revenue comme avant."))
    else:
        whole = restore_confirmations(
            lieu=lieu, before=done["before"], after=done["after"], by=user_of(request)
        )
        if whole:
            messages.success(request, _("La confirmation est annulée."))
        else:
            messages.warning(
                request,
                _("Une partie a été confirmée de nouveau depuis : elle est restée comme elle est."),
            )
    return back(request, lieu)


def _undo_section(request: HttpRequest, lieu: Lieu, done: dict[str, object]) -> None:
    try:
        actions.undo_section(
            lieu=lieu,
            section=Section(str(done["section"])),
            before=done["before"],  # type: ignore[arg-type]
            after=str(done["after"]),
            confirmations=done["confirmations"],  # type: ignore[arg-type]
            author=author_of(request, lieu),
        )
    except SectionConflictError:
        say_refused(
            request,
            _("Quelqu’un d’autre a modifié cette partie depuis : elle est restée comme elle est."),
        )
        return
    messages.success(request, _("Votre modification est annulée : la partie est comme avant."))
