"""One or more examples of each component, in all its states, for the page /charte/.

A test holds this list to the registry: every component has an example, and every example
gives only declared parameters.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Example:
    """Parameters of one use; `content` is what the block form would hold."""

    title: Text
    parameters: Mapping[str, object]
    content: str = ""


_OPTIONS: list[dict[str, object]] = [
    {"value": "un", "label": _("Premier choix"), "count": 12, "checked": True},
    {"value": "deux", "label": _("Deuxième choix"), "count": 0, "checked": False},
    {"value": "trois", "label": _("Choix sans compte"), "count": None, "checked": False},
]
_NEEDS: list[dict[str, object]] = [
    {
        "value": "a",
        "label": _("Démarches en ligne"),
        "hint": _("Impôts, Caf"),
        "icon": "file",
        "checked": True,
    },
    {
        "value": "b",
        "label": _("Emploi"),
        "hint": _("CV, offres"),
        "icon": "briefcase",
        "checked": False,
    },
]
_SELECT = [("", _("Peu importe")), ("5000", _("5 km")), ("20000", _("20 km"))]

EXAMPLES: dict[str, list[Example]] = {
    "button": [
        Example(_("Principal"), {"label": _("Trouver un lieu"), "icon": "search"}),
        Example(
            _("Secondaire"), {"label": _("Itinéraire"), "icon": "navigation", "kind": "secondary"}
        ),
        Example(_("Discret"), {"label": _("Imprimer"), "icon": "printer", "kind": "quiet"}),
        Example(_("Lien, sans pictogramme"), {"label": _("Voir la fiche"), "href": "#button"}),
        Example(
            _("Avec un nom et une suite pour lecteur d’écran"),
            {
                "label": _("Appeler"),
                "icon": "phone",
                "name": "action",
                "value": "appeler",
                "hint": _("la bibliothèque"),
                "attributes": format_html('data-exemple="{}"', "oui"),
            },
        ),
    ],
    "tag": [
        Example(_("Ouvert"), {"label": _("ouvert jusqu’à 18 h"), "kind": "open", "icon": "check"}),
        Example(_("Bientôt"), {"label": _("ferme dans 20 min"), "kind": "soon", "icon": "clock"}),
        Example(_("Fermé"), {"label": _("fermé"), "kind": "closed", "icon": "x"}),
        Example(_("Inconnu"), {"label": _("horaires non communiqués"), "kind": "unknown"}),
        Example(_("À remarquer"), {"label": _("gratuit"), "kind": "warm", "icon": "euro"}),
        Example(_("Information"), {"label": _("reçu"), "kind": "info", "icon": "mail"}),
        Example(_("Neutre"), {"label": _("bibliothèque")}),
    ],
    "notice": [
        Example(
            _("Information"), {"title": _("À savoir"), "text": _("Venez avec un justificatif.")}
        ),
        Example(
            _("Attention"), {"kind": "warning", "text": _("Cette fiche a plus d’un an : appelez.")}
        ),
        Example(_("Erreur"), {"kind": "error", "text": _("L’envoi n’a pas abouti.")}),
        Example(_("Réussite"), {"kind": "success", "text": _("C’est enregistré.")}),
    ],
    "breadcrumb": [
        Example(
            _("Fil d’Ariane"),
            {"items": [(_("Territoires"), "#breadcrumb"), (_("Bassin de Dreux"), "")]},
        )
    ],
    "pagination": [
        Example(
            _("Au milieu"),
            {"page": 2, "last": 7, "previous_url": "#pagination", "next_url": "#pagination"},
        ),
    ],
    "field": [
        Example(
            _("Texte"),
            {
                "name": "champ",
                "id": "champ-texte",
                "label": _("Votre commune"),
                "hint": _("Commune, code postal ou adresse."),
                "placeholder": _("ex. : Gallardon"),
            },
        ),
        Example(
            _("Obligatoire, avec une erreur"),
            {
                "name": "champ",
                "id": "champ-erreur",
                "label": _("Adresse électronique"),
                "type": "email",
                "value": "dupont@",
                "required": True,
                "error": _("L’adresse n’est pas complète. Exemple : nom@exemple.fr"),
            },
        ),
        Example(
            _("Plusieurs lignes"),
            {
                "name": "champ",
                "id": "champ-long",
                "label": _("Votre message"),
                "multiline": True,
                "maxlength": "2000",
            },
        ),
    ],
    "select": [
        Example(
            _("Liste"),
            {
                "name": "liste",
                "id": "liste-simple",
                "label": _("À moins de"),
                "options": _SELECT,
                "value": "5000",
            },
        ),
        Example(
            _("Liste avec une erreur"),
            {
                "name": "liste",
                "id": "liste-erreur",
                "label": _("À moins de"),
                "options": _SELECT,
                "hint": _("À vol d’oiseau."),
                "error": _("Choisissez une distance de la liste."),
            },
        ),
    ],
    "checkboxes": [
        Example(_("Cases"), {"name": "cases", "legend": _("Aide cherchée"), "options": _OPTIONS}),
        Example(
            _("Cases avec une aide et une erreur"),
            {
                "name": "cases-erreur",
                "legend": _("Jours"),
                "options": _OPTIONS,
                "hint": _("Plusieurs réponses possibles."),
                "error": _("Choisissez au moins un jour."),
            },
        ),
    ],
    "radios": [
        Example(_("Un seul choix"), {"name": "choix", "legend": _("Sujet"), "options": _OPTIONS}),
        Example(
            _("Un seul choix, obligatoire, avec une erreur"),
            {
                "name": "choix-erreur",
                "legend": _("Sujet"),
                "options": [{**option, "checked": False} for option in _OPTIONS],
                "hint": _("Une seule réponse."),
                "error": _("Choisissez ce qui est faux."),
                "required": True,
            },
        ),
    ],
    "picker": [
        Example(
            _("Grands choix"),
            {"name": "besoin", "legend": _("De quoi avez-vous besoin ?"), "options": _NEEDS},
        )
    ],
    "steps": [
        Example(_("Étapes"), {"items": [_("Dites où vous êtes."), _("Choisissez un lieu.")]})
    ],
    "error_summary": [
        Example(
            _("Résumé des erreurs"),
            {
                "errors": [
                    ("champ-erreur", _("L’adresse n’est pas complète.")),
                    ("", _("Trop tôt.")),
                ],
                "is_focused": False,
            },
        )
    ],
    "fact": [
        Example(_("Avec pictogramme"), {"term": _("Prix"), "text": _("Gratuit"), "icon": "euro"}),
        Example(_("Sans pictogramme"), {"term": _("Âge"), "text": _("Dès 12 ans")}),
    ],
    "choice": [
        Example(
            _("Grand lien"),
            {
                "label": _("Voir la carte"),
                "href": "#choice",
                "icon": "map",
                "hint": _("Tous les lieux du département"),
            },
        )
    ],
}
