"""What the sheet of a place prints, in the order of the page. Public fields only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.text import NBSP
from maillage.core.wording import base_language, comma, date_words, isolated, weekday_words
from maillage.directory.enums import (
    LieuStatus,
    ModaliteField,
)
from maillage.directory.field_words import phone_in_words
from maillage.directory.hours.schedule import Day
from maillage.directory.hours.words import hours_in_words, ranges_in_words
from maillage.directory.models import ExceptionalPeriod, Lieu
from maillage.directory.presenters import onsite
from maillage.directory.presenters.card import Fact, codes_by_field, support_of
from maillage.directory.presenters.freshness import Freshness, freshness_of
from maillage.directory.presenters.kinds import kinds_in_words
from maillage.directory.presenters.printed import Printed, Written
from maillage.directory.presenters.words import (
    NEEDS,
    address_lines,
    ages_in_words,
    directions_url,
    directions_words,
    listed,
    lower_first,
    period_in_words,
    phone_href,
    sentence,
)
from maillage.directory.vocabulary_words import (
    PASSAGES,
    calendar_label,
    inner_label,
    translated_label,
)

ANNOUNCED_DAYS = 90


@dataclass(frozen=True, slots=True)
class Service(Printed):
    """Help offered: what it is called and an example of it."""

    icon: str
    label: str
    example: str


@dataclass(frozen=True, slots=True)
class Line(Printed):
    """A fact: a term, its pictogram, and one sentence or several."""

    icon: str
    term: str
    words: tuple[str, ...]
    href: str = ""
    link_words: str = ""


@dataclass(frozen=True, slots=True)
class DayRow(Printed):
    """One of the coming days."""

    day: str
    is_today: bool
    is_open: bool
    hours: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Elsewhere(Printed):
    """A branch, a permanence or a stop."""

    kind: str
    label: str
    commune: str
    hours: str
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class Photo(Printed):
    """The photo of the place, its size in pixels, and what it shows."""

    url: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True)
class Sheet(Printed):
    """Everything of the page but what depends on the clock (opening) and on the neighbours."""

    nom: str
    kinds: str
    address: tuple[str, ...]
    is_approximate: bool
    summary: str
    detail: tuple[str, ...]
    phone_href: str
    phone_words: str
    directions_url: str
    directions_words: str
    has_contact: bool
    appointment_url: str
    courriels: tuple[str, ...]
    sites: tuple[tuple[str, str], ...]
    usual_hours: str
    hours_text: str
    announcements: tuple[str, ...]
    services: tuple[Service, ...]
    support: Fact | None
    does_not_do: str
    mandate: tuple[str, ...]
    activities: tuple[str, ...]
    visit: tuple[Line, ...]
    onsite: tuple[Line, ...]
    elsewhere: tuple[Elsewhere, ...]
    organisation: tuple[Line, ...]
    freshness: Freshness
    unknown: str
    photo: Photo | None


def sheet_of(lieu: Lieu, *, now: datetime) -> Sheet:
    """Turn a sheet into sentences; reads only what `queries` has fetched with it."""
    today = timezone.localdate(now)
    codes = codes_by_field(lieu)
    labels = {
        field: [inner_label(field, label) for _code, label in rows] for field, rows in codes.items()
    }
    visit = _visit(lieu, labels, codes)
    here = tuple(
        Line(icon, term, words)
        for icon, term, words in onsite.lines_of(lieu, lieu.equipments.all())
    )
    return Sheet(
        nom=lieu.nom,
        kinds=kinds_in_words(codes.get(ModaliteField.TYPOLOGIE, ())),
        address=tuple(address_lines(lieu)),
        is_approximate=lieu.is_position_approximate,
        summary=lieu.presentation_resume,
        detail=_paragraphs(lieu.presentation_detail),
        phone_href=phone_href(lieu.telephone),
        phone_words=phone_in_words(lieu.telephone) if lieu.telephone else "",
        directions_url=directions_url(lieu),
        directions_words=directions_words(lieu),
        has_contact=bool(lieu.telephone or lieu.courriels or lieu.site_web or lieu.prise_rdv),
        appointment_url=_web(lieu.prise_rdv),
        courriels=tuple(lieu.courriel_list),
        sites=tuple((_web(site), _short(site)) for site in lieu.site_web_list if _web(site)),
        usual_hours=lower_first(hours_in_words(osm=lieu.horaires)) if lieu.horaires else "",
        hours_text=lieu.horaires_text,
        announcements=_announcements(lieu.exceptional_periods.all(), today),
        services=tuple(
            Service(NEEDS[code].icon, label, str(NEEDS[code].example))
            for code, label in codes.get(ModaliteField.SERVICES, ())
        ),
        support=support_of(lieu, codes),
        does_not_do=lieu.does_not_do,
        mandate=_mandate(lieu, codes),
        activities=_paragraphs(lieu.activities),
        visit=visit,
        onsite=here,
        elsewhere=tuple(_elsewhere(lieu)),
        organisation=_organisation(lieu, labels),
        freshness=freshness_of(lieu, today),
        unknown=_unknown(lieu, labels, here),
        photo=_photo(lieu),
    )


def day_rows(days: Sequence[Day], *, today: date) -> list[DayRow]:
    """The table of the coming days, holidays and exceptional closures said."""
    rows: list[DayRow] = []
    for day in days:
        notes: list[str] = []
        if day.holiday:
            holiday = calendar_label(day.holiday)
            notes.append(
                _("%(holiday)s : sans doute fermé, à vérifier") % {"holiday": holiday}
                if day.holiday_assumed_closed
                else _("jour férié : %(holiday)s") % {"holiday": holiday}
            )
        if day.exceptional:
            reason = day.exceptional.reason
            is_closed = not (day.exceptional.osm or "").strip()
            said = _("fermeture exceptionnelle") if is_closed else _("horaires exceptionnels")
            colon = f"{NBSP}:" if base_language() == "fr" else ":"
            notes.append(f"{said}{colon} {isolated(reason)}" if reason else said)
        if day.school_holiday:
            notes.append(calendar_label(day.school_holiday))
        if day.comment:
            notes.append(day.comment)
        name = weekday_words(day.day.weekday())
        rows.append(
            DayRow(
                day=sentence(f"{name} {date_words(day.day, with_year=False)}"),
                is_today=day.day == today,
                is_open=bool(day.ranges),
                hours=tuple(ranges_in_words(ranges=[span]) for span in day.ranges)
                or (sentence(ranges_in_words(ranges=())),),
                notes=tuple(sentence(note) for note in notes),
            )
        )
    return rows


def _announcements(periods: Iterable[ExceptionalPeriod], today: date) -> tuple[str, ...]:
    """Closures and other hours of the coming weeks, also beyond the table of the week."""
    said: list[str] = []
    for period in periods:
        if period.last_day < today or period.first_day > today + timedelta(days=ANNOUNCED_DAYS):
            continue
        when = period_in_words(period.first_day, period.last_day, today=today)
        if period.horaires:
            text = _("Autres horaires %(when)s : %(hours)s") % {
                "when": when,
                "hours": hours_in_words(osm=period.horaires),
            }
        else:
            text = _("Fermé %(when)s") % {"when": when}
        said.append(f"{text} ({isolated(period.reason)})." if period.reason else f"{text}.")
    return tuple(said)


def _photo(lieu: Lieu) -> Photo | None:
    if not Lieu.photo.is_cached(lieu):
        return None
    row = getattr(lieu, "photo", None)
    if row is None:
        return None
    name = row.image.name.rsplit("/", 1)[-1]
    url = reverse("directory:lieu_photo", args=[lieu.slug, name])
    return Photo(url, row.width, row.height, row.alt)


def _mandate(lieu: Lieu, codes: dict[str, list[tuple[str, str]]]) -> tuple[str, ...]:
    programmes = {code for code, _label in codes.get(ModaliteField.DISPOSITIFS, ())}
    said: list[str] = []
    if "aidants-connect" in programmes:
        said.append(
            _(
                "Aidants Connect : un aidant habilité par l’État peut faire une démarche à votre "
                "place, avec votre accord, sans jamais demander vos mots de passe."
            )
        )
    if lieu.mandat_practice:
        said.append(
            _(
                "Avec un mandat (une autorisation que vous signez), ce lieu peut faire à votre "
                "place les démarches qui y sont écrites, et rien d’autre."
            )
        )
    elif lieu.mandat_practice is False and "aidants-connect" not in programmes:
        said.append(_("Ce lieu fait avec vous, jamais à votre place."))
    return tuple(said)


def _moving(codes: dict[str, list[tuple[str, str]]]) -> str:
    kinds = {code for code, _label in codes.get(ModaliteField.ITINERANCE, ())}
    if "itinerant" not in kinds:
        return ""
    if "fixe" in kinds:
        return _("Vous pouvez venir ici ; l’équipe va aussi dans d’autres communes.")
    return _("L’équipe va de commune en commune : demandez où et quand.")


def _visit(
    lieu: Lieu, labels: dict[str, list[str]], codes: dict[str, list[tuple[str, str]]]
) -> tuple[Line, ...]:
    """Who may come, how, at what price, with what."""

    conditions = [
        _("Adhésion demandée.") if lieu.membership_required else "",
        _("Sans adhésion.") if lieu.membership_required is False else "",
        _("Inscription demandée.") if lieu.registration_required else "",
        _("Sans inscription.") if lieu.registration_required is False else "",
        Written(lieu.access_note),
    ]
    publics = [_labels(labels, ModaliteField.PUBLICS), Written(lieu.publics_note)]
    ages = ages_in_words(lieu.age_min, lieu.age_max)
    acces_libre = _web(lieu.fiche_acces_libre)
    rows = (
        Line("users", _("Pour qui"), _kept(_closed(ages), *publics)),
        Line(
            "calendar",
            _("Comment venir"),
            _kept(_labels(labels, ModaliteField.ACCES, either=True), *conditions),
        ),
        Line(
            "euro",
            _("Prix"),
            _kept(_labels(labels, ModaliteField.FRAIS, either=True), Written(lieu.frais_note)),
        ),
        Line("file", _("À apporter"), _kept(Written(lieu.documents_note))),
        Line(
            "message",
            _("Comment on vous aide"),
            _kept(_labels(labels, ModaliteField.ACCOMPAGNEMENT, either=True)),
        ),
        Line(
            "accessibility",
            _("Accueil adapté"),
            _kept(_labels(labels, ModaliteField.PRISE_EN_CHARGE)),
            acces_libre,
            _("Voir l’accessibilité du bâtiment sur Acceslibre") if acces_libre else "",
        ),
        Line(
            "languages",
            _("Langues parlées"),
            _kept(_labels(labels, ModaliteField.LANGUES)),
        ),
        Line(
            "shield",
            _("Anonymat"),
            _kept(_("Vous n’avez pas à dire votre nom.") if lieu.is_anonymous else ""),
        ),
        Line("send", _("Qui peut vous envoyer ici"), _kept(Written(lieu.referral_note))),
        Line("bus", _("Le lieu se déplace"), _kept(_moving(codes))),
    )
    return tuple(row for row in rows if row.words or row.href)


def _elsewhere(lieu: Lieu) -> list[Elsewhere]:
    return [
        Elsewhere(
            kind=translated_label(PASSAGES, passage.kind) or passage.get_kind_display(),
            label=passage.label,
            commune=passage.commune.nom if passage.commune else "",
            hours=sentence(hours_in_words(osm=passage.horaires)) if passage.horaires else "",
            note=passage.note,
            url=passage.host.get_absolute_url()
            if passage.host and passage.host.status == LieuStatus.PUBLIE
            else "",
        )
        for passage in lieu.passages.all()
    ]


def _organisation(lieu: Lieu, labels: dict[str, list[str]]) -> tuple[Line, ...]:
    name = lieu.structure.nom if lieu.structure else lieu.structure_parente
    site = _web(lieu.structure.site_web) if lieu.structure else ""
    is_itself = name == lieu.nom
    others = [label for label in lieu.autres_formations_labels.split("|") if label]
    trained = [*labels.get(ModaliteField.FORMATIONS, []), *others]
    kind = lieu.structure.kind if lieu.structure else ""
    rows = (
        Line(
            "home",
            _("Organisation"),
            () if is_itself else _kept(Written(_closed(name)), Written(_closed(kind))),
            "" if site in lieu.site_web_list else site,
            _short(site),
        ),
        Line(
            "badge", _("Programmes"), _kept(comma().join(labels.get(ModaliteField.DISPOSITIFS, [])))
        ),
        Line("book", _("Formations et labels"), _kept(comma().join(trained))),
    )
    return tuple(row for row in rows if row.words or row.href)


def _unknown(lieu: Lieu, labels: dict[str, list[str]], here: tuple[Line, ...]) -> str:
    """One sentence for all that nobody told us; empty when everything is known."""
    missing = [
        words
        for is_known, words in (
            (lieu.horaires or lieu.horaires_text, _("les horaires")),
            (lieu.telephone, _("le numéro de téléphone")),
            (labels.get(ModaliteField.FRAIS) or lieu.frais_note, _("le prix")),
            (labels.get(ModaliteField.ACCES) or lieu.access_note, _("la façon de venir")),
            (
                labels.get(ModaliteField.PRISE_EN_CHARGE) or lieu.fiche_acces_libre,
                _("l’accueil des personnes handicapées"),
            ),
            (labels.get(ModaliteField.LANGUES), _("les langues parlées")),
            (here, _("le matériel sur place")),
        )
        if not is_known
    ]
    return listed(missing)


def _kept(*words: str) -> tuple[str, ...]:
    return tuple(text for text in words if text)


def _labels(labels: dict[str, list[str]], field: str, *, either: bool = False) -> str:
    """« Jeunes et personnes âgées. », « Téléphoner ou venir sans rendez-vous. »"""
    return _closed(listed(labels.get(field, []), either=either))


def _closed(text: str) -> str:
    """A sentence: capital and full stop; nothing stays nothing."""
    return f"{sentence(text).rstrip('.')}." if text else ""


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _web(address: str) -> str:
    """The address when it is one of the Web; a link never runs anything else."""
    text = address.strip()
    return text if text.lower().startswith(("https://", "http://")) else ""


def _short(address: str) -> str:
    """« https://www.exemple.fr/ » → « exemple.fr »."""
    return address.split("://", 1)[-1].removeprefix("www.").rstrip("/")
