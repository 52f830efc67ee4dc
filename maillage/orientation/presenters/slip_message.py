"""The short text that the visitor's own device sends: an SMS, an e-mail, or a copy.

No number and no address is asked or read: the links open the device's own messages.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from maillage.core.links import mail_href, sms_href
from maillage.directory.field_words import phone_in_words
from maillage.directory.models import Lieu
from maillage.directory.presenters.printed import Printed
from maillage.orientation.presenters.slip import (
    advice_of,
    openings_of,
    sheet_url,
    short_address,
)
from maillage.orientation.presenters.slip_room import clipped
from maillage.orientation.situation import Situation

MOST_SIGNS = 300
NAME_SIGNS, ADDRESS_SIGNS, HOURS_SIGNS = 60, 80, 60


@dataclass(frozen=True, slots=True)
class Message(Printed):
    """The text, its language, and the links that open it on the visitor's device."""

    language: str
    text: str
    sms: str
    mail: str


def message_of(*, lieu: Lieu, situation: Situation, language: str, now: datetime) -> Message:
    """Where, when, whom to call, what to bring, and the sheet: at most about 300 signs."""
    with translation.override(language):
        text = _text(lieu, situation, now)
    subject = clipped(lieu.nom, NAME_SIGNS)
    return Message(language, text, sms_href(text), mail_href(subject, text))


def _text(lieu: Lieu, situation: Situation, now: datetime) -> str:
    openings = openings_of(lieu, now)
    when = clipped(openings[0], HOURS_SIGNS) if openings else _("Appelez avant de venir.")
    lines = [
        clipped(lieu.nom, NAME_SIGNS),
        short_address(lieu, ADDRESS_SIGNS),
        when if openings or lieu.telephone else _("Horaires non communiqués."),
        _("Tél. %(number)s") % {"number": phone_in_words(lieu.telephone)} if lieu.telephone else "",
    ]
    url = sheet_url(lieu)
    text = "\n".join(line for line in lines if line)
    room = MOST_SIGNS - len(url) - 1
    bring = _("À apporter :")
    for item in advice_of(situation).prepare:
        longer = f"{bring} {item}"
        if len(text) + 1 + len(longer) <= room:
            bring = longer
    if bring != _("À apporter :"):
        text = f"{text}\n{bring}"
    return f"{text}\n{url}"
