"""What changed in the directory, from the history of the sheets: for feeds and pages.

Only three things are news for the public: a place appears, its hours change, it closes its
sheet. Who made the change is never read.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import Lag

from maillage.directory.enums import LieuStatus
from maillage.directory.models import Lieu
from maillage.directory.queries import commune_codes

ChangeKind = Literal["created", "hours", "archived"]


@dataclass(frozen=True, slots=True)
class Change:
    """One piece of news. `version` is unique for ever; `horaires` are the new ones (OSM)."""

    version: int
    kind: ChangeKind
    at: datetime
    slug: str
    nom: str
    commune: str
    horaires: str


def recent_news(*, territory: tuple[str, str] | None = None, limit: int = 40) -> list[Change]:
    """The last changes of a territory (kind, code), or of everywhere; the latest first.

    One query, and that of the communes of the territory. A sheet that is hidden now appears
    only as archived: a link to it would say so.
    """
    # The library builds this model: only its own fields beside those of the sheet are new.
    versions: QuerySet[Any] = Lieu.history.all()
    if territory is not None:
        versions = versions.filter(code_insee__in=commune_codes(*territory))
    order = ("history_date", "history_id")
    before = versions.annotate(
        status_before=Window(Lag("status"), partition_by="id", order_by=order),
        horaires_before=Window(Lag("horaires"), partition_by="id", order_by=order),
    )
    appears = Q(status=LieuStatus.PUBLIE) & (
        Q(status_before__isnull=True) | ~Q(status_before=LieuStatus.PUBLIE)
    )
    closes = Q(status=LieuStatus.ARCHIVE, status_before=LieuStatus.PUBLIE)
    moves_hours = Q(status=LieuStatus.PUBLIE, status_before=LieuStatus.PUBLIE) & ~Q(
        horaires=F("horaires_before")
    )
    public = Lieu.objects.filter(status__in=(LieuStatus.PUBLIE, LieuStatus.ARCHIVE)).values("pk")
    rows = (
        before.filter(appears | closes | moves_hours)
        .filter(id__in=public)
        .order_by("-history_date", "-history_id")
        .values_list(
            "history_id",
            "history_date",
            "status",
            "status_before",
            "slug",
            "nom",
            "commune",
            "horaires",
        )[:limit]
    )
    return [
        Change(version, _kind(status, status_before), at, slug, nom, commune, horaires)
        for version, at, status, status_before, slug, nom, commune, horaires in rows
    ]


def _kind(status: str, status_before: str | None) -> ChangeKind:
    if status == LieuStatus.ARCHIVE:
        return "archived"
    return "hours" if status_before == LieuStatus.PUBLIE else "created"
