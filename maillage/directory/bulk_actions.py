"""Many sheets written at once, with everything that one write does: address, search text,
revision, commune, lists and version of the history."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from django.apps import apps
from django.db import connection
from django.utils import timezone

from maillage.accounts.models import User
from maillage.directory.actions import next_revision, search_text_of, slug_base
from maillage.directory.history_queries import parts_of_lieux
from maillage.directory.models import Lieu, LieuSlug
from maillage.directory.quality_store import refresh_quality

_Through = Lieu.modalites.through


class BulkChange(Protocol):
    """One sheet to create or change: fields to set, whole set of modalites (primary keys)."""

    id: str
    values: dict[str, Any]
    modalites: frozenset[int]
    previous_modalites: frozenset[int]


class BulkWriter:
    """Writes batches inside the caller's transaction. Values must be valid already."""

    def __init__(self, *, origin: str, by: User | None = None) -> None:
        self._origin = origin
        self._by = by
        self._revision = 0
        self._taken: set[str] | None = None
        self._next_number: dict[str, int] = {}

    def create(self, changes: Sequence[BulkChange], *, source: str) -> None:
        """Insert new sheets, published, belonging to the import source."""
        if not changes:
            return
        moment = self._begin()
        sheets = [
            self._prepared(
                Lieu(
                    id=change.id,
                    slug=self._slug(str(change.values["nom"]), str(change.values["commune"])),
                    import_source=source,
                    created_at=moment,
                    **change.values,
                ),
                moment,
            )
            for change in changes
        ]
        Lieu.objects.bulk_create(sheets)
        _link(changes)
        self._record(sheets, "+", moment)
        refresh_quality(ids=[sheet.pk for sheet in sheets])

    def change(self, changes: Sequence[BulkChange]) -> None:
        """Update sheets; only the given fields move."""
        if not changes:
            return
        moment = self._begin()
        sheets = Lieu.objects.in_bulk([change.id for change in changes])
        touched = {"search_text", "revision", "updated_at"}
        for change in changes:
            sheet = sheets[change.id]
            for name, value in change.values.items():
                setattr(sheet, name, value)
            touched |= {name.removesuffix("_id") for name in change.values}
            self._prepared(sheet, moment)
        rows = [sheets[change.id] for change in changes]
        # One INSERT … ON CONFLICT per group of rows: far faster than CASE WHEN updates.
        Lieu.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["id"], update_fields=sorted(touched)
        )
        moved = [change for change in changes if change.modalites != change.previous_modalites]
        _Through.objects.filter(lieu_id__in=[change.id for change in moved]).delete()
        _link(moved)
        self._record(rows, "~", moment)
        refresh_quality(ids=[sheet.pk for sheet in rows])

    def _begin(self) -> datetime:
        if not self._revision:
            self._revision = next_revision()
        return timezone.now()

    def _prepared(self, sheet: Lieu, moment: datetime) -> Lieu:
        sheet.search_text = search_text_of(lieu=sheet)
        sheet.revision = self._revision
        sheet.updated_at = moment
        return sheet

    def _slug(self, nom: str, commune: str) -> str:
        """A free page address, without a query per sheet."""
        if self._taken is None:
            self._taken = set(Lieu.objects.values_list("slug", flat=True).iterator())
            self._taken.update(LieuSlug.objects.values_list("slug", flat=True).iterator())
        base = slug_base(nom=nom, commune=commune)
        candidate, number = base, self._next_number.get(base, 2)
        while candidate in self._taken:
            candidate, number = f"{base}-{number}", number + 1
        self._next_number[base] = number
        self._taken.add(candidate)
        return candidate

    def _record(self, sheets: Sequence[Lieu], kind: str, moment: datetime) -> None:
        """One version of the history per sheet, lists and parts included."""
        history: Any = Lieu.history.model
        names = [field.attname for field in history.tracked_fields]
        parts = parts_of_lieux(ids=[sheet.pk for sheet in sheets])
        versions = history.objects.bulk_create(
            history(
                history_date=moment,
                history_type=kind,
                history_source=self._origin,
                history_user=self._by,
                parts=parts[sheet.pk],
                **{name: getattr(sheet, name) for name in names},
            )
            for sheet in sheets
        )
        links = apps.get_model("directory", "HistoricalLieu_modalites")
        _copy_links([version.pk for version in versions], history, links)


def _link(changes: Sequence[BulkChange]) -> None:
    """Store the modalites of sheets; plain SQL, as objects would cost more than the rest."""
    table = connection.ops.quote_name(_Through._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} (lieu_id, modalite_id) VALUES (%s, %s)",  # noqa: S608
            [(change.id, pk) for change in changes for pk in sorted(change.modalites)],
        )


def _copy_links(version_ids: Sequence[int], history: Any, links: Any) -> None:
    """Give versions of the history the modalites that their sheets have now."""
    names = [model._meta.db_table for model in (links, _Through, history)]
    target, source, versions = (connection.ops.quote_name(name) for name in names)
    marks = ", ".join(["%s"] * len(version_ids))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {target} (id, lieu_id, modalite_id, history_id) "  # noqa: S608
            f"SELECT link.id, link.lieu_id, link.modalite_id, version.history_id "
            # CROSS JOIN: SQLite then begins with the few versions. With the statistics of a
            # small directory it would read every link of every sheet for each batch.
            f"FROM {versions} version CROSS JOIN {source} link "
            f"WHERE link.lieu_id = version.id AND version.history_id IN ({marks})",
            list(version_ids),
        )
