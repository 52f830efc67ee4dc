"""Tables that know no domain: journal, e-mails, periodic work."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from maillage.core.enums import ActorKind, EmailStatus


class JournalEntry(models.Model):
    """Who did what, when. Append-only: triggers refuse changes (core/journal/triggers.py).

    Written by `core.journal.record` only. `verb` belongs to a closed vocabulary that the apps
    declare; `actor_id` is the key of an account, without a foreign key, so that a deleted
    account leaves a number and nothing else. `detail` holds codes and numbers, never words of
    a person (CNIL, délibération 2021-122: no personal data of the main treatment in the logs).
    """

    at = models.DateTimeField("le", default=timezone.now, db_index=True)
    verb = models.CharField("action", max_length=60)
    actor_kind = models.CharField("par", max_length=10, choices=ActorKind.choices)
    actor_id = models.BigIntegerField("compte", null=True, blank=True)
    object_type = models.CharField("sorte d’objet", max_length=60, blank=True)
    object_id = models.CharField("objet", max_length=500, blank=True)
    detail = models.JSONField("précision", default=dict, blank=True)

    class Meta:
        verbose_name = "ligne du journal"
        verbose_name_plural = "journal"
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["object_type", "object_id", "at"], name="journal_object"),
            models.Index(fields=["actor_id", "at"], name="journal_actor"),
        ]
        constraints = [
            models.CheckConstraint(
                name="journal_actor_known",
                condition=Q(actor_kind__in=ActorKind.values),
                violation_error_message="Cette sorte d’auteur n’existe pas.",
            ),
            models.CheckConstraint(
                name="journal_account_named",
                condition=Q(actor_kind=ActorKind.COMPTE, actor_id__isnull=False)
                | (~Q(actor_kind=ActorKind.COMPTE) & Q(actor_id__isnull=True)),
                violation_error_message="Une action d’un compte dit lequel ; les autres, aucun.",
            ),
            models.CheckConstraint(
                name="journal_verb_not_empty",
                condition=~Q(verb=""),
                violation_error_message="Une ligne du journal dit ce qui a été fait.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"


class OutgoingEmail(models.Model):
    """One e-mail to send, then the trace that it was sent, without its words.

    Written by `core.mail.queue_email`, sent by `core.mail.sending`. `dedupe_key` makes a second
    request for the same e-mail a no-op; `message_id` never changes, so that a message sent
    again after a crash is recognised by mail servers as the same.
    """

    kind = models.CharField("sorte", max_length=60)
    status = models.CharField(
        "état", max_length=10, choices=EmailStatus.choices, default=EmailStatus.EN_ATTENTE
    )
    recipient = models.EmailField("destinataire", blank=True)
    subject = models.CharField("objet", max_length=250, blank=True)
    text = models.TextField("texte", blank=True)
    html = models.TextField("HTML", blank=True)
    dedupe_key = models.CharField(
        "clef contre le double envoi", max_length=200, null=True, blank=True, unique=True
    )
    message_id = models.CharField("identifiant du message", max_length=200, unique=True)
    created_at = models.DateTimeField("créé le", default=timezone.now, db_index=True)
    not_before = models.DateTimeField("à envoyer à partir de", default=timezone.now)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    sent_at = models.DateTimeField("envoyé le", null=True, blank=True)
    error = models.CharField("raison de l’échec", max_length=100, blank=True)

    class Meta:
        verbose_name = "courriel"
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["status", "not_before"], name="email_to_send")]
        constraints = [
            models.CheckConstraint(
                name="email_status_known",
                condition=Q(status__in=EmailStatus.values),
                violation_error_message="Cet état n’existe pas.",
            ),
            models.CheckConstraint(
                name="email_words_erased",
                condition=Q(status__in=[EmailStatus.EN_ATTENTE, EmailStatus.EN_COURS])
                | Q(subject="", text="", html=""),
                violation_error_message="Un courriel parti ne garde ni son objet ni son texte.",
            ),
            models.CheckConstraint(
                name="email_sent_is_dated",
                condition=Q(status=EmailStatus.ENVOYE, sent_at__isnull=False)
                | (~Q(status=EmailStatus.ENVOYE) & Q(sent_at__isnull=True)),
                violation_error_message="Un courriel envoyé porte sa date.",
            ),
            models.CheckConstraint(
                name="email_recipient_one_line",
                condition=~Q(recipient__contains="\n") & ~Q(subject__contains="\n"),
                violation_error_message="Une adresse et un objet tiennent sur une ligne.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.status}"


class JobRun(models.Model):
    """The last run of one periodic job (core/jobs.py): whoever moves its date runs it."""

    name = models.CharField("nom", max_length=80, unique=True)
    started_at = models.DateTimeField("commencé le")
    finished_at = models.DateTimeField("fini le", null=True, blank=True)
    outcome = models.CharField("résultat", max_length=200, blank=True)
    failures = models.PositiveSmallIntegerField("échecs de suite", default=0)

    class Meta:
        verbose_name = "travail périodique"
        verbose_name_plural = "travaux périodiques"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="job_run_in_order",
                condition=Q(finished_at__isnull=True) | Q(finished_at__gte=F("started_at")),
                violation_error_message="Un travail finit après avoir commencé.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
