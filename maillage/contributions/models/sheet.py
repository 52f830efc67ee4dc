"""What somebody typed on a sheet and has not saved yet."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from maillage.directory.enums import Section
from maillage.directory.models import Lieu


class SectionDraft(models.Model):
    """A section in preparation: what was typed, and what it began from.

    `values`: {"typed": field of the form → texts as they were sent, right or wrong; "base": the
    SectionValues that the editor read}. Shared by those who may edit the sheet; erased when
    saved, or after 90 days.
    """

    lieu = models.ForeignKey(Lieu, on_delete=models.CASCADE, related_name="drafts")
    section = models.CharField("section", max_length=12, choices=Section.choices)
    values = models.JSONField("valeurs", default=dict)
    base_fingerprint = models.CharField(max_length=24, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts"
    )
    updated_at = models.DateTimeField("enregistré le", auto_now=True)

    class Meta:
        verbose_name = "brouillon de section"
        verbose_name_plural = "brouillons de section"
        ordering = ["-updated_at"]
        constraints = [
            models.UniqueConstraint(fields=["lieu", "section"], name="draft_unique"),
            models.CheckConstraint(
                name="draft_section_known",
                condition=Q(section__in=Section.values),
                violation_error_message="Cette section n’existe pas.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lieu_id} {self.section}"
