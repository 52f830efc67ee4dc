"""Section « Contacts et adresse »."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.contributions.forms.sections.base import SectionForm
from maillage.contributions.forms.sections.communes import FoundCommune, find_commune
from maillage.contributions.forms.sections.contact_fields import (
    CourrielsField,
    TelephoneField,
    UrlsField,
)
from maillage.contributions.forms.sections.fields import SheetField, TextField
from maillage.core.geo import haversine_m
from maillage.directory.enums import PositionPrecision, Section
from maillage.directory.sections import SectionValues
from maillage.territory.queries import search_places

FAR_FROM_COMMUNE_M = 40_000
# A score of the geocoder: 95 for an address that it is sure of.
EXACT_SCORE, STREET_SCORE = 72.0, 52.0
_FIGURE = r"-?\d{1,3}(?:[.,]\d+)?"
_POSITION = re.compile(rf"({_FIGURE})\s*[,;\s]\s*({_FIGURE})", re.ASCII)


class CodePostalField(TextField):
    """Five figures."""

    inputmode = "numeric"

    def read(self, text: str) -> Any:
        compact = re.sub(r"\s", "", text)
        if not re.fullmatch(r"\d{5}", compact, re.ASCII):
            raise ValidationError(_("Le code postal a cinq chiffres. Exemple : 28320"))
        return compact


class PositionField(SheetField):
    """« latitude, longitude » in degrees; a pair of floats, or None."""

    empty = None

    def shown(self, stored: Any) -> Any:
        return "" if stored is None else f"{stored[0]}, {stored[1]}"

    def read(self, text: str) -> Any:
        found = _POSITION.fullmatch(text)
        pair = tuple(float(part.replace(",", ".")) for part in found.groups()) if found else None
        if pair is None or abs(pair[0]) > 90 or abs(pair[1]) > 180 or pair == (0.0, 0.0):
            raise ValidationError(
                _("Écrivez la latitude puis la longitude. Exemple : 48.5283, 1.6939")
            )
        return pair


class ContactsForm(SectionForm):
    """Name, address, how to reach the place. The INSEE code and the position are worked out."""

    section = Section.CONTACTS
    layout = (
        (gettext_lazy("Le lieu"), ("nom",)),
        (
            gettext_lazy("Adresse"),
            ("adresse", "complement_adresse", "code_postal", "commune", "position"),
        ),
        (gettext_lazy("Contacts"), ("telephone", "courriels", "site_web")),
    )

    nom = TextField(
        gettext_lazy("Nom du lieu"),
        gettext_lazy("Le nom que l’on lit sur la porte. Exemple : Médiathèque de Gallardon"),
        required=gettext_lazy("Écrivez le nom du lieu."),
        max_length=255,
    )
    adresse = TextField(
        gettext_lazy("Numéro et rue"),
        gettext_lazy("Exemple : 12 rue de la Mairie. Sans numéro : « place de l’Église »."),
        required=gettext_lazy("Écrivez l’adresse : une rue, une place ou un lieu-dit."),
        max_length=300,
    )
    complement_adresse = TextField(
        gettext_lazy("Complément d’adresse"),
        gettext_lazy("Exemple : 1er étage, entrée par la cour"),
        max_length=300,
    )
    code_postal = CodePostalField(
        gettext_lazy("Code postal"),
        gettext_lazy("Exemple : 28320"),
        required=gettext_lazy("Écrivez le code postal."),
        max_length=20,
    )
    commune = TextField(
        gettext_lazy("Commune"),
        gettext_lazy("Exemple : Gallardon"),
        required=gettext_lazy("Écrivez le nom de la commune."),
        max_length=120,
    )
    position = PositionField(
        gettext_lazy("Position sur la carte"),
        gettext_lazy(
            "Facultatif : nous la cherchons d’après l’adresse. Latitude puis longitude, copiées "
            "d’une carte. Exemple : 48.5283, 1.6939"
        ),
    )
    telephone = TelephoneField(
        gettext_lazy("Téléphone"),
        gettext_lazy("Un seul numéro. Exemple : 02 37 00 00 00"),
        max_length=40,
    )
    courriels = CourrielsField(
        gettext_lazy("Adresses électroniques"),
        gettext_lazy(
            "Une par ligne, celles que les visiteurs peuvent utiliser. Exemple : accueil@exemple.fr"
        ),
        max_length=1000,
    )
    site_web = UrlsField(
        gettext_lazy("Sites internet"),
        gettext_lazy("Un par ligne. Exemple : www.exemple.fr"),
        max_length=2000,
    )

    def has(self, name: str) -> bool:
        if name == "position":
            return {"latitude", "longitude", "position_precision"} <= self.stored.keys()
        return super().has(name)

    def stored_value(self, name: str) -> Any:
        if name == "position":
            pair = self.stored["latitude"], self.stored["longitude"]
            return None if pair[0] is None else pair
        return super().stored_value(name)

    def full_clean(self) -> None:
        telephone = self.fields.get("telephone")
        if isinstance(telephone, TelephoneField):
            typed = re.sub(r"\s", "", str(self.data.get("code_postal", "")))
            telephone.code_postal = typed if self.is_bound else ""
        super().full_clean()

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if {"commune", "code_postal", "adresse"} <= data.keys():
            self._place(data)
        return data

    def _place(self, data: dict[str, Any]) -> None:
        """Work out the INSEE code and the position, when something of the address changed."""
        same_town = all(data[name] == self.stored[name] for name in ("commune", "code_postal"))
        same_address = same_town and data["adresse"] == self.stored["adresse"]
        pair, stored_pair = data.get("position"), self.stored_value("position")
        if same_address and pair == stored_pair and "position" in data:
            return
        found = FoundCommune(self.stored["code_insee"], data["commune"])
        if not same_town or pair not in (None, stored_pair):
            try:
                found = find_commune(nom=data["commune"], code_postal=data["code_postal"])
            except ValidationError as error:
                if not same_town:
                    self.add_error("commune", error)
                    return
        data["commune"], data["code_insee"] = found.nom, found.code
        if "position" in data and pair != stored_pair:
            self._keep_typed(data, pair, found)
        elif "position" in data:
            self._find_position(data, found)

    def _keep_typed(
        self, data: dict[str, Any], pair: tuple[float, float] | None, found: FoundCommune
    ) -> None:
        if pair is None:
            self._find_position(data, found)
            return
        if found.latitude is not None and found.longitude is not None:
            distance = haversine_m(*pair, found.latitude, found.longitude)
            if distance > FAR_FROM_COMMUNE_M:
                self.add_error(
                    "position",
                    _("Cette position est à %(km)s km de %(commune)s. Vérifiez-la.")
                    % {"km": round(distance / 1000), "commune": found.nom},
                )
                return
        _set_position(data, pair, PositionPrecision.EXACTE)

    def _find_position(self, data: dict[str, Any], found: FoundCommune) -> None:
        """By the geocoder; without an answer, the best that is known, never said exact."""
        text = f"{data['adresse']} {data['code_postal']} {data['commune']}"
        kinds = frozenset({"adresse"})
        for match in search_places(text=text, limit=1, kinds=kinds, with_addresses=True):
            pair = match.latitude, match.longitude
            here = not found.code or match.commune_code == found.code
            if here and match.score >= STREET_SCORE and None not in pair:
                exact = match.score >= EXACT_SCORE
                precision = PositionPrecision.EXACTE if exact else PositionPrecision.RUE
                _set_position(data, pair, precision)
                return
        stored = self.stored_value("position")
        if found.code and found.code == self.stored["code_insee"] and stored is not None:
            kept = PositionPrecision(self.stored["position_precision"])
            exact = kept == PositionPrecision.EXACTE
            _set_position(data, stored, PositionPrecision.RUE if exact else kept)
        elif found.latitude is not None:
            centre = found.latitude, found.longitude
            _set_position(data, centre, PositionPrecision.CENTRE_COMMUNE)
        else:
            _set_position(data, (None, None), PositionPrecision.INCONNUE)

    def values(self) -> SectionValues:
        # Text as JSON gives it back, so that a comparison sees the same value.
        found = super().values()
        if "position_precision" in found:
            found["position_precision"] = str(found["position_precision"])
        return found


def _set_position(data: dict[str, Any], pair: Any, precision: PositionPrecision) -> None:
    data["latitude"], data["longitude"] = pair
    data["position_precision"] = precision.value
