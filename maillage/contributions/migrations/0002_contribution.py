"""An error report becomes one nature of contribution, which knows its commune."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Subquery


def name_communes(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The commune tells whose turn it is to answer: that of the place, for former reports."""
    lieux = apps.get_model("directory", "Lieu").objects.filter(pk=OuterRef("lieu_id"))
    apps.get_model("contributions", "Contribution").objects.update(
        code_insee=Subquery(lieux.values("code_insee")[:1])
    )


class Migration(migrations.Migration):
    dependencies = [
        ("contributions", "0001_initial"),
        ("directory", "0002_rules_and_parts"),
    ]

    operations = [
        migrations.RenameModel("Report", "Contribution"),
        migrations.AlterField(
            "contribution",
            "lieu",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="contributions",
                to="directory.lieu",
            ),
        ),
        migrations.AddField(
            "contribution",
            "code_insee",
            models.CharField("commune", blank=True, db_index=True, default="", max_length=5),
            preserve_default=False,
        ),
        migrations.RunPython(name_communes, migrations.RunPython.noop),
    ]
