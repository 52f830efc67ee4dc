"""Section « Fermetures exceptionnelles »."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.contributions.forms.sections.base import SectionForm
from maillage.contributions.forms.sections.fields import HoursField, SheetField, TextField
from maillage.contributions.forms.sections.rows import RowSet
from maillage.directory.enums import Section


class DayField(TextField):
    """A day; ISO text out."""

    type = "date"

    def read(self, text: str) -> str:
        parts = text.split("/")
        iso = "-".join(reversed(parts)) if len(parts) == 3 else text
        try:
            return date.fromisoformat(iso).isoformat()
        except ValueError as error:
            raise ValidationError(_("Écrivez la date ainsi : 24/12/2026")) from error


class Periods(RowSet):
    """Days when the place is closed, or open otherwise."""

    name = "exceptional_periods"
    legend = gettext_lazy("Fermetures et horaires exceptionnels")
    row_legend = gettext_lazy("Période")
    add_label = gettext_lazy("Ajouter une période")
    required = {
        "first_day": gettext_lazy("Écrivez le premier jour."),
        "last_day": gettext_lazy("Écrivez le dernier jour."),
    }

    def fields(self) -> dict[str, SheetField]:
        return {
            "first_day": DayField(gettext_lazy("Du")),
            "last_day": DayField(gettext_lazy("Au"), gettext_lazy("Ce jour compris.")),
            "horaires": HoursField(
                gettext_lazy("Horaires de ces jours"),
                gettext_lazy("Vide si le lieu est fermé. Exemple : lundi de 9h à 12h"),
                max_length=500,
            ),
            "reason": TextField(
                gettext_lazy("Raison"), gettext_lazy("Exemple : congés d’été"), max_length=200
            ),
        }

    def finish(self, row: dict[str, Any]) -> dict[str, Any]:
        if row["first_day"] > row["last_day"]:
            raise ValidationError({"last_day": _("Le dernier jour vient avant le premier.")})
        return {name: row[name] for name in ("first_day", "last_day", "horaires", "reason")}


class ClosuresForm(SectionForm):
    """Exceptional periods only."""

    section = Section.FERMETURES
    row_sets = (Periods,)
