"""One section of a sheet edited outside « my sheets »: by a personal link, during a call."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest

from maillage.contributions.actions.update_links import answer_corrected
from maillage.contributions.forms.sections import SectionForm, build_section_form
from maillage.contributions.models import UpdateRequest
from maillage.core.errors import DomainError
from maillage.directory.enums import Section
from maillage.directory.section_actions import Author, SectionConflictError
from maillage.directory.section_queries import (
    FieldDifference,
    differences,
    fingerprint,
    read_values,
)

FINGERPRINT = "empreinte"


@dataclass(frozen=True, slots=True)
class SectionPage:
    """What a page of one section shows after a request; `is_saved`: go on to the next page.

    `conflict`: what somebody else wrote meanwhile, beside what was typed.
    """

    form: SectionForm
    fingerprint: str
    errors: tuple[tuple[str, str], ...] = ()
    conflict: tuple[FieldDifference, ...] = ()
    is_saved: bool = False

    @property
    def status(self) -> int:
        if self.conflict:
            return 409
        return 400 if self.errors else 200


def section_or_404(code: str) -> Section:
    """The section of an address."""
    try:
        return Section(code)
    except ValueError as error:
        raise Http404 from error


def section_page(
    request: HttpRequest, *, asked: UpdateRequest, section: Section, author: Author
) -> SectionPage:
    """Show the form of a section, or save what was typed; nothing typed is ever lost."""
    lieu = asked.lieu
    current = read_values(lieu=lieu, section=section)
    mark = fingerprint(values=current)
    if request.method != "POST":
        form = build_section_form(section=section, lieu=lieu, values=current)
        return SectionPage(form, mark)
    read = str(request.POST.get(FINGERPRINT, "")) or "-"
    form = build_section_form(section=section, lieu=lieu, values=current, data=request.POST)
    if not form.is_valid():
        return SectionPage(form, read, tuple(form.error_items))
    typed = form.values()
    try:
        answer_corrected(request=asked, section=section, values=typed, expected=read, author=author)
    except SectionConflictError as conflict:
        found = differences(before=conflict.current, after=typed)
        return SectionPage(form, fingerprint(values=conflict.current), conflict=found)
    except ValidationError as error:
        return SectionPage(form, read, tuple(("", message) for message in error.messages))
    except DomainError as error:
        return SectionPage(form, read, (("", error.message_fr),))
    return SectionPage(form, mark, is_saved=True)
