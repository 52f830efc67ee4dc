"""Who vouches for a sheet, and since when, in words."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.directory.enums import ConfirmationChannel, ConfirmationKind, Section
from maillage.directory.field_words import date_in_words
from maillage.directory.models import Lieu, SectionConfirmation
from maillage.directory.normalise.record import UNKNOWN_DATE
from maillage.directory.presenters.printed import Printed
from maillage.directory.presenters.words import STALE_DAYS, age_in_words, years_in_words


@dataclass(frozen=True, slots=True)
class Freshness(Printed):
    """Who vouches for the sheet, when, and how long ago. `is_undated`: nobody knows."""

    who: str
    served: str
    date: str
    age: str
    stale: str
    source: str
    contacts: str
    hours: str
    services: str
    is_undated: bool


def confirmation_words(confirmation: SectionConfirmation) -> str:
    """« confirmés le 3 mars 2026 par la structure elle-même », the subject left to the page."""
    ways = {
        ConfirmationChannel.APPEL: _(" (par téléphone)"),
        ConfirmationChannel.VISITE: _(" (lors d’une visite)"),
    }
    return _("le %(day)s par %(who)s%(how)s") % {
        "day": date_in_words(timezone.localdate(confirmation.confirmed_at)),
        "who": _people(confirmation.kind),
        "how": ways.get(ConfirmationChannel(confirmation.channel), ""),
    }


def who_confirmed(lieu: Lieu) -> str:
    """Who vouches for the whole sheet; empty when nobody does."""
    return _people(lieu.confirmed_by) if lieu.confirmed_at else ""


def who_keeps(lieu: Lieu) -> str:
    """That the coordination keeps the sheet, for a structure that no e-mail reaches; or empty."""
    if lieu.courriel_list or lieu.confirmed_by != ConfirmationKind.COORDINATION:
        return ""
    return _(
        "La coordination du territoire tient cette fiche au nom de la structure, qui n’a pas "
        "d’adresse électronique publique."
    )


def _people(kind: str) -> str:
    people = {
        ConfirmationKind.STRUCTURE: _("la structure elle-même"),
        ConfirmationKind.COORDINATION: _("la coordination, au nom de la structure"),
        ConfirmationKind.SOURCE: _("la source d’origine"),
    }
    return people.get(ConfirmationKind(kind), "")


def is_undated(lieu: Lieu) -> bool:
    """Whether neither a source nor a person ever dated the sheet: 1970 is no date to show."""
    return lieu.date_maj == UNKNOWN_DATE and lieu.confirmed_at is None


def freshness_of(lieu: Lieu, today: date) -> Freshness:
    """What the public reads of it; reads the prefetched confirmations."""
    who = who_confirmed(lieu)
    day = timezone.localdate(lieu.confirmed_at) if lieu.confirmed_at and who else lieu.date_maj
    oldest = lieu.age_of_data(today)
    by_section = {row.section: row for row in lieu.confirmations.all()}

    def said(section: Section, template: str) -> str:
        row = by_section.get(section)
        return template % {"when": confirmation_words(row)} if row is not None else ""

    return Freshness(
        who=who,
        served=who_keeps(lieu),
        date=date_in_words(day),
        age=age_in_words((today - day).days),
        stale=years_in_words(oldest) if oldest > STALE_DAYS else "",
        source=lieu.source,
        contacts=said(Section.CONTACTS, _("Contacts confirmés %(when)s.")),
        hours=said(Section.HORAIRES, _("Horaires confirmés %(when)s.")),
        services=said(Section.SERVICES, _("Aide confirmée %(when)s.")),
        is_undated=is_undated(lieu) and not who,
    )
