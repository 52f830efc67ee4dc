"""Fields that several forms share: an address, a person's name, a profession."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.accounts.enums import Profession
from maillage.accounts.forms import name_problem


class PersonNameField(forms.CharField):
    """First name and name, on one line."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "error_messages", {"required": gettext_lazy("Écrivez le prénom et le nom.")}
        )
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        problem = name_problem(text)
        if problem:
            raise forms.ValidationError(problem)
        return " ".join(text.split())


class AddressField(forms.EmailField):
    """An e-mail address, in lower case."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=254,
            error_messages={
                "required": gettext_lazy("Écrivez l’adresse électronique."),
                "invalid": gettext_lazy(
                    "L’adresse électronique n’est pas complète. Exemple : prenom.nom@exemple.fr"
                ),
                "max_length": gettext_lazy("L’adresse électronique est trop longue."),
            },
            **kwargs,
        )

    def clean(self, value: Any) -> str:
        return str(super().clean(value)).lower()


class ProfessionField(forms.ChoiceField):
    """One of the professions."""

    def __init__(self, *, required: bool = True) -> None:
        super().__init__(
            required=required,
            choices=Profession.choices,
            error_messages={
                "required": gettext_lazy("Choisissez le métier."),
                "invalid_choice": gettext_lazy("Choisissez le métier dans la liste."),
            },
        )


def profession_options() -> list[tuple[str, str | Promise]]:
    """Options of a select: nothing yet, then the professions."""
    return [("", _("Choisir dans la liste")), *Profession.choices]


def form_context(form: forms.Form, ids: Mapping[str, str] | None = None) -> dict[str, Any]:
    """What a template prints of a form: `values`, `errors` by field, `error_list` on top.

    `ids`: field → id that an error leads to, when it is not the field's own name.
    """
    anchors = ids or {}
    names: Sequence[str] = list(form.fields)
    errors = {name: str(form.errors[name][0]) for name in names if name in form.errors}
    general = [("", str(message)) for message in form.non_field_errors()]
    return {
        "values": {name: _shown(form[name].value()) for name in names},
        "errors": {name: errors.get(name, "") for name in names},
        "error_list": [
            *((anchors.get(name, name), message) for name, message in errors.items()),
            *general,
        ],
    }


def _shown(value: Any) -> Any:
    return "" if value is None else value
