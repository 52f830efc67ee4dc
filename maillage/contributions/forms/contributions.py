"""Shape and wording of what visitors send: an error, a correction, a place that is missing."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maillage.contributions.enums import KINDS_WITHOUT_MESSAGE, HowKnown, ReportKind
from maillage.contributions.models import MESSAGE_MAX_LENGTH
from maillage.contributions.queries.proposals import Changes
from maillage.core.human_form import HumanForm
from maillage.directory.enums import ModaliteField, Section
from maillage.directory.vocabularies import VOCABULARIES
from maillage.territory.models import Commune
from maillage.territory.queries import find_place


class VisitorForm(HumanForm):
    """What every form of the contributions holds.

    With `is_signed_in`, neither trap nor token: the account says enough, and its own address
    receives the answer.
    """

    message = forms.CharField(
        required=False,
        max_length=MESSAGE_MAX_LENGTH,
        error_messages={
            "max_length": _("Le message est trop long : 2 000 caractères au plus."),
        },
    )
    email = forms.EmailField(
        required=False,
        max_length=254,
        error_messages={
            "invalid": _(
                "L’adresse électronique n’est pas complète. Exemple : prenom.nom@exemple.fr"
            ),
            "max_length": _("L’adresse électronique est trop longue."),
        },
    )

    def __init__(self, data: QueryDict | None = None, *, is_signed_in: bool = False) -> None:
        super().__init__(data)
        self.is_signed_in = is_signed_in
        if is_signed_in:
            for name in ("email", "precision", "jeton"):
                del self.fields[name]


class ReportForm(VisitorForm):
    """An error told in words."""

    kind = forms.ChoiceField(
        choices=ReportKind.choices,
        error_messages={
            "required": _("Choisissez ce qui est faux."),
            "invalid_choice": _("Choisissez ce qui est faux dans la liste."),
        },
    )

    def check_values(self, data: dict[str, Any]) -> None:
        kind = data.get("kind")
        needs_message = kind is not None and kind not in KINDS_WITHOUT_MESSAGE
        if needs_message and "message" in data and not data["message"]:
            self.add_error("message", _("Dites en quelques mots ce qui est faux."))


class ProposalForm(VisitorForm):
    """What comes with the values proposed for one section."""


@dataclass(frozen=True, slots=True)
class ProposedPlace:
    """A place that is missing, as the form reads it."""

    nom: str
    code_insee: str
    changes: Changes
    how_known: str


def _required(sentence: str | Promise) -> dict[str, Any]:
    return {"required": sentence, "invalid_choice": sentence}


class NewLieuForm(VisitorForm):
    """A place that is missing: what it is, where, what it helps with, how one knows it."""

    nom = forms.CharField(
        max_length=255,
        error_messages={
            **_required(_("Écrivez le nom du lieu.")),
            "max_length": _("Le nom est trop long : 255 caractères au plus."),
        },
    )
    adresse = forms.CharField(
        max_length=300,
        error_messages={
            **_required(_("Écrivez l’adresse : une rue, une place ou un lieu-dit.")),
            "max_length": _("L’adresse est trop longue : 300 caractères au plus."),
        },
    )
    commune = forms.CharField(
        max_length=120,
        error_messages={
            **_required(_("Écrivez la commune.")),
            "max_length": _("Le nom de la commune est trop long."),
        },
    )
    services = forms.MultipleChoiceField(
        required=False,
        choices=[(entry.code, entry.label) for entry in VOCABULARIES[ModaliteField.SERVICES]],
        error_messages={"invalid_choice": _("Choisissez l’aide dans la liste.")},
    )
    activities = forms.CharField(
        required=False,
        max_length=MESSAGE_MAX_LENGTH,
        error_messages={"max_length": _("Ce texte est trop long : 2 000 caractères au plus.")},
    )
    how_known = forms.ChoiceField(
        choices=HowKnown.choices,
        error_messages=_required(_("Dites comment vous connaissez ce lieu.")),
    )
    # Set by the page that has warned of places with a near name.
    confirme = forms.BooleanField(required=False)

    def clean_commune(self) -> Commune:
        text = str(self.cleaned_data["commune"])
        found = find_place(text=text)
        best = found.best
        code = "" if best is None else (best.commune_code or "")
        row = Commune.objects.filter(pk=code).first() if code else None
        if row is None or best is None:
            raise forms.ValidationError(
                _("Cette commune n’est pas connue. Écrivez son nom, ou son nom et son code postal.")
            )
        if not found.is_sure:
            names = ", ".join(f"{match.label} ({match.detail})" for match in found.alternatives[:4])
            if names:
                raise forms.ValidationError(
                    _(
                        "Plusieurs communes se ressemblent : %(best)s (%(detail)s), %(names)s. "
                        "Écrivez aussi le code postal."
                    )
                    % {"best": best.label, "detail": best.detail, "names": names}
                )
        return row

    def check_values(self, data: dict[str, Any]) -> None:
        told = {"services", "activities"} <= data.keys()
        if told and not data["services"] and not data["activities"]:
            self.add_error("services", _("Dites ce que l’on vous y aide à faire."))

    def place(self) -> ProposedPlace:
        """What was typed, in the shape of a proposal; when the form is valid."""
        data = self.cleaned_data
        commune: Commune = data["commune"]
        codes = [
            entry.code
            for entry in VOCABULARIES[ModaliteField.SERVICES]
            if entry.code in data["services"]
        ]
        changes: Changes = {
            Section.CONTACTS.value: {
                "nom": data["nom"],
                "adresse": data["adresse"],
                "code_postal": (commune.postal_codes.split("|") or [""])[0],
                "commune": commune.nom,
            },
            Section.SERVICES.value: {
                name: value
                for name, value in (("services", codes), ("activities", data["activities"]))
                if value
            },
        }
        return ProposedPlace(data["nom"], commune.code, changes, data["how_known"])
