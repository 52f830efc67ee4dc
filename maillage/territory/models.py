"""The territory: communes and what contains them.

Codes are those of INSEE's « code officiel géographique ». The 23 « bassins de vie » of the
consortium are INSEE's zones d'emploi 1990; membership is a table of its own because the
consortium settles the exceptions (docs/decisions/0002).
"""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from maillage.territory.enums import TerritoryKind

COMMUNE_CODE = r"^([013-9][0-9]|2[AB1-9])[0-9]{3}$"


def code_check(name: str, pattern: str, message: str) -> models.CheckConstraint:
    """The code of a territory has the shape of INSEE's."""
    return models.CheckConstraint(
        name=name, condition=Q(code__regex=pattern), violation_error_message=message
    )


class Territory(models.Model):
    """What every kind of territory has."""

    kind: TerritoryKind

    code = models.CharField("code", max_length=9, primary_key=True)
    nom = models.CharField("nom", max_length=120)
    slug = models.SlugField("adresse", max_length=140, unique=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.nom

    def get_absolute_url(self) -> str:
        return reverse("directory:territory_detail", args=[self.kind.value, self.slug])


class Region(Territory):
    kind = TerritoryKind.REGION

    class Meta:
        verbose_name = "région"
        ordering = ["nom"]
        constraints = [
            code_check("region_code_shape", r"^[0-9]{2}$", "Le code d’une région a deux chiffres.")
        ]


class Departement(Territory):
    kind = TerritoryKind.DEPARTEMENT

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="departements")

    class Meta:
        verbose_name = "département"
        ordering = ["code"]
        constraints = [
            code_check(
                "departement_code_shape",
                r"^([013-8][0-9]|2[AB1-9]|9[0-5]|9[78][0-9])$",
                "Le code du département n’a pas la bonne forme : « 28 », « 2A », « 974 ».",
            )
        ]


class Epci(Territory):
    """Intercommunal body (SIREN as code)."""

    kind = TerritoryKind.EPCI

    class Meta:
        verbose_name = "intercommunalité"
        ordering = ["nom"]
        constraints = [
            code_check(
                "epci_code_shape",
                r"^[0-9]{9}$",
                "Le code d’une intercommunalité est son SIREN : neuf chiffres.",
            )
        ]


class Bassin(Territory):
    """One of the basins of the consortium; code of the zone d'emploi 1990 when it has one."""

    kind = TerritoryKind.BASSIN

    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="bassins", null=True, blank=True
    )
    monograph_url = models.URLField("adresse de la monographie", blank=True)

    class Meta:
        verbose_name = "bassin de vie"
        verbose_name_plural = "bassins de vie"
        ordering = ["nom"]


class Commune(Territory):
    """A commune of today's official geographic code.

    `postal_codes` are joined by `|`; `search_text` is the normalised name (core.text).
    `population` is the municipal population; `surface_km2` in square kilometres; the centre
    is WGS 84 in degrees. Unknown figures are null.
    """

    kind = TerritoryKind.COMMUNE

    postal_codes = models.CharField("codes postaux", max_length=400, blank=True)
    departement = models.ForeignKey(Departement, on_delete=models.PROTECT, related_name="communes")
    epci = models.ForeignKey(
        Epci, on_delete=models.SET_NULL, related_name="communes", null=True, blank=True
    )
    population = models.PositiveIntegerField("population", null=True, blank=True)
    surface_km2 = models.FloatField("surface (km²)", null=True, blank=True)
    latitude = models.FloatField("latitude du centre", null=True, blank=True)
    longitude = models.FloatField("longitude du centre", null=True, blank=True)
    search_text = models.CharField(max_length=140, blank=True, db_index=True)

    class Meta:
        verbose_name = "commune"
        ordering = ["nom", "code"]
        constraints = [
            models.CheckConstraint(
                name="commune_position_both_or_none",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                violation_error_message="La latitude et la longitude vont ensemble.",
            ),
            code_check(
                "commune_code_shape",
                COMMUNE_CODE,
                "Le code INSEE de la commune n’a pas la bonne forme.",
            ),
            models.CheckConstraint(
                name="commune_surface_positive",
                condition=Q(surface_km2__isnull=True) | Q(surface_km2__gt=0),
                violation_error_message="La surface d’une commune est plus grande que zéro.",
            ),
        ]

    @property
    def postal_code_list(self) -> list[str]:
        return self.postal_codes.split("|") if self.postal_codes else []


class FormerCommune(models.Model):
    """A former commune (merged, delegated or associated) and the commune that holds it now."""

    code = models.CharField("code", max_length=5)
    nom = models.CharField("nom", max_length=120)
    kind = models.CharField("nature", max_length=40, blank=True)
    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, related_name="former_communes")

    class Meta:
        verbose_name = "ancienne commune"
        verbose_name_plural = "anciennes communes"
        ordering = ["nom"]
        constraints = [
            models.UniqueConstraint(fields=["code", "nom"], name="former_commune_unique"),
            code_check(
                "former_commune_code_shape",
                COMMUNE_CODE,
                "Le code INSEE de l’ancienne commune n’a pas la bonne forme.",
            ),
        ]

    def __str__(self) -> str:
        return self.nom


class BassinMembership(models.Model):
    """The basin of a commune; a correction by the consortium survives every reload."""

    commune = models.OneToOneField(
        Commune, on_delete=models.CASCADE, related_name="bassin_membership"
    )
    bassin = models.ForeignKey(Bassin, on_delete=models.PROTECT, related_name="memberships")
    is_corrected = models.BooleanField("corrigé par le consortium", default=False)
    note = models.CharField("raison", max_length=300, blank=True)

    class Meta:
        verbose_name = "rattachement à un bassin"
        verbose_name_plural = "rattachements à un bassin"
        constraints = [
            models.CheckConstraint(
                name="bassin_correction_has_reason",
                condition=Q(is_corrected=False) | ~Q(note=""),
                violation_error_message="Dites pourquoi cette commune change de bassin.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.commune_id} → {self.bassin_id}"


class Contour(models.Model):
    """A simplified boundary: GeoJSON geometry text and its bounding box, in degrees."""

    kind = models.CharField("sorte", max_length=12, choices=TerritoryKind.choices)
    code = models.CharField("code", max_length=9)
    geometry = models.TextField("géométrie GeoJSON")
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()

    class Meta:
        verbose_name = "contour"
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], name="contour_unique"),
            models.CheckConstraint(
                name="contour_kind_known",
                condition=Q(kind__in=TerritoryKind.values),
                violation_error_message="Cette sorte de territoire n’existe pas.",
            ),
            models.CheckConstraint(
                name="contour_box_right_way_round",
                condition=Q(west__lte=models.F("east"), south__lte=models.F("north")),
                violation_error_message="La boîte englobante est à l’envers.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.code}"


class TerritoryStamp(models.Model):
    """One row whose token changes with the territory: what is kept in memory compares it.

    The token is drawn, not counted: after a rollback a number would come back with other data.
    """

    token = models.CharField("jeton", max_length=32)
    changed_at = models.DateTimeField("changé le", auto_now=True)

    class Meta:
        verbose_name = "version du territoire"
        verbose_name_plural = "version du territoire"
        constraints = [
            models.CheckConstraint(
                name="territory_stamp_single_row",
                condition=Q(id=1),
                violation_error_message="Le territoire a une seule version.",
            )
        ]

    def __str__(self) -> str:
        return self.token
