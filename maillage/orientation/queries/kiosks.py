"""The kiosks, and what is asked at one of them."""

from collections.abc import Iterable

from django.db.models import QuerySet

from maillage.core.languages import Language, available_languages
from maillage.directory.criteria import LieuCriteria
from maillage.directory.enums import ModaliteField, Theme
from maillage.directory.forms import with_place
from maillage.directory.models import Structure
from maillage.directory.vocabularies import BY_CODE
from maillage.orientation.models import Kiosk
from maillage.orientation.situation import Situation
from maillage.territory.queries import find_place

WITH_THEMES = "demarches"
"""The service that asks which administrative theme."""


def get_kiosk(*, slug: str) -> Kiosk | None:
    """A kiosk in service; None for another, or for none of this address."""
    kiosks = Kiosk.objects.select_related("commune", "structure")
    return kiosks.filter(slug=slug, is_active=True).first()


def kiosks_of(*, structures: Iterable[Structure] | QuerySet[Structure]) -> QuerySet[Kiosk]:
    """The kiosks of these structures, in service or not, by name."""
    return Kiosk.objects.filter(structure__in=structures).select_related("commune", "structure")


def services_of(*, kiosk: Kiosk) -> list[str]:
    """Codes of the services that it offers, in the order of the standard."""
    known = BY_CODE[ModaliteField.SERVICES.value]
    return [code for code in known if not kiosk.services or code in kiosk.services]


def languages_of(*, kiosk: Kiosk) -> list[Language]:
    """The languages that it offers, the first one for its home; French when none is left."""
    known = available_languages()
    offered = [one for one in known if not kiosk.languages or one.code in kiosk.languages]
    return offered or list(known[:1])


def situation_at(*, kiosk: Kiosk, service: str, theme: str, language: str) -> Situation:
    """What a person asks at a kiosk: a need, near its commune, perhaps in their own language.

    `theme`: code of a theme, or empty; `language`: code of the page's language.
    """
    criteria = LieuCriteria()
    found = find_place(text=f"commune:{kiosk.commune_id}")
    if found.best is not None:
        criteria = with_place(criteria, found.best)
    spoken = BY_CODE[ModaliteField.LANGUES.value].keys() - {"fr"}
    return Situation(
        services=frozenset({service}),
        themes=(Theme(theme).value,) if theme else (),
        place=criteria.place,
        latitude=criteria.latitude,
        longitude=criteria.longitude,
        territory=criteria.territory,
        language=language if language in spoken else "",
    )
