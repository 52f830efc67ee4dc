"""Answering one contribution: each button of its page."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from maillage.contributions import rules
from maillage.contributions.actions import moderation as actions
from maillage.contributions.enums import (
    ReportStatus,
)
from maillage.contributions.forms.moderation import (
    AnswerForm,
    CreateLieuForm,
    RefusalForm,
    WordsForm,
)
from maillage.contributions.models import Contribution
from maillage.contributions.queries.proposals import (
    structures_of_commune,
)
from maillage.contributions.views.moderation_pages import (
    Shown,
    edit_page,
    review_page,
    section_form,
)
from maillage.contributions.views.visitors import account_of
from maillage.core.errors import DomainError
from maillage.directory.enums import ConfirmationChannel, ConfirmationKind, Section
from maillage.directory.models import Lieu, Structure
from maillage.directory.section_actions import Author, SectionConflictError
from maillage.directory.section_queries import (
    FieldDifference,
    differences,
    read_values,
)
from maillage.network.rules import acts_in_the_name_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contribution_review(request: HttpRequest, number: str) -> HttpResponse:
    """What was sent beside the sheet; `?partie=` opens the form of that section in place."""
    contribution = rules.contribution_for_answer_or_404(request.user, number)
    if request.method == "POST":
        answer = _ANSWERS.get(request.POST.get("action", ""))
        if answer is None:
            shown = Shown(problem=_("Ce bouton n’existe pas. Rien n’est changé."), status=400)
            return review_page(request, contribution, shown)
        return _answer(request, contribution, answer)
    code = request.GET.get("partie", "")
    if code in Section.values and contribution.lieu is not None and not contribution.is_closed:
        form = section_form(contribution, Section(code))
        return edit_page(request, contribution, Shown(form=form))
    return review_page(request, contribution, Shown())


_Answer = Callable[[HttpRequest, Contribution], "Shown | str"]
"""Answers a form: the sentence of success, or what to show instead."""


def _answer(request: HttpRequest, contribution: Contribution, answer: _Answer) -> HttpResponse:
    try:
        outcome = answer(request, contribution)
    except SectionConflictError:
        outcome = Shown(
            problem=_(
                "La fiche a changé pendant que vous lisiez. Rien n’est écrit : relisez ce qu’elle "
                "dit maintenant, puis répondez."
            ),
            status=409,
        )
    except DomainError as error:
        is_late = error.code == "closed"
        outcome = Shown(problem=error.message_fr, status=409 if is_late else 400)
        outcome.lost = _lost(request, contribution) if is_late else ()
    except ValidationError as error:
        outcome = Shown(
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
        return edit_page(request, contribution, outcome)
    # Somebody else may have answered meanwhile: the page shows what is stored.
    fresh = rules.contribution_for_answer_or_404(request.user, contribution.number)
    return review_page(request, fresh, outcome)


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


def _start(_request: HttpRequest, contribution: Contribution) -> Shown | str:
    actions.start_report(report=contribution)
    return _("C’est noté : la personne voit que quelqu’un vérifie.")


def _accept(request: HttpRequest, contribution: Contribution) -> Shown | str:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return Shown(errors=_first_errors(form), status=400)
    if contribution.lieu is None:
        return Shown(problem=_("Ce lieu n’a pas encore de fiche : créez-la."), status=400)
    actions.accept_contribution(
        contribution=contribution,
        author=_author(request, contribution.lieu),
        expected={
            code: str(request.POST.get(f"empreinte-{code}", "")) for code in contribution.changes
        },
        answer=form.cleaned_data["answer"],
        proposed=str(request.POST.get("proposition", "")),
    )
    return _("La proposition est acceptée, la fiche est corrigée.")


def _amend(request: HttpRequest, contribution: Contribution) -> Shown | str:
    code = str(request.POST.get("partie", ""))
    if code not in Section.values or contribution.lieu is None:
        return Shown(problem=_("Choisissez une partie de la fiche."), status=400)
    section, lieu = Section(code), contribution.lieu
    form = section_form(contribution, section, request)
    words = AnswerForm(request.POST)
    if not all([form.is_valid(), words.is_valid()]):
        errors = _first_errors(words)
        status = 400 if errors or form.error_items else 200
        return Shown(form=form, errors=errors, status=status)
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
        return Shown(form=form, problem=error.message_fr, conflict=conflict, status=409)
    except DomainError as error:
        if error.code == "closed":
            raise
        return Shown(form=form, problem=error.message_fr, status=400)
    if contribution.source is not None:
        return _("La fiche est corrigée.")
    return _("La fiche est corrigée et la personne en est informée.")


def _lost(request: HttpRequest, contribution: Contribution) -> tuple[FieldDifference, ...]:
    """What somebody typed when another had already answered: nothing of it is lost."""
    code = str(request.POST.get("partie", ""))
    if request.POST.get("action") != "corriger" or code not in Section.values:
        return ()
    form = section_form(contribution, Section(code), request)
    if contribution.lieu is None or not form.is_valid():
        return ()
    now = read_values(lieu=contribution.lieu, section=Section(code))
    return differences(before=now, after=form.values())


def _refuse(request: HttpRequest, contribution: Contribution) -> Shown | str:
    form = RefusalForm(request.POST)
    if not form.is_valid():
        return Shown(errors={f"refus-{k}": v for k, v in _first_errors(form).items()}, status=400)
    actions.answer_report(
        report=contribution,
        status=ReportStatus.REFUSE,
        answer=form.sentence(),
        by=account_of(request),
    )
    if contribution.source is not None:
        return _("La proposition n’est pas retenue : la fiche reste comme elle est.")
    return _("La réponse est envoyée : la contribution n’est pas retenue.")


def _close(request: HttpRequest, contribution: Contribution) -> Shown | str:
    form = WordsForm(request.POST)
    if not form.is_valid():
        return Shown(errors={f"mots-{k}": v for k, v in _first_errors(form).items()}, status=400)
    actions.answer_report(
        report=contribution,
        status=ReportStatus.CORRIGE,
        answer=form.cleaned_data["answer"],
        by=account_of(request),
    )
    return _("La réponse est envoyée.")


def _archive(request: HttpRequest, contribution: Contribution) -> Shown | str:
    user = account_of(request)
    if user is None or not rules.can_archive(request.user, contribution):
        return Shown(
            problem=_("Seuls le référent de la structure et la coordination retirent une fiche."),
            status=403,
        )
    actions.archive_for_contribution(contribution=contribution, by=user)
    return _("La fiche est retirée : le public ne la voit plus.")


def _create(request: HttpRequest, contribution: Contribution) -> Shown | str:
    user = account_of(request)
    found = structures_of_commune(code_insee=contribution.code_insee)
    form = CreateLieuForm(request.POST, structures=[(str(row.pk), row.nom) for row in found])
    if user is None or not form.is_valid():
        return Shown(errors={f"lieu-{k}": v for k, v in _first_errors(form).items()}, status=400)
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


def _undo(request: HttpRequest, contribution: Contribution) -> Shown | str:
    if contribution.lieu is None:
        return Shown(problem=_("Il n’y a rien à annuler."), status=400)
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
