"""The sheets of the directory as the search of duplicates reads them."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from maillage.core.models import JournalEntry
from maillage.directory.dedupe import Sheet
from maillage.directory.enums import OPEN_STATUSES, WELL_PLACED, LieuStatus, ModaliteField
from maillage.directory.models import DirectoryRevision, Lieu

SEARCHED = "duplicates.searched"
"""Verb of the journal: one line per search, with its figures."""
_CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Side:
    """What decides which of two sheets stays."""

    key: str
    structure: int | None
    is_written: bool
    order: tuple[bool, bool, bool, bool, int, str]
    """The smallest stays."""


def load_sheets(*, ids: Collection[str] | None = None) -> list[Sheet]:
    """All open sheets, or those of `ids` in any state. Two queries, and one per 2,000 sheets."""
    rows = Lieu.objects.order_by("pk")
    rows = rows.filter(status__in=OPEN_STATUSES) if ids is None else rows.filter(pk__in=ids)
    kinds, programmes = _lists(ModaliteField.TYPOLOGIE), _lists(ModaliteField.DISPOSITIFS)
    return [
        Sheet(
            id=row["pk"],
            source=row["import_source"],
            nom=row["nom"],
            adresse=row["adresse"],
            complement_adresse=row["complement_adresse"],
            code_postal=row["code_postal"],
            commune=row["commune"],
            code_insee=row["code_insee"],
            latitude=row["latitude"],
            longitude=row["longitude"],
            is_exact=row["position_precision"] in WELL_PLACED,
            telephone=row["telephone"],
            courriels=tuple(part for part in row["courriels"].split("|") if part),
            sites=tuple(part for part in row["site_web"].split("|") if part),
            pivot=row["pivot"],
            typologies=kinds.get(row["pk"], frozenset()),
            dispositifs=programmes.get(row["pk"], frozenset()),
        )
        for row in rows.values(
            "pk",
            "import_source",
            "nom",
            "adresse",
            "complement_adresse",
            "code_postal",
            "commune",
            "code_insee",
            "latitude",
            "longitude",
            "position_precision",
            "telephone",
            "courriels",
            "site_web",
            "pivot",
        ).iterator(chunk_size=_CHUNK)
    ]


def _lists(field: ModaliteField) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    links = Lieu.modalites.through.objects.filter(modalite__field=field)
    for lieu, value in links.values_list("lieu_id", "modalite__value").iterator(_CHUNK):
        found[lieu].add(value)
    return {key: frozenset(values) for key, values in found.items()}


def sides_of(*, ids: Collection[str]) -> dict[str, Side]:
    """What decides which of several sheets stays, by key."""
    rows = Lieu.objects.filter(pk__in=ids).values_list(
        "pk", "structure_id", "hand_fields", "confirmed_at", "status", "completeness"
    )
    return {
        key: Side(
            key=key,
            structure=structure,
            is_written=bool(written),
            order=(
                status != LieuStatus.PUBLIE,
                not written,
                structure is None,
                confirmed is None,
                -(completeness or 0),
                key,
            ),
        )
        for key, structure, written, confirmed, status, completeness in rows
    }


@dataclass(frozen=True, slots=True)
class LastSearch:
    """The last search of duplicates: how many sheets were compared, merged, pairs left."""

    at: datetime
    sheets: int
    merged: int
    to_review: int
    is_current: bool
    """Nothing changed in the directory since."""


def last_search() -> LastSearch | None:
    """What the last search did, or None when nobody ever searched."""
    line = JournalEntry.objects.filter(verb=SEARCHED).order_by("-at", "-pk").first()
    if line is None:
        return None
    figures = {name: int(line.detail.get(name) or 0) for name in ("sheets", "merged", "to_review")}
    return LastSearch(
        at=line.at, is_current=line.detail.get("revision") == current_revision(), **figures
    )


def current_revision() -> int:
    """The number of the last change of the directory."""
    return DirectoryRevision.objects.values_list("value", flat=True).first() or 0
