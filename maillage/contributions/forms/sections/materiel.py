"""Section « Matériel et impression »."""

from typing import Any

from django.utils.translation import gettext_lazy

from maillage.contributions.forms.sections.base import SectionForm
from maillage.contributions.forms.sections.fields import (
    ChoiceField,
    HoursField,
    NumberField,
    PriceField,
    SheetField,
    TextField,
    TriStateField,
)
from maillage.contributions.forms.sections.rows import RowSet
from maillage.directory.enums import EquipmentKind, EquipmentUse, Section


class UseField(ChoiceField):
    """How equipment is used: there, unless somebody says otherwise."""

    empty = EquipmentUse.SUR_PLACE.value


class Equipments(RowSet):
    """What visitors may use."""

    name = "equipments"
    legend = gettext_lazy("Matériel pour les visiteurs")
    hint = gettext_lazy("Une ligne par sorte de matériel.")
    row_legend = gettext_lazy("Matériel")
    add_label = gettext_lazy("Ajouter un matériel")
    required = {"kind": gettext_lazy("Choisissez la sorte de matériel.")}

    def fields(self) -> dict[str, SheetField]:
        return {
            "kind": ChoiceField(
                gettext_lazy("Sorte"),
                choices=[("", gettext_lazy("—")), *EquipmentKind.choices],
            ),
            "count": NumberField(
                gettext_lazy("Nombre"),
                gettext_lazy("Vide si vous ne savez pas."),
                smallest=1,
            ),
            "use": UseField(gettext_lazy("Usage"), choices=EquipmentUse.choices),
            "detail": TextField(
                gettext_lazy("Précision"),
                gettext_lazy("Exemple : avec lecteur d’écran"),
                max_length=200,
            ),
        }

    def finish(self, row: dict[str, Any]) -> dict[str, Any]:
        return {name: row[name] for name in ("kind", "count", "use", "detail")}


class MaterielForm(SectionForm):
    """Printing, Wi-Fi, own devices, equipment."""

    section = Section.MATERIEL
    row_sets = (Equipments,)
    layout = (
        (
            gettext_lazy("Imprimer"),
            (
                "printing_possible",
                "printing_free_pages",
                "printing_free_purpose",
                "printing_price_bw_cents",
                "printing_price_colour_cents",
                "printing_bring_paper",
                "printing_note",
            ),
        ),
        (
            gettext_lazy("Wi-Fi et appareils personnels"),
            ("wifi_free", "wifi_max_minutes", "wifi_horaires", "wifi_note", "own_device_welcome"),
        ),
    )

    printing_possible = TriStateField(gettext_lazy("On peut imprimer"))
    printing_free_pages = NumberField(
        gettext_lazy("Nombre de pages gratuites"),
        gettext_lazy("Par visite. Exemple : 5"),
    )
    printing_free_purpose = TextField(
        gettext_lazy("Gratuit pour"),
        gettext_lazy("Exemple : CV, démarches administratives"),
        max_length=200,
    )
    printing_price_bw_cents = PriceField(
        gettext_lazy("Prix d’une page en noir et blanc, en euros"),
        gettext_lazy("Exemple : 0,20. Écrivez 0 si c’est gratuit."),
    )
    printing_price_colour_cents = PriceField(
        gettext_lazy("Prix d’une page en couleur, en euros"), gettext_lazy("Exemple : 0,50")
    )
    printing_bring_paper = TriStateField(gettext_lazy("Il faut apporter son papier"))
    printing_note = TextField(
        gettext_lazy("Précision sur l’impression"),
        gettext_lazy("Exemple : depuis une clé USB ou par courriel"),
        max_length=300,
    )
    wifi_free = TriStateField(gettext_lazy("Wi-Fi gratuit"))
    wifi_max_minutes = NumberField(
        gettext_lazy("Durée du Wi-Fi, en minutes par jour"),
        gettext_lazy("Vide s’il n’y a pas de limite. Exemple : 120"),
        smallest=1,
        greatest=1_440,
    )
    wifi_horaires = HoursField(
        gettext_lazy("Heures du Wi-Fi"),
        gettext_lazy(
            "Seulement si elles ne sont pas celles du lieu. Exemple : lundi au samedi de 8h à 22h"
        ),
        max_length=300,
    )
    wifi_note = TextField(
        gettext_lazy("Précision sur le Wi-Fi"),
        gettext_lazy("Exemple : demander le code à l’accueil"),
        max_length=300,
    )
    own_device_welcome = TriStateField(
        gettext_lazy("On peut venir avec son appareil"),
        gettext_lazy("Ordinateur portable, tablette ou téléphone."),
    )
