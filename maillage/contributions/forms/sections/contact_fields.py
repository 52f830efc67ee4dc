"""Fields of telephone numbers, e-mail and web addresses, and lists of one value per line."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from maillage.contributions.forms.sections.fields import Text, TextField
from maillage.directory.normalise.conform import (
    conform_courriel,
    conform_telephone,
    conform_url,
)
from maillage.directory.normalise.contact import (
    canonical_courriel,
    canonical_url,
    region_of,
    to_e164,
)


class TelephoneField(TextField):
    """One number, however written; E.164 out. The form gives `code_postal` before cleaning."""

    type = "tel"
    code_postal = ""

    def shown(self, stored: Any) -> Any:
        text = str(stored or "")
        if text.startswith("+33") and len(text) == 12:
            digits = "0" + text[3:]
            return " ".join(digits[start : start + 2] for start in range(0, 10, 2))
        return text

    def read(self, text: str) -> Any:
        number = to_e164(text, region_of(self.code_postal))
        if not number or not conform_telephone(number, code_postal=self.code_postal):
            raise ValidationError(
                _(
                    "« %(text)s » n’est pas un numéro complet. Écrivez un seul numéro, par "
                    "exemple 02 37 00 00 00. Les numéros courts (3 ou 4 chiffres) ne sont pas "
                    "admis."
                )
                % {"text": text[:40]},
                code="telephone",
            )
        return number


class ListField(TextField):
    """Several values, one per line; joined by « | », as the standard wants."""

    separators = re.compile(r"[\n|;,]")

    def __init__(self, label: Text, hint: Text = "", *, max_length: int) -> None:
        super().__init__(label, hint, max_length=max_length, multiline=True)

    def shown(self, stored: Any) -> Any:
        return "\n".join(value for value in str(stored or "").split("|") if value)

    def read(self, text: str) -> Any:
        kept: list[str] = []
        for part in self.separators.split(text):
            if part.strip():
                value = self.read_one(part.strip())
                if value not in kept:
                    kept.append(value)
        return super().read("|".join(kept))

    def read_one(self, text: str) -> str:
        return text


class LabelsField(ListField):
    """Free labels: a comma is part of a name."""

    separators = re.compile(r"[\n|]")


class CourrielsField(ListField):
    """E-mail addresses, one per line."""

    separators = re.compile(r"[\n|;,\s]+")
    inputmode = "email"

    def read_one(self, text: str) -> str:
        address = canonical_courriel(text)
        if not address or not conform_courriel(address):
            raise ValidationError(
                _(
                    "« %(text)s » n’est pas une adresse électronique complète. Exemple : "
                    "accueil@exemple.fr"
                )
                % {"text": text[:60]},
                code="courriel",
            )
        return address


def read_url(text: str) -> str:
    """An http(s) address as the standard takes it; ValidationError otherwise."""
    address = canonical_url(text)
    if not address or not conform_url(address):
        raise ValidationError(
            _("« %(text)s » n’est pas une adresse web. Exemple : www.exemple.fr")
            % {"text": text[:60]},
            code="url",
        )
    return address


class UrlsField(ListField):
    """Web addresses, one per line."""

    separators = re.compile(r"[\n|\s]+")
    inputmode = "url"

    def read_one(self, text: str) -> str:
        return read_url(text)


class UrlField(TextField):
    """One web address."""

    inputmode = "url"

    def read(self, text: str) -> Any:
        return super().read(read_url(text))
