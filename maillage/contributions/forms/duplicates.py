"""What the list of duplicates reads from its address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.contributions.queries.duplicates import LIKELIHOODS, PairFilter


class PairFilterForm(forms.Form):
    """Filters of the pairs, both optional; `communes`: (INSEE code, name)."""

    vraisemblance = forms.ChoiceField(
        required=False,
        label=_("Le même lieu ?"),
        choices=[("", _("Peu importe")), *((code, row[0]) for code, row in LIKELIHOODS.items())],
    )
    commune = forms.ChoiceField(required=False, label=_("Commune"))

    def __init__(self, *args: Any, communes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Toutes les communes")), *communes]
        self.fields["commune"].choices = choices  # type: ignore[attr-defined]

    def to_filter(self) -> PairFilter:
        """The filter; what cannot be read asks nothing."""
        self.is_valid()
        kept = self.cleaned_data
        return PairFilter(likelihood=kept.get("vraisemblance", ""), commune=kept.get("commune", ""))

    @property
    def is_asking(self) -> bool:
        """Whether something is filtered out."""
        return self.to_filter() != PairFilter()
