"""What the list of sheets to mend first reads from its address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.contributions.queries.quality import FAULTS, NO_SOURCE, FirstFilter
from maillage.directory.presenters.words import sentence


class FirstFilterForm(forms.Form):
    """Both filters are optional; `sources`: (slug, name)."""

    quoi = forms.ChoiceField(
        required=False,
        label=_("Quoi reprendre"),
        choices=[
            ("", _("Tout")),
            *((code, sentence(fault.several)) for code, fault in FAULTS.items()),
        ],
    )
    source = forms.ChoiceField(required=False, label=_("Source"))

    def __init__(self, *args: Any, sources: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            ("", _("Toutes les sources")),
            *sources,
            (NO_SOURCE, _("Sans fichier de partenaire")),
        ]
        self.fields["source"].choices = choices  # type: ignore[attr-defined]

    def to_filter(self) -> FirstFilter:
        """The filter; what cannot be read asks nothing."""
        self.is_valid()
        kept = self.cleaned_data
        return FirstFilter(fault=kept.get("quoi", ""), source=kept.get("source", ""))

    @property
    def is_asking(self) -> bool:
        """Whether something is filtered out."""
        return self.to_filter() != FirstFilter()
