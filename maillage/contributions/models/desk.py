"""What the coordinator's desk keeps: bulk actions that can be undone, pairs reviewed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from maillage.contributions.enums import DeskOperationKind, DuplicateVerdict
from maillage.directory.models import Lieu


class DeskOperation(models.Model):
    """One bulk action and what is needed to undo it (`before`, by identifier of place)."""

    kind = models.CharField("action", max_length=16, choices=DeskOperationKind.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="desk_operations",
        null=True,
        blank=True,
    )
    at = models.DateTimeField("le", default=timezone.now)
    before = models.JSONField("état d’avant", default=dict)
    undone_at = models.DateTimeField("annulée le", null=True, blank=True)

    class Meta:
        verbose_name = "action groupée"
        verbose_name_plural = "actions groupées"
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="desk_operation_kind_known",
                condition=Q(kind__in=DeskOperationKind.values),
                violation_error_message="Cette action n’existe pas.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"


class DuplicateReview(models.Model):
    """Two sheets that look alike, and what a coordinator decided. `first` < `second` (keys)."""

    first = models.ForeignKey(Lieu, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Lieu, on_delete=models.CASCADE, related_name="+")
    verdict = models.CharField("décision", max_length=10, choices=DuplicateVerdict.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
    )
    at = models.DateTimeField("le", default=timezone.now)

    class Meta:
        verbose_name = "examen de doublon"
        verbose_name_plural = "examens de doublons"
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="duplicate_review_unique"),
            models.CheckConstraint(
                name="duplicate_review_ordered",
                condition=Q(first__lt=F("second")),
                violation_error_message="Les deux fiches sont dans l’ordre de leurs identifiants.",
            ),
            models.CheckConstraint(
                name="duplicate_review_verdict_known",
                condition=Q(verdict__in=DuplicateVerdict.values),
                violation_error_message="Cette décision n’existe pas.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} / {self.second_id}"
