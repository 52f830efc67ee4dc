"""Answering one contribution: what was sent beside the sheet, and the buttons."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from maillage.contributions import rules
from maillage.contributions.actions import moderation as actions
from maillage.contributions.enums import (
    RefusalReason,
    ReportKind,
    ReportStatus,
)
from maillage.contributions.forms.moderation import (
    LIEU_STATES,
    AnswerForm,
    CreateLieuForm,
    RefusalForm,
    WordsForm,
)
from maillage.contributions.forms.sections import SectionForm, build_section_form
from maillage.contributions.models import ANSWER_MAX_LENGTH, Contribution
from maillage.contributions.queries.proposals import (
    near_lieux,
    outcome_lines,
    review_lines,
    structures_of_commune,
)
from maillage.contributions.views.visitors import account_of
from maillage.core.durations import duration_words
from maillage.core.errors import DomainError
from maillage.directory.enums import ConfirmationChannel, ConfirmationKind, Section
from maillage.directory.models import Lieu, Structure
from maillage.directory.section_actions import Author, SectionConflictError
from maillage.directory.section_queries import (
    FieldDifference,
    differences,
    fingerprint,
    read_values,
)
from maillage.network.rules import acts_in_the_name_of

# Where an error leads, when it is not the field's own name.
_ERROR_IDS = {"lieu-state": f"state-{LIEU_STATES[0][0]}"}
# What each subject of a report leads to on the sheet.
SECTION_OF_KIND = {
    ReportKind.HORAIRES: Section.HORAIRES,
    ReportKind.ADRESSE: Section.CONTACTS,
    ReportKind.CONTACT: Section.CONTACTS,
    ReportKind.SERVICES: Section.SERVICES,
    ReportKind.ACCES: Section.VENIR,
}


# --- one of them ---------------------------------------------------------------------------
@dataclass(slots=True)
class _Shown:
    """What a page of review shows beside the contribution, after a refused answer."""

    problem: str = ""
    errors: Mapping[str, str] | None = None
    typed: Mapping[str, Any] | None = None
    form: SectionForm | None = None
    conflict: tuple[FieldDifference, ...] = ()
    lost: tuple[FieldDifference, ...] = ()
    status: int = 200


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contribution_review(request: HttpRequest, number: str) -> HttpResponse:
    """What was sent beside the sheet; `?partie=` opens the form of that section in place."""
    contribution = rules.contribution_for_answer_or_404(request.user, number)
    if request.method == "POST":
        answer = _ANSWERS.get(request.POST.get("action", ""))
        if answer is None:
            shown = _Shown(problem=_("Ce bouton n’existe pas. Rien n’est changé."), status=400)
            return _review_page(request, contribution, shown)
        return _answer(request, contribution, answer)
    code = request.GET.get("partie", "")
    if code in Section.values and contribution.lieu is not None and not contribution.is_closed:
        form = _section_form(contribution, Section(code))
        return _edit_page(request, contribution, _Shown(form=form))
    return _review_page(request, contribution, _Shown())


_Answer = Callable[[HttpRequest, Contribution], "_Shown | str"]
"""Answers a form: the sentence of success, or what to show instead."""


def _answer(request: HttpRequest, contribution: Contribution, answer: _Answer) -> HttpResponse:
    try:
        outcome = answer(request, contribution)
    except SectionConflictError:
        outcome = _Shown(
            problem=_(
                "La fiche a changé pendant que vous lisiez. Rien n’est écrit : relisez ce qu’elle "
                "dit maintenant, puis répondez."
            ),
            status=409,
        )
    except DomainError as error:
        is_late = error.code == "closed"
        outcome = _Shown(problem=error.message_fr, status=409 if is_late else 400)
        outcome.lost = _lost(request, contribution) if is_late else ()
    except ValidationError as error:
        outcome = _Shown(
            problem=_("La fiche refuse ces valeurs : %(why)s Corrigez-les avant d’accepter.")
            % {"why": " ".join(error.messages)},
            status=400,
        )
    if isinstance(outcome, str):
        messages.success(request, outcome)
        return redirect("contributions:contribution_review", number=contribution.number)
    if outcome.typed is None:
        outcome.typed = request.POST.dict()
    if outcome.form is not None:
        return _edit_page(request, contribution, outcome)
    # Somebody else may have answered meanwhile: the page shows what is stored.
    fresh = rules.contribution_for_answer_or_404(request.user, contribution.number)
    return _review_page(request, fresh, outcome)


def _author(request: HttpRequest, lieu: Lieu) -> Author:
    user = account_of(request)
    in_its_name = acts_in_the_name_of(request.user, lieu)
    return Author(
        kind=ConfirmationKind.COORDINATION if in_its_name else ConfirmationKind.STRUCTURE,
        channel=ConfirmationChannel.CONTRIBUTION,
        user=user,
        profession=user.profession if user is not None else "",
    )


def _first_errors(form: AnswerForm) -> dict[str, str]:
    return {name: str(messages_[0]) for name, messages_ in form.errors.items()}


def _start(_request: HttpRequest, contribution: Contribution) -> _Shown | str:
    actions.start_report(report=contribution)
    return _("C’est noté : la personne voit que quelqu’un vérifie.")


def _accept(request: HttpRequest, contribution: Contribution) -> _Shown | str:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _Shown(errors=_first_errors(form), status=400)
    if contribution.lieu is None:
        return _Shown(problem=_("Ce lieu n’a pas encore de fiche : créez-la."), status=400)
    actions.accept_contribution(
        contribution=contribution,
        author=_author(request, contribution.lieu),
        expected={
            code: str(request.POST.get(f"empreinte-{code}", "")) for code in contribution.changes
        },
        answer=form.cleaned_data["answer"],
    )
    return _("La proposition est acceptée, la fiche est corrigée.")


def _amend(request: HttpRequest, contribution: Contribution) -> _Shown | str:
    code = str(request.POST.get("partie", ""))
    if code not in Section.values or contribution.lieu is None:
        return _Shown(problem=_("Choisissez une partie de la fiche."), status=400)
    section, lieu = Section(code), contribution.lieu
    form = _section_form(contribution, section, request)
    words = AnswerForm(request.POST)
    if not all([form.is_valid(), words.is_valid()]):
        errors = _first_errors(words)
        status = 400 if errors or form.error_items else 200
        return _Shown(form=form, errors=errors, status=status)
    try:
        actions.amend_contribution(
            contribution=contribution,
            section=section,
            values=form.values(),
            author=_author(request, lieu),
            expected=str(request.POST.get("empreinte", "")),
            answer=words.cleaned_data["answer"],
        )
    except SectionConflictError as error:
        conflict = differences(before=form.values(), after=error.current)
        return _Shown(form=form, problem=error.message_fr, conflict=conflict, status=409)
    except DomainError as error:
        if error.code == "closed":
            raise
        return _Shown(form=form, problem=error.message_fr, status=400)
    return _("La fiche est corrigée et la personne en est informée.")


def _lost(request: HttpRequest, contribution: Contribution) -> tuple[FieldDifference, ...]:
    """What somebody typed when another had already answered: nothing of it is lost."""
    code = str(request.POST.get("partie", ""))
    if request.POST.get("action") != "corriger" or code not in Section.values:
        return ()
    form = _section_form(contribution, Section(code), request)
    if contribution.lieu is None or not form.is_valid():
        return ()
    now = read_values(lieu=contribution.lieu, section=Section(code))
    return differences(before=now, after=form.values())


def _refuse(request: HttpRequest, contribution: Contribution) -> _Shown | str:
    form = RefusalForm(request.POST)
    if not form.is_valid():
        return _Shown(errors={f"refus-{k}": v for k, v in _first_errors(form).items()}, status=400)
    actions.answer_report(
        report=contribution,
        status=ReportStatus.REFUSE,
        answer=form.sentence(),
        by=account_of(request),
    )
    return _("La réponse est envoyée : la contribution n’est pas retenue.")


def _close(request: HttpRequest, contribution: Contribution) -> _Shown | str:
    form = WordsForm(request.POST)
    if not form.is_valid():
        return _Shown(errors={f"mots-{k}": v for k, v in _first_errors(form).items()}, status=400)
    actions.answer_report(
        report=contribution,
        status=ReportStatus.CORRIGE,
        answer=form.cleaned_data["answer"],
        by=account_of(request),
    )
    return _("La réponse est envoyée.")


def _archive(request: HttpRequest, contribution: Contribution) -> _Shown | str:
    user = account_of(request)
    if user is None or not rules.can_archive(request.user, contribution):
        return _Shown(
            problem=_("Seuls le référent de la structure et la coordination retirent une fiche."),
            status=403,
        )
    actions.archive_for_contribution(contribution=contribution, by=user)
    return _("La fiche est retirée : le public ne la voit plus.")


def _create(request: HttpRequest, contribution: Contribution) -> _Shown | str:
    user = account_of(request)
    found = structures_of_commune(code_insee=contribution.code_insee)
    form = CreateLieuForm(request.POST, structures=[(str(row.pk), row.nom) for row in found])
    if user is None or not form.is_valid():
        return _Shown(errors={f"lieu-{k}": v for k, v in _first_errors(form).items()}, status=400)
    data = form.cleaned_data
    chosen: Structure | None = next(
        (row for row in found if str(row.pk) == data["structure"]), None
    )
    actions.create_lieu_for_contribution(
        contribution=contribution,
        lieu=actions.NewLieu(
            nom=data["nom"],
            adresse=data["adresse"],
            code_postal=data["code_postal"],
            structure=chosen,
            is_published=data["state"] == "publie",
        ),
        by=user,
        answer=data["answer"],
    )
    return _("La fiche du lieu est créée.")


def _undo(request: HttpRequest, contribution: Contribution) -> _Shown | str:
    if contribution.lieu is None:
        return _Shown(problem=_("Il n’y a rien à annuler."), status=400)
    actions.undo_answer(contribution=contribution, author=_author(request, contribution.lieu))
    return _("La réponse est annulée : la fiche dit de nouveau ce qu’elle disait.")


_ANSWERS: dict[str, _Answer] = {
    "demarrer": _start,
    "accepter": _accept,
    "corriger": _amend,
    "refuser": _refuse,
    "repondre": _close,
    "archiver": _archive,
    "creer": _create,
    "annuler": _undo,
}


# --- pages ---------------------------------------------------------------------------------
def _section_form(
    contribution: Contribution, section: Section, request: HttpRequest | None = None
) -> SectionForm:
    """The section as it is now, with the proposed values laid over it."""
    lieu = contribution.lieu
    if lieu is None:
        raise DomainError("no_lieu", _("Ce lieu n’a pas encore de fiche."))
    values = read_values(lieu=lieu, section=section)
    proposed = contribution.changes.get(section.value, {})
    return build_section_form(
        section=section,
        lieu=lieu,
        values={**values, **proposed},
        data=request.POST if request is not None else None,
    )


def _edit_page(request: HttpRequest, contribution: Contribution, shown: _Shown) -> HttpResponse:
    """The form of one section in place of the buttons."""
    form = shown.form
    if form is None or contribution.lieu is None:
        return _review_page(request, contribution, shown)
    errors = shown.errors or {}
    problems = [*form.error_items, *(("answer", message) for message in errors.values())]
    if shown.problem:
        problems.insert(0, ("", shown.problem))
    context = {
        "section": "contributions",
        "contribution": contribution,
        "lieu": contribution.lieu,
        "form": form,
        "section_code": form.section.value,
        "section_label": form.section.label,
        "fingerprint": fingerprint(
            values=read_values(lieu=contribution.lieu, section=form.section)
        ),
        "lines": review_lines(contribution=contribution),
        "conflict": shown.conflict,
        "answer": (shown.typed or {}).get("answer", ""),
        "answer_error": errors.get("answer", ""),
        "answer_max_length": ANSWER_MAX_LENGTH,
        "error_list": problems,
    }
    page = "contributions/contribution_edit.html"
    return render(request, page, context, status=shown.status)


def _review_page(request: HttpRequest, contribution: Contribution, shown: _Shown) -> HttpResponse:
    """What was sent, what the sheet says, the buttons; once answered, what was decided."""
    lieu = contribution.lieu
    errors = shown.errors or {}
    problems = [(_ERROR_IDS.get(name, name), message) for name, message in errors.items()]
    if shown.problem:
        problems.insert(0, ("", shown.problem))
    is_open = not contribution.is_closed
    delay = contribution.answer_delay
    first = next(iter(contribution.changes), "")
    suggested = (
        first or SECTION_OF_KIND.get(ReportKind(contribution.kind), "")
        if (first or contribution.kind)
        else ""
    )
    context = {
        "section": "contributions",
        "contribution": contribution,
        "lieu": lieu,
        "age": duration_words(timezone.now() - contribution.created_at),
        "has_address": bool(contribution.email or contribution.proposer),
        "lines": review_lines(contribution=contribution) if is_open else [],
        "outcome": [] if is_open else outcome_lines(contribution=contribution),
        "took": duration_words(delay) if delay is not None else "",
        "fingerprints": _fingerprints(contribution) if is_open else [],
        "sections": Section.choices if is_open and lieu is not None else [],
        "suggested": str(suggested),
        "suggested_label": Section(suggested).label if suggested else "",
        "suggested_url": f"?partie={suggested}",
        "reasons": [("", _("Choisir une raison")), *RefusalReason.choices],
        "can_undo": actions.can_undo(contribution),
        "can_archive": is_open and rules.can_archive(request.user, contribution),
        "lost": shown.lost,
        "error_list": problems,
        "answer_max_length": ANSWER_MAX_LENGTH,
        **_typed_context(shown),
        **_new_lieu_context(contribution, shown),
    }
    page = "contributions/contribution_review.html"
    return render(request, page, context, status=shown.status)


def _typed_context(shown: _Shown) -> dict[str, object]:
    """What was typed in the form that was sent, and its errors; the other forms are empty."""
    typed, errors = shown.typed or {}, shown.errors or {}
    words = {
        action: typed.get("answer", "") if typed.get("action") == action else ""
        for action in ("accepter", "repondre", "refuser", "creer")
    }
    return {
        "typed_answer": typed.get("answer", ""),
        "accept_answer": words["accepter"],
        "accept_error": errors.get("answer", ""),
        "words_answer": words["repondre"],
        "words_error": errors.get("mots-answer", ""),
        "refusal_reason": typed.get("reason", ""),
        "refusal_reason_error": errors.get("refus-reason", ""),
        "refusal_answer": words["refuser"],
        "refusal_answer_error": errors.get("refus-answer", ""),
        "lieu_answer": words["creer"],
    }


def _fingerprints(contribution: Contribution) -> list[tuple[str, str]]:
    """(section, fingerprint of what it says now) of each proposed section."""
    lieu = contribution.lieu
    if lieu is None:
        return []
    return [
        (code, fingerprint(values=read_values(lieu=lieu, section=Section(code))))
        for code in contribution.changes
    ]


def _new_lieu_context(contribution: Contribution, shown: _Shown) -> dict[str, object]:
    """What the making of a sheet needs; nothing for a sheet that exists."""
    if not contribution.is_new_lieu or contribution.is_closed:
        return {"near": []}
    contacts = contribution.changes.get(Section.CONTACTS.value, {})
    typed, errors = shown.typed or {}, shown.errors or {}
    found = structures_of_commune(code_insee=contribution.code_insee)
    state = typed.get("state", "publie")
    return {
        "near": near_lieux(nom=contribution.lieu_name, code_insee=contribution.code_insee),
        "structures": [("", _("Aucune pour l’instant")), *((str(r.pk), r.nom) for r in found)],
        "typed_structure": typed.get("structure", ""),
        "state_options": [
            {"value": value, "label": label, "checked": value == state}
            for value, label in LIEU_STATES
        ],
        "proposed": {
            name: typed.get(name, contacts.get(name, ""))
            for name in ("nom", "adresse", "code_postal")
        },
        "lieu_errors": {
            name: errors.get(f"lieu-{name}", "")
            for name in ("nom", "adresse", "code_postal", "structure", "state", "answer")
        },
    }
