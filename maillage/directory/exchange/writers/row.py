"""One sheet as the 32 texts of the standard, in the form that schema and library both take."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from maillage.directory.normalise.conform import (
    conform_adresse,
    conform_commune,
    conform_courriel,
    conform_pivot,
    conform_telephone,
    conform_url,
)
from maillage.directory.normalise.position import write_degrees
from maillage.directory.normalise.text import tidy_block, tidy_line
from maillage.directory.normalise.values import ETAPES_NUMERIQUES, is_etapes_numeriques
from maillage.directory.standard import SEPARATOR

# Where the coordinates are ours, not the place's (enums.PositionPrecision.CENTRE_COMMUNE).
OUR_POSITION = "centre_commune"


@dataclass(frozen=True, slots=True)
class ExportedLieu:
    """`row`: the 32 fields in their order, "" when unknown. Coordinates of the standard's row
    are left empty when they are the centre of the commune; those here are not.
    """

    row: dict[str, str]
    slug: str
    latitude: float | None
    longitude: float | None
    position_precision: str


def standard_row(values: Mapping[str, Any], lists: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """`values`: scalar fields of the sheet, position_precision and reviewed_on (the last day of a
    hand edit or confirmation here, or None); `lists`: official values by field, in the order of
    the standard. The standard's date_maj is that of the last update, whoever made it."""
    code_postal = values["code_postal"]
    latitude, longitude = values["latitude"], values["longitude"]
    is_known = latitude is not None and values["position_precision"] != OUR_POSITION
    labels, free_labels = _labels(lists, values["autres_formations_labels"])
    date_maj: date = max(values["date_maj"], values["reviewed_on"] or values["date_maj"])

    def joined(name: str) -> str:
        found = lists.get(name)
        return SEPARATOR.join(found) if found else ""

    return {
        "id": tidy_line(values["id"]),
        "pivot": conform_pivot(values["pivot"]),
        "nom": tidy_line(values["nom"]) or "Sans nom",
        "commune": conform_commune(tidy_line(values["commune"])),
        "code_postal": code_postal,
        "code_insee": values["code_insee"],
        "adresse": conform_adresse(tidy_line(values["adresse"])),
        "complement_adresse": tidy_line(values["complement_adresse"]),
        "latitude": write_degrees(latitude) if is_known else "",
        "longitude": write_degrees(longitude) if is_known else "",
        "typologie": joined("typologie"),
        "telephone": conform_telephone(values["telephone"], code_postal=code_postal),
        "courriels": _each(values["courriels"], conform_courriel),
        "site_web": _each(values["site_web"], conform_url),
        "horaires": tidy_line(values["horaires"]),
        "presentation_resume": tidy_block(values["presentation_resume"]),
        "presentation_detail": tidy_block(values["presentation_detail"]),
        "source": tidy_line(values["source"]),
        "itinerance": joined("itinerance"),
        "structure_parente": tidy_line(values["structure_parente"]),
        "date_maj": date_maj.isoformat(),
        "services": joined("services"),
        "publics_specifiquement_adresses": joined("publics_specifiquement_adresses"),
        "prise_en_charge_specifique": joined("prise_en_charge_specifique"),
        "frais_a_charge": joined("frais_a_charge"),
        "dispositif_programmes_nationaux": joined("dispositif_programmes_nationaux"),
        "formations_labels": labels,
        "autres_formations_labels": free_labels,
        "modalites_acces": joined("modalites_acces"),
        "modalites_accompagnement": joined("modalites_accompagnement"),
        "fiche_acces_libre": conform_url(values["fiche_acces_libre"]),
        "prise_rdv": conform_url(values["prise_rdv"]),
    }


def _each(text: str, conform: Any) -> str:
    """A `|`-joined list with each item conformed, once."""
    return _join(conform(item) for item in text.split(SEPARATOR)) if text else ""


def _join(items: Iterable[str]) -> str:
    return SEPARATOR.join(dict.fromkeys(item for item in items if item))


def _labels(lists: Mapping[str, Sequence[str]], others: str) -> tuple[str, str]:
    """formations_labels and autres_formations_labels.

    « Étapes numériques (La Poste) »: the schema's pattern refuses what the library wants (a
    space is missing in it), so that label leaves among the free ones; readers bring it back.
    """
    official = list(lists.get("formations_labels", ()))
    free = [tidy_line(item) for item in others.split(SEPARATOR)] if others else []
    etapes = ETAPES_NUMERIQUES[1]
    if etapes in official or any(is_etapes_numeriques(item) for item in free):
        official = [value for value in official if value != etapes]
        free = [item for item in free if not is_etapes_numeriques(item)] + [etapes]
    return SEPARATOR.join(official), _join(free)
