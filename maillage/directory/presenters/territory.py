"""What the page of a territory prints: names, figures in words, rows. No HTML."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.core.text import NBSP
from maillage.core.wording import base_language, comma, distance_words, isolated
from maillage.directory.enums import ModaliteField
from maillage.directory.field_words import phone_in_words
from maillage.directory.hours.words import hours_in_words
from maillage.directory.models import Lieu
from maillage.directory.presenters.card import codes_by_field, support_of
from maillage.directory.presenters.kinds import kinds_in_words
from maillage.directory.presenters.printed import Written
from maillage.directory.presenters.words import (
    NEEDS,
    address_lines,
    phone_href,
    sentence,
)
from maillage.directory.territory_queries import Figures, Gap
from maillage.directory.vocabulary_words import inner_label
from maillage.territory.enums import TerritoryKind
from maillage.territory.models import Territory

_VOWELS = "aàâeéèêëiîïoôuûüyœæ"


def of_name(nom: str) -> str:
    """The name after « de »: « d’Orléans », « du Blanc », « des Ulis », « de Chartres »."""
    if base_language() != "fr":
        return _("de %(name)s") % {"name": isolated(nom)}
    if nom.startswith("Le "):
        return _("du %(name)s") % {"name": nom[3:]}
    if nom.startswith("Les "):
        return _("des %(name)s") % {"name": nom[4:]}
    if nom[:1].lower() in _VOWELS:
        return _("d’%(name)s") % {"name": nom}
    return _("de %(name)s") % {"name": nom}


def at_name(nom: str) -> str:
    """The name after « à »: « au Coudray », « aux Ulis », « à Gallardon »."""
    if base_language() != "fr":
        return _("à %(name)s") % {"name": isolated(nom)}
    if nom.startswith("Le "):
        return _("au %(name)s") % {"name": nom[3:]}
    if nom.startswith("Les "):
        return _("aux %(name)s") % {"name": nom[4:]}
    return _("à %(name)s") % {"name": nom}


def full_name(territory: Territory) -> str:
    """The name that stands alone: « Bassin de vie de Chartres », « Eure-et-Loir (28) »."""
    nom = territory.nom.replace("'", "’")
    match territory.kind:
        case TerritoryKind.BASSIN:
            return _("Bassin de vie %(of_name)s") % {"of_name": of_name(nom)}
        case TerritoryKind.DEPARTEMENT:
            return _("%(name)s (%(code)s)") % {"name": isolated(nom), "code": territory.code}
        case TerritoryKind.REGION:
            return _("Région %(name)s") % {"name": isolated(nom)}
        case _:
            return nom


def heading_of(territory: Territory) -> str:
    """The title of the page."""
    if territory.kind == TerritoryKind.COMMUNE:
        return _("Aide au numérique %(at_name)s") % {
            "at_name": at_name(territory.nom.replace("'", "’"))
        }
    name = full_name(territory)
    return _("Aide au numérique : %(name)s").replace(" :", f"{NBSP}:") % {"name": name}


def number(value: float, decimals: int = 0) -> str:
    """« 12 345 », « 2,4 »."""
    return formats.number_format(value, decimal_pos=decimals, use_l10n=True, force_grouping=True)


def percent(part: int, whole: int) -> int:
    """A whole percentage; 0 when there is nothing."""
    return round(100 * part / whole) if whole else 0


@dataclass(frozen=True, slots=True)
class Figure:
    """A large number, what it counts, and its share."""

    value: str
    label: str
    note: str = ""


def figures_in_words(figures: Figures) -> list[Figure]:
    """The figures worth printing; unknown ones are left out rather than shown as zero."""
    places = figures.places
    rows: list[Figure] = []
    if figures.communes > 1:
        rows.append(
            Figure(
                _("%(count)s sur %(all)s")
                % {"count": number(figures.communes_with_place), "all": number(figures.communes)},
                _("communes ont au moins un lieu connu"),
            )
        )
    if figures.per_10_000 and figures.communes > 1:
        rows.append(Figure(number(figures.per_10_000, 1), _("lieux connus pour 10 000 habitants")))
    if figures.population:
        rows.append(Figure(number(figures.population), _("habitants")))
    if not places:
        return rows
    counted = [
        (figures.human_support, places, _("lieux où quelqu’un aide en personne")),
        (figures.free, places, _("lieux gratuits")),
        (figures.with_hours, places, _("lieux dont nous avons les horaires")),
        (
            figures.open_saturday,
            figures.with_hours,
            _("lieux ouverts le samedi, parmi ceux dont nous avons les horaires"),
        ),
        (
            figures.open_evening,
            figures.with_hours,
            _("lieux ouverts après 18 h, parmi ceux dont nous avons les horaires"),
        ),
        (figures.recent, places, _("fiches mises à jour ou confirmées depuis moins d’un an")),
    ]
    for count, whole, label in counted:
        # Of places whose hours nobody knows, nothing can be said of Saturdays.
        if whole:
            words = _("%(count)s sur %(all)s") % {"count": number(count), "all": number(whole)}
            share = percent(count, whole)
            note = f"({share}{NBSP}%)" if whole >= 10 and share else ""
            rows.append(Figure(words, label, note))
    return rows


@dataclass(frozen=True, slots=True)
class NeedBar:
    """A need: how many places, of how many, as words and as a width in percent."""

    icon: str
    label: str
    count: int
    width: int
    query: str


def need_bars(figures: Figures, *, territory: Territory) -> list[NeedBar]:
    """The nine needs, those that nobody answers too: that is worth knowing."""
    counts = dict(figures.by_need)
    key = f"{territory.kind.value}:{territory.pk}"
    bars = [
        NeedBar(
            need.icon,
            str(need.short),
            counts.get(code, 0),
            percent(counts.get(code, 0), figures.places),
            f"territoire={key}&besoin={code}",
        )
        for code, need in NEEDS.items()
    ]
    return sorted(bars, key=lambda bar: -bar.count)


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place in the list of a territory; an empty text is not printed."""

    nom: str
    url: str
    kinds: str
    address: str
    hours: str
    has_hours: bool
    services: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    phone_href: str
    phone_words: str
    distance: str = ""


def place_groups(lieux: Iterable[Lieu]) -> list[tuple[str, list[PlaceRow]]]:
    """(commune, its places), in the order given; reads prefetched `modalites`."""
    return [
        (commune, [place_row(lieu) for lieu in members])
        for commune, members in groupby(lieux, key=lambda lieu: lieu.commune)
    ]


def place_row(lieu: Lieu, *, distance_m: float | None = None) -> PlaceRow:
    """The usual hours rather than « open now »: the page may be printed or kept."""
    codes = codes_by_field(lieu)
    usual = (
        sentence(hours_in_words(osm=lieu.horaires))
        if lieu.horaires
        else Written(lieu.horaires_text)
    )
    support = support_of(lieu, codes)
    facts = [(support.icon, support.words)] if support else []
    prices = [
        inner_label(ModaliteField.FRAIS, label)
        for _code, label in codes.get(ModaliteField.FRAIS, ())
    ]
    if prices:
        facts.append(("euro", sentence(comma().join(prices))))
    if usual:
        hours = usual
    elif lieu.telephone:
        hours = _("Horaires non communiqués, appelez avant de venir")
    else:
        hours = _("Horaires non communiqués")
    return PlaceRow(
        nom=lieu.nom,
        url=lieu.get_absolute_url(),
        kinds=kinds_in_words(codes.get(ModaliteField.TYPOLOGIE, ())),
        address=", ".join(address_lines(lieu)),
        hours=hours,
        has_hours=bool(usual),
        services=tuple(
            str(NEEDS[code].short) for code, _label in codes.get(ModaliteField.SERVICES, ())
        ),
        facts=tuple(facts),
        phone_href=phone_href(lieu.telephone),
        phone_words=phone_in_words(lieu.telephone) if lieu.telephone else "",
        distance="" if distance_m is None else distance_words(distance_m),
    )


@dataclass(frozen=True, slots=True)
class GapRow:
    """A commune without a place, and where its people may go."""

    nom: str
    url: str
    population: str
    lieu_nom: str
    lieu_url: str
    lieu_commune: str
    distance: str


def gap_rows(gaps: Sequence[Gap]) -> list[GapRow]:
    return [
        GapRow(
            nom=gap.nom,
            url=gap.url,
            population="" if gap.population is None else number(gap.population),
            lieu_nom=gap.lieu_nom,
            lieu_url=gap.lieu_url,
            lieu_commune="" if gap.lieu_commune in gap.lieu_nom else gap.lieu_commune,
            distance="" if gap.distance_m is None else distance_words(gap.distance_m),
        )
        for gap in gaps
    ]


def summary_of(territory: Territory, figures: Figures) -> str:
    """One sentence: what is known, honestly."""
    if not figures.places:
        return _("Nous ne connaissons encore aucun lieu ici.")
    places = ngettext(
        "%(count)s lieu aide avec l’ordinateur, le téléphone, internet et les démarches en ligne",
        "%(count)s lieux aident avec l’ordinateur, le téléphone, internet et les démarches en "
        "ligne",
        figures.places,
    ) % {"count": number(figures.places)}
    if territory.kind == TerritoryKind.COMMUNE:
        return f"{places}."
    communes = ngettext(
        "dans %(count)s commune", "dans %(count)s communes", figures.communes_with_place
    ) % {"count": number(figures.communes_with_place)}
    return f"{places}, {communes}."


def description_of(territory: Territory, figures: Figures) -> str:
    """What a search engine shows: unique to the territory, under 160 letters or so."""
    if not figures.places:
        return _(
            "%(name)s : les lieux les plus proches qui aident avec internet, l’ordinateur et les "
            "démarches en ligne."
        ) % {"name": full_name(territory)}
    return _(
        "%(name)s : %(places)s pour être aidé avec internet, l’ordinateur et les démarches en "
        "ligne. Adresses, horaires, téléphones, prix."
    ) % {
        "name": full_name(territory),
        "places": ngettext("%(count)s lieu", "%(count)s lieux", figures.places)
        % {"count": number(figures.places)},
    }
