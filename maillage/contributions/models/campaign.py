"""Asking structures whether their sheet is still true."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from maillage.accounts.enums import Profession
from maillage.contributions.enums import (
    OPEN_REQUESTS,
    AnswerOutcome,
    CallOutcome,
    CampaignStatus,
    RequestCause,
    RequestStatus,
)
from maillage.directory.enums import ConfirmationChannel, ConfirmationKind, Section
from maillage.directory.models import Lieu
from maillage.directory.models.confirmation import KINDS_THAT_CONFIRM
from maillage.network.enums import CoordinationKind


def default_reminder_days() -> list[int]:
    """Days after the first e-mail when those who have not answered are asked again."""
    return [7, 21]


class Campaign(models.Model):
    """A coordinator asks the places of a territory to confirm sections, between two days.

    `typologies`: codes of the standard's typology, empty for all. `sections`: values of
    directory.enums.Section. `planned`: how many places it asks, known when it opens;
    `prepared_at`: when the last of their e-mails was queued (actions/campaign_opening.py).
    """

    nom = models.CharField("nom", max_length=120)
    territory_kind = models.CharField(
        "territoire (sorte)", max_length=12, choices=CoordinationKind.choices
    )
    territory_code = models.CharField("territoire (code)", max_length=9)
    typologies = models.JSONField("sortes de lieux", default=list, blank=True)
    sections = models.JSONField("parties à confirmer", default=list)
    starts_on = models.DateField("commence le")
    ends_on = models.DateField("finit le")
    message = models.TextField("message", blank=True, max_length=2000)
    reminder_days = models.JSONField("rappels (jours)", default=default_reminder_days, blank=True)
    status = models.CharField(
        "état",
        max_length=10,
        choices=CampaignStatus.choices,
        default=CampaignStatus.BROUILLON,
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="campaigns",
        null=True,
        blank=True,
    )
    created_at = models.DateTimeField("créée le", default=timezone.now)
    started_at = models.DateTimeField("ouverte le", null=True, blank=True)
    planned = models.PositiveIntegerField("lieux à interroger", default=0)
    prepared_at = models.DateTimeField("envois préparés le", null=True, blank=True)
    ended_at = models.DateTimeField("close le", null=True, blank=True)

    class Meta:
        verbose_name = "campagne"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="campaign_nom_not_empty",
                condition=~Q(nom=""),
                violation_error_message="Donnez un nom à la campagne.",
            ),
            models.CheckConstraint(
                name="campaign_days_in_order",
                condition=Q(starts_on__lte=F("ends_on")),
                violation_error_message="La campagne finit avant de commencer.",
            ),
            models.CheckConstraint(
                name="campaign_status_known",
                condition=Q(status__in=CampaignStatus.values),
                violation_error_message="Cet état n’existe pas.",
            ),
            models.CheckConstraint(
                name="campaign_kind_known",
                condition=Q(territory_kind__in=CoordinationKind.values),
                violation_error_message="Une campagne couvre un bassin, un département ou "
                "une région.",
            ),
            models.CheckConstraint(
                name="campaign_open_is_dated",
                condition=Q(status=CampaignStatus.BROUILLON, started_at__isnull=True)
                | (~Q(status=CampaignStatus.BROUILLON) & Q(started_at__isnull=False)),
                violation_error_message="Une campagne ouverte porte la date de son ouverture.",
            ),
        ]

    def __str__(self) -> str:
        return self.nom


class UpdateRequest(models.Model):
    """One place is asked to confirm its sheet, by a personal link that needs no account.

    The link is `public_id` and a signature made from `nonce` (actions): nothing in the database
    opens it, and a new nonce revokes it. `email` empty: nobody to write to, the call list.
    """

    lieu = models.ForeignKey(Lieu, on_delete=models.CASCADE, related_name="update_requests")
    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="requests", null=True, blank=True
    )
    cause = models.CharField("raison", max_length=12, choices=RequestCause.choices)
    sections = models.JSONField("parties à confirmer", default=list)
    public_id = models.CharField(max_length=16, unique=True)
    nonce = models.CharField(max_length=32)
    email = models.EmailField("adresse électronique", blank=True)
    status = models.CharField(
        "état", max_length=10, choices=RequestStatus.choices, default=RequestStatus.A_FAIRE
    )
    created_at = models.DateTimeField("créée le", default=timezone.now)
    sent_at = models.DateTimeField("envoyée le", null=True, blank=True)
    reminders = models.PositiveSmallIntegerField("rappels", default=0)
    last_reminder_at = models.DateTimeField("dernier rappel", null=True, blank=True)
    expires_at = models.DateTimeField("valable jusqu’au")
    completed_at = models.DateTimeField("terminée le", null=True, blank=True)
    calls = models.PositiveSmallIntegerField("appels", default=0)
    last_call_at = models.DateTimeField("dernier appel", null=True, blank=True)
    call_outcome = models.CharField(
        "résultat de l’appel", max_length=12, choices=CallOutcome.choices, blank=True
    )
    call_again_on = models.DateField("rappeler le", null=True, blank=True)

    class Meta:
        verbose_name = "demande de confirmation"
        verbose_name_plural = "demandes de confirmation"
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["status", "cause"], name="update_request_open")]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "lieu"],
                condition=Q(campaign__isnull=False),
                name="update_request_once_a_campaign",
                violation_error_message="Cette campagne interroge déjà ce lieu.",
            ),
            models.UniqueConstraint(
                fields=["lieu", "cause"],
                condition=Q(campaign__isnull=True, status__in=OPEN_REQUESTS),
                name="update_request_open_once",
                violation_error_message="Ce lieu a déjà une demande ouverte.",
            ),
            models.CheckConstraint(
                name="update_request_campaign_is_a_cause",
                condition=Q(campaign__isnull=False, cause=RequestCause.CAMPAGNE)
                | (Q(campaign__isnull=True) & ~Q(cause=RequestCause.CAMPAGNE)),
                violation_error_message="Une demande de campagne dit laquelle.",
            ),
            models.CheckConstraint(
                name="update_request_call_known",
                condition=Q(call_outcome="") | Q(call_outcome__in=CallOutcome.values),
                violation_error_message="Ce résultat d’appel n’existe pas.",
            ),
            models.CheckConstraint(
                name="update_request_cause_known",
                condition=Q(cause__in=RequestCause.values),
                violation_error_message="Cette raison n’existe pas.",
            ),
            models.CheckConstraint(
                name="update_request_status_known",
                condition=Q(status__in=RequestStatus.values),
                violation_error_message="Cet état n’existe pas.",
            ),
            models.CheckConstraint(
                name="update_request_done_is_dated",
                condition=Q(status=RequestStatus.TERMINEE, completed_at__isnull=False)
                | (~Q(status=RequestStatus.TERMINEE) & Q(completed_at__isnull=True)),
                violation_error_message="Une demande terminée porte sa date.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cause} {self.lieu_id} {self.status}"


class SectionAnswer(models.Model):
    """The answer for one section: « rien n’a changé » or corrected, how and by whom.

    `before` is what an undo needs (actions/update_links.py): the former confirmation, and the
    values when they changed; erased when the link ends. `after_fingerprint`: the section as
    this answer left it.
    """

    request = models.ForeignKey(UpdateRequest, on_delete=models.CASCADE, related_name="answers")
    section = models.CharField("section", max_length=12, choices=Section.choices)
    outcome = models.CharField("réponse", max_length=10, choices=AnswerOutcome.choices)
    kind = models.CharField("par", max_length=12, choices=ConfirmationKind.choices)
    channel = models.CharField("comment", max_length=12, choices=ConfirmationChannel.choices)
    profession = models.CharField("métier", max_length=16, choices=Profession.choices, blank=True)
    answered_at = models.DateTimeField("répondue le", default=timezone.now)
    before = models.JSONField("état d’avant", default=dict, blank=True)
    after_fingerprint = models.CharField(max_length=24, blank=True)

    class Meta:
        verbose_name = "réponse pour une section"
        verbose_name_plural = "réponses par section"
        ordering = ["request", "section"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "section"],
                name="section_answer_unique",
                violation_error_message="Cette section a déjà sa réponse.",
            ),
            models.CheckConstraint(
                name="section_answer_kind_known",
                condition=Q(kind__in=[kind.value for kind in KINDS_THAT_CONFIRM]),
                violation_error_message="Cette sorte de confirmation n’existe pas.",
            ),
            models.CheckConstraint(
                name="section_answer_channel_known",
                condition=Q(channel__in=ConfirmationChannel.values),
                violation_error_message="Cette façon de confirmer n’existe pas.",
            ),
            models.CheckConstraint(
                name="section_answer_profession_known",
                condition=Q(profession="") | Q(profession__in=Profession.values),
                violation_error_message="Ce métier n’est pas dans la liste.",
            ),
            models.CheckConstraint(
                name="section_answer_section_known",
                condition=Q(section__in=Section.values),
                violation_error_message="Cette section n’existe pas.",
            ),
            models.CheckConstraint(
                name="section_answer_outcome_known",
                condition=Q(outcome__in=AnswerOutcome.values),
                violation_error_message="Cette réponse n’existe pas.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.section} {self.outcome}"
