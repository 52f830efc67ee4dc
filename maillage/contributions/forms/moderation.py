"""Shape and wording of the answers to contributions."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from maillage.contributions.enums import RefusalReason
from maillage.contributions.models import ANSWER_MAX_LENGTH
from maillage.directory.normalise.text import tidy_line

LIEU_STATES = (
    ("publie", _("La publier maintenant")),
    ("brouillon", _("La préparer sans la montrer")),
)
_TOO_LONG = _("La réponse est trop longue : 2 000 caractères au plus.")


class AnswerForm(forms.Form):
    """Words for whoever wrote; they may be left out."""

    answer = forms.CharField(
        required=False, max_length=ANSWER_MAX_LENGTH, error_messages={"max_length": _TOO_LONG}
    )


class WordsForm(AnswerForm):
    """An answer in words alone."""

    def clean_answer(self) -> str:
        text = str(self.cleaned_data["answer"])
        if not text:
            raise forms.ValidationError(_("Écrivez la réponse : la personne la lira."))
        return text


class RefusalForm(AnswerForm):
    """A refusal: a ready-made reason, words, or both."""

    reason = forms.ChoiceField(
        required=False,
        choices=[("", ""), *RefusalReason.choices],
        error_messages={"invalid_choice": _("Choisissez la raison dans la liste.")},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        reason, words = data.get("reason", ""), data.get("answer", "")
        if not self.errors and not reason and not words:
            self.add_error("reason", _("Un refus donne sa raison : choisissez-la ou écrivez-la."))
        elif not self.errors and len(self.sentence()) > ANSWER_MAX_LENGTH:
            self.add_error("answer", _TOO_LONG)
        return data

    def sentence(self) -> str:
        """The whole answer, as the proposer reads it; when the form is valid."""
        reason = self.cleaned_data["reason"]
        parts = [str(RefusalReason(reason).label)] if reason else []
        if self.cleaned_data["answer"]:
            parts.append(self.cleaned_data["answer"])
        return "\n\n".join(parts)


class CreateLieuForm(AnswerForm):
    """The sheet of a proposed place: what is kept of it, behind whom, seen or not."""

    nom = forms.CharField(max_length=255, error_messages={"required": _("Écrivez le nom du lieu.")})
    adresse = forms.CharField(max_length=300, error_messages={"required": _("Écrivez l’adresse.")})
    code_postal = forms.RegexField(
        r"^[0-9]{5}$",
        error_messages={
            "required": _("Écrivez le code postal."),
            "invalid": _("Le code postal a cinq chiffres."),
        },
    )
    structure = forms.ChoiceField(
        required=False, error_messages={"invalid_choice": _("Choisissez dans la liste.")}
    )
    state = forms.ChoiceField(
        choices=LIEU_STATES,
        error_messages={
            "required": _("Dites si la fiche est publiée."),
            "invalid_choice": _("Dites si la fiche est publiée."),
        },
    )

    def __init__(self, data: QueryDict | None = None, *, structures: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["structure"].choices = [("", ""), *structures]  # type: ignore[attr-defined]

    def clean_nom(self) -> str:
        text = tidy_line(self.cleaned_data["nom"])
        if not text:
            raise forms.ValidationError(_("Écrivez le nom du lieu."))
        return text

    def clean_adresse(self) -> str:
        text = tidy_line(self.cleaned_data["adresse"])
        if not text:
            raise forms.ValidationError(_("Écrivez l’adresse."))
        return text
