"""Facts in words: telephone numbers, prices, dates, ages of the data. No HTML."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from urllib.parse import quote, urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maillage.core.text import NBSP
from maillage.core.wording import (
    comma,
    contracted,
    date_words,
    day_words,
    decimal_sign,
    lower_first,
    sentence,
)
from maillage.directory.models import Lieu

__all__ = [
    "NEEDS",
    "STALE_DAYS",
    "Need",
    "address_lines",
    "age_in_words",
    "ages_in_words",
    "directions_url",
    "directions_words",
    "duration_in_words",
    "listed",
    "lower_first",
    "period_in_words",
    "phone_href",
    "price_in_words",
    "sentence",
    "years_in_words",
]

OSM = "https://www.openstreetmap.org"
STALE_DAYS = 365
FAR_DAYS = 300


@dataclass(frozen=True, slots=True)
class Need:
    """One of the nine services in plain words: a pictogram, a few words, an example."""

    icon: str
    short: str | Promise
    example: str | Promise


NEEDS: dict[str, Need] = {
    "demarches": Need(
        "file",
        gettext_lazy("Démarches en ligne"),
        gettext_lazy("Déclarer ses revenus, demander une aide à la Caf, refaire ses papiers."),
    ),
    "outils": Need(
        "smartphone",
        gettext_lazy("Apprendre l’ordinateur et le téléphone"),
        gettext_lazy("Créer une adresse électronique, envoyer une photo, ranger ses fichiers."),
    ),
    "emploi": Need(
        "briefcase",
        gettext_lazy("Emploi et formation"),
        gettext_lazy("Faire un CV, s’actualiser à France Travail, répondre à une offre."),
    ),
    "securite": Need(
        "shield",
        gettext_lazy("Se protéger sur internet"),
        gettext_lazy("Choisir un bon mot de passe, reconnaître un message qui veut tromper."),
    ),
    "parentalite": Need(
        "users",
        gettext_lazy("Parents, enfants et écrans"),
        gettext_lazy("Suivre l’école de son enfant en ligne, parler des écrans en famille."),
    ),
    "loisirs": Need(
        "palette",
        gettext_lazy("Loisirs et création"),
        gettext_lazy("Retoucher des photos, jouer, fabriquer un objet, essayer un robot."),
    ),
    "comprendre": Need(
        "globe",
        gettext_lazy("Comprendre le numérique"),
        gettext_lazy("Vérifier une information, savoir ce que deviennent ses données."),
    ),
    "acces-internet": Need(
        "monitor",
        gettext_lazy("Ordinateurs et internet sur place"),
        gettext_lazy("Imprimer un justificatif, lire ses courriels, se connecter au Wi-Fi."),
    ),
    "materiel-solidaire": Need(
        "laptop",
        gettext_lazy("Ordinateur à petit prix"),
        gettext_lazy("Acheter un ordinateur remis en état."),
    ),
}


def listed(items: Sequence[str], *, either: bool = False) -> str:
    """« a, b et c », or « a, b ou c »."""
    if len(items) < 2:
        return "".join(items)
    if either:
        return _("%(items)s ou %(last)s") % {"items": comma().join(items[:-1]), "last": items[-1]}
    return _("%(items)s et %(last)s") % {"items": comma().join(items[:-1]), "last": items[-1]}


@lru_cache(maxsize=4096)
def phone_href(telephone: str) -> str:
    """`tel:` address: only a plus sign and figures."""
    figures = "".join(sign for sign in telephone if sign.isdigit() or sign == "+")
    return f"tel:{figures}" if figures else ""


def price_in_words(cents: int) -> str:
    """15 → « 15 centimes », 100 → « 1 € », 150 → « 1,50 € »."""
    if cents < 100:
        return ngettext("%(count)s centime", "%(count)s centimes", cents) % {"count": cents}
    euros, rest = divmod(cents, 100)
    return f"{euros}{decimal_sign()}{rest:02d}{NBSP}€" if rest else f"{euros}{NBSP}€"


def period_in_words(first: date, last: date, *, today: date) -> str:
    """« le 24 décembre », « du 23 au 24 novembre »; the year only when it is far away."""
    is_far = (last - today).days > FAR_DAYS
    if first == last:
        return _("le %(day)s") % {"day": date_words(first, with_year=is_far)}
    is_same_month = (first.year, first.month) == (last.year, last.month)
    return _("du %(first)s au %(last)s") % {
        "first": day_words(first.day, None if is_same_month else first.month),
        "last": date_words(last, with_year=is_far),
    }


def age_in_words(days: int) -> str:
    """How long ago: « aujourd’hui », « il y a 12 jours », « il y a 3 mois », « il y a 5 ans »."""
    if days <= 0:
        return _("aujourd’hui")
    if days < 31:
        return ngettext("il y a %(count)s jour", "il y a %(count)s jours", days) % {"count": days}
    if days < STALE_DAYS:
        months = max(1, round(days / 30.4))
        return ngettext("il y a %(count)s mois", "il y a %(count)s mois", months) % {
            "count": months
        }
    return _("il y a %(duration)s") % {"duration": years_in_words(days)}


def years_in_words(days: int) -> str:
    """« plus d’un an », « plus de 5 ans »."""
    years = math.floor(days / 365.25) or 1
    return ngettext("plus d’un an", "plus de %(count)s ans", years) % {"count": years}


def ages_in_words(lowest: int | None, highest: int | None) -> str:
    """« à partir de 11 ans », « jusqu’à 25 ans », « de 11 à 25 ans »; empty when unknown."""
    if lowest is not None and highest is not None:
        return _("de %(lowest)s à %(highest)s ans") % {"lowest": lowest, "highest": highest}
    if lowest:
        return _("à partir de %(lowest)s ans") % {"lowest": lowest}
    if highest is not None:
        return _("jusqu’à %(highest)s ans") % {"highest": highest}
    return ""


def duration_in_words(minutes: int) -> str:
    """45 → « 45 minutes », 60 → « 1 heure », 90 → « 1 h 30 »."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return ngettext("%(count)s minute", "%(count)s minutes", rest) % {"count": rest}
    if rest:
        return _("%(hours)s h %(minutes)02d") % {"hours": hours, "minutes": rest}
    return ngettext("%(count)s heure", "%(count)s heures", hours) % {"count": hours}


def address_lines(lieu: Lieu) -> list[str]:
    """The lines of an envelope; the street is left out when it only repeats the town."""
    lines = [line for line in (lieu.complement_adresse, lieu.adresse) if line != lieu.commune]
    return [*(line for line in lines if line), f"{lieu.code_postal} {lieu.commune}".strip()]


def directions_words(lieu: Lieu) -> str:
    """« Itinéraire »; « Itinéraire jusqu’à Gallardon » when only the commune is known."""
    if lieu.is_position_approximate:
        return contracted(_("Itinéraire jusqu’à %(commune)s") % {"commune": lieu.commune})
    return _("Itinéraire")


def directions_url(lieu: Lieu) -> str:
    """Itinerary on OpenStreetMap; a search of the address when the point is not known."""
    if lieu.latitude is None or lieu.longitude is None:
        return f"{OSM}/search?{urlencode({'query': ', '.join(address_lines(lieu))})}"
    return f"{OSM}/directions?to={quote(f'{lieu.latitude:.5f},{lieu.longitude:.5f}', safe=',')}"
