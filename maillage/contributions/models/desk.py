"""What the coordinator's desk keeps: bulk actions that can be undone."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from maillage.contributions.enums import DeskOperationKind


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
