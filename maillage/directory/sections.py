"""The seven sections of a sheet: which fields each holds. Every edit goes through this table.

A section's content travels as `SectionValues`: field name → JSON value, in one shape for forms,
drafts, proposals, conflicts and history. Text fields: str (empty for unknown); others: number,
bool or None; a multi-valued field of the standard: list of short codes, in the standard's
order; parts (equipment…): list of {field: value}, dates as ISO text; PROFESSIONAL: names of the
section's fields that are kept for professionals.
"""

from dataclasses import dataclass
from typing import Any

from maillage.directory.enums import ModaliteField, Section

SectionValues = dict[str, Any]
PROFESSIONAL = "professional_fields"


@dataclass(frozen=True, slots=True)
class SectionFields:
    """What one section holds; `hideable` fields may be kept for professionals."""

    fields: tuple[str, ...] = ()
    modalites: tuple[ModaliteField, ...] = ()
    parts: tuple[str, ...] = ()
    hideable: tuple[str, ...] = ()


SECTIONS: dict[Section, SectionFields] = {
    Section.CONTACTS: SectionFields(
        fields=(
            "nom",
            "adresse",
            "complement_adresse",
            "code_postal",
            "commune",
            "code_insee",
            "latitude",
            "longitude",
            "position_precision",
            "telephone",
            "courriels",
            "site_web",
        ),
        hideable=("telephone", "courriels", "site_web"),
    ),
    Section.HORAIRES: SectionFields(
        fields=("horaires", "horaires_text"), hideable=("horaires_text",)
    ),
    Section.FERMETURES: SectionFields(parts=("exceptional_periods",)),
    Section.SERVICES: SectionFields(
        fields=(
            "human_support",
            "age_min",
            "age_max",
            "publics_note",
            "is_anonymous",
            "mandat_practice",
            "does_not_do",
            "activities",
        ),
        modalites=(
            ModaliteField.SERVICES,
            ModaliteField.ACCOMPAGNEMENT,
            ModaliteField.PUBLICS,
            ModaliteField.PRISE_EN_CHARGE,
            ModaliteField.LANGUES,
        ),
        hideable=("publics_note", "does_not_do", "activities"),
    ),
    Section.VENIR: SectionFields(
        fields=(
            "prise_rdv",
            "registration_required",
            "membership_required",
            "access_note",
            "documents_note",
            "frais_note",
            "referral_note",
            "fiche_acces_libre",
        ),
        modalites=(ModaliteField.ACCES, ModaliteField.FRAIS, ModaliteField.ITINERANCE),
        parts=("passages",),
        hideable=("prise_rdv", "access_note", "documents_note", "frais_note", "referral_note"),
    ),
    Section.MATERIEL: SectionFields(
        fields=(
            "own_device_welcome",
            "printing_possible",
            "printing_free_pages",
            "printing_free_purpose",
            "printing_price_bw_cents",
            "printing_price_colour_cents",
            "printing_bring_paper",
            "printing_note",
            "wifi_free",
            "wifi_max_minutes",
            "wifi_horaires",
            "wifi_note",
        ),
        parts=("equipments",),
        hideable=("printing_note", "wifi_note"),
    ),
    Section.PRESENTATION: SectionFields(
        fields=(
            "presentation_resume",
            "presentation_detail",
            "structure_parente",
            "pivot",
            "autres_formations_labels",
            "professional_note",
        ),
        modalites=(ModaliteField.TYPOLOGIE, ModaliteField.DISPOSITIFS, ModaliteField.FORMATIONS),
        hideable=("presentation_detail",),
    ),
}
SECTION_OF: dict[str, Section] = {
    name: section
    for section, content in SECTIONS.items()
    for name in (*content.fields, *content.modalites, *content.parts)
}
"""Field name → the section that holds it."""

IMPORTED_FIELDS = (
    "pivot",
    "nom",
    "commune",
    "code_postal",
    "code_insee",
    "adresse",
    "complement_adresse",
    "latitude",
    "longitude",
    "position_precision",
    "telephone",
    "courriels",
    "site_web",
    "horaires",
    "horaires_text",
    "presentation_resume",
    "presentation_detail",
    "structure_parente",
    "autres_formations_labels",
    "fiche_acces_libre",
    "prise_rdv",
    "membership_required",
    "mandat_practice",
)
"""The fields that a file of the standard fills (its lists aside), which a person may also write."""
