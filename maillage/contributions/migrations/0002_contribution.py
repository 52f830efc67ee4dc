"""An error report becomes one nature of contribution."""

import django.db.models.deletion
from django.db import migrations, models


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
    ]
