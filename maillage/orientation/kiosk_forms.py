"""Shape and wording of the settings of a kiosk."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from maillage.directory.presenters.words import NEEDS
from maillage.orientation.kiosk_actions import KioskDraft
from maillage.orientation.models import Kiosk
from maillage.territory.models import Commune
from maillage.territory.queries import find_place

SERVICES = [(code, need.short) for code, need in NEEDS.items()]
_TOO_LONG = _("Ce texte est trop long : %(limit_value)s lettres au plus.")


class KioskForm(forms.Form):
    """The settings of one kiosk."""

    nom = forms.CharField(
        max_length=120,
        error_messages={
            "required": _("Donnez un nom à la borne. Exemple : Mairie de Gallardon."),
            "max_length": _TOO_LONG,
        },
    )
    commune = forms.CharField(
        max_length=120,
        error_messages={
            "required": _("Dites dans quelle commune se trouve la borne."),
            "max_length": _TOO_LONG,
        },
    )
    services = forms.MultipleChoiceField(
        choices=SERVICES,
        error_messages={
            "required": _("Choisissez au moins une aide à proposer."),
            "invalid_choice": _("Choisissez des aides de la liste."),
        },
    )
    langues = forms.MultipleChoiceField(
        choices=settings.LANGUAGES,
        error_messages={
            "required": _("Choisissez au moins une langue."),
            "invalid_choice": _("Choisissez des langues de la liste."),
        },
    )
    accueil = forms.CharField(
        required=False, max_length=160, error_messages={"max_length": _TOO_LONG}
    )
    aide = forms.CharField(required=False, max_length=160, error_messages={"max_length": _TOO_LONG})
    imprimante = forms.BooleanField(required=False)

    def clean_commune(self) -> Commune:
        text = str(self.cleaned_data["commune"])
        found = find_place(text=text)
        best = found.best
        code = "" if best is None else best.commune_code
        row = Commune.objects.filter(pk=code).first() if code else None
        if row is None or best is None:
            raise forms.ValidationError(
                _("Cette commune n’est pas connue. Écrivez son nom, ou son nom et son code postal.")
            )
        if not found.is_sure and found.alternatives:
            near = [best, *found.alternatives[:4]]
            names = ", ".join(f"{match.label} ({match.detail})" for match in near)
            raise forms.ValidationError(
                _("Plusieurs communes se ressemblent : %(names)s. Écrivez aussi le code postal.")
                % {"names": names}
            )
        return row

    def to_draft(self) -> KioskDraft:
        """What was typed, for the action; when it is valid. Everything chosen is « all »."""
        data = self.cleaned_data

        def some(name: str, choices: list[tuple[str, Any]]) -> tuple[str, ...]:
            chosen = tuple(code for code, _label in choices if code in data[name])
            return () if len(chosen) == len(choices) else chosen

        return KioskDraft(
            nom=data["nom"],
            commune=data["commune"],
            services=some("services", SERVICES),
            languages=some("langues", settings.LANGUAGES),
            welcome=data["accueil"],
            help_note=data["aide"],
            can_print=data["imprimante"],
        )


def values_of(kiosk: Kiosk | None) -> dict[str, Any]:
    """What the form shows first: the kiosk as it is, or everything for a new one."""
    codes = [code for code, _label in SERVICES]
    languages = [code for code, _label in settings.LANGUAGES]
    if kiosk is None:
        return {"services": codes, "langues": languages}
    postal_code = kiosk.commune.postal_codes.split("|")[0]
    return {
        "nom": kiosk.nom,
        "commune": f"{kiosk.commune.nom} {postal_code}".strip(),
        "services": kiosk.services or codes,
        "langues": kiosk.languages or languages,
        "accueil": kiosk.welcome,
        "aide": kiosk.help_note,
        "imprimante": kiosk.can_print,
    }
