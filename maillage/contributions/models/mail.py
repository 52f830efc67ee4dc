"""Who asked not to be written to any more."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from maillage.directory.models import Lieu


class MailRefusal(models.Model):
    """No more requests by e-mail: about one place, or to one address.

    An address is kept as a mark only (links.address_mark): enough to recognise it, not to write
    to it. Kept until somebody asks to receive again.
    """

    lieu = models.OneToOneField(
        Lieu, on_delete=models.CASCADE, related_name="mail_refusal", null=True, blank=True
    )
    address_mark = models.CharField("empreinte de l’adresse", max_length=24, blank=True)
    created_at = models.DateTimeField("reçu le", default=timezone.now)

    class Meta:
        verbose_name = "refus des courriels"
        verbose_name_plural = "refus des courriels"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="mail_refusal_of_one_thing",
                condition=Q(lieu__isnull=False, address_mark="")
                | (Q(lieu__isnull=True) & ~Q(address_mark="")),
                violation_error_message="Un refus porte sur un lieu ou sur une adresse.",
            ),
            models.UniqueConstraint(
                fields=["address_mark"],
                condition=~Q(address_mark=""),
                name="mail_refusal_address_once",
                violation_error_message="Cette adresse a déjà son refus.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lieu_id or self.address_mark}"
