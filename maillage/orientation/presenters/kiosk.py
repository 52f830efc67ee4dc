"""What the screens of a kiosk print: large, few words, nothing that leads elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from maillage.core.wording import comma
from maillage.directory.hours.words import hours_in_words
from maillage.directory.models import Lieu
from maillage.directory.presenters.card import Fact, Opening, card_of
from maillage.directory.presenters.printed import Printed
from maillage.directory.presenters.sheet import day_rows
from maillage.directory.presenters.words import NEEDS, address_lines, lower_first, sentence
from maillage.directory.queries import LieuHit, opening_days
from maillage.orientation.advice import ALERT_ADVICE
from maillage.orientation.enums import Step
from maillage.orientation.forms import situation_to_params
from maillage.orientation.models import Kiosk
from maillage.orientation.numbers import PublicNumber, numbers_of
from maillage.orientation.presenters.themes import THEME_BUTTONS, theme_words
from maillage.orientation.queries.kiosks import WITH_THEMES
from maillage.orientation.safety.alerts import AlertKind
from maillage.orientation.situation import Situation

ANY_THEME = "autre"
"""In an address: « I do not know », or none of the eleven themes."""
DAYS_TOLD = 7
REFRESH_SECONDS = 300
"""How often the first screen looks again whether anything changed."""
URGENT, OFFLINE = "urgence", "hors-reseau"
"""Parts of addresses: urls_kiosk.py."""


@dataclass(frozen=True, slots=True)
class Tile(Printed):
    """A large button: a pictogram, its words, where it leads."""

    icon: str
    words: str
    href: str


@dataclass(frozen=True, slots=True)
class KioskPlace(Printed):
    """A place of an answer. `usual_hours` stays true without the network, `opening` does not.

    `notes`: what is unusual in the coming days; `bring`: what the place asks to bring.
    """

    nom: str
    distance: str
    opening: Opening
    hours_note: str
    usual_hours: str
    notes: tuple[str, ...]
    address: tuple[str, ...]
    phone: str
    facts: tuple[Fact, ...]
    reason: str
    bring: str


@dataclass(frozen=True, slots=True)
class Urgency(Printed):
    """What cannot wait: a title and whom to call."""

    title: str | Promise
    numbers: tuple[PublicNumber, ...]


def page_url(kiosk: Kiosk, language: str, *parts: str) -> str:
    """The address of a screen: `/borne/<slug>/<language>/…`."""
    home = reverse("bornes:kiosk_language", args=[kiosk.slug, language])
    return home + "".join(f"{part}/" for part in parts)


def service_tiles(kiosk: Kiosk, language: str, services: Sequence[str]) -> list[Tile]:
    """One tile by service that the kiosk offers."""
    return [
        Tile(NEEDS[code].icon, str(NEEDS[code].short), page_url(kiosk, language, code))
        for code in services
    ]


def theme_tiles(kiosk: Kiosk, language: str) -> list[Tile]:
    """The eleven themes."""
    return [
        Tile(button.icon, theme_words(theme), page_url(kiosk, language, WITH_THEMES, theme))
        for theme, button in THEME_BUTTONS.items()
    ]


def place_of(hit: LieuHit, *, now: datetime) -> KioskPlace:
    """A proposal as the kiosk shows and prints it."""
    lieu, card = hit.lieu, card_of(hit)
    return KioskPlace(
        nom=card.nom,
        distance=card.distance,
        opening=card.opening,
        hours_note=card.hours_note,
        usual_hours=sentence(lower_first(hours_in_words(osm=lieu.horaires)))
        if lieu.horaires
        else lieu.horaires_text,
        notes=_notes(lieu, now),
        address=tuple(address_lines(lieu)),
        phone=card.phone_words,
        facts=card.facts,
        reason=card.reason,
        bring=lieu.documents_note,
    )


def _notes(lieu: Lieu, now: datetime) -> tuple[str, ...]:
    """« Mercredi 25 novembre : fermeture exceptionnelle », for the coming week."""
    today = timezone.localdate(now)
    rows = day_rows(opening_days(lieu=lieu, start=today, count=DAYS_TOLD), today=today)
    return tuple(
        _("%(day)s : %(hours)s") % {"day": row.day, "hours": comma().join(row.notes)}
        for row in rows
        if row.notes
    )


def urgencies() -> list[Urgency]:
    """The numbers to call when it cannot wait, the most serious first, each number once."""
    shown: set[str] = set()
    found = []
    for kind in AlertKind:
        advice = ALERT_ADVICE[kind]
        slugs = [slug for slug in advice.numbers if slug not in shown]
        shown.update(slugs)
        if numbers := numbers_of(slugs):
            found.append(Urgency(advice.title, numbers))
    return found


def take_away_url(situation: Situation, language: str) -> str:
    """The same answer on the public site, in the same language, whole address.

    Its questions are passed: whoever takes the answer away wants the same one.
    """
    query = urlencode(situation_to_params(replace(situation, skipped=frozenset(Step))))
    with translation.override(language):
        path = reverse("orientation:conversation")
    return f"{settings.SITE_URL}{path}?{query}"
