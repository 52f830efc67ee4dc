"""Sheets whose latest version was written by a person: every field that says something is theirs,
as the whole sheet was until now."""

from itertools import islice
from typing import Any

from django.db import migrations
from django.db.models import OuterRef, Subquery
from django.utils import timezone

HAND = "saisie"
BATCH = 500
FIELDS = [
    "pivot",
    "nom",
    "commune",
    "code_postal",
    "code_insee",
    "adresse",
    "complement_adresse",
    "latitude",
    "longitude",
    "position_precision",
    "telephone",
    "courriels",
    "site_web",
    "horaires",
    "horaires_text",
    "presentation_resume",
    "presentation_detail",
    "structure_parente",
    "autres_formations_labels",
    "fiche_acces_libre",
    "prise_rdv",
    "membership_required",
    "mandat_practice",
]


def note_hand_fields(apps: Any, _schema_editor: Any) -> None:
    """Three queries per BATCH sheets: a site may have thousands of them."""
    lieux = apps.get_model("directory", "Lieu").objects
    versions = apps.get_model("directory", "HistoricalLieu").objects
    latest = versions.filter(id=OuterRef("pk")).order_by("-history_date", "-history_id")
    written = lieux.annotate(
        origin=Subquery(latest.values("history_source")[:1]),
        day=Subquery(latest.values("history_date")[:1]),
    ).filter(origin__startswith=HAND)
    rows = iter(written.order_by("pk").prefetch_related("modalites").iterator(BATCH))
    while batch := list(islice(rows, BATCH)):
        for lieu in batch:
            names = [name for name in FIELDS if getattr(lieu, name) not in (None, "")]
            names += sorted({row.field for row in lieu.modalites.all()})
            lieu.hand_fields = dict.fromkeys(names, timezone.localdate(lieu.day).isoformat())
        lieux.bulk_update(batch, ["hand_fields"])


class Migration(migrations.Migration):
    dependencies = [("directory", "0004_sources_and_imports")]

    operations = [migrations.RunPython(note_hand_fields, migrations.RunPython.noop)]
