"""Column names: recognised in any case and accent, and the version that they tell."""

from collections.abc import Collection, Sequence

from maillage.directory.exchange.readers.rows import FileError
from maillage.directory.normalise.record import Version
from maillage.directory.standard import FIELD_NAMES
from maillage.directory.vocabularies import slug_of

V0_ONLY = frozenset(
    {
        "cle_ban",
        "courriel",
        "publics_accueillis",
        "conditions_acces",
        "labels_nationaux",
        "labels_autres",
        "accessibilite",
    }
)
V1_ONLY = frozenset(
    {
        "courriels",
        "itinerance",
        "publics_specifiquement_adresses",
        "prise_en_charge_specifique",
        "frais_a_charge",
        "dispositif_programmes_nationaux",
        "formations_labels",
        "autres_formations_labels",
        "modalites_acces",
        "fiche_acces_libre",
    }
)
KNOWN = frozenset(FIELD_NAMES) | V0_ONLY
REQUIRED = ("id", "nom", "commune", "code_postal", "adresse", "date_maj")
# Spellings met in real files.
_ALIASES = {"conditions_access": "conditions_acces"}


def column_name(header: str) -> str:
    """« Code postal » → « code_postal »; a name of the standard whatever its case and spaces."""
    name = slug_of(header.strip("\ufeff \"'")).replace("-", "_")
    return _ALIASES.get(name, name)


def check_columns(columns: Collection[str]) -> None:
    """FileError when the columns cannot be those of places."""
    if not any(name in KNOWN for name in columns):
        raise FileError(
            "Aucune colonne du standard n’est reconnue. La première ligne doit porter les noms "
            "des colonnes : id, pivot, nom, commune, code_postal…"
        )
    missing = [name for name in REQUIRED if name not in columns]
    if missing:
        raise FileError(f"Il manque des colonnes obligatoires : {', '.join(missing)}.")


def detect_version(columns: Collection[str]) -> Version:
    """Version 0 when the file has more columns of its own than of version 1."""
    old = len(V0_ONLY.intersection(columns))
    new = len(V1_ONLY.intersection(columns))
    return Version.V0 if old > new else Version.V1


def unknown_columns(columns: Sequence[str], headers: Sequence[str]) -> list[str]:
    """Headers that the standard has not, as they are written in the file."""
    return [
        header or "(sans nom)"
        for name, header in zip(columns, headers, strict=True)
        if name not in KNOWN
    ]
