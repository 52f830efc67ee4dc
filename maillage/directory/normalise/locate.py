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
    CommuneRow,
    CommuneTable,
    How,
    Match,
    name_key,
    of_commune,
    read_commune,
)
from maillage.directory.normalise.notes import Notes
from maillage.directory.normalise.witnesses import Choice, Declared, choose

__all__ = ["Contours", "Declared", "Located", "Verdict", "locate"]

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


class Verdict(StrEnum):
    """What became of the point and of the commune."""

    DEDANS = "dedans"  # the point is in the commune
    BORD = "bord"  # just outside its boundary: kept
    NON_VERIFIE = "non_verifie"  # the commune is not known here: the point is kept as it is
    POINT_REPARE = "point_repare"  # exchanged or without its sign: put right
    POINT_CRU = "point_cru"  # the point decided the commune
    ADRESSE_CRUE = "adresse_crue"  # the point was elsewhere: left, the commune's centre taken
    SANS_POINT = "sans_point"  # no point: the commune's centre
    SUPPOSE = "suppose"  # no name, no point: the main commune of the postal code, to be confirmed
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


def locate(
    declared: Declared,
    *,
    communes: CommuneTable,
    contours: Contours | None,
    notes: Notes,
) -> Located:
    """Settle the commune, its codes and the position. Pure; about 10 µs when all agree."""
    choice = choose(declared, communes, notes)
    return _Locator(declared, choice, communes, contours, notes).located()


# --- the point ------------------------------------------------------------------------------
class _Locator:
    """The point against the words."""

    def __init__(
        self,
        declared: Declared,
        choice: Choice,
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
        latitude, longitude = self.declared.latitude, self.declared.longitude
        row = self.communes.get(self.choice.code)
        if latitude is None or longitude is None:
            is_supposed = self.choice.match.how is How.SUPPOSE
            return self._without_point(row, Verdict.SUPPOSE if is_supposed else Verdict.SANS_POINT)
        if row is None:
            return self._unknown_commune(latitude, longitude)
        return self._weighed(row, latitude, longitude)

    def _weighed(self, row: CommuneRow, latitude: float, longitude: float) -> Located:
        """A commune that the words say, and a point."""
        at_point = self._commune_at(latitude, longitude)
        if at_point == row.code:
            return self._kept(row, latitude, longitude, Verdict.DEDANS)
        metres, limit = self._metres_from(row, latitude, longitude)
        if metres is None or metres <= limit:
            verdict = Verdict.BORD if limit == BORDER_M else Verdict.NON_VERIFIE
            return self._kept(row, latitude, longitude, verdict)
        if repaired := self._repaired(row, latitude, longitude):
            return self._kept(row, *repaired, Verdict.POINT_REPARE)
        here = self.communes.get(at_point)
        if here and self._point_wins(here):
            self._tell_point_believed(here, row)
            self.choice = Choice(here.code, True, Match(here.code, How.ACCORD))
            return self._kept(here, latitude, longitude, Verdict.POINT_CRU)
        self._tell_point_left(row, here, metres, latitude, longitude)
        return self._without_point(row, Verdict.ADRESSE_CRUE)

    def _commune_at(self, latitude: float, longitude: float) -> str:
        return self.contours.commune_at(latitude, longitude) if self.contours else ""

    def _metres_from(
        self, row: CommuneRow, latitude: float, longitude: float
    ) -> tuple[float | None, int]:
        """Metres to the boundary, else to the centre, and how many are near."""
        metres = self.contours.distance_m(row.code, latitude, longitude) if self.contours else None
        if metres is not None:
            return metres, BORDER_M
        if row.latitude is None or row.longitude is None:
            return None, FAR_FROM_CENTRE_M
        return haversine_m(latitude, longitude, row.latitude, row.longitude), FAR_FROM_CENTRE_M

    def _repaired(
        self, row: CommuneRow, latitude: float, longitude: float
    ) -> tuple[float, float] | None:
        """The point with its figures exchanged or another sign, when that lands in the commune."""
        trials = (
            (longitude, latitude, "Latitude et longitude étaient inversées."),
            (latitude, -longitude, "La longitude n’avait pas le bon signe."),
            (-latitude, longitude, "La latitude n’avait pas le bon signe."),
            (longitude, -latitude, "Latitude et longitude étaient inversées, sans leur signe."),
        )
        for lat, lon, message in trials:
            if not -90 <= lat <= 90:
                continue
            metres, limit = self._metres_from(row, lat, lon)
            if metres is not None and metres <= limit:
                before, after = f"{latitude} / {longitude}", f"{lat} / {lon}"
                self.notes.repair("latitude", message, before, after)
                return lat, lon
        return None

    def _point_wins(self, here: CommuneRow) -> bool:
        """Whether the point and what agrees with it outweigh the words."""
        choice, declared = self.choice, self.declared
        # A point and an INSEE code often come from one geocoding: together they are one
        # witness, and never outweigh a name that agrees with its postal code.
        if choice.is_sure and choice.match.how not in {How.FAUTE, How.PARTIEL}:
            return False
        return (
            choice.insee == here.code
            or (declared.code_postal in here.postal_codes and not choice.is_sure)
            or self.communes.is_named(declared.commune, here.code)
        )

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
        where = f"à {distance_in_words(metres)} {of_commune(row.nom)}"
        if here is None:
            known = f"{where}, hors du territoire que le site connaît"
        elif _is_at_centre(here, latitude, longitude):
            known = f"{where} : c’est le centre {of_commune(here.nom)}"
        else:
            known = f"{where}, dans {here.nom}"
        believed = "l’adresse est crue" if self.choice.is_sure else "la commune écrite est crue"
        self.notes.warn(
            "latitude",
            f"Le point donné est {known} ; {believed}, le point est laissé de côté.",
            f"{latitude} / {longitude}",
        )

    def _tell_commune(self, row: CommuneRow, match: Match | None, former: str) -> None:
        """What was changed or supposed in the commune's name."""
        written, notes, how = self.declared.commune, self.notes, match.how if match else None
        postal_code = self.declared.code_postal
        if former:
            message = f"{former} fait aujourd’hui partie {of_commune(row.nom)}."
            notes.repair("commune", message, written, row.nom)
        elif how in {How.FAUTE, How.PARTIEL}:
            notes.repair("commune", "Nom de la commune corrigé.", written, row.nom)
        elif how is How.NOM_DU_LIEU:
            message = (
                f"Le code postal {postal_code} a plusieurs communes : le nom du lieu dit {row.nom}."
            )
            notes.warn("commune", message, written, row.nom)
        elif how is How.SUPPOSE:
            message = (
                f"La commune manque : {row.nom} est supposée, presque tous les habitants du code "
                f"postal {postal_code} y vivent. À confirmer."
            )
            notes.warn("commune", message, "", row.nom)
        elif not written:
            notes.repair("commune", "La commune manquait : trouvée.", "", row.nom)
        elif how in {How.CODE_SEUL, How.CODE_INSEE}:
            reason = "la seule de ce code postal" if how is How.CODE_SEUL else "celle du code INSEE"
            message = (
                f"« {written[:60]} » n’est pas une commune connue : {row.nom}, {reason}, est mise."
            )
            notes.warn("commune", message, written, row.nom)

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
        match, declared = self.choice.match, self.declared
        former = match.former if match.code == row.code else ""
        self._tell_commune(row, match if match.code == row.code else None, former)
        return Located(
            code_insee=row.code,
            commune=row.nom,
            code_postal=_postal_code(declared, row, match, self.notes),
            latitude=latitude,
            longitude=longitude,
            precision=precision,
            verdict=verdict,
            ancienne_commune=former,
        )

    def _unknown_commune(self, latitude: float, longitude: float) -> Located:
        """The words name no single commune of the table; the point may."""
        declared, match = self.declared, self.choice.match
        here = self.communes.get(self._commune_at(latitude, longitude))
        chosen = here if here and self._may_be(here) else self._candidate_near(latitude, longitude)
        if chosen:
            self.choice = Choice(chosen.code, True, Match(chosen.code, How.ACCORD))
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
                f"Le point donné est dans {here.nom}, l’adresse ailleurs : "
                "le point est laissé de côté.",
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
        """The only possible commune that the point is just outside of."""
        near = []
        for row in filter(None, map(self.communes.get, self.choice.match.candidates)):
            metres, limit = self._metres_from(row, latitude, longitude)
            if metres is not None and metres <= limit == BORDER_M:
                near.append(row)
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
        notes.repair(
            "code_postal", f"Le code postal manquait : celui {of_commune(row.nom)}.", "", code
        )
        return code
    code = max(row.postal_codes, key=lambda other: (_common_prefix(written, other), -int(other)))
    message = f"{written} n’est pas un code postal {of_commune(row.nom)} : {code} est mis."
    if match.how is How.CONTRADICTION:
        notes.warn("code_postal", message, written, code)
    else:
        notes.repair("code_postal", message, written, code)
    return code


def _of_arrondissement(nom: str, row: CommuneRow) -> str:
    """« Paris 12e » → « 75012 »."""
    figures = "".join(sign for sign in nom if sign in "0123456789")
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
