"""What the lists of the desk and the journal read from their address."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.contributions.queries.desk_lists import (
    CONTRADICTION_CHOICES,
    REACHES,
    SECTION_CHOICES,
    SORTS,
    PlaceFilter,
)
from maillage.contributions.queries.journal import OBJECT_WORDS, JournalFilter, verb_choices

Choices = list[tuple[str, Any]]


def _choices(first: Any, pairs: Iterable[tuple[str, Any]]) -> Choices:
    return [("", first), *pairs]


def _verbs() -> Choices:
    """Read late: the apps declare their verbs when they start."""
    return _choices(_("Toutes les actions"), verb_choices())


class PlaceFilterForm(forms.Form):
    """Filters of a list of places, all optional."""

    q = forms.CharField(required=False, max_length=100, label=_("Nom, commune ou mot"))
    partie = forms.ChoiceField(
        required=False,
        label=_("Partie non confirmée depuis 12 mois"),
        choices=_choices(_("Peu importe"), SECTION_CHOICES),
    )
    raison = forms.ChoiceField(
        required=False,
        label=_("Contradiction"),
        choices=_choices(_("Peu importe"), CONTRADICTION_CHOICES),
    )
    joindre = forms.ChoiceField(
        required=False,
        label=_("Comment joindre"),
        choices=_choices(_("Peu importe"), REACHES.items()),
    )
    tri = forms.ChoiceField(
        required=False,
        label=_("Trier"),
        choices=_choices(_("Ordre de la liste"), ((code, row[0]) for code, row in SORTS.items())),
    )

    def to_filter(self) -> PlaceFilter:
        """The filter; what cannot be read asks nothing."""
        self.is_valid()
        kept = self.cleaned_data
        return PlaceFilter(
            words=kept.get("q", ""),
            section=kept.get("partie", ""),
            contradiction=kept.get("raison", ""),
            reach=kept.get("joindre", ""),
            sort=kept.get("tri", ""),
        )


FIRST_YEAR, LAST_YEAR = 2000, 2100


class JournalFilterForm(forms.Form):
    """Filters of the journal, all optional."""

    quoi = forms.ChoiceField(required=False, label=_("Ce qui a été fait"), choices=_verbs)
    objet = forms.ChoiceField(
        required=False,
        label=_("Sur quoi"),
        choices=_choices(_("Tous les objets"), OBJECT_WORDS.items()),
    )
    du = forms.DateField(
        required=False,
        label=_("Du"),
        error_messages={"invalid": _("Écrivez un jour, par exemple 2026-03-01.")},
    )
    au = forms.DateField(
        required=False,
        label=_("Au"),
        error_messages={"invalid": _("Écrivez un jour, par exemple 2026-03-31.")},
    )

    def clean(self) -> dict[str, Any]:
        kept: dict[str, Any] = super().clean() or {}
        for name in ("du", "au"):
            day = kept.get(name)
            # Beyond, a day has no moment before or after it.
            if isinstance(day, date) and not FIRST_YEAR <= day.year <= LAST_YEAR:
                self.add_error(name, _("Écrivez un jour de notre siècle."))
        since, until = kept.get("du"), kept.get("au")
        if isinstance(since, date) and isinstance(until, date) and until < since:
            self.add_error("au", _("Le dernier jour vient avant le premier."))
        return kept

    def to_filter(self) -> JournalFilter:
        """The filter; what cannot be read asks nothing."""
        self.is_valid()
        kept = self.cleaned_data
        return JournalFilter(
            verb=kept.get("quoi", ""),
            since=kept.get("du"),
            until=kept.get("au"),
            object_type=kept.get("objet", ""),
        )
