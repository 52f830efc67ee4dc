"""What visitors tell us about a sheet."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan, LessThanOrEqual
from django.urls import reverse
from django.utils import timezone

from maillage.contributions.enums import (
    CLOSED_STATUSES,
    KINDS_WITHOUT_MESSAGE,
    ReportKind,
    ReportStatus,
)
from maillage.contributions.numbers import PATTERN
from maillage.directory.models import Lieu

MESSAGE_MAX_LENGTH = 2000
ANSWER_MAX_LENGTH = 2000


class Report(models.Model):
    """An error seen on a sheet (« signalement »), followed by its number.

    `email` is kept only to answer: actions.purge_reports erases it. Nothing else about the
    visitor is stored.
    """

    number = models.CharField("numéro", max_length=11, unique=True)
    lieu = models.ForeignKey(Lieu, on_delete=models.CASCADE, related_name="reports")
    kind = models.CharField("sujet", max_length=10, choices=ReportKind.choices)
    message = models.CharField("message", max_length=MESSAGE_MAX_LENGTH, blank=True)
    email = models.EmailField("adresse pour la réponse", blank=True)
    status = models.CharField(
        "état", max_length=10, choices=ReportStatus.choices, default=ReportStatus.RECU
    )
    created_at = models.DateTimeField("reçu le", default=timezone.now, db_index=True)
    answer = models.CharField("réponse", max_length=ANSWER_MAX_LENGTH, blank=True)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)

    class Meta:
        verbose_name = "signalement"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="report_number_shape",
                condition=Q(number__regex=PATTERN),
                violation_error_message="Le numéro n’a pas la bonne forme.",
            ),
            models.CheckConstraint(
                name="report_kind_known",
                condition=Q(kind__in=ReportKind.values),
                violation_error_message="Ce sujet n’existe pas.",
            ),
            models.CheckConstraint(
                name="report_status_known",
                condition=Q(status__in=ReportStatus.values),
                violation_error_message="Cet état n’existe pas.",
            ),
            models.CheckConstraint(
                name="report_message_length",
                condition=LessThanOrEqual(Length("message"), MESSAGE_MAX_LENGTH),
                violation_error_message="Le message dépasse 2 000 caractères.",
            ),
            models.CheckConstraint(
                name="report_message_needed",
                condition=GreaterThan(Length("message"), 0)
                | Q(kind__in=[kind.value for kind in KINDS_WITHOUT_MESSAGE]),
                violation_error_message="Dites en quelques mots ce qui est faux.",
            ),
            models.CheckConstraint(
                name="report_closed_is_dated",
                condition=Q(
                    status__in=[status.value for status in CLOSED_STATUSES],
                    answered_at__isnull=False,
                )
                | (
                    ~Q(status__in=[status.value for status in CLOSED_STATUSES])
                    & Q(answered_at__isnull=True)
                ),
                violation_error_message="Un signalement clos porte la date de sa réponse.",
            ),
            models.CheckConstraint(
                name="report_refusal_has_reason",
                condition=~Q(status=ReportStatus.REFUSE) | ~Q(answer=""),
                violation_error_message="Un refus donne sa raison.",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("contributions:report_detail", args=[self.number])

    @property
    def is_closed(self) -> bool:
        return self.status in CLOSED_STATUSES
