"""The organisation behind places."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from maillage.directory.models.versions import PartsVersion
from maillage.territory.models import Bassin, Commune


class Structure(models.Model):
    """An organisation. It may have no place of its own (partner named in a monograph).

    `siret` holds a SIRET (14 digits), a SIREN (9), an RNA (W + 9) or nothing.
    """

    nom = models.CharField("nom", max_length=200)
    slug = models.SlugField("adresse", max_length=220, unique=True)
    kind = models.CharField("nature", max_length=160, blank=True)
    siret = models.CharField("SIRET, SIREN ou RNA", max_length=14, blank=True)
    presentation = models.TextField("présentation", blank=True)
    site_web = models.URLField("site", blank=True, max_length=500)
    commune = models.ForeignKey(
        Commune, on_delete=models.SET_NULL, related_name="structures", null=True, blank=True
    )
    bassin = models.ForeignKey(
        Bassin, on_delete=models.SET_NULL, related_name="structures", null=True, blank=True
    )
    programmes = models.CharField("programmes", max_length=300, blank=True)
    source = models.CharField("source", max_length=200, blank=True)
    created_at = models.DateTimeField("créée le", auto_now_add=True)
    updated_at = models.DateTimeField("modifiée le", auto_now=True)

    history = HistoricalRecords(bases=[PartsVersion], verbose_name="version de structure")

    class Meta:
        verbose_name = "structure"
        ordering = ["nom"]
        constraints = [
            models.CheckConstraint(
                name="structure_nom_not_empty",
                condition=~Q(nom="") & ~Q(slug=""),
                violation_error_message="Le nom et l’adresse de la page sont obligatoires.",
            ),
            models.CheckConstraint(
                name="structure_siret_shape",
                condition=Q(siret="") | Q(siret__regex=r"^([0-9]{14}|[0-9]{9}|W[0-9A-Z]{9})$"),
                violation_error_message=(
                    "Un SIRET a 14 chiffres, un SIREN 9 ; un RNA commence par W, suivi de "
                    "9 chiffres."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.nom
