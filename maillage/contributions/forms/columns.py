"""Which column of a partner's file says what, chosen in lists: no file to write."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.core.text import slug_of

PREFIX = "champ-"
_WHERE = ("adresse", "commune", "code_postal", "latitude")
# Field → its words, a hint, and how partners often head its column (as slugs).
_FIELDS: tuple[tuple[str, Any, Any, tuple[str, ...]], ...] = (
    (
        "nom",
        gettext_lazy("Nom du lieu"),
        "",
        ("nom", "nom-du-lieu", "structure", "nom-de-la-structure", "lieu", "denomination"),
    ),
    (
        "adresse",
        gettext_lazy("Numéro et rue"),
        "",
        ("adresse", "rue", "voie", "adresse-postale", "numero-et-rue"),
    ),
    ("code_postal", gettext_lazy("Code postal"), "", ("code-postal", "cp", "codepostal")),
    ("commune", gettext_lazy("Commune"), "", ("commune", "ville", "localite")),
    (
        "telephone",
        gettext_lazy("Téléphone du lieu"),
        "",
        ("telephone", "tel", "numero-de-telephone", "telephone-fixe"),
    ),
    (
        "courriels",
        gettext_lazy("Adresse électronique du lieu"),
        gettext_lazy("Celle du public, pas celle d’une personne."),
        ("courriel", "courriels", "email", "e-mail", "mail", "adresse-mail"),
    ),
    ("site_web", gettext_lazy("Site web"), "", ("site", "site-web", "site-internet", "url")),
    (
        "horaires",
        gettext_lazy("Horaires"),
        gettext_lazy("Une colonne qui dit toute la semaine."),
        ("horaires", "horaire", "ouverture", "horaires-d-ouverture", "heures-d-ouverture"),
    ),
    (
        "date_maj",
        gettext_lazy("Date de mise à jour"),
        "",
        ("date-maj", "date-de-mise-a-jour", "mise-a-jour", "derniere-mise-a-jour", "maj"),
    ),
    ("latitude", gettext_lazy("Latitude"), "", ("latitude", "lat", "y")),
    ("longitude", gettext_lazy("Longitude"), "", ("longitude", "lon", "lng", "long", "x")),
    (
        "id",
        gettext_lazy("Identifiant du lieu"),
        gettext_lazy("Un numéro qui ne change pas d’un envoi à l’autre, s’il y en a un."),
        ("id", "identifiant", "numero", "no", "code"),
    ),
)


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """One list of the page: a field, and the column chosen for it."""

    name: str
    label: str
    hint: str
    value: str
    error: str


class ColumnsForm(forms.Form):
    """A column of the file for each field, all optional but the name and where the place is."""

    def __init__(self, data: QueryDict | None = None, *, columns: Sequence[str]) -> None:
        super().__init__(data)
        self.columns = list(columns)
        choices = [("", _("Aucune colonne")), *((name, name) for name in self.columns if name)]
        for field, label, _hint, _heads in _FIELDS:
            self.fields[PREFIX + field] = forms.ChoiceField(
                label=label,
                required=False,
                choices=choices,
                error_messages={"invalid_choice": _("Choisissez une colonne de la liste.")},
            )

    def clean(self) -> dict[str, Any]:
        kept: dict[str, Any] = super().clean() or {}
        if not self.errors and not kept.get(f"{PREFIX}nom"):
            self.add_error(f"{PREFIX}nom", _("Choisissez la colonne du nom du lieu."))
        if not self.errors and not any(kept.get(PREFIX + name) for name in _WHERE):
            self.add_error(
                f"{PREFIX}adresse", _("Choisissez au moins une colonne qui dit où est le lieu.")
            )
        return kept

    def to_mapping(self) -> dict[str, Any]:
        """What was chosen, in the national format."""
        chosen = {
            field: self.cleaned_data[PREFIX + field]
            for field, *_rest in _FIELDS
            if self.cleaned_data[PREFIX + field]
        }
        return {
            field: {"semaine": column} if field == "horaires" else {"colonne": column}
            for field, column in chosen.items()
        }

    def lists(self) -> list[ColumnChoice]:
        """The lists of the page, as they were sent, or with the columns that are recognised."""
        known = {slug_of(name): name for name in reversed(self.columns) if name}
        found = []
        for field, label, hint, heads in _FIELDS:
            guess = next((known[head] for head in heads if head in known), "")
            sent = str(self.data.get(PREFIX + field, "")) if self.is_bound else guess
            errors = list(self.errors.get(PREFIX + field, ()))
            found.append(
                ColumnChoice(
                    PREFIX + field,
                    str(label),
                    str(hint),
                    sent,
                    str(errors[0]) if errors else "",
                )
            )
        return found
