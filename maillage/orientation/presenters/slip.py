"""The paper that a reception agent gives: what it says of a place, in one language or two.

Everything holds on one A4 sheet: `fit` takes out what matters least. What the place wrote itself
stays French and is printed once, for all the languages of the sheet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from maillage.core.languages import Language
from maillage.core.qr import qr_svg
from maillage.core.wording import comma, contracted, distance_words, lower_first, sentence, tied
from maillage.directory import queries
from maillage.directory.enums import ModaliteField
from maillage.directory.field_words import date_in_words, phone_in_words
from maillage.directory.hours.words import hours_in_words
from maillage.directory.models import Lieu
from maillage.directory.presenters.card import codes_by_field
from maillage.directory.presenters.printed import Printed
from maillage.directory.presenters.sheet import Sheet, day_rows, sheet_of
from maillage.directory.presenters.words import address_lines, directions_url
from maillage.directory.vocabulary_words import value_label
from maillage.directory.wording import SAME_TOWN_M
from maillage.orientation.advice import Advice, advice_for
from maillage.orientation.numbers import PublicNumber, alert_numbers, numbers_of
from maillage.orientation.presenters.slip_room import (
    FORMS,
    Cell,
    Row,
    clipped,
    fit,
    head_lines,
)
from maillage.orientation.queries.one_place import Chosen, chosen_of
from maillage.orientation.safety.alerts import AlertKind
from maillage.orientation.situation import Situation

SEARCHED_DAYS = 28
OPENINGS_SHOWN = 2
SERVICES_SHOWN = 3
USUAL_SERVICES = ("demarches",)
# Papers are found by others: these numbers are said, never printed nor sent.
SPOKEN_ALERTS = frozenset(
    {AlertKind.DANGER, AlertKind.DETRESSE, AlertKind.VIOLENCES, AlertKind.ENFANCE}
)
NAME_SIGNS, ADDRESS_SIGNS = 80, 90
LEAST_NOTES, MOST_NOTES = 2, 8
NOTE_LINES = 1.6


@dataclass(frozen=True, slots=True)
class Words(Printed):
    """What else is printed in one language: under the codes, for the hand, at the foot."""

    language: Language
    sheet_code: str
    way_code: str
    notes: str
    appointment: str
    day: str
    hour: str
    foot: str


@dataclass(frozen=True, slots=True)
class Paper(Printed):
    """One A4 sheet. `blanks`: the lines left for the hand."""

    nom: str
    address: str
    phone: str
    rows: tuple[Row, ...]
    words: tuple[Words, ...]
    sheet_qr: SafeString
    way_qr: SafeString
    url: str
    blanks: range
    is_large: bool


def papers_of(
    *,
    lieu: Lieu,
    situation: Situation,
    languages: Sequence[Language],
    now: datetime,
    is_large: bool = False,
    given_by: str = "",
) -> list[Paper]:
    """The sheets to print: one for all the languages, or one for each in large print.

    `lieu`: read by `get_public_lieu`. `given_by`: name of the structure, empty for nobody.
    """
    groups = [[one] for one in languages] if is_large else [list(languages)]
    return [
        _paper(
            lieu=lieu,
            situation=situation,
            languages=group,
            now=now,
            is_large=is_large,
            given_by=given_by,
        )
        for group in groups
    ]


def _paper(
    *,
    lieu: Lieu,
    situation: Situation,
    languages: Sequence[Language],
    now: datetime,
    is_large: bool,
    given_by: str,
) -> Paper:
    form = FORMS[len(languages), is_large]
    cells: dict[str, list[Cell]] = {}
    words: list[Words] = []
    for language in languages:
        with translation.override(language.code):
            for key, (heading, lines) in _texts(lieu, situation, now).items():
                kept = tuple(line for line in lines if line)
                cells.setdefault(key, []).append(Cell(language, heading, kept))
            words.append(_words(language, now, given_by))
            url = sheet_url(lieu)
    owns = own_words(lieu)
    rows = [
        Row(key, tuple(found), clipped(owns.get(key, ""), form.own_signs))
        for key, found in cells.items()
    ]
    nom, address = clipped(lieu.nom, NAME_SIGNS), short_address(lieu, ADDRESS_SIGNS)
    phone = phone_in_words(lieu.telephone) if lieu.telephone else ""
    rows, left = fit(rows, form, taken=head_lines(nom, address, phone, form))
    return Paper(
        nom=nom,
        address=address,
        phone=phone,
        rows=tuple(rows),
        words=tuple(words),
        sheet_qr=qr_svg(url),
        way_qr=qr_svg(directions_url(lieu)),
        url=url.split("://", 1)[-1],
        blanks=range(min(MOST_NOTES, LEAST_NOTES + int(max(left, 0) / NOTE_LINES))),
        is_large=is_large,
    )


def short_address(lieu: Lieu, signs: int) -> str:
    """The address on one line; when it is too long, the street and the town go before the rest."""
    town = f"{lieu.code_postal} {lieu.commune}".strip()
    lines = address_lines(lieu)
    whole = ", ".join(lines)
    if len(whole) <= signs:
        return whole
    street = lieu.adresse if lieu.adresse != lieu.commune else ""
    room = signs - len(town) - 2
    return f"{clipped(street, room)}, {town}" if street and room > 0 else town


# --- what is said, in the active language ------------------------------------------------------
def _texts(
    lieu: Lieu, situation: Situation, now: datetime
) -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """key → (heading, lines), in the order of the paper; the same keys in every language."""
    sheet = sheet_of(lieu, now=now)
    chosen = chosen_of(lieu=lieu, situation=situation, now=now)
    codes = codes_by_field(lieu)
    services = [code for code, _label in codes.get(ModaliteField.SERVICES, ())]

    def labels(field: ModaliteField) -> str:
        return " / ".join(value_label(field.value, code) for code, _label in codes.get(field, ()))

    how = (
        _stop(chosen.stop) if chosen.stop else "",
        _far(lieu, situation, chosen),
        labels(ModaliteField.ACCES),
        _("Demandez l’adresse exacte avant de venir.") if sheet.is_approximate else "",
    )
    alone = _("Ce lieu fait avec vous, jamais à votre place.")
    missing = comma().join(value_label(ModaliteField.SERVICES.value, one) for one in chosen.missing)
    return {
        "when": (_("Quand y aller"), _when(lieu, sheet, now)),
        "how": (_("Comment y aller"), how),
        "bring": (_("À apporter"), tuple(str(text) for text in advice_of(situation).prepare)),
        "why": (
            _("Pourquoi ce lieu"),
            _why(sheet, chosen, services),
        ),
        "price": (_("Prix"), (labels(ModaliteField.FRAIS),)),
        "not": (
            _("Ce que ce lieu ne fait pas"),
            (
                missing,
                alone if lieu.mandat_practice is False and not lieu.does_not_do else "",
            ),
        ),
        "number": (
            _("Un numéro à appeler"),
            tuple(number_words(number) for number in printed_numbers(situation)[:1]),
        ),
    }


def own_words(lieu: Lieu) -> dict[str, str]:
    """What the place wrote, by row: printed as it stands, in French."""
    return {
        "when": lieu.horaires_text,
        "how": lieu.access_note,
        "bring": lieu.documents_note,
        "price": lieu.frais_note,
        "not": lieu.does_not_do,
    }


def _when(lieu: Lieu, sheet: Sheet, now: datetime) -> tuple[str, ...]:
    openings = openings_of(lieu, now)
    if not openings and not sheet.usual_hours:
        if lieu.telephone:
            return (_("Horaires non communiqués : appelez avant de venir."),)
        return (_("Horaires non communiqués : renseignez-vous avant de venir."),)
    # A string of OpenStreetMap that has no reading is not for a reader of paper.
    has_words = sheet.usual_hours and sheet.usual_hours != lower_first(lieu.horaires)
    hours = tied(sheet.usual_hours) if has_words else ""
    usual = _("D’habitude : %(hours)s.") % {"hours": hours} if hours else ""
    soonest = openings[:1] or (_("Pas d’ouverture connue dans les 4 semaines : appelez avant."),)
    return (*soonest, *sheet.announcements[:1], usual, *openings[1:])


def openings_of(lieu: Lieu, now: datetime) -> tuple[str, ...]:
    """The coming openings: « Mardi 24 novembre : 9 h – 12 h, 14 h – 17 h », at most two."""
    state = queries.state_of(lieu=lieu, now=now)
    today = timezone.localdate(now)
    is_over = state.kind == "closed" and (state.opens_at is None or state.opens_at.date() > today)
    days = queries.opening_days(
        lieu=lieu, start=today + timedelta(days=1 if is_over else 0), count=SEARCHED_DAYS
    )
    rows = day_rows([day for day in days if day.ranges][:OPENINGS_SHOWN], today=today)
    said = []
    for row in rows:
        day = {"day": row.day, "hours": comma().join(row.hours)}
        words = (
            _("Aujourd’hui, %(day)s : %(hours)s") % {**day, "day": lower_first(row.day)}
            if row.is_today
            else _("%(day)s : %(hours)s") % day
        )
        said.append(tied(words))
    return tuple(said)


def _far(lieu: Lieu, situation: Situation, chosen: Chosen) -> str:
    """« À 2,3 km de Gallardon, à vol d’oiseau. »"""
    if chosen.distance_m is None:
        return ""
    if not chosen.stop and lieu.is_position_approximate and chosen.distance_m < SAME_TOWN_M:
        return ""
    distance = distance_words(chosen.distance_m)
    if situation.place is None:
        return _("À %(distance)s, à vol d’oiseau.") % {"distance": distance}
    said = {"distance": distance, "place": situation.place.label}
    return contracted(_("À %(distance)s de %(place)s, à vol d’oiseau.") % said)


def _stop(stop: queries.LieuHit) -> str:
    """Where the place comes nearer than its address, and when."""
    hours = tied(hours_in_words(osm=stop.lieu.horaires)) if stop.lieu.horaires else ""
    return f"{comma().join(part for part in (sentence(stop.reasons[0]), hours) if part)}."


def advice_of(situation: Situation) -> Advice:
    """What to prepare and whom to call; that of any procedure when nobody said what for."""
    if situation.services or situation.themes:
        return advice_for(situation.services, situation.themes, situation.publics)
    return advice_for(services=USUAL_SERVICES, themes=())


def _why(sheet: Sheet, chosen: Chosen, services: Sequence[str]) -> tuple[str, ...]:
    """The reasons that the other rows do not say, the place's help first."""
    elsewhere = {
        _("ouvert"),
        _("horaires non communiqués"),
        _("gratuit"),
        _("gratuit sous condition"),
        _("payant"),
    }
    reasons = [sentence(one) for one in chosen.reasons if one not in elsewhere]
    if reasons:
        return tuple(reasons)
    support = [sheet.support.words] if sheet.support else []
    shown = services[:SERVICES_SHOWN]
    return (*support, *(value_label(ModaliteField.SERVICES.value, code) for code in shown))


def printed_numbers(situation: Situation) -> tuple[PublicNumber, ...]:
    """Whom to call, the most pressing first, without what a paper must not say."""
    pressing = [
        number
        for kind in situation.alerts
        if kind not in SPOKEN_ALERTS
        for number in alert_numbers(kind)
    ]
    found = [*pressing, *numbers_of(advice_of(situation).call)]
    return tuple(dict.fromkeys(number for number in found if number.telephone))


def spoken_numbers(situation: Situation) -> tuple[PublicNumber, ...]:
    """Numbers that the agent says and that stay off the paper and the message."""
    kinds = [kind for kind in situation.alerts if kind in SPOKEN_ALERTS]
    return tuple(dict.fromkeys(number for kind in kinds for number in alert_numbers(kind)))


def number_words(number: PublicNumber) -> str:
    """« 39 39 (Allô Service Public). Prix d’un appel normal. »"""
    # A no-break space keeps the figures in their order between words written right to left.
    said = {"number": tied(number.spoken), "nom": number.nom, "price": number.price}
    return _("%(number)s (%(nom)s). %(price)s.") % said


def _words(language: Language, now: datetime, given_by: str) -> Words:
    day = date_in_words(timezone.localdate(now))
    foot = (
        _("Remis par %(structure)s le %(day)s. Les horaires peuvent changer.")
        % {"structure": clipped(given_by, 60), "day": day}
        if given_by
        else _("Le %(day)s. Les horaires peuvent changer.") % {"day": day}
    )
    return Words(
        language=language,
        sheet_code=_("Toute la fiche"),
        way_code=_("Itinéraire"),
        notes=_("Notes"),
        appointment=_("Rendez-vous"),
        day=_("Jour"),
        hour=_("Heure"),
        foot=foot,
    )


def sheet_url(lieu: Lieu) -> str:
    """Absolute address of the sheet in the active language."""
    return settings.SITE_URL + reverse("directory:lieu_detail", args=[lieu.slug])
