"""Who may read each field of a sheet. A test holds this table to the model.

Pages, the API, exports and e-mails print public fields only (a test looks for the others in
their sources); professional fields appear for signed-in professionals; internal ones nowhere.
"""

from maillage.directory.enums import Visibility
from maillage.directory.standard import FIELD_NAMES

PUBLIC = Visibility.PUBLIQUE
PROFESSIONAL = Visibility.PROFESSIONNELLE
INTERNAL = Visibility.INTERNE

_OURS: dict[str, Visibility] = {
    "langues": PUBLIC,
    "slug": PUBLIC,
    "status": INTERNAL,
    "merged_into": INTERNAL,
    "structure": PUBLIC,
    "territory_commune": PUBLIC,
    "position_precision": PUBLIC,
    "horaires_text": PUBLIC,
    "printing_possible": PUBLIC,
    "printing_free_pages": PUBLIC,
    "printing_free_purpose": PUBLIC,
    "printing_price_bw_cents": PUBLIC,
    "printing_price_colour_cents": PUBLIC,
    "printing_bring_paper": PUBLIC,
    "printing_note": PUBLIC,
    "wifi_free": PUBLIC,
    "wifi_max_minutes": PUBLIC,
    "wifi_horaires": PUBLIC,
    "wifi_note": PUBLIC,
    "own_device_welcome": PUBLIC,
    "age_min": PUBLIC,
    "age_max": PUBLIC,
    "publics_note": PUBLIC,
    "is_anonymous": PUBLIC,
    "membership_required": PUBLIC,
    "registration_required": PUBLIC,
    "access_note": PUBLIC,
    "referral_note": PUBLIC,
    "mandat_practice": PUBLIC,
    "frais_note": PUBLIC,
    "documents_note": PUBLIC,
    "does_not_do": PUBLIC,
    "activities": PUBLIC,
    "human_support": PUBLIC,
    "equipments": PUBLIC,
    "exceptional_periods": PUBLIC,
    "passages": PUBLIC,
    "professional_note": PROFESSIONAL,
    "professional_values": PROFESSIONAL,
    "ask_every_months": INTERNAL,
    "confirmed_at": PUBLIC,
    "confirmed_by": PUBLIC,
    "reviewed_on": PUBLIC,
    "hand_fields": INTERNAL,
    "completeness": INTERNAL,
    "contradictions": INTERNAL,
    "score": INTERNAL,
    "score_freshness": INTERNAL,
    "score_position": INTERNAL,
    "score_contact": INTERNAL,
    "score_hours": INTERNAL,
    "score_data_inclusion": INTERNAL,
    "import_source": INTERNAL,
    "created_at": INTERNAL,
    "updated_at": PUBLIC,
    "revision": INTERNAL,
    "search_text": INTERNAL,
}

VISIBILITY: dict[str, Visibility] = {**dict.fromkeys(FIELD_NAMES, PUBLIC), **_OURS}


# The other tables of a sheet, by model.
PARTS: dict[str, dict[str, Visibility]] = {
    "Structure": dict.fromkeys(
        (
            "nom",
            "slug",
            "kind",
            "siret",
            "presentation",
            "site_web",
            "commune",
            "bassin",
            "programmes",
            "source",
        ),
        PUBLIC,
    )
    | dict.fromkeys(("id", "created_at", "updated_at"), INTERNAL),
    "Equipment": dict.fromkeys(("kind", "count", "use", "detail"), PUBLIC)
    | dict.fromkeys(("id", "lieu"), INTERNAL),
    "ExceptionalPeriod": dict.fromkeys(("first_day", "last_day", "horaires", "reason"), PUBLIC)
    | dict.fromkeys(("id", "lieu"), INTERNAL),
    "SectionConfirmation": dict.fromkeys(
        ("section", "confirmed_at", "kind", "channel", "profession"), PUBLIC
    )
    | dict.fromkeys(("id", "lieu", "by"), INTERNAL),
    "LieuPhoto": dict.fromkeys(("image", "width", "height", "alt"), PUBLIC)
    | dict.fromkeys(("id", "lieu", "uploaded_at"), INTERNAL),
    "Passage": dict.fromkeys(("kind", "host", "label", "commune", "horaires", "note"), PUBLIC)
    | dict.fromkeys(("id", "lieu", "structure"), INTERNAL),
}
