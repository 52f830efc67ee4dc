"""The paper that a reception agent gives: what it says of a place, in one language or two.

Everything holds on one A4 sheet: `fit` takes out what matters least. What the place wrote itself
stays French and is printed once, for all the languages of the sheet.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from maillage.core.geo import distance_in_words
from maillage.core.languages import Language
from maillage.directory import queries
from maillage.directory.enums import ModaliteField
from maillage.directory.field_words import date_in_words
from maillage.directory.models import Lieu
from maillage.directory.presenters.card import SAME_TOWN_M, codes_by_field
from maillage.directory.presenters.printed import Printed
from maillage.directory.presenters.sheet import Sheet, day_rows, sheet_of
from maillage.directory.presenters.words import directions_url, listed, lower_first, sentence
from maillage.orientation.advice import advice_for
from maillage.orientation.numbers import PublicNumber, alert_numbers, numbers_of
from maillage.orientation.queries import answer_to
from maillage.orientation.safety.alerts import AlertKind
from maillage.orientation.situation import Situation

SEARCHED_DAYS = 28
OPENINGS_SHOWN = 2
# Papers are found by others: these numbers are said, never printed nor sent.
SPOKEN_ALERTS = frozenset(
    {AlertKind.DANGER, AlertKind.DETRESSE, AlertKind.VIOLENCES, AlertKind.ENFANCE}
)
NAME_SIGNS, ADDRESS_SIGNS = 100, 120
LEAST_NOTES, MOST_NOTES = 2, 5
NOTE_LINES = 1.6


@dataclass(frozen=True, slots=True)
class Form:
    """Room of a sheet: signs of a line of one column, signs of a line across the columns, lines
    for all the rows, signs of what the place wrote."""

    signs: int
    wide_signs: int
    lines: int
    own_signs: int


# Measured on A4 paper (186 mm by 277 mm inside the margins), 14 points and 18 points.
FORMS: dict[tuple[int, bool], Form] = {
    (1, False): Form(signs=68, wide_signs=68, lines=25, own_signs=200),
    (2, False): Form(signs=32, wide_signs=68, lines=25, own_signs=130),
    (1, True): Form(signs=50, wide_signs=50, lines=15, own_signs=100),
}
# What leaves first when a sheet is too full: row → lines that it keeps.
_LESS: tuple[tuple[str, int], ...] = (
    ("bring", 4),
    ("why", 2),
    ("when", 3),
    ("bring", 3),
    ("why", 1),
    ("number", 0),
    ("bring", 2),
    ("when", 2),
    ("how", 1),
    ("why", 0),
    ("price", 0),
    ("bring", 1),
    ("how", 0),
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Why this place answers, its distance in metres when one is known.

    `doubt`: « need » when its sheet does not say that it helps with this, « person » when it says
    that it receives others.
    """

    reasons: tuple[str, ...] = ()
    distance_m: float | None = None
    doubt: Literal["", "need", "person"] = ""


@dataclass(frozen=True, slots=True)
class Cell(Printed):
    """A row in one language."""

    language: Language
    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row(Printed):
    """One subject in each language of the sheet; `own`: what the place wrote, in French."""

    key: str
    cells: tuple[Cell, ...]
    own: str = ""


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
    rows, left = fit(rows, form)
    sheet = sheet_of(lieu, now=now)
    return Paper(
        nom=clipped(lieu.nom, NAME_SIGNS),
        address=clipped(", ".join(sheet.address), ADDRESS_SIGNS),
        phone=sheet.phone_words,
        rows=tuple(rows),
        words=tuple(words),
        sheet_qr=qr_svg(url),
        way_qr=qr_svg(directions_url(lieu)),
        url=url.split("://", 1)[-1],
        blanks=range(min(MOST_NOTES, LEAST_NOTES + int(max(left, 0) / NOTE_LINES))),
        is_large=is_large,
    )


def fit(rows: Sequence[Row], form: Form) -> tuple[list[Row], float]:
    """The rows that hold in the form, without those left empty, and the lines left free."""
    kept = [row for row in rows if _is_said(row)]
    left = form.lines - sum(_lines_of(row, form) for row in kept)
    for key, least in _LESS:
        while left < 0 and any(row.key == key and _length(row) > least for row in kept):
            kept = [_shorter(row) if row.key == key else row for row in kept]
            kept = [row for row in kept if _is_said(row)]
            left = form.lines - sum(_lines_of(row, form) for row in kept)
    return kept, left


def _is_said(row: Row) -> bool:
    return bool(row.own or _length(row))


def _length(row: Row) -> int:
    return max((len(cell.lines) for cell in row.cells), default=0)


def _shorter(row: Row) -> Row:
    most = _length(row) - 1
    return replace(row, cells=tuple(replace(cell, lines=cell.lines[:most]) for cell in row.cells))


def _lines_of(row: Row, form: Form) -> int:
    tallest = max(
        sum(_height(text, form.signs) for text in (cell.heading, *cell.lines)) for cell in row.cells
    )
    return tallest + _height(row.own, form.wide_signs)


def _height(text: str, signs: int) -> int:
    return math.ceil(len(text) / signs)


def clipped(text: str, signs: int) -> str:
    """The text, cut between two words and ended by « … » when it is longer than `signs`."""
    flat = " ".join(text.split(" "))
    if len(flat) <= signs:
        return flat
    return flat[: signs - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


# --- what is said, in the active language ------------------------------------------------------
def _texts(
    lieu: Lieu, situation: Situation, now: datetime
) -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """key → (heading, lines), in the order of the paper; the same keys in every language."""
    sheet = sheet_of(lieu, now=now)
    chosen = chosen_of(lieu=lieu, situation=situation, now=now)
    codes = codes_by_field(lieu)

    def labels(field: ModaliteField, *, either: bool = False) -> str:
        words = [lower_first(label) for _code, label in codes.get(field, ())]
        return f"{sentence(listed(words, either=either))}." if words else ""

    how = (
        _far(lieu, situation, chosen),
        labels(ModaliteField.ACCES, either=True),
        _("Demandez l’adresse exacte avant de venir.") if sheet.is_approximate else "",
    )
    alone = _("Ce lieu fait avec vous, jamais à votre place.")
    return {
        "when": (_("Quand y aller"), _when(lieu, sheet, now)),
        "how": (_("Comment y aller"), how),
        "bring": (_("À apporter"), _bring(situation)),
        "why": (_("Pourquoi ce lieu"), _why(sheet, chosen)),
        "price": (_("Prix"), (labels(ModaliteField.FRAIS, either=True),)),
        "not": (
            _("Ce que ce lieu ne fait pas"),
            (alone,) if lieu.mandat_practice is False and not lieu.does_not_do else (),
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
            return (_("Horaires non communiqués : appelez avant de venir."),)
        return (_("Horaires non communiqués : renseignez-vous avant de venir."),)
    # A string of OpenStreetMap that has no reading is not for a reader of paper.
    has_words = sheet.usual_hours and sheet.usual_hours != lower_first(lieu.horaires)
    usual = _("D’habitude : %(hours)s.") % {"hours": sheet.usual_hours} if has_words else ""
    soonest = openings[:1] or (_("Pas d’ouverture connue dans les 4 semaines : appelez avant."),)
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
        day = {"day": row.day, "hours": ", ".join(row.hours)}
        words = (
            _("Aujourd’hui, %(day)s : %(hours)s") % {**day, "day": lower_first(row.day)}
            if row.is_today
            else _("%(day)s : %(hours)s") % day
        )
        said.append(words)
    return tuple(said)


def _far(lieu: Lieu, situation: Situation, chosen: Chosen) -> str:
    """« À 2,3 km de Gallardon, à vol d’oiseau. »"""
    if chosen.distance_m is None:
        return ""
    if lieu.is_position_approximate and chosen.distance_m < SAME_TOWN_M:
        return ""
    distance = distance_in_words(chosen.distance_m)
    if situation.place is None:
        return _("À %(distance)s, à vol d’oiseau.") % {"distance": distance}
    said = {"distance": distance, "place": situation.place.label}
    return _("À %(distance)s de %(place)s, à vol d’oiseau.") % said


def _bring(situation: Situation) -> tuple[str, ...]:
    advice = advice_for(services=situation.services, themes=situation.themes)
    return tuple(str(text) for text in advice.prepare)


def _why(sheet: Sheet, chosen: Chosen) -> tuple[str, ...]:
    """The reasons that the other rows do not say, the place's help first."""
    distance = "" if chosen.distance_m is None else distance_in_words(chosen.distance_m)
    elsewhere = {
        _("ouvert"),
        _("horaires non communiqués"),
        _("gratuit"),
        _("gratuit sous condition"),
        _("payant"),
        _("à %(distance)s") % {"distance": distance},
    }
    reasons = [sentence(one) for one in chosen.reasons if one not in elsewhere]
    return tuple(reasons) or ((sheet.support.words,) if sheet.support else ())


def printed_numbers(situation: Situation) -> tuple[PublicNumber, ...]:
    """Whom to call, the most pressing first, without what a paper must not say."""
    pressing = [
        number
        for kind in situation.alerts
        if kind not in SPOKEN_ALERTS
        for number in alert_numbers(kind)
    ]
    advice = advice_for(services=situation.services, themes=situation.themes)
    found = [*pressing, *numbers_of(advice.call)]
    return tuple(dict.fromkeys(number for number in found if number.telephone))


def spoken_numbers(situation: Situation) -> tuple[PublicNumber, ...]:
    """Numbers that the agent says and that stay off the paper and the message."""
    kinds = [kind for kind in situation.alerts if kind in SPOKEN_ALERTS]
    return tuple(dict.fromkeys(number for kind in kinds for number in alert_numbers(kind)))


def number_words(number: PublicNumber) -> str:
    """« 39 39 (Allô Service Public). Prix d’un appel normal. »"""
    said = {"number": number.spoken, "nom": number.nom, "price": number.price}
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


def chosen_of(*, lieu: Lieu, situation: Situation, now: datetime) -> Chosen:
    """Why this place, in the active language, be it one of the three proposed or not."""
    for hit in answer_to(situation=situation, now=now).proposals:
        if hit.lieu.pk == lieu.pk:
            return Chosen(tuple(hit.reasons), hit.distance_m)
    asked = situation.criteria()
    wider = replace(asked, open=None, territory=None)
    tries: tuple[tuple[object, Literal["", "need", "person"]], ...] = (
        (wider, ""),
        (replace(wider, values={}), "need"),
        (replace(wider, values={}, only_for=None), "person"),
    )
    for criteria, doubt in tries:
        found = queries.search_lieux(criteria=criteria, now=now)  # type: ignore[arg-type]
        ids = found.ids()
        if lieu.pk in ids:
            hit = found.hits(ids.index(lieu.pk), 1)[0]
            return Chosen(tuple(hit.reasons), hit.distance_m, doubt)
    return Chosen()


def sheet_url(lieu: Lieu) -> str:
    """Absolute address of the sheet in the active language."""
    return settings.SITE_URL + reverse("directory:lieu_detail", args=[lieu.slug])


def qr_svg(url: str) -> SafeString:
    """A QR code as inline SVG, hidden from screen readers: its caption speaks."""
    code = segno.make(url, error="m", micro=False)
    svg = code.svg_inline(border=2, light="#fff", omitsize=True, svgclass="paper__qr")
    return mark_safe(  # noqa: S308 - made of our own address only
        svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
    )
