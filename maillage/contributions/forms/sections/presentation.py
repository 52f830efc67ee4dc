"""Section « Présentation »."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum.fr import siret

from maillage.contributions.forms.sections.base import SectionForm
from maillage.contributions.forms.sections.contact_fields import LabelsField
from maillage.contributions.forms.sections.fields import CodesField, TextField
from maillage.directory.enums import Section
from maillage.directory.standard import RESUME_MAX_LENGTH

_RNA = re.compile(r"W\d{9}", re.ASCII)
_RIDET = re.compile(r"\d{9,10}", re.ASCII)


class PivotField(TextField):
    """SIRET (its check figures are tried) or RNA; RIDET in New Caledonia."""

    takes_ridet = False

    def read(self, text: str) -> Any:
        compact = re.sub(r"[\s.\-_/]", "", text).upper()
        if _RNA.fullmatch(compact) or (self.takes_ridet and _RIDET.fullmatch(compact)):
            return compact
        if re.fullmatch(r"\d{14}", compact, re.ASCII):
            if siret.is_valid(compact):
                return compact
            raise ValidationError(
                _("Ce SIRET contient une erreur de frappe : ses chiffres ne se correspondent pas.")
            )
        if re.fullmatch(r"\d{9}", compact, re.ASCII):
            raise ValidationError(
                _(
                    "Ce numéro est un SIREN. Le SIRET a 14 chiffres : ces 9 chiffres et les 5 de "
                    "l’établissement."
                )
            )
        raise ValidationError(
            _("Un SIRET a 14 chiffres ; un RNA commence par W, suivi de 9 chiffres.")
        )


class PresentationForm(SectionForm):
    """What the place is, in a few words, and its references."""

    section = Section.PRESENTATION
    layout = (
        (gettext_lazy("En quelques mots"), ("presentation_resume", "presentation_detail")),
        (
            gettext_lazy("Le lieu et ses références"),
            (
                "typologie",
                "structure_parente",
                "pivot",
                "dispositif_programmes_nationaux",
                "formations_labels",
                "autres_formations_labels",
            ),
        ),
        (gettext_lazy("Entre professionnels"), ("professional_note",)),
    )

    presentation_resume = TextField(
        gettext_lazy("Résumé"),
        gettext_lazy(
            "Une ou deux phrases, 280 caractères au plus. Exemple : Un espace calme avec six "
            "ordinateurs et une médiatrice qui aide aux démarches."
        ),
        max_length=RESUME_MAX_LENGTH,
        multiline=True,
    )
    presentation_detail = TextField(
        gettext_lazy("Présentation"),
        gettext_lazy("Tout ce qui peut rassurer avant une première visite."),
        multiline=True,
    )
    typologie = CodesField(
        gettext_lazy("Sorte de lieu"),
        gettext_lazy("Exemple : Bibliothèque ou médiathèque"),
        vocabulary="typologie",
        as_selects=True,
    )
    structure_parente = TextField(
        gettext_lazy("Structure parente"),
        gettext_lazy("Exemple : Communauté de communes des Portes Euréliennes"),
        max_length=255,
    )
    pivot = PivotField(
        gettext_lazy("SIRET ou RNA"),
        gettext_lazy("Exemple : 217 801 356 00015, ou W281000123 pour une association"),
        max_length=20,
    )
    dispositif_programmes_nationaux = CodesField(
        gettext_lazy("Programmes nationaux"), vocabulary="dispositif_programmes_nationaux"
    )
    formations_labels = CodesField(
        gettext_lazy("Formations et labels"), vocabulary="formations_labels"
    )
    autres_formations_labels = LabelsField(
        gettext_lazy("Autres formations et labels"),
        gettext_lazy("Un par ligne. Exemple : Point info famille"),
        max_length=2000,
    )
    professional_note = TextField(
        gettext_lazy("Note pour les professionnels"),
        gettext_lazy(
            "Le public ne la voit jamais. Exemple : ligne directe pour orienter une personne"
        ),
        multiline=True,
    )

    def full_clean(self) -> None:
        pivot = self.fields.get("pivot")
        if isinstance(pivot, PivotField):
            pivot.takes_ridet = self.lieu.code_postal.startswith("988")
        super().full_clean()
