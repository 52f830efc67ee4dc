"""Sheets whose latest version was written by a person: every field that says something is theirs,
as the whole sheet was until now."""

from django.db import migrations

HAND = "saisie"
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


def note_hand_fields(apps, _schema_editor):
    Lieu = apps.get_model("directory", "Lieu")
    HistoricalLieu = apps.get_model("directory", "HistoricalLieu")
    written = HistoricalLieu.objects.filter(history_source__startswith=HAND)
    keys = written.order_by().values_list("id", flat=True).distinct()
    for lieu in Lieu.objects.filter(pk__in=keys).prefetch_related("modalites").iterator(500):
        latest = HistoricalLieu.objects.filter(id=lieu.pk).order_by("-history_date", "-history_id")
        origin, day = latest.values_list("history_source", "history_date").first()
        if not origin.startswith(HAND):
            continue
        names = [name for name in FIELDS if getattr(lieu, name) not in (None, "")]
        names += sorted({row.field for row in lieu.modalites.all()})
        fields = dict.fromkeys(names, day.date().isoformat())
        Lieu.objects.filter(pk=lieu.pk).update(hand_fields=fields)


class Migration(migrations.Migration):
    dependencies = [("directory", "0004_sources_and_imports")]

    operations = [migrations.RunPython(note_hand_fields, migrations.RunPython.noop)]
