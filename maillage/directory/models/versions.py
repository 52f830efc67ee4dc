"""What our tables of history keep beside the fields of a row."""

from django.db import models


class PartsVersion(models.Model):
    """The parts that hung on the row: see directory/history_queries.py for their shape.

    Null: versions written before parts were kept.
    """

    parts = models.JSONField("parties", null=True, blank=True)

    class Meta:
        abstract = True


class LieuVersion(PartsVersion):
    """What made a version of a sheet: « saisie », « import:SLUG », « demonstration »…"""

    history_source = models.CharField("origine du changement", max_length=120, blank=True)

    class Meta:
        abstract = True
