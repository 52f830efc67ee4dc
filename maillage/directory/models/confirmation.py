"""Who vouched for which part of a sheet, when and how."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from maillage.accounts.enums import Profession
from maillage.directory.enums import ConfirmationChannel, ConfirmationKind, Section
from maillage.directory.models.lieu import Lieu

KINDS_THAT_CONFIRM = tuple(kind for kind in ConfirmationKind if kind != ConfirmationKind.AUCUNE)


class SectionConfirmation(models.Model):
    """The last confirmation of one section of one sheet.

    `kind` says who (the structure, the coordination in its name, a source), `channel` how,
    `profession` what that person does when it is known. Not a change: see `Lieu.updated_at`.
    """

    lieu = models.ForeignKey(Lieu, on_delete=models.CASCADE, related_name="confirmations")
    section = models.CharField("section", max_length=12, choices=Section.choices)
    confirmed_at = models.DateTimeField("confirmée le")
    kind = models.CharField("par", max_length=12, choices=ConfirmationKind.choices)
    channel = models.CharField("comment", max_length=12, choices=ConfirmationChannel.choices)
    profession = models.CharField("métier", max_length=16, choices=Profession.choices, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="confirmations",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = "confirmation de section"
        verbose_name_plural = "confirmations de section"
        ordering = ["lieu", "section"]
        constraints = [
            models.UniqueConstraint(fields=["lieu", "section"], name="confirmation_unique"),
            models.CheckConstraint(
                name="confirmation_section_known",
                condition=Q(section__in=Section.values),
                violation_error_message="Cette section n’existe pas.",
            ),
            models.CheckConstraint(
                name="confirmation_kind_known",
                condition=Q(kind__in=[kind.value for kind in KINDS_THAT_CONFIRM]),
                violation_error_message="Cette sorte de confirmation n’existe pas.",
            ),
            models.CheckConstraint(
                name="confirmation_channel_known",
                condition=Q(channel__in=ConfirmationChannel.values),
                violation_error_message="Cette façon de confirmer n’existe pas.",
            ),
            models.CheckConstraint(
                name="confirmation_profession_known",
                condition=Q(profession="") | Q(profession__in=Profession.values),
                violation_error_message="Ce métier n’est pas dans la liste.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lieu_id} {self.section}"


class LieuPhoto(models.Model):
    """The photo of a place: re-encoded, without metadata, 1,200 pixels wide at most.

    `alt` says what it shows, for those who do not see it.
    """

    lieu = models.OneToOneField(Lieu, on_delete=models.CASCADE, related_name="photo")
    image = models.ImageField(
        "image", upload_to="lieux/", width_field="width", height_field="height"
    )
    width = models.PositiveSmallIntegerField("largeur (pixels)", default=0)
    height = models.PositiveSmallIntegerField("hauteur (pixels)", default=0)
    alt = models.CharField("ce que montre la photo", max_length=200)
    uploaded_at = models.DateTimeField("ajoutée le", auto_now_add=True)

    class Meta:
        verbose_name = "photo de lieu"
        verbose_name_plural = "photos de lieu"
        constraints = [
            models.CheckConstraint(
                name="photo_alt_not_empty",
                condition=~Q(alt=""),
                violation_error_message="Dites en quelques mots ce que montre la photo.",
            )
        ]

    def __str__(self) -> str:
        return self.alt
