"""What the orientation keeps: the kiosks of town halls, and how often nothing was found."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from maillage.directory.models import Structure
from maillage.territory.models import Commune


class Kiosk(models.Model):
    """A tablet for the public (« borne »), kept by a structure: `/borne/<slug>/`.

    `services`: codes of the standard's services that it offers, all when empty; `languages`:
    codes of settings.LANGUAGES that it offers, all when empty.
    """

    slug = models.SlugField("adresse de la page", max_length=80, unique=True)
    nom = models.CharField("nom", max_length=120)
    structure = models.ForeignKey(
        Structure, on_delete=models.CASCADE, related_name="kiosks", verbose_name="structure"
    )
    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, related_name="kiosks", verbose_name="commune"
    )
    services = models.JSONField("aides proposées", default=list, blank=True)
    languages = models.JSONField("langues proposées", default=list, blank=True)
    welcome = models.CharField("message d’accueil", max_length=160, blank=True)
    help_note = models.CharField("qui appeler sur place", max_length=160, blank=True)
    can_print = models.BooleanField("une imprimante est reliée", default=False)
    is_active = models.BooleanField("en service", default=True)
    created_at = models.DateTimeField("créée le", default=timezone.now)
    updated_at = models.DateTimeField("modifiée le", default=timezone.now)

    class Meta:
        verbose_name = "borne"
        verbose_name_plural = "bornes"
        ordering = ["nom", "pk"]
        constraints = [
            models.CheckConstraint(
                name="kiosk_named",
                condition=~Q(nom="") & ~Q(slug=""),
                violation_error_message="Le nom et l’adresse de la borne sont obligatoires.",
            ),
        ]

    def __str__(self) -> str:
        return self.nom

    def get_absolute_url(self) -> str:
        return reverse("bornes:kiosk_home", args=[self.slug])


class UnmetDemand(models.Model):
    """How many times, one day, a need said for a commune found no door near.

    Need, commune and day: nothing else is kept, nobody can be found from it. `service`: code of
    the standard's services, empty when the need was not clear.
    """

    day = models.DateField("jour")
    commune = models.ForeignKey(
        Commune, on_delete=models.CASCADE, related_name="unmet_demands", verbose_name="commune"
    )
    service = models.CharField("besoin", max_length=40, blank=True)
    count = models.PositiveIntegerField("nombre", default=1)

    class Meta:
        verbose_name = "demande sans réponse"
        verbose_name_plural = "demandes sans réponse"
        ordering = ["-day", "commune", "service"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "commune", "service"],
                name="unmet_demand_unique",
                violation_error_message="Ce besoin est déjà compté pour ce jour et cette commune.",
            ),
            models.CheckConstraint(
                name="unmet_demand_counted",
                condition=Q(count__gte=1),
                violation_error_message="Une demande comptée l’est au moins une fois.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.commune_id} {self.service} : {self.count}"
