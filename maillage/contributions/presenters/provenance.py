"""For those who keep a sheet: who says each of its fields, what the others say, from which file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.contributions.queries.provenance import said_of, says, values_of_record
from maillage.core.geo import distance_in_words, haversine_m
from maillage.directory.claim_queries import origins_of
from maillage.directory.enums import Section
from maillage.directory.models import Lieu, SourceRecord
from maillage.directory.normalise.record import UNKNOWN_DATE
from maillage.directory.presenters.origins import Sayers, day_of_origin, words_of_values
from maillage.directory.presenters.words import listed, sentence
from maillage.directory.provenance import GROUP_OF, GROUPS, RULE_WORDS, Origin, Other
from maillage.directory.section_queries import fingerprint, label_of, words_of
from maillage.directory.sections import SECTION_OF, SectionValues

_LABELS = {"latitude": "position sur la carte", "age_min": "âges"}
_ADDRESS = ("adresse", "complement_adresse", "code_postal", "commune")


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another value: who says it, since when. `record`: key of the record to take it from, or 0."""

    source: str
    day: str
    words: str
    is_opposed: bool
    record: int


@dataclass(frozen=True, slots=True)
class Disputed:
    """One field of which something else was said. `field` names it in the form."""

    field: str
    label: str
    words: str
    source: str
    day: str
    rule: str
    is_opposed: bool
    others: tuple[Elsewhere, ...]


@dataclass(frozen=True, slots=True)
class Quiet:
    """Fields that have one origin, of which nobody says anything else."""

    labels: str
    source: str
    day: str
    rule: str


@dataclass(frozen=True, slots=True)
class SectionOrigins:
    """Where one section comes from. `mark`: its fingerprint, as it was read."""

    mark: str
    quiet: tuple[Quiet, ...]
    disputed: tuple[Disputed, ...]

    @property
    def is_opposed(self) -> bool:
        return any(one.is_opposed for one in self.disputed)


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One record that feeds the sheet. `home`: the sheet that it made, when that is another."""

    source: str
    key: str
    day: str
    missing: date | None
    home: str


def sheet_origins(
    *, lieu: Lieu, values: Mapping[Section, SectionValues], records: Sequence[SourceRecord]
) -> dict[str, SectionOrigins]:
    """Code of a section → its origins, for the sections that have some.

    `values` as section_queries.read_values; reads the modalites and confirmations of the sheet.
    """
    origins = origins_of(lieu=lieu)
    sayers = Sayers(lieu, origins)
    found: dict[str, SectionOrigins] = {}
    for section, said in values.items():
        quiet: dict[tuple[str, str, str], list[str]] = {}
        disputed: list[Disputed] = []
        for name, origin in _leaders(section, origins).items():
            who = (
                sayers.named(origin.source, name),
                day_of_origin(origin.date),
                RULE_WORDS[origin.rule],
            )
            is_ours = _says(said, name)
            if is_ours and not origin.others:
                quiet.setdefault(who, []).append(_label(name))
                continue
            others = _others(
                name,
                origin.others if is_ours else (_as_other(origin, records, name),),
                sayers,
                records,
                said,
            )
            if not others:
                quiet.setdefault(who, []).append(_label(name))
                continue
            disputed.append(
                Disputed(
                    name,
                    sentence(_label(name)),
                    _kept_words(said, name),
                    *(who if is_ours else ("", "", "")),
                    is_opposed=is_ours and origin.is_contradicted,
                    others=others,
                )
            )
        if quiet or disputed:
            found[section.value] = SectionOrigins(
                mark=fingerprint(values=said),
                quiet=tuple(Quiet(sentence(listed(labels)), *who) for who, labels in quiet.items()),
                disputed=tuple(sorted(disputed, key=lambda one: not one.is_opposed)),
            )
    return found


def record_lines(*, lieu: Lieu, records: Sequence[SourceRecord]) -> list[RecordLine]:
    """The records that feed a sheet, in words."""
    return [
        RecordLine(
            source=row.source.nom,
            key=row.key,
            day=day_of_origin(_known(row)),
            missing=timezone.localdate(row.missing_since) if row.missing_since else None,
            home=row.home.nom if row.home_id != lieu.pk else "",
        )
        for row in records
    ]


def _leaders(section: Section, origins: Mapping[str, Origin]) -> dict[str, Origin]:
    """The origins of a section, a group under the first of its fields."""
    found: dict[str, Origin] = {}
    for name, origin in origins.items():
        if SECTION_OF.get(name) == section:
            found.setdefault(GROUP_OF.get(name, name), origin)
    return found


def _says(said: SectionValues, name: str) -> bool:
    return any(said.get(one) not in (None, "", []) for one in GROUPS.get(name, (name,)))


def _label(name: str) -> str:
    label = _LABELS.get(name)
    if label is not None:
        return _(label)
    words = label_of(name)
    return words[:1].lower() + words[1:]


def _kept_words(said: SectionValues, name: str) -> str:
    """The value of the sheet, in the words of the others."""
    if name == "adresse":
        street, more, *town = (str(said.get(one) or "") for one in _ADDRESS)
        return ", ".join(part for part in (street, more, " ".join(town).strip()) if part)
    if name == "latitude":
        point = said.get("latitude"), said.get("longitude")
        return ", ".join(f"{one:.5f}" for one in point if isinstance(one, float))
    if name == "age_min":
        ages = (words_of(one, said.get(one)) for one in GROUPS[name])
        return " – ".join(one for one in ages if one)
    texts = (words_of(one, said.get(one)) for one in GROUPS.get(name, (name,)))
    return next((text for text in texts if text), "")


def _others(
    name: str,
    others: Sequence[Other],
    sayers: Sayers,
    records: Sequence[SourceRecord],
    said: SectionValues,
) -> tuple[Elsewhere, ...]:
    """The values that are not the sheet's, each with a record that says it.

    A list put together from several sources may be just what one of them says.
    """
    taken: set[int] = set()
    found: dict[tuple[str, str, str], Elsewhere] = {}
    for other in others:
        record = next(
            (row for row in records if row.pk not in taken and _is_of(row, other, name)), None
        )
        if record is not None:
            taken.add(record.pk)
            values = values_of_record(record=record, field=name)
            if all(said.get(one) == value for one, value in values.items()):
                continue
        one = Elsewhere(
            source=sayers.named(other.source, name),
            day=day_of_origin(other.date),
            words=_with_distance(words_of_values(name, other.value), said)
            if name == "latitude"
            else words_of_values(name, other.value),
            is_opposed=other.contradicts,
            record=record.pk if record is not None else 0,
        )
        # Two rows of a file that say the same are one value to choose.
        found.setdefault((one.source, one.day, one.words), one)
    return tuple(found.values())


def _with_distance(point: str, said: SectionValues) -> str:
    """« 48.44810, 1.50460, à 1,5 km du point de la fiche »: figures alone tell nobody anything."""
    here = said.get("latitude"), said.get("longitude")
    try:
        there = [float(figure) for figure in point.split(",")]
    except ValueError:
        return point
    if len(there) != 2 or not isinstance(here[0], float) or not isinstance(here[1], float):
        return point
    metres = haversine_m(here[0], here[1], there[0], there[1])
    return _("%(point)s, à %(distance)s du point de la fiche") % {
        "point": point,
        "distance": distance_in_words(metres),
    }


def _is_of(record: SourceRecord, other: Other, name: str) -> bool:
    if record.source_id != other.source or _known(record) != other.date:
        return False
    if isinstance(other.value, tuple):
        return set(record.lists.get(name, ())) == set(other.value)
    if name in GROUPS:
        return says(record=record, field=name)
    return bool(said_of(record, name) == other.value)


def _as_other(origin: Origin, records: Sequence[SourceRecord], name: str) -> Other:
    """What the sources say of a field that a person left empty."""
    for record in records:
        if record.source_id == origin.source and _known(record) == origin.date:
            value = tuple(record.lists.get(name, ())) or said_of(record, name)
            if value:
                return Other(origin.source, origin.date, value, contradicts=False)
    return Other(origin.source, origin.date, None, contradicts=False)


def _known(record: SourceRecord) -> date | None:
    return None if record.date == UNKNOWN_DATE else record.date
