"""Any value of a sheet in words, and the French name of its field: history, proposals, conflicts.

Fields of the standard hold codes, OSM hours, cents: what professionals compare must read like
the public page.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

import phonenumbers
from django.utils import formats
from django.utils.translation import gettext as _

from maillage.core.text import NBSP
from maillage.core.wording import comma, date_words
from maillage.directory.enums import (
    EquipmentKind,
    EquipmentUse,
    ModaliteField,
    PassageKind,
    PositionPrecision,
)
from maillage.directory.hours.words import hours_in_words
from maillage.directory.models import Lieu
from maillage.directory.normalise.record import UNKNOWN_DATE
from maillage.directory.vocabulary_words import value_label

_CHOICES: dict[str, Mapping[str, Any]] = {
    "position_precision": dict(PositionPrecision.choices),
    **{
        f"{part}.{field}": dict(choices.choices)
        for part, field, choices in (
            ("equipments", "kind", EquipmentKind),
            ("equipments", "use", EquipmentUse),
            ("passages", "kind", PassageKind),
        )
    },
}


@cache
def label_of_field(name: str) -> str:
    """« téléphone », « horaires » (without « (OSM) »), « Services »; the name itself at worst."""
    if name in ModaliteField.values:
        return str(ModaliteField(name).label)
    field = {one.name: one for one in Lieu._meta.get_fields()}.get(name.removesuffix("_id"))
    label = str(getattr(field, "verbose_name", name))
    return label.removesuffix(" (OSM)")


def words_of_field(name: str, value: Any) -> str:
    """A stored value of a field of a sheet in words; empty for unknown."""
    if value is None or value in ("", []):
        return ""
    if name in ModaliteField.values:
        return comma().join(value_label(name, str(code)) for code in value)
    if name in _CHOICES:
        return str(_CHOICES[name].get(value, value))
    if name in _READERS:
        return _READERS[name](value)
    for kind, words in _BY_TYPE:
        if isinstance(value, kind):
            return words(value)
    return str(value)


def words_of_part(name: str, rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows of a part in words: « Ordinateurs : 3, prêté », « du 1er au 15 août 2026 : fermé »."""
    return " ; ".join(filter(None, (_PARTS[name](row) for row in rows)))


def _equipment(row: Mapping[str, Any]) -> str:
    kind = words_of_field("equipments.kind", row.get("kind"))
    use = "" if row.get("use") == EquipmentUse.SUR_PLACE else row.get("use")
    count = row.get("count")
    rest = [
        str(count or ""),
        words_of_field("equipments.use", use).lower(),
        row.get("detail") or "",
    ]
    said = ", ".join(part for part in rest if part)
    return _("%(what)s : %(said)s") % {"what": kind, "said": said} if said else kind


def _period(row: Mapping[str, Any]) -> str:
    first, last = (date.fromisoformat(str(row[name])) for name in ("first_day", "last_day"))
    when = (
        _("le %(day)s") % {"day": date_in_words(first)}
        if first == last
        else _("du %(first)s au %(last)s")
        % {"first": date_in_words(first), "last": date_in_words(last)}
    )
    hours = row.get("horaires")
    said = hours_in_words(osm=hours) if hours else _("fermé")
    words = _("%(what)s : %(said)s") % {"what": when, "said": said}
    return f"{words} ({row['reason']})" if row.get("reason") else words


def _passage(row: Mapping[str, Any]) -> str:
    kind = words_of_field("passages.kind", row.get("kind"))
    hours = row.get("horaires")
    rest = [str(row.get("label") or ""), hours_in_words(osm=hours) if hours else ""]
    said = ", ".join(part for part in (*rest, str(row.get("note") or "")) if part)
    return _("%(what)s : %(said)s") % {"what": kind, "said": said} if said else kind


_PARTS = {"equipments": _equipment, "exceptional_periods": _period, "passages": _passage}


def date_in_words(day: date) -> str:
    """« 25 janvier 2021 », « 1er mars 2026 »."""
    return date_words(day)


def phone_in_words(telephone: str) -> str:
    """« +33237123456 » → « 02 37 12 34 56 », no-break spaces; as written when unreadable."""
    if telephone.startswith("+33") and len(telephone) == 12 and telephone[3:].isdigit():
        digits = "0" + telephone[3:]
        return NBSP.join(digits[start : start + 2] for start in range(0, 10, 2))
    try:
        number = phonenumbers.parse(telephone, "FR")
    except phonenumbers.NumberParseException:
        return telephone
    national = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    return national.replace(" ", NBSP)


def _price(cents: int) -> str:
    return _("%(euros)s €") % {"euros": formats.number_format(cents / 100, decimal_pos=2)}


def _hours(osm: str) -> str:
    return hours_in_words(osm=osm)


def _list(text: str) -> str:
    return ", ".join(part for part in text.split("|") if part)


def _number(value: float) -> str:
    return formats.number_format(round(value, 5))


def _day(day: date) -> str:
    return _("date inconnue") if day == UNKNOWN_DATE else date_in_words(day)


def _truth(value: bool) -> str:
    return _("oui") if value else _("non")


_READERS: dict[str, Callable[[Any], str]] = {
    "horaires": _hours,
    "wifi_horaires": _hours,
    "courriels": _list,
    "site_web": _list,
    "prise_rdv": _list,
    "autres_formations_labels": _list,
    "telephone": phone_in_words,
    "printing_price_bw_cents": _price,
    "printing_price_colour_cents": _price,
}
# In order: True is an int too, and a moment is a day.
_BY_TYPE: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (bool, _truth),
    (date, _day),
    (float, _number),
)
