"""A place that receives people: the 32 fields of the national standard, and ours.

Fields of the standard (version 1.0.2) bear exactly its names; the multi-valued ones that
have a vocabulary are in `modalites`. Everything else is what the monographs show that the
standard has not. Who may read a field is said in directory/visibility.py.
"""

from datetime import date
from functools import cache

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from simple_history.models import HistoricalRecords

from maillage.directory.enums import (
    AskFrequency,
    ConfirmationKind,
    LieuStatus,
    ModaliteField,
    PositionPrecision,
)
from maillage.directory.models.reference import Modalite
from maillage.directory.models.structure import Structure
from maillage.directory.models.versions import LieuVersion
from maillage.directory.validators import validate_hours
from maillage.territory.models import Commune


@cache
def _sheet_address(language: str | None) -> str:
    """Address of a sheet with SLUG for its slug: reversing it anew for each card is slow."""
    del language  # of the address, which the reversing reads by itself
    return reverse("directory:lieu_detail", args=["SLUG"])


class LieuQuerySet(models.QuerySet["Lieu"]):
    """Chainable filters."""

    def published(self) -> "LieuQuerySet":
        return self.filter(status=LieuStatus.PUBLIE)


def price_check(name: str, field: str) -> models.CheckConstraint:
    """A price of a page is between 0 and 100 €, in cents, or unknown."""
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__lte": 10_000}),
        violation_error_message="Le prix d’une page est entre 0 et 100 €.",
    )


class Lieu(models.Model):
    """A place. `id` is the identifier of the standard (docs/decisions/0003)."""

    # --- the standard, scalar fields, in its order ---------------------------------------
    id = models.CharField("identifiant", max_length=500, primary_key=True)
    pivot = models.CharField("SIRET ou RNA", max_length=14, blank=True)
    nom = models.CharField("nom", max_length=255)
    commune = models.CharField("commune", max_length=120)
    code_postal = models.CharField("code postal", max_length=5)
    code_insee = models.CharField("code INSEE", max_length=5, blank=True, db_index=True)
    adresse = models.CharField("adresse", max_length=300)
    complement_adresse = models.CharField("complément d’adresse", max_length=300, blank=True)
    latitude = models.FloatField("latitude", null=True, blank=True)
    longitude = models.FloatField("longitude", null=True, blank=True)
    telephone = models.CharField("téléphone", max_length=20, blank=True)
    courriels = models.CharField("courriels", max_length=1000, blank=True)
    site_web = models.CharField("sites", max_length=2000, blank=True)
    horaires = models.CharField(
        "horaires (OSM)", max_length=2000, blank=True, validators=[validate_hours]
    )
    presentation_resume = models.CharField("résumé", max_length=280, blank=True)
    presentation_detail = models.TextField("présentation", blank=True)
    source = models.CharField("source", max_length=200, blank=True)
    structure_parente = models.CharField("structure parente", max_length=255, blank=True)
    date_maj = models.DateField("mis à jour par la source le")
    autres_formations_labels = models.CharField(
        "autres formations et labels", max_length=2000, blank=True
    )
    fiche_acces_libre = models.CharField("fiche Acceslibre", max_length=1000, blank=True)
    prise_rdv = models.CharField("prise de rendez-vous", max_length=1000, blank=True)
    modalites = models.ManyToManyField(
        Modalite, related_name="lieux", blank=True, verbose_name="modalités"
    )

    # --- addresses, life, position -------------------------------------------------------
    slug = models.SlugField("adresse de la page", max_length=140, unique=True)
    status = models.CharField(
        "état", max_length=10, choices=LieuStatus.choices, default=LieuStatus.PUBLIE
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="merged_from", null=True, blank=True
    )
    structure = models.ForeignKey(
        Structure, on_delete=models.SET_NULL, related_name="lieux", null=True, blank=True
    )
    territory_commune = models.ForeignKey(
        Commune, on_delete=models.SET_NULL, related_name="lieux", null=True, blank=True
    )
    position_precision = models.CharField(
        "précision de la position",
        max_length=16,
        choices=PositionPrecision.choices,
        default=PositionPrecision.INCONNUE,
    )

    # --- when ----------------------------------------------------------------------------
    horaires_text = models.CharField(
        "horaires en toutes lettres",
        max_length=500,
        blank=True,
        help_text="Ce que l’on sait quand on ne peut pas l’écrire en horaires exacts.",
    )

    # --- printing ------------------------------------------------------------------------
    printing_possible = models.BooleanField("on peut imprimer", null=True, blank=True)
    printing_free_pages = models.PositiveSmallIntegerField("pages gratuites", null=True, blank=True)
    printing_free_purpose = models.CharField("gratuit pour", max_length=200, blank=True)
    printing_price_bw_cents = models.PositiveSmallIntegerField(
        "page en noir et blanc (centimes)", null=True, blank=True
    )
    printing_price_colour_cents = models.PositiveSmallIntegerField(
        "page en couleur (centimes)", null=True, blank=True
    )
    printing_bring_paper = models.BooleanField("apporter son papier", null=True, blank=True)
    printing_note = models.CharField("précision (impression)", max_length=300, blank=True)

    # --- Wi-Fi and own devices -----------------------------------------------------------
    wifi_free = models.BooleanField("Wi-Fi gratuit", null=True, blank=True)
    wifi_max_minutes = models.PositiveSmallIntegerField(
        "durée du Wi-Fi (minutes par jour)", null=True, blank=True
    )
    wifi_horaires = models.CharField(
        "heures du Wi-Fi (OSM)", max_length=300, blank=True, validators=[validate_hours]
    )
    wifi_note = models.CharField("précision (Wi-Fi)", max_length=300, blank=True)
    own_device_welcome = models.BooleanField(
        "on peut venir avec son appareil", null=True, blank=True
    )

    # --- who may come, and how -----------------------------------------------------------
    age_min = models.PositiveSmallIntegerField("âge à partir de", null=True, blank=True)
    age_max = models.PositiveSmallIntegerField("âge jusqu’à", null=True, blank=True)
    publics_note = models.CharField("précision (publics)", max_length=300, blank=True)
    is_anonymous = models.BooleanField("accueil anonyme", null=True, blank=True)
    membership_required = models.BooleanField("adhésion demandée", null=True, blank=True)
    registration_required = models.BooleanField("inscription demandée", null=True, blank=True)
    access_note = models.CharField("précision (venir)", max_length=300, blank=True)
    referral_note = models.CharField("qui peut orienter vers ce lieu", max_length=300, blank=True)
    mandat_practice = models.BooleanField(
        "peut agir à la place de la personne, avec un mandat signé", null=True, blank=True
    )
    frais_note = models.CharField("précision (prix)", max_length=300, blank=True)
    documents_note = models.CharField("à apporter", max_length=300, blank=True)
    does_not_do = models.CharField("ce que le lieu ne fait pas", max_length=300, blank=True)
    activities = models.TextField("ateliers et activités", blank=True)
    human_support = models.BooleanField("une personne accompagne", null=True, blank=True)

    # --- professionals only --------------------------------------------------------------
    professional_note = models.TextField("note pour les professionnels", blank=True)
    # A field that the structure keeps for professionals is here, and empty above: what the
    # public reads cannot leak it.
    professional_values = models.JSONField(
        "valeurs réservées aux professionnels", default=dict, blank=True
    )

    # --- freshness and index -------------------------------------------------------------
    confirmed_at = models.DateTimeField("confirmé le", null=True, blank=True)
    confirmed_by = models.CharField(
        "confirmé par",
        max_length=12,
        choices=ConfirmationKind.choices,
        default=ConfirmationKind.AUCUNE,
    )
    ask_every_months = models.PositiveSmallIntegerField(
        "demander une confirmation tous les (mois)",
        choices=AskFrequency.choices,
        default=AskFrequency.SIX_MOIS,
    )
    reviewed_on = models.DateField("repris ou confirmé à la main le", null=True, blank=True)
    # What the coordinators' desk counts; written by directory/quality_store.py at each write.
    completeness = models.PositiveSmallIntegerField("complétude (sur 100)", null=True, blank=True)
    contradictions = models.CharField("contradictions (codes)", max_length=300, blank=True)
    # Out of 100: the score and those of its parts that are not above (directory/score.py). Hours
    # are null where nobody comes, data·inclusion's where no service is sent.
    score = models.PositiveSmallIntegerField("note de qualité", null=True, blank=True)
    score_freshness = models.PositiveSmallIntegerField("note de fraîcheur", null=True, blank=True)
    score_position = models.PositiveSmallIntegerField("note de position", null=True, blank=True)
    score_contact = models.PositiveSmallIntegerField("note de contact", null=True, blank=True)
    score_hours = models.PositiveSmallIntegerField("note d’horaires", null=True, blank=True)
    score_data_inclusion = models.PositiveSmallIntegerField(
        "note data·inclusion", null=True, blank=True
    )
    # Field that a person wrote → day (ISO): no import writes over it (import_actions).
    hand_fields = models.JSONField("champs écrits à la main", default=dict, blank=True)
    import_source = models.CharField("source d’import", max_length=80, blank=True, db_index=True)
    created_at = models.DateTimeField("créé le", default=timezone.now)
    updated_at = models.DateTimeField("modifié le", default=timezone.now, db_index=True)
    revision = models.BigIntegerField(default=0, db_index=True)
    search_text = models.TextField(blank=True)

    history = HistoricalRecords(
        bases=[LieuVersion],
        m2m_fields=[modalites],
        # Confirmations are no change of the sheet: they have their own table and the journal.
        excluded_fields=[
            "revision",
            "search_text",
            "updated_at",
            "confirmed_at",
            "confirmed_by",
            "reviewed_on",
            "completeness",
            "contradictions",
            "score",
            "score_freshness",
            "score_position",
            "score_contact",
            "score_hours",
            "score_data_inclusion",
            "hand_fields",
        ],
        verbose_name="version de fiche",
    )

    objects = LieuQuerySet.as_manager()

    class Meta:
        verbose_name = "lieu"
        verbose_name_plural = "lieux"
        ordering = ["nom", "id"]
        indexes = [models.Index(fields=["status", "code_insee"], name="lieu_status_commune")]
        constraints = [
            models.CheckConstraint(
                name="lieu_position_both_or_none",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                violation_error_message="La latitude et la longitude vont ensemble.",
            ),
            models.CheckConstraint(
                name="lieu_position_on_earth",
                condition=Q(latitude__isnull=True)
                | (
                    Q(latitude__range=(-90, 90), longitude__range=(-180, 180))
                    & ~Q(latitude=0, longitude=0)
                ),
                violation_error_message="La position n’est pas sur la Terre, ou vaut 0,0.",
            ),
            models.CheckConstraint(
                name="lieu_precision_known",
                condition=Q(position_precision__in=PositionPrecision.values),
                violation_error_message="Cette précision de la position n’existe pas.",
            ),
            models.CheckConstraint(
                name="lieu_precision_of_a_position",
                condition=Q(position_precision=PositionPrecision.INCONNUE)
                | Q(latitude__isnull=False),
                violation_error_message="Sans position, sa précision est « inconnue ».",
            ),
            models.CheckConstraint(
                name="lieu_id_not_empty",
                condition=~Q(id="") & ~Q(slug=""),
                violation_error_message="L’identifiant et l’adresse de la page sont obligatoires.",
            ),
            models.CheckConstraint(
                name="lieu_address_not_empty",
                condition=~Q(commune="") & ~Q(adresse=""),
                violation_error_message="La commune et l’adresse sont obligatoires.",
            ),
            models.CheckConstraint(
                name="lieu_nom_not_empty",
                condition=~Q(nom=""),
                violation_error_message="Le nom est obligatoire.",
            ),
            models.CheckConstraint(
                name="lieu_code_postal_shape",
                condition=Q(code_postal__regex=r"^[0-9]{5}$"),
                violation_error_message="Le code postal a cinq chiffres.",
            ),
            models.CheckConstraint(
                name="lieu_code_insee_shape",
                condition=Q(code_insee="")
                | Q(code_insee__regex=r"^([013-9][0-9]|2[AB1-9])[0-9]{3}$"),
                violation_error_message="Le code INSEE de la commune n’a pas la bonne forme.",
            ),
            models.CheckConstraint(
                name="lieu_pivot_shape",
                condition=Q(pivot="") | Q(pivot__regex=r"^[a-zA-Z0-9]{9,14}$"),
                violation_error_message="Le SIRET ou RNA a de 9 à 14 caractères.",
            ),
            models.CheckConstraint(
                name="lieu_ages_in_order",
                condition=Q(age_min__isnull=True)
                | Q(age_max__isnull=True)
                | Q(age_min__lte=F("age_max")),
                violation_error_message="L’âge le plus bas dépasse l’âge le plus haut.",
            ),
            models.CheckConstraint(
                name="lieu_ages_human",
                condition=(Q(age_min__isnull=True) | Q(age_min__lte=120))
                & (Q(age_max__isnull=True) | Q(age_max__lte=120)),
                violation_error_message="Un âge est entre 0 et 120 ans.",
            ),
            models.CheckConstraint(
                name="lieu_status_known",
                condition=Q(status__in=LieuStatus.values),
                violation_error_message="Cet état n’existe pas.",
            ),
            models.CheckConstraint(
                name="lieu_merged_has_target",
                condition=Q(status=LieuStatus.FUSIONNE, merged_into__isnull=False)
                | (~Q(status=LieuStatus.FUSIONNE) & Q(merged_into__isnull=True)),
                violation_error_message="Un lieu fusionné dit vers quel lieu.",
            ),
            models.CheckConstraint(
                name="lieu_merged_into_another",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                violation_error_message="Un lieu ne se fusionne pas dans lui-même.",
            ),
            models.CheckConstraint(
                name="lieu_confirmation_known",
                condition=Q(confirmed_by__in=ConfirmationKind.values),
                violation_error_message="Cette sorte de confirmation n’existe pas.",
            ),
            models.CheckConstraint(
                name="lieu_confirmation_whole",
                condition=Q(confirmed_by=ConfirmationKind.AUCUNE, confirmed_at__isnull=True)
                | (~Q(confirmed_by=ConfirmationKind.AUCUNE) & Q(confirmed_at__isnull=False)),
                violation_error_message="Une confirmation dit quand et par qui.",
            ),
            models.CheckConstraint(
                name="lieu_ask_frequency_known",
                condition=Q(ask_every_months__in=AskFrequency.values),
                violation_error_message="La fréquence est de 1, 3, 6 ou 12 mois.",
            ),
            models.CheckConstraint(
                name="lieu_completeness_of_a_hundred",
                condition=Q(completeness__isnull=True) | Q(completeness__lte=100),
                violation_error_message="La complétude est entre 0 et 100.",
            ),
            models.CheckConstraint(
                name="lieu_score_of_a_hundred",
                condition=Q(score__isnull=True) | Q(score__range=(0, 100)),
                violation_error_message="La note de qualité est entre 0 et 100.",
            ),
            models.CheckConstraint(
                name="lieu_score_parts_of_a_hundred",
                condition=(Q(score_freshness__isnull=True) | Q(score_freshness__range=(0, 100)))
                & (Q(score_position__isnull=True) | Q(score_position__range=(0, 100)))
                & (Q(score_contact__isnull=True) | Q(score_contact__range=(0, 100)))
                & (Q(score_hours__isnull=True) | Q(score_hours__range=(0, 100)))
                & (Q(score_data_inclusion__isnull=True) | Q(score_data_inclusion__range=(0, 100))),
                violation_error_message="Chaque part de la note est entre 0 et 100.",
            ),
            models.CheckConstraint(
                name="lieu_wifi_minutes_of_a_day",
                condition=Q(wifi_max_minutes__isnull=True) | Q(wifi_max_minutes__range=(1, 1440)),
                violation_error_message="La durée du Wi-Fi est entre 1 et 1 440 minutes par jour.",
            ),
            price_check("lieu_price_bw", "printing_price_bw_cents"),
            price_check("lieu_price_colour", "printing_price_colour_cents"),
        ]

    def __str__(self) -> str:
        return self.nom

    def get_absolute_url(self) -> str:
        return _sheet_address(get_language()).replace("SLUG", self.slug)

    @property
    def courriel_list(self) -> list[str]:
        return [value for value in self.courriels.split("|") if value]

    @property
    def site_web_list(self) -> list[str]:
        return [value for value in self.site_web.split("|") if value]

    @property
    def is_position_approximate(self) -> bool:
        return self.position_precision == PositionPrecision.CENTRE_COMMUNE

    def modalites_of(self, field: ModaliteField) -> list[Modalite]:
        """Values of one field, in the standard's order; reads the prefetched modalites."""
        return sorted(
            (modalite for modalite in self.modalites.all() if modalite.field == field),
            key=lambda modalite: modalite.position,
        )

    @property
    def contradiction_codes(self) -> list[str]:
        return [code for code in self.contradictions.split("|") if code]

    def age_of_data(self, today: date) -> int:
        """Days since the source or a person last vouched for the sheet."""
        latest = self.date_maj
        if self.confirmed_at is not None:
            latest = max(latest, timezone.localdate(self.confirmed_at))
        return (today - latest).days
