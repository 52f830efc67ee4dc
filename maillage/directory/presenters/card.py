"""What a card of the results prints."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.wording import comma, isolated
from maillage.directory.enums import WITH_SOMEBODY, ModaliteField
from maillage.directory.field_words import phone_in_words
from maillage.directory.hours.schedule import State
from maillage.directory.models import Lieu
from maillage.directory.presenters.freshness import is_undated
from maillage.directory.presenters.printed import Printed
from maillage.directory.presenters.words import (
    NEEDS,
    STALE_DAYS,
    directions_url,
    directions_words,
    phone_href,
    sentence,
    years_in_words,
)
from maillage.directory.queries import LieuHit
from maillage.directory.vocabulary_words import inner_label, translated_label

SERVICES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Opening(Printed):
    """The state of a place: `kind` is the kind of tag, `icon` goes with it."""

    kind: str
    icon: str
    words: str


@dataclass(frozen=True, slots=True)
class Fact(Printed):
    """A few words behind a pictogram."""

    icon: str
    words: str


@dataclass(frozen=True, slots=True)
class Card(Printed):
    """A place in a list; an empty string is not printed."""

    nom: str
    url: str
    commune: str
    distance: str
    is_approximate: bool
    opening: Opening
    hours_note: str
    services: tuple[str, ...]
    more_services: int
    facts: tuple[Fact, ...]
    phone_href: str
    phone_words: str
    directions_url: str
    directions_words: str
    reason: str
    stale: str


def codes_by_field(lieu: Lieu) -> dict[str, list[tuple[str, str]]]:
    """(code, label in the active language) of the lists of a sheet, in the standard's order."""
    rows = sorted(lieu.modalites.all(), key=lambda row: row.position)
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows:
        label = translated_label(row.field, row.code) or row.label
        found[row.field].append((row.code, label))
    return found


def opening_of(state: State, words: str, *, today: date) -> Opening:
    """The tag of a state: a colour, a pictogram and the words together."""
    if state.kind == "open":
        return Opening("soon" if state.closing_soon else "open", "clock", sentence(words))
    if state.kind == "unknown":
        return Opening("unknown", "help", sentence(words))
    opens_today = state.opens_at is not None and state.opens_at.date() == today
    return Opening("soon" if opens_today else "closed", "clock", sentence(words))


def support_of(lieu: Lieu, codes: dict[str, list[tuple[str, str]]]) -> Fact | None:
    """Whether somebody helps, or there is only equipment; None when nobody said."""
    ways = {code for code, _label in codes.get(ModaliteField.ACCOMPAGNEMENT, ())}
    helped = bool(ways & WITH_SOMEBODY) if lieu.human_support is None else lieu.human_support
    if helped:
        return Fact("users", _("Quelqu’un vous aide"))
    if lieu.human_support is False or ways:
        return Fact("monitor", _("Matériel seul, sans personne pour aider"))
    return None


def card_of(hit: LieuHit) -> Card:
    """Turn a result of the search into a card; reads only what the search has fetched."""
    lieu = hit.lieu
    codes = codes_by_field(lieu)
    today = timezone.localdate()
    services = codes.get(ModaliteField.SERVICES, [])
    shown = services if len(services) <= SERVICES_SHOWN + 1 else services[:SERVICES_SHOWN]
    facts = [support_of(lieu, codes)]
    for icon, field in (("euro", ModaliteField.FRAIS), ("calendar", ModaliteField.ACCES)):
        labels = [label for _code, label in codes.get(field, ())]
        if labels:
            words = comma().join(inner_label(field, label) for label in labels)
            facts.append(Fact(icon, sentence(words)))
    return Card(
        nom=lieu.nom,
        url=lieu.get_absolute_url(),
        commune=lieu.commune,
        distance=hit.far,
        is_approximate=lieu.is_position_approximate,
        opening=opening_of(hit.state, hit.state_words, today=today),
        hours_note=_hours_note(lieu, hit.state),
        services=tuple(str(NEEDS[code].short) for code, _label in shown),
        more_services=len(services) - len(shown),
        facts=tuple(fact for fact in facts if fact is not None),
        phone_href=phone_href(lieu.telephone),
        phone_words=phone_in_words(lieu.telephone) if lieu.telephone else "",
        directions_url=directions_url(lieu),
        directions_words=directions_words(lieu),
        reason=_reason(hit),
        stale=_stale(lieu, today),
    )


def _stale(lieu: Lieu, today: date) -> str:
    if is_undated(lieu):
        return _("Date inconnue")
    age = lieu.age_of_data(today)
    if age <= STALE_DAYS:
        return ""
    return _("Pas confirmé depuis %(duration)s") % {"duration": years_in_words(age)}


def _reason(hit: LieuHit) -> str:
    """Why this place, when something precise was asked: only what the card does not show yet."""
    usual = {
        hit.far,
        _("ouvert"),
        _("gratuit"),
        _("quelqu’un vous aide"),
        _("horaires non communiqués"),
    }
    return sentence(comma().join(reason for reason in hit.reasons if reason not in usual))


def _hours_note(lieu: Lieu, state: State) -> str:
    if state.kind != "unknown":
        return ""
    if lieu.horaires_text:
        return _("Ce que l’on sait : %(hours)s.") % {
            "hours": isolated(lieu.horaires_text.rstrip("."))
        }
    return _("Appelez avant de venir.") if lieu.telephone else ""
