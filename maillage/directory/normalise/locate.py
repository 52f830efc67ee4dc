"""Who is believed when the commune, the postal code, the INSEE code and the point disagree.

Each is a witness. The name with its postal code first; then the INSEE code; the point settles
what they leave open, and is left when two of them contradict it. Nothing is decided in silence:
every choice is a note in French for the partner.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from maillage.core.geo import distance_in_words, haversine_m
from maillage.directory.normalise.commune import (
    SURE,
    CommuneRow,
    CommuneTable,
    How,
    Match,
    name_key,
    read_commune,
)
from maillage.directory.normalise.notes import Notes

BORDER_M = 500
"""A point this near the boundary is kept: the boundaries are simplified (docs/reference)."""
FAR_FROM_CENTRE_M = 20_000
"""Without a boundary, a point farther than this from the commune's centre is elsewhere."""
AT_CENTRE_M = 15
"""Nearer than this to the centre of a commune, a point is that centre, not an address."""

# As directory.enums.PositionPrecision, which needs Django.
EXACTE = "exacte"
CENTRE_COMMUNE = "centre_commune"
INCONNUE = "inconnue"


class Contours(Protocol):
    """Boundaries of communes: `maillage.territory.contours.CommuneContours`."""

    def commune_at(self, latitude: float, longitude: float) -> str:
        """INSEE code of the commune that holds the point, or ""."""
        ...

    def distance_m(self, code_insee: str, latitude: float, longitude: float) -> float | None:
        """Metres from the point to the commune, 0 inside; None when it has no boundary."""
        ...


@dataclass(frozen=True, slots=True)
class Declared:
    """What a row says, already read (codes of five signs or "", degrees or None)."""

    commune: str = ""
    code_postal: str = ""
    code_insee: str = ""
    latitude: float | None = None
    longitude: float | None = None


class Verdict(StrEnum):
    """What became of the point and of the commune."""

    DEDANS = "dedans"  # the point is in the commune
    BORD = "bord"  # just outside its boundary: kept
    NON_VERIFIE = "non_verifie"  # the commune is not known here: the point is kept as it is
    POINT_REPARE = "point_repare"  # exchanged or without its sign: put right
    POINT_CRU = "point_cru"  # the point decided the commune
    ADRESSE_CRUE = "adresse_crue"  # the point was elsewhere: left, the commune's centre taken
    SANS_POINT = "sans_point"  # no point: the commune's centre
    INDECIS = "indecis"  # the commune cannot be said


@dataclass(frozen=True, slots=True)
class Located:
    """Where the place is. `code_insee` is "" when the commune is not settled or not known here.

    `ancienne_commune`: the former commune that was written, for the second line of the address.
    """

    code_insee: str
    commune: str
    code_postal: str
    latitude: float | None
    longitude: float | None
    precision: str
    verdict: Verdict
    ancienne_commune: str = ""


@dataclass(slots=True)
class _Choice:
    """The commune that the words say. `is_sure`: two witnesses agree."""

    code: str
    is_sure: bool
    match: Match
    insee: str = ""


def locate(
    declared: Declared,
    *,
    communes: CommuneTable,
    contours: Contours | None,
    notes: Notes,
) -> Located:
    """Settle the commune, its codes and the position. Pure; about 10 µs when all agree."""
    choice = _by_words(declared, communes, notes)
    return _Locator(declared, choice, communes, contours, notes).located()


# --- the words ------------------------------------------------------------------------------
def _by_words(declared: Declared, communes: CommuneTable, notes: Notes) -> _Choice:
    """The commune that name, postal code and INSEE code say, without the point."""
    postal_code = declared.code_postal
    insee = _current_insee(declared, communes, notes)
    if postal_code and not communes.with_postal_code(postal_code):
        # An INSEE code in the column of the postal code.
        row = communes.get(postal_code)
        if row and communes.is_named(declared.commune, row.code) and row.postal_codes:
            notes.repair(
                "code_postal",
                f"« {postal_code} » est le code INSEE de {row.nom}, pas son code postal.",
                postal_code,
                row.postal_codes[0],
            )
            postal_code = row.postal_codes[0]
    match = communes.match(nom=declared.commune, code_postal=postal_code)
    row = communes.get(insee)
    if row is None:
        return _Choice(match.code, match.how in SURE, match)
    if match.code == insee:
        return _Choice(insee, True, match, insee)
    if insee in match.candidates and match.how is How.AMBIGU:
        return _Choice(insee, True, Match(insee, How.ACCORD), insee)
    if match.how in SURE:
        _tell_insee(declared, communes.get(match.code), row, notes)
        return _Choice(match.code, True, match, insee)
    if match.how is How.CODE_FAUTIF:
        _tell_insee(declared, communes.get(match.code), row, notes)
        return _Choice(match.code, False, match, insee)
    if postal_code in row.postal_codes:
        if declared.commune:
            notes.warn(
                "commune",
                f"« {declared.commune[:60]} » n’est pas une commune du code postal "
                f"{postal_code} : le code INSEE {insee} ({row.nom}) est cru.",
                declared.commune,
                row.nom,
            )
        return _Choice(insee, True, Match(insee, How.ACCORD), insee)
    if communes.is_named(declared.commune, insee):
        return _Choice(insee, True, Match(insee, How.ACCORD), insee)
    if match.code:
        _tell_insee(declared, communes.get(match.code), row, notes)
        return _Choice(match.code, False, match, insee)
    return _Choice(insee, False, Match(insee, How.CODE_SEUL), insee)


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
        notes.warn("code_insee", f"« {written} » est un code postal : laissé.", written)
    elif communes.knows_departement(written):
        notes.warn("code_insee", f"Aucune commune n’a le code INSEE {written} : laissé.", written)
    return ""


def _tell_insee(
    declared: Declared, chosen: CommuneRow | None, other: CommuneRow, notes: Notes
) -> None:
    if chosen:
        notes.warn(
            "code_insee",
            f"Le code INSEE {declared.code_insee} est celui de {other.nom} : "
            f"la commune écrite, {chosen.nom}, est crue.",
            declared.code_insee,
            chosen.code,
        )


# --- the point ------------------------------------------------------------------------------
class _Locator:
    """The point against the words."""

    def __init__(
        self,
        declared: Declared,
        choice: _Choice,
        communes: CommuneTable,
        contours: Contours | None,
        notes: Notes,
    ) -> None:
        self.declared = declared
        self.choice = choice
        self.communes = communes
        self.contours = contours
        self.notes = notes

    def located(self) -> Located:
        declared, choice = self.declared, self.choice
        latitude, longitude = declared.latitude, declared.longitude
        row = self.communes.get(choice.code)
        if latitude is None or longitude is None:
            return self._without_point(row, Verdict.SANS_POINT)
        if row and self._is_inside(row, latitude, longitude):
            return self._kept(row, latitude, longitude, Verdict.DEDANS)
        here = self.communes.get(self._commune_at(latitude, longitude))
        if row is None:
            return self._unknown_commune(here, latitude, longitude)
        metres = self._metres_from(row, latitude, longitude)
        if here and here.code == row.code:
            return self._kept(row, latitude, longitude, Verdict.DEDANS)
        if metres is None or metres <= (BORDER_M if self._has_boundary(row) else FAR_FROM_CENTRE_M):
            is_checked = metres is not None
            return self._kept(
                row, latitude, longitude, Verdict.BORD if is_checked else Verdict.NON_VERIFIE
            )
        if repaired := self._repaired(row, latitude, longitude):
            return self._kept(row, *repaired, Verdict.POINT_REPARE)
        if here and self._point_wins(here):
            self._tell_point_believed(here, row)
            self.choice = _Choice(here.code, True, Match(here.code, How.ACCORD))
            return self._kept(here, latitude, longitude, Verdict.POINT_CRU)
        self._tell_point_left(row, here, metres, latitude, longitude)
        return self._without_point(row, Verdict.ADRESSE_CRUE)

    def _is_inside(self, row: CommuneRow, latitude: float, longitude: float) -> bool:
        return self.contours is not None and (
            self.contours.commune_at(latitude, longitude) == row.code
        )

    def _commune_at(self, latitude: float, longitude: float) -> str:
        return self.contours.commune_at(latitude, longitude) if self.contours else ""

    def _has_boundary(self, row: CommuneRow) -> bool:
        return self.contours is not None and (
            self.contours.distance_m(row.code, 0.0, 0.0) is not None
        )

    def _metres_from(self, row: CommuneRow, latitude: float, longitude: float) -> float | None:
        """Metres to the boundary, else to the centre; None when neither is known."""
        metres = self.contours.distance_m(row.code, latitude, longitude) if self.contours else None
        if metres is None and row.latitude is not None and row.longitude is not None:
            return haversine_m(latitude, longitude, row.latitude, row.longitude)
        return metres

    def _repaired(
        self, row: CommuneRow, latitude: float, longitude: float
    ) -> tuple[float, float] | None:
        """The point with its figures exchanged or another sign, when that lands in the commune."""
        limit = BORDER_M if self._has_boundary(row) else FAR_FROM_CENTRE_M
        trials = (
            (longitude, latitude, "Latitude et longitude étaient inversées."),
            (latitude, -longitude, "La longitude n’avait pas le bon signe."),
            (-latitude, longitude, "La latitude n’avait pas le bon signe."),
            (longitude, -latitude, "Latitude et longitude étaient inversées, sans leur signe."),
        )
        for lat, lon, message in trials:
            metres = self._metres_from(row, lat, lon) if -90 <= lat <= 90 else None
            if metres is not None and metres <= limit:
                before, after = f"{latitude} / {longitude}", f"{lat} / {lon}"
                self.notes.repair("latitude", message, before, after)
                return lat, lon
        return None

    def _point_wins(self, here: CommuneRow) -> bool:
        """Whether the point and what agrees with it outweigh the words."""
        choice, declared = self.choice, self.declared
        shares_code = declared.code_postal in here.postal_codes
        if choice.insee == here.code and (not choice.is_sure or shares_code):
            return True
        if choice.is_sure:
            return False
        if choice.match.how is How.CODE_SEUL and not declared.commune:
            return shares_code
        return shares_code or self.communes.is_named(declared.commune, here.code)

    # --- words for the partner ------------------------------------------------------------
    def _tell_point_believed(self, here: CommuneRow, row: CommuneRow) -> None:
        reasons = []
        if self.declared.code_postal in here.postal_codes:
            reasons.append("le code postal")
        if self.choice.insee == here.code:
            reasons.append("le code INSEE")
        if self.communes.is_named(self.declared.commune, here.code):
            reasons.append("le nom")
        self.notes.warn(
            "commune",
            f"Le point donné est dans {here.nom}, comme {' et '.join(reasons)} : "
            f"le point est cru, pas {row.nom}.",
            self.declared.commune,
            here.nom,
        )

    def _tell_point_left(
        self,
        row: CommuneRow,
        here: CommuneRow | None,
        metres: float,
        latitude: float,
        longitude: float,
    ) -> None:
        where = f"à {distance_in_words(metres)} de {row.nom}"
        if here is None:
            known = f"{where}, hors du territoire que le site connaît"
        elif _is_at_centre(here, latitude, longitude):
            known = f"{where} : c’est le centre de {here.nom}"
        else:
            known = f"{where}, dans {here.nom}"
        believed = "l’adresse est crue" if self.choice.is_sure else "la commune écrite est crue"
        self.notes.warn(
            "latitude",
            f"Le point donné est {known} ; {believed}, le point est laissé.",
            f"{latitude} / {longitude}",
        )

    # --- answers --------------------------------------------------------------------------
    def _kept(
        self, row: CommuneRow, latitude: float, longitude: float, verdict: Verdict
    ) -> Located:
        precision = CENTRE_COMMUNE if _is_at_centre(row, latitude, longitude) else EXACTE
        return self._answer(row, latitude, longitude, precision, verdict)

    def _without_point(self, row: CommuneRow | None, verdict: Verdict) -> Located:
        if row is None:
            return self._undecided(None, None)
        precision = INCONNUE if row.latitude is None else CENTRE_COMMUNE
        return self._answer(row, row.latitude, row.longitude, precision, verdict)

    def _answer(
        self,
        row: CommuneRow,
        latitude: float | None,
        longitude: float | None,
        precision: str,
        verdict: Verdict,
    ) -> Located:
        """The row's own name and codes, with what was changed told."""
        match, declared, notes = self.choice.match, self.declared, self.notes
        former = match.former if match.code == row.code else ""
        if former:
            message = f"{former} fait aujourd’hui partie de {row.nom}."
            notes.repair("commune", message, declared.commune, row.nom)
        elif match.how in {How.FAUTE, How.PARTIEL} and match.code == row.code:
            notes.repair("commune", "Nom de la commune corrigé.", declared.commune, row.nom)
        elif not declared.commune:
            notes.repair("commune", "La commune manquait : trouvée.", "", row.nom)
        elif match.how is How.CODE_SEUL and match.code == row.code:
            notes.warn(
                "commune",
                f"« {declared.commune[:60]} » n’est pas une commune connue : "
                f"{row.nom}, la seule de ce code postal, est mise.",
                declared.commune,
                row.nom,
            )
        return Located(
            code_insee=row.code,
            commune=row.nom,
            code_postal=_postal_code(declared, row, match, notes),
            latitude=latitude,
            longitude=longitude,
            precision=precision,
            verdict=verdict,
            ancienne_commune=former,
        )

    def _unknown_commune(
        self, here: CommuneRow | None, latitude: float, longitude: float
    ) -> Located:
        """The words name no single commune of the table; the point may."""
        declared, match = self.declared, self.choice.match
        chosen = here if here and self._may_be(here) else self._candidate_near(latitude, longitude)
        if chosen:
            self.choice = _Choice(chosen.code, True, Match(chosen.code, How.ACCORD))
            if declared.commune and not self.communes.is_named(declared.commune, chosen.code):
                self.notes.warn(
                    "commune",
                    f"« {declared.commune[:60]} » n’est pas une commune connue : le point donné "
                    f"est dans {chosen.nom}.",
                    declared.commune,
                    chosen.nom,
                )
            return self._kept(chosen, latitude, longitude, Verdict.POINT_CRU)
        if here and match.how is How.INCONNU:
            self.notes.warn(
                "latitude",
                f"Le point donné est dans {here.nom}, l’adresse ailleurs : le point est laissé.",
                f"{latitude} / {longitude}",
            )
            return self._undecided(None, None)
        return self._undecided(latitude, longitude)

    def _may_be(self, here: CommuneRow) -> bool:
        """Whether nothing written speaks against the commune of the point."""
        declared, match = self.declared, self.choice.match
        if match.candidates:
            return here.code in match.candidates
        if declared.code_postal:
            return declared.code_postal in here.postal_codes
        return not declared.commune

    def _candidate_near(self, latitude: float, longitude: float) -> CommuneRow | None:
        near = [
            row
            for code in self.choice.match.candidates
            if (row := self.communes.get(code)) and self._has_boundary(row)
            if (self._metres_from(row, latitude, longitude) or 0) <= BORDER_M
        ]
        return near[0] if len(near) == 1 else None

    def _undecided(self, latitude: float | None, longitude: float | None) -> Located:
        """What the row says, kept: the commune is unknown here, or one of several."""
        declared, match = self.declared, self.choice.match
        names = [row.nom for code in match.candidates if (row := self.communes.get(code))]
        if names:
            shown = ", ".join(names[:6]) + (" …" if len(names) > 6 else "")
            subject = (
                f"Plusieurs communes s’appellent « {declared.commune[:60]} »"
                if len({name_key(name) for name in names}) == 1
                else f"Le code postal {declared.code_postal} est celui de {len(names)} communes"
            )
            self.notes.warn("commune", f"{subject} ({shown}) : on ne peut pas choisir.")
        has_point = latitude is not None
        return Located(
            code_insee="" if names else self._foreign_insee(),
            commune=read_commune(declared.commune),
            code_postal=declared.code_postal,
            latitude=latitude,
            longitude=longitude,
            precision=EXACTE if has_point else INCONNUE,
            verdict=Verdict.NON_VERIFIE if has_point and not names else Verdict.INDECIS,
        )

    def _foreign_insee(self) -> str:
        """The INSEE code of a department that the site does not know, as it was written."""
        code = self.declared.code_insee
        return "" if code and self.communes.knows_departement(code) else code


def _is_at_centre(row: CommuneRow, latitude: float, longitude: float) -> bool:
    if row.latitude is None or row.longitude is None:
        return False
    return haversine_m(latitude, longitude, row.latitude, row.longitude) <= AT_CENTRE_M


def _postal_code(declared: Declared, row: CommuneRow, match: Match, notes: Notes) -> str:
    """The declared postal code when it is the commune's, else the nearest of the commune's."""
    written = declared.code_postal
    if written in row.postal_codes or not row.postal_codes:
        return written
    if not written:
        code = _of_arrondissement(declared.commune, row) or row.postal_codes[0]
        notes.repair("code_postal", f"Le code postal manquait : celui de {row.nom}.", "", code)
        return code
    code = max(row.postal_codes, key=lambda other: (_common_prefix(written, other), -int(other)))
    message = f"{written} n’est pas un code postal de {row.nom} : {code} est mis."
    if match.how is How.CONTRADICTION:
        notes.warn("code_postal", message, written, code)
    else:
        notes.repair("code_postal", message, written, code)
    return code


def _of_arrondissement(nom: str, row: CommuneRow) -> str:
    """« Paris 12e » → « 75012 »."""
    figures = "".join(sign for sign in nom if sign.isdigit())
    if len(figures) not in {1, 2}:
        return ""
    code = f"{row.postal_codes[0][:3]}{int(figures):02}"
    return code if code in row.postal_codes else ""


def _common_prefix(first: str, second: str) -> int:
    length = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        length += 1
    return length
