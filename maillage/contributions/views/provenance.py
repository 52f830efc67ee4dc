"""« Garder cette valeur »: choose between what the sources of a sheet say, in one click."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from maillage.contributions.presenters.sheets import changed_words
from maillage.contributions.queries.provenance import says, values_of_record
from maillage.contributions.views.sheet_tools import (
    back,
    checked_author,
    editable_lieu,
    remember_undo,
    say_refused,
)
from maillage.core.errors import DomainError
from maillage.directory.models import Lieu, SourceRecord
from maillage.directory.section_actions import confirmation_state, save_section
from maillage.directory.section_queries import fingerprint, read_values
from maillage.directory.sections import SECTION_OF

_KEY_LENGTH = 19  # longer numbers are keys of no database


@never_cache
@require_POST
def sheet_keep(request: HttpRequest, slug: str) -> HttpResponse:
    """Confirm the section of a field as it is, or write there what a record says.

    `champ`: the field; `fiche`: key of the record, empty for what the sheet says already;
    `empreinte`: the section as it was read.
    """
    lieu = editable_lieu(request, slug)
    field = request.POST.get("champ", "")
    section = SECTION_OF.get(field)
    key = request.POST.get("fiche", "")
    record = _record_of(lieu, key, field)
    if section is None or (key and record is None):
        say_refused(request, _("Cette valeur n’est plus proposée. Relisez la fiche."))
        return back(request, lieu)
    author = checked_author(request, lieu)
    if isinstance(author, str):
        say_refused(request, author)
        return back(request, lieu)
    current = read_values(lieu=lieu, section=section)
    before = confirmation_state(lieu=lieu, sections=[section])
    expected = request.POST.get("empreinte", "")
    if record is None and fingerprint(values=current) != expected:
        say_refused(request, _("La fiche a changé pendant que vous lisiez. Relisez-la."))
        return back(request, lieu)
    values = values_of_record(record=record, field=field) if record is not None else {}
    try:
        saved = save_section(
            lieu=lieu, section=section, values=values, author=author, expected=expected
        )
    except DomainError as error:
        say_refused(request, error.message_fr)
    except ValidationError as error:
        say_refused(request, " ".join(error.messages))
    else:
        if saved.changes:
            remember_undo(
                request,
                lieu,
                kind="section",
                words=_("%(section)s : enregistré (%(fields)s).")
                % {"section": section.label, "fields": changed_words(saved.changes)},
                section=section.value,
                before=current,
                after=fingerprint(values=read_values(lieu=saved.lieu, section=section)),
                confirmations=before,
            )
        else:
            remember_undo(
                request,
                lieu,
                kind="confirm",
                words=_("Confirmé, rien n’a changé : %(sections)s.") % {"sections": section.label},
                before=before,
                after=confirmation_state(lieu=lieu, sections=[section]),
            )
    return back(request, lieu)


def _record_of(lieu: Lieu, key: str, field: str) -> SourceRecord | None:
    """The record to take the field from, among those that feed the sheet and speak of it."""
    if not (key.isascii() and key.isdigit() and len(key) < _KEY_LENGTH):
        return None
    record = SourceRecord.objects.filter(lieu=lieu, pk=key).first()
    return record if record is not None and says(record=record, field=field) else None
