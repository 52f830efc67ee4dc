"""Sheets that left the public directory, so that a partner can forget them too."""

from datetime import datetime

from maillage.api.schemas import RemovedOut
from maillage.directory.enums import LieuStatus
from maillage.directory.models import Lieu


def removed_since(*, since: datetime) -> list[RemovedOut]:
    """Archived and merged sheets changed since that moment, the oldest change first.

    All of them, whatever the filters of the call: forgetting a sheet that one never had costs
    nothing, and a sheet that left has no place in the index any more.
    """
    rows = (
        Lieu.objects.filter(
            status__in=(LieuStatus.ARCHIVE, LieuStatus.FUSIONNE), updated_at__gte=since
        )
        .order_by("updated_at", "pk")
        .values_list("pk", "slug", "status", "merged_into_id")
    )
    return [
        RemovedOut.model_validate(
            {"id": pk, "slug": slug, "statut": status, "remplace_par": merged_into}
        )
        for pk, slug, status, merged_into in rows
    ]
