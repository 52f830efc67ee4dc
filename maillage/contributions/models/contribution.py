"""What people propose: an error seen, values to correct, a place that is missing."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan, LessThanOrEqual
from django.urls import reverse
from django.utils import timezone

from maillage.contributions.enums import (
    CLOSED_STATUSES,
    KINDS_WITHOUT_MESSAGE,
    HowKnown,
    Nature,
    ReportKind,
    ReportStatus,
    Route,
)
from maillage.contributions.numbers import PATTERN
from maillage.directory.enums import Section
from maillage.directory.models import Lieu, Source

MESSAGE_MAX_LENGTH = 2000
ANSWER_MAX_LENGTH = 2000


class Contribution(models.Model):
    """A proposal followed by its number.

    `changes` and `before`: {section: {field: value}} in the shape of directory.sections, what is
    proposed and what the public sheet said then; empty for an error told in words. `applied`:
    what the public sheet says since the answer, where it changed. `replaced`: what the answer
    wrote over, fields kept for professionals included, to undo it; never shown. `email` is kept
    only to answer, and erased by actions.purge_reports. Nothing else is stored about a visitor.
    `told_at`: when every person who may answer had been told by e-mail. `source`: the source
    whose import proposes it, instead of a person; `source_date`: the day for which it says so.
    """

    number = models.CharField("numéro", max_length=11, unique=True)
    nature = models.CharField(
        "nature", max_length=12, choices=Nature.choices, default=Nature.SIGNALEMENT
    )
    # Null only for a place that is missing, until it is created.
    lieu = models.ForeignKey(
        Lieu, on_delete=models.CASCADE, related_name="contributions", null=True, blank=True
    )
    kind = models.CharField("sujet", max_length=10, choices=ReportKind.choices, blank=True)
    changes = models.JSONField("valeurs proposées", default=dict, blank=True)
    before = models.JSONField("valeurs d’avant", default=dict, blank=True)
    applied = models.JSONField("valeurs retenues", default=dict, blank=True)
    replaced = models.JSONField("valeurs remplacées", default=dict, blank=True)
    how_known = models.CharField(
        "comment on connaît le lieu", max_length=10, choices=HowKnown.choices, blank=True
    )
    proposer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="contributions",
        null=True,
        blank=True,
    )
    source = models.ForeignKey(
        Source, on_delete=models.CASCADE, related_name="contributions", null=True, blank=True
    )
    source_date = models.DateField("date de la source", null=True, blank=True)
    code_insee = models.CharField("commune", max_length=5, blank=True, db_index=True)
    route = models.CharField(
        "attend la réponse de", max_length=12, choices=Route.choices, default=Route.COORDINATION
    )
    escalated_at = models.DateTimeField("transmis à la coordination le", null=True, blank=True)
    told_at = models.DateTimeField("annoncé le", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="contributions_answered",
        null=True,
        blank=True,
    )
    message = models.CharField("message", max_length=MESSAGE_MAX_LENGTH, blank=True)
    email = models.EmailField("adresse pour la réponse", blank=True)
    status = models.CharField(
        "état", max_length=10, choices=ReportStatus.choices, default=ReportStatus.RECU
    )
    created_at = models.DateTimeField("reçu le", default=timezone.now, db_index=True)
    answer = models.CharField("réponse", max_length=ANSWER_MAX_LENGTH, blank=True)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)

    class Meta:
        verbose_name = "contribution"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="report_number_shape",
                condition=Q(number__regex=PATTERN),
                violation_error_message="Le numéro n’a pas la bonne forme.",
            ),
            models.CheckConstraint(
                name="report_kind_known",
                condition=Q(kind__in=ReportKind.values)
                | (Q(kind="") & ~Q(nature=Nature.SIGNALEMENT)),
                violation_error_message="Ce sujet n’existe pas.",
            ),
            models.CheckConstraint(
                name="contribution_nature_known",
                condition=Q(nature__in=Nature.values),
                violation_error_message="Cette nature de contribution n’existe pas.",
            ),
            models.CheckConstraint(
                name="contribution_route_known",
                condition=Q(route__in=Route.values),
                violation_error_message="Personne n’est désigné pour répondre.",
            ),
            models.CheckConstraint(
                name="contribution_how_known",
                condition=Q(how_known="")
                | Q(how_known__in=HowKnown.values, nature=Nature.NOUVEAU_LIEU),
                violation_error_message="Dites comment vous connaissez ce lieu.",
            ),
            models.CheckConstraint(
                name="contribution_about_a_lieu",
                condition=Q(lieu__isnull=False) | Q(nature=Nature.NOUVEAU_LIEU),
                violation_error_message="Dites de quel lieu il s’agit.",
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
                | ~Q(nature=Nature.SIGNALEMENT)
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
                name="contribution_escalated_to_coordination",
                condition=Q(escalated_at__isnull=True) | Q(route=Route.COORDINATION),
                violation_error_message="Une contribution transmise attend la coordination.",
            ),
            models.CheckConstraint(
                name="contribution_of_a_source_or_a_person",
                condition=Q(source__isnull=True, source_date__isnull=True)
                | Q(
                    source__isnull=False,
                    nature=Nature.CORRECTION,
                    proposer__isnull=True,
                    email="",
                ),
                violation_error_message="Une source propose des valeurs, sans adresse ni compte.",
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

    @property
    def is_new_lieu(self) -> bool:
        return self.nature == Nature.NOUVEAU_LIEU

    @property
    def state_words(self) -> str:
        """The state as people read it: a new place is added, not corrected."""
        if self.is_new_lieu and self.status == ReportStatus.CORRIGE:
            return "Ajouté"
        return str(self.get_status_display())

    @property
    def lieu_name(self) -> str:
        """The name of the place, or the one proposed while it has no sheet."""
        if self.lieu is not None:
            return self.lieu.nom
        return str(self.changes.get(Section.CONTACTS, {}).get("nom", ""))

    @property
    def answer_delay(self) -> timedelta | None:
        """From the sending to the answer; None while there is none."""
        return self.answered_at - self.created_at if self.answered_at else None
