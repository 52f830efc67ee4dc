"""Vocabularies and the counter that tells a search index what changed."""

from django.db import models
from django.db.models import Q

from maillage.directory.enums import ModaliteField


class Modalite(models.Model):
    """One value of one multi-valued field: the official value, verbatim, and its short code.

    Rows are those of directory/standard.py, written by `actions.sync_modalites` after each
    migration. `code` is what addresses use (`?besoin=demarches`); `label` is what people
    read; for a typology `value` is the official code (« BIB ») and `label` its wording.
    """

    field = models.CharField("champ", max_length=40, choices=ModaliteField.choices)
    value = models.CharField("valeur officielle", max_length=160)
    code = models.SlugField("code court", max_length=80)
    label = models.CharField("libellé", max_length=200)
    position = models.PositiveSmallIntegerField("rang", default=0)

    class Meta:
        verbose_name = "modalité"
        verbose_name_plural = "modalités"
        ordering = ["field", "position", "value"]
        constraints = [
            models.UniqueConstraint(fields=["field", "value"], name="modalite_value_unique"),
            models.UniqueConstraint(fields=["field", "code"], name="modalite_code_unique"),
            models.CheckConstraint(
                name="modalite_field_known",
                condition=Q(field__in=ModaliteField.values),
                violation_error_message="Ce champ n’a pas de liste de valeurs.",
            ),
            models.CheckConstraint(
                name="modalite_value_not_empty",
                condition=~Q(value="") & ~Q(code="") & ~Q(label=""),
                violation_error_message="Une valeur a un code et un libellé.",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class DirectoryRevision(models.Model):
    """One row: a counter that grows with every write to the directory.

    Each `Lieu` keeps the value of its last write, so that a process that holds an index in
    memory (directory/index) asks one row « has anything changed? » and reads again only the
    sheets that did. `epoch` changes when everything must be read again (rows deleted).
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    value = models.BigIntegerField(default=0)
    epoch = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = "révision de l’annuaire"
        constraints = [
            models.CheckConstraint(
                name="directory_revision_single_row",
                condition=Q(id=1),
                violation_error_message="L’annuaire a une seule révision.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.epoch}.{self.value}"
