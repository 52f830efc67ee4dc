"""The parameters of the places, for the reader of the documentation and for the guard.

`maillage.directory.forms` reads the filters, for the page and the API alike; a test holds this
table to it. The page ignores a name that nobody knows; the API refuses it, because a misspelt
filter that answers everything is the hardest mistake to see for who writes a program.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from maillage.api.errors import ApiError, Problem
from maillage.directory.criteria import Sort
from maillage.directory.enums import EquipmentKind
from maillage.directory.forms import PARAMETERS
from maillage.directory.queries import OPEN_CRITERIA
from maillage.directory.vocabularies import VOCABULARIES

MAX_IDS = 100
SORT_BY_ID = "id"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter; `example` is a value that works, `choices` all of them when few."""

    name: str
    description: str
    example: str = ""
    choices: tuple[str, ...] = ()

    def as_openapi(self) -> dict[str, Any]:
        """The parameter as an OpenAPI document says it."""
        schema: dict[str, Any] = {"type": "string"}
        if self.choices:
            schema["enum"] = list(self.choices)
        parameter: dict[str, Any] = {
            "in": "query",
            "name": self.name,
            "required": False,
            "description": self.description,
            "schema": schema,
        }
        if self.example:
            parameter["example"] = self.example
        return parameter


def _of_vocabulary(name: str, field: str, label: str) -> Parameter:
    codes = [entry.code for entry in VOCABULARIES[field]]
    return Parameter(
        name,
        f"{label} (champ « {field} ») : code court ou valeur officielle, plusieurs séparés par des "
        "virgules (l’un ou l’autre). Valeurs : /api/v1/vocabularies.",
        codes[0],
    )


FILTERS: tuple[Parameter, ...] = (
    Parameter("q", "Mots du nom, de la commune ou de la présentation.", "espace public numérique"),
    Parameter(
        "ou",
        "Près d’où : commune, code postal, intercommunalité, bassin, département, ou "
        "« latitude,longitude ».",
        "Gallardon",
    ),
    Parameter("lat", "Latitude du point de départ, en degrés ; avec « lon ».", "48.5259"),
    Parameter("lon", "Longitude du point de départ, en degrés ; avec « lat ».", "1.6932"),
    Parameter("rayon", "Distance au plus autour du point, en kilomètres, de 1 à 100.", "15"),
    Parameter("bbox", "Cadre : ouest,sud,est,nord, en degrés.", "1.3,48.3,1.8,48.6"),
    Parameter(
        "territoire",
        "À l’intérieur d’un territoire : commune, epci, bassin, departement ou region, « : », son "
        "code ou son adresse.",
        "bassin:dreux",
    ),
    *(_of_vocabulary(name, field.value, str(field.label)) for name, field in PARAMETERS.items()),
    Parameter(
        "equipement",
        "Matériel sur place, plusieurs séparés par des virgules. Valeurs : /api/v1/vocabularies.",
        EquipmentKind.IMPRIMANTE.value,
    ),
    Parameter(
        "ouvert",
        f"Ouvert quand : {', '.join(OPEN_CRITERIA)}, ou un jour et une heure (jeudi-18h30). Les "
        "lieux dont les horaires sont inconnus restent dans la liste.",
        "samedi",
    ),
    Parameter(
        "modified_since",
        "Fiches modifiées depuis cette date ou cet instant (ISO 8601). Les fiches archivées ou "
        "fusionnées depuis sont dans « removed ».",
        "2026-01-31T18:00:00+01:00",
    ),
)

SORT = Parameter(
    "tri",
    "Ordre : id (par défaut, le plus sûr pour tout lire), nom, distance (avec un point), ou "
    "pertinence (dans une liste par pages : les meilleurs seulement, sans page suivante).",
    SORT_BY_ID,
    (SORT_BY_ID, *(str(value) for value in Sort.values)),
)
IDS = Parameter("ids", f"Identifiants voulus, {MAX_IDS} au plus, séparés par des virgules.")

# The standard's own names of the filters are accepted too.
_ALIASES: Mapping[str, str] = {field.value: name for name, field in PARAMETERS.items()}


def openapi_parameters(parameters: Iterable[Parameter]) -> dict[str, Any]:
    """What an operation adds to its part of the OpenAPI document."""
    return {"parameters": [parameter.as_openapi() for parameter in parameters]}


def refuse_unknown(params: QueryDict, *, known: Iterable[str]) -> None:
    """ApiError 400 that names the parameters that we do not know, and those that we do."""
    names = list(known)
    expected = (
        f"Paramètres possibles : {', '.join(names)}." if names else "Aucun n’est attendu ici."
    )
    accepted = {*names, *(alias for alias, name in _ALIASES.items() if name in names)}
    problems = [
        Problem(
            name[:60],
            f"« {name[:60]} » n’est pas un paramètre connu. {expected}",
        )
        for name in params
        if name not in accepted
    ]
    if problems:
        raise ApiError(status=400, problems=problems[:20])
