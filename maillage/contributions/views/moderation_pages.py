"""The pages of one contribution: what was sent beside the sheet, the form of a section."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.contributions import rules
from maillage.contributions.actions import moderation as actions
from maillage.contributions.enums import RefusalReason, ReportKind
from maillage.contributions.forms.moderation import LIEU_STATES
from maillage.contributions.forms.sections import SectionForm, build_section_form
from maillage.contributions.models import ANSWER_MAX_LENGTH, Contribution
from maillage.contributions.queries.proposals import (
    near_lieux,
    outcome_lines,
    review_lines,
    structures_of_commune,
)
from maillage.core.durations import duration_words
from maillage.core.errors import DomainError
from maillage.directory.enums import Section
from maillage.directory.section_queries import FieldDifference, fingerprint, read_values

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


@dataclass(slots=True)
class Shown:
    """What a page of review shows beside the contribution, after a refused answer."""

    problem: str = ""
    errors: Mapping[str, str] | None = None
    typed: Mapping[str, Any] | None = None
    form: SectionForm | None = None
    conflict: tuple[FieldDifference, ...] = ()
    lost: tuple[FieldDifference, ...] = ()
    status: int = 200


def section_form(
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


def edit_page(request: HttpRequest, contribution: Contribution, shown: Shown) -> HttpResponse:
    """The form of one section in place of the buttons."""
    form = shown.form
    if form is None or contribution.lieu is None:
        return review_page(request, contribution, shown)
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


def review_page(request: HttpRequest, contribution: Contribution, shown: Shown) -> HttpResponse:
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
        "proposed_mark": fingerprint(values=contribution.changes),
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


def _typed_context(shown: Shown) -> dict[str, object]:
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


def _new_lieu_context(contribution: Contribution, shown: Shown) -> dict[str, object]:
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
