"""The decisions about duplicates move to the directory, beside what the program found."""

from typing import Any

from django.db import migrations


def move_reviews(apps: Any, _schema_editor: Any) -> None:
    """One DuplicatePair per DuplicateReview; what people decided counts before what was found."""
    reviews = apps.get_model("contributions", "DuplicateReview")
    pairs = apps.get_model("directory", "DuplicatePair")
    for review in reviews.objects.order_by("pk").iterator():
        pairs.objects.update_or_create(
            first_id=review.first_id,
            second_id=review.second_id,
            defaults={
                "verdict": review.verdict,
                "by_id": review.by_id,
                "at": review.at,
                "is_automatic": False,
            },
        )


def take_back(apps: Any, _schema_editor: Any) -> None:
    """What was decided since, by people or by the program, as the former table holds it."""
    reviews = apps.get_model("contributions", "DuplicateReview")
    pairs = apps.get_model("directory", "DuplicatePair").objects.exclude(verdict="a_revoir")
    reviews.objects.bulk_create(
        reviews(
            first_id=pair.first_id,
            second_id=pair.second_id,
            verdict=pair.verdict,
            by_id=pair.by_id,
            at=pair.at,
        )
        for pair in pairs.order_by("pk")
    )


class Migration(migrations.Migration):
    dependencies = [
        ("contributions", "0003_professional_area"),
        ("directory", "0004_sources_and_imports"),
    ]

    operations = [
        migrations.RunPython(move_reviews, take_back),
        migrations.DeleteModel(name="DuplicateReview"),
    ]
