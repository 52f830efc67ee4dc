"""Section « Aide proposée et publics »."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.contributions.forms.sections.base import SectionForm
from maillage.contributions.forms.sections.fields import (
    CodesField,
    NumberField,
    TextField,
    TriStateField,
)
from maillage.directory.enums import Section


class ServicesForm(SectionForm):
    """What the place helps with, how, and whom."""

    section = Section.SERVICES
    layout = (
        (
            gettext_lazy("Aide proposée"),
            ("services", "modalites_accompagnement", "human_support", "mandat_practice"),
        ),
        (gettext_lazy("Ateliers et limites"), ("activities", "does_not_do")),
        (
            gettext_lazy("Publics"),
            (
                "publics_specifiquement_adresses",
                "prise_en_charge_specifique",
                "langues",
                "age_min",
                "age_max",
                "is_anonymous",
                "publics_note",
            ),
        ),
    )

    services = CodesField(
        gettext_lazy("Sur quoi aidez-vous ?"),
        gettext_lazy("Cochez ce que vous faites vraiment, même de temps en temps."),
        vocabulary="services",
    )
    modalites_accompagnement = CodesField(
        gettext_lazy("Comment aidez-vous ?"), vocabulary="modalites_accompagnement"
    )
    human_support = TriStateField(
        gettext_lazy("Une personne accompagne les visiteurs"),
        gettext_lazy("Répondez non si les visiteurs utilisent seuls le matériel."),
    )
    mandat_practice = TriStateField(
        gettext_lazy("Vous pouvez agir à la place de la personne, avec un mandat signé"),
        gettext_lazy("Exemple : Aidants Connect."),
    )
    activities = TextField(
        gettext_lazy("Ateliers et activités"),
        gettext_lazy("Exemple : atelier « photos du téléphone » chaque premier mardi du mois"),
        multiline=True,
    )
    does_not_do = TextField(
        gettext_lazy("Ce que le lieu ne fait pas"),
        gettext_lazy("Cela évite un trajet pour rien. Exemple : pas de carte grise"),
        max_length=300,
    )
    publics_specifiquement_adresses = CodesField(
        gettext_lazy("Publics que vous accueillez spécialement"),
        gettext_lazy("Ne cochez rien si vous accueillez tout le monde de la même façon."),
        vocabulary="publics_specifiquement_adresses",
    )
    prise_en_charge_specifique = CodesField(
        gettext_lazy("Accueil adapté"), vocabulary="prise_en_charge_specifique"
    )
    langues = CodesField(gettext_lazy("Langues parlées à l’accueil"), vocabulary="langues")
    age_min = NumberField(
        gettext_lazy("Âge à partir de"), gettext_lazy("Exemple : 16"), greatest=120
    )
    age_max = NumberField(gettext_lazy("Âge jusqu’à"), gettext_lazy("Exemple : 25"), greatest=120)
    is_anonymous = TriStateField(
        gettext_lazy("On peut venir sans donner son nom"),
    )
    publics_note = TextField(
        gettext_lazy("Précision sur les publics"),
        gettext_lazy("Exemple : habitants de la communauté de communes"),
        max_length=300,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        least, most = data.get("age_min"), data.get("age_max")
        if least is not None and most is not None and least > most:
            self.add_error("age_max", _("L’âge le plus bas dépasse l’âge le plus haut."))
        return data
