"""Fill the printed documents from the sheets. Public fields only; same words as the pages."""

import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import groupby

import segno
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.core.text import NBSP
from maillage.core.wording import tied
from maillage.directory.documents.dataset import (
    CommuneGroup,
    Directory,
    Entry,
    IndexGroup,
    Line,
    Qr,
    Sheet,
    printable,
)
from maillage.directory.enums import ModaliteField
from maillage.directory.field_words import date_in_words, phone_in_words
from maillage.directory.hours.schedule import weekly
from maillage.directory.hours.words import hours_in_words, ranges_in_words
from maillage.directory.models import Lieu
from maillage.directory.presenters.card import codes_by_field
from maillage.directory.presenters.freshness import is_undated, who_confirmed, who_keeps
from maillage.directory.presenters.search import count_in_words
from maillage.directory.presenters.sheet import Line as SheetLine
from maillage.directory.presenters.sheet import sheet_of
from maillage.directory.presenters.words import (
    NEEDS,
    address_lines,
    listed,
    sentence,
)

SHORT = 8


def territory_document(
    *, nom: str, path: str, lieux: Sequence[Lieu], today: date, is_large: bool
) -> Directory:
    """The directory of a territory; `lieux` come by commune, their `modalites` prefetched.

    `nom` is how the territory is called in a title; `path` is the page of the territory.
    """
    groups: list[CommuneGroup] = []
    by_need: dict[str, list[tuple[str, str]]] = defaultdict(list)
    number = 0
    for commune, members in groupby(lieux, key=lambda lieu: lieu.commune):
        entries: list[Entry] = []
        for lieu in members:
            number += 1
            anchor = f"lieu-{number}"
            entries.append(_entry(lieu, anchor=anchor, today=today))
            for modalite in lieu.modalites_of(ModaliteField.SERVICES):
                text = lieu.nom if commune in lieu.nom else f"{lieu.nom}, {commune}"
                by_need[modalite.code].append((anchor, text))
        groups.append(CommuneGroup(_named(commune), entries))
    communes = ngettext("%(count)s commune", "%(count)s communes", len(groups)) % {
        "count": len(groups)
    }
    subtitle = _("%(places)s dans %(communes)s") % {
        "places": count_in_words(len(lieux)),
        "communes": communes,
    }
    return Directory(
        title=_("Trouver de l’aide avec le numérique : %(territory)s") % {"territory": nom},
        subtitle=subtitle if lieux else _("Aucun lieu connu pour le moment"),
        printed=_("Imprimé le %(day)s") % {"day": date_in_words(today)},
        warning=_warning(has_phone=True),
        qr=_qr(path, _("Code QR : la même liste, à jour, sur internet")),
        introduction=_introduction(),
        communes=groups,
        needs=[
            IndexGroup(label=str(NEEDS[code].short), entries=by_need[code])
            for code in NEEDS
            if code in by_need
        ],
        words={
            "contents": _("Sommaire"),
            "places": _("Les lieux, commune par commune") if len(groups) > 1 else _("Les lieux"),
            "by_need": _("Trouver selon votre besoin"),
            "page": _("page"),
            "online": _("Voir la fiche en ligne"),
            "colon": NBSP + ":",
            "nothing": _(
                "Nous ne connaissons aucun lieu ici. La liste en ligne montre les plus proches."
            ),
        },
        has_contents=len(lieux) > SHORT,
        is_large=is_large,
    )


def lieu_document(*, lieu: Lieu, now: datetime, is_large: bool = False) -> Sheet:
    """The sheet of a place, with everything that its page shows prefetched."""
    page = sheet_of(lieu, now=now)
    today = timezone.localdate(now)
    week = _week(lieu.horaires)
    hours = page.usual_hours if not week else _beside_week(lieu.horaires)
    contact = [Line(_("Adresse"), ", ".join(page.address))]
    if page.is_approximate:
        contact[0] = Line(
            contact[0].term,
            _("%(address)s (adresse exacte inconnue : demandez-la avant de venir)")
            % {"address": contact[0].text},
        )
    for term, values in (
        (_("Téléphone"), [page.phone_words]),
        (_("Courriel"), page.courriels[:2]),
        (_("Site"), [short for _url, short in page.sites[:2]]),
        (_("Rendez-vous en ligne"), [page.appointment_url]),
    ):
        text = ", ".join(value for value in values if value)
        if text:
            contact.append(Line(term, text))
    return Sheet(
        title=_named(page.nom),
        kind=page.kinds,
        printed=_("Fiche imprimée le %(day)s") % {"day": date_in_words(today)},
        warning=_warning(has_phone=bool(lieu.telephone)),
        qr=_qr(lieu.get_absolute_url(), _("Code QR : cette fiche, à jour, sur internet")),
        contact=contact,
        week=week,
        hours_note=tied(
            " ".join(_sentences(hours, page.hours_text, *page.announcements))
            or ("" if week else _unknown_hours(lieu))
        ),
        services=[
            Line(service.label, service.example[:1].lower() + service.example[1:])
            for service in page.services
        ],
        lines=[
            *_said(_("Sur place"), page.support.words if page.support else ""),
            *_lines(page.visit),
            *_said(_("Avec un mandat"), *page.mandate),
            *_said(_("Ce que le lieu ne fait pas"), page.does_not_do),
            *_said(_("Ateliers et activités"), *page.activities),
            *_lines(page.onsite),
            *(
                Line(item.kind, _passage(item.label, item.commune, item.hours, item.note))
                for item in page.elsewhere
            ),
        ],
        note=" ".join(text for text in (_freshness(lieu, today), who_keeps(lieu)) if text),
        words={
            "page": _("page"),
            "colon": NBSP + ":",
            "scan": _("La fiche à jour, avec l’appareil photo du téléphone"),
            "hours": _("Horaires"),
            "day": _("Jour"),
            "open": _("Ouvert"),
            "services": _("Aide proposée"),
            "good_to_know": _("Bon à savoir"),
        },
        is_large=is_large,
    )


def _warning(*, has_phone: bool) -> str:
    if has_phone:
        return _("Vérifiez avant de vous déplacer : appelez, les horaires changent.")
    return _("Vérifiez avant de vous déplacer : les horaires changent.")


def _introduction() -> list[str]:
    said = [
        _("Ces lieux aident avec l’ordinateur, le téléphone, internet et les démarches en ligne."),
        _("Sans internet, appelez le 39 39 (Allô Service Public) pour une question de démarche."),
    ]
    if settings.CONTACT_EMAIL:
        said.append(
            _("Une erreur dans cette liste ? Écrivez à %(email)s.")
            % {"email": settings.CONTACT_EMAIL}
        )
    return said


def _entry(lieu: Lieu, *, anchor: str, today: date) -> Entry:
    codes = codes_by_field(lieu)
    labels = {field: [label for _code, label in rows] for field, rows in codes.items()}
    services = [str(NEEDS[code].short) for code, _label in codes.get(ModaliteField.SERVICES, ())]
    rows = (
        (_("Adresse"), ", ".join(address_lines(lieu))),
        (_("Téléphone"), phone_in_words(lieu.telephone) if lieu.telephone else ""),
        (_("Horaires"), _hours(lieu)),
        (_("Aide"), " ; ".join(services)),
        (
            _("Prix"),
            " ".join(_sentences(listed(labels.get(ModaliteField.FRAIS, [])), lieu.frais_note)),
        ),
        (
            _("Pour venir"),
            " ".join(_sentences(listed(labels.get(ModaliteField.ACCES, [])), lieu.access_note)),
        ),
    )
    return Entry(
        anchor=anchor,
        nom=_named(lieu.nom),
        # « Autre » tells nobody anything.
        kind=", ".join(
            label for code, label in codes.get(ModaliteField.TYPOLOGIE, ()) if code != "autre"
        ),
        url=settings.SITE_URL + lieu.get_absolute_url(),
        lines=[Line(term, tied(text)) for term, text in rows if text],
        note=_freshness(lieu, today),
    )


def _hours(lieu: Lieu) -> str:
    known = [sentence(hours_in_words(osm=lieu.horaires))] if lieu.horaires else []
    if lieu.horaires_text:
        known.append(lieu.horaires_text)
    return " ".join(_sentences(*known)) or _unknown_hours(lieu)


def _unknown_hours(lieu: Lieu) -> str:
    if lieu.telephone:
        return _("Non communiqués : appelez avant de venir.")
    return _("Non communiqués.")


def _week(osm: str) -> list[tuple[str, str]]:
    """The seven days and their hours; empty when they depend on more than the weekday."""
    if not osm.strip():
        return []
    spans = weekly(osm=osm)
    if spans is None:
        return []
    names = (
        _("Lundi"),
        _("Mardi"),
        _("Mercredi"),
        _("Jeudi"),
        _("Vendredi"),
        _("Samedi"),
        _("Dimanche"),
    )
    rows: list[tuple[str, str]] = []
    for weekday, name in enumerate(names):
        ranges = [(opens, closes) for day, opens, closes in spans if day == weekday]
        rows.append((name, tied(sentence(ranges_in_words(ranges=ranges)))))
    return rows


def _beside_week(osm: str) -> str:
    """What the sentence of the hours says after the days: public holidays."""
    parts = hours_in_words(osm=osm).split(" ; ")
    return sentence(" ; ".join(part for part in parts if "férié" in part))


def _passage(label: str, commune: str, hours: str, note: str) -> str:
    where = f"{label} ({commune})" if commune and commune not in label else label
    return tied(" ".join(_sentences(where, hours, note)))


def _freshness(lieu: Lieu, today: date) -> str:
    """Who vouches for the sheet and since when."""
    confirmed = timezone.localdate(lieu.confirmed_at) if lieu.confirmed_at else None
    if confirmed is not None and confirmed >= lieu.date_maj:
        return _("Confirmé le %(day)s par %(who)s.") % {
            "day": date_in_words(confirmed),
            "who": who_confirmed(lieu),
        }
    if is_undated(lieu):
        return _("Date inconnue : appelez avant de venir.")
    said = _("Fiche du %(day)s.") % {"day": date_in_words(lieu.date_maj)}
    if lieu.age_of_data(today) > _OLD_DAYS:
        return said + " " + _("Non confirmée depuis : appelez avant de venir.")
    return said


_OLD_DAYS = 365


def _lines(rows: Iterable[SheetLine]) -> list[Line]:
    return [line for row in rows for line in _said(row.term, *row.words)]


def _said(term: str, *texts: str) -> list[Line]:
    """One line, or none when there is nothing to say."""
    text = tied(" ".join(_sentences(*texts)))
    return [Line(term, text)] if text else []


def _sentences(*texts: str) -> list[str]:
    """Each text ended by a full stop, empty ones left out."""
    return [text if text[-1] in ".!?…" else f"{text}." for text in texts if text.strip()]


def _named(text: str) -> str:
    """A heading is never empty, whatever signs the name is made of."""
    return text if printable(text).strip() else _("Sans nom")


def _qr(path: str, alt: str) -> Qr:
    url = settings.SITE_URL + path
    drawing = io.BytesIO()
    segno.make(url, error="m").save(drawing, kind="svg", border=1, xmldecl=False, dark="#1d1b17")
    return Qr(svg=drawing.getvalue().decode(), alt=f"{alt} ({url})", url=url)
