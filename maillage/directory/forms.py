"""Read a search from an address, and write it back: the page, the map and the API alike.

Nothing is guessed: a value that nobody knows is an error that names it, never « everything ».
"""

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from maillage.core.geo import BBox, BBoxError
from maillage.core.wording import base_language
from maillage.directory.criteria import LieuCriteria, OpenCriterion, Sort
from maillage.directory.enums import EquipmentKind, ModaliteField
from maillage.directory.queries import OPEN_CRITERIA
from maillage.directory.vocabularies import UnknownValue, code_for, slug_of
from maillage.territory import queries as territory_queries
from maillage.territory.enums import TerritoryKind
from maillage.territory.place_index import PlaceMatch

PARAMETERS: dict[str, ModaliteField] = {
    "besoin": ModaliteField.SERVICES,
    "public": ModaliteField.PUBLICS,
    "specifique": ModaliteField.PRISE_EN_CHARGE,
    "prix": ModaliteField.FRAIS,
    "venir": ModaliteField.ACCES,
    "aide": ModaliteField.ACCOMPAGNEMENT,
    "programme": ModaliteField.DISPOSITIFS,
    "label": ModaliteField.FORMATIONS,
    "type": ModaliteField.TYPOLOGIE,
    "itinerance": ModaliteField.ITINERANCE,
    "langue": ModaliteField.LANGUES,
}
"""Parameter of an address → field of the standard; the field's own name is accepted too."""


MIN_RADIUS_KM, MAX_RADIUS_KM = 1, 100
MAX_WORDS_LENGTH = 200
_OPEN_AT = re.compile(r"(lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)-(\d{1,2})h(\d{2})?")
_SEPARATORS = re.compile(r"[,|]")
_TERRITORIES = frozenset(TerritoryKind.values)
# Kinds of places that are a territory rather than a point.
_AREAS = _TERRITORIES - {TerritoryKind.COMMUNE}


@dataclass(slots=True)
class ParsedCriteria:
    """What was read. With `errors`, the criteria hold only what could be read.

    `errors`: parameter → sentence in French; `values`: parameter → what was written, for the
    form to show again; `place_alternatives`: other places that « Où ? » may have meant.
    """

    criteria: LieuCriteria
    errors: dict[str, str] = field(default_factory=dict)
    values: dict[str, list[str]] = field(default_factory=dict)
    place_alternatives: Sequence[PlaceMatch] = ()
    page: int = 1
    place_label: str = ""

    @property
    def is_valid(self) -> bool:
        return not self.errors


class RefusedError(ValueError):
    """A parameter that cannot be read; the message is for the person."""


def parse_criteria(params: QueryDict) -> ParsedCriteria:
    """Read the parameters of an address; parameters that we do not know are ignored."""
    parsed = ParsedCriteria(LieuCriteria())
    parsed.values = {
        name: [value for value in params.getlist(name) if value.strip()]
        for name in (*_READERS, "page")
        if any(value.strip() for value in params.getlist(name))
    }
    for name, read in _READERS.items():
        if name in parsed.values:
            try:
                read(parsed)
            except RefusedError as error:
                parsed.errors[name] = str(error)
    _read_lists(parsed, params)
    try:
        parsed.page = _read_page(parsed)
    except RefusedError as error:
        parsed.errors["page"] = str(error)
    return parsed


# --- one parameter each --------------------------------------------------------------------
def _one(parsed: ParsedCriteria, name: str) -> str:
    return parsed.values[name][0].strip()


def _read_words(parsed: ParsedCriteria) -> None:
    words = " ".join(" ".join(parsed.values["q"]).split())
    if len(words) > MAX_WORDS_LENGTH:
        raise RefusedError(
            _("La recherche est trop longue : %(count)s lettres au plus.")
            % {"count": MAX_WORDS_LENGTH}
        )
    parsed.criteria = replace(parsed.criteria, words=words)


def _read_place(parsed: ParsedCriteria) -> None:
    text = _one(parsed, "ou")
    if {"lat", "lon"} <= parsed.values.keys():
        # The point is given: the text is only its name (an address, « ma position »).
        parsed.place_label = text[:MAX_WORDS_LENGTH]
        return
    found = territory_queries.find_place(text=text, with_addresses=True)
    parsed.place_alternatives = found.alternatives
    if found.best is None:
        shown = text if len(text) <= 60 else text[:60] + "…"
        raise RefusedError(
            _(
                "Nous ne trouvons pas « %(place)s ». Écrivez le nom d’une commune, un code "
                "postal ou une adresse."
            )
            % {"place": shown}
        )
    parsed.criteria = with_place(parsed.criteria, found.best)
    if text == found.best.key:
        parsed.values["ou"] = [found.best.label]


def with_place(criteria: LieuCriteria, place: PlaceMatch) -> LieuCriteria:
    """The criteria near a place (commune, address, postal code) or inside it (EPCI, basin…)."""
    if place.kind in _AREAS:
        return replace(criteria, place=place, territory=(place.kind, place.code))
    if place.latitude is None or place.longitude is None:
        # No centre is known: the commune itself is better than everywhere.
        inside = ("commune", place.commune_code) if place.commune_code else None
        if place.kind == "commune":
            inside = ("commune", place.code)
        return replace(criteria, place=place, territory=inside)
    return replace(criteria, place=place, latitude=place.latitude, longitude=place.longitude)


def _number(text: str, name: str) -> float:
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        shown = text if len(text) <= 40 else text[:40] + "…"
        raise RefusedError(
            _("« %(value)s » n’est pas un nombre (%(name)s).") % {"value": shown, "name": name}
        )
    return number


def _read_latitude(parsed: ParsedCriteria) -> None:
    if "lon" not in parsed.values:
        raise RefusedError(_("La latitude (lat) est donnée sans la longitude (lon)."))
    latitude = _number(_one(parsed, "lat"), _("latitude"))
    if not -90 <= latitude <= 90:
        raise RefusedError(_("La latitude est entre -90 et 90 degrés."))
    parsed.criteria = replace(parsed.criteria, latitude=latitude)
    _name_point(parsed)


def _read_longitude(parsed: ParsedCriteria) -> None:
    if "lat" not in parsed.values:
        raise RefusedError(_("La longitude (lon) est donnée sans la latitude (lat)."))
    longitude = _number(_one(parsed, "lon"), _("longitude"))
    if not -180 <= longitude <= 180:
        raise RefusedError(_("La longitude est entre -180 et 180 degrés."))
    parsed.criteria = replace(parsed.criteria, longitude=longitude)
    _name_point(parsed)


def _name_point(parsed: ParsedCriteria) -> None:
    """Give the point the name that came with it, once both figures are known."""
    latitude, longitude = parsed.criteria.latitude, parsed.criteria.longitude
    if not parsed.place_label or latitude is None or longitude is None:
        return
    place = PlaceMatch(
        kind="adresse",
        code=f"{latitude:.5f},{longitude:.5f}",
        label=parsed.place_label,
        detail="",
        latitude=latitude,
        longitude=longitude,
        population=0,
        score=100.0,
    )
    parsed.criteria = replace(parsed.criteria, place=place)


def _read_radius(parsed: ParsedCriteria) -> None:
    text = _one(parsed, "rayon").lower().removesuffix("km").strip()
    kilometres = _number(text, _("rayon en kilomètres"))
    if not MIN_RADIUS_KM <= kilometres <= MAX_RADIUS_KM:
        raise RefusedError(
            _("Le rayon est entre %(least)s et %(most)s km.")
            % {"least": MIN_RADIUS_KM, "most": MAX_RADIUS_KM}
        )
    if not parsed.criteria.has_point and not {"ou", "lat", "lon"} & parsed.errors.keys():
        if parsed.criteria.place is None:
            raise RefusedError(_("Le rayon demande un lieu de départ : dites où vous êtes."))
        # Around a whole territory a radius means nothing: the territory already limits.
        return
    parsed.criteria = replace(parsed.criteria, radius_m=round(kilometres * 1000))


def _in_language(message: str) -> str:
    """A message of the layers that only speak French; in another language, a plainer one."""
    if base_language() == "fr":
        return message
    return _("Une partie de l’adresse de cette page n’est pas reconnue. Recommencez la recherche.")


def _read_bbox(parsed: ParsedCriteria) -> None:
    try:
        box = BBox.parse(_one(parsed, "bbox"))
    except BBoxError as error:
        raise RefusedError(_in_language(str(error))) from error
    parsed.criteria = replace(parsed.criteria, bbox=box)


def _read_territory(parsed: ParsedCriteria) -> None:
    text = _one(parsed, "territoire")
    kind, separator, code = text.partition(":")
    kind = kind.strip().lower()
    shown = text if len(text) <= 60 else text[:60] + "…"
    if not separator or kind not in _TERRITORIES or not code.strip():
        raise RefusedError(
            _(
                "« %(value)s » n’est pas un territoire : on attend par exemple commune:28168 "
                "ou bassin:dreux."
            )
            % {"value": shown}
        )
    try:
        territory = territory_queries.get_territory(kind=kind, code_or_slug=code.strip())
    except territory_queries.UnknownTerritoryError as error:
        raise RefusedError(_in_language(error.message_fr)) from error
    parsed.criteria = replace(parsed.criteria, territory=(kind, territory.pk))


def _read_equipments(parsed: ParsedCriteria) -> None:
    known = {
        key: kind.value
        for kind in EquipmentKind
        for key in (slug_of(str(kind.label)), str(kind.label), kind.value)
    }
    codes: set[str] = set()
    for value in _split(parsed.values["equipement"]):
        code = known.get(value) or known.get(slug_of(value))
        if code is None:
            shown = value if len(value) <= 60 else value[:60] + "…"
            raise RefusedError(
                _("« %(value)s » n’est pas un équipement connu. Valeurs possibles : %(known)s.")
                % {"value": shown, "known": ", ".join(EquipmentKind.values)}
            )
        codes.add(code)
    parsed.criteria = replace(parsed.criteria, equipments=frozenset(codes))


def _read_open(parsed: ParsedCriteria) -> None:
    text = slug_of(_one(parsed, "ouvert"))
    criterion = open_criterion(text)
    if criterion is None:
        shown = text if len(text) <= 40 else text[:40] + "…"
        raise RefusedError(
            _(
                "« %(value)s » n’est pas une ouverture connue. Valeurs possibles : %(known)s, "
                "ou un jour et une heure : jeudi-18h."
            )
            % {"value": shown, "known": ", ".join(OPEN_CRITERIA)}
        )
    parsed.criteria = replace(parsed.criteria, open=criterion)


def open_criterion(code: str) -> OpenCriterion | None:
    """The criterion of a code: « maintenant », « samedi », « jeudi-18h30 »; None if unknown."""
    known = OPEN_CRITERIA.get({"weekend": "week-end", "soiree": "soir"}.get(code, code))
    if known is not None:
        return known
    found = _OPEN_AT.fullmatch(code)
    if found is None:
        return None
    day, hour, minute = found[1], int(found[2]), int(found[3] or 0)
    if hour > 23 or minute > 59:
        return None
    written = f"{day}-{hour}h" + (f"{minute:02d}" if minute else "")
    return OpenCriterion("day", written, day=OPEN_CRITERIA[day].day, at=time(hour, minute))


def _read_sort(parsed: ParsedCriteria) -> None:
    text = _one(parsed, "tri")
    if text not in Sort.values:
        shown = text if len(text) <= 40 else text[:40] + "…"
        raise RefusedError(
            _("« %(value)s » n’est pas un ordre connu. Valeurs possibles : %(known)s.")
            % {"value": shown, "known": ", ".join(Sort.values)}
        )
    parsed.criteria = replace(parsed.criteria, sort=Sort(text))


def _read_modified_since(parsed: ParsedCriteria) -> None:
    # A plus sign that was not escaped arrives as a space: « 2026-01-01T10:00:00 02:00 ».
    text = re.sub(r" (\d{2}:?\d{2})$", r"+\1", _one(parsed, "modified_since"))
    moment: datetime | None = None
    try:
        moment = parse_datetime(text)
        day = parse_date(text)
        if moment is None and day is not None:
            moment = datetime.combine(day, time())
        if moment is not None and timezone.is_naive(moment):
            moment = timezone.make_aware(moment)
        if moment is not None:
            # The first and last days of the calendar have no equivalent elsewhere: the database
            # (UTC) and the page (here) both need one.
            timezone.localtime(moment.astimezone(UTC))
    except (ValueError, OverflowError):
        moment = None
    if moment is None:
        raise RefusedError(
            _(
                "« %(value)s » n’est pas une date : on attend 2026-01-31 ou "
                "2026-01-31T18:00:00+01:00."
            )
            % {"value": text[:40]}
        )
    parsed.criteria = replace(parsed.criteria, modified_since=moment)


def _read_page(parsed: ParsedCriteria) -> int:
    if "page" not in parsed.values:
        return 1
    text = _one(parsed, "page")
    if not (text.isascii() and text.isdigit()) or not 1 <= len(text) <= 12 or int(text) < 1:
        raise RefusedError(_("« %(value)s » n’est pas un numéro de page.") % {"value": text[:40]})
    return int(text)


_READERS: dict[str, Callable[[ParsedCriteria], None]] = {
    "q": _read_words,
    "ou": _read_place,
    "lat": _read_latitude,
    "lon": _read_longitude,
    "rayon": _read_radius,
    "bbox": _read_bbox,
    "territoire": _read_territory,
    "equipement": _read_equipments,
    "ouvert": _read_open,
    "tri": _read_sort,
    "modified_since": _read_modified_since,
}


# --- vocabularies ----------------------------------------------------------------------------
def _split(values: Iterable[str]) -> list[str]:
    parts = (part.strip() for value in values for part in _SEPARATORS.split(value))
    return [part for part in parts if part]


def _codes_of(vocabulary: str, value: str) -> list[str]:
    """Codes of one value; official values may hold a comma, so the whole is tried first."""
    try:
        return [code_for(field=vocabulary, value=value)]
    except UnknownValue:
        parts = _split([value])
        if len(parts) < 2:
            raise
        return [code_for(field=vocabulary, value=part) for part in parts]


def _read_lists(parsed: ParsedCriteria, params: QueryDict) -> None:
    values: dict[str, frozenset[str]] = {}
    for name, vocabulary in PARAMETERS.items():
        names = dict.fromkeys((name, vocabulary.value))
        written = [value for key in names for value in params.getlist(key) if value.strip()]
        if not written:
            continue
        parsed.values[name] = written
        codes: set[str] = set()
        for value in written:
            try:
                codes.update(_codes_of(vocabulary.value, value))
            except UnknownValue as error:
                parsed.errors[name] = _in_language(error.message_fr)
        if codes:
            values[vocabulary.value] = frozenset(codes)
    parsed.criteria = replace(parsed.criteria, values=values)


# --- back to an address ----------------------------------------------------------------------
def criteria_to_params(criteria: LieuCriteria) -> list[tuple[str, str]]:
    """The canonical parameters of a search: the same criteria always give the same address."""
    pairs: list[tuple[str, str]] = []
    if criteria.words:
        pairs.append(("q", criteria.words))
    place = criteria.place
    if place is not None:
        pairs.append(("ou", place.label if place.kind == "adresse" else place.key))
    if criteria.has_point and (place is None or place.kind == "adresse"):
        pairs += [("lat", f"{criteria.latitude:.7g}"), ("lon", f"{criteria.longitude:.7g}")]
    if criteria.radius_m is not None:
        pairs.append(("rayon", f"{criteria.radius_m / 1000:g}"))
    if criteria.bbox is not None:
        pairs.append(("bbox", criteria.bbox.as_text()))
    of_place = with_place(LieuCriteria(), place).territory if place is not None else None
    if criteria.territory is not None and criteria.territory != of_place:
        pairs.append(("territoire", ":".join(criteria.territory)))
    for name, vocabulary in PARAMETERS.items():
        codes = criteria.values.get(vocabulary.value, frozenset())
        pairs.extend((name, code) for code in sorted(codes))
    pairs.extend(("equipement", code) for code in sorted(criteria.equipments))
    if criteria.open is not None:
        pairs.append(("ouvert", criteria.open.code))
    if criteria.modified_since is not None:
        pairs.append(("modified_since", criteria.modified_since.isoformat()))
    if criteria.sort != Sort.PERTINENCE:
        pairs.append(("tri", criteria.sort.value))
    return pairs
