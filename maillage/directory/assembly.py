"""A sheet put together from all that is said of it: what it should say against what it says."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from maillage.accounts.models import User
from maillage.directory.bulk_actions import BulkWriter
from maillage.directory.claim_queries import (
    Written,
    claims_of_sheets,
    confirmed_fields,
    written_fields,
)
from maillage.directory.enums import PositionPrecision
from maillage.directory.models import Lieu, Modalite
from maillage.directory.normalise.conform import UNKNOWN_ADDRESS
from maillage.directory.pipeline.compare import Comparison, compare
from maillage.directory.provenance import SAISIE, Claim, Resolved, resolve
from maillage.directory.quality_store import refresh_quality
from maillage.directory.sections import IMPORTED_FIELDS
from maillage.directory.vocabularies import VOCABULARIES
from maillage.territory.models import Commune

COMPARED = (*IMPORTED_FIELDS, "date_maj", "source", "territory_commune_id")
"""The columns of a sheet that sources fill."""
# Without them a sheet is none: sources that fall silent do not empty them.
_NEVER_EMPTY = frozenset({"nom", "commune", "code_postal", "adresse", "date_maj"})
IMPORT_LOCK = "import"
"""Name of the lock of whoever writes many sheets: imports and searches of duplicates."""
IMPORT_BUSY = (
    "Un autre import, ou une recherche de doublons, est en cours. Rien n’est changé : "
    "recommencez dans quelques minutes."
)
_CHUNK = 500
_CLEARED: dict[str, Any] = {"position_precision": "inconnue", "territory_commune_id": None}
_APPROXIMATE = {PositionPrecision.CENTRE_COMMUNE.value, PositionPrecision.INCONNUE.value}

Sheet = dict[str, Any]
Lists = dict[str, frozenset[str]]


@dataclass(slots=True)
class Change:
    """One sheet to write: its id, the fields that change, its whole set of modalites."""

    id: str
    values: dict[str, Any]
    modalites: frozenset[int]
    previous_modalites: frozenset[int] = frozenset()
    is_new: bool = False


class Vocabulary:
    """The rows of Modalite, read once: values ↔ keys."""

    def __init__(self) -> None:
        self._keys: dict[tuple[str, str], int] = {}
        self._values: dict[int, tuple[str, str]] = {}
        for pk, name, value in Modalite.objects.values_list("pk", "field", "value"):
            self._keys[(name, value)] = pk
            self._values[pk] = (name, value)

    def keys(self, lists: Mapping[str, Collection[str]]) -> frozenset[int]:
        return frozenset(
            self._keys[(name, value)] for name, values in lists.items() for value in values
        )

    def lists_of(self, *, ids: Collection[str]) -> dict[str, Lists]:
        """Official values by field of each sheet; every sheet has an entry."""
        found: dict[str, dict[str, set[str]]] = {pk: defaultdict(set) for pk in ids}
        rows = Lieu.modalites.through.objects.filter(lieu_id__in=ids)
        for lieu, modalite in rows.values_list("lieu_id", "modalite_id"):
            name, value = self._values[modalite]
            found[lieu][name].add(value)
        return {
            pk: {name: frozenset(values) for name, values in lists.items()}
            for pk, lists in found.items()
        }


class Centres:
    """Centres of communes, each read once, as the position of a sheet that has none."""

    def __init__(self) -> None:
        self._known: dict[str, dict[str, Any]] = {}

    def of(self, code_insee: str) -> dict[str, Any]:
        """Values of latitude, longitude and position_precision."""
        if code_insee not in self._known:
            rows = Commune.objects.filter(pk=code_insee).values_list("latitude", "longitude")
            latitude, longitude = rows.first() or (None, None)
            is_known = latitude is not None
            self._known[code_insee] = {
                "latitude": latitude,
                "longitude": longitude if is_known else None,
                "position_precision": (
                    PositionPrecision.CENTRE_COMMUNE if is_known else PositionPrecision.INCONNUE
                ).value,
            }
        return self._known[code_insee]


def new_sheet(*, claims: Sequence[Claim], centres: Centres) -> Resolved:
    """What a sheet that does not exist yet will say."""
    resolved = resolve(claims)
    resolved.values.setdefault("adresse", UNKNOWN_ADDRESS)
    if resolved.values.get("latitude") is None:
        resolved.values.update(centres.of(str(resolved.values.get("code_insee") or "")))
    return resolved


def sheets_of(*, ids: Collection[str]) -> dict[str, Sheet]:
    """The sheets of the database among `ids`, with what a comparison reads."""
    rows = Lieu.objects.filter(pk__in=ids).values("id", "status", "hand_fields", *COMPARED)
    return {row["id"]: row for row in rows}


def compare_sheet(
    *,
    sheet: Sheet,
    lists: Lists,
    claims: Sequence[Claim],
    confirmed: Written,
    centres: Centres,
    silenced: Collection[str] = (),
) -> Comparison:
    """What the claims change in a sheet. `silenced`: fields that nobody may say any more."""
    resolved = resolve(claims)
    # What a source has a column for, and nobody fills, is empty.
    asked = {name for claim in claims for name in (*claim.values, *claim.lists)} | set(silenced)
    wanted = {
        name: _cleared(name, sheet[name])
        for name in asked
        if name in sheet and name not in _NEVER_EMPTY
    }
    # « Adresse non communiquée » says nothing, but it is what the sheet said without the others.
    wanted |= {
        name: value
        for claim in claims
        for name, value in claim.values.items()
        if name in silenced and name in _NEVER_EMPTY and value not in (None, "")
    }
    wanted |= {name: value for name, value in resolved.values.items() if name in sheet}
    if "adresse" in silenced:
        wanted.setdefault("adresse", UNKNOWN_ADDRESS)
    is_ours = sheet["position_precision"] in _APPROXIMATE
    # A sheet written here without a position had none before the words of others came.
    is_placeless = bool(silenced) and any(
        claim.values.get("position_precision") == PositionPrecision.INCONNUE
        for claim in claims
        if claim.source == SAISIE
    )
    if (
        resolved.values.get("latitude") is None
        and not is_placeless
        and ("latitude" in asked or is_ours)
    ):
        wanted |= centres.of(str(wanted.get("code_insee", sheet["code_insee"]) or ""))
    wanted_lists: dict[str, Collection[str]] = {name: () for name in asked if name in VOCABULARIES}
    wanted_lists |= resolved.lists
    filled = {name for name, value in sheet.items() if value not in (None, "")} | lists.keys()
    return compare(
        sheet=sheet,
        sheet_lists=lists,
        wanted=wanted,
        wanted_lists=wanted_lists,
        written=written_fields(
            hand_fields=sheet["hand_fields"], confirmed=confirmed, filled=filled
        ),
    )


def put_together(
    *,
    ids: Collection[str],
    origin: str,
    silenced: Collection[str] = (),
    by: User | None = None,
) -> int:
    """Write again sheets from their claims; returns how many changed. Sheets of no source stay."""
    vocabulary, centres = Vocabulary(), Centres()
    writer, changed = BulkWriter(origin=origin, by=by), 0
    keys = sorted(ids)
    for start in range(0, len(keys), _CHUNK):
        sheets = sheets_of(ids=keys[start : start + _CHUNK])
        lists = vocabulary.lists_of(ids=sheets)
        claims = claims_of_sheets(ids=sheets)
        confirmed = confirmed_fields(ids=sheets)
        changes: list[Change] = []
        for pk, sheet in sheets.items():
            if pk not in claims:
                continue
            comparison = compare_sheet(
                sheet=sheet,
                lists=lists[pk],
                claims=claims[pk],
                confirmed=confirmed.get(pk, {}),
                centres=centres,
                silenced=silenced,
            )
            if comparison:
                merged = {**lists[pk], **comparison.lists}
                changes.append(
                    Change(
                        pk,
                        comparison.changes,
                        vocabulary.keys(merged),
                        vocabulary.keys(lists[pk]),
                    )
                )
        writer.change(changes)
        changed += len(changes)
        # Records that came or went may oppose what stays.
        written = {change.id for change in changes}
        refresh_quality(ids=sheets.keys() - written)
    return changed


def _cleared(name: str, value: Any) -> Any:
    """« Unknown », in the way of the column."""
    return _CLEARED.get(name, "" if isinstance(value, str) else None)
