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
MAX_COLUMNS = 2_000
# A header is looked for in the first rows of a table: titles and notes may stand above it.
HEADER_SEARCH = 20
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


def check_width(cells: Sequence[str]) -> None:
    """FileError when there are more columns than any table of places has."""
    if len(cells) > MAX_COLUMNS:
        raise FileError(f"Le fichier a {len(cells)} colonnes : {MAX_COLUMNS} au plus.")


def free_headers(cells: Sequence[str]) -> list[str]:
    """Headers of one's own, each a different name: « Jour », « Jour__1 », « colonne 3 »."""
    check_width(cells)
    names: list[str] = []
    taken: set[str] = set()
    for rank, cell in enumerate(cells, start=1):
        name = " ".join(cell.strip("\ufeff\x00").split()) or f"colonne {rank}"
        unique, copy = name, 0
        while unique in taken:
            copy += 1
            unique = f"{name}__{copy}"
        taken.add(unique)
        names.append(unique)
    return names


def header_rank(rows: Sequence[Sequence[str]], *, is_free: bool) -> int:
    """Which of the first rows of a table carries the names of the columns.

    Of the standard: the row that has most of them. Free: the first row at least half as filled
    as the fullest one, so that a title above the table is not taken for it.
    """
    if not is_free:
        scores = [sum(column_name(cell) in KNOWN for cell in row) for row in rows]
        return scores.index(max(scores))
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows]
    enough = max(min(2, max(filled)), (max(filled) + 1) // 2)
    return next(rank for rank, count in enumerate(filled) if count >= enough)


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
