"""Section « Façons de venir et prix »."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.contributions.forms.sections.base import SectionForm
from maillage.contributions.forms.sections.contact_fields import UrlField
from maillage.contributions.forms.sections.fields import (
    ChoiceField,
    CodesField,
    HoursField,
    SheetField,
    TextField,
    TriStateField,
)
from maillage.contributions.forms.sections.rows import RowSet
from maillage.core.text import normalize_place
from maillage.directory.enums import PassageKind, Section
from maillage.directory.models import Lieu
from maillage.territory.models import Commune

_NAME_AND_CODE = re.compile(r"(.*\S)\s*\((\w{2,5})\)")


class PassageCommuneField(TextField):
    """A commune by its name, « Épernon » or « Épernon (28) »; its INSEE code, or None."""

    empty = None

    def shown(self, stored: Any) -> Any:
        if not stored:
            return ""
        row = Commune.objects.filter(pk=stored).values_list("nom", flat=True).first()
        return f"{row} ({stored})" if row else str(stored)

    def read(self, text: str) -> Any:
        found = _NAME_AND_CODE.fullmatch(text)
        nom, code = (found[1], found[2].upper()) if found else (text, "")
        rows = [
            row
            for row in Commune.objects.filter(search_text=normalize_place(nom))
            if row.code.startswith(code)
        ]
        if len(rows) > 1:
            raise ValidationError(
                _(
                    "Plusieurs communes s’appellent « %(nom)s ». Ajoutez le département, par "
                    "exemple « %(nom)s (%(code)s) »."
                )
                % {"nom": nom[:60], "code": rows[0].code[:2]}
            )
        if not rows:
            raise ValidationError(
                _("Nous ne connaissons pas la commune « %(nom)s ».") % {"nom": nom[:60]}
            )
        return rows[0].code


class HostField(TextField):
    """The sheet of the place that lends its room, by its address on this site; its id, or None."""

    empty = None

    def shown(self, stored: Any) -> Any:
        if not stored:
            return ""
        return Lieu.objects.filter(pk=stored).values_list("slug", flat=True).first() or ""

    def read(self, text: str) -> Any:
        slug = text.rstrip("/").rsplit("/", 1)[-1]
        found = Lieu.objects.published().filter(slug=slug).values_list("pk", flat=True).first()
        if found is None:
            raise ValidationError(
                _("Aucune fiche n’a cette adresse. Copiez l’adresse de la page du lieu.")
            )
        return found


class Passages(RowSet):
    """Branches, permanences held elsewhere, stops."""

    name = "passages"
    legend = gettext_lazy("Antennes, permanences et haltes")
    hint = gettext_lazy(
        "Les autres endroits où vous recevez : une permanence en mairie, l’arrêt d’un bus."
    )
    row_legend = gettext_lazy("Endroit")
    add_label = gettext_lazy("Ajouter un endroit")
    required = {
        "kind": gettext_lazy("Choisissez : antenne, permanence ou halte."),
        "label": gettext_lazy("Écrivez où vous recevez."),
    }

    def fields(self) -> dict[str, SheetField]:
        return {
            "kind": ChoiceField(
                gettext_lazy("Sorte"),
                choices=[("", gettext_lazy("—")), *PassageKind.choices],
            ),
            "label": TextField(
                gettext_lazy("Où"),
                gettext_lazy("Exemple : Mairie d’Épernon, salle du conseil"),
                max_length=200,
            ),
            "commune_id": PassageCommuneField(
                gettext_lazy("Commune"), gettext_lazy("Exemple : Épernon"), max_length=120
            ),
            "horaires": HoursField(
                gettext_lazy("Quand"),
                gettext_lazy("Exemple : mardi de 9h à 12h"),
                max_length=500,
            ),
            "note": TextField(
                gettext_lazy("Précision"),
                gettext_lazy("Exemple : sur rendez-vous"),
                max_length=300,
            ),
            "host_id": HostField(
                gettext_lazy("Adresse, sur ce site, de la fiche du lieu qui vous accueille"),
                gettext_lazy("Facultatif."),
                max_length=500,
            ),
        }

    def finish(self, row: dict[str, Any]) -> dict[str, Any]:
        order = ("kind", "label", "commune_id", "host_id", "horaires", "note")
        return {name: row[name] for name in order}


class VenirForm(SectionForm):
    """How to come, what to bring, what it costs, where else."""

    section = Section.VENIR
    row_sets = (Passages,)
    layout = (
        (
            gettext_lazy("Comment venir"),
            (
                "modalites_acces",
                "prise_rdv",
                "registration_required",
                "membership_required",
                "referral_note",
                "access_note",
            ),
        ),
        (gettext_lazy("Ce qu’il faut apporter"), ("documents_note",)),
        (gettext_lazy("Prix"), ("frais_a_charge", "frais_note")),
        (gettext_lazy("Le lieu"), ("itinerance", "fiche_acces_libre")),
    )

    modalites_acces = CodesField(
        gettext_lazy("Que faut-il faire pour être aidé ?"), vocabulary="modalites_acces"
    )
    prise_rdv = UrlField(
        gettext_lazy("Adresse de prise de rendez-vous en ligne"),
        gettext_lazy("Exemple : www.exemple.fr/rendez-vous"),
        max_length=1000,
    )
    registration_required = TriStateField(gettext_lazy("Il faut s’inscrire"))
    membership_required = TriStateField(gettext_lazy("Il faut adhérer"))
    referral_note = TextField(
        gettext_lazy("Qui peut orienter vers ce lieu"),
        gettext_lazy("Exemple : les travailleurs sociaux du département"),
        max_length=300,
    )
    access_note = TextField(
        gettext_lazy("Précision pour venir"),
        gettext_lazy("Exemple : sonner à la porte de gauche, parking derrière la mairie"),
        max_length=300,
    )
    documents_note = TextField(
        gettext_lazy("À apporter"),
        gettext_lazy("Exemple : une pièce d’identité, votre numéro fiscal"),
        max_length=300,
    )
    frais_a_charge = CodesField(gettext_lazy("Prix de l’aide"), vocabulary="frais_a_charge")
    frais_note = TextField(
        gettext_lazy("Précision sur le prix"),
        gettext_lazy("Exemple : adhésion de 5 € par an"),
        max_length=300,
    )
    itinerance = CodesField(gettext_lazy("Le lieu se déplace-t-il ?"), vocabulary="itinerance")
    fiche_acces_libre = UrlField(
        gettext_lazy("Fiche d’accessibilité sur Acceslibre"),
        gettext_lazy("Copiez l’adresse de la page. Exemple : acceslibre.beta.gouv.fr/app/…"),
        max_length=1000,
    )
