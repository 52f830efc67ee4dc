"""Shape and wording of the forms of campaigns and calls."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maillage.contributions.actions.campaigns import CampaignDraft
from maillage.contributions.enums import CallOutcome
from maillage.directory.enums import ESSENTIAL_SECTIONS, Section
from maillage.directory.vocabularies import VOCABULARIES

MAX_REMINDERS = 5
MAX_REMINDER_DAY = 180
MAX_YEARS_AHEAD = 2
TYPOLOGIES = [(entry.code, entry.label) for entry in VOCABULARIES["typologie"]]


class CampaignForm(forms.Form):
    """A campaign in preparation. `territories`: the choices of whoever prepares it."""

    nom = forms.CharField(
        max_length=120,
        error_messages={
            "required": _("Donnez un nom à la campagne. Exemple : Mise à jour de l’été."),
            "max_length": _("Le nom est trop long : 120 caractères au plus."),
        },
    )
    territoire = forms.ChoiceField(
        error_messages={
            "required": _("Choisissez un territoire."),
            "invalid_choice": _("Choisissez un territoire de la liste."),
        }
    )
    typologies = forms.MultipleChoiceField(
        choices=TYPOLOGIES,
        required=False,
        error_messages={"invalid_choice": _("Choisissez des sortes de lieux de la liste.")},
    )
    sections = forms.MultipleChoiceField(
        choices=Section.choices,
        error_messages={
            "required": _("Choisissez au moins une partie à confirmer."),
            "invalid_choice": _("Choisissez des parties de la liste."),
        },
    )
    debut = forms.DateField(
        error_messages={
            "required": _("Donnez le premier jour."),
            "invalid": _("Le premier jour ne se lit pas. Exemple : 01/06/2027."),
        }
    )
    fin = forms.DateField(
        error_messages={
            "required": _("Donnez le dernier jour."),
            "invalid": _("Le dernier jour ne se lit pas. Exemple : 30/06/2027."),
        }
    )
    message = forms.CharField(
        required=False,
        max_length=2000,
        error_messages={"max_length": _("Le message est trop long : 2 000 caractères au plus.")},
    )
    rappels = forms.CharField(required=False, max_length=60)

    def __init__(self, *args: Any, territories: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["territoire"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = territories

    def clean_rappels(self) -> tuple[int, ...]:
        """Days, written « 7, 21 »."""
        words = str(self.cleaned_data["rappels"]).replace(";", ",").replace(",", " ").split()
        days = sorted({int(word) for word in words if word.isascii() and word.isdigit()})
        if any(not (word.isascii() and word.isdigit()) for word in words) or any(
            not 1 <= day <= MAX_REMINDER_DAY for day in days
        ):
            raise forms.ValidationError(
                _("Écrivez des nombres de jours entre 1 et 180. Exemple : 7, 21.")
            )
        if len(days) > MAX_REMINDERS:
            raise forms.ValidationError(_("Cinq rappels au plus : au-delà, on lasse."))
        return tuple(days)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("debut"), data.get("fin")
        if first and last and last < first:
            self.add_error("fin", _("La campagne finit avant de commencer."))
        if last and last < timezone.localdate():
            self.add_error("fin", _("Le dernier jour est passé."))
        if first and first.year > timezone.localdate().year + MAX_YEARS_AHEAD:
            self.add_error("debut", _("Le premier jour est trop loin : deux ans au plus."))
        if first and last and (last - first).days > 366:
            self.add_error("fin", _("Une campagne dure un an au plus."))
        return data

    def to_draft(self) -> CampaignDraft:
        """What was typed, for the action; when it is valid."""
        data = self.cleaned_data
        kind, _separator, code = str(data["territoire"]).partition(":")
        return CampaignDraft(
            nom=data["nom"],
            territory_kind=kind,
            territory_code=code,
            typologies=tuple(data["typologies"]),
            sections=tuple(section for section in Section if section.value in data["sections"]),
            starts_on=data["debut"],
            ends_on=data["fin"],
            message=data["message"],
            reminder_days=data["rappels"],
        )


def first_values(*, today: date, last: date) -> dict[str, Any]:
    """What a new campaign proposes: what sends somebody to the right door, for a month."""
    return {
        "sections": [section.value for section in ESSENTIAL_SECTIONS],
        "debut": today.isoformat(),
        "fin": last.isoformat(),
        "rappels": "7, 21",
    }


class CallForm(forms.Form):
    """What a call gave."""

    resultat = forms.ChoiceField(
        choices=CallOutcome.choices,
        error_messages={
            "required": _("Dites ce que l’appel a donné."),
            "invalid_choice": _("Choisissez un résultat de la liste."),
        },
    )
    rappeler_le = forms.DateField(
        required=False,
        error_messages={"invalid": _("Le jour ne se lit pas. Exemple : 15/06/2027.")},
    )
