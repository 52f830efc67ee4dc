"""What hangs on a sheet: equipment, exceptional periods, other places, former addresses."""

from django.db import models
from django.db.models import F, Q

from maillage.directory.enums import EquipmentKind, EquipmentUse, PassageKind
from maillage.directory.models.lieu import Lieu
from maillage.directory.models.structure import Structure
from maillage.directory.validators import validate_hours
from maillage.territory.models import Commune


class Equipment(models.Model):
    """Equipment for visitors; `count` null when the number is not known."""

    lieu = models.ForeignKey(Lieu, on_delete=models.CASCADE, related_name="equipments")
    kind = models.CharField("sorte", max_length=24, choices=EquipmentKind.choices)
    count = models.PositiveSmallIntegerField("nombre", null=True, blank=True)
    use = models.CharField(
        "usage", max_length=14, choices=EquipmentUse.choices, default=EquipmentUse.SUR_PLACE
    )
    detail = models.CharField("précision", max_length=200, blank=True)

    class Meta:
        verbose_name = "équipement"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="equipment_kind_known",
                condition=Q(kind__in=EquipmentKind.values),
                violation_error_message="Cette sorte de matériel n’existe pas.",
            ),
            models.CheckConstraint(
                name="equipment_use_known",
                condition=Q(use__in=EquipmentUse.values),
                violation_error_message="Cet usage du matériel n’existe pas.",
            ),
            models.CheckConstraint(
                name="equipment_count_at_least_one",
                condition=Q(count__isnull=True) | Q(count__gte=1),
                violation_error_message="Le nombre est d’au moins 1, ou vide s’il est inconnu.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.count or ''} {self.get_kind_display()}".strip()


class ExceptionalPeriod(models.Model):
    """Closed, or other hours than usual, between two days (both included).

    `horaires` empty: closed. Otherwise OSM hours that replace the usual ones.
    """

    lieu = models.ForeignKey(Lieu, on_delete=models.CASCADE, related_name="exceptional_periods")
    first_day = models.DateField("du")
    last_day = models.DateField("au")
    horaires = models.CharField(
        "horaires temporaires (OSM)", max_length=500, blank=True, validators=[validate_hours]
    )
    reason = models.CharField("raison", max_length=200, blank=True)

    class Meta:
        verbose_name = "période exceptionnelle"
        verbose_name_plural = "périodes exceptionnelles"
        ordering = ["first_day", "id"]
        constraints = [
            models.CheckConstraint(
                name="exceptional_period_in_order",
                condition=Q(first_day__lte=F("last_day")),
                violation_error_message="Le premier jour vient après le dernier.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_day} – {self.last_day}"


class Passage(models.Model):
    """Where else one organisation receives: branch, permanence held elsewhere, bus stop.

    Belongs to a place or, when the organisation has no sheet, to a structure; `host` is the
    sheet of the place that lends its room, when it has one.
    """

    kind = models.CharField("sorte", max_length=10, choices=PassageKind.choices)
    lieu = models.ForeignKey(
        Lieu, on_delete=models.CASCADE, related_name="passages", null=True, blank=True
    )
    structure = models.ForeignKey(
        Structure, on_delete=models.CASCADE, related_name="passages", null=True, blank=True
    )
    host = models.ForeignKey(
        Lieu, on_delete=models.SET_NULL, related_name="hosted_passages", null=True, blank=True
    )
    label = models.CharField("où", max_length=200)
    commune = models.ForeignKey(
        Commune, on_delete=models.SET_NULL, related_name="passages", null=True, blank=True
    )
    horaires = models.CharField(
        "horaires (OSM)", max_length=500, blank=True, validators=[validate_hours]
    )
    note = models.CharField("précision", max_length=300, blank=True)

    class Meta:
        verbose_name = "antenne, permanence ou halte"
        verbose_name_plural = "antennes, permanences et haltes"
        ordering = ["kind", "label", "id"]
        constraints = [
            models.CheckConstraint(
                name="passage_has_one_owner",
                condition=Q(lieu__isnull=False, structure__isnull=True)
                | Q(lieu__isnull=True, structure__isnull=False),
                violation_error_message="Une permanence dépend d’un lieu ou d’une structure.",
            ),
            models.CheckConstraint(
                name="passage_kind_known",
                condition=Q(kind__in=PassageKind.values),
                violation_error_message="Cette sorte de passage n’existe pas.",
            ),
            models.CheckConstraint(
                name="passage_label_not_empty",
                condition=~Q(label=""),
                violation_error_message="Dites où l’organisme reçoit.",
            ),
            models.CheckConstraint(
                name="passage_host_is_another",
                condition=Q(host__isnull=True) | Q(lieu__isnull=True) | ~Q(host=F("lieu")),
                violation_error_message="Un lieu ne se prête pas une salle à lui-même.",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class LieuSlug(models.Model):
    """A former address or identifier of a sheet, kept for ever so that links go on working."""

    slug = models.SlugField("ancienne adresse", max_length=140, unique=True)
    lieu = models.ForeignKey(Lieu, on_delete=models.CASCADE, related_name="former_slugs")

    class Meta:
        verbose_name = "ancienne adresse de fiche"
        verbose_name_plural = "anciennes adresses de fiche"

    def __str__(self) -> str:
        return self.slug
