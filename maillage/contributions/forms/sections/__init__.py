"""The forms of the seven sections of a sheet, one module each, one contract for all."""

from django.http import QueryDict

from maillage.contributions.forms.sections.base import SectionForm
from maillage.contributions.forms.sections.closures import ClosuresForm
from maillage.contributions.forms.sections.contacts import ContactsForm
from maillage.contributions.forms.sections.hours import HoursForm
from maillage.contributions.forms.sections.materiel import MaterielForm
from maillage.contributions.forms.sections.presentation import PresentationForm
from maillage.contributions.forms.sections.services import ServicesForm
from maillage.contributions.forms.sections.venir import VenirForm
from maillage.directory.enums import Section
from maillage.directory.models import Lieu
from maillage.directory.sections import SectionValues

__all__ = ["SectionForm", "build_section_form"]

_FORMS: dict[Section, type[SectionForm]] = {
    form.section: form
    for form in (
        ContactsForm,
        HoursForm,
        ClosuresForm,
        ServicesForm,
        VenirForm,
        MaterielForm,
        PresentationForm,
    )
}


def build_section_form(
    *, section: Section, lieu: Lieu, values: SectionValues, data: QueryDict | None = None
) -> SectionForm:
    """The form of one section, filled from `values`; bound to `data` when there is some.

    Render it with `{% include form.template_name with form=form %}` inside the page's own
    <form>. It holds the fields that `values` holds (see SectionForm).
    """
    return _FORMS[section](lieu=lieu, values=values, data=data)
