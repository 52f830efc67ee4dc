"""What search engines and social networks read of a page: schema.org data, as JSON-LD.

Only what the public page says, and nothing that is guessed: an approximate position is left
out, so are hours that depend on more than the weekday. JSON-LD is a data block: browsers do
not run it, so that it needs no exception in the content security policy.
"""

import json
from collections.abc import Mapping, Sequence

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from maillage.directory.enums import ModaliteField
from maillage.directory.hours.schedule import weekly
from maillage.directory.models import Lieu

SCHEMA = "https://schema.org"
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# Typologies that schema.org knows; every other place is a LocalBusiness, its general type for
# « a place that receives the public at an address ».
_TYPES: Mapping[str, str] = {
    "BIB": "Library",
    "RELAIS_LECTURE": "Library",
    "FT": "GovernmentOffice",
    "CAF": "GovernmentOffice",
    "CPAM": "GovernmentOffice",
    "CFP": "GovernmentOffice",
    "MSA": "GovernmentOffice",
    "MUNI": "GovernmentOffice",
    "PREF": "GovernmentOffice",
    "RFS": "GovernmentOffice",
    "MSAP": "GovernmentOffice",
    "CCAS": "GovernmentOffice",
    "CIAS": "GovernmentOffice",
    "LA_POSTE": "PostOffice",
    "ML": "EmploymentAgency",
}
# « < », « > » and « & » cannot close the block, nor can a line separator break it.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}


def as_json_ld(data: Mapping[str, object]) -> SafeString:
    """Text safe inside `<script type="application/ld+json">`; empty values are left out."""
    kept = {key: value for key, value in data.items() if value not in (None, "", [], {})}
    text = json.dumps({"@context": SCHEMA, **kept}, ensure_ascii=False)
    return mark_safe(text.translate(_ESCAPES))  # noqa: S308 - escaped just before


def absolute(path: str) -> str:
    """The public address of a path of the site."""
    return settings.SITE_URL + path


def lieu_data(lieu: Lieu) -> dict[str, object]:
    """A place. Reads `modalites` (prefetched by the page) and its own columns."""
    kinds = [modalite.value for modalite in lieu.modalites_of(ModaliteField.TYPOLOGIE)]
    services = [modalite.label for modalite in lieu.modalites_of(ModaliteField.SERVICES)]
    prices = {modalite.code for modalite in lieu.modalites_of(ModaliteField.FRAIS)}
    url = absolute(lieu.get_absolute_url())
    return {
        "@type": next((_TYPES[kind] for kind in kinds if kind in _TYPES), "LocalBusiness"),
        "@id": url,
        "url": url,
        "name": lieu.nom,
        "description": lieu.presentation_resume,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": "" if lieu.adresse == lieu.commune else lieu.adresse,
            "postalCode": lieu.code_postal,
            "addressLocality": lieu.commune,
            "addressCountry": "FR",
        },
        "geo": _geo(lieu),
        "telephone": lieu.telephone,
        "email": lieu.courriel_list[:1],
        "sameAs": [site for site in lieu.site_web_list if site.startswith(("http://", "https://"))],
        "openingHoursSpecification": _opening_hours(lieu.horaires),
        "isAccessibleForFree": True if prices == {"gratuit"} else None,
        "knowsLanguage": [row.value for row in lieu.modalites_of(ModaliteField.LANGUES)],
        "makesOffer": [
            {"@type": "Offer", "itemOffered": {"@type": "Service", "name": label}}
            for label in services
        ],
        "parentOrganization": {"@type": "Organization", "name": lieu.structure_parente}
        if lieu.structure_parente
        else None,
    }


def territory_data(*, nom: str, path: str, description: str) -> dict[str, object]:
    """The page of a territory: a list of places of an administrative area."""
    return {
        "@type": "CollectionPage",
        "@id": absolute(path),
        "url": absolute(path),
        "name": nom,
        "description": description,
        "inLanguage": "fr",
        "about": {"@type": "AdministrativeArea", "name": nom},
    }


def breadcrumb_data(items: Sequence[tuple[str, str]], *, here: str) -> dict[str, object]:
    """The trail of a page: (label, path or "") as the breadcrumb component takes it.

    The last item has no path of its own: it is the page `here`.
    """
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": str(label),
                "item": absolute(path or here),
            }
            for position, (label, path) in enumerate(items, start=1)
        ],
    }


def _geo(lieu: Lieu) -> dict[str, object] | None:
    if lieu.latitude is None or lieu.longitude is None or lieu.is_position_approximate:
        return None
    return {
        "@type": "GeoCoordinates",
        "latitude": round(lieu.latitude, 6),
        "longitude": round(lieu.longitude, 6),
    }


def _opening_hours(osm: str) -> list[dict[str, object]]:
    """One entry by distinct span, with its days; none when the hours are not that simple."""
    days: dict[tuple[str, str], list[str]] = {}
    for weekday, opens, closes in weekly(osm=osm) or ():
        span = opens.strftime("%H:%M"), closes.strftime("%H:%M")
        days.setdefault(span, []).append(_DAYS[weekday])
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": [f"{SCHEMA}/{day}" for day in names],
            "opens": opens,
            "closes": closes,
        }
        for (opens, closes), names in days.items()
    ]
