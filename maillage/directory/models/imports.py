"""Where sheets come from: sources, their runs, what each row said, and pairs that look alike."""

from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from maillage.directory.enums import OPEN_STATUSES, LieuStatus, PairVerdict, RowOutcome, RunStatus
from maillage.directory.models.lieu import Lieu


def uploads() -> FileSystemStorage:
    """Where files wait to be applied: a folder that no address serves."""
    return FileSystemStorage(
        location=Path(settings.VAR_DIR) / "imports",
        # Files of partners may name people: nobody else on the machine reads them.
        file_permissions_mode=0o600,
        directory_permissions_mode=0o700,
    )


class Source(models.Model):
    """Somebody who gives places. Declared in directory/sources/, or named by an import.

    `rang`: on equal dates the lower is believed. `publication`: the state of the sheets that it
    creates. `date`: the vintage that stands for rows without a date. `mapping`: the last mapping
    given with a file, in the national format; null when the file follows the standard or when
    the source is declared.
    """

    slug = models.SlugField("nom court", max_length=80, primary_key=True)
    nom = models.CharField("nom", max_length=200)
    producteur = models.CharField("producteur", max_length=200, blank=True)
    licence = models.CharField("licence", max_length=120, blank=True)
    territoire = models.CharField("territoire", max_length=120, blank=True)
    origine = models.CharField("d’où vient le fichier", max_length=500, blank=True)
    rang = models.PositiveSmallIntegerField("rang de confiance", default=50)
    publication = models.CharField(
        "état des fiches créées",
        max_length=10,
        choices=[
            (LieuStatus.PUBLIE.value, LieuStatus.PUBLIE.label),
            (LieuStatus.BROUILLON.value, LieuStatus.BROUILLON.label),
        ],
        default=LieuStatus.PUBLIE,
    )
    date = models.DateField("millésime", null=True, blank=True)
    mapping = models.JSONField("correspondance des colonnes", null=True, blank=True)
    created_at = models.DateTimeField("créée le", default=timezone.now)

    class Meta:
        verbose_name = "source"
        ordering = ["nom", "slug"]
        constraints = [
            models.CheckConstraint(
                name="source_named",
                condition=~Q(slug="") & ~Q(nom=""),
                violation_error_message="Une source a un nom court et un nom.",
            ),
            models.CheckConstraint(
                name="source_publication_known",
                condition=Q(publication__in=[*OPEN_STATUSES]),
                violation_error_message="Une source crée des fiches publiées ou des brouillons.",
            ),
        ]

    def __str__(self) -> str:
        return self.nom


class ImportRun(models.Model):
    """One file of one source, from its reception to its report.

    `counters`: exchange.report.Counters as a dict. `upload` is the file itself, kept only until
    it is applied or given up. `error`: why it failed, in French. `details`: encoding, format,
    unknown and missing columns.
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="runs")
    status = models.CharField(
        "état", max_length=10, choices=RunStatus.choices, default=RunStatus.RECU
    )
    started_at = models.DateTimeField("commencé le", default=timezone.now)
    finished_at = models.DateTimeField("fini le", null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="import_runs",
        null=True,
        blank=True,
    )
    file_name = models.CharField("fichier", max_length=200, blank=True)
    file_size = models.PositiveBigIntegerField("taille (octets)", default=0)
    sha256 = models.CharField("empreinte", max_length=64, blank=True)
    upload = models.FileField("fichier gardé", storage=uploads, blank=True)
    counters = models.JSONField("compteurs", default=dict, blank=True)
    details = models.JSONField("précisions", default=dict, blank=True)
    error = models.CharField("erreur", max_length=1000, blank=True)

    class Meta:
        verbose_name = "import"
        ordering = ["-started_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="import_run_status_known",
                condition=Q(status__in=RunStatus.values),
                violation_error_message="Cet état d’import n’existe pas.",
            ),
            models.CheckConstraint(
                name="import_run_ended_is_dated",
                condition=Q(
                    status__in=[RunStatus.REUSSI, RunStatus.ECHEC, RunStatus.ABANDONNE],
                    finished_at__isnull=False,
                )
                | ~Q(status__in=[RunStatus.REUSSI, RunStatus.ECHEC, RunStatus.ABANDONNE]),
                violation_error_message="Un import terminé porte sa date de fin.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.started_at:%Y-%m-%d %H:%M}"


class ImportRow(models.Model):
    """What a run says of one row: only rows that changed something or that have messages.

    `changes`: {field: [before, after]}. `messages`: list of {field, level, message, before,
    after} (normalise.notes.Note). `verdict`: code of normalise.locate when the position is
    suspect.
    """

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField("ligne")
    key = models.CharField("identifiant dans la source", max_length=400, blank=True)
    nom = models.CharField("nom", max_length=255, blank=True)
    outcome = models.CharField("résultat", max_length=10, choices=RowOutcome.choices)
    # Not constrained: a preview names sheets that do not exist yet.
    lieu = models.ForeignKey(
        Lieu,
        on_delete=models.SET_NULL,
        related_name="import_rows",
        null=True,
        blank=True,
    )
    changes = models.JSONField("changements", default=dict, blank=True)
    messages = models.JSONField("messages", default=list, blank=True)
    verdict = models.CharField("position", max_length=20, blank=True)

    class Meta:
        verbose_name = "ligne d’import"
        verbose_name_plural = "lignes d’import"
        ordering = ["run", "line", "id"]
        indexes = [models.Index(fields=["run", "outcome"], name="import_row_outcome")]
        constraints = [
            models.CheckConstraint(
                name="import_row_outcome_known",
                condition=Q(outcome__in=RowOutcome.values),
                violation_error_message="Ce résultat n’existe pas.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.line}"


class SourceRecord(models.Model):
    """What one source says of one place today: the raw cells and what was understood of them.

    `raw`: the cells that the mapping reads, as they were written. `values`, `lists`, `flags`:
    normalise.record.Record, dates as ISO text. `row_hash`: mark of the raw cells, of the mapping
    and of the code that reads them: the same mark costs nothing. `lieu`: the sheet that it
    feeds; `home`: the one that it made, where it goes back when a merge is undone.
    `verdict`: as in ImportRow. `missing_since`: when the source ceased to give it.
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="records")
    key = models.CharField("identifiant dans la source", max_length=400)
    lieu = models.ForeignKey(Lieu, on_delete=models.CASCADE, related_name="records")
    home = models.ForeignKey(Lieu, on_delete=models.CASCADE, related_name="+")
    line = models.PositiveIntegerField("ligne", default=0)
    date = models.DateField("date de la source", null=True, blank=True)
    raw = models.JSONField("cellules", default=dict, blank=True)
    values = models.JSONField("valeurs", default=dict, blank=True)
    lists = models.JSONField("listes", default=dict, blank=True)
    flags = models.JSONField("indications", default=dict, blank=True)
    messages = models.JSONField("messages", default=list, blank=True)
    verdict = models.CharField("position", max_length=20, blank=True)
    row_hash = models.CharField("empreinte", max_length=32)
    missing_since = models.DateTimeField("absent de la source depuis", null=True, blank=True)

    class Meta:
        verbose_name = "enregistrement de source"
        verbose_name_plural = "enregistrements de source"
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="source_record_unique"),
            models.CheckConstraint(
                name="source_record_key_not_empty",
                condition=~Q(key=""),
                violation_error_message="Un enregistrement a un identifiant dans sa source.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id}/{self.key}"


class DuplicatePair(models.Model):
    """Two sheets that look alike: how likely, why, and what was decided.

    `first` < `second` (keys). `probability` 0 to 1; `why`: sentences. A pair without a verdict
    is found again at each search; a decision stays. `is_automatic`: the program put the pair in
    its state, nobody did (`by` is None too once the account of somebody is gone).
    """

    first = models.ForeignKey(Lieu, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Lieu, on_delete=models.CASCADE, related_name="+")
    probability = models.FloatField("probabilité", default=0)
    why = models.JSONField("indices", default=list, blank=True)
    verdict = models.CharField(
        "décision", max_length=10, choices=PairVerdict.choices, default=PairVerdict.A_REVOIR
    )
    is_automatic = models.BooleanField("décidé par le programme", default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
    )
    at = models.DateTimeField("le", default=timezone.now)

    class Meta:
        verbose_name = "paire de fiches semblables"
        verbose_name_plural = "paires de fiches semblables"
        ordering = ["-probability", "first", "second"]
        indexes = [models.Index(fields=["verdict", "-probability"], name="pair_to_review")]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="duplicate_pair_unique"),
            models.CheckConstraint(
                name="duplicate_pair_ordered",
                condition=Q(first__lt=F("second")),
                violation_error_message="Les deux fiches sont dans l’ordre de leurs identifiants.",
            ),
            models.CheckConstraint(
                name="duplicate_pair_verdict_known",
                condition=Q(verdict__in=PairVerdict.values),
                violation_error_message="Cette décision n’existe pas.",
            ),
            models.CheckConstraint(
                name="duplicate_pair_probability",
                condition=Q(probability__gte=0, probability__lte=1),
                violation_error_message="Une probabilité est entre 0 et 1.",
            ),
            models.CheckConstraint(
                name="duplicate_pair_of_the_program",
                condition=Q(is_automatic=False)
                | Q(by__isnull=True, verdict__in=[PairVerdict.A_REVOIR, PairVerdict.FUSIONNES]),
                violation_error_message=(
                    "Le programme trouve et réunit ; il ne dit jamais que deux lieux diffèrent."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} / {self.second_id}"
