"""What is on the spot: equipment, printing, Wi-Fi, one's own device, in sentences."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maillage.directory.enums import EquipmentKind, EquipmentUse
from maillage.directory.hours.words import hours_in_words
from maillage.directory.models import Equipment, Lieu
from maillage.directory.presenters.printed import Written
from maillage.directory.presenters.words import (
    duration_in_words,
    listed,
    lower_first,
    price_in_words,
    sentence,
)
from maillage.directory.vocabulary_words import EQUIPMENTS, value_label

_USES = {
    EquipmentUse.PRET: gettext_lazy("à emprunter"),
    EquipmentUse.DEMONSTRATION: gettext_lazy("en atelier"),
    EquipmentUse.VENTE: gettext_lazy("vente ou don"),
}


def lines_of(lieu: Lieu, equipments: Iterable[Equipment]) -> list[tuple[str, str, tuple[str, ...]]]:
    """(pictogram, term, sentences) of each subject about which something is known."""
    rows = [
        ("monitor", _("Matériel"), tuple(_equipment_words(item) for item in equipments)),
        ("printer", _("Imprimante"), _printing(lieu)),
        ("wifi", _("Wi-Fi"), _wifi(lieu)),
        ("laptop", _("Votre appareil"), _own_device(lieu)),
    ]
    return [row for row in rows if row[2]]


def _equipment_words(item: Equipment) -> str:
    """« 16 tablettes », « Consoles de jeu (prêtées) : PlayStation 4 »."""
    words = value_label(EQUIPMENTS, item.kind)
    if item.kind == EquipmentKind.AUTRE and item.detail:
        words, detail = item.detail, ""
    else:
        detail = item.detail
    if item.count is not None:
        words = f"{item.count} {_counted(item.kind, item.count, words)}"
    if item.use != EquipmentUse.SUR_PLACE:
        words = f"{words} ({_USES[EquipmentUse(item.use)]})"
    if detail:
        words = _("%(equipment)s : %(detail)s") % {
            "equipment": words,
            "detail": detail[:1].lower() + detail[1:] if detail[1:2].islower() else detail,
        }
    return sentence(words)


def _counted(kind: str, count: int, fallback: str) -> str:
    """The noun after a number, singular or plural."""
    nouns = {
        "ordinateur-fixe": ngettext("ordinateur fixe", "ordinateurs fixes", count),
        "ordinateur-portable": ngettext("ordinateur portable", "ordinateurs portables", count),
        "ordinateur": ngettext("ordinateur", "ordinateurs", count),
        "tablette": ngettext("tablette", "tablettes", count),
        "smartphone": ngettext("smartphone", "smartphones", count),
        "imprimante": ngettext("imprimante", "imprimantes", count),
        "scanner": ngettext("scanner", "scanners", count),
        "photocopieur": ngettext("photocopieur", "photocopieurs", count),
        "console": ngettext("console de jeu", "consoles de jeu", count),
        "imprimante-3d": ngettext("imprimante 3D", "imprimantes 3D", count),
        "casque-vr": ngettext("casque de réalité virtuelle", "casques de réalité virtuelle", count),
        "liseuse": ngettext("liseuse", "liseuses", count),
        "drone": ngettext("drone", "drones", count),
        "webcam": ngettext("webcam", "webcams", count),
        "salle": ngettext("salle ou bureau", "salles ou bureaux", count),
        "ecran": ngettext("écran ou projecteur", "écrans ou projecteurs", count),
        "borne": ngettext("borne ou point visio", "bornes ou points visio", count),
    }
    return nouns.get(kind, lower_first(fallback))


def _printing(lieu: Lieu) -> tuple[str, ...]:
    """« 10 pages gratuites pour un CV, puis 15 centimes la page en noir et blanc. »"""
    if lieu.printing_possible is False:
        return (_("On ne peut pas imprimer ici."),)
    prices = [
        _price(cents, kind)
        for cents, kind in (
            (lieu.printing_price_bw_cents, _("en noir et blanc")),
            (lieu.printing_price_colour_cents, _("en couleur")),
        )
        if cents is not None
    ]
    said: list[str] = []
    if lieu.printing_free_pages:
        free = ngettext(
            "%(count)s page gratuite", "%(count)s pages gratuites", lieu.printing_free_pages
        ) % {"count": lieu.printing_free_pages}
        if lieu.printing_free_purpose:
            free = _("%(pages)s pour %(purpose)s") % {
                "pages": free,
                "purpose": lieu.printing_free_purpose,
            }
        if prices:
            free = _("%(free)s, puis %(prices)s") % {"free": free, "prices": listed(prices)}
        said.append(f"{free}.")
    else:
        if lieu.printing_free_purpose:
            said.append(_("Gratuit pour %(purpose)s.") % {"purpose": lieu.printing_free_purpose})
        if prices:
            said.append(f"{sentence(listed(prices))}.")
    if not said and lieu.printing_possible:
        said.append(_("On peut imprimer."))
    if lieu.printing_bring_paper:
        said.append(_("Apportez votre papier."))
    if lieu.printing_note:
        said.append(Written(lieu.printing_note))
    return tuple(said)


def _price(cents: int, kind: str) -> str:
    if cents == 0:
        return _("gratuit %(kind)s") % {"kind": kind}
    return _("%(price)s la page %(kind)s") % {"price": price_in_words(cents), "kind": kind}


def _wifi(lieu: Lieu) -> tuple[str, ...]:
    said: list[str] = []
    if lieu.wifi_free:
        said.append(_("Wi-Fi gratuit."))
    elif lieu.wifi_free is False:
        said.append(_("Wi-Fi payant."))
    if lieu.wifi_max_minutes:
        said.append(
            _("%(duration)s par jour au plus.")
            % {"duration": sentence(duration_in_words(lieu.wifi_max_minutes))}
        )
    if lieu.wifi_horaires:
        said.append(f"{sentence(hours_in_words(osm=lieu.wifi_horaires))}.")
    if lieu.wifi_note:
        said.append(Written(lieu.wifi_note))
    return tuple(said)


def _own_device(lieu: Lieu) -> tuple[str, ...]:
    if lieu.own_device_welcome is None:
        return ()
    if lieu.own_device_welcome:
        return (_("Vous pouvez venir avec votre ordinateur, votre tablette ou votre téléphone."),)
    return (_("On travaille sur le matériel du lieu, pas sur le vôtre."),)
