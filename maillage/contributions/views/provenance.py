"""« Garder cette valeur »: choose between what the sources of a sheet say, in one click."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from maillage.contributions.queries.provenance import says, values_of_record
from maillage.contributions.views.sheet_tools import (
    back,
    checked_author,
    editable_lieu,
    remember_saved,
    remember_undo,
    say_refused,
)
from maillage.core.errors import DomainError
from maillage.directory.enums import Section
from maillage.directory.models import Lieu, SourceRecord
from maillage.directory.section_actions import Author, confirmation_state, save_section
from maillage.directory.section_queries import fingerprint, read_values
from maillage.directory.sections import SECTION_OF

_KEY_LENGTH = 19  # longer numbers are keys of no database


@dataclass(frozen=True, slots=True)
class _Choice:
    """A field, and the record whose value is kept; None for what the sheet says already."""

    field: str
    section: Section
    record: SourceRecord | None


@never_cache
@require_POST
def sheet_keep(request: HttpRequest, slug: str) -> HttpResponse:
    """Confirm the section of a field as it is, or write there what a record says.

    `champ`: the field; `fiche`: key of the record, empty for what the sheet says already;
    `empreinte`: the section as it was read.
    """
    lieu = editable_lieu(request, slug)
    choice = _choice_of(request, lieu)
    author = checked_author(request, lieu)
    if choice is None:
        say_refused(request, _("Cette valeur n’est plus proposée. Relisez la fiche."))
    elif isinstance(author, str):
        say_refused(request, author)
    else:
        try:
            _keep(request, lieu, choice, author)
        except DomainError as error:
            say_refused(request, error.message_fr)
        except ValidationError as error:
            say_refused(request, " ".join(error.messages))
    return back(request, lieu)


def _keep(request: HttpRequest, lieu: Lieu, choice: _Choice, author: Author) -> None:
    """Write or confirm, and remember how to undo it. DomainError when the section changed."""
    section, record = choice.section, choice.record
    current = read_values(lieu=lieu, section=section)
    before = confirmation_state(lieu=lieu, sections=[section])
    expected = request.POST.get("empreinte", "")
    if record is None and fingerprint(values=current) != expected:
        raise DomainError("changed", _("La fiche a changé pendant que vous lisiez. Relisez-la."))
    values = values_of_record(record=record, field=choice.field) if record is not None else {}
    saved = save_section(
        lieu=lieu, section=section, values=values, author=author, expected=expected
    )
    if saved.changes:
        remember_saved(request, section=section, saved=saved, before=current, confirmations=before)
    else:
        remember_undo(
            request,
            lieu,
            kind="confirm",
            words=_("Confirmé, rien n’a changé : %(sections)s.") % {"sections": section.label},
            before=before,
            after=confirmation_state(lieu=lieu, sections=[section]),
        )


def _choice_of(request: HttpRequest, lieu: Lieu) -> _Choice | None:
    """What is asked; None when nobody says that any more."""
    field, key = request.POST.get("champ", ""), request.POST.get("fiche", "")
    section, record = SECTION_OF.get(field), _record_of(lieu, key, field)
    if section is None or (key and record is None):
        return None
    return _Choice(field, section, record)


def _record_of(lieu: Lieu, key: str, field: str) -> SourceRecord | None:
    """The record to take the field from, among those that feed the sheet and speak of it."""
    if not (key.isascii() and key.isdigit() and len(key) < _KEY_LENGTH):
        return None
    record = SourceRecord.objects.filter(lieu=lieu, pk=key).first()
    return record if record is not None and says(record=record, field=field) else None
