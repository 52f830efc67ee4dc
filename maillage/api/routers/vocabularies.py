"""All the values that a filter or a field may have."""

from django.http import HttpRequest
from ninja import Router

from maillage.api.parameters import SORT_BY_ID, refuse_unknown
from maillage.api.schemas import ErrorsOut, ValueOut, VocabularyOut
from maillage.directory.criteria import Sort
from maillage.directory.enums import EquipmentKind
from maillage.directory.forms import PARAMETERS
from maillage.directory.presenters.search import OPEN_LABELS
from maillage.directory.vocabularies import VOCABULARIES

router = Router(tags=["Vocabulaires"])


@router.get(
    "/vocabularies",
    response={200: dict[str, VocabularyOut], 429: ErrorsOut},
    url_name="vocabularies",
    operation_id="lire_les_vocabulaires",
    summary="Lire les vocabulaires",
    description=(
        "Pour chaque champ : le paramètre qui filtre, et chaque valeur officielle (« value »), son "
        "code court pour les adresses (« code ») et ses mots pour le public (« label »)."
    ),
)
def list_vocabularies(request: HttpRequest) -> dict[str, VocabularyOut]:
    refuse_unknown(request.GET, known=())
    found = {
        field.value: VocabularyOut(
            parameter=parameter,
            label=str(field.label),
            values=[
                ValueOut(value=entry.value, code=entry.code, label=entry.label)
                for entry in VOCABULARIES[field.value]
            ],
        )
        for parameter, field in PARAMETERS.items()
    }
    found["equipements"] = _of_codes(
        "equipement", "Équipements", {kind.value: str(kind.label) for kind in EquipmentKind}
    )
    found["ouvert"] = _of_codes(
        "ouvert", "Ouverture", {code: str(label) for code, label in OPEN_LABELS.items()}
    )
    found["tri"] = _of_codes(
        "tri", "Ordre", {SORT_BY_ID: "Par identifiant", **{s.value: str(s.label) for s in Sort}}
    )
    return found


def _of_codes(parameter: str, label: str, labels: dict[str, str]) -> VocabularyOut:
    """A list of ours: the code is the value."""
    return VocabularyOut(
        parameter=parameter,
        label=label,
        values=[ValueOut(value=code, code=code, label=text) for code, text in labels.items()],
    )
