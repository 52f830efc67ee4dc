"""What the words of a row say of its commune: name, postal code, INSEE code, name of the place."""

from dataclasses import dataclass

from maillage.directory.normalise.commune import (
    SURE,
    CommuneRow,
    CommuneTable,
    How,
    Match,
    of_commune,
)
from maillage.directory.normalise.notes import Notes

MAIN_SHARE = 0.8
"""A postal code alone stands for a commune where this share of its people live."""


@dataclass(frozen=True, slots=True)
class Declared:
    """What a row says, already read (codes of five signs or "", degrees or None).

    `nom` is the name of the place: it settles a postal code of several communes.
    """

    commune: str = ""
    code_postal: str = ""
    code_insee: str = ""
    latitude: float | None = None
    longitude: float | None = None
    nom: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """The commune that the words say, "" when they do not. `is_sure`: two witnesses agree.

    `insee`: the INSEE code declared, of today, when the table knows it.
    """

    code: str
    is_sure: bool
    match: Match
    insee: str = ""


def choose(declared: Declared, communes: CommuneTable, notes: Notes) -> Choice:
    """The commune that name, postal code and INSEE code say, without the point."""
    postal_code = _postal_code(declared, communes, notes)
    match = communes.match(nom=declared.commune, code_postal=postal_code)
    row = communes.get(_current_insee(declared, communes, notes))
    if row is None:
        match = _settled(declared, match, communes)
        return Choice(match.code, match.how in SURE, match)
    insee = row.code
    if match.code == insee:
        return Choice(insee, True, match, insee)
    is_named = communes.is_named(declared.commune, insee)
    is_supported = is_named or postal_code in row.postal_codes
    # A postal code alone is less than an INSEE code: those of merged communes live on.
    is_rival = bool(match.code) and match.how is not How.CODE_SEUL
    if match.how in SURE or (is_rival and not is_supported):
        _tell_insee(declared, communes.get(match.code), row, notes)
        return Choice(match.code, match.how in SURE, match, insee)
    if is_supported and declared.commune and not is_named:
        notes.warn(
            "commune",
            f"« {declared.commune[:60]} » n’est pas une commune du code postal {postal_code} : "
            f"le code INSEE {insee} ({row.nom}) est cru.",
            declared.commune,
            row.nom,
        )
    how = How.ACCORD if is_supported else How.CODE_INSEE
    return Choice(insee, is_supported and (is_named or not is_rival), Match(insee, how), insee)


def _settled(declared: Declared, match: Match, communes: CommuneTable) -> Match:
    """One of several communes of a postal code: the one in the place's name, else the main one.

    The main one is only for a row that has neither name nor point, and is said to be supposed.
    """
    if match.how is not How.AMBIGU:
        return match
    if code := communes.named_in(declared.nom, match.candidates):
        return match._replace(code=code, how=How.NOM_DU_LIEU)
    if declared.commune or declared.latitude is not None:
        return match
    code = communes.main_of(match.candidates, share=MAIN_SHARE)
    return match._replace(code=code, how=How.SUPPOSE) if code else match


def _postal_code(declared: Declared, communes: CommuneTable, notes: Notes) -> str:
    """The postal code, or the commune's when its INSEE code stands in its place."""
    written = declared.code_postal
    row = None if communes.with_postal_code(written) else communes.get(written)
    if row is None or not row.postal_codes or not communes.is_named(declared.commune, row.code):
        return written
    notes.repair(
        "code_postal",
        f"« {written} » est le code INSEE {of_commune(row.nom)}, pas son code postal.",
        written,
        row.postal_codes[0],
    )
    return row.postal_codes[0]


def _current_insee(declared: Declared, communes: CommuneTable, notes: Notes) -> str:
    """The INSEE code of today, or "" when it is no code that the site knows."""
    written = declared.code_insee
    if not written:
        return ""
    code = communes.current_code(written)
    row = communes.get(code)
    if row:
        if code != written and not written.startswith(("75", "69", "132")):
            notes.repair(
                "code_insee",
                f"Code d’une ancienne commune, aujourd’hui dans {row.nom}.",
                written,
                code,
            )
        return code
    if communes.with_postal_code(written):
        notes.warn("code_insee", f"« {written} » est un code postal : laissé de côté.", written)
    elif communes.knows_departement(written):
        notes.warn(
            "code_insee", f"Aucune commune n’a le code INSEE {written} : laissé de côté.", written
        )
    return ""


def _tell_insee(
    declared: Declared, chosen: CommuneRow | None, other: CommuneRow, notes: Notes
) -> None:
    if chosen:
        notes.warn(
            "code_insee",
            f"Le code INSEE {declared.code_insee} est celui {of_commune(other.nom)} : "
            f"la commune écrite, {chosen.nom}, est crue.",
            declared.code_insee,
            chosen.code,
        )
