"""The index of this process: read from the database, and kept up to date.

Each search asks one row (DirectoryRevision) whether anything changed. Then only the sheets
whose revision is newer are read again; a new epoch, or a count that does not agree, means
reading everything. The new index is built aside and replaces the old one in one assignment,
so that threads that search meanwhile are never disturbed.
"""

import gc
import re
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from maillage.core.text import normalize
from maillage.directory.enums import WITH_SOMEBODY, EquipmentKind, ModaliteField
from maillage.directory.hours.schedule import Exceptional
from maillage.directory.index.columns import ALL_AGES, LieuIndex, Row, Schema
from maillage.directory.index.opening import Hours
from maillage.directory.models import (
    DirectoryRevision,
    Equipment,
    ExceptionalPeriod,
    Lieu,
    Modalite,
)
from maillage.directory.vocabularies import BY_CODE, VOCABULARIES

EQUIPMENT_FIELD = "equipements"
_KIND_FIELDS = (ModaliteField.TYPOLOGIE, ModaliteField.DISPOSITIFS, ModaliteField.FORMATIONS)
# Somebody who looks for computers means any of them.
_ALSO = {
    EquipmentKind.ORDINATEUR_FIXE: EquipmentKind.ORDINATEUR,
    EquipmentKind.ORDINATEUR_PORTABLE: EquipmentKind.ORDINATEUR,
}
_PRICES = {"gratuit": 1.0, "gratuit-sous-condition": 0.5}
# Nobody comes there without a professional's word.
_SENT_ONLY = {"prescription"}
_MISSION_LOCALE = "ml"
MISSION_LOCALE_AGES = (16, 25)
"""The law says whom a « mission locale » receives (code du travail, article L5314-2)."""
YOUTH_AGES = (11, 25)
SENIOR_AGES = (60, ALL_AGES[1])
# Kinds that say the legal form of a place, or nothing of whom it receives.
_FORMS = frozenset({"asso", "autre", "epn", "cc", "muni"})
_YOUTH_INFORMATION = "pij-bij"
_YOUTH_KINDS = frozenset({_MISSION_LOCALE, _YOUTH_INFORMATION, "rs-fjt"})
_YOUTH = frozenset({"jeunes", "etudiants"})
_SENIORS = frozenset({"seniors"})
_MISSION_LOCALE_NAME = re.compile(r"\bmissions? locales?\b")
_YOUNGEST_NAME = re.compile(r"\badolescents?\b")
_YOUTH_NAME = re.compile(
    r"\b(foyers? (de |des )?jeunes travailleurs|jeunes majeurs|services? jeunesse"
    r"|(espaces?|relais|accueils?|clubs?) (des )?jeunes?"
    r"|maisons? des jeunes(?! et de la culture))\b"
)
_SENIORS_NAME = re.compile(r"\bseniors?\b")
_LONG_CODES = ("97", "98")
_CHUNK = 1000
_WORTH_FREEZING = 2000
# From this share of changed sheets, reading everything again is quicker.
_SHARE_OF_REBUILD = 0.3


class _Record(NamedTuple):
    """The columns read of each sheet; quicker than model objects by a factor of ten."""

    id: str
    slug: str
    nom: str
    commune: str
    code_insee: str
    code_postal: str
    latitude: float | None
    longitude: float | None
    search_text: str
    horaires: str
    date_maj: date
    confirmed_at: datetime | None
    updated_at: datetime
    position_precision: str
    human_support: bool | None
    wifi_free: bool | None
    printing_possible: bool | None
    age_min: int | None
    age_max: int | None
    membership_required: bool | None
    mandat_practice: bool | None


@dataclass(frozen=True, slots=True)
class _Held:
    index: LieuIndex
    value: int
    epoch: int


_held: _Held | None = None
_lock = threading.Lock()


def departement_of(*, code_insee: str, code_postal: str) -> str:
    """Code of the department: « 28 », « 2A », « 974 »; of the postal code when needed."""
    if not code_insee and code_postal.startswith("20"):
        return "2A" if code_postal < "20200" else "2B"
    code = code_insee or code_postal
    return code[: 3 if code.startswith(_LONG_CODES) else 2]


def current_index(*, now: datetime) -> LieuIndex:
    """The index of the published places, as the database is, ready for searches at `now`."""
    value, epoch = _stamp()
    held = _held
    if held is not None and held.index.opening.covers_moment(now):
        if (held.value, held.epoch) == (value, epoch):
            return held.index
        if not _lock.acquire(blocking=False):
            # Another thread is on it: what was true a second ago will do.
            return held.index
    else:
        _lock.acquire()
    try:
        return _refresh(now)
    finally:
        _lock.release()


def forget_index() -> None:
    """Drop the index; the next search reads everything again."""
    global _held  # noqa: PLW0603 - the one piece of state of this module
    _held = None


def _stamp() -> tuple[int, int]:
    # Written by hand: asked at each search, it would cost ten times more through the ORM.
    table = connection.ops.quote_name(DirectoryRevision._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT value, epoch FROM {table} WHERE id = 1")  # noqa: S608 - our table
        value, epoch = cursor.fetchone() or (0, 0)
    return int(value), int(epoch)


def _refresh(now: datetime) -> LieuIndex:
    """Read what is needed, with the lock held."""
    global _held  # noqa: PLW0603 - the one piece of state of this module
    # Read before the sheets: what is written meanwhile will be read again next time.
    value, epoch = _stamp()
    held = _held
    index: LieuIndex | None = None
    if held is not None and held.epoch == epoch and held.index.opening.covers_moment(now):
        if held.value == value:
            return held.index
        if value > held.value:
            index = _follow(held)
    if index is None:
        index = _read_everything(now)
    _held = _Held(index, value, epoch)
    return index


def _follow(held: _Held) -> LieuIndex | None:
    """The index with the changed sheets; None when everything must be read again."""
    changed = Lieu.objects.filter(revision__gt=held.value)
    if changed.count() > max(50, _SHARE_OF_REBUILD * held.index.size):
        return None
    # All the changed ones leave; those that are published come back as they are now.
    removed = list(changed.order_by().values_list("pk", flat=True))
    rows = _rows(changed.published(), date.fromordinal(held.index.opening.first))
    index = held.index.updated_with(rows, removed)
    # Rows that left without a word (raw SQL, a restored copy): the count betrays them.
    return index if index.size == Lieu.objects.published().count() else None


def _read_everything(now: datetime) -> LieuIndex:
    first_day = now.astimezone(UTC).date() - timedelta(days=1)
    index = LieuIndex.build(schema(), _rows(Lieu.objects.published(), first_day), first_day)
    if index.size > _WORTH_FREEZING:
        # As in queries.warm_up: a new index after a bulk import lives long too.
        gc.collect()
        gc.freeze()
    return index


@lru_cache(maxsize=1)
def schema() -> Schema:
    """The values that may be asked: all the vocabularies, then the kinds of equipment."""
    fields = {name: tuple(entry.code for entry in VOCABULARIES[name]) for name in VOCABULARIES}
    return Schema({**fields, EQUIPMENT_FIELD: tuple(EquipmentKind.values)})


def _rows(lieux: QuerySet[Lieu], first_day: date) -> Iterator[Row]:
    """Rows of the sheets given, a thousand at a time: lists and parts in one query each."""
    pairs = {pk: (name, code) for pk, name, code in _modalite_rows()}
    through = Lieu.modalites.through.objects
    source = lieux.order_by().values_list(*_Record._fields).iterator(chunk_size=_CHUNK)
    while chunk := [_Record(*columns) for columns in islice(source, _CHUNK)]:
        ids = [record.id for record in chunk]
        values: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for pk, modalite in through.filter(lieu__in=ids).values_list("lieu_id", "modalite_id"):
            values[pk].append(pairs[modalite])
        for pk, kind in Equipment.objects.filter(lieu__in=ids).values_list("lieu_id", "kind"):
            values[pk].append((EQUIPMENT_FIELD, kind))
        periods: dict[str, list[Exceptional]] = defaultdict(list)
        for period in ExceptionalPeriod.objects.filter(lieu__in=ids, last_day__gte=first_day):
            periods[period.lieu_id].append(exceptional_of(period))
        for record in chunk:
            yield _row(record, values[record.id], tuple(periods[record.id]))


def _modalite_rows() -> Iterable[tuple[int, str, str]]:
    return Modalite.objects.order_by().values_list("pk", "field", "code")


def exceptional_of(period: ExceptionalPeriod) -> Exceptional:
    """The period as the hours' engine wants it."""
    return Exceptional(period.first_day, period.last_day, period.horaires or None, period.reason)


def _row(lieu: _Record, values: list[tuple[str, str]], exceptional: tuple[Exceptional, ...]) -> Row:
    by_field: dict[str, set[str]] = defaultdict(set)
    for name, code in values:
        by_field[name].add(code)
    equipments = by_field[EQUIPMENT_FIELD]
    equipments |= {_ALSO[EquipmentKind(kind)] for kind in equipments if kind in _ALSO}
    if lieu.wifi_free is not None:
        equipments.add(EquipmentKind.WIFI)
    if lieu.printing_possible:
        equipments.add(EquipmentKind.IMPRIMANTE)
    ways = by_field[ModaliteField.ACCOMPAGNEMENT]
    helped = bool(ways & WITH_SOMEBODY) if lieu.human_support is None else lieu.human_support
    vouched = lieu.date_maj
    if lieu.confirmed_at is not None:
        vouched = max(vouched, timezone.localdate(lieu.confirmed_at))
    return Row(
        id=lieu.id,
        slug=lieu.slug,
        nom=lieu.nom,
        commune=lieu.commune,
        commune_code=lieu.code_insee,
        code_postal=lieu.code_postal,
        latitude=lieu.latitude,
        longitude=lieu.longitude,
        search_text=lieu.search_text,
        kind_text=_kind_text(by_field),
        values=[*values, *((EQUIPMENT_FIELD, str(kind)) for kind in equipments)],
        hours=Hours(
            osm=lieu.horaires.strip(),
            departement=departement_of(code_insee=lieu.code_insee, code_postal=lieu.code_postal),
            exceptional=exceptional,
        ),
        sheet_day=vouched.toordinal(),
        updated=int(lieu.updated_at.timestamp()),
        price=max((_PRICES.get(code, 0.0) for code in by_field[ModaliteField.FRAIS]), default=0),
        has_human_support=helped,
        is_exact=lieu.position_precision in {"exacte", "rue"},
        is_without_public="pas-de-public" in by_field[ModaliteField.ACCES],
        has_mandat=_has_mandat(lieu, by_field),
        is_reserved=bool(lieu.membership_required) or by_field[ModaliteField.ACCES] == _SENT_ONLY,
        ages=_ages_of(lieu, by_field),
    )


def _has_mandat(lieu: _Record, by_field: dict[str, set[str]]) -> bool:
    """What the place says of itself wins over its programme."""
    if lieu.mandat_practice is not None:
        return lieu.mandat_practice
    return "aidants-connect" in by_field[ModaliteField.DISPOSITIFS]


def _ages_of(lieu: _Record, by_field: dict[str, set[str]]) -> tuple[int, int]:
    """The youngest and the oldest that a place receives: what it says, else what it is."""
    if lieu.age_min is None and lieu.age_max is None:
        return _usual_ages(normalize(lieu.nom), by_field)
    return lieu.age_min or ALL_AGES[0], ALL_AGES[1] if lieu.age_max is None else lieu.age_max


def _usual_ages(name: str, by_field: dict[str, set[str]]) -> tuple[int, int]:
    """Ages that the kind and the name of a place mean, when its sheet says none.

    A place for the young that names other publics receives them too, but for a « mission
    locale » and a house of adolescents.
    """
    kinds = by_field[ModaliteField.TYPOLOGIE] - _FORMS
    publics = by_field[ModaliteField.PUBLICS]
    if kinds == {_MISSION_LOCALE} or (not kinds and _MISSION_LOCALE_NAME.search(name)):
        return MISSION_LOCALE_AGES
    if kinds <= _YOUTH_KINDS:
        if _YOUNGEST_NAME.search(name) or (publics <= _YOUTH and _YOUTH_NAME.search(name)):
            return YOUTH_AGES
        if kinds == {_YOUTH_INFORMATION} and publics and publics <= _YOUTH:
            return YOUTH_AGES
    if publics == _SENIORS and _SENIORS_NAME.search(name):
        return SENIOR_AGES
    return ALL_AGES


def _kind_text(by_field: dict[str, set[str]]) -> str:
    """Official codes and labels of the kinds, programmes and labels of a place."""
    return " ".join(
        f"{BY_CODE[name][code].value} {BY_CODE[name][code].label}"
        for name in _KIND_FIELDS
        for code in sorted(by_field[name])
        if code in BY_CODE[name]
    )
